import { beforeAll, expect, it } from 'vitest';
import type { Filter, GridQuery } from '../../src-shared/contract/query.ts';
import type { ReconGroup, ReconView } from '../../src-shared/contract/reconciliation.contract.ts';
import { testReplica } from '../testing/test-replica.ts';
import { exportedItemPage, itemDetail, itemOrder, itemPage } from './items.repository.ts';
import { ITEM_COLUMNS, RUN_COLUMNS } from './recon-query.ts';
import { runDetail, runOptions, runOrder, runPage } from './runs.repository.ts';

const { stores, add } = testReplica();

const document = (id: string, qtyMilli: number) => ({
  id,
  docNo: id,
  line: null,
  type: 'RECEIPT',
  atMs: 1,
  qtyMilli,
  runsOpen: 0,
});
const GROUPS: ReconGroup[] = [
  {
    ...{ rule: null, class: 'TIMING_IN_TRANSIT', qtyMilli: 4000, isOpen: true, duplicate: false },
    ...{ ours: [document('L1', 4000)], erp: [] },
  },
  {
    ...{ rule: null, class: 'MISSING_IN_SYSTEM', qtyMilli: -4000, isOpen: true, duplicate: false },
    ...{ ours: [], erp: [document('E1', 4000)] },
  },
];

beforeAll(() => {
  add('warehouse', { id: 'W1', code: 'ZX01', name: '金华库', erp_plant: '1000' });
  add('app_user', { id: 'U1', name: '韩志强', status: 'ACTIVE', login: 'u1' });
  add('user_role', { id: 'R1', user_id: 'U1', role: 'partsManager' });
  for (const [id, status, cutoff] of [
    ['RUN0', 'SIGNED', '2026-02-28'],
    ['RUN1', 'WORKING', '2026-03-31'],
  ] as const) {
    add('recon_run', {
      ...{
        id,
        status,
        run_no: `DZ-${id}`,
        cutoff_date: cutoff,
        scope_json: '{"warehouseIds":["W1"]}',
        erp_system: 'SAP',
      },
      unmapped_json: '[{"what":"PART","code":"X","rows":1,"qtyMilli":1000}]',
    });
  }
  const items: Record<string, string | number | null>[] = [
    { ledger_milli: 5000, erp_milli: 5000, difference_milli: 0, unexplained_milli: 0, verdict: 'AGREE' },
    {
      ...{ ledger_milli: 9000, erp_milli: 4000, counted_milli: 8000, difference_milli: 5000, unexplained_milli: 1000 },
      contributions_json: '[{"class":"TIMING_IN_TRANSIT","qtyMilli":4000},{"class":"UNEXPLAINED","qtyMilli":1000}]',
      ...{
        verdict: 'MIXED',
        documents_json: JSON.stringify(GROUPS),
        suggestions_json: '[{"oursId":"L1","erpId":"E1"}]',
      },
    },
    { ledger_milli: null, erp_milli: null, difference_milli: null, verdict: 'NOT_COUNTED', owner_user_id: 'U1' },
  ];
  for (const [at, row] of items.entries()) {
    add('part', { id: `P${String(at)}`, part_no: `00${String(at)}`, name: '水泵', uom: '个', std_cost_fen: 250 });
    add('recon_item', {
      id: `I${String(at)}`,
      run_id: 'RUN1',
      warehouse_id: 'W1',
      part_id: `P${String(at)}`,
      ...row,
    });
  }
});

const query = (filters: Filter[] = [], column?: string): GridQuery => ({
  ...{ filters, text: '', sort: column === undefined ? [] : [{ column, direction: 'asc' as const }] },
});
const page = (view: ReconView, asked = query()) =>
  itemPage(stores, { query: asked, offset: 0, limit: 50, runId: 'RUN1', view, userId: 'U1' });

