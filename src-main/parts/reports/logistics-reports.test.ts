import { beforeAll, describe, expect, it } from 'vitest';
import {
  REPORT_COLUMNS,
  REPORT_FIGURES,
  REPORT_NUMBERS,
  STOCK_REPORTS,
} from '../../../src-shared/contract/stock-reports.ts';
import type { StockReportName, StockReportRow } from '../../../src-shared/contract/stock-reports.ts';
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
      ...{ id, code: id, name: `站点${id}`, short_code: id, region_id: 'R1', type: 'A', parts_credit_fen: 0 },
      ...{ status: 'ACTIVE', audit_risk: 0, auto_eligible: 0 },
    });
  const warehouse = (id: string, parentId: string | null, stationId: string | null): void =>
    add('warehouse', { id, code: id, name: `库${id}`, region_id: 'R1', parent_id: parentId, station_id: stationId });
  warehouse('HQ', null, null);
  warehouse('W1', 'HQ', null);
  warehouse('W2', 'HQ', null);
  warehouse('S1', 'W1', 'T1');
  for (const id of ['P1', 'P2'])
    add('part', {
      ...{ id, part_no: `00${id}`, name: `配件 ${id}`, uom: '件', issue_price_fen: 1, supply_price_fen: 1, is_wear: 0 },
      ...{ serialised: 0, old_part_policy: 'NONE', status: 'ACTIVE' },
    });
}

function application(id: string, submittedAt: string | null, more: Row, lines: readonly Row[] = [{}]): void {
  add('parts_application', {
    ...{ id, app_no: submittedAt === null ? null : `SJ-${id}`, kind: 'WARRANTY', urgency: 'NORMAL', station_id: 'T1' },
    ...{ region_id: 'R1', suspects_json: '[]', is_without_erp: 0, requested_by: 'U1', requested_by_name: '王站长' },
    ...{ requested_at_ms: 1, submitted_at_ms: submittedAt === null ? null : at(submittedAt), since_ms: 1 },
    ...{ changed_by_name: '王站长', changed_at_ms: 1, holder_role: null, ...more },
  });
  for (const [place, line] of lines.entries())
    add('parts_application_line', {
      ...{ id: `${id}-${String(place)}`, application_id: id, line_no: place + 1, part_id: 'P1', qty_req_milli: 1000 },
      ...{ qty_appr_milli: 0, qty_ship_milli: 0, qty_recv_milli: 0, return_required: 0, ...line },
    });
}

function addApplications(): void {
  const shipped = { status: 'SHIPPED', holder_role: 'requester', holder_name: '王站长', erp_order_no: '4500' };
  application(
    'A1',
    '2026-10-05T09:00',
    { ...shipped, since_ms: at('2026-10-18T11:00'), vin: 'LXCBUS7B4D1000345', work_order_no: '0081' },
    [
      {
        ...{ qty_req_milli: 2000, qty_appr_milli: 2000, qty_ship_milli: 1000, source_warehouse_id: 'W2' },
        ...{ return_required: 1, return_due_date: '2026-11-06' },
      },
      { part_id: 'P2', qty_req_milli: 1500 },
    ],
  );
  const waits = { kind: 'TECH_CAMPAIGN', station_id: 'T2', status: 'REGION_OK', holder_role: 'warrantyAdmin' };
  application('A2', '2026-09-10T09:00', { ...waits, since_ms: at('2026-09-12T12:00') });
  application('A3', '2026-09-10T09:00', { status: 'CLOSED' });
  application('A4', '2026-10-06T09:00', { kind: 'PAID', status: 'SUBMITTED', holder_role: 'regionManager' });
  application('A5', null, { status: 'DRAFT', holder_role: 'requester' });
  application('A6', '2026-10-31T23:59', { status: 'REJECTED' });
  application('A7', '2026-11-01T00:00', { status: 'SUBMITTED', holder_role: 'regionManager' });
}

function damage(id: string, reportedAt: string, more: Row, lines: readonly Row[]): void {
  add('damage_report', {
    ...{ id, report_no: `BS-${id}`, source_doc_no: 'DB-1', warehouse_id: 'W1', region_id: 'R1', carrier: '快运' },
    ...{ arrived_date: '2026-10-01', is_late: 0, liability: null, value_fen: 0, claim_fen: 0, photo_count: 2 },
    ...{ holder_role: null, since_ms: 1, reported_by: 'U1', reported_by_name: '库管', reported_at_ms: at(reportedAt) },
    ...{ changed_by_name: '库管', changed_at_ms: 1, ...more },
  });
  for (const [place, line] of lines.entries())
    add('damage_report_line', {
      ...{ id: `${id}-${String(place)}`, report_id: id, line_no: place + 1, part_id: 'P1', defect: 'BROKEN' },
      ...{ qty_milli: 1000, value_fen: 100, ...line },
    });
}

