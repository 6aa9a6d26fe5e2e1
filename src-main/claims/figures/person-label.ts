import type { Condition } from '../../db/grid-filter.ts';
import type { ReadStores } from '../../db/stores.ts';

/** What a person is called where only one may be meant: the name, with the login where another has the same one; `u` is the user. */
const LABEL = `case when exists (select 1 from app_user o where o.name = u.name and o.id <> u.id)
  then u.name || ' (' || u.login || ')' else u.name end`;

/** The people called so, for one value that is given twice: somebody the copy does not know is called by the id. */
export const CALLED = `(select u.id from app_user u where ${LABEL} = ? union select ?)`;

/** The claims of a person, by what the person is called; `id` is the expression of whose they are. */
export function personIs(id: string, label: string): Condition {
  return { sql: `${id} in ${CALLED}`, params: [label, label] };
}

/** Everybody's label by id. */
export function personLabels({ replicaFile }: ReadStores): (id: string) => string {
  const rows = replicaFile.prepare(`select u.id, ${LABEL} as label from app_user u`).all() as {
    id: string;
    label: string;
  }[];
  const labels = new Map(rows.map(({ id, label }) => [id, label]));
  return (id) => labels.get(id) ?? id;
}
