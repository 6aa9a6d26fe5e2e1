import { beforeAll, describe, expect, it } from 'vitest';
import {
  REPORT_COLUMNS,
  REPORT_FIGURES,
  STOCK_REPORTS,
  type StockReportName,
} from '../../../src-shared/contract/stock-reports.ts';
import { stockReport, stockReportPage } from './reports.repository.ts';
import { testReplica } from '../../testing/test-replica.ts';

const at = (text: string): number => Date.parse(`${text}:00+08:00`);
const { stores, add } = testReplica();

beforeAll(() => {
  for (const id of ['W1', 'W2']) add('warehouse', { id, code: id, name: `仓库${id}`, region_id: 'R1' });
  for (const id of ['P1', 'P2'])
    add('part', {
      ...{ id, part_no: `00${id}`, name: `配件 ${id}`, uom: '件', issue_price_fen: 1, supply_price_fen: 1, is_wear: 0 },
      ...{ serialised: 0, old_part_policy: 'NONE', status: 'ACTIVE' },
    });
  let seq = 0;
  const move = (partId: string, type: string, pieces: number, [when, warehouseId = 'W1']: readonly string[]): void => {
    seq += 1;
    add('stock_movement', {
      ...{ id: `M${String(seq)}`, seq, warehouse_id: warehouseId, part_id: partId, owner: 'HQ', condition: 'NEW' },
      ...{ batch_no: '', serial_no: '', qty_milli: pieces * 1000, value_fen: pieces * 500, type, doc_no: null },
      ...{
        effective_at_ms: at(when ?? ''),
        posted_at_ms: at(when ?? ''),
        idem_key: String(seq),
        user_id: 'U1',
        device_id: 'D',
      },
    });
  };
  move('P1', 'OPENING', 10, ['2026-09-30T23:59']);
  move('P1', 'RECEIPT', 20, ['2026-10-01T00:00']);
  move('P1', 'ISSUE_SALE', -4, ['2026-10-05T10:00']);
  move('P1', 'ISSUE_WARRANTY', -3, ['2026-10-06T10:00']);
  move('P1', 'TRANSFER_OUT', -5, ['2026-10-07T10:00']);
  move('P1', 'TRANSFER_IN', 5, ['2026-10-08T10:00', 'W2']);
  move('P1', 'COUNT_ADJ', -1, ['2026-10-09T10:00']);
  move('P1', 'COUNT_REANCHOR', 2, ['2026-10-09T11:00']);
  move('P1', 'RECLASS', 1, ['2026-10-10T10:00']);
  move('P1', 'RECEIPT', 100, ['2026-11-01T00:00']);
  move('P2', 'OPENING', 7, ['2026-09-01T00:00']);
  for (const [id, name] of Object.entries({ U1: '王盘点', U2: '李复盘', U3: '赵经理' }))
    add('app_user', { id, login: id, name, status: 'ACTIVE', valid_from_date: '2020-01-01' });
  add('variance_reason', { id: 'VR', code: 'LOSS', name: '丢失', sign: '-', requires_photo: 0 });
  add('count_plan', {
    ...{ id: 'PLAN', plan_no: 'PJ-1', name: '循环', type: 'CYCLE', warehouse_ids_json: '["W1"]', scope_json: '{}' },
    ...{ blind: 1, mode: 'ROLL', planned_from_date: '2026-10-09', planned_to_date: '2026-10-09', max_recounts: 2 },
    ...{ status: 'OPEN', owner_user_id: 'U3' },
  });
  const sheet = (id: string, when: string): void =>
    add('count_sheet', {
      ...{ id, sheet_no: `PD-${id}`, plan_id: 'PLAN', warehouse_id: 'W1', counter_user_id: 'U1', snap_seq: 1 },
      ...{ snap_at_ms: at(when), status: 'POSTED', round: 2, line_count: 2, counted_count: 2, export_rev: 0 },
    });
  const line = (id: string, sheetId: string, more: Record<string, string | number | null>): void =>
    add('count_line', {
      ...{ id, sheet_id: sheetId, line_no: 1, warehouse_id: 'W1', part_id: 'P1', owner: 'HQ', condition: 'NEW' },
      ...{
        batch_no: '',
        serial_no: '',
        factor_milli: 1000,
        book_qty_milli: 18_000,
        origin: 'PLANNED',
        state: 'POSTED',
      },
      ...{ round: 1, unit_cost_fen: 500, ...more },
    });
  const entry = (id: string, lineId: string, [round, pieces, userId]: readonly [number, number, string]): void =>
    add('count_entry', {
      ...{ id, line_id: lineId, round, qty_entered_milli: pieces * 1000, uom: '件', qty_milli: pieces * 1000 },
      ...{ counted_at_ms: 1, counted_by: userId, device_id: 'D', method: 'GRID', idem_key: id, kind: 'COUNT' },
    });
  sheet('S1', '2026-10-09T08:00');
  line('L1', 'S1', {
    ...{ expected_milli: 20_000, final_milli: 19_000, variance_milli: -1_000, variance_fen: -500, variance_bp: 500 },
    ...{ triggers_json: '["R1","R5"]', reason_code: 'LOSS', decided_by: 'U3' },
  });
  entry('E1', 'L1', [1, 18, 'U1']);
  entry('E2', 'L1', [1, 17, 'U1']);
  entry('E3', 'L1', [2, 19, 'U2']);
  line('L2', 'S1', {
    line_no: 2,
    part_id: 'P2',
    expected_milli: 7_000,
    final_milli: 7_000,
    variance_milli: 0,
    variance_fen: 0,
  });
  entry('E4', 'L2', [1, 7, 'U1']);
  line('L3', 'S1', { line_no: 3, part_id: 'P2', book_qty_milli: 4_000, state: 'OPEN' });
  sheet('S0', '2026-09-20T08:00');
  line('L0', 'S0', { expected_milli: 10_000, final_milli: 12_000, variance_milli: 2_000, variance_fen: 1_000 });
  entry('E5', 'L0', [1, 12, 'U1']);
  add('count_plan', {
    ...{ id: 'YEAR', plan_no: 'PJ-2', name: '年终', type: 'FULL', warehouse_ids_json: '["W1"]', scope_json: '{}' },
    ...{ blind: 1, mode: 'ROLL', planned_from_date: '2026-12-20', planned_to_date: '2026-12-20', max_recounts: 2 },
    ...{ status: 'OPEN', owner_user_id: 'U3' },
  });
  const yearEnd = (place: string, status: string, planId: string, when: string): void =>
    add('count_sheet', {
      ...{
        id: `Y${place}`,
        sheet_no: `PD-W1-2612-${place}`,
        plan_id: planId,
        warehouse_id: 'W1',
        counter_user_id: 'U1',
      },
      ...{ snap_seq: 1, snap_at_ms: at(when), status, round: 1, line_count: 1, counted_count: 1, export_rev: 0 },
    });
  add('count_plan', {
    ...{ id: 'AGAIN', plan_no: 'PJ-3', name: '再盘', type: 'CYCLE', warehouse_ids_json: '["W1"]', scope_json: '{}' },
    ...{ blind: 1, mode: 'ROLL', planned_from_date: '2026-12-28', planned_to_date: '2026-12-28', max_recounts: 2 },
    ...{ status: 'OPEN', owner_user_id: 'U3' },
  });
  yearEnd('001', 'CANCELLED', 'YEAR', '2026-12-20T08:00');
  yearEnd('003', 'POSTED', 'YEAR', '2026-12-20T08:00');
  yearEnd('004', 'POSTED', 'AGAIN', '2026-12-28T08:00');
  add('count_event', {
    ...{ id: 'CE', sheet_id: 'Y001', action: 'cancel', status_from: 'DRAFT', status_to: 'CANCELLED', round: 1 },
    ...{ note: '计划取消', done_by: 'U3', done_by_name: '赵经理', done_at_ms: 1 },
  });
  const paper = (id: string, outcome: string, more: Record<string, string | number | null>): void =>
    add('print_log', {
      ...{ id, batch_id: 'PB', command_id: 'PC', outcome, form_key: 'countSheet', document_type: 'countSheet' },
      ...{ document_id: 'Y003', document_no: 'PD-W1-2612-003', copy_from: 1, copy_to: 2, page_count: 1, page_no: null },
      ...{ is_reprint: 0, is_marked: 0, serial_from: null, serial_to: null, spoil_reason: null, printer_name: 'P' },
      ...{ workstation: 'W', printed_at_ms: 1, printed_by: 'U3', printed_by_name: '赵经理', ...more },
    });
  paper('PL1', 'PRINTED', {});
  paper('PL3', 'PRINTED', { form_key: 'countList', copy_to: 3 });
  paper('PL2', 'SPOILED', { page_no: 1, spoil_reason: '卡纸' });
  const atYearEnd = (type: string, pieces: number, when: string): void => move('P2', type, pieces, [when]);
  atYearEnd('RECEIPT', 37, '2026-12-10T10:00');
  atYearEnd('RECEIPT', 4, '2026-12-18T10:00');
  atYearEnd('COUNT_ADJ', 2, '2026-12-20T10:00');
  line('LY', 'Y003', {
    ...{ part_id: 'P2', expected_milli: 48_000, final_milli: 50_000, variance_milli: 2_000, variance_fen: 1_000 },
    ...{ counted_at_ms: at('2026-12-20T10:00') },
  });
  atYearEnd('RECEIPT', 8, '2026-12-21T10:00');
  atYearEnd('ISSUE_SALE', -3, '2026-12-22T10:00');
  atYearEnd('TRANSFER_OUT', -2, '2026-12-23T10:00');
  atYearEnd('COUNT_ADJ', -1, '2026-12-28T10:00');
  atYearEnd('RECEIPT', 100, '2027-01-01T00:00');
  add('recon_run', {
    ...{ id: 'RUN', cutoff_at_ms: at('2026-10-31T23:59'), scope_json: '{}', ledger_seq: 9, status: 'WORKING' },
    ...{ started_by: 'U3', run_no: 'DZ-2610-001', cutoff_date: '2026-10-31', erp_system: 'SAP', erp_rows: 2 },
    ...{ erp_qty_milli: 0, carried_count: 0, cleared_count: 0, accepted_json: '[]', unmapped_json: '[]' },
    ...{ started_by_name: '赵经理', started_at_ms: 1 },
  });
  const document = (docNo: string, pieces: number, when: string) => ({
    ...{ id: docNo, docNo, line: '1', type: 'WE', atMs: at(when), qtyMilli: pieces * 1000, runsOpen: 0 },
  });
  add('recon_item', {
    ...{ id: 'I1', run_id: 'RUN', warehouse_id: 'W1', part_id: 'P1', ledger_milli: 20_000, erp_milli: 13_000 },
    ...{
      counted_milli: 19_000,
      difference_milli: 7_000,
      unexplained_milli: 1_000,
      verdict: 'MIXED',
      owner_user_id: 'U3',
    },
    contributions_json: JSON.stringify([
      { class: 'MISSING_IN_ERP', qtyMilli: 8_000 },
      { class: 'QTY_MISMATCH', qtyMilli: -2_000 },
      { class: 'UNEXPLAINED', qtyMilli: 1_000 },
    ]),
    documents_json: JSON.stringify([
      {
        ...{ rule: 'SUM', class: 'QTY_MISMATCH', qtyMilli: -2_000, isOpen: false, duplicate: false },
        ours: [document('RK-1', 5, '2026-10-02T10:00'), document('RK-1', 3, '2026-10-01T10:00')],
        erp: [document('4900', 10, '2026-10-02T00:00')],
      },
    ]),
  });
  add('recon_item', {
    ...{ id: 'I2', run_id: 'RUN', warehouse_id: 'W1', part_id: 'P2', ledger_milli: 7_000, erp_milli: 7_000 },
    ...{ difference_milli: 0, unexplained_milli: 0, verdict: 'AGREE', contributions_json: '[]' },
  });
});

