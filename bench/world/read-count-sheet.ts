/** Writes or reads the count sheet of the bench once and prints what it cost: `read-count-sheet.ts write|preview|import|exceljs FILE`. */
import { readFileSync, rmSync } from 'node:fs';
import ExcelJS from 'exceljs';
import { BulkWorkbook } from '../../src-main/exchange/bulk-workbook.ts';
import readForeignFile, { type Inspected, type Previewed } from '../../src-main/exchange/read-file.isolated.ts';
import type { SinkColumn } from '../../src-main/exchange/workbook-sink.ts';
import { suggestMapping } from '../../src-shared/domain/exchange/suggest-mapping.ts';

const ROWS = 100_000;
const COLUMNS: readonly SinkColumn[] = [
  { header: '盘点表号', format: 'code', widthCharacters: 14 },
  { header: '行标识', format: 'code', widthCharacters: 28 },
  { header: '货位', format: 'code', widthCharacters: 12 },
  { header: '配件编码', format: 'code', widthCharacters: 18 },
  { header: '名称', format: 'text', widthCharacters: 28 },
  { header: '实盘数', format: 'qtyMilli', widthCharacters: 12 },
  { header: '实盘单位', format: 'text', widthCharacters: 8 },
  { header: '盘点人', format: 'text', widthCharacters: 10 },
  { header: '盘点时间', format: 'instantMs', widthCharacters: 18 },
  { header: '备注', format: 'text', widthCharacters: 20 },
];

const HEADINGS = COLUMNS.map((column) => ({ name: column.header, samples: [] }));

async function write(file: string): Promise<void> {
  const book = new BulkWorkbook(file);
  await book.sheet({
    ...{ name: '盘点表', title: '盘点表', subtitle: ['', '', ''], columns: COLUMNS, frozenColumns: 0, totals: null },
    ...{ totalLabel: '', pageFooter: '' },
  });
  for (let index = 0; index < ROWS; index += 1) {
    const number = String(index).padStart(6, '0');
    const room = book.row([
      ...[
        'PD-2026-01',
        `01JHQ0000000000000${number}`,
        `A-${String(index % 800)}`,
        `00${number}`,
        `发动机机油滤清器总成 ${String(index % 6000)}`,
      ],
      ...[
        (index % 97) * 1000,
        '个',
        'pandian01',
        1_767_600_000_000 + index * 1000,
        index % 10 === 0 ? '标签破损' : null,
      ],
    ]);
    if (room !== undefined) await room;
  }
  await book.close();
}

/** What the screens do: the first look at the file, then the preview. */
async function importSheet(file: string): Promise<void> {
  const found = (await readForeignFile(
    { action: 'inspect', path: file, kind: 'countSheets', sheet: null, headerRowNo: null },
    quiet,
  )) as Inspected;
  await preview(file, suggestMapping('countSheets', found.columns), found.headerRowNo);
}

const quiet = { progress: () => undefined };

/** Parses and judges every row and keeps what a person is shown. */
async function preview(
  file: string,
  mapping = suggestMapping('countSheets', HEADINGS),
  headerRowNo = 3,
): Promise<void> {
  const thingsPath = `${file}.ndjson`;
  const previewed = (await readForeignFile(
    { action: 'preview', path: file, kind: 'countSheets', sheet: null, headerRowNo, mapping, known: {}, thingsPath },
    quiet,
  )) as Previewed;
  rmSync(thingsPath);
  if (previewed.things !== ROWS)
    throw new Error(`${String(previewed.things)} of ${String(ROWS)} rows: ${JSON.stringify(previewed.findings[0])}`);
}

async function readExcelJs(file: string): Promise<void> {
  let rows = 0;
  const reader = new ExcelJS.stream.xlsx.WorkbookReader(file, {
    worksheets: 'emit',
    sharedStrings: 'cache',
    styles: 'cache',
  });
  for await (const sheet of reader) for await (const row of sheet) if (row.cellCount > 0) rows += 1;
  if (rows < ROWS) throw new Error(`exceljs read ${String(rows)} rows`);
}

const [what = '', file = ''] = process.argv.slice(2);
const before = { rss: process.memoryUsage().rss, cpu: process.cpuUsage(), atMs: performance.now() };
const runs: Readonly<Record<string, (path: string) => Promise<void>>> = {
  write,
  preview: (path) => preview(path),
  import: importSheet,
  exceljs: readExcelJs,
};
await runs[what]?.(file);
const cpu = process.cpuUsage(before.cpu);
const status = readFileSync('/proc/self/status', 'utf8');
const peakKib = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0);
process.stdout.write(
  JSON.stringify({
    cpuMs: Math.round((cpu.user + cpu.system) / 1000),
    wallMs: Math.round(performance.now() - before.atMs),
    overIdleMiB: Math.round((peakKib * 1024 - before.rss) / 1048576),
  }),
);
