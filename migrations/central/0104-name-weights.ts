import { sql, type Kysely } from 'kysely';

/** Weights of names have decimals (the share of a family name): they are kept in millionths. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`alter table name_list_entry rename column weight to weight_micro`.execute(db);
}
