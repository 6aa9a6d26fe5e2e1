import type { CountSheetFile } from '../../src-shared/domain/counts/count-file.ts';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as sheetJs from '@e965/xlsx';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CountFileFacts } from '../../src-shared/domain/counts/judge-count-row.ts';
import { suggestMapping } from '../../src-shared/domain/exchange/suggest-mapping.ts';
import { writeCountSheet } from './count-sheet-workbook.ts';
import readForeignFile, { type Inspected, type Previewed } from './read-file.isolated.ts';
import { workbookText } from './workbook-text.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'hedui-count-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const quiet = { progress: () => undefined };
const run = {
  control: { ...quiet, breathe: () => Promise.resolve(), cancelled: () => false },
  t: workbookText('zh-CN'),
};
const PARTS = ['000123', '1E5', 'A-7', 'B-8', 'C-9'];
const SECRET = 7_654_321;

function sheet(isBlind: boolean): CountSheetFile {
  return {
    ...{ sheetNo: 'PD-1', planName: '年终', warehouseName: '中心库', zone: 'A', round: 1, isBlind },
    lines: PARTS.map((partNo, at) => ({
      ...{ lineUid: `L${String(at)}`, lineNo: at + 1, binCode: `A-0${String(at)}`, partNo, drawingNo: null },
      ...{ partName: '螺栓', spec: null, baseUom: '个', bookMilli: isBlind ? null : SECRET, countedMilli: null },
      ...{ countedByName: null, countedAtMs: null, note: null },
    })),
  };
}

const FACTS: CountFileFacts = {
  ...{ nowMs: 2_000_000_000_000, expectedSheetNo: 'PD-1' },
  foundParts: Object.fromEntries(['000123', 'NEW'].map((no) => [no, { uom: '个', uomWhole: 1, conversions: {} }])),
  sheets: {
    'PD-1': {
      ...{ sheetNo: 'PD-1', round: 1, exportRev: 3, snapAtMs: 0, refusal: null, counterNames: ['杨帆'] },
    },
  },
  lines: Object.fromEntries(
    sheet(true).lines.map((line) => [
      line.lineUid,
      {
        ...line,
        ...{ sheetNo: 'PD-1', round: 1, uom: '个', uomWhole: 1, conversions: { 箱: { num: 12, den: 1 } } },
        ...{ binCapacityMilli: null, last: null, isFound: false },
      },
    ]),
  ),
  binCodes: { 'PD-1': { 'A-00': true, 'X-1': true } },
};

async function write(isBlind: boolean): Promise<string> {
  const facts = { userName: '王', nowMs: 0, appVersion: '1', exportRev: 3 };
  const file = { ...facts, path: path.join(folder, `${String(isBlind)}.xlsx`) };
  return (await writeCountSheet(sheet(isBlind), file, run)).path;
}

async function open(file: string): Promise<ExcelJS.Workbook> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(file);
  return book;
}

/** Column numbers by the keys of the hidden second row. */
function columnsOf(page: ExcelJS.Worksheet): (key: string) => number {
  const keys = (page.getRow(2).values as unknown[]).map(String);
  return (key) => keys.indexOf(key);
}

async function read(file: string, sheetName: string | null) {
  const place = { path: file, kind: 'countSheets', sheet: sheetName } as const;
  const inspected = (await readForeignFile({ action: 'inspect', ...place, headerRowNo: null }, quiet)) as Inspected;
  const thingsPath = path.join(folder, 'things.ndjson');
  const previewed = (await readForeignFile(
    {
      ...{ action: 'preview', ...place, sheet: inspected.sheet, headerRowNo: inspected.headerRowNo, thingsPath },
      ...{ mapping: suggestMapping('countSheets', inspected.columns), known: {}, countFacts: FACTS },
    },
    quiet,
  )) as Previewed;
  const lines = readFileSync(thingsPath, 'utf8').split('\n').filter(Boolean);
  const things = lines.map((each) => (JSON.parse(each) as { values: Record<string, unknown> }).values);
  return { inspected, previewed, things };
}

