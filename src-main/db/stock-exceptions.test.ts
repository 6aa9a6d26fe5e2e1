import { beforeAll, describe, expect, it } from 'vitest';
import type { StockException } from '../../src-shared/domain/parts/stock-exceptions.ts';
import { exceptionKinds, exceptionOrder, exceptionPage } from './stock-exceptions.ts';
import { testReplica } from '../testing/test-replica.ts';

const DAY_MS = 86_400_000;
const NOW_MS = Date.now();
const dayOf = (instantMs: number): string => new Date(instantMs + 8 * 3_600_000).toISOString().slice(0, 10);

const { stores, add } = testReplica();

const document = (id: string, qtyMilli: number, atMs: number): object => ({ id, docNo: id, qtyMilli, atMs });

beforeAll(() => {
  add('warehouse', { id: 'W1', code: 'ZX01', name: '金华库', region_id: 'R1' });
  add('part', { id: 'P1', part_no: '00P1', name: '水泵', uom: '件', std_cost_fen: 250 });
  for (const [id, days] of [
    ['F1', 1],
    ['F2', 30],
  ] as const)
    add('stock_refusal', {
      ...{ id, warehouse_id: 'W1', part_id: 'P1', qty_milli: 4000, reason: 'order-stock-gone', doc_no: 'DB-1' },
      ...{ refused_at_ms: NOW_MS - days * DAY_MS, refused_by_name: '王' },
    });
  const key = { warehouse_id: 'W1', part_id: 'P1', bin_id: 'N1', owner: 'HQ', condition: 'NEW' };
  add('stock_balance', { ...key, id: 'B1' });
  add('stock_balance', { ...key, id: 'B2', bin_id: null });
  add('count_plan', { id: 'CP', name: '循环盘点', planned_to_date: dayOf(NOW_MS - 2 * DAY_MS) });
  add('count_plan', { id: 'CN', name: '新计划', planned_to_date: dayOf(NOW_MS) });
  for (const [id, status, plan_id] of [
    ['S1', 'REVIEW', 'CN'],
    ['S2', 'COUNTING', 'CP'],
    ['S3', 'COUNTING', 'CN'],
    ['S4', 'POSTED', 'CP'],
  ] as const)
    add('count_sheet', { id, sheet_no: `PD-${id}`, status, plan_id, warehouse_id: 'W1', snap_at_ms: 5 });
  // posted: the ERP has it, has it not for six days and for four, does not keep the warehouse, and one that differed in nothing
  add('warehouse', { id: 'W2', code: 'ZX02', name: '成都库', region_id: 'R1', erp_plant: '1200' });
  for (const [id, status, warehouse_id, days] of [
    ['K1', 'CLOSED', 'W2', 6],
    ['K2', 'POSTED', 'W2', 6],
    ['K3', 'POSTED', 'W2', 4],
    ['K4', 'POSTED', 'W1', 6],
    ['K5', 'POSTED', 'W2', 6],
  ] as const) {
    add('count_sheet', { id, sheet_no: `PD-${id}`, status, plan_id: 'CP', warehouse_id, snap_at_ms: 5 });
    add('count_adjustment', { id: `A-${id}`, adj_no: `PY-${id}`, sheet_id: id, status: 'POSTED' });
    if (id !== 'K5') add('count_adjustment_line', { id: `X-${id}`, adjustment_id: `A-${id}`, value_fen: -300 });
    const approved = { sheet_id: id, action: 'approve', done_by_name: '赵', done_at_ms: NOW_MS - days * DAY_MS };
    add('count_event', { id: `V-${id}`, ...approved });
  }
  add('count_event', { id: 'V1', sheet_id: 'S1', done_at_ms: 900 });
  add('count_line', { id: 'L1', sheet_id: 'S1', variance_fen: -700, part_id: 'P1', warehouse_id: 'W1' });
  add('count_line', { id: 'L2', sheet_id: 'S1', variance_fen: 200, part_id: 'P1', warehouse_id: 'W1' });
  add('app_user', { id: 'U1', name: '李' });
  for (const [id, line_id, clock_offset_ms] of [
    ['E1', 'L1', -420_000],
    ['E2', 'L2', 600_000],
    ['E3', 'L2', 299_000],
  ] as const)
    add('count_entry', { id, line_id, clock_offset_ms, counted_at_ms: 77, counted_by: 'U1', device_id: 'D1' });
  for (const [id, type, days] of [
    ['M1', 'COUNT_REANCHOR', 2],
    ['M2', 'COUNT_REANCHOR', 20],
    ['M3', 'ISSUE_SALE', 1],
  ] as const)
    add('stock_movement', {
      ...{ ...key, id, type, qty_milli: 3000, value_fen: 900, doc_no: 'CK-9', line_uid: 'L1' },
      posted_at_ms: NOW_MS - days * DAY_MS,
    });
  for (const [id, status] of [
    ['OPEN', 'WORKING'],
    ['SIGNED', 'SIGNED'],
  ] as const) {
    add('recon_run', { id, run_no: `DZ-${id}`, status });
    add('recon_item', {
      ...{ id: `I-${id}`, run_id: id, warehouse_id: 'W1', part_id: 'P1', verdict: 'ERP_SIDE' },
      documents_json: JSON.stringify([
        { ours: [], erp: [document('4900', -2000, 70), document('4901', 1000, 60)] },
        { ours: [document('CK-1', 1, 1)], erp: [document('4902', 1, 1)] },
      ]),
    });
  }
  for (const [id, proved_date, wrong_json] of [
    ['A', '2026-01-01', '["00P1","GONE"]'],
    ['B', '2026-01-02', '["00P1"]'],
  ] as const)
    add('stock_proof', { id, proved_date, proved_at_ms: 80, wrong_json });
  add('goods_order', {
    ...{ id: 'O1', order_no: 'DB-9', kind: 'TRANSFER', status: 'IN_TRANSIT', to_warehouse_id: 'W1' },
    shipped_at_ms: NOW_MS - 20 * DAY_MS,
  });
  add('goods_order_line', {
    ...{ id: 'OL', order_id: 'O1', part_id: 'P1', qty_out_milli: 5000, transit_value_fen: 1250 },
  });
  const waiting = { id: 'O2', order_no: 'DB-8', kind: 'TRANSFER', status: 'APPROVED', to_warehouse_id: 'W1' };
  add('goods_order', { ...waiting, holder_role: 'warehouse' });
  for (const [id, line_no] of [
    ['L8', 8],
    ['L1', 1],
  ] as const)
    add('goods_order_line', { id, line_no, order_id: 'O2', part_id: line_no === 1 ? 'P1' : 'P9' });
  add('stock_reservation', { id: 'H1', warehouse_id: 'W1', doc_no: 'DB-8' });
  for (const [id, order_id] of [
    ['E1', 'O2'],
    ['E2', 'O1'],
  ] as const)
    add('goods_order_event', { id, order_id, action: 'promiseEnds', note: '1', done_at_ms: 99 });
});

