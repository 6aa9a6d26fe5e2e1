import type { Cell } from './cell.ts';
import type { FieldDefinition, KindDefinition, ThingFinding } from './field-definition.ts';
import type { ReadRow, RowFinding, RowReader } from './read-row.ts';
import type { ImportThing, ThingKind } from './things.ts';

export type GatheredThing = ImportThing<Record<string, unknown>>;

/** A row that says the same as an earlier one. */
export interface RepeatedRow {
  rowNo: number;
  sameAsRowNo: number;
}

/**
 * Holds a clean row against what is known where the file is read; `textOf` gives the text that stands in the file for a field.
 * Errors keep the row out, warnings go with it.
 */
export type RowJudge = (
  values: Readonly<Record<string, unknown>>,
  textOf: (field: string) => string | null,
) => { errors: readonly ThingFinding[]; warnings: readonly ThingFinding[] };

/** What both ways of gathering work on. */
export interface Gathering {
  kind: ThingKind;
  definition: KindDefinition;
  keyFields: readonly FieldDefinition[];
  reader: RowReader;
  /** Null: nothing is known beyond the rules of the kind. */
  judge: RowJudge | null;
  /** Findings about whole things, which no row has told yet. */
  findings: RowFinding[];
  /** What a person should know of rows that are taken. */
  warnings: RowFinding[];
  repeats: RepeatedRow[];
  take(thing: GatheredThing): number;
  recall(place: number): GatheredThing;
}

/** How clean rows become things: each row one, or several rows the lines of one. */
export interface RowPlacer {
  /** True when the row says the same as an earlier one, before anything of it is read. */
  isKnown(rowNo: number, cells: readonly Cell[]): boolean;
  /** False for a repeat; a row that is kept out now says why. */
  place(row: ReadRow): boolean;
  close(): void;
}

/** Joins the key fields of a thing (`ImportThing.key`). */
export const KEY_JOINER = '\u001f';

/** The key of a clean row: the texts of its key fields, joined. */
export function keyOf(keyFields: readonly FieldDefinition[], values: ReadRow['values']): string {
  let key = '';
  for (let index = 0; index < keyFields.length; index += 1) {
    const value = values[keyFields[index]?.key ?? ''] ?? '';
    key += index === 0 ? String(value) : KEY_JOINER + String(value);
  }
  return key;
}

/** The first field of the whole thing in which two sets of values differ; an empty cell equals a missing one. */
export function differingField(
  { fields }: KindDefinition,
  first: Readonly<Record<string, unknown>>,
  second: Readonly<Record<string, unknown>>,
): FieldDefinition | undefined {
  return fields.find((field) => !field.perRow && (first[field.key] ?? null) !== (second[field.key] ?? null));
}
