import { sql, type Kysely } from 'kysely';
import { noteTriggers } from './table-triggers.ts';

/**
 * What a writer pays for the feed, again. The outbox notes only which row changed: its scope and version are read with its
 * image. Only what the row no longer says is noted, the scope it has left and the version of a deleted row. A row that
 * leaves its scope is noticed by the trigger that counts its version, which looks at both states anyway; a trigger with a
 * condition of its own had that condition read from the catalogue in every statement. And nothing orders the notes any
 * more, so that they need no number from a sequence all writers share.
 */
export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  const { rows } = await sql<{ id: number; name: string }>`select id, name from sync_table order by id`.execute(db);
  for (const { id, name } of rows) await noteTriggers(db, name, id);
}

const NOTE_NEW_ROWS = `insert into sync_outbox (tbl, pk) select tg_argv[0]::smallint, n.id from new_rows n; return null;`;

const STATEMENTS = [
  `alter table sync_outbox drop column id, alter column v drop not null`,
  `create or replace function sync_outbox_insert() returns trigger language plpgsql as $$ begin ${NOTE_NEW_ROWS} end $$`,
  `create or replace function sync_outbox_update() returns trigger language plpgsql as $$ begin ${NOTE_NEW_ROWS} end $$`,
  `create or replace function sync_next_version() returns trigger language plpgsql as $$ begin
     new._v := old._v + 1;
     if new._scope is distinct from old._scope then
       insert into sync_outbox (tbl, pk, v, scope_old, scope_new)
         values (tg_argv[0]::smallint, new.id, new._v, old._scope, new._scope);
     end if;
     return new; end $$`,
];
