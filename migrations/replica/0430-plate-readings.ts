import { sql, type Kysely } from 'kysely';

/** The local image of the central step of the same number. */
const STATEMENTS = [`alter table attachment add column read_vin text`];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
