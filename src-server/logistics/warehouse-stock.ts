import { sql } from 'kysely';
import type { MovementDraft, MovementOutcome } from '../../src-shared/domain/parts/movement-draft.ts';
import type { CommandContext } from '../commands/command-handler.ts';
import type { Db } from './application.repository.ts';

export type PostMovements = (
  context: CommandContext,
  drafts: readonly MovementDraft[],
) => Promise<readonly MovementOutcome[]>;

/** What of a part may still be promised in a warehouse; whoever promises next waits until this one has committed. */
export async function availableMilli(
  db: Db,
  partId: string,
  warehouseId: string,
  isWarranty: boolean,
): Promise<number> {
  const balances = await lockedBalances(db, partId, warehouseId, isWarranty);
  const held = await db
    .selectFrom('stockReservation')
    .select('qtyMilli')
    .where('partId', '=', partId)
    .where('warehouseId', '=', warehouseId)
    .where('state', 'in', ['HELD', 'PICKED'])
    .execute();
  const sum = (rows: readonly { qtyMilli: number }[]): number => rows.reduce((all, row) => all + row.qtyMilli, 0);
  return sum(balances) - sum(held);
}

/**
 * What may be taken for a paper whose promise has run out: only what nobody else is promised. Null while its promise stands, or where
 * it never had one. Stock §2.2 (0353).
 */
export async function freeWithoutPromise(
  db: Db,
  place: { reservationId: string | null; partId: string; warehouseId: string; isWarranty: boolean },
): Promise<number | null> {
  const promise = await db
    .selectFrom('stockReservation')
    .select('state')
    .where('id', '=', place.reservationId)
    .executeTakeFirst();
  if (promise?.state !== 'RELEASED') return null;
  return availableMilli(db, place.partId, place.warehouseId, place.isWarranty);
}

/** Headquarters' stock of the part, as it is walked by; parts put aside for the warranty go first where it pays. */
export async function lockedBalances(db: Db, partId: string, warehouseId: string, isWarranty: boolean) {
  const rows = await db
    .selectFrom('stockBalance')
    .leftJoin('warehouseBin', 'warehouseBin.id', 'stockBalance.binId')
    .selectAll('stockBalance')
    .select('warehouseBin.walkSeq')
    .where('stockBalance.partId', '=', partId)
    .where('stockBalance.warehouseId', '=', warehouseId)
    .where('stockBalance.owner', '=', 'HQ')
    .where('stockBalance.condition', 'in', isWarranty ? ['WARRANTY', 'NEW'] : ['NEW'])
    .orderBy(sql`stock_balance.condition desc`)
    .orderBy('warehouseBin.walkSeq')
    .orderBy('stockBalance.id')
    .forUpdate('stockBalance')
    .execute();
  return rows;
}

/** A warehouse with what its movements and promises are filed under. */
export async function warehouseOf(
  db: Db,
  id: string | null,
): Promise<{ id: string; regionId: string; regionCode: string; level: number | null } | undefined> {
  return db
    .selectFrom('warehouse')
    .innerJoin('region', 'region.id', 'warehouse.regionId')
    .select(['warehouse.id', 'warehouse.regionId', 'warehouse.level', 'region.code as regionCode'])
    .where('warehouse.id', '=', id)
    .executeTakeFirst();
}
