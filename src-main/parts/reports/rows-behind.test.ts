import { beforeAll, describe, expect, it } from 'vitest';
import type { StockReportName } from '../../../src-shared/contract/stock-reports.ts';
import { stockReportPage } from './reports.repository.ts';
import { figuresOffRows, figuresWithRows } from './testing/rows-behind.ts';
import { testReplica } from '../../testing/test-replica.ts';

type Row = Record<string, string | number | null>;

const at = (text: string): number => Date.parse(`${text}:00+08:00`);
const { stores, add } = testReplica();

const KEY = { warehouse_id: 'W1', owner: 'HQ', batch_no: '', serial_no: '' };

/** A row of the ledger: what, how many pieces, when it happened, and when it was booked where that is another moment. */
function move(
  seq: number,
  [type, pieces, when]: readonly [string, number, string],
  more: Row & { booked?: string } = {},
): void {
  const { booked, ...row } = more;
  add('stock_movement', {
    ...{ ...KEY, id: `M${String(seq)}`, seq, part_id: 'P1', condition: 'NEW', qty_milli: pieces * 1000 },
    ...{ value_fen: pieces * 500, type, doc_no: `单-${String(seq)}`, effective_at_ms: at(when) },
    ...{ posted_at_ms: at(booked ?? when), idem_key: String(seq), user_id: 'U1', device_id: 'D', ...row },
  });
}

function addMasters(): void {
  for (const id of ['W1', 'W2'])
    add('warehouse', { id, code: id, name: `仓库${id}`, region_id: 'R1', erp_plant: id, erp_sloc: null });
  for (const id of ['P1', 'P2'])
    add('part', {
      ...{ id, part_no: `00${id}`, name: `配件 ${id}`, uom: '件', issue_price_fen: 1, supply_price_fen: 1, is_wear: 0 },
      ...{ serialised: 0, old_part_policy: 'NONE', status: 'ACTIVE' },
    });
  for (const id of ['U1', 'U2'])
    add('app_user', { id, login: id, name: `人${id}`, status: 'ACTIVE', valid_from_date: '2020-01-01' });
}

/** 10 there, 20 come, 4 and 3 go; 23 at the snapshot, 21 when it is counted; 19 counted, then something late and its opposite. */
function addLedger(): void {
  move(1, ['OPENING', 10, '2026-09-30T23:59']);
  move(2, ['RECEIPT', 20, '2026-10-01T00:00']);
  move(3, ['ISSUE_SALE', -4, '2026-10-05T10:00']);
  move(4, ['ISSUE_WARRANTY', -3, '2026-10-06T10:00']);
  move(5, ['TRANSFER_IN', 5, '2026-10-08T10:00'], { warehouse_id: 'W2' });
  move(6, ['ISSUE_SALE', -2, '2026-10-09T08:30']);
  // it happened after the count: not in what was expected of it
  move(7, ['RECEIPT', 6, '2026-10-09T12:00']);
  move(8, ['COUNT_ADJ', -2, '2026-10-09T09:00'], { booked: '2026-10-09T15:00' });
  move(9, ['ISSUE_SALE', -1, '2026-10-08T09:00'], { booked: '2026-10-10T09:00' });
  move(10, ['COUNT_REANCHOR', 1, '2026-10-08T09:00'], { booked: '2026-10-10T09:00' });
  move(11, ['TRANSFER_IN', 3, '2026-10-11T09:00'], { condition: 'IN_TRANSIT' });
  move(0, ['OPENING', 7, '2026-09-01T00:00'], { part_id: 'P2' });
  move(13, ['SCRAP', -1, '2026-10-12T09:00'], { part_id: 'P2' });
}

