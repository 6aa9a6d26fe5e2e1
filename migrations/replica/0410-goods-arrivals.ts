import { sql, type Kysely } from 'kysely';

/** The local image of the central step of the same name, and the way to the documents of suppliers. */
const STATEMENTS = [
  `create table goods_arrival (
    id text primary key,
    _v integer not null,
    _scope text not null,
    _k integer not null,
    _bucket integer not null,
    source text not null,
    source_doc_no text not null,
    order_id text references goods_order,
    warehouse_id text not null references warehouse,
    region_id text not null references region,
    status text not null,
    carrier text,
    waybill text,
    arrived_date text not null,
    found_json text,
    receipt_id text references goods_receipt,
    note text,
    arrived_by_name text not null,
    checked_by_name text,
    since_ms integer not null,
    changed_by_name text not null,
    changed_at_ms integer not null
  ) strict`,
  `create index goods_arrival_document on goods_arrival (source_doc_no)`,
  `create index goods_receipt_document on goods_receipt (source_doc_no)`,
  `create index erp_document_line_partner on erp_document_line (partner_code) where partner_code is not null`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
