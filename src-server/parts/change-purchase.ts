import { isWholeUnit } from '../../src-shared/domain/parts/movement-types.ts';
import { mayChangePurchase, purchaseQtyRefusal } from '../../src-shared/domain/parts/purchase-request.ts';
import { roundedTimes } from '../../src-shared/domain/units/fraction.ts';
import type { BodyOf, CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import { updateRows } from '../db/bulk-rows.ts';
import { rejected } from './preparation.repository.ts';
import { lockRequest } from './purchase.repository.ts';

/**
 * Another quantity in one line of a drafted request, with its reason; what was proposed stays beside it, and the proposed quantity
 * again leaves nothing of the change. Stock §3.2 (0291).
 */
export async function changePurchase(
  context: CommandContext,
  body: BodyOf<'purchase.change'>,
): Promise<CommandOutcome> {
  const { db, user, nowMs } = context;
  const found = await lockRequest(context, body);
  if ('reason' in found) return found;
  const { request } = found;
  if (!mayChangePurchase(request.status, user)) return rejected('purchase-step-not-allowed');
  const line = await db
    .selectFrom('purchaseRequestLine')
    .innerJoin('part', 'part.id', 'purchaseRequestLine.partId')
    .selectAll('purchaseRequestLine')
    .select(['part.uom', 'part.uomWhole', 'part.partNo', 'part.supplyPriceFen'])
    .where('purchaseRequestLine.id', '=', body.lineId)
    .where('purchaseRequestLine.requestId', '=', request.id)
    .executeTakeFirst();
  if (line === undefined) return rejected('purchase-line-unknown');
  const { qtyMilli } = body;
  const { partNo, packMilli, moqMilli, supplyPriceFen } = line;
  const refusal = purchaseQtyRefusal(qtyMilli, { packMilli, moqMilli, isWhole: isWholeUnit(line) });
  if (refusal !== null) return rejected(refusal, { partNo, packQty: packMilli / 1000, moqQty: moqMilli / 1000 });
  const reason = body.reason.trim();
  const isChanged = qtyMilli !== line.proposedMilli;
  if (isChanged && reason === '') return rejected('purchase-needs-reason');
  await updateRows(db, 'purchaseRequestLine', [
    {
      ...{ id: line.id, qtyMilli, changeReason: isChanged ? reason : null },
      ...{ changedBy: isChanged ? user.id : null, changedByName: isChanged ? user.name : null },
      valueFen: roundedTimes({ num: BigInt(qtyMilli), den: 1000n }, BigInt(supplyPriceFen)),
    },
  ]);
  const { _v: version } = await db
    .updateTable('purchaseRequest')
    .set({ changedByName: user.name, changedAtMs: nowMs })
    .where('id', '=', request.id)
    .returning('_v')
    .executeTakeFirstOrThrow();
  return { status: 'applied', output: { requestId: request.id, requestNo: request.requestNo, version } };
}
