import { z } from 'zod';
import type { CommandBody } from '../../src-shared/contract/commands.ts';
import { PLANNERS } from '../../src-shared/domain/parts/first-planning.ts';
import { PREPARATION_STATUSES } from '../../src-shared/domain/parts/preparation-plan.ts';
import { PURCHASE_STATUSES } from '../../src-shared/domain/parts/purchase-request.ts';
import { answeredCommand } from '../answered-command.ts';
import type { AppServices, CommandResultValue } from '../app-services.ts';
import type { RoomHandlers } from '../handlers.ts';

const ComputeResult = z.object({ keys: z.int(), changed: z.int() });
const AdoptResult = z.object({ adopted: z.int() });
const KeptPlan = z.object({ planId: z.string(), planNo: z.string(), status: z.enum(PREPARATION_STATUSES) });
const ChangedRequest = z.object({ requestId: z.string(), requestNo: z.string(), version: z.int() });
const KeptRequest = z.object({ requestId: z.string(), requestNo: z.string(), status: z.enum(PURCHASE_STATUSES) });
/** The whole ledger of a company is read for it. */
const COMPUTE_TIMEOUT_MS = 300_000;

/** Stock and planning as this desktop's copy has them; figures of planning are worked out and approved on the server. */
export function partsHandlers(services: AppServices, isOnline: () => boolean): RoomHandlers<'parts'> {
  const { stores, user, clock } = services;
  const ask = (body: CommandBody, signal: AbortSignal | undefined): Promise<CommandResultValue> =>
    answeredCommand(services, body, { isOnline, signal, timeoutMs: COMPUTE_TIMEOUT_MS });
  const mayPlan = (): boolean => PLANNERS.some((role) => user().roles.some((own) => own === role));
  return {
    balances: (input) => stores.read('parts.balances', input),
    balanceOrder: (input) => stores.read('parts.balanceOrder', input),
    balance: (input) => stores.read('parts.balance', input),
    movements: (input) => stores.read('parts.movements', input),
    movementOrder: (input) => stores.read('parts.movementOrder', input),
    planning: (input) => stores.read('parts.planning', input),
    planningOrder: (input) => stores.read('parts.planningOrder', input),
    exceptionKinds: (input) => stores.read('parts.exceptionKinds', input),
    exceptions: (input) => stores.read('parts.exceptions', input),
    exceptionOrder: (input) => stores.read('parts.exceptionOrder', input),
    proof: (input) => stores.read('parts.proof', input),
    report: (input) => stores.read('parts.report', { ...input, nowMs: clock() }),
    reportOptions: (input) => stores.read('parts.reportOptions', input),
    planningOptions: () => ({ mayPlan: mayPlan() }),
    preparations: (input) => stores.read('parts.preparations', input),
    preparationOrder: (input) => stores.read('parts.preparationOrder', input),
    preparation: ({ id }) => stores.read('parts.preparation', { id, userId: user().id, roles: user().roles }),
    preparationLines: (input) => stores.read('parts.preparationLines', input),
    preparationLineOrder: (input) => stores.read('parts.preparationLineOrder', input),
    preparationOptions: async () => ({ ...(await stores.read('parts.preparationOptions', null)), mayPlan: mayPlan() }),
    makePreparation: async (request, { signal }) =>
      KeptPlan.extend({ lines: z.int() }).parse((await ask({ kind: 'preparation.make', request }, signal)).output),
    changePreparation: async (input, { signal }) =>
      KeptPlan.parse((await ask({ kind: 'preparation.change', ...input }, signal)).output),
    stepPreparation: async (input, { signal }) =>
      KeptPlan.extend({ transfers: z.int(), purchases: z.int() }).parse(
        (await ask({ kind: 'preparation.step', ...input }, signal)).output,
      ),
    purchases: (input) => stores.read('parts.purchases', input),
    purchaseOrder: (input) => stores.read('parts.purchaseOrder', input),
    purchase: ({ id }) => stores.read('parts.purchase', { id, userId: user().id, roles: user().roles }),
    purchaseLines: (input) => stores.read('parts.purchaseLines', input),
    purchaseLineOrder: (input) => stores.read('parts.purchaseLineOrder', input),
    changePurchase: async (input, { signal }) =>
      ChangedRequest.parse((await ask({ kind: 'purchase.change', ...input }, signal)).output),
    stepPurchase: async (input, { signal }) =>
      KeptRequest.parse((await ask({ kind: 'purchase.step', ...input }, signal)).output),
    computePlanning: async (_input, { signal }) =>
      ComputeResult.parse((await ask({ kind: 'planning.compute' }, signal)).output),
    adoptPlanning: async (input, { signal }) =>
      AdoptResult.parse((await ask({ kind: 'planning.adopt', ...input }, signal)).output),
  };
}
