import { sql, type Kysely } from 'kysely';

/** A quarter of the perceptual hash each: two photographs that differ in at most seven bits share one of them but for a bit. */
const STATEMENTS = [1, 5, 9, 13].map(
  (place, index) =>
    `create index attachment_phash_${String(index + 1)} on attachment (substr(phash64, ${String(place)}, 4)) where phash64 is not null`,
);

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
