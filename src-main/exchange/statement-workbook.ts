import type { z } from 'zod';
import type ExcelJS from 'exceljs';
import type { StatementDetail } from '../../src-shared/contract/settlement.contract.ts';
import { columnLetters } from '../../src-shared/domain/exchange/find-header.ts';
import { commonNotes, yuanText, type ExportFacts } from './export-notes.ts';
import { asFileProblem } from '../jobs/file-problems.ts';
import { loadExcel } from './excel-library.ts';
import { dropGrowingFile, finishFile, growingPath } from './finished-file.ts';
import { dateSerial, NUMBER_FORMATS, plainText, sheetName, type CellFormat } from './workbook-sink.ts';
import type { WorkbookText } from './workbook-text.ts';

export type StatementValue = z.infer<typeof StatementDetail>;
type ClaimValue = StatementValue['claims'][number];

export interface StatementBookInput extends ExportFacts {
  path: string;
  statement: StatementValue;
  workOrderNos: ReadonlyMap<string, string>;
  rulesets: string;
}

type Column = readonly [
  key: string,
  format: CellFormat,
  width: number,
  value: (claim: ClaimValue, input: StatementBookInput) => string | number | null,
];

/** Output 1 of claims §7. */
const COLUMNS: readonly Column[] = [
  ['seq', 'integer', 5, (claim) => claim.seq],
  ['claimNo', 'code', 19, (claim) => claim.no],
  ['workOrder', 'code', 18, (claim, input) => input.workOrderNos.get(claim.claimId) ?? null],
  ['vin', 'code', 19, (claim) => claim.vin],
  ['plate', 'code', 11, (claim) => claim.plateNo],
  ['model', 'text', 16, (claim) => claim.modelName],
  ['finish', 'date', 11, (claim) => claim.repairFinishDate],
  ['type', 'text', 9, (claim) => claim.type],
  ['labour', 'fen', 11, (claim) => claim.labourFen],
  ['material', 'fen', 11, (claim) => claim.materialFen],
  ['handling', 'fen', 10, (claim) => claim.handlingFen],
  ['travel', 'fen', 10, (claim) => claim.travelFen],
  ['other', 'fen', 10, (claim) => claim.otherFen],
  ['claimed', 'fen', 12, (claim) => claim.claimedFen],
  ['approved', 'fen', 12, (claim) => claim.approvedFen],
  ['cut', 'fen', 11, (claim) => claim.cutFen],
  ['reason', 'code', 8, (claim) => claim.reasonCode],
];
const LAST = columnLetters(COLUMNS.length - 1);
const HEADER_ROW = 6;
const FONT = '等线';
const THIN = { style: 'thin', color: { argb: 'FFBFC5CC' } } as const;
const BORDER = { top: THIN, left: THIN, bottom: THIN, right: THIN } as const;
const GREY = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFEDF0F3' } } as const;

/** Writes the settlement statement in the house's layout (grid-excel-print §5) and returns the path it has at last. */
export async function writeStatementWorkbook(input: StatementBookInput, t: WorkbookText): Promise<string> {
  const Excel = await loadExcel();
  const book = new Excel.stream.xlsx.WorkbookWriter({
    filename: growingPath(input.path),
    useStyles: true,
    useSharedStrings: false,
    zip: { zlib: { level: 6 } },
  });
  try {
    writeStatementSheet(book, input, t);
    writeNotes(book, input, t);
    await book.commit();
    return await finishFile(input.path);
  } catch (error) {
    await dropGrowingFile(input.path);
    throw asFileProblem(error);
  }
}

function writeStatementSheet(
  book: ExcelJS.stream.xlsx.WorkbookWriter,
  input: StatementBookInput,
  t: WorkbookText,
): void {
  const { statement } = input.statement;
  const sheet = book.addWorksheet(sheetName(`${t('book.statement')} ${statement.no}`), {
    views: [{ state: 'frozen', xSplit: 2, ySplit: HEADER_ROW, showGridLines: false }],
    pageSetup: {
      paperSize: 9,
      orientation: 'portrait',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      horizontalCentered: true,
      horizontalDpi: 300,
      verticalDpi: 300,
      margins: { left: 0.4, right: 0.4, top: 0.5, bottom: 0.5, header: 0.2, footer: 0.2 },
      printTitlesRow: `1:${String(HEADER_ROW)}`,
    },
    headerFooter: { oddFooter: `&C${t('book.page')}&R&D` },
    properties: { defaultRowHeight: 16 },
  });
  sheet.columns = COLUMNS.map(([, , width]) => ({ width }));
  writeHead(sheet, input, t);
  const lastRow = writeClaims(sheet, input, t);
  sheet.autoFilter = `A${String(HEADER_ROW)}:${LAST}${String(lastRow)}`;
  writeTotals(sheet, input, lastRow, t);
  writeFooter(sheet, input, t);
  sheet.commit();
}

