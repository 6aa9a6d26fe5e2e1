import type { Selectable } from 'kysely';
import {
  PURCHASE_RULES,
  purchaseRefusal,
  type PurchaseStatus,
  type PurchaseStep,
} from '../../src-shared/domain/parts/purchase-request.ts';
import { businessMinuteOf } from '../../src-shared/domain/units/business-date.ts';
import type { BodyOf, CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import type { PurchaseRequestTable } from '../db/central-tables.generated.ts';
import { rejected } from './preparation.repository.ts';

type Request = Selectable<PurchaseRequestTable> & { status: PurchaseStatus };
type Change = Partial<Pick<Request, 'releasedBy' | 'releasedByName' | 'releasedAtMs' | 'erpOrderNo' | 'stepNote'>> &
  Partial<Pick<Request, 'orderedByName' | 'orderedAtMs'>>;

/** A step of a purchase request on the version its sender saw; whoever comes second is told who was first. Stock §3.2. */
export async function stepPurchase(
  { db, user, nowMs }: CommandContext,
  { requestId, version, step, text }: BodyOf<'purchase.step'>,
): Promise<CommandOutcome> {
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
  const request = row as Request;
  if (user.regionId !== null && user.regionId !== regionId) return rejected('purchase-other-region');
  if (request._v !== version) {
    const details = { no: request.requestNo, byName: request.changedByName, at: businessMinuteOf(request.changedAtMs) };
    return { status: 'conflict', reason: 'purchase-changed', details, current: { version: request._v } };
  }
  const actor = { userId: user.id, roles: user.roles };
  const refusal = purchaseRefusal(request, step, { actor, text });
  if (refusal !== null) return rejected(refusal, { no: request.requestNo });
  const written = text.trim() === '' ? {} : { stepNote: text.trim() };
  const changes: Readonly<Record<PurchaseStep, Change>> = {
    release: { releasedBy: user.id, releasedByName: user.name, releasedAtMs: nowMs, ...written },
    order: { erpOrderNo: text.trim(), orderedByName: user.name, orderedAtMs: nowMs },
    cancel: written,
  };
  const { to: status } = PURCHASE_RULES[step];
  await db
    .updateTable('purchaseRequest')
    .set({ ...changes[step], status, changedByName: user.name, changedAtMs: nowMs })
    .where('id', '=', requestId)
    .execute();
  return { status: 'applied', output: { requestId, requestNo: request.requestNo, status } };
}