function addDamages(): void {
  damage(
    'D1',
    '2026-10-02T09:00',
    {
      status: 'CLAIMED',
      holder_role: 'finance',
      liability: 'CARRIER',
      value_fen: 4234,
      claim_fen: 5000,
      photo_count: 3,
    },
    [
      { qty_milli: 2000, value_fen: 3000 },
      { part_id: 'P2', value_fen: 1234 },
    ],
  );
  const closed = { status: 'CLOSED', liability: 'SELF', since_ms: at('2026-10-10T09:00') };
  damage('D2', '2026-10-03T10:00', { ...closed, warehouse_id: 'W2' }, [{}]);
  damage('D3', '2026-09-01T10:00', { status: 'SUBMITTED', holder_role: 'partsManager' }, [{}]);
  damage('D4', '2026-09-01T10:00', { ...closed }, [{}]);
}

function addLimits(): void {
  const account = (id: string, stationId: string, isBlocked: number): void =>
    add('limit_account', {
      // the report takes nothing but the ledger's word for sums
      ...{ id, station_id: stationId, price_level: 1, credit_limit_fen: 1, temp_limit_fen: 1, cash_fen: 1 },
      ...{
        cash_held_fen: 1,
        used_fen: 1,
        held_fen: 1,
        is_blocked: isBlocked,
        changed_by_name: '财务',
        changed_at_ms: 1,
      },
    });
  account('L1', 'T1', 0);
  account('L2', 'T2', 1);
  let no = 0;
  const entry = (entryDate: string, type: string, amountFen: number, more: Row = {}): void => {
    no += 1;
    add('limit_entry', {
      ...{ id: `E${String(no)}`, account_id: 'L1', entry_no: no, type, amount_fen: amountFen, cash_part_fen: 0 },
      ...{ entry_date: entryDate, idem_key: String(no), done_by: 'U1', done_by_name: '财务', done_at_ms: 1, ...more },
    });
  };
  const byCash = { cash_part_fen: 30_000, doc_no: 'XS-1' };
  entry('2026-09-01', 'LIMIT_SET', 100_000);
  entry('2026-09-02', 'CASH_IN', 30_000);
  entry('2026-10-02', 'TEMP_LIMIT', 5_000, { until_date: '2026-10-15', note: '旺季' });
  entry('2026-10-03', 'HOLD', 40_000, byCash);
  entry('2026-10-05', 'RELEASE', 40_000, byCash);
  entry('2026-10-05', 'USE', 40_000, byCash);
  // written later than it is dated: on its day nothing was used yet
  entry('2026-09-05', 'INVOICE', 40_000, byCash);
  entry('2026-11-05', 'CASH_IN', 70_000);
  entry('2026-09-01', 'LIMIT_SET', 50_000, { account_id: 'L2' });
}

const asked = { warehouseId: null, fromDate: '2026-10-01', toDate: '2026-10-31', nowMs: at('2026-10-20T12:00') };
const rowsOf = (name: StockReportName, more: object = {}): StockReportRow[] =>
  stockReportPage(stores, { ...asked, name, ...more }).rows;
const OURS: readonly StockReportName[] = ['applications', 'limits', 'limitEntries', 'damages'];

describe('the reports of logistics', () => {
  it('stand under the numbers of the specification, in their order', () => {
    const numbers = STOCK_REPORTS.map((name) => Number(REPORT_NUMBERS[name]));
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    expect(OURS.map((name) => REPORT_NUMBERS[name])).toEqual(['9', '11', '11.1', '12']);
  });

  it('are empty where there is nothing', () => {
    for (const name of OURS) expect(rowsOf(name)).toEqual([]);
    expect(stockReportPage(stores, { ...asked, name: 'limits' })).toMatchObject({
      ...{ total: 0, sums: { creditLimitFen: 0, availableFen: 0 }, facts: { ledgerSeq: 0 } },
    });
  });
});

