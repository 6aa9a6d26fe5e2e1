/** Which questions are asked again when rows of a table moved; a table not named here asks all of them again. */
const ROOMS_OF_TABLE: Readonly<Record<string, readonly string[]>> = {
  claim: ['claims', 'settlement'],
  claim_line: ['claims'],
  rule_hit: ['claims'],
  audit_decision: ['claims'],
  claim_remark: ['claims'],
  attachment: ['claims', 'logistics', 'counts'],
  old_part: ['claims', 'logistics', 'parts'],
  parts_application: ['logistics', 'parts'],
  parts_application_line: ['logistics'],
  parts_application_event: ['logistics'],
  goods_order: ['logistics', 'parts'],
  goods_order_line: ['logistics', 'parts'],
  goods_order_event: ['logistics'],
  limit_account: ['logistics'],
  limit_entry: ['logistics'],
  limit_change: ['logistics'],
  credit_release: ['logistics'],
  goods_receipt: ['logistics'],
  goods_arrival: ['logistics', 'parts'],
  goods_receipt_line: ['logistics'],
  damage_report: ['logistics'],
  damage_report_line: ['logistics'],
  damage_report_event: ['logistics'],
  work_order: ['claims'],
  statement: ['settlement', 'claims'],
  statement_claim: ['settlement'],
  statement_event: ['settlement'],
  statement_tax_group: ['settlement'],
  settlement_run: ['settlement'],
  statement_adjustment: ['settlement', 'parts'],
  invoice: ['settlement'],
  payment: ['settlement'],
  count_plan: ['counts'],
  count_sheet: ['counts', 'parts'],
  count_line: ['counts'],
  count_entry: ['counts', 'parts'],
  count_event: ['counts'],
  count_adjustment: ['counts'],
  count_adjustment_line: ['counts'],
  stock_period: ['counts'],
  stock_period_event: ['counts'],
  stock_movement: ['counts', 'parts', 'logistics'],
  stock_balance: ['counts', 'parts', 'logistics'],
  stock_reservation: ['parts', 'logistics'],
  stock_proof: ['parts'],
  stock_refusal: ['parts'],
  preparation_plan: ['parts'],
  preparation_line: ['parts'],
  purchase_request: ['parts'],
  purchase_request_line: ['parts'],
  recon_run: ['reconciliation', 'parts'],
  recon_item: ['reconciliation', 'parts'],
  erp_balance: ['reconciliation'],
  erp_document_line: ['reconciliation', 'logistics'],
  import_batch: ['exchange'],
  query_scheme: ['views'],
  print_log: ['print'],
  form_template: ['print'],
  configuration_change: ['print', 'settings', 'rules'],
  ruleset: ['rules', 'claims'],
};

/** Rooms whose questions a change of these tables concerns; null = all. */
export function roomsOf(tables: readonly string[]): ReadonlySet<string> | null {
  const rooms = new Set<string>();
  for (const table of tables) {
    const concerned = ROOMS_OF_TABLE[table];
    if (concerned === undefined) return null;
    for (const room of concerned) rooms.add(room);
  }
  return rooms;
}
