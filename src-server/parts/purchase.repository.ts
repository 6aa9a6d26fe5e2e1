import type { Selectable } from 'kysely';
import type { PurchaseStatus } from '../../src-shared/domain/parts/purchase-request.ts';
import { businessMinuteOf } from '../../src-shared/domain/units/business-date.ts';
import type { CommandContext } from '../commands/command-handler.ts';
import type { PurchaseRequestTable } from '../db/central-tables.generated.ts';
import { rejected, type Db, type Refused } from './preparation.repository.ts';

export type PurchaseRequest = Selectable<PurchaseRequestTable> & { status: PurchaseStatus };

/** The request on the version its sender saw, locked: whoever comes second is told who was first. Else why not. */
export async function lockRequest(
  { db, user }: CommandContext,
  { requestId, version }: { requestId: string; version: number },
): Promise<{ request: PurchaseRequest } | Refused> {
  const found = await db
    .selectFrom('purchaseRequest')
    .innerJoin('warehouse', 'warehouse.id', 'purchaseRequest.warehouseId')
    .selectAll('purchaseRequest')
    .select('warehouse.regionId')
    .where('purchaseRequest.id', '=', requestId)
    .forUpdate('purchaseRequest')
    .executeTakeFirst();
  if (found === undefined) return rejected('purchase-unknown');
  const { regionId, ...row } = found;
  const request = row as PurchaseRequest;
  if (user.regionId !== null && user.regionId !== regionId) return rejected('purchase-other-region');
  if (request._v !== version) {
    const details = { no: request.requestNo, byName: request.changedByName, at: businessMinuteOf(request.changedAtMs) };
    return { status: 'conflict', reason: 'purchase-changed', details, current: { version: request._v } };
  }
  return { request };
}

/** Everybody who has written a quantity of the request: none of them releases it. Design §8. */
export async function writersOfRequest(db: Db, { id, madeBy }: PurchaseRequest): Promise<string[]> {
  const changed = await db
    .selectFrom('purchaseRequestLine')
    .select('changedBy')
    .distinct()
    .where('requestId', '=', id)
    .where('changedBy', 'is not', null)
    .execute();
  return [madeBy, ...changed.flatMap(({ changedBy }) => (changedBy === null ? [] : [changedBy]))];
}
