import { sql, type Kysely } from 'kysely';
import { appendOnlyTriggers, feedTriggers, noteTriggers } from './table-triggers.ts';

/**
 * What arrived against which document, and what of it was damaged or missing, with the photographs of it and the claim that
 * follows (stock §2.4, §3.2). Receipts are never changed: they say what was found.
 */
const STATEMENTS = [
  `create table goods_receipt (
    id text primary key,
    _v safe_int not null default 1,
    _scope text not null,
    _k safe_int not null,
    _bucket safe_int not null,
    receipt_no text not null unique,
    source text not null check (source in ('TRANSFER', 'PURCHASE')),
    order_id text references goods_order,
    source_doc_no text not null,
    supplier_id text references supplier,
    warehouse_id text not null references warehouse,
    region_id text not null references region,
    carrier text,
    waybill text,
    arrived_date text not null,
    note text,
    received_by text not null,
    received_by_name text not null,
    received_at_ms safe_int not null
  )`,
  `create table goods_receipt_line (
    id text primary key,
    _v safe_int not null default 1,
    _scope text not null,
    _k safe_int not null,
    _bucket safe_int not null,
    receipt_id text not null references goods_receipt,
    line_no safe_int not null,
    part_id text not null references part,
    qty_sent_milli safe_int not null check (qty_sent_milli >= 0),
    qty_ok_milli safe_int not null check (qty_ok_milli >= 0),
    qty_short_milli safe_int not null check (qty_short_milli >= 0),
    qty_over_milli safe_int not null check (qty_over_milli >= 0),
    qty_damaged_milli safe_int not null check (qty_damaged_milli >= 0),
    qty_wrong_milli safe_int not null check (qty_wrong_milli >= 0),
    value_fen safe_int not null,
    check (qty_ok_milli + qty_short_milli + qty_damaged_milli + qty_wrong_milli = qty_sent_milli + qty_over_milli)
  )`,
  `create table damage_report (
    id text primary key,
    _v safe_int not null default 1,
    _scope text not null,
    _k safe_int not null,
    _bucket safe_int not null,
    report_no text not null unique,
    receipt_id text references goods_receipt,
    order_id text references goods_order,
    source_doc_no text not null,
    supplier_id text references supplier,
    warehouse_id text not null references warehouse,
    region_id text not null references region,
    status text not null check (status in ('DRAFT', 'SUBMITTED', 'LIABILITY_SET', 'APPROVED', 'DISPOSED', 'CLAIMED', 'CLOSED')),
    carrier text,
    waybill text,
    arrived_date text not null,
    is_late flag not null default 0,
    liability text check (liability in ('CARRIER', 'SUPPLIER', 'SENDER', 'SELF')),
    value_fen safe_int not null,
    claim_fen safe_int not null check (claim_fen >= 0),
    claim_no text,
    disposition text check (disposition in ('SCRAP', 'REPAIR', 'RETURN', 'ACCEPT')),
    photo_count safe_int not null default 0,
    holder_role text,
    since_ms safe_int not null,
    reported_by text not null,
    reported_by_name text not null,
    reported_at_ms safe_int not null,
    changed_by_name text not null,
    changed_at_ms safe_int not null
  )`,
  `create table damage_report_line (
    id text primary key,
    _v safe_int not null default 1,
    _scope text not null,
    _k safe_int not null,
    _bucket safe_int not null,
    report_id text not null references damage_report,
    line_no safe_int not null,
    part_id text not null references part,
    defect text not null check (defect in ('BROKEN', 'SHORT', 'WRONG')),
    qty_milli safe_int not null check (qty_milli > 0),
    value_fen safe_int not null
  )`,
  `create table damage_report_event (
    id text primary key,
    _v safe_int not null default 1,
    _scope text not null,
    _k safe_int not null,
    _bucket safe_int not null,
    report_id text not null references damage_report,
    action text not null,
    status_from text not null,
    status_to text not null,
    note text,
    done_by text not null,
    done_by_name text not null,
    done_at_ms safe_int not null
  )`,
  `create index goods_receipt_scope on goods_receipt (_scope, id)`,
  `create index goods_receipt_source on goods_receipt (source_doc_no)`,
  `create index goods_receipt_line_scope on goods_receipt_line (_scope, id)`,
  `create index goods_receipt_line_receipt on goods_receipt_line (receipt_id)`,
  `create index damage_report_scope on damage_report (_scope, id)`,
  `create index damage_report_line_scope on damage_report_line (_scope, id)`,
  `create index damage_report_line_report on damage_report_line (report_id)`,
  `create index damage_report_event_scope on damage_report_event (_scope, id)`,
  `create index damage_report_event_report on damage_report_event (report_id)`,
  `alter table attachment drop constraint attachment_owner_type_check`,
  `alter table attachment add constraint attachment_owner_type_check
     check (owner_type in ('CLAIM', 'WORK_ORDER', 'REQUEST', 'OLD_PART', 'STATEMENT', 'APPLICATION', 'DAMAGE'))`,
];

/** Numbered on the wire after the tables that were there before. */
const REPLICATED_TABLES = [
  'goods_receipt',
  'goods_receipt_line',
  'damage_report',
  'damage_report_line',
  'damage_report_event',
];
const APPEND_ONLY = ['goods_receipt', 'goods_receipt_line', 'damage_report_event'];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  for (const table of REPLICATED_TABLES) {
    await feedTriggers(db, table);
    const { rows } = await sql<{ id: number }>`select id from sync_table where name = ${table}`.execute(db);
    await noteTriggers(db, table, rows[0]?.id ?? 0);
  }
  for (const table of APPEND_ONLY) await appendOnlyTriggers(db, table);
}
