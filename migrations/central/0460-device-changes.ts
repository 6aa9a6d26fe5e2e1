import { sql, type Kysely } from 'kysely';
import { appendOnlyTriggers } from './table-triggers.ts';

/** Who switched a device off or on again, when and why (0320). Asked for from the server and not replicated. */
const STATEMENTS = [
  `create table device_change (
    id text primary key,
    device_id text not null references device,
    step text not null check (step in ('revoke', 'restore')),
    reason text not null check (reason <> ''),
    changed_at_ms safe_int not null,
    changed_by text not null references app_user,
    changed_by_name text not null,
    command_id text not null
  )`,
  `create index device_change_device on device_change (device_id, changed_at_ms)`,
  `create index device_last_seen on device (last_seen_at_ms, id)`,
];

export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  await appendOnlyTriggers(db, 'device_change');
}
