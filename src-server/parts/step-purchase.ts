import { PURCHASE_RULES, purchaseRefusal, type PurchaseStep } from '../../src-shared/domain/parts/purchase-request.ts';
import type { BodyOf, CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import { rejected, type Db } from './preparation.repository.ts';
import { lockRequest, writersOfRequest, type PurchaseRequest } from './purchase.repository.ts';

type Change = Partial<
  Pick<PurchaseRequest, 'releasedBy' | 'releasedByName' | 'releasedAtMs' | 'erpOrderNo' | 'stepNote'>
> &
  Partial<Pick<PurchaseRequest, 'orderedByName' | 'orderedAtMs'>>;

/** A step of a purchase request on the version its sender saw. Stock §3.2. */
export async function stepPurchase(context: CommandContext, body: BodyOf<'purchase.step'>): Promise<CommandOutcome> {
  const { db, user, nowMs } = context;
  const found = await lockRequest(context, body);
  if ('reason' in found) return found;
  const { request } = found;
  const { step, text } = body;
  const state = { status: request.status, writers: await writersOfRequest(db, request) };
  const actor = { userId: user.id, roles: user.roles };
  const refusal = purchaseRefusal(state, step, { actor, text });
  if (refusal !== null) return rejected(refusal, { no: request.requestNo });
  if (step === 'release' && !(await hasGoods(db, request.id)))
    return rejected('purchase-nothing-to-buy', { no: request.requestNo });
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
    .where('id', '=', request.id)
    .execute();
  return { status: 'applied', output: { requestId: request.id, requestNo: request.requestNo, status } };
}

async function hasGoods(db: Db, requestId: string): Promise<boolean> {
  const line = await db
    .selectFrom('purchaseRequestLine')
    .select('id')
    .where('requestId', '=', requestId)
    .where('qtyMilli', '>', 0)
    .executeTakeFirst();
  return line !== undefined;
}