const query = { filters: [], text: '', sort: [] };
const rowsOf = (kind: StockException) => exceptionPage(stores, { kind, query, offset: 0, limit: 100 }).rows;

describe('the exceptions of the morning', () => {
  it('say how much there is of each kind, what it is worth and how old it is', () => {
    expect(exceptionKinds(stores, {})).toEqual({
      days: 7,
      kinds: [
        { kind: 'PROOF', number: 1, oldestAtMs: 80, valueFen: null },
        { kind: 'REFUSED', number: 1, oldestAtMs: NOW_MS - DAY_MS, valueFen: 1000 },
        { kind: 'LATE', number: 1, oldestAtMs: NOW_MS - 2 * DAY_MS, valueFen: -900 },
        { kind: 'PROMISE', number: 1, oldestAtMs: 99, valueFen: null },
        { kind: 'ROAD', number: 1, oldestAtMs: NOW_MS - 20 * DAY_MS, valueFen: 1250 },
        { kind: 'ERP', number: 1, oldestAtMs: 60, valueFen: 750 },
        { kind: 'UNBOOKED', number: 1, oldestAtMs: NOW_MS - 6 * DAY_MS, valueFen: -300 },
        { kind: 'SHEET', number: 2, oldestAtMs: 5, valueFen: 900 },
        { kind: 'CLOCK', number: 1, oldestAtMs: 77, valueFen: null },
      ],
    });
  });

  it('name the place each row is opened at', () => {
    const of = (kind: StockException) =>
      rowsOf(kind).map(({ room, thing, search, docNo, partText, qtyMilli, note }) =>
        [room, thing, search, docNo, partText, qtyMilli, note].join(' '),
      );
    expect(of('PROOF')).toEqual(['parts  00P1  00P1 水泵  ']);
    expect(of('REFUSED')).toEqual(['parts  00P1 DB-1 00P1 水泵 4000 王']);
    expect(of('LATE')).toEqual(['parts B1  CK-9 00P1 水泵 -3000 PD-S1']);
    expect(of('PROMISE')).toEqual(['logistics order.O2  DB-8 00P1 水泵  warehouse']);
    expect(of('ROAD')).toEqual(['logistics order.O1  DB-9 00P1 水泵 5000 partsManager']);
    expect(of('ERP')).toEqual(['reconciliation OPEN 00P1 4900 00P1 水泵 -1000 DZ-OPEN']);
    expect(of('UNBOOKED')).toEqual(['counts K2  PY-K2 PD-K2 循环盘点  赵']);
    expect(of('CLOCK')).toEqual(['counts S1  PD-S1 新计划  李']);
    expect(of('SHEET')).toEqual(['counts S2  PD-S2 循环盘点  COUNTING', 'counts S1  PD-S1 新计划  REVIEW']);
  });

  it('look back as many days as is set, and are searched and ordered like every list', () => {
    add('setting', { id: 'X', setting_key: 'exceptionDays', value_json: '60' });
    const order = exceptionOrder(stores, { kind: 'REFUSED', query, anchorId: 'F1' });
    expect(order).toEqual({ ids: ['F2', 'F1'], total: 2, place: 1 });
    const searched = { ...query, text: '循环' };
    expect(exceptionPage(stores, { kind: 'SHEET', query: searched, offset: 0, limit: 9 }).rows).toHaveLength(1);
  });

  it('wait for the ERP as many days as is set before a posted sheet is one of them', () => {
    add('setting', { id: 'XE', setting_key: 'countErpMostDays', value_json: '3' });
    expect(rowsOf('UNBOOKED').map(({ docNo }) => docNo)).toEqual(['PY-K2', 'PY-K3']);
  });

  it('find late movements by an index, without reading the ledger', () => {
    const plan = stores.replicaFile
      .prepare(`explain query plan select id from stock_movement where type = 'COUNT_REANCHOR' and posted_at_ms >= 1`)
      .all() as { detail: string }[];
    expect(plan.map(({ detail }) => detail).join()).toContain('stock_movement_late');
  });
});
