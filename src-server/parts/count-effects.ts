import { OPEN_COUNT_STATUSES } from '../../src-shared/domain/counts/sheet-transition.ts';
import { reAnchor } from '../../src-shared/domain/counts/re-anchor.ts';
import type { MovementDraft, StockKey } from '../../src-shared/domain/parts/movement-draft.ts';
import type { MovementType } from '../../src-shared/domain/parts/movement-types.ts';
import type { CommandContext } from '../commands/command-handler.ts';
import { isAnyOf, updateRows } from '../db/bulk-rows.ts';
import { withhold } from '../sync/withheld.ts';
import { keyText } from './stock-key.ts';

/** A row of the ledger as far as counts are concerned with it. */
export interface PostedMovement extends StockKey {
  id: string;
  _scope: string;
  type: string;
  qtyMilli: number;
  valueFen: number;
  effectiveAtMs: number;
  docNo: string | null;
}

/**
 * The opposite entries for movements that happened before a count that is posted already: the counted truth stands, and the
 * difference the count reported becomes the true one. Nothing is refused for coming late. Stock §4.1, finding 4.
 */
export async function reAnchorLate(
  { db }: CommandContext,
  movements: readonly PostedMovement[],
): Promise<MovementDraft[]> {
  const counts = await postedCounts(db, movements);
  if (counts.size === 0) return [];
  const drafts: MovementDraft[] = [];
  const reported = new Map<string, number>();
  for (const [key, late] of Map.groupBy(movements, keyText)) {
    const known = counts.get(key);
    if (known === undefined) continue;
    const byId = new Map(late.map((movement) => [movement.id, movement]));
    const lines = known.map((line) => ({
      ...{ id: line.id, countedAt: line.countedAtMs },
      postedVarianceMilli: reported.get(line.id) ?? line.reportedMilli,
    }));
    const lateMovements = late.map(({ id, type, qtyMilli, effectiveAtMs }) => {
      return { id, type, qtyMilli, effectiveAt: effectiveAtMs };
    });
    const result = reAnchor({ counts: lines, lateMovements, balanceMilli: 0 });
    for (const line of result.counts) reported.set(line.id, line.reportedVarianceMilli);
    for (const { movementId, countId, qtyMilli, effectiveAt } of result.reAnchors) {
      const movement = byId.get(movementId);
      if (movement === undefined || qtyMilli === 0) continue;
      drafts.push(oppositeOf(movement, { lineUid: countId, effectiveAtMs: Number(effectiveAt) }));
    }
  }
  const anchored = new Set(drafts.map(({ lineUid }) => lineUid));
  await updateRows(
    db,
    'countLine',
    [...reported].filter(([id]) => anchored.has(id)).map(([id, reportedMilli]) => ({ id, reportedMilli })),
  );
  return drafts;
}

/** Exactly once: its key names the movement it answers. Quantity and value go back together. */
function oppositeOf(
  movement: PostedMovement,
  { lineUid, effectiveAtMs }: { lineUid: string; effectiveAtMs: number },
): MovementDraft {
  const { warehouseId, binId, partId, owner, condition, batchNo, serialNo } = movement;
  return {
    ...{ warehouseId, binId, partId, owner, condition, batchNo, serialNo },
    ...{ idemKey: `reanchor:${movement.id}`, regionCode: movement._scope.replace(/^r:|\.h$/g, '') },
    ...{ qtyMilli: -movement.qtyMilli, valueFen: -movement.valueFen, effectiveAtMs },
    ...{ type: 'COUNT_REANCHOR' satisfies MovementType, docType: 'COUNT', docNo: movement.docNo, lineUid },
    ...{ erpDocNo: null, erpLine: null, note: movement.id },
  };
}

interface PostedLine {
  id: string;
  countedAtMs: number;
  reportedMilli: number;
}

async function postedCounts(
  db: CommandContext['db'],
  movements: readonly PostedMovement[],
): Promise<Map<string, PostedLine[]>> {
  const rows = await db
    .selectFrom('countLine')
    .select(['id', 'countedAtMs', 'reportedMilli', 'varianceMilli'])
    .select(['warehouseId', 'binId', 'partId', 'owner', 'condition', 'batchNo', 'serialNo'])
    .where('state', '=', 'POSTED')
    .where('countedAtMs', 'is not', null)
    .where(isAnyOf('partId', new Set(movements.map(({ partId }) => partId))))
    .execute();
  const groups = new Map<string, PostedLine[]>();
  for (const row of rows) {
    const key = keyText(row);
    const line = {
      ...{ id: row.id, countedAtMs: row.countedAtMs ?? 0 },
      reportedMilli: row.reportedMilli ?? row.varianceMilli ?? 0,
    };
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  return groups;
}

/**
 * What moves while somebody counts blind would tell him what should lie there: the new rows of the ledger and the balances
 * they changed are withheld from him like the old ones. Stock, finding 9.
 */
export async function hideFromBlindCounters(
  { db }: CommandContext,
  movements: readonly PostedMovement[],
  balanceIds: readonly string[],
): Promise<void> {
  const lines = await db
    .selectFrom('countLine')
    .innerJoin('countSheet', 'countSheet.id', 'countLine.sheetId')
    .innerJoin('countPlan', 'countPlan.id', 'countSheet.planId')
    .select(['countSheet.id as sheetId', 'countSheet.counterUserId', 'countSheet.recounterUserId'])
    .select(['countLine.warehouseId', 'countLine.binId', 'countLine.partId', 'countLine.owner'])
    .select(['countLine.condition', 'countLine.batchNo', 'countLine.serialNo'])
    .where('countPlan.blind', '=', 1)
    .where('countSheet.status', 'in', [...OPEN_COUNT_STATUSES])
    .where(isAnyOf('countLine.partId', new Set(movements.map(({ partId }) => partId))))
    .execute();
  if (lines.length === 0) return;
  const sheetOf = new Map(lines.map((line) => [keyText(line), line]));
  const hidden = movements.flatMap((movement) => {
    const line = sheetOf.get(keyText(movement));
    return line === undefined ? [] : [{ id: movement.id, line }];
  });
  const balances = await db.selectFrom('stockBalance').selectAll().where(isAnyOf('id', balanceIds)).execute();
  const hiddenBalances = balances.flatMap((balance) => {
    const line = sheetOf.get(keyText(balance));
    return line === undefined ? [] : [{ id: balance.id, line }];
  });
  await withholdFrom(db, 'stock_movement', hidden);
  await withholdFrom(db, 'stock_balance', hiddenBalances);
}

type Hidden = {
  id: string;
  line: { sheetId: string; counterUserId: string | null; recounterUserId: string | null };
};

async function withholdFrom(db: CommandContext['db'], table: string, hidden: readonly Hidden[]): Promise<void> {
  for (const [heldFor, group] of Map.groupBy(hidden, ({ line }) => line.sheetId)) {
    const people = new Set(group.flatMap(({ line }) => [line.counterUserId, line.recounterUserId]));
    const userIds = [...people].filter((id) => id !== null);
    const pks = group.map(({ id }) => id);
    await withhold(db, { userIds, table, columns: ['qty_milli', 'value_fen'], pks, heldFor });
  }
}
