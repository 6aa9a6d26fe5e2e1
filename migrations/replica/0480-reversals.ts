import { sql, type Kysely } from 'kysely';

/** The claim's page asks for the reversal of its claim. */
const STATEMENTS = [
  `create index statement_adjustment_claim on statement_adjustment (ref_claim_id) where ref_claim_id is not null`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
