import { sql, type Kysely } from 'kysely';

/** The VIN read off a photograph of the plate, by a person or a reader; null = nobody has read it (claims §5 A05). */
const STATEMENTS = [`alter table attachment add column read_vin text`];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
