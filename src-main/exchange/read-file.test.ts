import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as sheetJs from '@e965/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Mapping } from '../../src-shared/domain/exchange/suggest-mapping.ts';
import type { ThingKind } from '../../src-shared/domain/exchange/things.ts';
import readForeignFile, { type Inspected, type Previewed } from './read-file.isolated.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'hedui-read-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const control = { progress: () => undefined };

function fileOf(name: string, content: string | Uint8Array): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

async function inspect(file: string, kind: ThingKind = 'stations'): Promise<Inspected> {
  return (await readForeignFile(
    { action: 'inspect', path: file, kind, sheet: null, headerRowNo: null },
    control,
  )) as Inspected;
}

async function preview(
  file: string,
  kind: ThingKind,
  mapping: Mapping,
  headerRowNo = 1,
): Promise<Previewed & { lines: unknown[] }> {
  const thingsPath = path.join(folder, 'things.ndjson');
  const input = {
    action: 'preview',
    path: file,
    kind,
    sheet: null,
    headerRowNo,
    mapping,
    known: {},
    thingsPath,
  } as const;
  const previewed = (await readForeignFile(input, control)) as Previewed;
  const lines = readFileSync(thingsPath, 'utf8').split('\n').filter(Boolean);
  return { ...previewed, lines: lines.map((line) => JSON.parse(line) as unknown) };
}

const column = (name: string) => ({ from: 'column', column: name }) as const;
const OPERATIONS: Mapping = {
  dateOrder: 'ymd',
  fields: {
    opCode: column('代码'),
    name: column('名称'),
    stdHoursCenti: column('工时'),
    validFromDate: column('生效日期'),
  },
};

describe('csv files as they come', () => {
  it.each([
    ['utf-8 with mark', Buffer.from('\uFEFF代码,名称,工时\r\n001,机油,0.5\r\n'), 'utf-8', ','],
    ['utf-8', Buffer.from('代码\t名称\t工时\n001\t机油\t0.5\n'), 'utf-8', '\t'],
    ['utf-16', Buffer.from('\uFEFF代码;名称;工时\r\n001;机油;0.5\r\n', 'utf16le'), 'utf-16le', ';'],
    [
      'gb18030 of Excel',
      Buffer.from('b4fac2eb2cc3fbb3c62cb9a4cab10d0a3030312cbbfad3cd2c302e350d0a', 'hex'),
      'gb18030',
      ',',
    ],
  ])('%s', async (name, bytes, encoding, separator) => {
    const found = await inspect(fileOf(`${name}.csv`, bytes), 'labourOperations');
    expect({ encoding: found.encoding, separator: found.separator }).toEqual({ encoding, separator });
    expect(found.columns).toEqual([
      { name: '代码', samples: ['001'] },
      { name: '名称', samples: ['机油'] },
      { name: '工时', samples: ['0.5'] },
    ]);
  });

  it('gives each row the line it starts on, also behind texts of several lines', async () => {
    const file = fileOf('lines.csv', '代码,名称,工时,生效日期\n1,"a\nb",1,\n\n2,c,x,\n3,d,2,2020/2/30\n');
    const { counts, findings, lines } = await preview(file, 'labourOperations', OPERATIONS);
    expect(counts).toEqual({ rowsRead: 3, rowsAccepted: 1, rowsRefused: 2, rowsRepeated: 0 });
    expect(findings.map(({ rowNo, reason }) => [rowNo, reason])).toEqual([
      [5, 'not-a-number'],
      [6, 'date-does-not-exist'],
    ]);
    expect(lines).toEqual([
      { key: '1', rowNos: [2], values: { opCode: '1', name: 'a\nb', stdHoursCenti: 100, validFromDate: null } },
    ]);
  });

  it.each([
    ['nothing', '', 'file-empty'],
    ['blanks', ' \n\n', 'file-empty'],
    ['an open quote', 'a,b\n1,"2\n3,4\n', 'csv-quote-not-closed'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), 'format-not-supported'],
    ['a web page', '<!DOCTYPE html><html><table></table></html>', 'format-not-supported'],
    ['noise', Buffer.from([0xff, 0x00, 0x81, 0xfe, 0xff, 0x00, 0x80]), 'encoding-unknown'],
  ])('%s is refused with its reason', async (name, content, reason) => {
    const file = fileOf(`${name}.csv`, content);
    await expect(inspect(file)).rejects.toMatchObject({ data: { reason } });
  });
});

