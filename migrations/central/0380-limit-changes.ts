import { sql, type Kysely } from 'kysely';
import { feedTriggers, noteTriggers } from './table-triggers.ts';

/** Changes of a station's limits that are asked for and decided on by others (stock §3.2). */
const STATEMENTS = [
  `create table limit_change (
    id text primary key,
    _v safe_int not null default 1,
    _scope text not null,
    _k safe_int not null,
    _bucket safe_int not null,
    account_id text not null references limit_account,
    kind text not null check (kind in ('LIMIT_SET', 'TEMP_LIMIT')),
    status text not null check (status in ('REQUESTED', 'RM_OK', 'EFFECTIVE', 'REJECTED')),
    amount_fen safe_int not null check (amount_fen >= 0),
    rise_fen safe_int not null,
    until_date text,
    reason text not null,
    requested_by text not null,
    requested_by_name text not null,
    requested_at_ms safe_int not null,
    region_approved_by text,
    region_approved_by_name text,
    decided_by text,
    decided_by_name text,
    decided_at_ms safe_int,
    note text
  )`,
  `create index limit_change_scope on limit_change (_scope, id)`,
  `create index limit_change_account on limit_change (account_id)`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  await feedTriggers(db, 'limit_change');
  const { rows } = await sql<{ id: number }>`select id from sync_table where name = 'limit_change'`.execute(db);
  await noteTriggers(db, 'limit_change', rows[0]?.id ?? 0);
}
