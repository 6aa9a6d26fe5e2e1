import { sql, type Kysely } from 'kysely';

/** Who has which claim open (claims §3.6, soft lock): advisory, so it is not replicated and a lost row harms nobody. */
const STATEMENTS = [
  `create table claim_presence (
    claim_id text not null,
    device_id text not null,
    user_id text not null,
    user_name text not null,
    opened_at_ms safe_int not null,
    seen_at_ms safe_int not null,
    primary key (claim_id, device_id)
  )`,
  `create index claim_presence_seen on claim_presence (seen_at_ms)`,
  `create index claim_queue_time on claim (queue, decided_at_ms)`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
