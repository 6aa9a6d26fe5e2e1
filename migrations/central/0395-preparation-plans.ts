import { sql, type Kysely } from 'kysely';
import { feedTriggers, noteTriggers } from './table-triggers.ts';

/** Preparation plans: what the warehouses below a source are to get of its stock, and why (stock §2.4, §3.2, §4.8). */
const STATEMENTS = [
  `create table preparation_plan (
    id text primary key,
    _v safe_int not null default 1,
    _scope text not null,
    _k safe_int not null,
    _bucket safe_int not null,
    plan_no text not null unique,
    warehouse_id text not null references warehouse,
    status text not null check (status in ('COMPUTED', 'REVIEWED', 'APPROVED', 'RELEASED', 'DONE', 'CANCELLED')),
    from_date text not null,
    to_date text not null,
    weeks safe_int not null check (weeks > 0),
    season_bp safe_int not null check (season_bp > 0),
    note text,
    step_note text,
    made_by text not null,
    made_by_name text not null,
    made_at_ms safe_int not null,
    reviewed_by text,
    reviewed_by_name text,
    reviewed_at_ms safe_int,
    approved_by text,
    approved_by_name text,
    approved_at_ms safe_int,
    released_by_name text,
    released_at_ms safe_int,
    changed_by_name text not null,
    changed_at_ms safe_int not null
  )`,
  `create table preparation_line (
    id text primary key,
    _v safe_int not null default 1,
    _scope text not null,
    _k safe_int not null,
    _bucket safe_int not null,
    plan_id text not null references preparation_plan,
    line_no safe_int not null,
    part_id text not null references part,
    warehouse_id text not null references warehouse,
    week_mean_milli safe_int not null,
    safety_milli safe_int not null,
    pack_milli safe_int not null,
    available_milli safe_int not null,
    on_order_milli safe_int not null,
    in_transit_milli safe_int not null,
    backlog_milli safe_int not null,
    position_milli safe_int not null,
    gross_milli safe_int not null,
    net_milli safe_int not null,
    want_milli safe_int not null,
    vor_want_milli safe_int not null,
    supply_milli safe_int not null,
    wanted_milli safe_int not null,
    proposed_milli safe_int not null check (proposed_milli between 0 and want_milli),
    confirmed_milli safe_int not null check (confirmed_milli >= 0),
    change_reason text,
    changed_by text,
    changed_by_name text,
    changed_at_ms safe_int,
    order_id text,
    unique (plan_id, part_id, warehouse_id),
    check (confirmed_milli = proposed_milli or change_reason is not null)
  )`,
  `create index preparation_plan_scope on preparation_plan (_scope, id)`,
  `create index preparation_line_scope on preparation_line (_scope, id)`,
  // the stock of a warehouse is promised by one plan at a time
  `create unique index preparation_plan_open on preparation_plan (warehouse_id)
    where status in ('COMPUTED', 'REVIEWED', 'APPROVED')`,
];

/** Numbered on the wire after the tables that were there before. */
const REPLICATED_TABLES = ['preparation_plan', 'preparation_line'];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  for (const table of REPLICATED_TABLES) {
    await feedTriggers(db, table);
    const { rows } = await sql<{ id: number }>`select id from sync_table where name = ${table}`.execute(db);
    await noteTriggers(db, table, rows[0]?.id ?? 0);
  }
}
