import { sql, type Kysely } from 'kysely';
import { appendOnlyTriggers, feedTriggers, noteTriggers } from './table-triggers.ts';

/**
 * Orders of goods within the company (stock §2.4, §3.2): transfers between warehouses, sales to stations and what comes back
 * new from them, with their lines and their history. What of a line is on its way has its value beside its quantity.
 */
const STATEMENTS = [
  `create table goods_order (
    id text primary key,
    _v safe_int not null default 1,
    _scope text not null,
    _k safe_int not null,
    _bucket safe_int not null,
    order_no text unique,
    kind text not null check (kind in ('TRANSFER', 'SALE', 'RETURN')),
    reason text check (reason in ('REPLEN', 'BALANCE', 'EMERGENCY', 'WRONG', 'SURPLUS', 'RECALL', 'QUALITY')),
    status text not null check (status in ('DRAFT', 'SUBMITTED', 'CREDIT_HOLD', 'CREDIT_OK', 'APPROVED', 'ERP_SENT', 'IN_TRANSIT', 'PARTLY_IN', 'SHIPPED', 'SIGNED', 'INVOICED', 'PAID', 'SENT', 'RECEIVED', 'INSPECTED', 'CREDITED', 'REFUSED', 'CLOSED', 'CANCELLED')),
    from_warehouse_id text references warehouse,
    to_warehouse_id text references warehouse,
    station_id text references station,
    region_id text not null references region,
    amount_fen safe_int not null default 0,
    erp_order_no text,
    invoice_no text,
    carrier text,
    waybill text,
    note text,
    shipped_at_ms safe_int,
    holder_role text,
    since_ms safe_int not null,
    requested_by text not null,
    requested_by_name text not null,
    requested_at_ms safe_int not null,
    changed_by_name text not null,
    changed_at_ms safe_int not null,
    check (from_warehouse_id is null or to_warehouse_id is null or from_warehouse_id <> to_warehouse_id)
  )`,
  `create table goods_order_line (
    id text primary key,
    _v safe_int not null default 1,
    _scope text not null,
    _k safe_int not null,
    _bucket safe_int not null,
    order_id text not null references goods_order,
    line_no safe_int not null,
    part_id text not null references part,
    orig_line_id text,
    qty_req_milli safe_int not null check (qty_req_milli > 0),
    qty_appr_milli safe_int not null default 0,
    qty_out_milli safe_int not null default 0,
    qty_over_milli safe_int not null default 0 check (qty_over_milli >= 0),
    qty_in_milli safe_int not null default 0 check (qty_in_milli >= 0),
    qty_damaged_milli safe_int not null default 0 check (qty_damaged_milli >= 0),
    qty_lost_milli safe_int not null default 0 check (qty_lost_milli >= 0),
    transit_value_fen safe_int not null default 0 check (transit_value_fen >= 0),
    price_fen safe_int,
    reservation_id text references stock_reservation,
    check (qty_appr_milli between 0 and qty_req_milli),
    check (qty_out_milli between 0 and qty_appr_milli),
    check (qty_in_milli + qty_damaged_milli + qty_lost_milli <= qty_out_milli + qty_over_milli)
  )`,
  `create table goods_order_event (
    id text primary key,
    _v safe_int not null default 1,
    _scope text not null,
    _k safe_int not null,
    _bucket safe_int not null,
    order_id text not null references goods_order,
    action text not null,
    status_from text not null,
    status_to text not null,
    note text,
    done_by text not null,
    done_by_name text not null,
    done_at_ms safe_int not null
  )`,
  `create index goods_order_scope on goods_order (_scope, id)`,
  `create index goods_order_line_scope on goods_order_line (_scope, id)`,
  `create index goods_order_line_order on goods_order_line (order_id)`,
  `create index goods_order_event_scope on goods_order_event (_scope, id)`,
  `create index goods_order_event_order on goods_order_event (order_id)`,
];

/** Numbered on the wire after the tables that were there before. */
const REPLICATED_TABLES = ['goods_order', 'goods_order_line', 'goods_order_event'];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  for (const table of REPLICATED_TABLES) {
    await feedTriggers(db, table);
    const { rows } = await sql<{ id: number }>`select id from sync_table where name = ${table}`.execute(db);
    await noteTriggers(db, table, rows[0]?.id ?? 0);
  }
  await appendOnlyTriggers(db, 'goods_order_event');
}
