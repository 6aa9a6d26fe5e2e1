import { sql, type Kysely } from 'kysely';

/** The local image of the central step of the same number. */
const STATEMENTS = [
  `alter table erp_document_line add column vin text`,
  `alter table erp_document_line add column serial_no text`,
  `alter table dispatch add column route_km integer`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
