import { sql, type Kysely } from 'kysely';
import { appendOnlyTriggers, feedTriggers, noteTriggers } from './table-triggers.ts';

/**
 * Parts applications (stock §2.4, §3.2) with their lines and their history, and what they need of older tables: photographs
 * of their own, and old parts that a signed application owes before there is a claim.
 */
const STATEMENTS = [
  `create table parts_application (
    id text primary key,
    _v safe_int not null default 1,
    _scope text not null,
    _k safe_int not null,
    _bucket safe_int not null,
    app_no text unique,
    kind text not null check (kind in ('WARRANTY', 'PAID', 'TECH_CAMPAIGN', 'INTERNAL')),
    urgency text not null check (urgency in ('NORMAL', 'URGENT', 'VOR')),
    status text not null check (status in ('DRAFT', 'SUBMITTED', 'DUP_SUSPECT', 'REGION_OK', 'WARRANTY_OK', 'REJECTED', 'ALLOCATED', 'ERP_SENT', 'SHIPPED', 'SIGNED', 'OLD_DUE', 'CLOSED', 'CANCELLED')),
    station_id text not null references station,
    region_id text not null references region,
    work_order_no text,
    vin text,
    vehicle_id text references vehicle,
    mileage_km safe_int,
    fault_code text,
    fault_text text,
    note text,
    warranty_verdict text check (warranty_verdict in ('IN_WARRANTY', 'GOODWILL', 'OUT_OF_WARRANTY')),
    suspects_json text not null default '[]',
    dup_of_no text,
    converted_from_no text,
    converted_to_no text,
    erp_order_no text,
    is_without_erp flag not null default 0,
    holder_role text,
    holder_name text,
    since_ms safe_int not null,
    requested_by text not null,
    requested_by_name text not null,
    requested_at_ms safe_int not null,
    submitted_at_ms safe_int,
    changed_by_name text not null,
    changed_at_ms safe_int not null
  )`,
  `create table parts_application_line (
    id text primary key,
    _v safe_int not null default 1,
    _scope text not null,
    _k safe_int not null,
    _bucket safe_int not null,
    application_id text not null references parts_application,
    line_no safe_int not null,
    part_id text not null references part,
    substitute_part_id text references part,
    qty_req_milli safe_int not null check (qty_req_milli > 0),
    qty_appr_milli safe_int not null default 0,
    qty_ship_milli safe_int not null default 0,
    qty_recv_milli safe_int not null default 0,
    source_warehouse_id text references warehouse,
    reservation_id text references stock_reservation,
    return_required flag not null default 0,
    return_due_date text,
    check (qty_appr_milli between 0 and qty_req_milli),
    check (qty_ship_milli between 0 and qty_appr_milli),
    check (qty_recv_milli between 0 and qty_ship_milli)
  )`,
  `create table parts_application_event (
    id text primary key,
    _v safe_int not null default 1,
    _scope text not null,
    _k safe_int not null,
    _bucket safe_int not null,
    application_id text not null references parts_application,
    action text not null,
    status_from text not null,
    status_to text not null,
    note text,
    done_by text not null,
    done_by_name text not null,
    done_at_ms safe_int not null
  )`,
  `create index parts_application_scope on parts_application (_scope, id)`,
  `create index parts_application_vin on parts_application (vin)`,
  `create index parts_application_work_order on parts_application (work_order_no)`,
  `create index parts_application_line_scope on parts_application_line (_scope, id)`,
  `create index parts_application_line_application on parts_application_line (application_id)`,
  `create index parts_application_event_scope on parts_application_event (_scope, id)`,
  `create index parts_application_event_application on parts_application_event (application_id)`,
  `create index stock_reservation_part on stock_reservation (part_id, warehouse_id)`,
  `alter table attachment drop constraint attachment_owner_type_check`,
  `alter table attachment add constraint attachment_owner_type_check
     check (owner_type in ('CLAIM', 'WORK_ORDER', 'REQUEST', 'OLD_PART', 'STATEMENT', 'APPLICATION'))`,
  `alter table old_part alter column claim_id drop not null`,
  `alter table old_part alter column claim_line_id drop not null`,
  `alter table old_part add column application_line_id text references parts_application_line`,
  `alter table old_part add constraint old_part_origin_check check (claim_line_id is not null or application_line_id is not null)`,
  `create index old_part_application_line on old_part (application_line_id)`,
];

/** Numbered on the wire after the tables that were there before. */
const REPLICATED_TABLES = ['parts_application', 'parts_application_line', 'parts_application_event'];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  for (const table of REPLICATED_TABLES) {
    await feedTriggers(db, table);
    const { rows } = await sql<{ id: number }>`select id from sync_table where name = ${table}`.execute(db);
    await noteTriggers(db, table, rows[0]?.id ?? 0);
  }
  await appendOnlyTriggers(db, 'parts_application_event');
}
