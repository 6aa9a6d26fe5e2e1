import { sql, type Kysely } from 'kysely';

/**
 * What the feed needs to be kept for years: the shape of the images of every batch (sync §3.8), columns withheld from
 * single users (stock, finding 9), and a guard against TRUNCATE, which fires no row trigger and would pass the feed by.
 */
const STATEMENTS = [
  `alter table sync_batch add column schema_hash text`,
  `create table sync_withheld (
    user_id text not null references app_user,
    tbl smallint not null references sync_table,
    pk text not null,
    columns text not null,
    primary key (user_id, tbl, pk)
  )`,
  `create function sync_refuse_truncate() returns trigger language plpgsql as $$ begin
     raise exception 'table % is replicated: use delete, so that the change enters the feed', tg_table_name;
     end $$`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  const { rows } = await sql<{ name: string }>`select name from sync_table order by id`.execute(db);
  for (const { name } of rows) {
    await sql
      .raw(
        `create trigger ${name}_truncate before truncate on ${name} for each statement execute function sync_refuse_truncate()`,
      )
      .execute(db);
  }
}
