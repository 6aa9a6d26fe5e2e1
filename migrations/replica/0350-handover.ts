import { sql, type Kysely } from 'kysely';

/** Who held a claim before and after it was handed over, and who answers for an application since (0210). */
const STATEMENTS = [
  `alter table audit_decision add column handed_from text`,
  `alter table audit_decision add column handed_from_name text`,
  `alter table audit_decision add column handed_to text`,
  `alter table audit_decision add column handed_to_name text`,
  `alter table parts_application add column handled_by text`,
  `alter table parts_application add column handled_by_name text`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
