import { refusedStockOf } from '../../src-shared/domain/parts/stock-refusal.ts';
import { startOfBusinessDate } from '../../src-shared/domain/units/business-date.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { CommandContext, CommandOutcome } from '../commands/command-handler.ts';

/**
 * Writes down that somebody wanted to take away more than lies there by the book: the posting is undone, this stays. Once a day for
 * the same part and paper, however often it is tried. Stock §2.2, §5 (0350).
 */
export async function noteStockRefusal(
  { db, user, nowMs, today, newId }: CommandContext,
  outcome: Extract<CommandOutcome, { status: 'rejected' }>,
): Promise<void> {
  const refused = refusedStockOf(outcome.reason, outcome.details);
  if (refused === null) return;
  const { warehouseId, partId, docNo, reason } = refused;
  const known = await db
    .selectFrom('stockRefusal')
    .select('id')
    .where('partId', '=', partId)
    .where('warehouseId', '=', warehouseId)
    .where('reason', '=', reason)
    .where('docNo', 'is not distinct from', docNo)
    .where('refusedAtMs', '>=', startOfBusinessDate(today))
    .executeTakeFirst();
  if (known !== undefined) return;
  const { code } = await db
    .selectFrom('warehouse')
    .innerJoin('region', 'region.id', 'warehouse.regionId')
    .select('region.code')
    .where('warehouse.id', '=', warehouseId)
    .executeTakeFirstOrThrow();
  const row = { ...refused, refusedAtMs: nowMs, refusedBy: user.id, refusedByName: user.name };
  await db
    .insertInto('stockRefusal')
    .values({ ...rowIdentity(newId(), `r:${code}`), ...row })
    .execute();
}
