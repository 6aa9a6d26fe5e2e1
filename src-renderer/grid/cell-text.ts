import type { TFunction } from 'i18next';
import { dayOfInstant } from '../ui/format.ts';
import type { ClipboardCell } from './clipboard-text.ts';
import type { ColumnKind, GridColumn } from './columns.tsx';

/** Decimal places of the kinds that are whole numbers of a smaller unit. */
export const KIND_SCALES: Partial<Record<ColumnKind, number>> = { fen: 2, integer: 0, hours: 2, qty: 3 };

/** A value as machines write it: 1234.50 without separators or currency, the word of the screen for a word. */
export function machineText<Row>(column: GridColumn<Row>, row: Row, t: TFunction): string {
  const value: unknown = row[column.key];
  if (column.copyText !== undefined) return column.copyText(row, t);
  if (value === null || value === undefined) return '';
  const scale = KIND_SCALES[column.kind];
  if (typeof value === 'number') {
    if (scale !== undefined) return plainScaled(value, scale);
    return column.kind === 'day' ? dayOfInstant(value) : String(value);
  }
  if (column.kind !== 'word') return String(value);
  return t([`${column.words ?? 'word'}.${String(value)}`, 'ui.verbatim'], { value });
}

/** The cell as the clipboard takes it; whatever is no number and no date stays text in a spreadsheet. */
export function clipboardCell<Row>(column: GridColumn<Row>, row: Row, t: TFunction): ClipboardCell {
  const asText = column.copyText !== undefined || (KIND_SCALES[column.kind] === undefined && !DATES.has(column.kind));
  return { text: machineText(column, row, t), asText };
}

const DATES: ReadonlySet<ColumnKind> = new Set(['date', 'day']);

/** 123450 with two places is 1234.50. */
export function plainScaled(value: number, scale: number): string {
  if (scale === 0) return String(value);
  const digits = String(Math.abs(value)).padStart(scale + 1, '0');
  return `${value < 0 ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
