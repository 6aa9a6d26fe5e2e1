import { sql, type Kysely } from 'kysely';

/** What the checklist of a month asks of all balances while every posting waits: found without reading them (design §8 Periods). */
const STATEMENTS = [
  `create index stock_balance_negative on stock_balance (id) where qty_milli < 0`,
  `create index stock_balance_in_transit on stock_balance (id) where condition = 'IN_TRANSIT' and qty_milli <> 0`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
