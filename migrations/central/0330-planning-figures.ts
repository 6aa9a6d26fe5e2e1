import { sql, type Kysely } from 'kysely';

/** What planning works out of the ledger for a part in a warehouse, beside what was approved for it (stock §4.4, §4.7–4.9). */
const STATEMENTS = [
  `alter table part_warehouse_setting add column computed_at_ms safe_int`,
  `alter table part_warehouse_setting add column computed_method text check (computed_method in ('MANUAL', 'NORMAL', 'POISSON'))`,
  `alter table part_warehouse_setting add column computed_max_milli safe_int`,
  `alter table part_warehouse_setting add column week_mean_milli safe_int`,
  `alter table part_warehouse_setting add column abc_lower_runs safe_int`,
  `alter table part_warehouse_setting add column average_stock_fen safe_int`,
  `alter table part_warehouse_setting add column issued_milli safe_int`,
  `alter table part_warehouse_setting add column issued_fen safe_int`,
  `alter table part_warehouse_setting add column turns_centi safe_int`,
  `alter table part_warehouse_setting add column days_tenths safe_int`,
  `alter table part_warehouse_setting add column first_move_at_ms safe_int`,
  `alter table part_warehouse_setting add column last_issue_at_ms safe_int`,
  `alter table part_warehouse_setting add column approved_at_ms safe_int`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