describe('a count sheet in Excel', () => {
  it('a blind file says nothing of the book, an open one does; only what is counted can be written in', async () => {
    const blind = await open(await write(true));
    const cells = blind.worksheets.flatMap((page) => page.getSheetValues()).flat();
    expect(JSON.stringify(cells)).not.toContain('7654');
    const page = (await open(await write(false))).worksheets[0] as ExcelJS.Worksheet;
    const column = columnsOf(page);
    expect(page.getRow(3).getCell(column('bookQty')).value).toBe(7654.321);
    expect(page.getRow(3).getCell(column('partNo')).value).toBe('000123');
    expect(page.getRow(3).getCell(column('partNo')).numFmt).toBe('@');
    const locked = (key: string): boolean => page.getColumn(column(key)).protection?.locked !== false;
    expect(['partNo', 'binCode', 'lineUid', 'bookQty'].map(locked)).toEqual([true, true, true, true]);
    expect(['qtyMilli', 'uom', 'countedBy', 'countedAtMs', 'note'].some(locked)).toBe(false);
    expect(['sheetNo', 'lineUid', 'exportRev', 'rowCheck'].every((key) => page.getColumn(column(key)).hidden)).toBe(
      true,
    );
    expect((page as unknown as { sheetProtection: { sheet: boolean } }).sheetProtection.sheet).toBe(true);
    expect(blind.getWorksheet('meta')?.state).toBe('veryHidden');
  });

  it('the protection stands before the checks of cells, or Excel offers to repair the file', async () => {
    const zip: { FullPaths: string[]; FileIndex: { content?: Uint8Array }[] } = sheetJs.CFB.read(
      readFileSync(await write(true)),
      { type: 'buffer' },
    );
    const pages = zip.FullPaths.flatMap((name, at) =>
      /sheets\/sheet[12]\.xml$/.test(name) ? [Buffer.from(zip.FileIndex[at]?.content ?? []).toString('utf8')] : [],
    );
    expect(pages).toHaveLength(2);
    for (const xml of pages) {
      const places = ['</sheetData>', '<sheetProtection', '<dataValidations'].map((part) => xml.indexOf(part));
      expect(places).toEqual(places.toSorted((a, b) => a - b));
      expect(places[0]).toBeGreaterThan(0);
    }
  });

  it('filled, mistreated and back: every row is told its code, the good ones are taken', async () => {
    const file = await write(true);
    const book = await open(file);
    const page = book.worksheets[0] as ExcelJS.Worksheet;
    const column = columnsOf(page);
    const set = (rowNo: number, key: string, value: ExcelJS.CellValue): void => {
      page.getRow(rowNo).getCell(column(key)).value = value;
    };
    set(3, 'qtyMilli', 2);
    set(3, 'uom', '箱');
    set(4, 'partNo', 100_000);
    set(4, 'qtyMilli', 5);
    set(5, 'qtyMilli', '1.234,5');
    set(6, 'qtyMilli', -1);
    page.addRow((page.getRow(3).values as unknown[]).slice(1)).getCell(column('qtyMilli')).value = 99;
    await book.xlsx.writeFile(file);
    const { previewed, things } = await read(file, null);
    expect(previewed.findings.map(({ rowNo, reason }) => [rowNo, reason])).toEqual([
      [4, 'part-code-differs'],
      [5, 'not-a-number'],
      [6, 'negative-not-allowed'],
      [8, 'key-already-in-file'],
    ]);
    expect(previewed.findings[0]?.details['suggested']).toBe('1E5');
    expect(previewed.warnings.map(({ rowNo, reason }) => [rowNo, reason])).toEqual([[7, 'count-left-blank']]);
    expect(things.map((values) => [values['lineUid'], values['qtyMilli'], values['uom']])).toEqual([
      ['L0', 2000, '箱'],
      ['L4', null, null],
    ]);
  });

  it('found items stand on a sheet of their own and know where they belong', async () => {
    const file = await write(true);
    const book = await open(file);
    const page = book.worksheets[1] as ExcelJS.Worksheet;
    const column = columnsOf(page);
    const fill = (rowNo: number, partNo: string, binCode: string): void => {
      const row = page.getRow(rowNo);
      Object.assign(row.getCell(column('partNo')), { value: partNo });
      Object.assign(row.getCell(column('binCode')), { value: binCode });
      Object.assign(row.getCell(column('qtyMilli')), { value: 4 });
      // What Excel itself does as soon as a bin is written.
      for (const [key, result] of [
        ['sheetNo', 'PD-1'],
        ['exportRev', 3],
      ] as const)
        row.getCell(column(key)).value = { formula: row.getCell(column(key)).formula, result };
    };
    fill(3, 'NEW', 'X-1');
    fill(4, 'NOBODY', 'X-1');
    fill(5, 'NEW', 'X-9');
    fill(6, '000123', 'A-00');
    await book.xlsx.writeFile(file);
    const { previewed, things } = await read(file, page.name);
    expect(previewed.counts.rowsRead).toBe(4);
    expect(previewed.findings.map(({ rowNo, reason }) => [rowNo, reason])).toEqual([
      [4, 'part-unknown'],
      [5, 'bin-unknown'],
      [6, 'count-already-on-sheet'],
    ]);
    expect(things).toMatchObject([{ partNo: 'NEW', binCode: 'X-1', qtyMilli: 4000, sheetNo: 'PD-1', exportRev: 3 }]);
  });
});
