import { z } from 'zod';
import type { CommandBody } from '../../src-shared/contract/commands.ts';
import { APPLICATION_RULES, APPLICATION_STATUSES } from '../../src-shared/domain/logistics/application-transition.ts';
import { ARRIVAL_STATUSES } from '../../src-shared/domain/logistics/arrival-transition.ts';
import { DAMAGE_STATUSES } from '../../src-shared/domain/logistics/damage-transition.ts';
import { LIMIT_CHANGE_STATUSES, LIMIT_REQUESTERS } from '../../src-shared/domain/logistics/limit-change.ts';
import { LIMIT_KEEPERS } from '../../src-shared/domain/logistics/limit-ledger.ts';
import { ORDER_STATUSES, writableOrderKinds } from '../../src-shared/domain/logistics/order-transition.ts';
import { answeredCommand } from '../answered-command.ts';
import type { AppServices } from '../app-services.ts';
import type { RoomHandlers } from '../handlers.ts';

const Kept = z.object({
  applicationId: z.string(),
  appNo: z.string().nullable(),
  status: z.enum(APPLICATION_STATUSES),
  convertedToNo: z.string().nullable().default(null),
});

const KeptOrder = z.object({
  orderId: z.string(),
  orderNo: z.string().nullable(),
  status: z.enum(ORDER_STATUSES),
});

const KeptReceipt = z.object({
  receiptNo: z.string(),
  reportId: z.string().nullable(),
  reportNo: z.string().nullable(),
});
const KeptArrival = KeptReceipt.extend({
  receiptNo: z.string().nullable(),
  status: z.enum(ARRIVAL_STATUSES),
  sourceDocNo: z.string(),
});
const KeptDamage = z.object({ reportId: z.string(), reportNo: z.string(), status: z.enum(DAMAGE_STATUSES) });

const KeptLimit = z.object({ changeId: z.string(), status: z.enum(LIMIT_CHANGE_STATUSES) });

/** Applications and orders are read from the local copy; every step of one is the server's, which alone sees what others do. */
export function logisticsHandlers(services: AppServices, isOnline: () => boolean): RoomHandlers<'logistics'> {
  const { stores, user, clock } = services;
  const answerOf = async (body: CommandBody, signal: AbortSignal | undefined): Promise<unknown> =>
    (await answeredCommand(services, body, { isOnline, signal })).output;
  const ask = async (body: CommandBody, signal: AbortSignal | undefined): Promise<z.infer<typeof Kept>> =>
    Kept.parse(await answerOf(body, signal));
  const askOrder = async (body: CommandBody, signal: AbortSignal | undefined): Promise<z.infer<typeof KeptOrder>> =>
    KeptOrder.parse(await answerOf(body, signal));
  return {
    applications: (input) => stores.read('logistics.applications', input),
    applicationOrder: (input) => stores.read('logistics.applicationOrder', input),
    application: ({ id }) => stores.read('logistics.application', { id, userId: user().id, roles: user().roles }),
    lookup: (input) => stores.read('logistics.lookup', { ...input, nowMs: clock() }),
    options: async () => {
      const mayRequest = APPLICATION_RULES.save.roles.some((role) => user().roles.some((own) => own === role));
      return { ...(await stores.read('logistics.options', null)), mayRequest };
    },
    save: (input, { signal }) => ask({ kind: 'application.save', ...input }, signal),
    step: (input, { signal }) => ask({ kind: 'application.step', ...input }, signal),
    complete: (input, { signal }) => ask({ kind: 'application.complete', ...input }, signal),
    addPhoto: (input, { signal }) => ask({ kind: 'application.photo', ...input }, signal),
    orders: (input) => stores.read('logistics.orders', input),
    orderOrder: (input) => stores.read('logistics.orderOrder', input),
    order: ({ id }) => stores.read('logistics.order', { id, userId: user().id, roles: user().roles }),
    orderOptions: async () => ({
      ...(await stores.read('logistics.orderOptions', null)),
      kinds: writableOrderKinds(user().roles),
    }),
    saveOrder: (input, { signal }) => askOrder({ kind: 'goodsOrder.save', ...input }, signal),
    stepOrder: (input, { signal }) => askOrder({ kind: 'goodsOrder.step', ...input }, signal),
    receipts: (input) => stores.read('logistics.receipts', input),
    receiptOrder: (input) => stores.read('logistics.receiptOrder', input),
    receiptOptions: () => ({ mayReceive: user().roles.includes('warehouse') }),
    purchaseDocument: (input) => stores.read('logistics.purchaseDocument', input),
    receivePurchase: async (input, { signal }) =>
      KeptReceipt.parse(await answerOf({ kind: 'goods.receive', ...input }, signal)),
    road: (input) => stores.read('logistics.road', input),
    roadOrder: (input) => stores.read('logistics.roadOrder', input),
    arrivalDocument: (input) => stores.read('logistics.arrivalDocument', input),
    stepArrival: async (input, { signal }) =>
      KeptArrival.parse(await answerOf({ kind: 'goods.arrival', ...input }, signal)),
    damages: (input) => stores.read('logistics.damages', input),
    damageOrder: (input) => stores.read('logistics.damageOrder', input),
    damage: ({ id }) => stores.read('logistics.damage', { id, userId: user().id, roles: user().roles }),
    stepDamage: async (input, { signal }) =>
      KeptDamage.parse(await answerOf({ kind: 'damage.step', ...input }, signal)),
    limits: (input) => stores.read('logistics.limits', input),
    limitOrder: (input) => stores.read('logistics.limitOrder', input),
    limit: async ({ id }) => ({
      ...(await stores.read('logistics.limit', { id, userId: user().id, roles: user().roles, nowMs: clock() })),
      mayChange: LIMIT_KEEPERS.some((role) => user().roles.includes(role)),
      mayRequest: LIMIT_REQUESTERS.some((role) => user().roles.some((own) => own === role)),
    }),
    requestLimit: async (request, { signal }) =>
      KeptLimit.parse(await answerOf({ kind: 'limit.request', request }, signal)),
    decideLimit: async (input, { signal }) =>
      KeptLimit.parse(await answerOf({ kind: 'limit.decide', ...input }, signal)),
    changeLimit: async (input, { signal }) =>
      z.object({ stationId: z.string() }).parse(await answerOf({ kind: 'limit.change', ...input }, signal)),
    addDamagePhoto: async (input, { signal }) =>
      KeptDamage.parse(await answerOf({ kind: 'damage.photo', ...input }, signal)),
  };
}
