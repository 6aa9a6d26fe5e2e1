import type { Selectable } from 'kysely';
import { countSettingsOf, type CountSettings } from '../../src-shared/domain/counts/first-counts.ts';
import type { CountActor } from '../../src-shared/domain/counts/sheet-transition.ts';
import type { ErrorDetails } from '../../src-shared/errors.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import type {
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

export async function loadSettings(db: Db): Promise<CountSettings> {
  return countSettingsOf(await db.selectFrom('setting').select(['settingKey', 'valueJson']).execute());
}

export async function linesOf(db: Db, sheetId: string): Promise<LineRow[]> {
  return db.selectFrom('countLine').selectAll().where('sheetId', '=', sheetId).orderBy('lineNo').execute();
}

/** The entry of each line and round that stands: the latest one, whichever device it came from. */
export async function standingEntries(db: Db, sheetId: string): Promise<Map<string, EntryRow[]>> {
  const entries = await db
    .selectFrom('countEntry')
    .selectAll('countEntry')
    .innerJoin('countLine', 'countLine.id', 'countEntry.lineId')
    .where('countLine.sheetId', '=', sheetId)
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
export async function countersOf(db: Db, sheetId: string): Promise<{ countedBy: string; round: number }[]> {
  return db
    .selectFrom('countEntry')
    .innerJoin('countLine', 'countLine.id', 'countEntry.lineId')
    .select(['countEntry.countedBy', 'countEntry.round'])
    .distinct()
    .where('countLine.sheetId', '=', sheetId)
    .execute();
}

export async function actorOf({ db, user }: CommandContext, sheet: SheetRow): Promise<CountActor> {
  const counted = await countersOf(db, sheet.id);
  const hasCountedBefore = counted.some(({ countedBy, round }) => countedBy === user.id && round < sheet.round);
  return { userId: user.id, roles: user.roles, hasCountedBefore };
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
