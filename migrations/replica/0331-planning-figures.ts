import { sql, type Kysely } from 'kysely';

/** The local image of the central step 0330. */
const STATEMENTS = [
  `alter table part_warehouse_setting add column computed_at_ms integer`,
  `alter table part_warehouse_setting add column computed_method text`,
  `alter table part_warehouse_setting add column computed_max_milli integer`,
  `alter table part_warehouse_setting add column week_mean_milli integer`,
  `alter table part_warehouse_setting add column abc_lower_runs integer`,
  `alter table part_warehouse_setting add column average_stock_fen integer`,
  `alter table part_warehouse_setting add column issued_milli integer`,
  `alter table part_warehouse_setting add column issued_fen integer`,
  `alter table part_warehouse_setting add column turns_centi integer`,
  `alter table part_warehouse_setting add column days_tenths integer`,
  `alter table part_warehouse_setting add column first_move_at_ms integer`,
  `alter table part_warehouse_setting add column last_issue_at_ms integer`,
  `alter table part_warehouse_setting add column approved_at_ms integer`,
  `create index part_warehouse_setting_part on part_warehouse_setting (part_id, warehouse_id)`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
