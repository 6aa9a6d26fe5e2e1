import { sql, type Kysely } from 'kysely';

/** The local image of the central step of the same name. */
const STATEMENTS = [
  `create table limit_account (
    id text primary key,
    _v integer not null,
    _scope text not null,
    _k integer not null,
    _bucket integer not null,
    station_id text not null references station,
    price_level integer not null,
    credit_limit_fen integer not null,
    temp_limit_fen integer not null,
    temp_until_date text,
    cash_fen integer not null,
    cash_held_fen integer not null,
    used_fen integer not null,
    held_fen integer not null,
    oldest_open_date text,
    is_blocked integer not null,
    changed_by_name text not null,
    changed_at_ms integer not null
  ) strict`,
  `create table limit_entry (
    id text primary key,
    _v integer not null,
    _scope text not null,
    _k integer not null,
    _bucket integer not null,
    account_id text not null references limit_account,
    entry_no integer not null,
    type text not null,
    amount_fen integer not null,
    cash_part_fen integer not null,
    until_date text,
    doc_type text,
    doc_no text,
    entry_date text not null,
    note text,
    idem_key text not null,
    done_by text not null,
    done_by_name text not null,
    done_at_ms integer not null
  ) strict`,
  `create table credit_release (
    id text primary key,
    _v integer not null,
    _scope text not null,
    _k integer not null,
    _bucket integer not null,
    account_id text not null references limit_account,
    doc_no text not null,
    amount_fen integer not null,
    until_date text not null,
    reason text not null,
    released_by text not null,
    released_by_name text not null,
    released_at_ms integer not null
  ) strict`,
  `alter table parts_application_line add column price_fen integer`,
  `create index limit_entry_account on limit_entry (account_id, entry_no)`,
  `create index limit_entry_doc on limit_entry (doc_no)`,
  `create index credit_release_doc on credit_release (doc_no)`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
