import { sql, type Kysely } from 'kysely';

/** The local image of the central step of the same name. */
const STATEMENTS = [
  `create table parts_application (
    id text primary key,
    _v integer not null,
    _scope text not null,
    _k integer not null,
    _bucket integer not null,
    app_no text,
    kind text not null,
    urgency text not null,
    status text not null,
    station_id text not null references station,
    region_id text not null references region,
    work_order_no text,
    vin text,
    vehicle_id text references vehicle,
    mileage_km integer,
    fault_code text,
    fault_text text,
    note text,
    warranty_verdict text,
    suspects_json text not null,
    dup_of_no text,
    converted_from_no text,
    converted_to_no text,
    erp_order_no text,
    is_without_erp integer not null,
    holder_role text,
    holder_name text,
    since_ms integer not null,
    requested_by text not null,
    requested_by_name text not null,
    requested_at_ms integer not null,
    submitted_at_ms integer,
    changed_by_name text not null,
    changed_at_ms integer not null
  ) strict`,
  `create table parts_application_line (
    id text primary key,
    _v integer not null,
    _scope text not null,
    _k integer not null,
    _bucket integer not null,
    application_id text not null references parts_application,
    line_no integer not null,
    part_id text not null references part,
    substitute_part_id text references part,
    qty_req_milli integer not null,
    qty_appr_milli integer not null,
    qty_ship_milli integer not null,
    qty_recv_milli integer not null,
    source_warehouse_id text references warehouse,
    reservation_id text references stock_reservation,
    return_required integer not null,
    return_due_date text
  ) strict`,
  `create table parts_application_event (
    id text primary key,
    _v integer not null,
    _scope text not null,
    _k integer not null,
    _bucket integer not null,
    application_id text not null references parts_application,
    action text not null,
    status_from text not null,
    status_to text not null,
    note text,
    done_by text not null,
    done_by_name text not null,
    done_at_ms integer not null
  ) strict`,
  `create index parts_application_line_application on parts_application_line (application_id)`,
  `create index parts_application_event_application on parts_application_event (application_id)`,
  `alter table old_part add column application_line_id text`,
  `create index old_part_application_line on old_part (application_line_id)`,
];

export async function up(db: Kysely<never>): Promise<void> {
  await mayBeMissing(db, 'old_part', ['claim_id', 'claim_line_id']);
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

/** As 0220 does it: the table is made anew from its own text without the "not null" of these text columns. */
async function mayBeMissing(db: Kysely<never>, table: string, columns: readonly string[]): Promise<void> {
  const { rows: tables } = await sql<{ text: string }>`
    select sql as text from sqlite_schema where type = 'table' and name = ${table}`.execute(db);
  const { rows: indexes } = await sql<{ text: string }>`
    select sql as text from sqlite_schema where type = 'index' and tbl_name = ${table} and sql is not null`.execute(db);
  let text = tables[0]?.text ?? '';
  for (const column of columns) {
    const before = text;
    text = text.replace(`${column} text not null`, `${column} text`);
    if (text === before) throw new Error(`${table}.${column} was not found as it was made`);
  }
  await sql.raw(text.replace(/^create table ("?)\w+\1/i, `create table ${table}_anew`)).execute(db);
  await sql.raw(`insert into ${table}_anew select * from ${table}`).execute(db);
  await sql.raw(`drop table ${table}`).execute(db);
  await sql.raw(`alter table ${table}_anew rename to ${table}`).execute(db);
  for (const index of indexes) await sql.raw(index.text).execute(db);
}
