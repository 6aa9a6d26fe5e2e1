import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as sheetJs from '@e965/xlsx';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BulkWorkbook } from './bulk-workbook.ts';
import { filterWords } from './export-notes.ts';
import { finishFile, growingPath } from './finished-file.ts';
import { writeStatementWorkbook, type StatementValue } from './statement-workbook.ts';
import { numberDigits, type SheetMeta } from './workbook-sink.ts';
import { workbookText } from './workbook-text.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'hedui-book-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Parts of a zip as text, by another reader than ours. */
function partsOf(file: string): Record<string, string> {
  const zip: { FullPaths: string[]; FileIndex: { content?: Uint8Array }[] } = sheetJs.CFB.read(readFileSync(file), {
    type: 'buffer',
  });
  return Object.fromEntries(
    zip.FullPaths.map((name, index) => [
      name.replace(/^Root Entry\//, ''),
      Buffer.from(zip.FileIndex[index]?.content ?? []).toString('utf8'),
    ]),
  );
}

/** Names of the children of the root element, in order. */
function childrenOf(xml: string): string[] {
  const names: string[] = [];
  let depth = 0;
  for (const [, closing, name, selfClosing] of xml.replace(/<\?.*?\?>/g, '').matchAll(/<(\/?)([\w:]+)[^>]*?(\/?)>/g)) {
    if (closing === '/') depth -= 1;
    else {
      if (depth === 1) names.push(name ?? '');
      if (selfClosing !== '/') depth += 1;
    }
  }
  expect(depth).toBe(0);
  return names;
}

/** CT_Worksheet of ECMA-376, the part of it in use. */
const SCHEMA_ORDER = [
  'sheetPr',
  'dimension',
  'sheetViews',
  'sheetFormatPr',
  'cols',
  'sheetData',
  'autoFilter',
  'mergeCells',
  'printOptions',
  'pageMargins',
  'pageSetup',
  'headerFooter',
];

function expectSchemaOrder(xml: string): void {
  const positions = childrenOf(xml).map((name) => SCHEMA_ORDER.indexOf(name));
  expect(positions).not.toContain(-1);
  expect(positions).toEqual([...positions].sort((a, b) => a - b));
}

const META: SheetMeta = {
  name: '索赔明细',
  title: '索赔明细',
  subtitle: ['编制单位', '期间', '单位：元'],
  columns: [
    { header: '单号', format: 'code', widthCharacters: 20 },
    { header: '备注', format: 'text', widthCharacters: 20 },
    { header: '日期', format: 'date', widthCharacters: 12 },
    { header: '金额', format: 'fen', widthCharacters: 14 },
    { header: '数量', format: 'qtyMilli', widthCharacters: 10 },
    { header: '审核时间', format: 'instantMs', widthCharacters: 17 },
  ],
  frozenColumns: 1,
  totals: [null, null, null, 30_003, null, null],
  totalLabel: '合计',
  pageFooter: '第 &P 页 共 &N 页',
};

describe('the bulk writer', () => {
  it('writes a workbook another program reads cell by cell, with real numbers, real dates and codes as text', async () => {
    const file = path.join(folder, 'details.xlsx');
    const book = new BulkWorkbook(file);
    await book.sheet(META);
    await book.row(['0012345678901234567', '=1+1', '2026-01-05', 10_001, 1_500, Date.UTC(2026, 0, 5, 6, 30)]);
    await book.row(['B', ' a & <b> "c"\u0001\n😀', '2026-02-28', 20_002, 2_000, null]);
    await book.row([null, '', null, 0, null, null]);
    await book.close();
    expect(readdirSync(folder)).toEqual(['details.xlsx']);

    const read = sheetJs.read(readFileSync(file), { type: 'buffer', cellFormula: true, cellNF: true });
    expect(read.SheetNames).toEqual(['索赔明细']);
    const sheet = read.Sheets['索赔明细'];
    const cell = (name: string): [unknown, unknown] => [sheet?.[name]?.t, sheet?.[name]?.v];
    expect(cell('A1')).toEqual(['s', '索赔明细']);
    expect([sheet?.['D3']?.f, sheet?.['D3']?.v]).toEqual(['SUBTOTAL(109,D5:D1048576)', 300.03]);
    expect(['A4', 'B4', 'C4', 'D4'].map((name) => cell(name)[1])).toEqual(['单号', '备注', '日期', '金额']);
    expect(cell('A5')).toEqual(['s', '0012345678901234567']);
    expect(cell('B5')).toEqual(['s', '=1+1']);
    expect(sheet?.['B5']?.f).toBeUndefined();
    expect(cell('C5')).toEqual(['n', 46_027]);
    expect([cell('D5'), cell('D6'), cell('D7')]).toEqual([
      ['n', 100.01],
      ['n', 200.02],
      ['n', 0],
    ]);
    expect(cell('E5')).toEqual(['n', 1.5]);
    expect(cell('F5')).toEqual(['n', 46_027.604167]); // 14:30 in Shanghai
    expect(cell('B6')).toEqual(['s', ' a & <b> "c"\n😀']);
    expect([sheet?.['C5']?.z, sheet?.['D5']?.z, sheet?.['A5']?.z]).toEqual([
      'yyyy-mm-dd',
      '#,##0.00;[Red]-#,##0.00',
      '@',
    ]);
    expect(sheet?.['!autofilter']?.ref).toBe('A4:F7');
    expect(sheet?.['!merges']).toEqual([sheetJs.utils.decode_range('A1:F1')]);
  });

  it('keeps the schema order, frozen panes, print titles and the quote prefix of text that looks like a formula', async () => {
    const file = path.join(folder, 'order.xlsx');
    const book = new BulkWorkbook(file);
    await book.sheet(META);
    await book.row(['A', '+86 138', '2026-01-05', 30_003, 1, null]);
    await book.close();
    const parts = partsOf(file);
    const xml = parts['xl/worksheets/sheet1.xml'] ?? '';
    expectSchemaOrder(xml);
    expect(xml).toContain('<pane xSplit="1" ySplit="4" topLeftCell="B5" activePane="bottomRight" state="frozen"/>');
    expect(xml).toContain('fitToHeight="0"');
    expect(parts['xl/workbook.xml']).toContain(
      '<definedName name="_xlnm.Print_Titles" localSheetId="0">&apos;索赔明细&apos;!$1:$4</definedName>'.replaceAll(
        '&apos;',
        "'",
      ),
    );
    const style = Number(/<c r="B5" s="(\d+)"/.exec(xml)?.[1]);
    const formats = [...(parts['xl/styles.xml'] ?? '').replace(/.*<cellXfs[^>]*>/s, '').matchAll(/<xf [^>]*>/g)];
    expect(formats[style]?.[0]).toContain('quotePrefix="1"');
  });

  it('leaves no half file behind when it is given up', async () => {
    const book = new BulkWorkbook(path.join(folder, 'gone.xlsx'));
    await book.sheet(META);
    for (let row = 0; row < 5_000; row += 1) await book.row([String(row), 'x', null, row, row, null]);
    await book.abort();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('adds up in the reader to what was written, over many rows', async () => {
    const file = path.join(folder, 'many.xlsx');
    const book = new BulkWorkbook(file);
    await book.sheet({ ...META, totals: null });
    let sumFen = 0;
    for (let row = 0; row < 30_000; row += 1) {
      const fen = (row * 7919) % 10_000_019;
      sumFen += fen;
      await book.row([`SP${String(row)}`, '备注', '2026-01-05', fen, row, null]);
    }
    await book.close();
    const sheet = sheetJs.read(readFileSync(file), { type: 'buffer', dense: true }).Sheets['索赔明细'];
    const rows = sheetJs.utils.sheet_to_json<unknown[]>(sheet ?? {}, { header: 1, range: 3 });
    expect(rows).toHaveLength(30_000);
    expect(rows.reduce((sum, row) => sum + Math.round(Number(row[3]) * 100), 0)).toBe(sumFen);
  });
});

describe('figures and words', () => {
  it.each([
    [123_450, 'fen', '1234.5'],
    [-5, 'fen', '-0.05'],
    [100, 'fen', '1'],
    [9_007_199_254_740_991, 'fen', '90071992547409.91'],
    [1_250, 'shareBp', '0.125'],
    [250, 'hoursCenti', '2.5'],
  ] as const)('%i as %s is written %s', (value, format, digits) => {
    expect(numberDigits(value, format)).toBe(digits);
  });

  it('puts the filter of a query into words', () => {
    const query = {
      filters: [
        { column: 'status', op: 'in' as const, values: ['APPROVED', 'PARTIAL'] },
        { column: 'claimedFen', op: 'between' as const, values: [10_000, 20_050] },
      ],
      text: '',
      sort: [],
    };
    expect(filterWords(query, workbookText('zh-CN'))).toContain('申报 介于 100.00, 200.50');
    expect(filterWords({ filters: [], text: '', sort: [] }, workbookText('zh-CN'))).toBe('全部');
  });

  it('uses another name when the wished one is a folder nobody can replace', async () => {
    const file = path.join(folder, 'a.xlsx');
    const book = new BulkWorkbook(file);
    await book.sheet(META);
    await book.close();
    expect(existsSync(growingPath(file))).toBe(false);
    await expect(finishFile(path.join(folder, 'b.xlsx'))).rejects.toThrow();
  });
});

const STATEMENT: StatementValue = {
  statement: {
    id: '01',
    version: 1,
    no: 'JSS0011806 01',
    status: 'WAIT_STATION',
    kind: 'MONTHLY',
    claimantType: 'STATION',
    claimantCode: 'S001',
    claimantName: '济南=1+1站',
    regionId: 'r',
    periodFromDate: '2018-06-01',
    periodToDate: '2018-06-30',
    claimCount: 2,
    claimedFen: 30_003,
    netFen: 25_001,
    taxFen: 3_250,
    grossFen: 28_251,
    payableFen: 28_251,
    carryOutFen: 0,
    payout: 'PAY',
    createdAtMs: 0,
  },
  grade: 'B',
  taxpayerType: 'GENERAL',
  taxNo: '91370000000000000X',
  bankName: '工行',
  bankAccount: '6222021234567890123',
  taxDate: '2018-07-01',
  approvedDate: null,
  preTaxAdjFen: 0,
  taxBaseFen: 25_001,
  offsetFen: 0,
  carryInFen: 0,
  claimsSha256: 'ab'.repeat(32),
  payableInWords: '人民币贰佰捌拾贰元伍角壹分',
  groups: [{ taxRateBp: 1_300, netFen: 25_001, preTaxAdjFen: 0, taxBaseFen: 25_001, taxFen: 3_250 }],
  claims: [1, 2].map((seq) => ({
    claimId: `c${String(seq)}`,
    seq,
    no: `SP${String(seq)}`,
    vin: 'LXCBUS7B4D1000345',
    plateNo: '鲁A12345',
    modelName: 'M',
    repairFinishDate: '2018-06-05',
    type: 'WARRANTY',
    mainItem: 'x',
    labourFen: 12_000,
    materialFen: seq,
    handlingFen: 0,
    travelFen: 0,
    otherFen: 0,
    claimedFen: 15_000 + seq,
    approvedFen: 12_500,
    cutFen: 2_500 + seq,
    reasonCode: null,
  })),
  adjustments: [],
  invoices: [],
  payments: [],
  history: [],
  allowedActions: [],
};

describe('the statement workbook', () => {
  it('has the layout of the house, foots to the fen and says what it is made of', async () => {
    const file = path.join(folder, 'statement.xlsx');
    const input = {
      path: file,
      statement: STATEMENT,
      workOrderNos: new Map([['c1', 'WX1']]),
      rulesets: '1',
      userName: '王会计',
      nowMs: Date.UTC(2018, 6, 1, 2),
      appVersion: '0.1.0',
    };
    expect(await writeStatementWorkbook(input, workbookText('zh-CN'))).toBe(file);
    const read = sheetJs.read(readFileSync(file), { type: 'buffer', cellFormula: true, cellNF: true });
    expect(read.SheetNames).toHaveLength(2);
    const sheet = read.Sheets[read.SheetNames[0] ?? ''];
    const value = (name: string): unknown => sheet?.[name]?.v;
    expect(value('A1')).toBe('2018-06 费用结算单');
    expect([value('A2'), value('H2'), value('Q2')]).toEqual([
      '编制单位：总部服务部',
      '期间：2018-06-01 至 2018-06-30',
      '单位：元',
    ]);
    expect([value('C7'), value('D7'), value('G7'), value('N7'), value('O7')]).toEqual([
      'WX1',
      'LXCBUS7B4D1000345',
      43_256,
      150.01,
      125,
    ]);
    expect([sheet?.['D7']?.t, sheet?.['G7']?.t, sheet?.['G7']?.z]).toEqual(['s', 'n', 'yyyy-mm-dd']);
    expect([sheet?.['N9']?.f, sheet?.['N9']?.v]).toEqual(['SUBTOTAL(109,N7:N8)', 300.03]);
    const texts = sheetJs.utils
      .sheet_to_json<unknown[]>(sheet ?? {}, { header: 1 })
      .flat()
      .filter((each) => typeof each === 'string');
    for (const words of ['大写: 人民币贰佰捌拾贰元伍角壹分', '制单: ____________', '服务站盖章: ____________'])
      expect(texts).toContain(words);
    const notes = sheetJs.utils.sheet_to_json<string[]>(read.Sheets['说明'] ?? {}, { header: 1 });
    expect(Object.fromEntries(notes)).toMatchObject({
      导出人: '王会计',
      行数: '2',
      申报合计: '300.03',
      规则版本: '1',
      '数据校验 SHA-256': 'ab'.repeat(32),
    });
    const parts = partsOf(file);
    expectSchemaOrder(parts['xl/worksheets/sheet1.xml'] ?? '');
    expect(parts['xl/worksheets/sheet1.xml']).toContain('state="frozen"');
    expect(parts['xl/workbook.xml']).toContain('Print_Titles');
  });
});
