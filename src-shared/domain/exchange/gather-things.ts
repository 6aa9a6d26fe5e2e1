import { cellText, type Cell } from './cell.ts';
import { checkThing } from './check-thing.ts';
import type { FieldDefinition, KindDefinition } from './field-definition.ts';
import { IMPORT_KINDS } from './import-kinds.ts';
import type { FieldValue } from './parse-value.ts';
import { readRow, type KnownCodes, type ReadRow, type RowFinding, type RowReader } from './read-row.ts';
import type { Mapping } from './suggest-mapping.ts';
import type { ImportThing, ThingKind } from './things.ts';

export interface RowCounts {
  rowsRead: number;
  rowsAccepted: number;
  rowsRefused: number;
  rowsRepeated: number;
}

export interface Gathered {
  things: ImportThing<Record<string, unknown>>[];
  findings: RowFinding[];
  repeats: { rowNo: number; sameAsRowNo: number }[];
  counts: RowCounts;
  /** Values that were rounded to the scale of their field, because the mapping allows it. */
  valuesRounded: number;
}

export interface Gatherer {
  /** Takes a row; returns null for an exact repeat, else what was read. Empty rows must not be given. */
  addRow(rowNo: number, cells: readonly Cell[]): ReadRow | null;
  finish(): Gathered;
}

interface OpenThing {
  key: string;
  first: ReadRow;
  rows: ReadRow[];
}

interface Heap {
  open: Map<string, OpenThing>;
  findings: RowFinding[];
  repeats: Gathered['repeats'];
  rowsRead: number;
  valuesRounded: number;
}

const KEY_JOINER = '\u001f';

/**
 * Collects the rows of a file into things. Every row ends in exactly one of three heaps: in a thing, refused with at
 * least one finding, or a repeat of an earlier row — so rows read = accepted + refused + repeated. A repeat is a row that
 * says the same as an earlier one; where rows are appended (movements) no row is a repeat of another.
 */
export function createGatherer(
  kind: ThingKind,
  columns: readonly string[],
  mapping: Mapping,
  known: KnownCodes = {},
): Gatherer {
  const definition = IMPORT_KINDS[kind];
  const { fields } = definition;
  const reader: RowReader = { fields, mapping, positions: new Map(columns.map((name, index) => [name, index])), known };
  const firstRowByContent = new Map<string, number>();
  const heap: Heap = { open: new Map(), findings: [], repeats: [], rowsRead: 0, valuesRounded: 0 };
  // Where rows become lines, two rows that look alike but come from different columns are told apart by the whole row.
  const comparesWholeRows = definition.lines !== null;
  const keyFields = fields.filter((field) => field.isKey);

  return {
    addRow(rowNo, cells) {
      heap.rowsRead += 1;
      if (comparesWholeRows && isRepeat(firstRowByContent, cells.map(cellText).join(KEY_JOINER), rowNo, heap))
        return null;
      const row = readRow(reader, rowNo, cells);
      heap.valuesRounded += row.roundedFields.length;
      if (row.findings.length === 0 && !placeRow(definition, keyFields, heap, row)) return null;
      heap.findings.push(...row.findings);
      return row;
    },
    finish() {
      return closeThings(kind, heap);
    },
  };
}

function isRepeat(firstRowByContent: Map<string, number>, content: string, rowNo: number, heap: Heap): boolean {
  const sameAsRowNo = firstRowByContent.get(content);
  if (sameAsRowNo === undefined) firstRowByContent.set(content, rowNo);
  else heap.repeats.push({ rowNo, sameAsRowNo });
  return sameAsRowNo !== undefined;
}

