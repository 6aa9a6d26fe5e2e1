import type ExcelJS from 'exceljs';
import { writeFile } from 'node:fs/promises';
import type { ImportKind } from '../../src-shared/contract/exchange.contract.ts';
import { columnLetters } from '../../src-shared/domain/exchange/find-header.ts';
import type { FieldDefinition, FieldType } from '../../src-shared/domain/exchange/field-definition.ts';
import { IMPORT_KINDS } from '../../src-shared/domain/exchange/import-kinds.ts';
import type { ReadStores } from '../db/stores.ts';
import { commonNotes, type ExportFacts } from './export-notes.ts';
import { asFileProblem } from '../jobs/file-problems.ts';
import { loadExcel } from './excel-library.ts';
import { dropGrowingFile, finishFile, growingPath } from './finished-file.ts';
import { kindRows, type KindRow } from './kind-rows.ts';
import { dateSerial, NUMBER_FORMATS, numberDigits, plainText, sheetName, type CellFormat } from './workbook-sink.ts';
import type { WorkbookText } from './workbook-text.ts';

export const FIELD_FORMATS: Readonly<Record<FieldType, CellFormat | 'choice'>> = {
  text: 'text',
  code: 'code',
  integer: 'integer',
  decimal: 'micro',
  moneyFen: 'fen',
  hoursCenti: 'hoursCenti',
  qtyMilli: 'qtyMilli',
  date: 'date',
  dateTime: 'instantMs',
  choice: 'choice',
  flag: 'choice',
};
/** Rows a template is prepared for; beyond them the cells are plain. */
const PREPARED_ROWS = 5000;
const FIRST_DATA_ROW = 3;
const HEADER_FILL = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFEDF0F3' } } as const;
const REQUIRED_FILL = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFFFF1D6' } } as const;
const FLAGS = ['Y', 'N'] as const;

/**
 * The template of a kind: headings for people in row 1 (required ones starred and coloured), the keys of the columns in the
 * hidden row 2, so that columns may be moved, choices from a hidden sheet, checks for dates and numbers. With data it holds
 * what is stored, and taking it in again changes nothing.
 */
export async function writeTemplate(
  stores: ReadStores,
  input: ExportFacts & { path: string; kind: ImportKind; withData: boolean },
  t: WorkbookText,
): Promise<{ path: string; rows: number }> {
  const Excel = await loadExcel();
  const book = new Excel.Workbook();
  const { fields } = IMPORT_KINDS[input.kind];
  const sheet = book.addWorksheet(sheetName(t(`exchange.kind.${input.kind}`)), {
    views: [{ state: 'frozen', ySplit: 2 }],
  });
  headings(sheet, fields, input.kind, t);
  let rows = 0;
  if (input.withData) {
    for (const row of kindRows(stores, input.kind)) {
      sheet.addRow(fields.map((field) => cellValue(field, row)));
      rows += 1;
    }
  }
  addChoices(book, sheet, fields, t);
  addNotes(book, input, rows, t);
  try {
    await writeFile(growingPath(input.path), Buffer.from(await book.xlsx.writeBuffer()));
    return { path: await finishFile(input.path), rows };
  } catch (error) {
    await dropGrowingFile(input.path);
    throw asFileProblem(error);
  }
}

function headings(
  sheet: ExcelJS.Worksheet,
  fields: readonly FieldDefinition[],
  kind: ImportKind,
  t: WorkbookText,
): void {
  const header = sheet.addRow(
    fields.map((field) => `${t(`exchange.field.${kind}.${field.key}`)}${field.required ? ' *' : ''}`),
  );
  header.height = 24;
  header.eachCell((cell, column) => {
    cell.font = { bold: true };
    cell.alignment = { horizontal: 'center', vertical: 'middle', wrapText: true };
    cell.fill = fields[column - 1]?.required === true ? REQUIRED_FILL : HEADER_FILL;
  });
  sheet.addRow(fields.map((field) => field.key)).hidden = true;
  fields.forEach((field, index) => {
    const column = sheet.getColumn(index + 1);
    const width = [...t(`exchange.field.${kind}.${field.key}`)].reduce(
      (sum, sign) => sum + (sign > '\u2e80' ? 2 : 1),
      0,
    );
    column.width = Math.max(field.type === 'text' ? 22 : 12, width + 4);
    column.numFmt = numberFormat(field);
  });
}

