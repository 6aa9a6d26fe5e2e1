/** Writes the workbook of the bench once and prints what it cost: `write-workbook.ts bulk|exceljs FILE`. */
import { readFileSync } from 'node:fs';
import ExcelJS from 'exceljs';
import { BulkWorkbook } from '../../src-main/exchange/bulk-workbook.ts';
import { dateSerial, NUMBER_FORMATS, type CellFormat, type CellValue } from '../../src-main/exchange/workbook-sink.ts';

const ROWS = 100_000;
/** 7 texts, 4 integers, 6 amounts, 3 dates (grid-excel-print §4.2). */
const FORMATS: readonly CellFormat[] = [
  ...Array<CellFormat>(7).fill('code'),
  ...Array<CellFormat>(4).fill('integer'),
  ...Array<CellFormat>(6).fill('fen'),
  ...Array<CellFormat>(3).fill('date'),
];
const STATUSES = ['待判定', '已通过', '部分通过', '已驳回'];
const DAYS = Array.from({ length: 365 }, (_, day) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10));

function rowOf(index: number): CellValue[] {
  const day = (offset: number): string => DAYS[(index * 7 + offset) % DAYS.length] ?? '2026-01-01';
  const number = String(index).padStart(6, '0');
  return [
    `SPJN2601${number}`,
    `LXCBUS7B4D1${number}`,
    STATUSES[index % 4] ?? '',
    `济南宏达汽车服务站${String(index % 180)}`,
    `鲁A${String(10_000 + (index % 89_999))}`,
    `发动机机油滤清器总成 ${String(index % 6000)}`,
    `R${String(index % 40).padStart(2, '0')}`,
    index % 500_000,
    index % 36,
    index % 9,
    (index * 31) % 1000,
    ...Array.from({ length: 6 }, (_, column) => (index * 7919 + column * 104_729) % 900_000),
    day(0),
    day(3),
    day(9),
  ];
}

async function writeBulk(file: string): Promise<void> {
  const book = new BulkWorkbook(file);
  await book.sheet({
    name: '索赔明细',
    title: '索赔明细',
    subtitle: ['', '', ''],
    columns: FORMATS.map((format, index) => ({ header: `列${String(index + 1)}`, format, widthCharacters: 14 })),
    frozenColumns: 1,
    totals: null,
    totalLabel: '',
    pageFooter: '',
  });
  for (let index = 0; index < ROWS; index += 1) {
    const room = book.row(rowOf(index));
    if (room !== undefined) await room;
  }
  await book.close();
}

/** The peer as its users write it: styles by column, no shared strings, the same values, packed the same. */
async function writeExcelJs(file: string): Promise<void> {
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({
    filename: file,
    useStyles: true,
    useSharedStrings: false,
    zip: { zlib: { level: 6 } },
  });
  const sheet = book.addWorksheet('索赔明细', { views: [{ state: 'frozen', ySplit: 1 }] });
  const thin = { style: 'thin', color: { argb: 'FFBFC5CC' } } as const;
  sheet.columns = FORMATS.map((format, index) => ({
    header: `列${String(index + 1)}`,
    width: 14,
    style: {
      numFmt: NUMBER_FORMATS[format],
      font: { name: '等线', size: 10 },
      border: { top: thin, left: thin, bottom: thin, right: thin },
    },
  }));
  for (let index = 0; index < ROWS; index += 1) {
    const values = rowOf(index).map((value, column) => {
      if (typeof value === 'number') return FORMATS[column] === 'fen' ? value / 100 : value;
      return FORMATS[column] === 'date' && value !== null ? dateSerial(value) : value;
    });
    sheet.addRow(values).commit();
    // The library has no backpressure: a pause now and then lets the packer keep up (grid-excel-print §4.1).
    if (index % 2_000 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  sheet.commit();
  await book.commit();
}

/** Peak resident memory in MiB as the kernel counts it; 0 where it does not say. */
function peakMiB(): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return process.resourceUsage().maxRSS / 1024; // not Linux
  }
}

const [writer, file] = process.argv.slice(2);
if (file === undefined) throw new Error('write-workbook.ts bulk|exceljs FILE');
const idleMiB = process.memoryUsage.rss() / 1048576;
const cpuBefore = process.cpuUsage();
const startedAtMs = performance.now();
await (writer === 'bulk' ? writeBulk(file) : writeExcelJs(file));
const cpu = process.cpuUsage(cpuBefore);
console.log(
  JSON.stringify({
    cpuMs: (cpu.user + cpu.system) / 1000,
    wallMs: performance.now() - startedAtMs,
    overIdleMiB: Math.max(0, peakMiB() - idleMiB),
  }),
);
