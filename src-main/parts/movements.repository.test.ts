import { beforeAll, expect, test } from 'vitest';
import type { Filter, GridQuery, Sort } from '../../src-shared/contract/query.ts';
import type { ReadStores } from '../db/stores.ts';
import { testReplica } from '../testing/test-replica.ts';
import { movementOrder, movementPage } from './movements.repository.ts';

/** More than a list that is sorted whole at once, and many marks of a ledger. */
const MOVEMENTS = 52_000;
const DAY_MS = 86_400_000;
const FIRST_AT_MS = Date.parse('2026-01-01T00:00:00+08:00');
const IDENTITY = `1, 'g', 0, 0`;
const replica = testReplica();

interface Made {
  id: string;
  seq: number;
  warehouse: string;
  partNo: string;
  qtyMilli: number;
  effectiveAtMs: number;
  docNo: string;
}
let made: Made[] = [];

beforeAll(() => {
  const { replicaFile: file } = replica.stores;
  const rows = (most: number): string =>
    `with recursive row (n) as (select 0 union all select n + 1 from row where n < ${String(most - 1)})`;
  file.exec(
    `insert into warehouse (id, _v, _scope, _k, _bucket, code, name, region_id)
       ${rows(3)} select 'W' || n, ${IDENTITY}, 'ZX' || n, '仓库' || n, 'R' from row;
     insert into part (id, _v, _scope, _k, _bucket, part_no, name, uom, issue_price_fen, supply_price_fen, is_wear, serialised,
       old_part_policy, status)
       ${rows(100)} select 'P' || n, ${IDENTITY}, printf('%03d-K', (n * 37) % 100), '滤清器' || n, '件', 1, 1, 0, 0, 'NONE', 'ACTIVE' from row;
     insert into stock_movement (id, _v, _scope, _k, _bucket, seq, warehouse_id, part_id, owner, condition, batch_no, serial_no,
       qty_milli, value_fen, effective_at_ms, posted_at_ms, type, doc_no, idem_key, user_id, device_id)
       ${rows(MOVEMENTS)} select printf('M%06d', n), ${IDENTITY}, (n * 7919) % ${String(MOVEMENTS)}, 'W' || (n % 3), 'P' || (n % 100),
         'HQ', 'NEW', '', '', (n % 41 - 20) * 1000, 0, ${String(FIRST_AT_MS)} + (n % 300) * ${String(DAY_MS)}, 0, 'RECEIPT', 'CK' || (n % 977), 'I' || n,
         'U', 'D' from row`,
  );
  made = file
    .prepare(
      `select m.id, m.seq, w.name as warehouse, p.part_no as partNo, m.qty_milli as qtyMilli,
              m.effective_at_ms as effectiveAtMs, m.doc_no as docNo
         from stock_movement m join warehouse w on w.id = m.warehouse_id join part p on p.id = m.part_id`,
    )
    .all() as Made[];
});
/** A new state of the data each time, so that nothing is known from before. */
let state = 0;
function stores(): ReadStores {
  state += 1;
  const version = String(state);
  const { replicaFile: file } = replica.stores;
  return { access: 'read', replicaFile: file, localFile: file, replicaVersion: () => version } as unknown as ReadStores;
}

const query = (filters: Filter[], sort: Sort[] = [], text = ''): GridQuery => ({ filters, sort, text });
const PLACES = [0, 4_900, 5_000, 9_999, 25_950, 51_800];

test.each([
  ['the whole ledger, newest first', [], [], () => true],
  ['the whole ledger, oldest first', [], [{ column: 'seq', direction: 'asc' }], () => true],
  [
    'one warehouse',
    [{ column: 'warehouseName', op: 'in', values: ['仓库1'] }],
    [],
    ({ warehouse }: Made) => warehouse === '仓库1',
  ],
  [
    'two warehouses and a quantity',
    [
      { column: 'warehouseName', op: 'in', values: ['仓库1', '仓库2'] },
      { column: 'qtyMilli', op: 'atLeast', values: [-19_000] },
    ],
    [{ column: 'seq', direction: 'desc' }],
    ({ warehouse, qtyMilli }: Made) => warehouse !== '仓库0' && qtyMilli >= -19_000,
  ],
  [
    'days of China from the first to the last',
    [{ column: 'effectiveAtMs', op: 'between', values: ['2026-01-05', '2026-01-06'] }],
    [],
    ({ effectiveAtMs }: Made) => effectiveAtMs >= FIRST_AT_MS + 4 * DAY_MS && effectiveAtMs < FIRST_AT_MS + 6 * DAY_MS,
  ],
] satisfies [string, Filter[], Sort[], (row: Made) => boolean][])(
  '%s is paged by number',
  (_name, filters, sort, fits) => {
    const [{ direction = 'desc' } = {}] = sort as Partial<Sort>[];
    const sign = direction === 'desc' ? -1 : 1;
    const wanted = made.filter(fits).sort((a, b) => sign * (a.seq - b.seq));
    const store = stores();
    for (const offset of PLACES) {
      const page = movementPage(store, { query: query(filters, sort), offset, limit: 200 });
      expect(page.total).toBe(wanted.length);
      expect(page.rows.map(({ id }) => id)).toEqual(wanted.slice(offset, offset + 200).map(({ id }) => id));
    }
  },
);

