import { sql, type Kysely } from 'kysely';

/** A reason code that is not offered any more stays known for what was decided with it (0155). */
const STATEMENTS = [`alter table reason_code add column is_offered flag not null default 1`];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
