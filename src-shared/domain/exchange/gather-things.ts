import { cellText, type Cell } from './cell.ts';
import { checkThing } from './check-thing.ts';
import { IMPORT_KINDS, type FieldDefinition } from './import-kinds.ts';
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

const KEY_JOINER = '\u001f';

/**
 * Collects the rows of a file into things. Every row ends in exactly one of three heaps: in a thing, refused with at
 * least one finding, or an exact repeat of an earlier row — so rows read = accepted + refused + repeated.
 */
export function createGatherer(
  kind: ThingKind,
  columns: readonly string[],
  mapping: Mapping,
  known: KnownCodes = {},
): Gatherer {
  const fields = IMPORT_KINDS[kind];
  const reader: RowReader = { fields, mapping, positions: new Map(columns.map((name, index) => [name, index])), known };
  const firstRowByContent = new Map<string, number>();
  const open = new Map<string, OpenThing>();
  const findings: RowFinding[] = [];
  const repeats: Gathered['repeats'] = [];
  let rowsRead = 0;

  return {
    addRow(rowNo, cells) {
      rowsRead += 1;
      const content = cells.map(cellText).join(KEY_JOINER);
      const sameAsRowNo = firstRowByContent.get(content);
      if (sameAsRowNo !== undefined) {
        repeats.push({ rowNo, sameAsRowNo });
        return null;
      }
      firstRowByContent.set(content, rowNo);
      const row = readRow(reader, rowNo, cells);
      if (row.findings.length === 0) placeRow(kind, fields, open, row);
      findings.push(...row.findings);
      return row;
    },
    finish() {
      return closeThings(kind, open, { findings, repeats, rowsRead });
    },
  };
}

/** Puts a clean row into its thing, or adds to the row the finding that keeps it out. */
function placeRow(
  kind: ThingKind,
  fields: readonly FieldDefinition[],
  open: Map<string, OpenThing>,
  row: ReadRow,
): void {
  const key = fields
    .filter((field) => field.isKey)
    .map((field) => String(row.values[field.key] ?? ''))
    .join(KEY_JOINER);
  const thing = open.get(key);
  if (thing === undefined) {
    open.set(key, { key, first: row, rows: [row] });
    return;
  }
  if (kind !== 'claims') {
    row.findings.push(sameKeyFinding(fields, thing.first, row));
    return;
  }
  const differing = fields.find(
    (field) => !field.perRow && (row.values[field.key] ?? null) !== (thing.first.values[field.key] ?? null),
  );
  if (differing === undefined) thing.rows.push(row);
  else {
    row.findings.push({
      rowNo: row.rowNo,
      field: differing.key,
      value: row.texts[differing.key] ?? null,
      reason: 'rows-of-one-claim-disagree',
      details: { otherRowNo: thing.first.rowNo, otherValue: thing.first.texts[differing.key] ?? '' },
    });
  }
}

function sameKeyFinding(fields: readonly FieldDefinition[], first: ReadRow, row: ReadRow): RowFinding {
  const keyField = fields.find((field) => field.isKey);
  const field = keyField?.key ?? null;
  return {
    rowNo: row.rowNo,
    field,
    value: field === null ? null : (row.texts[field] ?? null),
    reason: 'key-already-in-file',
    details: { otherRowNo: first.rowNo },
  };
}

function closeThings(
  kind: ThingKind,
  open: ReadonlyMap<string, OpenThing>,
  read: { findings: RowFinding[]; repeats: Gathered['repeats']; rowsRead: number },
): Gathered {
  const things: Gathered['things'] = [];
  let rowsAccepted = 0;
  for (const one of open.values()) {
    const thing = { key: one.key, rowNos: one.rows.map((row) => row.rowNo), values: thingValues(kind, one) };
    const problems = checkThing(kind, thing.values);
    if (problems.length === 0) {
      things.push(thing);
      rowsAccepted += one.rows.length;
      continue;
    }
    for (const row of one.rows) {
      for (const problem of problems) {
        if (problem.rowNo !== null && problem.rowNo !== row.rowNo) continue;
        read.findings.push({ ...problem, rowNo: row.rowNo });
      }
      if (!problems.some((problem) => problem.rowNo === null || problem.rowNo === row.rowNo)) {
        const culprit = problems[0]?.rowNo ?? one.first.rowNo;
        read.findings.push({
          rowNo: row.rowNo,
          field: null,
          value: null,
          reason: 'other-row-refused',
          details: { otherRowNo: culprit },
        });
      }
    }
  }
  if (kind === 'claims')
    things.sort((left, right) =>
      dayOf(left.values) < dayOf(right.values) ? -1 : dayOf(left.values) > dayOf(right.values) ? 1 : 0,
    );
  const rowsRepeated = read.repeats.length;
  read.findings.sort((left, right) => left.rowNo - right.rowNo);
  return {
    things,
    findings: read.findings,
    repeats: read.repeats,
    counts: {
      rowsRead: read.rowsRead,
      rowsAccepted,
      rowsRefused: read.rowsRead - rowsAccepted - rowsRepeated,
      rowsRepeated,
    },
  };
}

/** Claims travel oldest first: the rules judge each by the claims that came before it. */
function dayOf(values: Readonly<Record<string, unknown>>): string {
  return String(values['submittedDate'] ?? values['finishDate'] ?? '');
}

function thingValues(kind: ThingKind, thing: OpenThing): Record<string, unknown> {
  if (kind !== 'claims') return thing.first.values;
  const perRow = new Set(IMPORT_KINDS.claims.filter((field) => field.perRow).map((field) => field.key));
  const head = Object.entries(thing.first.values).filter(([key]) => !perRow.has(key));
  return { ...Object.fromEntries(head), lines: thing.rows.map((row) => lineValues(row, perRow)) };
}

function lineValues(row: ReadRow, perRow: ReadonlySet<string>): Record<string, FieldValue> {
  const line: Record<string, FieldValue> = { rowNo: row.rowNo };
  for (const [key, value] of Object.entries(row.values)) if (perRow.has(key)) line[key] = value;
  line['costType'] ??= (line['partNo'] ?? null) === null ? 'LABOUR' : 'MATERIAL';
  return line;
}
