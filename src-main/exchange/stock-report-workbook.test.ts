import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as sheetJs from '@e965/xlsx';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ReportOnly, StockReportName, StockReportRow } from '../../src-shared/contract/stock-reports.ts';
import type { Locale } from '../../src-shared/contract/values.ts';
import { writeStockReport, type WholeStockReport } from './stock-report-workbook.ts';
import { workbookText } from './workbook-text.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'hedui-stock-report-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const facts = { ledgerSeq: 4711, cutoffAtMs: Date.parse('2026-10-31T15:59:59Z'), warehouse: null, runNo: null };

/** The written workbook as another reader sees it. */
async function written(
  report: Omit<WholeStockReport, 'facts' | 'detail'> & {
    name: StockReportName;
    detail?: WholeStockReport['detail'];
    only?: ReportOnly;
  },
  locale: Locale = 'zh-CN',
): Promise<sheetJs.WorkBook> {
  const file = path.join(folder, 'report.xlsx');
  const request = {
    ...{ name: report.name, warehouseId: null, fromDate: '2026-10-01', toDate: '2026-10-31' },
    ...(report.only === undefined ? {} : { only: report.only }),
  };
  await writeStockReport(
    { parts: report.parts, facts, detail: report.detail ?? null },
    {
      ...{ userName: '王', nowMs: 0, appVersion: '1', path: file, request },
      perWarehouse: report.parts.some(({ place }) => place !== null),
    },
    {
      control: { progress: () => undefined, breathe: () => Promise.resolve(), cancelled: () => false },
      t: workbookText(locale),
    },
  );
  return sheetJs.read(readFileSync(file), { type: 'buffer', cellNF: true, cellFormula: true });
}

function sheetOf(book: sheetJs.WorkBook, name: string): { sheet: sheetJs.WorkSheet; lines: unknown[][] } {
  const sheet = book.Sheets[name];
  if (sheet === undefined) throw new Error(`no sheet ${name} among ${book.SheetNames.join()}`);
  return { sheet, lines: sheetJs.utils.sheet_to_json(sheet, { header: 1, raw: true }) };
}

const whole = (rows: StockReportRow[]): WholeStockReport['parts'] => [{ place: null, rows }];

const APPLICATION: StockReportRow = {
  ...{ appNo: 'SJ-1', stationName: '站点', regionName: '片区一', vin: 'LXCBUS7B4D1000345', workOrderNo: '0081' },
  ...{ partNo: '00123', partName: '滤芯', uom: '件', qtyReqMilli: 2500, qtyApprMilli: 2000, qtyShipMilli: 1000 },
  ...{ qtyRecvMilli: 0, status: 'SHIPPED', stayDays: 2, holderRole: 'requester', holderName: '李', erpOrderNo: '1E5' },
  returnDueDate: '2026-11-06',
};
const limits = {
  creditLimitFen: 100_000,
  tempLimitFen: 0,
  cashFen: 0,
  heldFen: 0,
  usedFen: 10_050,
  availableFen: 89_950,
};

