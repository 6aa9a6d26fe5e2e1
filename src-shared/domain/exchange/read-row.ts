import { cellText, EMPTY_CELL, type Cell } from './cell.ts';
import type { FieldDefinition } from './import-kinds.ts';
import { parseCell, type FieldValue } from './parse-value.ts';
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

const UNKNOWN_REASONS: Readonly<Record<string, string>> = {
  regionCode: 'region-unknown',
  stationCode: 'station-unknown',
  opCode: 'operation-unknown',
};

/** The typed values of one row under a mapping, with a finding for each cell that cannot be what its field says. */
export function readRow(reader: RowReader, rowNo: number, cells: readonly Cell[]): ReadRow {
  const row: ReadRow = { rowNo, values: {}, texts: {}, findings: [] };
  for (const field of reader.fields) {
    const source = reader.mapping.fields[field.key];
    if (source === undefined) continue;
    const cell = sourceCell(source, reader.positions, cells);
    const text = cellText(cell);
    row.texts[field.key] = text;
    const parsed = parseCell(cell, field, source.from === 'fixed' ? 'ymd' : reader.mapping.dateOrder);
    if (!parsed.ok) {
      row.findings.push(finding(rowNo, field, text, parsed.reason));
      continue;
    }
    row.values[field.key] = parsed.value;
    if (parsed.value === null && field.required) {
      row.findings.push(finding(rowNo, field, text, field.isKey ? 'key-missing' : 'value-missing'));
    } else if (typeof parsed.value === 'string' && reader.known[field.key]?.has(parsed.value) === false) {
      row.findings.push(finding(rowNo, field, text, UNKNOWN_REASONS[field.key] ?? 'code-unknown'));
    }
  }
  const extra = cells.slice(reader.positions.size).find((cell) => cellText(cell) !== '');
  if (extra !== undefined) {
    const details = { columns: reader.positions.size, cells: cells.length };
    row.findings.push({
      rowNo,
      field: null,
      value: cellText(extra).slice(0, 200),
      reason: 'row-has-too-many-cells',
      details,
    });
  }
  return row;
}

function finding(rowNo: number, field: FieldDefinition, text: string, reason: string): RowFinding {
  return { rowNo, field: field.key, value: text.slice(0, 200), reason, details: detailsOf(field, reason) };
}

function detailsOf(field: FieldDefinition, reason: string): IssueDetails {
  if (reason === 'choice-unknown') return { choices: field.type === 'flag' ? 'Y, N' : field.choices.join(', ') };
  return {};
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
