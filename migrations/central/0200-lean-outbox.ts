import { sql, type Kysely } from 'kysely';
import { leanUpdateTrigger } from './table-triggers.ts';

/**
 * What a writer pays for the feed. An update no longer joins its old rows with its new ones: the scope of a row hardly ever
 * changes, and where it does a trigger of its own notes the scope that was left. And nothing looks rows of the outbox up
 * by their number, which only orders them, so that its index goes.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql
    .raw(
      `create or replace function sync_outbox_update() returns trigger language plpgsql as $$ begin
         insert into sync_outbox (tbl, pk, v, scope_old, scope_new)
           select tg_argv[0]::smallint, n.id, n._v, n._scope, n._scope from new_rows n;
         return null; end $$`,
    )
    .execute(db);
  await sql
    .raw(
      `create function sync_outbox_move() returns trigger language plpgsql as $$ begin
         insert into sync_outbox (tbl, pk, v, scope_old, scope_new)
           values (tg_argv[0]::smallint, new.id, new._v, old._scope, new._scope);
         return null; end $$`,
    )
    .execute(db);
  await sql`alter table sync_outbox drop constraint sync_outbox_pkey`.execute(db);
  const { rows } = await sql<{ id: number; name: string }>`select id, name from sync_table order by id`.execute(db);
  for (const { id, name } of rows) await leanUpdateTrigger(db, name, id);
}
