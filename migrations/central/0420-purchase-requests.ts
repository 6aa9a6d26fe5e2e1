import { sql, type Kysely } from 'kysely';
import { feedTriggers, noteTriggers } from './table-triggers.ts';

/** Purchase requests: what a preparation plan needs and no warehouse of ours can give (stock §3.2, §4.8). */
const STATEMENTS = [
  `create table purchase_request (
    id text primary key,
    _v safe_int not null default 1,
    _scope text not null,
    _k safe_int not null,
    _bucket safe_int not null,
    request_no text not null unique,
    plan_id text not null references preparation_plan,
    warehouse_id text not null references warehouse,
    status text not null check (status in ('DRAFT', 'RELEASED', 'ORDERED', 'CANCELLED')),
    step_note text,
    erp_order_no text,
    made_by text not null,
    made_by_name text not null,
    made_at_ms safe_int not null,
    released_by text,
    released_by_name text,
    released_at_ms safe_int,
    ordered_by_name text,
    ordered_at_ms safe_int,
    changed_by_name text not null,
    changed_at_ms safe_int not null,
    check (status <> 'ORDERED' or erp_order_no is not null)
  )`,
  `create table purchase_request_line (
    id text primary key,
    _v safe_int not null default 1,
    _scope text not null,
    _k safe_int not null,
    _bucket safe_int not null,
    request_id text not null references purchase_request,
    line_no safe_int not null,
    part_id text not null references part,
    pack_milli safe_int not null,
    moq_milli safe_int not null,
    wanted_milli safe_int not null,
    supply_milli safe_int not null,
    short_milli safe_int not null,
    above_milli safe_int not null,
    open_milli safe_int not null,
    qty_milli safe_int not null check (qty_milli > 0),
    value_fen safe_int not null,
    unique (request_id, part_id)
  )`,
  `create index purchase_request_scope on purchase_request (_scope, id)`,
  `create index purchase_request_line_scope on purchase_request_line (_scope, id)`,
  `create index purchase_request_plan on purchase_request (plan_id)`,
];

/** Numbered on the wire after the tables that were there before. */
const REPLICATED_TABLES = ['purchase_request', 'purchase_request_line'];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  for (const table of REPLICATED_TABLES) {
    await feedTriggers(db, table);
    const { rows } = await sql<{ id: number }>`select id from sync_table where name = ${table}`.execute(db);
    await noteTriggers(db, table, rows[0]?.id ?? 0);
  }
}
