import { sql, type Kysely } from 'kysely';

/** A claim is reversed once: beside what was refused or withdrawn there is at most one reversal of it (0340). */
const STATEMENTS = [
  `create unique index statement_adjustment_reversal on statement_adjustment (ref_claim_id)
     where kind = 'REVERSAL' and status <> 'CANCELLED'`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
