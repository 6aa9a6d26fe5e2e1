import type { REPLICATED_TABLES } from '../../src-shared/contract/replicated-tables.generated.ts';

export type ReplicatedTable = (typeof REPLICATED_TABLES)[number];

/** PostgreSQL passes at most 100 arguments to a function, so that wide tables are built from pieces. */
const MAX_ARGUMENTS = 90;

/**
 * SQL for the JSON array of a row in the column order of the wire, as text. Built in SQL
 * because objects in JavaScript are ten times slower (sync §3.5).
 */
export function rowImage(table: ReplicatedTable, alias: string): string {
  const columns = table.columns.map((column) => `${alias}."${column}"`);
  if (columns.length <= MAX_ARGUMENTS) return `json_build_array(${columns.join(', ')})::text`;
  const pieces: string[] = [];
  for (let start = 0; start < columns.length; start += MAX_ARGUMENTS) {
    const piece = `json_build_array(${columns.slice(start, start + MAX_ARGUMENTS).join(', ')})::text`;
    pieces.push(`substr(${piece}, 2, length(${piece}) - 2)`);
  }
  return `'[' || ${pieces.join(" || ',' || ")} || ']'`;
}
