import { sql, type Kysely } from 'kysely';

/** In whose stead a deputy decided (0156); null = for oneself. */
const STATEMENTS = [
  `alter table audit_decision add column decided_for text`,
  `alter table audit_decision add column decided_for_name text`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
