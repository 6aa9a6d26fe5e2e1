import { sql, type Kysely } from 'kysely';

/** What the papers around a paper are found by, from either side (联查). */
const STATEMENTS = [
  `create index repair_request_vehicle on repair_request (vehicle_id)`,
  `create index statement_station on statement (station_id, period_to_date)`,
  `create index dispatch_request on dispatch (request_id)`,
  `create index preauth_vehicle on preauth (vehicle_id)`,
  `create index preauth_station on preauth (station_id)`,
  `create index campaign_vehicle_vehicle on campaign_vehicle (vehicle_id)`,
  `create index campaign_vehicle_campaign on campaign_vehicle (campaign_id)`,
  `create index work_order_part_issue on work_order_part (issue_doc) where issue_doc is not null`,
  `create index erp_document_line_doc on erp_document_line (doc_no)`,
  `create index old_part_in_box on old_part (box_id) where box_id is not null`,
  `create index old_part_box_station on old_part_box (station_id)`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