type Sheet = ReturnType<ExcelJS.stream.xlsx.WorkbookWriter['addWorksheet']>;

function writeHead(sheet: Sheet, { statement: detail }: StatementBookInput, t: WorkbookText): void {
  const { statement } = detail;
  const month = `${statement.periodFromDate.slice(0, 7)} `;
  const title = sheet.getRow(1);
  title.getCell(1).value = `${month}${t('book.statement')}`;
  title.getCell(1).font = { name: FONT, size: 16, bold: true };
  title.getCell(1).alignment = { horizontal: 'center', vertical: 'middle' };
  title.height = 30;
  sheet.mergeCells(`A1:${LAST}1`);
  title.commit();
  const period = t('book.period', { from: statement.periodFromDate, to: statement.periodToDate });
  const lines: readonly (readonly (readonly [
    column: number,
    text: string,
    horizontal: 'left' | 'center' | 'right',
  ])[])[] = [
    [
      [1, t('book.preparedBy'), 'left'],
      [8, period, 'center'],
      [COLUMNS.length, t('book.unitYuan'), 'right'],
    ],
    [
      [1, `${t('book.no')}: ${statement.no}`, 'left'],
      [8, `${t('book.station')}: ${statement.claimantCode} ${statement.claimantName}`, 'left'],
    ],
    [
      [1, `${t('book.grade')}: ${detail.grade ?? '–'}`, 'left'],
      [
        4,
        `${t('book.taxpayer')}: ${detail.taxpayerType === null ? '–' : t(`exchange.choice.${detail.taxpayerType}`)}`,
        'left',
      ],
      [8, `${t('book.taxNo')}: ${detail.taxNo ?? '–'}`, 'left'],
    ],
    [
      [1, `${t('book.status')}: ${t(`statementStatus.${statement.status}`)}`, 'left'],
      [8, `${t('book.bank')}: ${detail.bankName ?? '–'} ${detail.bankAccount ?? ''}`, 'left'],
    ],
  ];
  lines.forEach((cells, index) => {
    const row = sheet.getRow(index + 2);
    for (const [column, text, horizontal] of cells) {
      const cell = row.getCell(column);
      cell.value = plainText(text);
      cell.font = { name: FONT, size: 10 };
      cell.alignment = { horizontal, vertical: 'middle' };
    }
    row.commit();
  });
}

function writeClaims(sheet: Sheet, input: StatementBookInput, t: WorkbookText): number {
  const header = sheet.getRow(HEADER_ROW);
  header.height = 26;
  COLUMNS.forEach(([key], index) => {
    const cell = header.getCell(index + 1);
    cell.value = t(`book.${key}`);
    cell.font = { name: FONT, size: 10, bold: true };
    cell.fill = GREY;
    cell.border = BORDER;
    cell.alignment = { horizontal: 'center', vertical: 'middle', wrapText: true };
  });
  header.commit();
  let rowNo = HEADER_ROW;
  for (const claim of input.statement.claims) {
    rowNo += 1;
    const row = sheet.getRow(rowNo);
    COLUMNS.forEach(([key, format, , value], index) => {
      const raw = value(claim, input);
      const shown = key === 'type' && typeof raw === 'string' ? t(`claimType.${raw}`) : raw;
      setValue(row.getCell(index + 1), shown, format);
    });
    row.commit();
  }
  return rowNo;
}