const october = {
  ...{ warehouseId: 'W1', fromDate: '2026-10-01', toDate: '2026-10-31', nowMs: at('2027-01-02T12:00') },
};
const rowsOf = (name: StockReportName, more: object = {}) =>
  stockReportPage(stores, { name, ...october, ...more }).rows;

describe('the reports of stock', () => {
  it.each(STOCK_REPORTS)('%s gives its columns, what the rows behind a row are found by, and nothing else', (name) => {
    const keys = [...REPORT_COLUMNS[name].map(({ key }) => key), ...(REPORT_FIGURES[name]?.by ?? [])];
    for (const row of rowsOf(name)) expect(Object.keys(row)).toEqual([...new Set(keys)]);
  });

  it.each(STOCK_REPORTS)('%s has every row in the part of one warehouse where it is asked for by warehouse', (name) => {
    const asked = { name, ...october, warehouseId: null };
    const { parts } = stockReport(stores, { ...asked, perWarehouse: true });
    const columns = REPORT_COLUMNS[name].map(({ key }) => key);
    const rows = stockReportPage(stores, asked).rows.map((row) =>
      Object.fromEntries(columns.map((key) => [key, row[key] ?? null])),
    );
    const text = (of: readonly object[]): string[] => of.map((row) => JSON.stringify(row)).toSorted();
    expect(text(parts.flatMap((part) => part.rows))).toEqual(text(rows));
    for (const part of parts)
      for (const row of part.rows)
        if (part.place !== null && 'warehouseName' in row)
          expect(part.place).toMatch(new RegExp(` ${row.warehouseName}$`));
    const places = parts.map(({ place }) => place);
    expect(new Set(places).size).toBe(places.length);
  });

  it('the ledger by warehouse has one part for each, in the order of their codes', () => {
    const whole = stockReport(stores, { name: 'stockLedger', ...october, warehouseId: null, perWarehouse: true });
    expect(whole.parts.map(({ place, rows }) => [place, rows.length])).toEqual([
      ['W1 仓库W1', 2],
      ['W2 仓库W2', 1],
    ]);
  });

  it('take opening, movements by kind and closing from the ledger, to the last minute of the days', () => {
    expect(rowsOf('stockLedger')[0]).toMatchObject({
      ...{ partNo: '00P1', openMilli: 10_000, openFen: 5_000, receiptMilli: 20_000, inMilli: 0, issueMilli: 7_000 },
      ...{
        outMilli: 5_000,
        foundMilli: 2_000,
        lostMilli: 1_000,
        otherMilli: 1_000,
        closeMilli: 20_000,
        closeFen: 10_000,
      },
      ...{ averageFen: 500, checkMilli: 0 },
    });
    const everywhere = rowsOf('stockLedger', { warehouseId: null });
    expect(everywhere.map(({ warehouseName, partNo, closeMilli }) => [warehouseName, partNo, closeMilli])).toEqual([
      ['仓库W1', '00P1', 20_000],
      ['仓库W1', '00P2', 7_000],
      ['仓库W2', '00P1', 5_000],
    ]);
    expect(everywhere.every(({ checkMilli }) => checkMilli === 0)).toBe(true);
  });

  it('list the differences of counts with every count of a line and who made it', () => {
    expect(rowsOf('countVariance')).toMatchObject([
      {
        ...{ sheetNo: 'PD-S1', bookMilli: 18_000, movedMilli: 2_000, expectedMilli: 20_000, firstMilli: 17_000 },
        ...{ secondMilli: 19_000, thirdMilli: null, finalMilli: 19_000, varianceMilli: -1_000, varianceFen: -500 },
        ...{ triggers: 'R1 R5', reason: '丢失', firstBy: '王盘点', secondBy: '李复盘', approvedBy: '赵经理' },
      },
    ]);
    expect(rowsOf('countVariance', { toDate: '2026-10-08' })).toEqual([]);
  });

  it('sum up accuracy, gains and losses beside the days before', () => {
    expect(rowsOf('countSummary')).toEqual([
      {
        ...{ place: 'W1 仓库W1', warehouseName: '仓库W1', category: null, abcClass: null },
        ...{ lines: 2, accuracyPctCenti: 5000, gainFen: 0 },
        // the line that differs by one of 20 is outside its tolerance
        withinPctCenti: 5000,
        // 20 and 7 pieces at 5 yuan were expected
        ...{ lossFen: -500, netFen: -500, grossPctCenti: 370, netPctCenti: -370, beforeFen: 1_000 },
      },
    ]);
    expect(rowsOf('notCounted')).toMatchObject([{ partNo: '00P2', bookMilli: 4_000, state: 'NOT_COUNTED' }]);
  });

  it('show the last run up to the day, each difference by class, and the documents behind it', () => {
    const { rows, facts } = stockReportPage(stores, { name: 'recon', ...october });
    expect(facts).toEqual({
      ...{ ledgerSeq: 19, cutoffAtMs: at('2026-10-31T24:00') - 1, warehouse: 'W1 仓库W1', runNo: 'DZ-2610-001' },
    });
    expect(rows).toMatchObject([
      {
        ...{ ledgerMilli: 20_000, erpMilli: 13_000, countedMilli: 19_000, differenceMilli: 7_000 },
        ...{ shelfDifferenceMilli: -1_000, class_MISSING_IN_ERP: 8_000, class_QTY_MISMATCH: -2_000 },
        ...{ class_LOCATION: null, unexplainedMilli: 1_000, owner: '赵经理' },
      },
    ]);
    expect(rowsOf('reconDocuments')).toMatchObject([
      {
        ...{ ourDocs: 'RK-1/1 + RK-1/1', erpDocs: '4900/1', direction: 'IN', ourMilli: 8_000, erpMilli: 10_000 },
        ...{ ourAtMs: at('2026-10-01T10:00'), rule: 'SUM', class: 'QTY_MISMATCH' },
      },
    ]);
    expect(rowsOf('recon', { toDate: '2026-10-30' })).toEqual([]);
  });

  it('say why counts differed, and what became of every number that was given out', () => {
    expect(rowsOf('countReasons')).toEqual([
      {
        ...{ warehouseName: '仓库W1', reason: '丢失', lines: 1, gainLines: 0, lossLines: 1, gainFen: 0, lossFen: -500 },
        ...{ netFen: -500, grossFen: 500, sharePctCenti: 10_000, beforeLines: 0 },
      },
      {
        ...{ warehouseName: '仓库W1', reason: null, lines: 0, gainLines: 0, lossLines: 0, gainFen: 0, lossFen: 0 },
        ...{ netFen: 0, grossFen: 0, sharePctCenti: 0, beforeLines: 1 },
      },
    ]);
    const numbers = rowsOf('sheetNumbers', { fromDate: '2026-12-01', toDate: '2026-12-31' });
    expect(
      numbers.map(({ sheetNo, numberState, copies, spoiled, note }) => [sheetNo, numberState, copies, spoiled, note]),
    ).toEqual([
      ['PD-W1-2612-001', 'VOID', null, null, '计划取消'],
      ['PD-W1-2612-002', 'MISSING', null, null, null],
      ['PD-W1-2612-003', 'USED', 2, 1, null],
      ['PD-W1-2612-004', 'USED', null, null, null],
    ]);
  });

  it('roll a full count to the balance date, forward over what moved and back over what came after it', () => {
    const roll = (toDate: string) => rowsOf('yearEndRoll', { fromDate: '2026-12-01', toDate });
    // 50 counted on the 20th; 8 in, 3 out, 2 sent, and one more was missing when it was counted again on the 28th
    expect(roll('2026-12-31')).toMatchObject([
      {
        ...{
          sheetNo: 'PD-W1-2612-003',
          partNo: '00P2',
          countedMilli: 50_000,
          receivedMilli: 8_000,
          issuedMilli: -3_000,
        },
        ...{ movedMilli: -2_000, otherMilli: 0, correctedMilli: -1_000, rolledMilli: 52_000, bookAtMilli: 52_000 },
        ...{ openMilli: 0, unitFen: 500, rolledFen: 26_000 },
      },
    ]);
    // the only count is later than the balance date: what came between is taken back, and its difference is open on that date
    expect(roll('2026-12-15')).toMatchObject([
      {
        ...{ countedMilli: 50_000, receivedMilli: -4_000, issuedMilli: 0, correctedMilli: 0, rolledMilli: 46_000 },
        ...{ bookAtMilli: 44_000, openMilli: 2_000 },
      },
    ]);
  });

  it('say how many rows there are and what they sum up to', () => {
    const page = stockReportPage(stores, { name: 'stockLedger', ...october, warehouseId: null });
    expect(page).toMatchObject({ total: 3, sums: { openFen: 8_500, closeFen: 16_000 } });
  });
});
