import { sql, type Kysely } from 'kysely';

/** Engineers register through the same door: the receipt names the claimant, a station or an engineer (design §8, Tax). */
export async function up(db: Kysely<never>): Promise<void> {
  await sql.raw('alter table intake_receipt drop constraint intake_receipt_station_id_fkey').execute(db);
}