function addCounts(): void {
  add('count_plan', {
    ...{ id: 'PLAN', plan_no: 'PJ-1', name: '循环', type: 'CYCLE', warehouse_ids_json: '["W1"]', scope_json: '{}' },
    ...{ blind: 1, mode: 'ROLL', planned_from_date: '2026-10-09', planned_to_date: '2026-10-09', max_recounts: 2 },
    ...{ status: 'OPEN', owner_user_id: 'U2' },
  });
  const sheet = (id: string, when: string, status: string, snapSeq: number): void =>
    add('count_sheet', {
      ...{ id, sheet_no: `PD-${id}`, plan_id: 'PLAN', warehouse_id: 'W1', counter_user_id: 'U1', snap_seq: snapSeq },
      ...{ snap_at_ms: at(when), status, round: 2, line_count: 2, counted_count: 2, export_rev: 0 },
    });
  const line = (id: string, sheetId: string, more: Row): void =>
    add('count_line', {
      ...{ ...KEY, id, sheet_id: sheetId, line_no: 1, part_id: 'P1', condition: 'NEW', factor_milli: 1000 },
      ...{ origin: 'PLANNED', state: 'POSTED', round: 1, unit_cost_fen: 500, ...more },
    });
  const count = (id: string, lineId: string, round: number, pieces: number): void =>
    add('count_entry', {
      ...{ id, line_id: lineId, round, qty_entered_milli: pieces * 1000, uom: '件', qty_milli: pieces * 1000 },
      ...{ counted_at_ms: at('2026-10-09T09:00'), counted_by: 'U1', device_id: 'D', method: 'GRID', idem_key: id },
      kind: 'COUNT',
    });
  const event = (sheetId: string, action: string, when: string): void =>
    add('count_event', {
      ...{
        id: `${sheetId}${action}`,
        sheet_id: sheetId,
        action,
        status_from: 'COUNTING',
        status_to: 'REVIEW',
        round: 1,
      },
      ...{ done_by: 'U1', done_by_name: '人U1', done_at_ms: at(when) },
    });
  sheet('S1', '2026-10-09T08:00', 'POSTED', 5);
  line('L1', 'S1', {
    ...{ book_qty_milli: 23_000, expected_milli: 21_000, final_milli: 19_000, variance_milli: -2_000 },
    ...{ variance_fen: -1_000, variance_bp: 952, within: 0, counted_at_ms: at('2026-10-09T09:00'), counted_by: 'U1' },
  });
  count('E1', 'L1', 1, 18);
  count('E2', 'L1', 1, 17);
  count('E3', 'L1', 2, 19);
  event('S1', 'submit', '2026-10-09T13:00');
  add('count_adjustment_line', {
    ...{ id: 'AL', adjustment_id: 'AJ', line_id: 'L1', qty_milli: -2_000, value_fen: -1_000, movement_id: 'M8' },
  });
  line('L2', 'S1', { line_no: 2, part_id: 'P2', book_qty_milli: 7_000, state: 'OPEN' });
  // still in review: what was booked after it was judged is not in it
  sheet('S2', '2026-10-10T08:00', 'REVIEW', 8);
  line('L3', 'S2', {
    ...{
      book_qty_milli: 25_000,
      expected_milli: 25_000,
      final_milli: 26_000,
      variance_milli: 1_000,
      variance_fen: 500,
    },
    ...{ within: 1, counted_at_ms: at('2026-10-10T08:30'), counted_by: 'U1' },
  });
  count('E4', 'L3', 1, 26);
  event('S2', 'submit', '2026-10-10T08:40');
  sheet('S0', '2026-09-20T08:00', 'POSTED', 0);
  line('L0', 'S0', { expected_milli: 10_000, final_milli: 12_000, variance_milli: 2_000, variance_fen: 1_000 });
}

function addReconciliation(): void {
  add('recon_run', {
    ...{ id: 'RUN', cutoff_at_ms: at('2026-10-31T23:59'), scope_json: '{}', ledger_seq: 13, status: 'WORKING' },
    ...{ started_by: 'U2', run_no: 'DZ-2610-001', cutoff_date: '2026-10-31', erp_system: 'SAP', erp_rows: 2 },
    ...{ erp_qty_milli: 0, carried_count: 0, cleared_count: 0, accepted_json: '[]', unmapped_json: '[]' },
    ...{ started_by_name: '人U2', started_at_ms: 1 },
  });
  for (const [id, pieces] of [
    ['B1', 12],
    ['B2', 3],
  ] as const)
    add('erp_balance', {
      ...{ id, erp_system: 'SAP', extract_date: '2026-10-31', plant: 'W1', sloc: id, bin: '', part_no: '00P1' },
      ...{ part_id: 'P1', warehouse_id: 'W1', qty_milli: pieces * 1000 },
    });
  const document = (id: string, pieces: number) => ({
    ...{ id, docNo: id, line: '1', type: 'WE', atMs: at('2026-10-02T10:00'), qtyMilli: pieces * 1000, runsOpen: 0 },
  });
  add('recon_item', {
    // the last count before the cut-off is that of the 10th: 26, and nothing of the warehouse's moved after it
    ...{ id: 'I1', run_id: 'RUN', warehouse_id: 'W1', part_id: 'P1', ledger_milli: 25_000, erp_milli: 15_000 },
    ...{ counted_milli: 26_000, difference_milli: 10_000, unexplained_milli: 1_000, verdict: 'MIXED' },
    contributions_json: JSON.stringify([
      { class: 'MISSING_IN_ERP', qtyMilli: 11_000 },
      { class: 'QTY_MISMATCH', qtyMilli: -2_000 },
      { class: 'UNEXPLAINED', qtyMilli: 1_000 },
    ]),
    documents_json: JSON.stringify([
      {
        rule: 'SUM',
        class: 'QTY_MISMATCH',
        ours: [document('RK-1', 5), document('RK-2', 3)],
        erp: [document('49', 10)],
      },
      { rule: null, class: 'MISSING_IN_ERP', ours: [document('RK-3', 11)], erp: [] },
    ]),
  });
}

