import type { Field, FormValue } from '../../../src-shared/domain/print/form-template.ts';
import type { ReadStores } from '../../db/stores.ts';

export type Row = Readonly<Record<string, FormValue>>;

/** Words and formats of the language the form is printed in. */
export interface Wording {
  text(key: string, values?: Readonly<Record<string, string | number>>): string;
  value(value: FormValue, format: Field['format']): string;
  /** Business date in Shanghai of an instant. */
  date(atMs: number): string;
}

/** The rows of a query over `json_each(?)` of the ids, in the order of the ids; ids that are gone are left out. */
export function rowsOf(stores: ReadStores, ids: readonly string[], sql: string): Row[] {
  const rows = stores.replicaFile.prepare(sql).all(JSON.stringify(ids)) as Row[];
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id)).filter((row) => row !== undefined);
}

/** The rows of a query with an `owner` column, by owner and in the query's order. */
export function linesByOwner(stores: ReadStores, ids: readonly string[], sql: string): Map<string, Row[]> {
  const lines = new Map<string, Row[]>();
  for (const { owner, ...line } of stores.replicaFile.prepare(sql).all(JSON.stringify(ids)) as Row[]) {
    const own = lines.get(String(owner)) ?? [];
    own.push(line);
    lines.set(String(owner), own);
  }
  return lines;
}
