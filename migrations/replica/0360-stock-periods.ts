import { sql, type Kysely } from 'kysely';

/** The local image of the central step of the same name. */
const STATEMENTS = [
  `create table stock_period (
    id text primary key,
    _v integer not null,
    _scope text not null,
    _k integer not null,
    _bucket integer not null,
    month text not null,
    closed_seq integer,
    closed_at_ms integer,
    closed_by text,
    closed_by_name text,
    note text,
    opening_fen integer,
    closing_fen integer,
    movement_count integer,
    late_count integer,
    late_fen integer,
    checklist_json text not null default '[]'
  ) strict`,
  `create table stock_period_event (
    id text primary key,
    _v integer not null,
    _scope text not null,
    _k integer not null,
    _bucket integer not null,
    period_id text not null references stock_period,
    action text not null,
    note text,
    closed_seq integer,
    closing_fen integer,
    done_by text not null,
    done_by_name text not null,
    done_at_ms integer not null
  ) strict`,
  `create index stock_period_event_period on stock_period_event (period_id)`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
