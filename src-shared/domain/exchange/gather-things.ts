import type { Cell } from './cell.ts';
import { gatherLines } from './gather-lines.ts';
import { gatherRows } from './gather-rows.ts';
import type { GatheredThing, Gathering, RepeatedRow, RowJudge } from './gathering.ts';
import { IMPORT_KINDS } from './import-kinds.ts';
import { createRowReader, readRow, rowTexts, type KnownCodes, type ReadRow, type RowFinding } from './read-row.ts';
import type { Mapping } from './suggest-mapping.ts';
import type { ThingKind } from './things.ts';

export interface RowCounts {
  rowsRead: number;
  rowsAccepted: number;
  rowsRefused: number;
  rowsRepeated: number;
}

/** Where the things of a file are put as soon as they are whole; one is asked for again when its key comes twice. */
export interface ThingShelf {
  /** The place by which `get` finds the thing. */
  put(thing: GatheredThing): number;
  get(place: number): GatheredThing;
}

export interface Gathered {
  /** How many things were put on the shelf. */
  things: number;
  findings: RowFinding[];
  /** Of rows that are taken. */
  warnings: RowFinding[];
  repeats: RepeatedRow[];
  counts: RowCounts;
  /** Values that were rounded to the scale of their field, because the mapping allows it. */
  valuesRounded: number;
}

export interface Gatherer {
  /** Takes a row; returns null for an exact repeat, else what was read. Empty rows must not be given. */
  addRow(rowNo: number, cells: readonly Cell[]): ReadRow | null;
  /** The texts of a row as they stand in the file, by field. */
  textsOf(row: ReadRow): Record<string, string>;
  /** To be called once, after the last row. */
  finish(): Gathered;
}

export interface GatherInput {
  kind: ThingKind;
  columns: readonly string[];
  mapping: Mapping;
  known?: KnownCodes;
  /** For kinds whose rows are held against more than codes; null or absent = none. */
  judge?: RowJudge | null;
}

/**
 * Collects the rows of a file into things and puts each on the shelf as soon as it is whole. Every row ends in exactly one
 * of three heaps: in a thing, refused with at least one finding, or a repeat of an earlier row — so rows read = accepted +
 * refused + repeated. A repeat is a row that says the same as an earlier one; where rows are appended (movements) no row is
 * a repeat of another.
 */
export function createGatherer(
  { kind, columns, mapping, known = {}, judge = null }: GatherInput,
  shelf: ThingShelf,
): Gatherer {
  const definition = IMPORT_KINDS[kind];
  const { fields } = definition;
  const reader = createRowReader(fields, { columns, mapping, known });
  const counts = { rowsRead: 0, rowsAccepted: 0, things: 0, valuesRounded: 0 };
  const gathering: Gathering = {
    ...{ kind, definition, reader, keyFields: fields.filter((field) => field.isKey) },
    ...{ judge, findings: [], warnings: [], repeats: [] },
    take: (thing) => {
      counts.things += 1;
      counts.rowsAccepted += thing.rowNos.length;
      return shelf.put(thing);
    },
    recall: (place) => shelf.get(place),
  };
  const placer = definition.lines === null ? gatherRows(gathering) : gatherLines(gathering, definition.lines);
  const { findings, warnings, repeats } = gathering;
  return {
    addRow(rowNo, cells) {
      counts.rowsRead += 1;
      if (placer.isKnown(rowNo, cells)) return null;
      const row = readRow(reader, rowNo, cells);
      counts.valuesRounded += row.valuesRounded;
      if (row.findings.length === 0 && !placer.place(row)) return null;
      for (const finding of row.findings) findings.push(finding);
      return row;
    },
    textsOf: (row) => rowTexts(reader, row),
    finish() {
      placer.close();
      findings.sort((left, right) => left.rowNo - right.rowNo);
      const { rowsRead, rowsAccepted, things, valuesRounded } = counts;
      const rowsRefused = rowsRead - rowsAccepted - repeats.length;
      return {
        ...{ things, findings, warnings, repeats, valuesRounded },
        counts: { rowsRead, rowsAccepted, rowsRefused, rowsRepeated: repeats.length },
      };
    },
  };
}
