import type { MovementDraft } from '../../src-shared/domain/parts/movement-draft.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { CommandContext } from '../commands/command-handler.ts';

/** Refuses movements into and out of what a count in BLOCK mode holds, with the number of its sheet; the count's own entries pass. */
export async function refuseBlocked({ db }: CommandContext, drafts: readonly MovementDraft[]): Promise<void> {
  const moving = drafts.filter(({ type }) => !type.startsWith('COUNT_'));
  if (moving.length === 0) return;
  const locks = await db
    .selectFrom('countScopeLock')
    .innerJoin('countSheet', 'countSheet.id', 'countScopeLock.sheetId')
    .select(['countScopeLock.warehouseId', 'countScopeLock.binId', 'countScopeLock.partId', 'countSheet.sheetNo'])
    .where('countScopeLock.toAtMs', 'is', null)
    .where('countScopeLock.warehouseId', 'in', [...new Set(moving.map(({ warehouseId }) => warehouseId))])
    .execute();
  if (locks.length === 0) return;
  const held = new Map(locks.map((lock) => [placeOf(lock), lock.sheetNo]));
  for (const { warehouseId, binId, partId } of moving) {
    const place = binId === null ? { warehouseId, binId, partId } : { warehouseId, binId, partId: null };
    const sheetNo = held.get(placeOf(place));
    if (sheetNo !== undefined) throw new AppError('RULE_BROKEN', 'stock-held-by-count', { sheetNo });
  }
}

function placeOf({ warehouseId, binId, partId }: { warehouseId: string; binId: string | null; partId: string | null }) {
  return [warehouseId, binId ?? '', partId ?? ''].join(' ');
}