describe('workbooks as they come', () => {
  it('reads what another program wrote: instructions above the header, dates, numbers, codes, formulas', async () => {
    const sheet = sheetJs.utils.aoa_to_sheet([
      ['导入说明：请从第 4 行开始填写'],
      [],
      ['代码', '名称', '工时', '生效日期'],
      ['007', '机油', 0.1 + 0.2, { t: 'n', v: 42885, z: 'yyyy-mm-dd' }],
      [8, '空滤', { t: 'n', f: '1+1', v: 2 }, '2017/6/1'],
      ['9', '错误', { t: 'e', v: 0x17 }, null],
    ]);
    sheet['!merges'] = [sheetJs.utils.decode_range('A1:D1')];
    const book = sheetJs.utils.book_new();
    sheetJs.utils.book_append_sheet(book, sheetJs.utils.aoa_to_sheet([['封面']]), '封面');
    sheetJs.utils.book_append_sheet(book, sheet, '数据');
    const bytes = sheetJs.write(book, { type: 'buffer', bookType: 'xlsx', bookSST: true }) as Buffer;
    const file = fileOf('book.xlsx', bytes);
    const found = await inspect(file, 'labourOperations');
    expect({ sheet: found.sheet, headerRowNo: found.headerRowNo, rowCount: found.rowCount }).toEqual({
      sheet: '数据',
      headerRowNo: 3,
      rowCount: 3,
    });
    const thingsPath = path.join(folder, 'book.ndjson');
    const previewed = (await readForeignFile(
      {
        action: 'preview',
        path: file,
        kind: 'labourOperations',
        sheet: '数据',
        headerRowNo: 3,
        mapping: OPERATIONS,
        known: {},
        thingsPath,
      },
      control,
    )) as Previewed;
    expect(previewed.findings).toEqual([
      { rowNo: 6, field: 'stdHoursCenti', value: '#REF!', reason: 'cell-has-error', details: {} },
    ]);
    expect(
      readFileSync(thingsPath, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => (JSON.parse(line) as { values: unknown }).values),
    ).toEqual([
      { opCode: '007', name: '机油', stdHoursCenti: 30, validFromDate: '2017-05-30' },
      { opCode: '8', name: '空滤', stdHoursCenti: 200, validFromDate: '2017-06-01' },
    ]);
  });

  it('refuses a workbook whose texts are missing rather than taking rows without them', async () => {
    const book = sheetJs.utils.book_new();
    sheetJs.utils.book_append_sheet(book, sheetJs.utils.aoa_to_sheet([['a'], ['b']]), 's');
    const bytes = sheetJs.write(book, { type: 'buffer', bookType: 'xlsx', bookSST: true }) as Buffer;
    const zip = sheetJs.CFB.read(bytes, { type: 'buffer' });
    sheetJs.CFB.utils.cfb_del(zip, '/xl/sharedStrings.xml');
    const file = fileOf('no-texts.xlsx', sheetJs.CFB.write(zip, { fileType: 'zip', type: 'buffer' }) as Buffer);
    await expect(inspect(file)).rejects.toMatchObject({ data: { reason: 'workbook-lost-its-texts' } });
  });
});