function setValue(cell: ExcelJS.Cell, value: string | number | null, format: CellFormat): void {
  cell.numFmt = NUMBER_FORMATS[format];
  cell.font = { name: FONT, size: 10 };
  cell.border = BORDER;
  cell.alignment = {
    vertical: 'middle',
    horizontal: format === 'text' ? 'left' : format === 'code' || format === 'date' ? 'center' : 'right',
  };
  if (value === null) return;
  if (typeof value === 'string') cell.value = format === 'date' ? dateSerial(value) : plainText(value);
  else cell.value = format === 'fen' ? value / 100 : value; // shown and read back with two decimals: a float of 15 digits holds every fen
}

function writeTotals(sheet: Sheet, input: StatementBookInput, lastRow: number, t: WorkbookText): void {
  const row = sheet.getRow(lastRow + 1);
  COLUMNS.forEach(([key, format, , value], index) => {
    const cell = row.getCell(index + 1);
    cell.fill = GREY;
    cell.border = BORDER;
    cell.font = { name: FONT, size: 10, bold: true };
    if (key === 'claimNo') cell.value = t('book.total');
    if (format !== 'fen') return;
    const sumFen = input.statement.claims.reduce((sum, claim) => sum + Number(value(claim, input)), 0);
    const letters = columnLetters(index);
    const range = `${letters}${String(HEADER_ROW + 1)}:${letters}${String(Math.max(lastRow, HEADER_ROW + 1))}`;
    cell.numFmt = NUMBER_FORMATS.fen;
    cell.value = { formula: `SUBTOTAL(109,${range})`, result: sumFen / 100 };
  });
  row.commit();
}

type FooterLine = readonly [label: string, amountFen: number];

function footerLines({ statement: detail }: StatementBookInput, t: WorkbookText): FooterLine[] {
  const { statement, groups } = detail;
  return [
    [t('book.preTax'), detail.preTaxAdjFen],
    ...groups.flatMap((group): FooterLine[] => [
      [t('book.taxBase', { rate: `${String(group.taxRateBp / 100)}%` }), group.taxBaseFen],
      [t('book.tax'), group.taxFen],
    ]),
    [t('book.gross'), statement.grossFen],
    [t('book.offset'), detail.offsetFen],
    [t('book.carryIn'), detail.carryInFen],
    [t('book.carryOut'), statement.carryOutFen],
    [t('book.payable'), statement.payableFen],
  ];
}

function writeFooter(sheet: Sheet, input: StatementBookInput, t: WorkbookText): void {
  for (const [label, amountFen] of footerLines(input, t)) {
    const row = sheet.addRow([]);
    const name = row.getCell(13);
    name.value = label;
    name.alignment = { horizontal: 'right' };
    name.font = { name: FONT, size: 10 };
    const amount = row.getCell(15);
    amount.value = amountFen / 100;
    amount.numFmt = NUMBER_FORMATS.fen;
    amount.font = { name: FONT, size: 10, bold: true };
    row.commit();
  }
  const words = sheet.addRow([]);
  words.getCell(1).value = `${t('book.inWords')}: ${input.statement.payableInWords}`;
  words.getCell(1).font = { name: FONT, size: 11, bold: true };
  words.commit();
  sheet.addRow([]).commit();
  const signatures = sheet.addRow([]);
  (['signMade', 'signChecked', 'signApproved', 'signStation'] as const).forEach((key, index) => {
    const cell = signatures.getCell(1 + index * 4);
    cell.value = `${t(`book.${key}`)}: ____________`;
    cell.font = { name: FONT, size: 10 };
  });
  signatures.height = 32;
  signatures.commit();
}

function writeNotes(book: ExcelJS.stream.xlsx.WorkbookWriter, input: StatementBookInput, t: WorkbookText): void {
  const { statement, claimsSha256, claims } = input.statement;
  const sheet = book.addWorksheet(t('book.notes'));
  sheet.columns = [{ width: 26 }, { width: 90 }];
  const notes = [
    ...commonNotes(`${t('book.statement')} ${statement.no}`, input, t),
    [t('book.note.filter'), t('book.period', { from: statement.periodFromDate, to: statement.periodToDate })],
    [t('book.note.rows'), String(claims.length)],
    [t('book.note.sumClaimed'), yuanText(statement.claimedFen)],
    [t('book.note.sumApproved'), yuanText(statement.netFen)],
    [t('book.note.ruleset'), input.rulesets],
    [t('book.note.hash'), claimsSha256 ?? '–'],
  ];
  for (const note of notes) sheet.addRow(note).commit();
  sheet.commit();
}