/** Puts a clean row into its thing, or adds to the row the finding that keeps it out; false for a repeat. */
function placeRow(
  definition: KindDefinition,
  keyFields: readonly FieldDefinition[],
  heap: Heap,
  row: ReadRow,
): boolean {
  const key = definition.mode === 'append' ? `row${KEY_JOINER}${String(row.rowNo)}` : keyOf(keyFields, row.values);
  const thing = heap.open.get(key);
  if (thing === undefined) {
    heap.open.set(key, { key, first: row, rows: [row] });
    return true;
  }
  const differing = definition.fields.find(
    (field) => !field.perRow && (row.values[field.key] ?? null) !== (thing.first.values[field.key] ?? null),
  );
  if (definition.lines !== null) {
    if (differing === undefined) thing.rows.push(row);
    else row.findings.push(disagreement(definition.lines.reasons.disagree, differing, thing.first, row));
    return true;
  }
  if (differing === undefined) {
    heap.repeats.push({ rowNo: row.rowNo, sameAsRowNo: thing.first.rowNo });
    return false;
  }
  const about = disagreement('key-already-in-file', keyFields[0] ?? differing, thing.first, row);
  row.findings.push({ ...about, details: { otherRowNo: thing.first.rowNo } });
  return true;
}

function keyOf(keyFields: readonly FieldDefinition[], values: ReadRow['values']): string {
  return keyFields.map((field) => String(values[field.key] ?? '')).join(KEY_JOINER);
}

function disagreement(reason: string, field: FieldDefinition, first: ReadRow, row: ReadRow): RowFinding {
  return {
    rowNo: row.rowNo,
    field: field.key,
    value: row.texts[field.key] ?? null,
    reason,
    details: { otherRowNo: first.rowNo, otherValue: first.texts[field.key] ?? '' },
  };
}

function closeThings(kind: ThingKind, heap: Heap): Gathered {
  const definition = IMPORT_KINDS[kind];
  const things: Gathered['things'] = [];
  let rowsAccepted = 0;
  for (const one of heap.open.values()) {
    const thing = { key: one.key, rowNos: one.rows.map((row) => row.rowNo), values: thingValues(definition, one) };
    const problems = checkThing(kind, thing.values);
    if (problems.length === 0) {
      things.push(thing);
      rowsAccepted += one.rows.length;
    } else heap.findings.push(...findingsOf(one, problems));
  }
  sortThings(definition, things);
  const rowsRepeated = heap.repeats.length;
  heap.findings.sort((left, right) => left.rowNo - right.rowNo);
  return {
    things,
    findings: heap.findings,
    repeats: heap.repeats,
    counts: {
      rowsRead: heap.rowsRead,
      rowsAccepted,
      rowsRefused: heap.rowsRead - rowsAccepted - rowsRepeated,
      rowsRepeated,
    },
    valuesRounded: heap.valuesRounded,
  };
}

/** The problems of a thing at its rows; a row that has none of its own is told which row keeps it out. */
function findingsOf(one: OpenThing, problems: ReturnType<typeof checkThing>): RowFinding[] {
  return one.rows.flatMap((row): RowFinding[] => {
    const own = problems.filter((problem) => problem.rowNo === null || problem.rowNo === row.rowNo);
    if (own.length > 0) return own.map((problem) => ({ ...problem, rowNo: row.rowNo }));
    const otherRowNo = problems[0]?.rowNo ?? one.first.rowNo;
    return [{ rowNo: row.rowNo, field: null, value: null, reason: 'other-row-refused', details: { otherRowNo } }];
  });
}

function sortThings({ orderedBy }: KindDefinition, things: Gathered['things']): void {
  if (orderedBy.length === 0) return;
  const placeOf = (values: Readonly<Record<string, unknown>>): string =>
    String(orderedBy.map((key) => values[key]).find((value) => value !== undefined && value !== null) ?? '');
  things.sort((left, right) => {
    const [first, second] = [placeOf(left.values), placeOf(right.values)];
    return first < second ? -1 : first > second ? 1 : 0;
  });
}

function thingValues(definition: KindDefinition, thing: OpenThing): Record<string, unknown> {
  const { lines } = definition;
  if (lines === null) return thing.first.values;
  const perRow = new Set(definition.fields.filter((field) => field.perRow).map((field) => field.key));
  const head = Object.entries(thing.first.values).filter(([key]) => !perRow.has(key));
  return {
    ...Object.fromEntries(head),
    lines: thing.rows.map((row) => {
      const line: Record<string, FieldValue> = { rowNo: row.rowNo };
      for (const [key, value] of Object.entries(row.values)) if (perRow.has(key)) line[key] = value;
      lines.complete?.(line);
      return line;
    }),
  };
}
