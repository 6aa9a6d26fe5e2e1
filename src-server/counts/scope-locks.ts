import type { Insertable } from 'kysely';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { CommandContext } from '../commands/command-handler.ts';
import { insertRows } from '../db/bulk-rows.ts';
import type { CountScopeLockTable } from '../db/central-tables.generated.ts';
import type { PlanRow, SheetRow } from './counts.repository.ts';

/**
 * In BLOCK mode nothing moves in the bins of a sheet from its release until it is posted or cancelled; goods that lie in no bin are
 * held by their part. By bin, so that counters of different bins never wait for each other. Stock §4.1.
 */
export async function lockScope(
  { db, nowMs, newId }: CommandContext,
  sheet: SheetRow,
  plan: PlanRow,
  lines: readonly { binId?: string | null; partId: string }[],
): Promise<void> {
  if (plan.mode !== 'BLOCK') return;
  const places = new Map(
    lines.map(({ binId = null, partId }) => [
      binId ?? `part ${partId}`,
      { binId, partId: binId === null ? partId : null },
    ]),
  );
  const locks = [...places.values()].map((place): Insertable<CountScopeLockTable> => ({
    ...rowIdentity(newId(), sheet._scope, sheet.id),
    ...{ warehouseId: sheet.warehouseId, ...place, sheetId: sheet.id, fromAtMs: nowMs, toAtMs: null },
  }));
  await insertRows(db, 'countScopeLock', locks);
}

/** Everything may move again. */
export async function unlockScope({ db, nowMs }: CommandContext, sheet: SheetRow): Promise<void> {
  await db
    .updateTable('countScopeLock')
    .set({ toAtMs: nowMs })
    .where('sheetId', '=', sheet.id)
    .where('toAtMs', 'is', null)
    .execute();
}
