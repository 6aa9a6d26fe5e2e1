import { sql, type Kysely } from 'kysely';

/**
 * Photographs that look alike are found on the desktop as the server finds them (central 0340): a quarter of the perceptual
 * hash each, with the whole hash beside it, so that what is compared is read from the index alone.
 */
const STATEMENTS = [
  `drop index attachment_look`,
  ...[1, 5, 9, 13].map(
    (place, index) =>
      `create index attachment_look_${String(index + 1)} on attachment (substr(phash64, ${String(place)}, 4), phash64) where phash64 is not null`,
  ),
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
