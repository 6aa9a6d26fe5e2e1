import type { REPLICATED_TABLES } from '../../src-shared/contract/replicated-tables.generated.ts';

export type ReplicatedTable = (typeof REPLICATED_TABLES)[number];

/**
 * SQL for the JSON array of a row in the column order of the wire, as text. Built in SQL because objects in JavaScript are
 * ten times slower (sync §3.5). Every cell is a text or null: in an array of one type PostgreSQL looks that type up once,
 * and not for each cell in its catalogue. The columns of the replica turn whole numbers into integers again (decision 199).
 */
export function rowImage(table: ReplicatedTable, alias: string): string {
  return `array_to_json(array[${table.columns.map((column) => `${alias}."${column}"::text`).join(', ')}])::text`;
}
