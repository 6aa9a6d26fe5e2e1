import { cellText, EMPTY_CELL, type Cell } from './cell.ts';
import type { FieldDefinition } from './field-definition.ts';
import { REFERENCES } from './import-kinds.ts';
import type { Parsed } from './parse-number.ts';
import { parseCell, type FieldValue, type ReadingRules } from './parse-value.ts';
import { shownText } from './shown-text.ts';
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
  /** Mapped fields only; null where the cell is empty or, with a finding, cannot be read. */
  values: Record<string, FieldValue>;
  findings: RowFinding[];
  /** Values that were rounded to the scale of their field. */
  valuesRounded: number;
  /** The cells of the file, for the texts of `rowText` and `rowTexts`. */
  cells: readonly Cell[];
}

/** How the texts of a key made of several columns are joined. */
export const JOINER = ' | ';

/** Reads rows under one mapping; made once for a file. */
export interface RowReader {
  /** Every mapped field without a value: rows are made alike, so that they are made quickly. */
  blank: ReadRow['values'];
  fields: readonly MappedField[];
  /** Columns of the file; a filled cell behind them is one too many. */
  columnCount: number;
}

/** A field that the mapping fills, and the cell it was read from last: the same cell again needs no reading. */
interface MappedField {
  field: FieldDefinition;
  /** Where its value stands in the row; -1 when the file has no such column. */
  position: number;
  /** Of a value made of several columns: all of them. */
  positions: readonly number[];
  /** The cell of a value that is the same in every row. */
  fixed: Cell | null;
  rules: ReadingRules;
  known: ReadonlySet<string> | undefined;
  lastCell: Cell | null;
  lastRead: Parsed<FieldValue>;
}

/** Codes that exist, by field; a field that is not listed is not checked here (the server checks all of them). */
export type KnownCodes = Readonly<Record<string, ReadonlySet<string>>>;

/** The fields of a kind with the columns that a mapping gives them. */
export function createRowReader(
  fields: readonly FieldDefinition[],
  { columns, mapping, known }: { columns: readonly string[]; mapping: Mapping; known: KnownCodes },
): RowReader {
  const positions = new Map(columns.map((name, index) => [name, index]));
  const mapped = fields.filter((field) => mapping.fields[field.key] !== undefined);
  return {
    blank: Object.fromEntries(mapped.map((field) => [field.key, null])),
    columnCount: positions.size,
    fields: fields.flatMap((field): MappedField[] => {
      const source = mapping.fields[field.key];
      if (source === undefined) return [];
      const sources = resolveColumns(source, positions);
      const rules: ReadingRules = {
        dateOrder: source.from === 'fixed' ? 'ymd' : mapping.dateOrder,
        rounds: source.from === 'column' && source.rounds === true,
      };
      return [
        { field, rules, ...sources, known: known[field.key], lastCell: null, lastRead: { ok: true, value: null } },
      ];
    }),
  };
}

/** The typed values of one row under a mapping, with a finding for each cell that cannot be what its field says. */
export function readRow(reader: RowReader, rowNo: number, cells: readonly Cell[]): ReadRow {
  const row: ReadRow = { rowNo, values: { ...reader.blank }, findings: [], valuesRounded: 0, cells };
  for (const mapped of reader.fields) readField(mapped, row);
  const extra = firstFilled(cells, reader.columnCount);
  if (extra !== undefined) {
    const details = { columns: reader.columnCount, cells: cells.length };
    const value = cellText(extra).slice(0, 200);
    row.findings.push({ rowNo, field: null, value, reason: 'row-has-too-many-cells', details });
  }
  return row;
}

/** The text that stands in the file for a field of the row; null when the mapping does not fill the field. */
export function rowText(reader: RowReader, row: ReadRow, key: string): string | null {
  const mapped = reader.fields.find(({ field }) => field.key === key);
  return mapped === undefined ? null : shownText(sourceCell(mapped, row.cells));
}

/** The texts as they stand in the file, by field, for the preview. */
export function rowTexts(reader: RowReader, row: ReadRow): Record<string, string> {
  return Object.fromEntries(
    reader.fields.map((mapped) => [mapped.field.key, shownText(sourceCell(mapped, row.cells))]),
  );
}

function firstFilled(cells: readonly Cell[], from: number): Cell | undefined {
  for (let at = from; at < cells.length; at += 1) {
    const cell = cells[at];
    if (cell !== undefined && cellText(cell) !== '') return cell;
  }
  return undefined;
}

function readField(mapped: MappedField, row: ReadRow): void {
  const cell = sourceCell(mapped, row.cells);
  if (cell !== mapped.lastCell) {
    mapped.lastRead = parseCell(cell, mapped.field, mapped.rules);
    mapped.lastCell = cell;
  }
  const parsed = mapped.lastRead;
  if (!parsed.ok) {
    refuse(mapped, row, { cell, reason: parsed.reason });
    return;
  }
  const { field, known } = mapped;
  row.values[field.key] = parsed.value;
  if (parsed.rounded === true) row.valuesRounded += 1;
  if (parsed.value === null && field.required) {
    refuse(mapped, row, { cell, reason: field.isKey ? 'key-missing' : 'value-missing' });
  } else if (typeof parsed.value === 'string' && known?.has(parsed.value) === false) {
    refuse(mapped, row, {
      cell,
      reason: field.references === null ? 'code-unknown' : REFERENCES[field.references].reason,
    });
  }
}

function refuse({ field, known }: MappedField, row: ReadRow, { cell, reason }: { cell: Cell; reason: string }): void {
  const text = shownText(cell);
  const details = detailsOf(field, text, reason, known);
  row.findings.push({ rowNo: row.rowNo, field: field.key, value: text.slice(0, 200), reason, details });
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

/** The fixed cell of a source, or the place of its column; several columns are looked up at each row. */
function resolveColumns(
  source: FieldSource,
  positions: ReadonlyMap<string, number>,
): Pick<MappedField, 'position' | 'positions' | 'fixed'> {
  const placeOf = (column: string): number => positions.get(column) ?? -1;
  return {
    position: source.from === 'column' ? placeOf(source.column) : -1,
    positions: source.from === 'columns' ? source.columns.map(placeOf) : [],
    fixed: source.from === 'fixed' ? { is: 'text', text: source.value } : null,
  };
}

function sourceCell({ fixed, position, positions }: MappedField, cells: readonly Cell[]): Cell {
  if (fixed !== null) return fixed;
  if (positions.length === 0) return cells[position] ?? EMPTY_CELL;
  const parts = positions.map((place) => cells[place] ?? EMPTY_CELL);
  const broken = parts.find((part) => part.is === 'error');
  if (broken) return broken;
  const texts = parts.map(cellText);
  return texts.includes('') ? EMPTY_CELL : { is: 'text', text: texts.join(JOINER) };
}

/** Fields that must be mapped and are not, so that no row could ever be accepted. */
export function unmappedRequired(fields: readonly FieldDefinition[], mapping: Mapping): string[] {
  return fields.filter((field) => field.required && mapping.fields[field.key] === undefined).map((field) => field.key);
}
