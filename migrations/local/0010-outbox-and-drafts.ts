import { sql, type Kysely } from 'kysely';

/** `local.db`: what exists nowhere else until the server has confirmed it. It survives every new replica file (sync §3.12). */
const STATEMENTS = [
  `create table outbox (
    client_seq integer primary key autoincrement,
    id text not null unique,
    kind text not null,
    command_version integer not null,
    body_json text not null,
    batch_id text,
    state text not null check (state in ('queued', 'sent', 'acked', 'conflict', 'rejected', 'resolved')),
    attempts integer not null default 0,
    next_at_ms integer not null default 0,
    result_json text,
    ack_seq integer,
    made_by text not null,
    made_at_ms integer not null
  ) strict`,
  `create index outbox_state on outbox (state, client_seq)`,
  `create index outbox_batch on outbox (batch_id)`,
  `create table draft (draft_key text primary key, value_json text not null, saved_at_ms integer not null) strict`,
  `create table local_setting (setting_key text primary key, value_json text not null) strict`,
  `create table import_session (
    id text primary key,
    kind text not null,
    file_name text not null,
    file_sha256 text not null,
    mapping_json text not null,
    summary_json text not null,
    state text not null check (state in ('sending', 'done', 'failed')),
    started_at_ms integer not null,
    finished_at_ms integer
  ) strict`,
  `create table job (
    id text primary key,
    kind text not null,
    title_json text not null,
    state text not null check (state in ('running', 'done', 'failed', 'cancelled')),
    progress_json text not null,
    result_json text,
    started_at_ms integer not null,
    finished_at_ms integer
  ) strict`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
