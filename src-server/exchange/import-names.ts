import { sql } from 'kysely';
import type { CommandContext } from '../commands/command-handler.ts';
import type { CheckedThing, ThingOutcome } from './import-thing.ts';

/**
 * Lists of names (family names, short names of companies): they serve searches of the server only and can have hundreds of
 * thousands of entries, so they are not replicated to the desktops.
 */
export async function importNames(
  { db }: CommandContext,
  things: readonly CheckedThing<'nameLists'>[],
): Promise<ThingOutcome[]> {
  const json = JSON.stringify(
    things.map(({ values }) => ({
      list_code: values['listCode'],
      name: values['name'],
      weight_micro: values['weightMicro'] ?? null,
      says_weight: values['weightMicro'] !== undefined,
    })),
  );
  const { rows } = await sql<{ listCode: string; name: string; isNew: boolean }>`
    with d as (select * from jsonb_to_recordset(${json}::jsonb)
                 as d(list_code text, name text, weight_micro bigint, says_weight boolean))
    insert into name_list_entry (list_code, name, weight_micro) select list_code, name, weight_micro from d
    on conflict (list_code, name) do update set weight_micro = excluded.weight_micro
      where name_list_entry.weight_micro is distinct from excluded.weight_micro
        and (select bool_and(says_weight) from d)
    returning list_code, name, (xmax = 0) as is_new`.execute(db);
  const written = new Map(rows.map((row) => [`${row.listCode} ${row.name}`, row.isNew]));
  return things.map(({ values }): ThingOutcome => {
    const isNew = written.get(`${String(values['listCode'])} ${String(values['name'])}`);
    const outcome = isNew === undefined ? 'unchanged' : isNew ? 'created' : 'updated';
    return { outcome, targetId: null, issues: [] };
  });
}
