import { sql, type Kysely } from 'kysely';
import { appendOnlyTriggers, feedTriggers } from './table-triggers.ts';

/**
 * Every change of a setting or of a form by a person: what stood before, what stands since, who and when. Replicated, so
 * that the screens can show it; rows are only added.
 */
const STATEMENTS = [
  `create table configuration_change (
    id text primary key,
    _v safe_int not null default 1,
    _scope text not null,
    _k safe_int not null,
    _bucket safe_int not null,
    subject text not null check (subject in ('SETTING', 'FORM')),
    subject_key text not null,
    version safe_int not null,
    value_json text not null,
    value_before_json text,
    command_id text not null,
    changed_at_ms safe_int not null,
    changed_by text not null,
    changed_by_name text not null,
    unique (subject, subject_key, version)
  )`,
  `create index configuration_change_scope on configuration_change (_scope, id)`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  await feedTriggers(db, 'configuration_change');
  await appendOnlyTriggers(db, 'configuration_change');
}
