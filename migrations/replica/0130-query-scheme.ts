import { sql, type Kysely } from 'kysely';

/** The local image of the central table of the same step. */
const STATEMENTS = [
  `create table query_scheme (
    id text primary key,
    _v integer not null,
    _scope text not null,
    _k integer not null,
    _bucket integer not null,
    list_name text not null,
    name text not null,
    body_json text not null,
    owner_id text not null,
    owner_name text not null,
    updated_at_ms integer not null
  ) strict`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
