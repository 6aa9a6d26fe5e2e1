import { sql, type Kysely } from 'kysely';

/** The local image of the central step of the same name. */
const STATEMENTS = [
  `create table goods_order (
    id text primary key,
    _v integer not null,
    _scope text not null,
    _k integer not null,
    _bucket integer not null,
    order_no text,
    kind text not null,
    reason text,
    status text not null,
    from_warehouse_id text references warehouse,
    to_warehouse_id text references warehouse,
    station_id text references station,
    region_id text not null references region,
    amount_fen integer not null,
    erp_order_no text,
    invoice_no text,
    carrier text,
    waybill text,
    note text,
    shipped_at_ms integer,
    holder_role text,
    since_ms integer not null,
    requested_by text not null,
    requested_by_name text not null,
    requested_at_ms integer not null,
    changed_by_name text not null,
    changed_at_ms integer not null
  ) strict`,
  `create table goods_order_line (
    id text primary key,
    _v integer not null,
    _scope text not null,
    _k integer not null,
    _bucket integer not null,
    order_id text not null references goods_order,
    line_no integer not null,
    part_id text not null references part,
    orig_line_id text,
    qty_req_milli integer not null,
    qty_appr_milli integer not null,
    qty_out_milli integer not null,
    qty_over_milli integer not null,
    qty_in_milli integer not null,
    qty_damaged_milli integer not null,
    qty_lost_milli integer not null,
    transit_value_fen integer not null,
    price_fen integer,
    reservation_id text references stock_reservation
  ) strict`,
  `create table goods_order_event (
    id text primary key,
    _v integer not null,
    _scope text not null,
    _k integer not null,
    _bucket integer not null,
    order_id text not null references goods_order,
    action text not null,
    status_from text not null,
    status_to text not null,
    note text,
    done_by text not null,
    done_by_name text not null,
    done_at_ms integer not null
  ) strict`,
  `create index goods_order_line_order on goods_order_line (order_id)`,
  `create index goods_order_event_order on goods_order_event (order_id)`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
