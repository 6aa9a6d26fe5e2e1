import type { Selectable } from 'kysely';
import {
  COUNTS_IN,
  sheetPlaceOf,
  sheetReceiverRefusal,
  type SheetPlace,
} from '../../src-shared/domain/counts/hand-over-sheet.ts';
import { OPEN_COUNT_STATUSES } from '../../src-shared/domain/counts/sheet-transition.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { CommandContext } from '../commands/command-handler.ts';
import {
  handoverNote,
  type HandoverOrder,
  type HandoverPart,
  type HandoverPeople,
  type WorkItem,
} from '../commands/handover-part.ts';
import type { CountSheetTable } from '../db/central-tables.generated.ts';
import { release } from '../sync/withheld.ts';
import { hideQuantities, showQuantities } from './blindness.ts';
import { countersOf, lockSheet, recordCountEvent, type PlanRow, type SheetRow } from './counts.repository.ts';

type Db = Parameters<HandoverPart['find']>[0];

/** Sheets somebody has still to count, for the first time or again. */
export const sheetsInHand: HandoverPart = { kind: 'COUNT_SHEET', find: findSheets, move: moveSheets };

async function findSheets(db: Db, { from, to }: HandoverPeople): Promise<WorkItem[]> {
  const sheets = await db
    .selectFrom('countSheet')
    .innerJoin('warehouse', 'warehouse.id', 'countSheet.warehouseId')
    .selectAll('countSheet')
    .select('warehouse.regionId')
    .where('countSheet.status', 'in', [...new Set(Object.values(COUNTS_IN).flat())])
    .where((where) => where.or([where('counterUserId', '=', from.userId), where('recounterUserId', '=', from.userId)]))
    .orderBy('sheetNo')
    .execute();
  const items: WorkItem[] = [];
  for (const sheet of sheets) {
    const place = sheetPlaceOf(sheet, from.userId);
    if (place === null) continue;
    const reason = to === null ? null : await refusalOf(db, { sheet, place, to });
    items.push({
      ...{ id: sheet.id, no: sheet.sheetNo, key: sheet._k, version: sheet._v, amountFen: null },
      number: sheet.lineCount,
      refusal: reason === null ? null : { reason, details: { sheetNo: sheet.sheetNo, name: to?.name ?? '' } },
    });
  }
  return items;
}

async function refusalOf(
  db: Db,
  {
    sheet,
    place,
    to,
  }: { sheet: Selectable<CountSheetTable> & { regionId: string }; place: SheetPlace; to: HandoverOrder['to'] },
): Promise<string | null> {
  const hasCounted = (await countersOf(db, sheet.id)).some(({ countedBy }) => countedBy === to.userId);
  const isOfRegion = to.regionId === null || to.regionId === sheet.regionId;
  return sheetReceiverRefusal(sheet, place, { userId: to.userId, roles: to.roles, isOfRegion, hasCounted });
}

async function moveSheets(context: CommandContext, items: readonly WorkItem[], order: HandoverOrder): Promise<void> {
  for (const { id, no, version } of items) {
    const found = await lockSheet(context.db, id);
    const place = found === undefined ? null : sheetPlaceOf(found.sheet, order.from.userId);
    if (found === undefined || place === null || found.sheet._v !== version)
      throw new AppError('RULE_BROKEN', 'handover-changed', { no });
    await moveSheet(context, { ...found, place }, order);
  }
}

async function moveSheet(
  context: CommandContext,
  { sheet, plan, place }: { sheet: SheetRow; plan: PlanRow; place: SheetPlace },
  order: HandoverOrder,
): Promise<void> {
  const { db } = context;
  const people = place === 'counter' ? { counterUserId: order.to.userId } : { recounterUserId: order.to.userId };
  await db.updateTable('countSheet').set(people).where('id', '=', sheet.id).execute();
  await recordCountEvent(context, sheet, { action: 'handOver', to: sheet.status, note: handoverNote(order) });
  if (plan.blind !== 1 || !OPEN_COUNT_STATUSES.some((status) => status === sheet.status)) return;
  // Whoever counts no more may know the book again; whoever counts from now on may not, but goes on from what was entered.
  await showQuantities(context, sheet);
  await hideQuantities(context, { ...sheet, ...people }, plan);
  const entered = await entriesOf(db, sheet.id, place === 'counter' ? 1 : 2);
  await release(db, { userIds: [order.to.userId], table: 'count_entry', pks: entered });
}

async function entriesOf(db: CommandContext['db'], sheetId: string, round: number): Promise<string[]> {
  const rows = await db
    .selectFrom('countEntry')
    .innerJoin('countLine', 'countLine.id', 'countEntry.lineId')
    .select('countEntry.id')
    .where('countLine.sheetId', '=', sheetId)
    .where('countEntry.round', '=', round)
    .execute();
  return rows.map(({ id }) => id);
}
