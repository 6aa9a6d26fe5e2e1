import { sql, type Kysely, type Selectable, type Transaction } from 'kysely';
import type { CentralTables, CommandLogTable } from '../db/central-tables.generated.ts';
import { deviceScope } from '../sync/scopes.ts';

type Db = Kysely<CentralTables>;
export type LoggedCommand = Selectable<CommandLogTable>;

export function findCommand(db: Db, id: string): Promise<LoggedCommand | undefined> {
  return db.selectFrom('commandLog').selectAll().where('id', '=', id).executeTakeFirst();
}

export async function lastClientSeq(db: Db, deviceId: string): Promise<number> {
  const row = await db
    .selectFrom('commandLog')
    .select((expression) => expression.fn.max('clientSeq').as('last'))
    .where('deviceId', '=', deviceId)
    .executeTakeFirst();
  return row?.last ?? 0;
}

export function listCommandsAfter(db: Db, deviceId: string, after: number, limit: number): Promise<LoggedCommand[]> {
  return db
    .selectFrom('commandLog')
    .selectAll()
    .where('deviceId', '=', deviceId)
    .where('clientSeq', '>', after)
    .orderBy('clientSeq')
    .limit(limit)
    .execute();
}

/** One device's commands run one after another, whichever connection they came on; the lock ends with the transaction. */
export async function lockDevice(transaction: Transaction<CentralTables>, deviceId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`device ${deviceId}`}, 0))`.execute(transaction);
}

/** Keeps the answer, and lets the device hear through the feed that the command's effects have arrived. */
export async function logCommand(transaction: Transaction<CentralTables>, command: LoggedCommand): Promise<void> {
  await transaction.insertInto('commandLog').values(command).execute();
  await transaction
    .insertInto('syncOutbox')
    .values({ tbl: 0, pk: command.id, v: 0, scopeOld: null, scopeNew: deviceScope(command.deviceId) })
    .execute();
}
