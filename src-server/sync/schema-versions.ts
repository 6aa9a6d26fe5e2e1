import { REPLICATED_TABLES } from '../../src-shared/contract/replicated-tables.generated.ts';
import { RELEASED_SCHEMAS, type WireSchema, type WireTable } from '../../src-shared/contract/released-schemas.ts';
import { SCHEMA_HASH } from '../../src-shared/database/schema-hash.ts';

/** Programs of this many earlier schemas are still served in their own columns (sync §3.8). */
const EARLIER_SERVED = 2;

const CURRENT: WireSchema = { hash: SCHEMA_HASH, tables: REPLICATED_TABLES, defaults: {} };

/** The schemas served, the newest first. */
let served: readonly WireSchema[] = [CURRENT, ...RELEASED_SCHEMAS.filter(({ hash }) => hash !== SCHEMA_HASH)].slice(
  0,
  EARLIER_SERVED + 1,
);

/** Only tests: serve other earlier schemas, given from the newest to the oldest. */
export function serveSchemas(earlier: readonly WireSchema[]): void {
  served = [CURRENT, ...earlier].slice(0, EARLIER_SERVED + 1);
}

/** The schema of a hash when it is served: the present one or one of the two before. */
export function schemaOf(hash: string): WireSchema | null {
  return served.find((schema) => schema.hash === hash) ?? null;
}

/**
 * Tables a copy in the columns of `from` must fetch again to be one in the columns of `to`: those that are new or have new
 * columns. Null when the change is more than additive, or one of the two is not served.
 */
export function changedTables(from: string, to: string): number[] | null {
  if (from === to) return [];
  const [before, after] = [schemaOf(from), schemaOf(to)];
  if (before === null || after === null) return null;
  const changed: number[] = [];
  for (const table of after.tables) {
    const old = before.tables.find(({ id }) => id === table.id);
    if (old === undefined) changed.push(table.id);
    else if (old.name !== table.name || old.columns.some((column) => !table.columns.includes(column))) return null;
    else if (old.columns.join() !== table.columns.join()) changed.push(table.id);
  }
  return before.tables.some(({ id }) => !after.tables.some((table) => table.id === id)) ? null : changed;
}

/**
 * Turns row texts written in the columns of one schema into those of another: unknown columns go, missing ones get the
 * default of the older schema. Null when the reader's schema does not know the table.
 */
export function projector(
  tbl: number,
  writtenAs: WireSchema,
  readAs: WireSchema,
): ((rows: readonly string[]) => readonly string[]) | null {
  const to = readAs.tables.find(({ id }) => id === tbl);
  if (to === undefined) return null;
  const from = writtenAs.tables.find(({ id }) => id === tbl);
  if (from === undefined || from.columns.join() === to.columns.join()) return (rows) => rows;
  const places = to.columns.map((column) => from.columns.indexOf(column));
  const missing = to.columns.map((column) => readAs.defaults[`${to.name}.${column}`] ?? null);
  return (rows) =>
    rows.map((text) => {
      const cells = JSON.parse(text) as (string | number | null)[];
      return JSON.stringify(places.map((place, at) => (place < 0 ? missing[at] : cells[place])));
    });
}

/** The present columns of a table that another schema knows too, in the order of that schema; null when it has none. */
export function tableIn(schema: WireSchema, tbl: number): WireTable | null {
  return schema.tables.find(({ id }) => id === tbl) ?? null;
}

export { CURRENT as CURRENT_SCHEMA };
