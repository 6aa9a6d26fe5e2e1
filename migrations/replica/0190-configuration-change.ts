import { sql, type Kysely } from 'kysely';

/** The local image of the central table of the same step. */
const STATEMENTS = [
  `create table configuration_change (
    id text primary key,
    _v integer not null,
    _scope text not null,
    _k integer not null,
    _bucket integer not null,
    subject text not null,
    subject_key text not null,
    version integer not null,
    value_json text not null,
    value_before_json text,
    command_id text not null,
    changed_at_ms integer not null,
    changed_by text not null,
    changed_by_name text not null
  ) strict`,
  `create index configuration_change_subject on configuration_change (subject, subject_key, version)`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
