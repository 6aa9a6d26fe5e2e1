import { sql, type Kysely } from 'kysely';

/** The local image of the central step of the same name. */
const STATEMENTS = [
  `alter table purchase_request_line add column proposed_milli integer`,
  `alter table purchase_request_line add column change_reason text`,
  `alter table purchase_request_line add column changed_by text`,
  `alter table purchase_request_line add column changed_by_name text`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
