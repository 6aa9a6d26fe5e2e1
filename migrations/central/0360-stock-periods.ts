import { sql, type Kysely } from 'kysely';
import { appendOnlyTriggers, feedTriggers, noteTriggers } from './table-triggers.ts';

/**
 * Months of the stock ledger (design §8 Periods). A closed one has the last number of the ledger that belongs to it: numbers only
 * grow, so nothing can be posted into it any more, and what it came to is kept beside. It is opened again as a whole or not at
 * all; closings and openings are only ever added.
 */
const STATEMENTS = [
  `create table stock_period (
    id text primary key,
    _v safe_int not null default 1,
    _scope text not null,
    _k safe_int not null,
    _bucket safe_int not null,
    month text not null unique check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
    closed_seq safe_int,
    closed_at_ms safe_int,
    closed_by text,
    closed_by_name text,
    note text,
    opening_fen safe_int,
    closing_fen safe_int,
    movement_count safe_int,
    late_count safe_int,
    late_fen safe_int,
    checklist_json text not null default '[]',
    check ((closed_seq is null) = (closing_fen is null) and (closed_seq is null) = (closed_by is null))
  )`,
  `create table stock_period_event (
    id text primary key,
    _v safe_int not null default 1,
    _scope text not null,
    _k safe_int not null,
    _bucket safe_int not null,
    period_id text not null references stock_period,
    action text not null check (action in ('CLOSE', 'REOPEN')),
    note text,
    closed_seq safe_int,
    closing_fen safe_int,
    done_by text not null,
    done_by_name text not null,
    done_at_ms safe_int not null
  )`,
  `create index stock_period_scope on stock_period (_scope, id)`,
  `create index stock_period_event_scope on stock_period_event (_scope, id)`,
  `create index stock_period_event_period on stock_period_event (period_id)`,
  `create function keep_closed_period() returns trigger language plpgsql as $$
   begin
     if tg_op = 'DELETE' then raise exception 'stock_period %: a period stays', old.month; end if;
     if new.month <> old.month or (old.closed_seq is not null and new.closed_seq is not null
        and (new.closed_seq, new.closing_fen) is distinct from (old.closed_seq, old.closing_fen)) then
       raise exception 'stock_period %: it is closed', old.month;
     end if;
     return new;
   end $$`,
  `create trigger stock_period_kept before update or delete on stock_period
     for each row execute function keep_closed_period()`,
];

/** Numbered on the wire after the tables that were there before. */
const REPLICATED_TABLES = ['stock_period', 'stock_period_event'];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  for (const table of REPLICATED_TABLES) {
    await feedTriggers(db, table);
    const { rows } = await sql<{ id: number }>`select id from sync_table where name = ${table}`.execute(db);
    await noteTriggers(db, table, rows[0]?.id ?? 0);
  }
  await appendOnlyTriggers(db, 'stock_period_event');
}