describe('a report of stock as a workbook', () => {
  it('follows applications in the columns of the specification, codes as text, quantities as numbers', async () => {
    const { sheet, lines } = sheetOf(
      await written({ name: 'applications', parts: whole([APPLICATION]) }),
      '三包件申请跟踪',
    );
    expect(lines[0]?.[0]).toBe('三包件申请跟踪');
    expect(lines[1]?.join(' ')).toMatch(/全部仓库.*2026-10-01 – 2026-10-31.*截止时间 2026-10-31 23:59.*流水序号 4711/);
    expect(lines[2]).toEqual([
      ...['申请号', '站', '片区', 'VIN', '工单', '配件编码', '名称', '单位', '申请数', '批准数', '发货数', '签收数'],
      ...['状态', '停留天数', '当前处理人', '处理人', 'ERP 单', '旧件应返日'],
    ]);
    const cell = (address: string): unknown[] => [sheet[address]?.t, sheet[address]?.v, sheet[address]?.z];
    expect(['E4', 'F4', 'I4', 'M4', 'N4', 'Q4'].map(cell)).toEqual([
      ...[['s', '0081', '@'] as const, ['s', '00123', '@'] as const, ['n', 2.5, '#,##0.###'] as const],
      ...[['s', '已发货', '@'] as const, ['n', 2, '#,##0'] as const, ['s', '1E5', '@'] as const],
    ]);
    expect(sheet.R4?.t).toBe('n');
  });

  it('has the changes of limits on a sheet behind the limits, and sums the limits by formula', async () => {
    const book = await written({
      name: 'limits',
      parts: whole([
        { stationName: '甲站', ...limits, overdueDays: 15, changes: 1 },
        { stationName: '乙站', ...limits, overdueDays: 0, changes: 0 },
      ]),
      detail: {
        name: 'limitEntries',
        parts: whole([
          {
            ...{ stationName: '甲站', entryDate: '2026-10-05', entryNo: 6, type: 'USE', docNo: '0009', ...limits },
            ...{ amountFen: 10_050, cashPartFen: 0, note: null, doneByName: '财务' },
          },
        ]),
      },
    });
    expect(book.SheetNames).toEqual(['额度变化表', '额度变动流水', '说明']);
    const { sheet, lines } = sheetOf(book, '额度变化表');
    expect(lines[3]).toEqual([
      ...['站', '信用额度', '临时', '现金', '占用', '已用', '可用', '最长逾期（天）', '变动流水（笔）'],
    ]);
    expect([sheet.G3?.f, sheet.G3?.v, sheet.I3?.v, sheet.H3?.f]).toEqual([
      ...['SUBTOTAL(109,G5:G1048576)', 1799, 1, undefined],
    ]);
    const entries = sheetOf(book, '额度变动流水');
    expect(entries.lines[0]?.[0]).toBe('额度变动流水');
    expect(['A4', 'C4', 'D4', 'E4', 'F4'].map((cell): unknown => entries.sheet[cell]?.v)).toEqual([
      ...['甲站', 6, '使用', '0009', 100.5],
    ]);
    expect([entries.sheet.B4?.t, entries.sheet.B4?.v, entries.sheet.B4?.z]).toEqual(['n', 46_300, 'yyyy-mm-dd']);
    const notes = sheetOf(book, '说明').lines.map(([label, value]) => [label, value]);
    expect(notes).toContainEqual(['期间', '2026-10-01 – 2026-10-31']);
    expect(notes.some(([, value]) => value === '王')).toBe(true);
  });

  it('sums what stations owe of old parts by formula, says what was done with them, and has every part behind it', async () => {
    const figures = { dueMilli: 12_500, sentMilli: 8_000, receivedMilli: 5_000, okMilli: 4_000, badMilli: 1_000 };
    const late = { overdueMilli: 2_000, overdueFen: 24_690, deductFen: 0 };
    const station = { stationCode: '0017', stationName: '甲站', period: '2026-10' };
    const part: StockReportRow = {
      ...{
        ...station,
        tagNo: '000123',
        sourceNo: '1E5',
        partNo: '00P1',
        partName: '滤芯',
        uom: '件',
        dueDate: '2026-10-05',
      },
      ...{ status: 'SHIPPED', boxNo: 'FX-1', waybill: '0099', shippedAtMs: 0, receivedAtMs: null, inspectResult: null },
      ...{ disposition: null, overdueDays: 26, ...figures, ...late },
    };
    const disposition = '{"key":"all","supplier":3,"scrap":0.5,"lab":0,"station":1}';
    const row: StockReportRow = { ...station, ...figures, returnPctCenti: 4000, ...late, disposition };
    const book = await written({
      name: 'oldParts',
      parts: whole([row, { ...row, stationCode: '0018', disposition: null }]),
      detail: { name: 'oldPartRows', parts: whole([part]) },
    });
    expect(book.SheetNames).toEqual(['旧件返厂统计', '旧件返厂明细', '说明']);
    const { sheet, lines } = sheetOf(book, '旧件返厂统计');
    expect(lines[3]).toEqual([
      ...[
        '站码',
        '站',
        '期间',
        '应返',
        '已发',
        '已收',
        '合格',
        '不符',
        '返回率%',
        '超期数',
        '超期额',
        '扣款',
        '处理方式',
      ],
    ]);
    expect([sheet.D3?.f, sheet.D3?.v, sheet.K3?.v, sheet.I3?.f]).toEqual([
      ...['SUBTOTAL(109,D5:D1048576)', 25, 493.8, undefined],
    ]);
    expect(['A5', 'D5', 'I5', 'K5', 'M5'].map((cell): unknown => sheet[cell]?.v)).toEqual([
      ...['0017', 12.5, 40, 246.9, '转供应商 3，报废 0.5，送检 0，退站 1'],
    ]);
    expect(sheet.A5?.z).toBe('@');
    const { lines: parts } = sheetOf(book, '旧件返厂明细');
    expect(parts[4]?.slice(3, 8)).toEqual(['000123', '1E5', '00P1', '滤芯', '件']);
    const opened = await written({
      ...{ name: 'oldPartRows', parts: whole([part]) },
      only: { by: { stationCode: '0017', period: '2026-10' }, figure: 'sentMilli', row: '0017 2026-10' },
    });
    expect(sheetOf(opened, '旧件返厂明细').lines[1]?.join(' ')).toContain('明细范围 0017 2026-10 已发');
  });

  it('has a sheet for each warehouse, under names Excel accepts, each with its own sums', async () => {
    const long = `W1/A ${'华东中心配件库'.repeat(5)}`;
    const limitsOf = (stationName: string): StockReportRow => ({ stationName, ...limits, overdueDays: 0, changes: 0 });
    const book = await written({
      name: 'limits',
      parts: [
        { place: long, rows: [limitsOf('甲站'), limitsOf('乙站')] },
        { place: `${long}二期`, rows: [limitsOf('丙站')] },
        { place: null, rows: [limitsOf('丁站')] },
      ],
      detail: { name: 'limitEntries', parts: [{ place: 'W1', rows: [] }] },
    });
    const [first = '', second = '', ...others] = book.SheetNames;
    expect(first).toBe(long.replace('/', ' ').slice(0, 31));
    expect(second).toBe(`${first.slice(0, 29)} 2`);
    expect(others).toEqual(['未定仓库', 'W1 额度变动流水', '说明']);
    const sheet = sheetOf(book, second);
    expect(sheet.lines[0]?.[0]).toBe(`额度变化表 · ${long}二期`);
    expect(sheet.lines[1]?.join(' ')).toContain(`仓库 ${long}二期 · 期间`);
    expect([sheet.sheet.G3?.f, sheet.sheet.G3?.v]).toEqual(['SUBTOTAL(109,G5:G1048576)', 899.5]);
    expect(sheetOf(book, first).sheet.G3?.v).toBe(1799);
    const notes = sheetOf(book, '说明').lines.map(([label, value]) => [label, value]);
    expect(notes).toContainEqual(['仓库', '全部仓库']);
    expect(notes.find(([label]) => label === first)?.[1]).toMatch(/^行数 2 · 信用额度 2,000\.00 .*可用 1,799\.00/);
  });

  it('says of each planned part in words why its figures are what they are', async () => {
    const why = { key: 'NORMAL', days: 400, level: 9_500, lead: 21, mean: 11_667, sd: 2_499, safety: 8_000 };
    const row = {
      partNo: '00123',
      why: JSON.stringify({ ...why, reorder: 43_000, max: 90_000, exact: 7_118, cover: 0 }),
    };
    const { lines } = sheetOf(await written({ name: 'planning', parts: whole([row]) }), '安全库存与补货建议');
    const at = (lines[2] ?? []).indexOf('说明');
    expect(lines[3]?.[at]).toBe(
      '周均 11.667，标准差 2.499，提前期 21 天：服务水平 95% 时安全库存为 7.118，取 8；到 43 时订货，补到 90。',
    );
  });

  it('is a workbook with its head and a sum of nothing where there is nothing to report', async () => {
    const { sheet, lines } = sheetOf(await written({ name: 'damages', parts: whole([]) }, 'en'), 'Damage and claims');
    expect(lines).toHaveLength(4);
    expect(lines[3]).toEqual([
      ...['Report', 'Carrier', 'Part no.', 'Name', 'Unit', 'Quantity', 'Liable', 'Amount', 'Claimed', 'Photos'],
      ...['Status', 'Days'],
    ]);
    expect([sheet.H3?.f, sheet.H3?.v]).toEqual(['SUBTOTAL(109,H5:H1048576)', 0]);
  });
});
