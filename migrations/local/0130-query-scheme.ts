import { sql, type Kysely } from 'kysely';

/** A person's own query schemes on this desktop; `shared` ones have gone to the server as a command as well. */
const STATEMENTS = [
  `create table query_scheme_local (
    id text primary key,
    list_name text not null,
    name text not null,
    body_json text not null,
    shared integer not null check (shared in (0, 1)),
    updated_at_ms integer not null
  ) strict`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
