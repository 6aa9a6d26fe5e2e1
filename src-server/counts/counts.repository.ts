import { sql, type Kysely, type Selectable } from 'kysely';
import { countSettingsOf, type CountSettings } from '../../src-shared/domain/counts/first-counts.ts';
import type { CountActor } from '../../src-shared/domain/counts/sheet-transition.ts';
import type { ErrorDetails } from '../../src-shared/errors.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import { isAnyOf, takeDocumentNumbers } from '../db/bulk-rows.ts';
import type {
  CentralTables,
  CountEntryTable,
  CountLineTable,
  CountPlanTable,
  CountSheetTable,
} from '../db/central-tables.generated.ts';

export type Db = CommandContext['db'];
export type SheetRow = Selectable<CountSheetTable>;
export type PlanRow = Selectable<CountPlanTable>;
export type LineRow = Selectable<CountLineTable>;
export type EntryRow = Selectable<CountEntryTable>;

export const UNKNOWN_SHEET = rejected('count-sheet-unknown', {});

export function rejected(reason: string, details: ErrorDetails): Extract<CommandOutcome, { status: 'rejected' }> {
  return { status: 'rejected', reason, details };
}

/** The sheet with its plan, locked: whoever counts, submits or approves it waits here for whoever is doing so. */
export async function lockSheet(db: Db, sheetId: string): Promise<{ sheet: SheetRow; plan: PlanRow } | undefined> {
  const sheet = await db.selectFrom('countSheet').selectAll().where('id', '=', sheetId).forUpdate().executeTakeFirst();
  if (sheet === undefined) return undefined;
  const plan = await db.selectFrom('countPlan').selectAll().where('id', '=', sheet.planId).executeTakeFirstOrThrow();
  return { sheet, plan };
}

/**
 * The last number of the ledger, with its lock: no movement is posted until the transaction ends. To be taken late, because
 * every posting of the company waits here.
 */
export async function lockLedger(db: Db): Promise<number> {
  return (await takeDocumentNumbers(db, new Map([['stockMovement', 0]]))).get('stockMovement') ?? 0;
}

/** The last number of the ledger that this statement sees. */
export const LEDGER_HEAD = sql<number>`coalesce((select last_value from document_sequence where sequence_key = 'stockMovement'), 0)`;

export async function readLedgerHead(db: Db): Promise<number> {
  const { rows } = await sql<{ seq: number }>`select ${LEDGER_HEAD} as seq`.execute(db);
  return rows[0]?.seq ?? 0;
}

/** A stock key of count lines `l` and of whatever else has one, `x`; written as the indexes of both have it. */
export const SAME_KEY = sql.raw(`x.warehouse_id = l.warehouse_id and x.part_id = l.part_id
  and coalesce(x.bin_id, '') = coalesce(l.bin_id, '') and x.owner = l.owner and x.condition = l.condition
  and x.batch_no = l.batch_no and x.serial_no = l.serial_no`);

/** Lines of a sheet whose key has moved since a number of the ledger. */
export async function linesMovedSince(db: Db, sheetId: string, seq: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct l.id from stock_movement x join count_line l on ${SAME_KEY}
     where x.seq > ${seq} and l.sheet_id = ${sheetId}`.execute(db);
  return rows.map(({ id }) => id);
}

export async function loadSettings(db: Db): Promise<CountSettings> {
  return countSettingsOf(await db.selectFrom('setting').select(['settingKey', 'valueJson']).execute());
}

/** Lines of a sheet in their order, all of them or some. */
export async function linesOf(db: Db, sheetId: string, ids: readonly string[] | null = null): Promise<LineRow[]> {
  const lines = db.selectFrom('countLine').selectAll().where('sheetId', '=', sheetId).orderBy('lineNo');
  return (ids === null ? lines : lines.where(isAnyOf('id', ids))).execute();
}

/** The entry of each line and round that stands: the latest one, whichever device it came from. */
export async function standingEntries(
  db: Db,
  sheetId: string,
  lineIds: readonly string[] | null = null,
): Promise<Map<string, EntryRow[]>> {
  const ofSheet = db
    .selectFrom('countEntry')
    .selectAll('countEntry')
    .innerJoin('countLine', 'countLine.id', 'countEntry.lineId')
    .where('countLine.sheetId', '=', sheetId);
  const entries = await (lineIds === null ? ofSheet : ofSheet.where(isAnyOf('countEntry.lineId', lineIds)))
    .orderBy('countEntry.countedAtMs')
    .orderBy('countEntry.id')
    .execute();
  const standing = new Map<string, EntryRow>();
  for (const entry of entries) standing.set(`${entry.lineId} ${String(entry.round)}`, entry);
  return Map.groupBy(
    [...standing.values()].filter(({ kind }) => kind !== 'WITHDRAWN'),
    ({ lineId }) => lineId,
  );
}

/** Everybody who entered a count on the sheet, with the rounds; the person the rules of separation look at. */
export async function countersOf(
  db: Kysely<CentralTables>,
  sheetId: string,
): Promise<{ countedBy: string; round: number }[]> {
  return db
    .selectFrom('countEntry')
    .innerJoin('countLine', 'countLine.id', 'countEntry.lineId')
    .select(['countEntry.countedBy', 'countEntry.round'])
    .distinct()
    .where('countLine.sheetId', '=', sheetId)
    .execute();
}

export async function actorOf({ db, user }: CommandContext, sheet: SheetRow): Promise<CountActor> {
  return { userId: user.id, roles: user.roles, hasCountedBefore: await hasCountedBefore(db, sheet, user.id) };
}

async function hasCountedBefore(db: Db, sheet: SheetRow, userId: string): Promise<boolean> {
  if (sheet.round === 1) return false;
  const earlier = await db
    .selectFrom('countEntry')
    .innerJoin('countLine', 'countLine.id', 'countEntry.lineId')
    .select('countEntry.id')
    .where('countLine.sheetId', '=', sheet.id)
    .where('countEntry.countedBy', '=', userId)
    .where('countEntry.round', '<', sheet.round)
    .limit(1)
    .executeTakeFirst();
  return earlier !== undefined;
}

/** One entry of a sheet's history. */
export async function recordCountEvent(
  { db, user, nowMs, newId }: CommandContext,
  sheet: SheetRow,
  event: { action: string; to: string; note: string },
): Promise<void> {
  await db
    .insertInto('countEvent')
    .values({
      ...rowIdentity(newId(), sheet._scope, sheet.id),
      ...{ sheetId: sheet.id, action: event.action, statusFrom: sheet.status, statusTo: event.to, round: sheet.round },
      ...{ note: event.note.trim() === '' ? null : event.note },
      ...{ doneBy: user.id, doneByName: user.name, doneAtMs: nowMs },
    })
    .execute();
}
