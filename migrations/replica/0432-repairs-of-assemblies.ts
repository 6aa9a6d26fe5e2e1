import { sql, type Kysely } from 'kysely';

/** The local image of the central step of the same number; an operation may come before the one that mends. */
const STATEMENTS = [
  `alter table labour_operation add column repair_op_id text`,
  `alter table labour_operation add column repair_parts_fen integer`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
