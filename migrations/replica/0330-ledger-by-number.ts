import { sql, type Kysely } from 'kysely';

/** The ledger is paged by its numbers, as a whole and by warehouse (design §7: five million entries). */
const STATEMENTS = [
  `create index stock_movement_seq on stock_movement (seq)`,
  `create index stock_movement_warehouse on stock_movement (warehouse_id, seq)`,
  `create index warehouse_name on warehouse (name, id)`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
