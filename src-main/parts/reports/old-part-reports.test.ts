import { beforeAll, describe, expect, it } from 'vitest';
import {
  REPORT_COLUMNS,
  type ReportOnly,
  type StockReportName,
  type StockReportRow,
} from '../../../src-shared/contract/stock-reports.ts';
import { stockReport, stockReportPage } from './reports.repository.ts';
import { figuresOffRows, figuresWithRows } from './testing/rows-behind.ts';
import { testReplica } from '../../testing/test-replica.ts';

type Row = Record<string, string | number | null>;

const at = (text: string): number => Date.parse(`${text}:00+08:00`);
const { stores, add } = testReplica();

function addMasters(): void {
  add('region', { id: 'R1', code: 'R1', name: '片区一', sort_no: 1 });
  for (const id of ['T1', 'T2'])
    add('station', {
      ...{ id, code: `00${id}`, name: `站点${id}`, short_code: id, region_id: 'R1', type: 'A', parts_credit_fen: 0 },
      ...{ status: 'ACTIVE', audit_risk: 0, auto_eligible: 0 },
    });
  const warehouse = (id: string, parentId: string | null, stationId: string | null): void =>
    add('warehouse', { id, code: id, name: `库${id}`, region_id: 'R1', parent_id: parentId, station_id: stationId });
  warehouse('W1', null, null);
  warehouse('W2', null, null);
  warehouse('S1', 'W1', 'T1');
  for (const [id, fen] of [
    ['P1', 12_345],
    ['P2', 200],
  ] as const)
    add('part', {
      ...{ id, part_no: `00${id}`, name: `配件 ${id}`, uom: '件', issue_price_fen: fen, supply_price_fen: 1 },
      ...{ is_wear: 0, serialised: 0, old_part_policy: 'RETURN', status: 'ACTIVE' },
    });
}

function box(id: string, shippedAt: string | null, receivedAt: string | null, warehouseId = 'W2'): void {
  add('old_part_box', {
    ...{ id, no: `FX-${id}`, station_id: 'T1', warehouse_id: warehouseId, carrier: '快运', waybill: `00${id}` },
    ...{ shipped_at_ms: shippedAt === null ? null : at(shippedAt), freight_fen: 0 },
    received_at_ms: receivedAt === null ? null : at(receivedAt),
  });
}

function tag(no: string, dueDate: string, status: string, more: Row = {}): void {
  add('old_part', {
    ...{ id: no, tag_no: `JJ-${no}`, claim_id: 'C1', claim_line_id: `L-${no}`, part_id: 'P1', qty_milli: 1000 },
    ...{ serial: null, station_id: 'T1', policy: 'RETURN', due_date: dueDate, status, ...more },
  });
}

function addTags(): void {
  box('B1', '2026-10-02T09:00', '2026-10-05T09:00');
  box('B2', '2026-10-18T09:00', null);
  box('B3', '2026-10-25T09:00', '2026-10-28T09:00');
  const inB1 = { box_id: 'B1', inspector: '检验员', inspected_at_ms: at('2026-10-06T09:00') };
  tag('01', '2026-10-01', 'TO_SUPPLIER', { ...inB1, qty_milli: 3000, received_qty_milli: 3000, inspect_result: 'OK' });
  // two were to come, one came
  tag('02', '2026-10-02', 'INSPECTED_OK', { ...inB1, qty_milli: 2000, received_qty_milli: 1000, inspect_result: 'OK' });
  const wrong = { received_qty_milli: 1000, inspect_result: 'WRONG_PART', disposition: 'RETURN_TO_STATION' };
  tag('03', '2026-10-03', 'RETURNED_TO_STATION', { ...inB1, ...wrong });
  tag('04', '2026-10-04', 'SHIPPED', { box_id: 'B2' });
  // due on the very day of asking: not late yet
  tag('05', '2026-10-20', 'TAGGED');
  tag('06', '2026-10-19', 'OVERDUE', { qty_milli: 2000, part_id: 'P2' });
  // came in after the moment the report is about
  tag('07', '2026-10-10', 'RECEIVED', { box_id: 'B3', received_qty_milli: 1000 });
  tag('08', '2026-09-30', 'DUE');
  tag('09', '2026-10-08', 'HELD', { policy: 'HOLD' });
  tag('10', '2026-10-08', 'SCRAPPED', { policy: 'HOLD' });
  tag('11', '2026-10-09', 'SHIPPED', { policy: 'HOLD', box_id: 'B2' });
  const missing = { station_id: 'T2', claim_id: 'C2' };
  tag('21', '2026-10-01', 'MISSING_CHARGED', missing);
  tag('22', '2026-10-01', 'DUE', { ...missing, claim_id: null, claim_line_id: null, application_line_id: 'AL' });
  add('parts_application', {
    ...{ id: 'A1', app_no: 'SJ-1', kind: 'WARRANTY', urgency: 'NORMAL', station_id: 'T2', region_id: 'R1' },
    ...{ suspects_json: '[]', is_without_erp: 0, requested_by: 'U1', requested_by_name: '王', requested_at_ms: 1 },
    ...{ status: 'OLD_DUE', since_ms: 1, changed_by_name: '王', changed_at_ms: 1 },
  });
  add('parts_application_line', {
    ...{ id: 'AL', application_id: 'A1', line_no: 1, part_id: 'P1', qty_req_milli: 1000, qty_appr_milli: 1000 },
    ...{ qty_ship_milli: 1000, qty_recv_milli: 1000, return_required: 1 },
  });
}

