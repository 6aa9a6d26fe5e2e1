import type { GoodsOrderStep } from '../../src-shared/contract/goods-orders.contract.ts';
import type { OrderKind } from '../../src-shared/domain/logistics/order-transition.ts';
import type { BodyOf, CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import { lockGoodsOrder, orderStepRefusal, UNKNOWN_ORDER } from './goods-order.repository.ts';
import type { OrderStep } from './order-lines.ts';
import {
  approveReturn,
  creditReturn,
  inspectReturn,
  receiveReturn,
  refuseReturn,
  sendReturn,
  submitReturn,
} from './return-goods.ts';
import {
  approveSale,
  cancelSale,
  invoiceSale,
  paySale,
  releaseSale,
  sendSaleToErp,
  shipSale,
  signSale,
  submitSale,
} from './sell-goods.ts';
import { approveTransfer, cancelTransfer, receiveTransfer, shipTransfer, writeOffTransfer } from './transfer-goods.ts';
import type { PostMovements } from './warehouse-stock.ts';

type Step = (context: CommandContext, step: OrderStep) => Promise<CommandOutcome>;

/** What each step of each kind does; the whitelist has said before that it may be done. */
const STEPS: Readonly<Record<OrderKind, Partial<Record<GoodsOrderStep, Step>>>> = {
  TRANSFER: {
    approve: approveTransfer,
    ship: shipTransfer,
    receive: receiveTransfer,
    writeOff: writeOffTransfer,
    cancel: cancelTransfer,
  },
  SALE: {
    ...{ submit: submitSale, releaseCredit: releaseSale, approve: approveSale, sendErp: sendSaleToErp },
    ...{ ship: shipSale, sign: signSale, invoice: invoiceSale, pay: paySale, cancel: cancelSale },
  },
  RETURN: {
    ...{ submit: submitReturn, approve: approveReturn, refuse: refuseReturn, send: sendReturn },
    ...{ receive: receiveReturn, inspect: inspectReturn, credit: creditReturn, cancel: cancelTransfer },
  },
};

/** A step of an order on the version its sender saw. Stock §3.2. */
export async function stepGoodsOrder(
  context: CommandContext,
  body: BodyOf<'goodsOrder.step'>,
  postMovements: PostMovements,
): Promise<CommandOutcome> {
  const known = await lockGoodsOrder(context.db, body.orderId);
  if (known === undefined) return UNKNOWN_ORDER;
  const refusal = orderStepRefusal(context, known.order, { action: body.step, version: body.version, note: body.note });
  if (refusal !== null) return refusal;
  const step = STEPS[known.order.kind][body.step];
  if (step === undefined) throw new Error(`${known.order.kind} lists ${body.step} and does not do it`);
  return step(context, { ...known, body, postMovements });
}
