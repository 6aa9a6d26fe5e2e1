import { sql, type Kysely } from 'kysely';

/** Query schemes that one person has shared with everybody: conditions, columns and order of one list. */
const STATEMENTS = [
  `create table query_scheme (
    id text primary key,
    _v safe_int not null default 1,
    _scope text not null,
    _k safe_int not null,
    _bucket safe_int not null,
    list_name text not null,
    name text not null,
    body_json text not null,
    owner_id text not null,
    owner_name text not null,
    updated_at_ms safe_int not null
  )`,
  `create index query_scheme_scope on query_scheme (_scope, id)`,
  `insert into sync_table (id, name) values (130, 'query_scheme')`,
  `create trigger query_scheme_version before update on query_scheme for each row execute function sync_next_version()`,
  `create trigger query_scheme_insert after insert on query_scheme referencing new table as new_rows for each statement execute function sync_outbox_insert(130)`,
  `create trigger query_scheme_update after update on query_scheme referencing old table as old_rows new table as new_rows for each statement execute function sync_outbox_update(130)`,
  `create trigger query_scheme_delete after delete on query_scheme referencing old table as old_rows for each statement execute function sync_outbox_delete(130)`,
  `create trigger query_scheme_truncate before truncate on query_scheme for each statement execute function sync_refuse_truncate()`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