function addDeductions(): void {
  let no = 0;
  const adjustment = (createdAt: string, amountFen: number, more: Row): void => {
    no += 1;
    add('statement_adjustment', {
      ...{ id: `D${String(no)}`, statement_id: null, claimant_id: 'T2', station_id: 'T2', kind: 'OLD_PART_MISSING' },
      ...{ stage: 'POST_TAX', amount_fen: amountFen, tax_rate_bp: null, ref_claim_id: 'C2', created_by: 'U1' },
      ...{ created_at_ms: at(createdAt), status: 'OPEN', ...more },
    });
  };
  adjustment('2026-10-15T10:00', -12_345, {});
  adjustment('2026-10-16T10:00', -617, { stage: 'PRE_TAX' });
  adjustment('2026-10-16T10:00', -9_999, { status: 'CANCELLED' });
  adjustment('2026-10-16T10:00', -8_888, { kind: 'PENALTY' });
  adjustment('2026-10-30T10:00', 12_345, { status: 'APPROVED' });
  // of no part that is due, made in the first hour of a month
  adjustment('2026-10-01T00:30', -700, { ref_claim_id: null, station_id: 'T1' });
}

beforeAll(() => {
  addMasters();
  addTags();
  addDeductions();
});

const asked = { warehouseId: null, fromDate: '2026-10-01', toDate: '2026-10-31', nowMs: at('2026-10-20T12:00') };
const rowsOf = (name: StockReportName, more: object = {}): StockReportRow[] =>
  stockReportPage(stores, { ...asked, name, ...more }).rows;
const tagsOf = (only: Omit<ReportOnly, 'row'>, more: object = {}): unknown[] =>
  rowsOf('oldPartRows', { only: { ...only, row: '' }, ...more }).map(({ tagNo }) => tagNo);

