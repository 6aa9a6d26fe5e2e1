import type { ApplicationStep } from '../../src-shared/contract/logistics.contract.ts';
import type { BodyOf, CommandContext, CommandHandlers, CommandOutcome } from '../commands/command-handler.ts';
import {
  kept,
  lockApplication,
  moveApplication,
  refusalOf,
  UNKNOWN_APPLICATION,
  type ApplicationRow,
  type LineRow,
} from './application.repository.ts';
import {
  allocateApplication,
  closeApplication,
  endShipping,
  sendToErp,
  shipApplication,
  signApplication,
} from './fulfil-application.ts';
import { releasePaid } from './pay-application.ts';
import { addApplicationPhoto, completeApplication, saveApplication } from './save-application.ts';
import {
  cancelApplication,
  convertToPaid,
  giveVerdict,
  refuseDuplicate,
  submitApplication,
} from './submit-application.ts';
import { changeLimit } from './change-limit.ts';
import { decideLimit, requestLimit } from './request-limit.ts';
import { receivePurchase } from './receive-purchase.ts';
import { stepArrival } from './step-arrival.ts';
import { addDamagePhoto, stepDamage } from './step-damage.ts';
import { saveGoodsOrder } from './save-goods-order.ts';
import { stepGoodsOrder } from './step-goods-order.ts';
import type { PostMovements } from './warehouse-stock.ts';

type LogisticsCommands = Pick<
  CommandHandlers,
  | 'application.save'
  | 'application.step'
  | 'application.complete'
  | 'application.photo'
  | 'goodsOrder.save'
  | 'goodsOrder.step'
  | 'goods.receive'
  | 'goods.arrival'
  | 'damage.step'
  | 'damage.photo'
  | 'limit.change'
  | 'limit.request'
  | 'limit.decide'
>;

interface Found {
  application: ApplicationRow;
  lines: LineRow[];
  body: BodyOf<'application.step'>;
  postMovements: PostMovements;
}

type Step = (context: CommandContext, found: Found) => Promise<CommandOutcome>;

const STEPS: Readonly<Record<ApplicationStep, Step>> = {
  submit: submitApplication,
  notDuplicate: move('notDuplicate', 'SUBMITTED'),
  isDuplicate: (context, { application, body }) => refuseDuplicate(context, { application, ...body }),
  regionApprove: move('regionApprove', 'REGION_OK'),
  regionReject: move('regionReject', 'REJECTED'),
  releaseCredit: releasePaid,
  inWarranty: verdict('inWarranty'),
  goodwill: verdict('goodwill'),
  outOfWarranty: verdict('outOfWarranty'),
  convert: convertToPaid,
  allocate: allocateApplication,
  sendErp: sendToErp,
  ship: (context, found) => shipApplication(context, found, found.postMovements),
  endShipping,
  sign: signApplication,
  close: closeApplication,
  cancel: (context, { application, body }) => cancelApplication(context, { application, note: body.note }),
};

/** A step that needs nothing but its place in the whitelist and a note. */
function move(action: ApplicationStep, to: ApplicationRow['status']): Step {
  return async (context, { application, body }) =>
    kept(await moveApplication(context, application, { action, to, note: body.note }));
}

function verdict(action: 'inWarranty' | 'goodwill' | 'outOfWarranty'): Step {
  return (context, { application, body }) => giveVerdict(context, { application, action, note: body.note });
}

/** A step of an application on the version its sender saw. Stock §3.2. */
async function stepApplication(
  context: CommandContext,
  body: BodyOf<'application.step'>,
  postMovements: PostMovements,
): Promise<CommandOutcome> {
  const known = await lockApplication(context.db, body.applicationId);
  if (known === undefined) return UNKNOWN_APPLICATION;
  const { step: action, version, note } = body;
  const refusal = refusalOf(context, known, { action, version, note });
  return refusal ?? STEPS[action](context, { ...known, body, postMovements });
}

/** The commands of the logistics room; the parts room supplies the ledger. */
export function logisticsCommands({ postMovements }: { postMovements: PostMovements }): LogisticsCommands {
  return {
    'application.save': saveApplication,
    'application.step': (context, body) => stepApplication(context, body, postMovements),
    'application.complete': completeApplication,
    'application.photo': addApplicationPhoto,
    'goodsOrder.save': saveGoodsOrder,
    'goodsOrder.step': (context, body) => stepGoodsOrder(context, body, postMovements),
    'goods.receive': (context, body) => receivePurchase(context, body, postMovements),
    'goods.arrival': (context, body) => stepArrival(context, body, postMovements),
    'damage.step': (context, body) => stepDamage(context, body, postMovements),
    'damage.photo': addDamagePhoto,
    'limit.change': changeLimit,
    'limit.request': requestLimit,
    'limit.decide': decideLimit,
  };
}