function addPlanning(): void {
  const balance = (id: string, condition: string, pieces: number): void =>
    add('stock_balance', {
      ...{
        ...KEY,
        id,
        part_id: 'P1',
        condition,
        qty_milli: pieces * 1000,
        value_fen: pieces * 500,
        last_seq: 11,
        last_move_at_ms: 1,
      },
    });
  balance('B1', 'NEW', 20);
  balance('B2', 'WARRANTY', 5);
  balance('B3', 'IN_TRANSIT', 3);
  balance('B4', 'DAMAGED', 1);
  for (const [id, pieces, state] of [
    ['R1', 22, 'HELD'],
    ['R2', 4, 'PICKED'],
    ['R3', 2, 'HELD'],
    ['R4', 9, 'RELEASED'],
  ] as const)
    add('stock_reservation', {
      ...{ id, warehouse_id: 'W1', part_id: 'P1', qty_milli: pieces * 1000, doc_type: 'X', doc_no: `占-${id}`, state },
    });
  const order = (id: string, pieces: number, came: number, status: string): void =>
    add('erp_document_line', {
      ...{ id, erp_system: 'SAP', doc_type: 'PO', doc_no: id, line_no: '10', doc_year: '2026', part_no: '00P1' },
      ...{ plant: 'W1', sloc: null, qty_milli: pieces * 1000, received_milli: came * 1000, status },
    });
  order('45A', 30, 10, '');
  order('45B', 8, 0, 'Cancelled');
  add('part_warehouse_setting', {
    ...{ id: 'G1', part_id: 'P1', warehouse_id: 'W1', method: 'MANUAL', computed_at_ms: at('2026-10-12T07:00') },
    // two, four, three and one were given out in the year before; what was booked after that morning is not in it
    ...{ abc_class: 'A', issued_milli: 10_000, week_mean_milli: 1_000 },
  });
  move(14, ['ISSUE_SALE', -8, '2026-10-11T10:00'], { booked: '2026-10-12T09:00', part_id: 'P1' });
  move(15, ['ISSUE_SALE', -5, '2025-10-11T10:00'], { part_id: 'P1', effective_at_ms: at('2025-10-11T10:00') });
}

beforeAll(() => {
  addMasters();
  addLedger();
  addCounts();
  addReconciliation();
});

const asked = {
  ...{ warehouseId: null, fromDate: '2026-10-01', toDate: '2026-10-31', nowMs: at('2026-11-02T12:00') },
};
const opened = (name: StockReportName, by: Record<string, string | null>, figure: string) =>
  stockReportPage(stores, { ...asked, name, only: { by, figure, row: '' } }).rows;

describe('the rows behind the figures of stock', () => {
  it.each([
    ['countVariance', 12],
    ['countSummary', 5],
    ['notCounted', 2],
    ['recon', 8],
    ['reconDocuments', 3],
    ['stockLedger', 17],
  ] as const)('%s: the sum of the rows that open is the figure, and each of them is part of it', (name, least) => {
    expect(figuresOffRows(stores, { ...asked, name })).toEqual([]);
    expect(figuresWithRows(stores, { ...asked, name })).toBeGreaterThanOrEqual(least);
  });

  it('planning and turnover: what is promised beyond what lies there is not filled, late bookings are not counted', () => {
    addPlanning();
    for (const name of ['planning', 'turnover'] as const) {
      expect(figuresOffRows(stores, { ...asked, name })).toEqual([]);
      expect(figuresWithRows(stores, { ...asked, name })).toBeGreaterThan(2);
    }
    const by = { place: 'W1 仓库W1', partNo: '00P1' };
    const promised = opened('planningRows', by, 'backlogMilli').map(({ docNo, backlogMilli }) => [docNo, backlogMilli]);
    expect(promised).toEqual([
      ['占-R2', 1000],
      ['占-R3', 2000],
    ]);
    expect(opened('planningRows', by, 'onOrderMilli')).toMatchObject([{ docNo: '45A/10', onOrderMilli: 20_000 }]);
  });

  it('are none of another row, and all of a row where no figure is asked for', () => {
    const seqs = (rows: readonly Row[]): unknown[] => rows.map(({ seq }) => seq);
    const by = { place: 'W1 仓库W1', partNo: '00P1' };
    expect(seqs(opened('ledgerRows', by, 'issueMilli'))).toEqual(expect.arrayContaining([3, 4, 6, 9]));
    expect(seqs(opened('ledgerRows', { ...by, place: 'W2 仓库W2' }, 'place'))).toEqual([5]);
    expect(opened('ledgerRows', { ...by, partNo: '00P9' }, 'place')).toEqual([]);
    const counts = opened('countLineRows', { lineKey: 'L1' }, 'firstMilli');
    expect(counts).toMatchObject([{ source: 'COUNT', firstMilli: 17_000, byName: '人U1' }]);
    const late = opened('countLineRows', { lineKey: 'L1' }, 'expectedMilli').map(({ docNo }) => docNo);
    expect(late).toEqual(['单-1', '单-2', '单-3', '单-4', '单-6']);
  });
});
