import { sql, type Kysely } from 'kysely';
import { appendOnlyTriggers, feedTriggers, noteTriggers } from './table-triggers.ts';

/**
 * Credit and cash of stations with the ledger of every change (stock §2.4, §4.12). The ledger is append-only; the account
 * carries its sums along in the same transaction.
 */
const STATEMENTS = [
  `create table limit_account (
    id text primary key,
    _v safe_int not null default 1,
    _scope text not null,
    _k safe_int not null,
    _bucket safe_int not null,
    station_id text not null unique references station,
    price_level safe_int not null check (price_level in (1, 2, 3)),
    credit_limit_fen safe_int not null default 0,
    temp_limit_fen safe_int not null default 0,
    temp_until_date text,
    cash_fen safe_int not null default 0,
    cash_held_fen safe_int not null default 0,
    used_fen safe_int not null default 0,
    held_fen safe_int not null default 0,
    oldest_open_date text,
    is_blocked flag not null default 0,
    changed_by_name text not null,
    changed_at_ms safe_int not null
  )`,
  `create table limit_entry (
    id text primary key,
    _v safe_int not null default 1,
    _scope text not null,
    _k safe_int not null,
    _bucket safe_int not null,
    account_id text not null references limit_account,
    entry_no safe_int not null,
    type text not null check (type in ('LIMIT_SET', 'TEMP_LIMIT', 'CASH_IN', 'CASH_OUT', 'HOLD', 'RELEASE', 'USE', 'INVOICE', 'PAYMENT', 'OFFSET_LABOUR', 'PENALTY')),
    amount_fen safe_int not null check (amount_fen <> 0),
    cash_part_fen safe_int not null default 0,
    until_date text,
    doc_type text,
    doc_no text,
    entry_date text not null,
    note text,
    idem_key text not null unique,
    done_by text not null,
    done_by_name text not null,
    done_at_ms safe_int not null,
    unique (account_id, entry_no)
  )`,
  `create table credit_release (
    id text primary key,
    _v safe_int not null default 1,
    _scope text not null,
    _k safe_int not null,
    _bucket safe_int not null,
    account_id text not null references limit_account,
    doc_no text not null,
    amount_fen safe_int not null check (amount_fen > 0),
    until_date text not null,
    reason text not null,
    released_by text not null,
    released_by_name text not null,
    released_at_ms safe_int not null
  )`,
  `alter table parts_application_line add column price_fen safe_int`,
  `create index limit_account_scope on limit_account (_scope, id)`,
  `create index limit_entry_scope on limit_entry (_scope, id)`,
  `create index limit_entry_doc on limit_entry (doc_no)`,
  `create index credit_release_scope on credit_release (_scope, id)`,
  `create index credit_release_doc on credit_release (doc_no)`,
];

/** Numbered on the wire after the tables that were there before. */
const REPLICATED_TABLES = ['limit_account', 'limit_entry', 'credit_release'];
const APPEND_ONLY = ['limit_entry', 'credit_release'];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  for (const table of REPLICATED_TABLES) {
    await feedTriggers(db, table);
    const { rows } = await sql<{ id: number }>`select id from sync_table where name = ${table}`.execute(db);
    await noteTriggers(db, table, rows[0]?.id ?? 0);
  }
  for (const table of APPEND_ONLY) await appendOnlyTriggers(db, table);
}
