import { cellText, EMPTY_CELL, type Cell } from './cell.ts';
import type { FieldDefinition } from './field-definition.ts';
import { REFERENCES } from './import-kinds.ts';
import { parseCell, type FieldValue } from './parse-value.ts';
import { suggestValue } from './suggest-value.ts';
import type { FieldSource, Mapping } from './suggest-mapping.ts';

export type IssueDetails = Record<string, string | number | boolean | null>;

/** One finding about one cell of the file; the sentence is found by `reason`. */
export interface RowFinding {
  rowNo: number;
  field: string | null;
  value: string | null;
  reason: string;
  details: IssueDetails;
}

export interface ReadRow {
  rowNo: number;
  /** Mapped fields only; null where the cell is empty. */
  values: Record<string, FieldValue>;
  /** The texts as they stand in the file, by field, for the preview. */
  texts: Record<string, string>;
  findings: RowFinding[];
  roundedFields: string[];
}

/** How the texts of a key made of several columns are joined. */
export const JOINER = ' | ';

export interface RowReader {
  fields: readonly FieldDefinition[];
  mapping: Mapping;
  /** Position of each column name in a row. */
  positions: ReadonlyMap<string, number>;
  known: KnownCodes;
}

/** Codes that exist, by field; a field that is not listed is not checked here (the server checks all of them). */
export type KnownCodes = Readonly<Record<string, ReadonlySet<string>>>;

/** The typed values of one row under a mapping, with a finding for each cell that cannot be what its field says. */
export function readRow(reader: RowReader, rowNo: number, cells: readonly Cell[]): ReadRow {
  const row: ReadRow = { rowNo, values: {}, texts: {}, findings: [], roundedFields: [] };
  for (const field of reader.fields) {
    const source = reader.mapping.fields[field.key];
    if (source === undefined) continue;
    const cell = sourceCell(source, reader.positions, cells);
    readField(reader, row, { field, source, cell });
  }
  const extra = cells.slice(reader.positions.size).find((cell) => cellText(cell) !== '');
  if (extra !== undefined) {
    const details = { columns: reader.positions.size, cells: cells.length };
    const value = cellText(extra).slice(0, 200);
    row.findings.push({ rowNo, field: null, value, reason: 'row-has-too-many-cells', details });
  }
  return row;
}

interface Place {
  field: FieldDefinition;
  source: FieldSource;
  cell: Cell;
}

function readField(reader: RowReader, row: ReadRow, { field, source, cell }: Place): void {
  const text = cellText(cell);
  const known = reader.known[field.key];
  row.texts[field.key] = text;
  const parsed = parseCell(cell, field, {
    dateOrder: source.from === 'fixed' ? 'ymd' : reader.mapping.dateOrder,
    rounds: source.from === 'column' && source.rounds === true,
  });
  const refuse = (reason: string): void => {
    const details = detailsOf(field, text, reason, known);
    row.findings.push({ rowNo: row.rowNo, field: field.key, value: text.slice(0, 200), reason, details });
  };
  if (!parsed.ok) {
    refuse(parsed.reason);
    return;
  }
  row.values[field.key] = parsed.value;
  if (parsed.rounded === true) row.roundedFields.push(field.key);
  if (parsed.value === null && field.required) refuse(field.isKey ? 'key-missing' : 'value-missing');
  else if (typeof parsed.value === 'string' && known?.has(parsed.value) === false) {
    refuse(field.references === null ? 'code-unknown' : REFERENCES[field.references].reason);
  }
}

function detailsOf(
  field: FieldDefinition,
  text: string,
  reason: string,
  known: ReadonlySet<string> | undefined,
): IssueDetails {
  const details: IssueDetails = {};
  if (reason === 'choice-unknown') details['choices'] = field.type === 'flag' ? 'Y, N' : field.choices.join(', ');
  if (reason === 'text-too-long') details['limit'] = field.maxLength;
  const suggested = suggestValue(field, text, known);
  if (suggested !== null) details['suggested'] = suggested;
  return details;
}

function sourceCell(source: FieldSource, positions: ReadonlyMap<string, number>, cells: readonly Cell[]): Cell {
  if (source.from === 'fixed') return { is: 'text', text: source.value };
  if (source.from === 'column') return cells[positions.get(source.column) ?? -1] ?? EMPTY_CELL;
  const parts = source.columns.map((column) => cells[positions.get(column) ?? -1] ?? EMPTY_CELL);
  const broken = parts.find((part) => part.is === 'error');
  if (broken) return broken;
  const texts = parts.map(cellText);
  return texts.includes('') ? EMPTY_CELL : { is: 'text', text: texts.join(JOINER) };
}

/** Fields that must be mapped and are not, so that no row could ever be accepted. */
export function unmappedRequired(fields: readonly FieldDefinition[], mapping: Mapping): string[] {
  return fields.filter((field) => field.required && mapping.fields[field.key] === undefined).map((field) => field.key);
}
