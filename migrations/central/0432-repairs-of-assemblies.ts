import { sql, type Kysely } from 'kysely';

/**
 * Which operation mends what another one replaces, and the list price of the parts it needs (claims §5 P07, 0200); null = the
 * catalogue knows no repair.
 */
const STATEMENTS = [
  `alter table labour_operation add column repair_op_id text references labour_operation`,
  `alter table labour_operation add column repair_parts_fen safe_int check (repair_parts_fen >= 0)`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
