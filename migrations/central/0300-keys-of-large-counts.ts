import { sql, type Kysely } from 'kysely';

/**
 * The ledger and the lines of counts are asked for by the whole key of a stock, for 20,000 of them at a time: by part and
 * warehouse alone every question read all the bins the part lies in.
 *
 * Balances and lines are written many times over: with room beside them a change touches no index.
 *
 * A sheet of that size withholds some 100,000 rows from two people: looking up the same two people and seven tables for each
 * of them took longer than writing them.
 */
const STATEMENTS = [
  `drop index stock_movement_part`,
  `create index stock_movement_key on stock_movement (part_id, warehouse_id, coalesce(bin_id, ''))`,
  `drop index stock_balance_part`,
  `create index stock_balance_part on stock_balance (part_id, warehouse_id, coalesce(bin_id, ''))`,
  `drop index count_line_key`,
  `create index count_line_key on count_line (part_id, warehouse_id, coalesce(bin_id, ''))`,
  `alter table stock_balance set (fillfactor = 70)`,
  `alter table count_line set (fillfactor = 70)`,
  `alter table sync_withheld drop constraint sync_withheld_user_id_fkey, drop constraint sync_withheld_tbl_fkey`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
