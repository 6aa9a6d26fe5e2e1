import { beforeAll, describe, expect, it } from 'vitest';
import { arrivalDocument, roadPage } from './goods-on-the-road.repository.ts';
import { testReplica } from '../testing/test-replica.ts';

type Row = Record<string, string | number | null>;
const DAY_MS = 86_400_000;
const daysAgoMs = (days: number): number => Date.now() - days * DAY_MS - 3_600_000;
const dayOf = (instantMs: number): string => new Date(instantMs + 8 * 3_600_000).toISOString().slice(0, 10);

const { stores, add } = testReplica();

function order(id: string, row: Row, line: Row): void {
  add('goods_order', {
    ...{ id, order_no: `NO-${id}`, kind: 'TRANSFER', status: 'IN_TRANSIT', from_warehouse_id: 'W1', region_id: 'R1' },
    ...{ to_warehouse_id: 'W2', amount_fen: 0, since_ms: 1, requested_by: 'U', requested_by_name: '王', ...row },
    ...{ requested_at_ms: 1, changed_by_name: '王', changed_at_ms: 1 },
  });
  add('goods_order_line', {
    ...{ id: `${id}-1`, order_id: id, line_no: 1, part_id: 'P1', qty_req_milli: 9000, qty_appr_milli: 9000 },
    ...{ qty_out_milli: 0, qty_over_milli: 0, qty_in_milli: 0, qty_damaged_milli: 0, qty_lost_milli: 0 },
    ...{ transit_value_fen: 0, ...line },
  });
}

beforeAll(() => {
  add('region', { id: 'R1', code: 'R1', name: '片区一', sort_no: 1 });
  for (const id of ['W1', 'W2']) add('warehouse', { id, code: id, name: `库${id}`, region_id: 'R1' });
  add('part', {
    ...{ id: 'P1', part_no: '00P1', name: '水泵', uom: '件', issue_price_fen: 1, supply_price_fen: 1000, is_wear: 0 },
    ...{ serialised: 0, old_part_policy: 'NONE', status: 'ACTIVE' },
  });
  add('supplier', { id: 'S1', code: 'V100', name: '远东泵业', status: 'ACTIVE' });
  order('LATE', { shipped_at_ms: daysAgoMs(9) }, { qty_out_milli: 5000, qty_in_milli: 2000, transit_value_fen: 3000 });
  order('YOUNG', { shipped_at_ms: daysAgoMs(2) }, { qty_out_milli: 1000, transit_value_fen: 1000 });
  order('HERE', { shipped_at_ms: daysAgoMs(9) }, { qty_out_milli: 4000, transit_value_fen: 4000 });
  order('CLOSED', { status: 'CLOSED', shipped_at_ms: daysAgoMs(9) }, { qty_out_milli: 1000, qty_in_milli: 1000 });
  order(
    'SOLD',
    { kind: 'SALE', status: 'SHIPPED', amount_fen: 700, shipped_at_ms: daysAgoMs(6) },
    { qty_out_milli: 1000 },
  );
  add('goods_arrival', {
    ...{
      id: 'A1',
      source: 'TRANSFER',
      source_doc_no: 'NO-HERE',
      order_id: 'HERE',
      warehouse_id: 'W2',
      region_id: 'R1',
    },
    ...{
      status: 'CHECKED',
      arrived_date: dayOf(daysAgoMs(1)),
      arrived_by_name: '库',
      since_ms: 1,
      changed_by_name: '库',
    },
    ...{
      changed_at_ms: 1,
      found_json: '[{"partNo":"00P1","okMilli":4000,"damagedMilli":0,"wrongMilli":0,"overMilli":0}]',
    },
  });
  for (const [docNo, partner] of [
    ['18001', 'V100'],
    ['18002', 'V100'],
    ['18003', null],
  ])
    add('erp_document_line', {
      ...{
        id: `E${docNo ?? ''}`,
        erp_system: 'SAP',
        doc_type: 'LF',
        doc_no: docNo ?? null,
        line_no: '1',
        doc_year: '',
      },
      ...{
        part_no: '00P1',
        partner_code: partner ?? null,
        qty_milli: 6000,
        posting_date: dayOf(Date.now() - 8 * DAY_MS),
      },
    });
  add('goods_receipt', {
    ...{
      id: 'GR1',
      receipt_no: 'SH-1',
      source: 'PURCHASE',
      source_doc_no: '18002',
      warehouse_id: 'W1',
      region_id: 'R1',
    },
    ...{ arrived_date: '2026-01-01', received_by: 'U', received_by_name: '库', received_at_ms: 1 },
  });
  add('goods_receipt_line', {
    ...{ id: 'GRL1', receipt_id: 'GR1', line_no: 1, part_id: 'P1', qty_sent_milli: 6000, qty_ok_milli: 6000 },
    ...{ qty_short_milli: 0, qty_over_milli: 0, qty_damaged_milli: 0, qty_wrong_milli: 0, value_fen: 1 },
  });
});

const page = () => roadPage(stores, { query: { filters: [], text: '', sort: [] }, offset: 0, limit: 50 });

describe('what is on the road (stock §3.2)', () => {
  it('shows what is overdue first, with who must act; what has arrived is not on the road any more', () => {
    const { rows, total, totals } = page();
    expect(
      rows.map((row) => [row.docNo, row.status, row.openMilli, row.valueFen, row.overdueDays, row.holderRole]),
    ).toEqual([
      ['NO-LATE', 'EXPECTED', 3000, 3000, 4, 'partsManager'],
      // ten yuan a piece is the supply price: the document has none
      ['18001', 'EXPECTED', 6000, 6000, 1, 'partsManager'],
      ['NO-SOLD', 'EXPECTED', 1000, 700, 1, 'station'],
      ['NO-HERE', 'CHECKED', 4000, 4000, 0, 'warehouse'],
      ['NO-YOUNG', 'EXPECTED', 1000, 1000, 0, 'warehouse'],
    ]);
    expect([total, totals]).toEqual([5, { valueFen: 14_700, overdue: 3, overdueValueFen: 9700 }]);
  });

  it('follows the setting of its days', () => {
    add('setting', { id: 'SET', setting_key: 'transitTransferDays', value_json: '30' });
    const late = page().rows.find(({ docNo }) => docNo === 'NO-LATE');
    expect([late?.limitDays, late?.overdueDays, late?.holderRole]).toEqual([30, 0, 'warehouse']);
    stores.replicaFile.prepare(`delete from setting where id = 'SET'`).run();
  });

  it('says what of a transfer is due and what was found of it', () => {
    expect(arrivalDocument(stores, { source: 'TRANSFER', sourceDocNo: 'NO-HERE' })).toEqual({
      supplierName: null,
      lines: [{ partNo: '00P1', partName: '水泵', uom: '件', sentMilli: 4000, openMilli: 4000 }],
      found: [{ partNo: '00P1', okMilli: 4000, damagedMilli: 0, wrongMilli: 0, overMilli: 0 }],
    });
  });
});
