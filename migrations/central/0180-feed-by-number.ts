import { sql, type Kysely } from 'kysely';

/**
 * The feed is read by number alone: a delta reads whole batches through the primary key and leaves out foreign scopes on
 * the way. No query used the two indexes by scope, and each entry of the feed paid for both.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`drop index sync_feed_scope_new, sync_feed_scope_old`.execute(db);
}