function numberFormat({ type }: FieldDefinition): string {
  const format = FIELD_FORMATS[type];
  return format === 'choice' ? '@' : NUMBER_FORMATS[format];
}

/** The stored value as a cell: texts and codes as text, numbers as numbers, days as days. */
function cellValue(field: FieldDefinition, row: KindRow): string | number | null {
  const value = row[field.key] ?? null;
  if (value === null || value === '') return null;
  const format = FIELD_FORMATS[field.type];
  if (field.type === 'flag') return value === 1 ? 'Y' : 'N';
  if (format === 'date') return dateSerial(String(value));
  if (typeof value === 'number' && format !== 'choice') return Number(numberDigits(value, format));
  return plainText(String(value));
}

/** The choices of each field on a hidden sheet: a list inside the cell would end at 255 characters. */
function addChoices(
  book: ExcelJS.Workbook,
  sheet: ExcelJS.Worksheet,
  fields: readonly FieldDefinition[],
  t: WorkbookText,
): void {
  const dictionary = book.addWorksheet(sheetName(t('book.dictionary')), { state: 'hidden' });
  const last = Math.max(PREPARED_ROWS, sheet.rowCount);
  fields.forEach((field, index) => {
    const letters = columnLetters(index);
    const range = `${letters}${String(FIRST_DATA_ROW)}:${letters}${String(last)}`;
    const choices = field.type === 'flag' ? FLAGS : field.choices;
    dictionary.getCell(1, index + 1).value = field.key;
    choices.forEach((choice, at) => {
      dictionary.getCell(at + 2, index + 1).value = choice;
    });
    const rule = validation(field, `'${dictionary.name}'!$${letters}$2:$${letters}$${String(choices.length + 1)}`, t);
    // exceljs has the collection but not its type: one entry for a whole range instead of one for every cell.
    if (rule !== null) (sheet as unknown as { dataValidations: Validations }).dataValidations.add(range, rule);
  });
}

interface Validations {
  add(range: string, rule: ExcelJS.DataValidation): void;
}

function validation(field: FieldDefinition, choices: string, t: WorkbookText): ExcelJS.DataValidation | null {
  const told = { allowBlank: true, showErrorMessage: true, error: t('book.template.wrong') } as const;
  switch (FIELD_FORMATS[field.type]) {
    case 'choice':
      return { ...told, type: 'list', formulae: [choices] };
    case 'date':
    case 'instantMs':
      return { ...told, type: 'date', operator: 'greaterThan', formulae: [new Date(Date.UTC(1990, 0, 1))] };
    case 'integer':
      return { ...told, type: 'whole', operator: 'greaterThanOrEqual', formulae: [field.signed ? -1e12 : 0] };
    case 'text':
    case 'code':
      return null;
    default:
      return { ...told, type: 'decimal', operator: 'greaterThanOrEqual', formulae: [field.signed ? -1e12 : 0] };
  }
}

function addNotes(
  book: ExcelJS.Workbook,
  input: ExportFacts & { kind: ImportKind },
  rows: number,
  t: WorkbookText,
): void {
  const notes = book.addWorksheet(sheetName(t('book.notes')));
  notes.columns = [{ width: 26 }, { width: 90 }];
  const lines = [
    ...commonNotes(t('book.templateOf', { kind: t(`exchange.kind.${input.kind}`) }), input, t),
    [t('book.note.rows'), String(rows)],
    [t('book.template.about'), t(`exchange.kindText.${input.kind}`)],
    [t('book.template.how'), t('book.template.rules')],
  ];
  for (const line of lines) notes.addRow([...line]);
}
