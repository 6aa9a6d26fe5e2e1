import { halfWidth } from './cell.ts';
import type { FieldDefinition } from './field-definition.ts';
import { IMPORT_KINDS } from './import-kinds.ts';
import type { DateOrder } from './parse-date.ts';
import type { ThingKind } from './things.ts';

export type FieldSource =
  | { from: 'column'; column: string; rounds?: boolean | undefined }
  | { from: 'columns'; columns: readonly string[] }
  | { from: 'fixed'; value: string };

export interface Mapping {
  fields: Readonly<Record<string, FieldSource>>;
  dateOrder: DateOrder;
}

/** A header for comparison: lower case, half-width, without spaces, stars, units in brackets and punctuation. */
export function normalHeader(header: string): string {
  return halfWidth(header)
    .toLowerCase()
    .replace(/[([【].*?[)\]】]/g, '')
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** The columns each field most likely comes from, by header words in Chinese and English; a column is used once. */
export function suggestMapping(
  kind: ThingKind,
  columns: readonly { name: string; samples: readonly string[] }[],
): Mapping {
  const free = new Map(columns.map((column) => [column.name, normalHeader(column.name)]));
  const fields: Record<string, FieldSource> = {};
  const dateSamples: string[] = [];
  for (const field of IMPORT_KINDS[kind].fields) {
    const column = bestColumn(field, free);
    if (column === null) continue;
    free.delete(column);
    fields[field.key] = { from: 'column', column };
    if (field.type === 'date' || field.type === 'dateTime')
      dateSamples.push(...(columns.find((one) => one.name === column)?.samples ?? []));
  }
  return { fields, dateOrder: suggestDateOrder(dateSamples) };
}

function bestColumn(field: FieldDefinition, free: ReadonlyMap<string, string>): string | null {
  const own = normalHeader(field.key);
  for (const header of [own, ...field.headers]) {
    for (const [name, normal] of free) if (normal === header) return name;
  }
  return null;
}

/** The order of day, month and year that all samples allow; year first when nothing speaks against it. */
export function suggestDateOrder(samples: readonly string[]): DateOrder {
  const parts = samples.map((sample) =>
    halfWidth(sample)
      .split(/[^\d]+/)
      .filter((part) => part !== ''),
  );
  const triples = parts.filter((one) => one.length >= 3 && (one[0] ?? '').length <= 2);
  if (triples.length === 0) return 'ymd';
  if (triples.some((one) => (one[2] ?? '').length === 4 || Number(one[0]) > 12)) {
    return triples.some((one) => Number(one[1]) > 12) ? 'mdy' : 'dmy';
  }
  if (triples.some((one) => Number(one[1]) > 12)) return 'mdy';
  return 'dmy';
}
