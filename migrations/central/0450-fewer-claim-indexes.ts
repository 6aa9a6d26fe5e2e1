import { sql, type Kysely } from 'kysely';

/**
 * A settlement run changes the status of fifty thousand claims, and every index of the table is written for each of them
 * (0302). Nothing on the server looks a claim up by its VIN text, and of statuses and queues it only looks for those that
 * still wait for somebody.
 */
const STATEMENTS = [
  `drop index claim_vin`,
  `drop index claim_status`,
  `create index claim_waiting_status on claim (status)
     where status not in ('STATED', 'POSTED', 'PAID', 'REVERSED', 'REJECTED', 'AUTO_REJECTED')`,
  `drop index claim_queue_time`,
  `create index claim_queue_time on claim (queue, decided_at_ms) where queue <> 'NONE'`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
