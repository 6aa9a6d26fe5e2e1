import { sql, type Kysely } from 'kysely';

/** What the server's clock asks of stock every ten minutes is found without reading what is done long ago (0352, 0353, 0382). */
const STATEMENTS = [
  `create index count_adjustment_sheet on count_adjustment (sheet_id)`,
  `create index count_adjustment_line_adjustment on count_adjustment_line (adjustment_id)`,
  // what codesIn of the reconciliation finds in a reference text of the ERP
  `create function codes_in(reference text) returns text[] language sql immutable parallel safe strict as $$
     select array(select (regexp_matches(upper(normalize(reference, NFKC)), '[A-Z0-9][A-Z0-9_/.-]*', 'g'))[1]) $$`,
  `create index erp_document_line_adjustment on erp_document_line using gin (codes_in(our_doc_no))
     where normalize(our_doc_no, NFKC) ilike '%PY-%'`,
  `create index stock_reservation_open on stock_reservation (expires_at_ms) where state in ('HELD', 'PICKED')`,
  `create index goods_order_line_reservation on goods_order_line (reservation_id) where reservation_id is not null`,
  `create index parts_application_line_reservation on parts_application_line (reservation_id)
     where reservation_id is not null`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
