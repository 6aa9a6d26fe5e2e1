import { sql, type Kysely } from 'kysely';

/**
 * What P04, P06 and T01 read of papers that are not the station's own (claims §5, 0330): which vehicle and which serial number
 * a document of the ERP is about, and the road there and back as who dispatched measured it.
 */
const STATEMENTS = [
  `alter table erp_document_line add column vin text`,
  `alter table erp_document_line add column serial_no text`,
  `alter table dispatch add column route_km safe_int check (route_km >= 0)`,
  `create index erp_document_line_doc on erp_document_line (doc_no)`,
  `create index erp_document_line_serial on erp_document_line (serial_no) where serial_no is not null`,
  `create index work_order_part_issue_doc on work_order_part (issue_doc) where issue_doc is not null`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
