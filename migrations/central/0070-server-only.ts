import { sql, type Kysely } from 'kysely';

/**
 * Tables that never leave the server: credentials, command log, change feed, station intake, and the triggers that
 * put every change of a replicated table into the outbox (sync §2), so that a repair by psql enters the feed as well.
 */
const STATEMENTS = [
  `create table user_credential (
    user_id text primary key references app_user,
    password_hash text not null,
    failed_count safe_int not null default 0,
    locked_until_at_ms safe_int,
    changed_at_ms safe_int not null
  )`,
  `create table device (
    id text primary key,
    user_id text references app_user,
    name text not null,
    first_seen_at_ms safe_int not null,
    last_seen_at_ms safe_int not null,
    revoked_at_ms safe_int
  )`,
  `create table refresh_token (
    id text primary key,
    family_id text not null,
    user_id text not null references app_user,
    device_id text not null,
    secret_sha256 text not null,
    issued_at_ms safe_int not null,
    expires_at_ms safe_int not null,
    used_at_ms safe_int,
    revoked_at_ms safe_int
  )`,
  `create index refresh_token_family on refresh_token (family_id)`,
  `create table command_log (
    id text primary key,
    device_id text not null,
    client_seq safe_int not null,
    user_id text not null,
    kind text not null,
    body_sha256 text not null,
    status text not null check (status in ('applied', 'conflict', 'rejected')),
    result_json text not null,
    received_at_ms safe_int not null
  )`,
  `create unique index command_log_device_seq on command_log (device_id, client_seq)`,
  `create table document_sequence (sequence_key text primary key, last_value safe_int not null)`,
  `create table attachment_content (file_sha256 text primary key, content bytea not null, size_bytes safe_int not null, stored_at_ms safe_int not null)`,
  `create table intake_receipt (
    station_id text not null references station,
    kind text not null,
    station_ref text not null,
    body_sha256 text not null,
    target_id text not null,
    received_at_ms safe_int not null,
    primary key (station_id, kind, station_ref)
  )`,
  `create table import_row (
    batch_id text not null references import_batch,
    row_no safe_int not null,
    row_key text not null,
    row_sha256 text not null,
    outcome text not null check (outcome in ('created', 'updated', 'unchanged', 'repeated', 'refused')),
    target_id text,
    issues_json text,
    primary key (batch_id, row_no)
  )`,
  `create index import_row_key on import_row (row_key)`,
  `create table sync_table (id smallint primary key, name text not null unique)`,
  `create table sync_outbox (id bigserial primary key, tbl smallint not null, pk text not null, v bigint not null, scope_old text, scope_new text)`,
  `create table sync_feed (
    seq bigint not null,
    ord integer not null,
    tbl smallint not null,
    pk text not null,
    op char(1) not null check (op in ('u', 'd', 'a')),
    scope_old text,
    scope_new text,
    v bigint not null,
    img text,
    primary key (seq, ord)
  )`,
  `create index sync_feed_scope_new on sync_feed (scope_new, seq)`,
  `create index sync_feed_scope_old on sync_feed (scope_old, seq)`,
  `create table sync_head (id integer primary key check (id = 1), epoch text not null, seq bigint not null, floor_seq bigint not null)`,
  `create table sync_batch (seq bigint primary key, n integer not null, at_ms bigint not null)`,
  `create function sync_next_version() returns trigger language plpgsql as $$ begin new._v := old._v + 1; return new; end $$`,
  `create function sync_outbox_insert() returns trigger language plpgsql as $$ begin
     insert into sync_outbox (tbl, pk, v, scope_old, scope_new) select tg_argv[0]::smallint, n.id, n._v, null, n._scope from new_rows n;
     return null; end $$`,
  `create function sync_outbox_update() returns trigger language plpgsql as $$ begin
     insert into sync_outbox (tbl, pk, v, scope_old, scope_new)
       select tg_argv[0]::smallint, n.id, n._v, o._scope, n._scope from new_rows n join old_rows o on o.id = n.id;
     return null; end $$`,
  `create function sync_outbox_delete() returns trigger language plpgsql as $$ begin
     insert into sync_outbox (tbl, pk, v, scope_old, scope_new) select tg_argv[0]::smallint, o.id, o._v + 1, o._scope, null from old_rows o;
     return null; end $$`,
];

/** The order is the numbering of the wire and the order of foreign keys; a later migration appends, never renumbers. */
const REPLICATED_TABLES = [
  'region',
  'warehouse',
  'product_line',
  'product_model',
  'component_group',
  'customer',
  'vehicle',
  'vehicle_change',
  'mileage_reading',
  'station',
  'station_terms',
  'engineer',
  'supplier',
  'part',
  'part_applicability',
  'labour_operation',
  'labour_operation_include',
  'operation_expected_part',
  'operation_add_on',
  'fault_code',
  'fault_part_map',
  'warranty_policy',
  'warranty_coverage',
  'warranty_override',
  'service_part_warranty',
  'supplier_recovery_contract',
  'campaign',
  'campaign_vehicle',
  'rate',
  'tax_rate',
  'reason_code',
  'calendar_day',
  'setting',
  'ruleset',
  'period',
  'app_user',
  'user_role',
  'user_deputy',
  'sample_plan',
  'import_mapping',
  'import_batch',
  'repair_request',
  'dispatch',
  'work_order',
  'work_order_labour',
  'work_order_part',
  'work_order_travel',
  'follow_up_call',
  'preauth',
  'claim',
  'claim_line',
  'rule_hit',
  'audit_decision',
  'claim_remark',
  'attachment',
  'old_part_box',
  'old_part',
  'settlement_run',
  'statement',
  'statement_tax_group',
  'statement_claim',
  'statement_adjustment',
  'invoice',
  'payment',
  'supplier_claim',
  'supplier_claim_line',
  'sample_case',
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  for (const [index, table] of REPLICATED_TABLES.entries()) {
    const number = index + 1;
    await sql.raw(`insert into sync_table (id, name) values (${String(number)}, '${table}')`).execute(db);
    await sql
      .raw(
        `create trigger ${table}_version before update on ${table} for each row execute function sync_next_version()`,
      )
      .execute(db);
    await sql
      .raw(
        `create trigger ${table}_insert after insert on ${table} referencing new table as new_rows for each statement execute function sync_outbox_insert(${String(number)})`,
      )
      .execute(db);
    await sql
      .raw(
        `create trigger ${table}_update after update on ${table} referencing old table as old_rows new table as new_rows for each statement execute function sync_outbox_update(${String(number)})`,
      )
      .execute(db);
    await sql
      .raw(
        `create trigger ${table}_delete after delete on ${table} referencing old table as old_rows for each statement execute function sync_outbox_delete(${String(number)})`,
      )
      .execute(db);
  }
}