const TORTURE = fileURLToPath(new URL('../../../shared/data/10-import-torture', import.meta.url));
/** What each hostile or broken file must be refused with; files not named here must be read. */
const REFUSED: Readonly<Record<string, string>> = {
  'poi_54764.xlsx': 'workbook-declares-entities',
  'poi_54764-2.xlsx': 'workbook-declares-entities',
  'poi_poc-shared-strings.xlsx': 'workbook-too-large',
  'poi_poc-xmlbomb.xlsx': 'workbook-declares-entities',
  'poi_poc-xmlbomb-empty.xlsx': 'workbook-declares-entities',
  'calamine_pass_protected.xlsx': 'file-encrypted',
  'poi_protected_passtika.xlsx': 'file-encrypted',
  'calamine_pass_protected.xlsb': 'file-encrypted',
  'poi_protected_passtika.xlsb': 'file-encrypted',
  'poi_duplicate-filename.xlsx': 'workbook-damaged',
  'poi_duplicate-filename-case-insensitive.xlsx': 'workbook-damaged',
  'poi_xlsx-corrupted.xlsx': 'workbook-damaged',
  'poi_crash-274d6342e4842d61be0fb48eaadad6208ae767ae.xlsx': 'workbook-damaged',
  'poi_clusterfuzz-testcase-minimized-POIXSSFFuzzer-5937385319563264.xlsx': 'workbook-damaged',
  'poi_clusterfuzz-testcase-minimized-XLSX2CSVFuzzer-5636439151607808.xlsx': 'workbook-damaged',
  'poi_clusterfuzz-testcase-minimized-XLSX2CSVFuzzer-6594557414080512.xlsx': 'workbook-damaged',
  'poi_BrNotClosed.xlsx': 'sheet-empty',
  'calamine_empty_sheet.xlsx': 'sheet-empty',
  'poi_57893-many-merges.xlsx': 'sheet-empty',
  'poi_password.xls': 'file-encrypted',
  'poi_xor-encryption-abc.xls': 'file-encrypted',
  'sheetjs_password_2002_128_strong.xls': 'file-encrypted',
  'sheetjs_password_2002_40_basecrypto.xls': 'file-encrypted',
  'sheetjs_password_2002_40_xor.xls': 'file-encrypted',
  'calamine_OOM_alloc3.xls': 'workbook-damaged',
  'poi_clusterfuzz-testcase-minimized-POIHSSFFuzzer-6537773940867072.xls': 'workbook-damaged',
};
const OTHER_FORMATS = /\.(xlsb|ods|xml)$/;

interface Answer {
  path: string;
  reason?: string;
  found?: Inspected;
}

async function inspectInChild(files: readonly string[]): Promise<Answer[]> {
  const program = fileURLToPath(new URL('./testing/inspect-files.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ['--max-old-space-size=256', program, ...files], {
    timeout: 60_000,
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer);
}

describe('the torture files, each set in a process with 256 MB', () => {
  it('reads or refuses every one of them in time, with a reason', async () => {
    expect(existsSync(TORTURE), `the shared data is absent: ${path.relative(process.cwd(), TORTURE)}`).toBe(true);
    const files = readdirSync(TORTURE, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.(xlsx?|xlsb|xlsm|xltx|ods|xml|csv)$/.test(name),
    );
    const answers = await inspectInChild(files.map((name) => path.join(TORTURE, name)));
    expect(answers).toHaveLength(files.length);
    const wrong = answers.filter(({ path: file, reason }) => {
      const name = path.basename(file);
      const expected = REFUSED[name] ?? (OTHER_FORMATS.test(name) ? 'format-not-supported' : undefined);
      return reason !== expected;
    });
    expect(wrong.map(({ path: file, reason = 'read' }) => [path.basename(file), reason])).toEqual([]);
  });

  it('gives the cells that the authors of the csv set say', async () => {
    expect(existsSync(TORTURE), `the shared data is absent: ${path.relative(process.cwd(), TORTURE)}`).toBe(true);
    const found = await inspect(path.join(TORTURE, 'encoding-csv/spectrum_escaped_quotes.csv'));
    expect(found.columns).toEqual([
      { name: 'a', samples: ['1', '3'] },
      { name: 'b', samples: ['ha "ha" ha', '4'] },
    ]);
  });
});
