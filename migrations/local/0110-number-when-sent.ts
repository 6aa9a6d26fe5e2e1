import { sql, type Kysely } from 'kysely';

/**
 * `client_seq` stays the order in which commands were made; `send_seq` is the number the server sees. It is given when a
 * command is first sent, so that one that has to wait for a person leaves no gap in front of the others (sync §3.11). `held_by` names the refused command that a later one was made upon.
 */
const STATEMENTS = [
  `alter table outbox add column send_seq integer`,
  `update outbox set send_seq = client_seq where state <> 'queued'`,
  `alter table outbox add column held_by text`,
  `create index outbox_send_seq on outbox (send_seq)`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