it('shows the keys of each view, both sides of the identity, and what is withheld', () => {
  const ids = (view: ReconView): string[] => page(view).rows.map(({ id }) => id);
  expect([ids('differing'), ids('unexplained'), ids('unowned'), ids('mine'), ids('all')]).toEqual([
    ['I1', 'I2'],
    ['I1'],
    ['I1', 'I2'],
    ['I2'],
    ['I0', 'I1', 'I2'],
  ]);
  expect(page('all')).toMatchObject({
    total: 3,
    totals: { differenceMilli: 5000, contributionMilli: 5000, withheld: 1 },
  });
  expect(page('unexplained').rows[0]).toMatchObject({
    ...{ mainClass: 'TIMING_IN_TRANSIT', shelfDifferenceMilli: -1000, differenceFen: 1250, suggestionCount: 1 },
  });
  const isTiming = query([{ column: 'mainClass', op: 'in', values: ['TIMING_IN_TRANSIT'] }]);
  expect(page('all', isTiming).total).toBe(1);
});

it('gives a workbook the same keys as the screen, each class in a field of its own', () => {
  const ofRun: Filter = { column: 'runNo', op: 'in', values: ['DZ-RUN1'] };
  const differing: Filter = { column: 'verdict', op: 'notIn', values: ['AGREE'] };
  const exported = (...filters: Filter[]) =>
    exportedItemPage(stores, { query: query([ofRun, ...filters]), offset: 0, limit: 9 });
  expect(exported(differing).rows).toEqual(page('differing').rows);
  expect(exported({ column: 'unexplainedMilli', op: 'notIn', values: [0] }).rows.map(({ id }) => id)).toContain('I1');
  expect(exported(differing, { column: 'ownerUserId', op: 'blank', values: [] }).total).toBe(1);
  expect(exported({ column: 'ownerUserId', op: 'in', values: ['U1'] }).rows).toEqual(page('mine').rows);
  expect(exported(differing).rows[0]).toMatchObject({ timingMilli: 4000, unexplainedMilli: 1000, uomMilli: null });
  expect(
    exportedItemPage(stores, { query: query([{ ...ofRun, values: ['DZ-RUN0'] }]), offset: 0, limit: 9 }).total,
  ).toBe(0);
});

it('sorts by every column it names', () => {
  for (const column of Object.keys(ITEM_COLUMNS)) expect(page('all', query([], column)).total).toBe(3);
  for (const column of Object.keys(RUN_COLUMNS)) {
    expect(runPage(stores, { query: query([], column), offset: 0, limit: 9 }).total).toBe(2);
  }
  const order = { query: query(), anchorId: 'I2', runId: 'RUN1', view: 'all' as const, userId: 'U1' };
  expect(itemOrder(stores, order)).toEqual({ ids: ['I0', 'I1', 'I2'], total: 3, place: 2 });
  expect(runOrder(stores, { query: query(), anchorId: null }).ids).toEqual(['RUN1', 'RUN0']);
});

it('tells the run with its classes, its trend and what may be done, and a key with its documents', () => {
  const detail = runDetail(stores, { id: 'RUN1', roles: ['partsManager'] });
  expect(detail).toMatchObject({
    run: { runNo: 'DZ-RUN1', keyCount: 3, differingCount: 2, mixedCount: 1, unexplainedCount: 1, unownedCount: 1 },
    classes: [
      { class: 'TIMING_IN_TRANSIT', keys: 1, qtyMilli: 4000 },
      { class: 'UNEXPLAINED', keys: 1, qtyMilli: 1000 },
    ],
    unmapped: [{ what: 'PART', code: 'X' }],
    trend: [{ cutoffDate: '2026-02-28' }, { cutoffDate: '2026-03-31', unexplainedCount: 1 }],
    allowedActions: ['refresh', 'assign', 'accept', 'sign', 'cancel'],
  });
  expect(runDetail(stores, { id: 'RUN0', roles: ['partsManager'] }).allowedActions).toEqual([]);
  const { groups, suggestions } = itemDetail(stores, { id: 'I1' });
  expect(groups).toEqual(GROUPS);
  expect(suggestions.map(({ ours, erp }) => [ours.id, erp.id])).toEqual([['L1', 'E1']]);
  expect(runOptions(stores, null)).toMatchObject({
    warehouses: [{ code: 'ZX01', isMapped: true }],
    people: [{ name: '韩志强', roles: ['partsManager'] }],
  });
});
