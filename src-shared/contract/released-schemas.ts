/** One replicated table as a schema knows it; the number is the table's number on the wire. */
export interface WireTable {
  id: number;
  name: string;
  columns: readonly string[];
}

/** The replicated tables of one released program. */
export interface WireSchema {
  hash: string;
  tables: readonly WireTable[];
  /** `table.column` → what a reader of this schema gets for a column that no longer exists. */
  defaults: Readonly<Record<string, string | number | null>>;
}

/**
 * Schemas of released programs before the present one, the newest first. A release that changes the replicated tables
 * puts its predecessor in front; the server serves the first two and refuses the rest with `upgrade-app` (sync §3.8).
 */
export const RELEASED_SCHEMAS: readonly WireSchema[] = [];
