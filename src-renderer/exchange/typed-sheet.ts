import type { ImportKind } from '../../src-shared/contract/exchange.contract.ts';
import type { FieldDefinition, FieldType } from '../../src-shared/domain/exchange/field-definition.ts';
import { IMPORT_KINDS } from '../../src-shared/domain/exchange/import-kinds.ts';
import { parseCell } from '../../src-shared/domain/exchange/parse-value.ts';
import { plainScaled } from '../grid/cell-text.ts';
import type { CellEdit, CellValue, ColumnKind, GridColumn } from '../grid/columns.tsx';

/** A row typed by hand: its id in the sheet and the value of each field. */
export type TypedRow = { id: string } & Record<string, CellValue>;

const KINDS: Partial<Record<FieldType, ColumnKind>> = {
  code: 'code',
  integer: 'integer',
  moneyFen: 'fen',
  hoursCenti: 'hours',
  qtyMilli: 'qty',
  date: 'date',
};
const SCALES: Partial<Record<FieldType, number>> = { integer: 0, moneyFen: 2, hoursCenti: 2, qtyMilli: 3 };
/** Kept as they were typed once they can be read: their stored form is for machines only. */
const AS_TYPED: ReadonlySet<FieldType> = new Set<FieldType>(['decimal', 'dateTime']);
const WIDTHS: Partial<Record<FieldType, number>> = { text: 150, code: 120, choice: 110, date: 100 };
const NARROW = 90;

/** The columns of a kind of import; every cell is read as the import engine itself will read it. */
export function typedColumns(kind: ImportKind): GridColumn<TypedRow>[] {
  return IMPORT_KINDS[kind].fields.map((field) => ({
    key: field.key,
    header: `exchange.field.${kind}.${field.key}`,
    kind: KINDS[field.type] ?? 'text',
    width: WIDTHS[field.type] ?? NARROW,
    edit: {
      parse: (text) => readTyped(field, text),
      ...(field.type === 'choice' ? { choices: field.choices } : {}),
    },
  }));
}

function readTyped(field: FieldDefinition, text: string): ReturnType<CellEdit['parse']> {
  const read = parseCell({ is: 'text', text }, field, { dateOrder: 'ymd', rounds: false });
  return read.ok && read.value !== null && AS_TYPED.has(field.type) ? { ok: true, value: text.trim() } : read;
}

export function emptyRow(kind: ImportKind, id: string): TypedRow {
  return { ...Object.fromEntries(IMPORT_KINDS[kind].fields.map(({ key }) => [key, null])), id };
}

const isFilled = (row: TypedRow): boolean =>
  Object.entries(row).some(([key, value]) => key !== 'id' && value !== null && value !== '');

export const filledRows = (rows: readonly TypedRow[]): TypedRow[] => rows.filter(isFilled);

/** The filled rows as a file for the import engine; its heads are the names of the fields, which the engine knows. */
export function typedFile(kind: ImportKind, rows: readonly TypedRow[], fileName: string): File {
  const { fields } = IMPORT_KINDS[kind];
  const lines = [
    fields.map(({ key }) => key),
    ...filledRows(rows).map((row) => fields.map((field) => textOf(field, row))),
  ];
  const text = lines.map((line) => line.map(csvCell).join(',')).join('\r\n');
  return new File(['\ufeff', text, '\r\n'], fileName, { type: 'text/csv' });
}

function textOf(field: FieldDefinition, row: TypedRow): string {
  const value = row[field.key];
  if (value === null || value === undefined) return '';
  const scale = SCALES[field.type];
  return typeof value === 'number' && scale !== undefined ? plainScaled(value, scale) : String(value);
}

const csvCell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
