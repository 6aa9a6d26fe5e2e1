import { sql, type Kysely } from 'kysely';

/**
 * The targets a server refused of a bulk command that it did otherwise, as a JSON array of their ids, until a person has
 * looked at them; null for commands of which nothing is left to look at.
 */
const STATEMENTS = [
  `alter table outbox add column refused_json text`,
  `create index outbox_refused on outbox (client_seq) where refused_json is not null`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