test.each([
  ['by part', 'partNo', 'asc', ({ partNo }: Made) => partNo],
  ['by part, turned', 'partNo', 'desc', ({ partNo }: Made) => partNo],
  ['by warehouse', 'warehouseName', 'desc', ({ warehouse }: Made) => warehouse],
  ['by quantity', 'qtyMilli', 'asc', ({ qtyMilli }: Made) => qtyMilli],
] as const)(
  'every row stands once in the order %s, whatever end or place is read',
  (_name, column, direction, keyOf) => {
    const wanted = made.map((row) => keyOf(row)).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    if (direction === 'desc') wanted.reverse();
    const keyById = new Map(made.map((row) => [row.id, keyOf(row)]));
    const fresh = { query: query([], [{ column, direction }]), limit: 1000 };
    const read = (store: ReadStores, offset: number) =>
      movementPage(store, { ...fresh, offset }).rows.map(({ id }) => id);
    const store = stores();
    const all = Array.from({ length: MOVEMENTS / 1000 }, (_, at) => read(store, at * 1000)).flat();
    expect(new Set(all).size).toBe(MOVEMENTS);
    expect(all.map((id) => keyById.get(id))).toEqual(wanted);
    // the ends are found without sorting the rest, and are the same
    expect(read(stores(), 3000)).toEqual(all.slice(3000, 4000));
    expect(read(stores(), MOVEMENTS - 1000)).toEqual(all.slice(-1000));
  },
);

test.each([
  ['by part', 'partNo', ({ partNo }: Made) => partNo],
  ['by warehouse', 'warehouseName', ({ warehouse }: Made) => warehouse],
  ['by number', 'seq', ({ seq }: Made) => seq],
  ['by document', 'docNo', ({ docNo }: Made) => docNo],
] as const)(
  'under conditions that many meet the ends of an order %s are the same as the whole order has them',
  (_name, column, keyOf) => {
    const filters: Filter[] = [
      { column: 'qtyMilli', op: 'atLeast', values: [-19_000] },
      { column: 'partName', op: 'contains', values: ['滤清器'] },
    ];
    const asked = { query: query(filters, [{ column, direction: 'desc' }]), limit: 1000 };
    const fits = made.filter(({ qtyMilli }) => qtyMilli >= -19_000);
    const wanted = fits.map((row) => keyOf(row)).sort((a, b) => (a < b ? 1 : a > b ? -1 : 0));
    const keyById = new Map(made.map((row) => [row.id, keyOf(row)]));
    const whole = stores();
    movementPage(whole, { ...asked, offset: 25_000 });
    for (const offset of [0, 3000, fits.length - 1000]) {
      const { rows, total } = movementPage(whole, { ...asked, offset });
      expect(total).toBe(fits.length);
      expect(rows.map(({ id }) => keyById.get(id))).toEqual(wanted.slice(offset, offset + 1000));
      expect(movementPage(stores(), { ...asked, offset }).rows).toEqual(rows);
    }
  },
);

test('the quick search finds a document and the parts of a number, and a list held finds its rows by id', () => {
  const found = movementPage(stores(), { query: query([], [], 'CK11'), offset: 0, limit: 500 });
  expect(found.total).toBe(made.filter(({ docNo }) => docNo.startsWith('CK11')).length);
  const parts = movementPage(stores(), { query: query([], [], '037-'), offset: 0, limit: 10 });
  expect(new Set(parts.rows.map(({ partNo }) => partNo))).toEqual(new Set(['037-K']));
  const ids = ['M000007', 'M000003', 'M051999'];
  const held = movementPage(stores(), {
    query: query([{ column: 'id', op: 'in', values: ids }]),
    ...{ offset: 0, limit: 10 },
  });
  expect(held.rows.map(({ id }) => id)).toEqual(ids);
});

test('a long list says where a row stands in it', () => {
  const ordered = made.toSorted((a, b) => b.seq - a.seq);
  const anchorId = ordered[31_234]?.id ?? '';
  expect(movementOrder(stores(), { query: query([]), anchorId })).toEqual({
    ...{ ids: null, total: MOVEMENTS, place: 31_234 },
  });
  const one: Filter[] = [{ column: 'partNo', op: 'in', values: ['037-K'] }];
  const mine = ordered.filter(({ partNo }) => partNo === '037-K').map(({ id }) => id);
  expect(movementOrder(stores(), { query: query(one), anchorId: mine[5] ?? '' })).toEqual({
    ...{ ids: mine, total: mine.length, place: 5 },
  });
});

test.each([
  ['few, by their index', ['003-K'], 520],
  ['some, by row numbers put in order', ['000-K', '003-K', '006-K', '009-K', '012-K', '015-K', '018-K', '021-K'], 4160],
  ['many, by reading the table', Array.from({ length: 40 }, (_, at) => `${String(at).padStart(3, '0')}-K`), 20_800],
] as const)('movements of parts that have %s, are all found, also with a warehouse', (_name, partNos, found) => {
  const ofParts: Filter = { column: 'partNo', op: 'in', values: [...partNos] };
  const ofWarehouse: Filter = { column: 'warehouseName', op: 'in', values: ['仓库1', '仓库2'] };
  const newest = (fits: (row: Made) => boolean): string[] =>
    made
      .filter((row) => partNos.some((partNo) => partNo === row.partNo) && fits(row))
      .sort((a, b) => a.qtyMilli - b.qtyMilli || a.seq - b.seq)
      .slice(0, 500)
      .map(({ id }) => id);
  const sort: Sort[] = [
    { column: 'qtyMilli', direction: 'asc' },
    { column: 'seq', direction: 'asc' },
  ];
  const all = movementPage(stores(), { query: query([ofParts], sort), offset: 0, limit: 500 });
  expect([all.total, all.rows.map(({ id }) => id)]).toEqual([found, newest(() => true)]);
  const both = movementPage(stores(), { query: query([ofParts, ofWarehouse], sort), offset: 0, limit: 500 });
  expect(both.rows.map(({ id }) => id)).toEqual(newest(({ warehouse }) => warehouse !== '仓库0'));
});