describe('the reports of logistics, of papers and limits that are there', () => {
  beforeAll(() => {
    addMasters();
    addApplications();
    addDamages();
    addLimits();
  });

  it.each(OURS)('%s gives its columns and nothing else', (name) => {
    expect(rowsOf(name).length).toBeGreaterThan(1);
    const keys = [...REPORT_COLUMNS[name].map(({ key }) => key), ...(REPORT_FIGURES[name]?.by ?? [])];
    for (const row of rowsOf(name)) expect(Object.keys(row)).toEqual([...new Set(keys)]);
  });

  it('follow what the warranty may pay for: handed in during the days, or earlier and still with somebody', () => {
    expect(rowsOf('applications')).toMatchObject([
      { appNo: 'SJ-A2', stationName: '站点T2', status: 'REGION_OK', holderRole: 'warrantyAdmin', stayDays: 38 },
      {
        ...{ appNo: 'SJ-A1', stationName: '站点T1', regionName: '片区一', vin: 'LXCBUS7B4D1000345' },
        ...{ workOrderNo: '0081', partNo: '00P1', qtyReqMilli: 2000, qtyApprMilli: 2000, qtyShipMilli: 1000 },
        // two days and an hour to noon of the 20th, the moment of asking
        ...{ qtyRecvMilli: 0, status: 'SHIPPED', stayDays: 2, holderRole: 'requester', holderName: '王站长' },
        ...{ erpOrderNo: '4500', returnDueDate: '2026-11-06' },
      },
      { appNo: 'SJ-A1', partNo: '00P2', qtyReqMilli: 1500, qtyApprMilli: 0, returnDueDate: null },
      { appNo: 'SJ-A6', status: 'REJECTED', stayDays: null, holderRole: null },
    ]);
  });

  it('take a line to the warehouse that sends it, before that to those above the station', () => {
    const linesOf = (warehouseId: string): unknown[] =>
      rowsOf('applications', { warehouseId }).map(({ appNo, partNo }) => [appNo, partNo]);
    expect(linesOf('W2')).toEqual([['SJ-A1', '00P1']]);
    const unsent = [
      ['SJ-A1', '00P2'],
      ['SJ-A6', '00P1'],
    ];
    expect(['S1', 'W1', 'HQ'].map(linesOf)).toEqual([unsent, unsent, unsent]);
  });

  it('claim for a paper once, and count its days to its end or to now', () => {
    expect(rowsOf('damages')).toMatchObject([
      { reportNo: 'BS-D3', liability: null, status: 'SUBMITTED', days: 49 },
      {
        ...{ reportNo: 'BS-D1', carrier: '快运', partNo: '00P1', qtyMilli: 2000, liability: 'CARRIER', valueFen: 3000 },
        ...{ claimFen: 5000, photoCount: 3, status: 'CLAIMED', days: 18 },
      },
      { reportNo: 'BS-D1', partNo: '00P2', qtyMilli: 1000, valueFen: 1234, claimFen: null },
      { reportNo: 'BS-D2', status: 'CLOSED', liability: 'SELF', claimFen: 0, days: 6 },
    ]);
    expect(stockReportPage(stores, { ...asked, name: 'damages' }).sums).toEqual({ valueFen: 4434, claimFen: 5000 });
    expect(rowsOf('damages', { warehouseId: 'W2' }).map(({ reportNo }) => reportNo)).toEqual(['BS-D2']);
  });

  it('reckon the limits of a day from the ledger up to it, a temporary one while it holds', () => {
    const first = (toDate: string): StockReportRow | undefined => rowsOf('limits', { toDate })[0];
    expect(first('2026-10-03')).toEqual({
      ...{
        accountKey: 'L1',
        stationName: '站点T1',
        creditLimitFen: 100_000,
        tempLimitFen: 5_000,
        cashFen: 30_000,
        heldFen: 40_000,
      },
      ...{ usedFen: 0, availableFen: 95_000, overdueDays: 0, changes: 2 },
    });
    // invoiced on 5 September, to be paid within 30 days
    expect(first('2026-10-10')).toMatchObject({ tempLimitFen: 5_000, cashFen: 0, heldFen: 0, overdueDays: 5 });
    expect(rowsOf('limits')).toEqual([
      {
        ...{
          accountKey: 'L1',
          stationName: '站点T1',
          creditLimitFen: 100_000,
          tempLimitFen: 0,
          cashFen: 0,
          heldFen: 0,
          usedFen: 10_000,
        },
        ...{ availableFen: 90_000, overdueDays: 15, changes: 4 },
      },
      // nothing is sold to a station that is blocked
      {
        ...{
          accountKey: 'L2',
          stationName: '站点T2',
          creditLimitFen: 50_000,
          tempLimitFen: 0,
          cashFen: 0,
          heldFen: 0,
          usedFen: 0,
        },
        ...{ availableFen: 0, overdueDays: 0, changes: 0 },
      },
    ]);
    expect(rowsOf('limits', { warehouseId: 'W1' }).map(({ stationName }) => stationName)).toEqual(['站点T1']);
    expect(rowsOf('limits', { warehouseId: 'W2' })).toEqual([]);
  });

  it('list the changes of the days with the limits after each, the last of them as the station stands', () => {
    const whole = stockReport(stores, { ...asked, name: 'limits', toDate: '2026-10-10', perWarehouse: false });
    const [rows, entries] = [whole.parts[0]?.rows ?? [], whole.detail?.parts[0]?.rows ?? []];
    expect(whole.detail?.name).toBe('limitEntries');
    expect(entries).toEqual(rowsOf('limitEntries', { toDate: '2026-10-10' }));
    expect(
      entries.map(({ entryDate, type, amountFen, heldFen, usedFen, availableFen }) => [
        ...[entryDate, type, amountFen, heldFen, usedFen, availableFen],
      ]),
    ).toEqual([
      ['2026-10-02', 'TEMP_LIMIT', 5_000, 0, 0, 135_000],
      ['2026-10-03', 'HOLD', 40_000, 40_000, 0, 95_000],
      ['2026-10-05', 'RELEASE', 40_000, 0, 0, 135_000],
      ['2026-10-05', 'USE', 40_000, 0, 10_000, 95_000],
    ]);
    const figures = (row: StockReportRow | undefined): unknown[] => [
      row?.creditLimitFen,
      row?.tempLimitFen,
      row?.cashFen,
      row?.heldFen,
      row?.usedFen,
      row?.availableFen,
    ];
    expect(figures(entries.at(-1))).toEqual(figures(rows[0]));
    expect(rowsOf('limitEntries', { toDate: '2026-10-02' })).toMatchObject([
      { stationName: '站点T1', entryNo: 3, docNo: null, cashPartFen: 0, note: '旺季', doneByName: '财务' },
    ]);
  });

  it('have rows behind every figure that add up to it: deliveries, entries of limits, goods, claims and pictures', () => {
    const delivery = (id: string, pieces: number): void =>
      add('stock_movement', {
        ...{ id, seq: pieces, warehouse_id: 'W2', part_id: 'P1', owner: 'HQ', condition: 'WARRANTY', batch_no: '' },
        ...{ serial_no: '', qty_milli: -pieces * 1000, value_fen: -pieces, type: 'ISSUE_WARRANTY', doc_no: 'SJ-A1' },
        ...{ doc_type: 'APPLICATION', line_uid: 'A1-0', effective_at_ms: at('2026-10-12T09:00'), posted_at_ms: 1 },
        ...{ idem_key: id, user_id: 'U1', device_id: 'D' },
      });
    const shipped = stockReportPage(stores, { ...asked, name: 'applications' }).rows;
    // what the paper says was sent and the ledger does not know shows as a sum that is off
    expect(figuresOffRows(stores, { ...asked, name: 'applications' })).toMatchObject([
      { key: 'qtyShipMilli', figure: 1000, sum: 0 },
    ]);
    delivery('M1', 1);
    expect(figuresOffRows(stores, { ...asked, name: 'applications' })).toEqual([]);
    expect(shipped.length).toBeGreaterThan(2);
    for (const id of ['D1', 'D2', 'D3'])
      for (let picture = 0; picture < (id === 'D1' ? 3 : 2); picture += 1)
        add('damage_report_event', {
          ...{ id: `${id}-V${String(picture)}`, report_id: id, action: 'photo', status_from: 'DRAFT' },
          ...{
            status_to: 'DRAFT',
            note: `破损-${String(picture)}.png`,
            done_by: 'U1',
            done_by_name: '库管',
            done_at_ms: 2,
          },
        });
    for (const name of ['applications', 'limits', 'damages'] as const) {
      expect(figuresOffRows(stores, { ...asked, name })).toEqual([]);
      expect(figuresWithRows(stores, { ...asked, name })).toBeGreaterThan(4);
    }
  });
});
