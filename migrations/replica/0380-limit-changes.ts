import { sql, type Kysely } from 'kysely';

/** The local image of the central step of the same name. */
const STATEMENTS = [
  `create table limit_change (
    id text primary key,
    _v integer not null,
    _scope text not null,
    _k integer not null,
    _bucket integer not null,
    account_id text not null references limit_account,
    kind text not null,
    status text not null,
    amount_fen integer not null,
    rise_fen integer not null,
    until_date text,
    reason text not null,
    requested_by text not null,
    requested_by_name text not null,
    requested_at_ms integer not null,
    region_approved_by text,
    region_approved_by_name text,
    decided_by text,
    decided_by_name text,
    decided_at_ms integer,
    note text
  ) strict`,
  `create index limit_change_account on limit_change (account_id)`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