describe('report 10, old parts that come back', () => {
  it.each(['oldParts', 'oldPartRows'] as const)('%s gives its columns and nothing else', (name) => {
    for (const row of rowsOf(name)) expect(Object.keys(row)).toEqual(REPORT_COLUMNS[name].map(({ key }) => key));
  });

  it('says of each station and month what was due, sent, received, right, wrong, late and charged', () => {
    expect(rowsOf('oldParts')).toEqual([
      {
        ...{ stationCode: '00T1', stationName: '站点T1', period: '2026-10' },
        // 01 to 07 and 11, which was called in; not what is kept at the station, nor what was due in September
        ...{ dueMilli: 12_000, sentMilli: 8_000, receivedMilli: 5_000, okMilli: 4_000, badMilli: 2_000 },
        // 04, 07, 11 and the two of 06; those of 05 are due today
        ...{ returnPctCenti: 4167, overdueMilli: 5_000, overdueFen: 3 * 12_345 + 2 * 200, deductFen: 700 },
        disposition: '{"key":"all","supplier":3,"scrap":0,"lab":0,"station":1}',
      },
      {
        ...{ stationCode: '00T2', stationName: '站点T2', period: '2026-10', dueMilli: 2_000, sentMilli: 0 },
        ...{ receivedMilli: 0, okMilli: 0, badMilli: 0, returnPctCenti: 0, overdueMilli: 2_000, overdueFen: 24_690 },
        ...{ deductFen: 12_962, disposition: null },
      },
    ]);
  });

  it('takes parts and deductions as they were when the days ended or, where they run on, as they are now', () => {
    const [first, second] = rowsOf('oldParts', { nowMs: at('2026-11-05T12:00') });
    // 07 came in on the 28th and was sent before; the charge was given back on the 30th
    expect(first).toMatchObject({ sentMilli: 9_000, receivedMilli: 6_000, overdueMilli: 5_000 });
    expect(second).toMatchObject({ deductFen: 617 });
    const [early] = rowsOf('oldParts', { toDate: '2026-10-04' });
    expect(early).toMatchObject({
      dueMilli: 7_000,
      sentMilli: 6_000,
      receivedMilli: 0,
      badMilli: 0,
      overdueMilli: 6_000,
    });
  });

  it('has a figure’s rows behind it: each figure is the sum of its column over them', () => {
    expect(figuresOffRows(stores, { name: 'oldParts', ...asked })).toEqual([]);
    expect(figuresWithRows(stores, { name: 'oldParts', ...asked })).toBeGreaterThan(8);
    const by = { stationCode: '00T1', period: '2026-10' };
    expect(tagsOf({ by, figure: 'overdueMilli' })).toEqual(['JJ-04', 'JJ-11', 'JJ-07', 'JJ-06']);
    expect(tagsOf({ by, figure: 'disposition' })).toEqual(['JJ-01', 'JJ-03']);
    expect(tagsOf({ by, figure: 'deductFen' })).toEqual([null]);
    expect(tagsOf({ by, figure: 'stationCode' })).toHaveLength(9);
  });

  it('names the paper, the box and the days of every part, and how late it is', () => {
    const rows = rowsOf('oldPartRows');
    expect(rows.find(({ tagNo }) => tagNo === 'JJ-06')).toMatchObject({
      ...{ dueDate: '2026-10-19', overdueDays: 1, boxNo: null, receivedAtMs: null },
    });
    expect(rows.find(({ tagNo }) => tagNo === 'JJ-02')).toMatchObject({
      ...{ boxNo: 'FX-B1', waybill: '00B1', receivedAtMs: at('2026-10-05T09:00'), inspectResult: 'OK' },
      ...{ dueMilli: 2000, receivedMilli: 1000, okMilli: 1000, badMilli: 1000, overdueDays: null },
    });
    expect(rows.find(({ tagNo }) => tagNo === 'JJ-22')).toMatchObject({ sourceNo: 'SJ-1', overdueDays: 19 });
  });

  it('is of the warehouse the box went to, before that of those above the station', () => {
    const stations = (warehouseId: string): unknown[] =>
      rowsOf('oldParts', { warehouseId }).map(({ stationCode, dueMilli, deductFen }) => [
        ...[stationCode, dueMilli, deductFen],
      ]);
    expect(stations('W2')).toEqual([['00T1', 9_000, 0]]);
    expect(stations('W1')).toEqual([['00T1', 3_000, 700]]);
  });

  it('has a sheet for each station, its parts on a second one', () => {
    const whole = stockReport(stores, { ...asked, name: 'oldParts', perWarehouse: true });
    expect(whole.parts.map(({ place, rows }) => [place, rows.length])).toEqual([
      ['00T1 站点T1', 1],
      ['00T2 站点T2', 1],
    ]);
    expect(whole.detail?.name).toBe('oldPartRows');
    expect(whole.detail?.parts.map(({ place, rows }) => [place, rows.length])).toEqual([
      ['00T1 站点T1', 9],
      ['00T2 站点T2', 2],
    ]);
  });
});
