import { sql, type Kysely } from 'kysely';

/**
 * Numbers the table on the wire and sends every change of it into the outbox, as 0070 does for the tables before. A step
 * after 0200 calls leanUpdateTrigger as well, a step after 0280 noteTriggers.
 */
export async function feedTriggers(db: Kysely<never>, table: string): Promise<void> {
  const { rows } = await sql<{ last: number }>`select max(id)::int as last from sync_table`.execute(db);
  const number = String((rows[0]?.last ?? 0) + 1);
  const each = (action: string): string => `for each statement execute function sync_outbox_${action}(${number})`;
  await run(db, [
    `insert into sync_table (id, name) values (${number}, '${table}')`,
    `create trigger ${table}_version before update on ${table} for each row execute function sync_next_version()`,
    `create trigger ${table}_insert after insert on ${table} referencing new table as new_rows ${each('insert')}`,
    `create trigger ${table}_update after update on ${table} referencing old table as old_rows new table as new_rows ${each('update')}`,
    `create trigger ${table}_delete after delete on ${table} referencing old table as old_rows ${each('delete')}`,
  ]);
}

/** The trigger of updates as 0200 has it: one for the rows as they are now, one for rows that left their scope. */
export async function leanUpdateTrigger(db: Kysely<never>, table: string, number: number): Promise<void> {
  await run(db, [
    `drop trigger ${table}_update on ${table}`,
    `create trigger ${table}_move after update on ${table} for each row when (old._scope is distinct from new._scope) execute function sync_outbox_move(${String(number)})`,
    `create trigger ${table}_update after update on ${table} referencing new table as new_rows for each statement execute function sync_outbox_update(${String(number)})`,
  ]);
}

/** The triggers of changes as 0280 has them: one counts the version and notes a scope that is left, one notes the rows. */
export async function noteTriggers(db: Kysely<never>, table: string, number: number): Promise<void> {
  await run(db, [
    `drop trigger if exists ${table}_move on ${table}`,
    `drop trigger ${table}_version on ${table}`,
    `create trigger ${table}_version before update on ${table} for each row execute function sync_next_version(${String(number)})`,
    `drop trigger ${table}_update on ${table}`,
    `create trigger ${table}_update after update on ${table} referencing new table as new_rows for each statement execute function sync_outbox_update(${String(number)})`,
  ]);
}

/** Rows may be added and may change their replication scope; nothing else may happen to them. */
export async function appendOnlyTriggers(db: Kysely<never>, table: string): Promise<void> {
  await run(db, [
    `create trigger ${table}_append_only before update or delete on ${table} for each row execute function refuse_change()`,
    `create trigger ${table}_never_empty before truncate on ${table} for each statement execute function refuse_truncate()`,
  ]);
}

async function run(db: Kysely<never>, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
