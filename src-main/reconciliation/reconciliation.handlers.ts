import { z } from 'zod';
import type { CommandBody } from '../../src-shared/contract/commands.ts';
import { ReconStepResult } from '../../src-shared/contract/reconciliation.contract.ts';
import { RECON_STARTERS } from '../../src-shared/domain/reconciliation/run-transition.ts';
import { answeredCommand } from '../answered-command.ts';
import type { AppServices, CommandResultValue } from '../app-services.ts';
import type { RoomHandlers } from '../handlers.ts';

const StartResult = z.object({ runId: z.string(), runNo: z.string(), keyCount: z.int() });
const AssignResult = z.object({ assigned: z.int() });
const AcceptResult = z.object({ changed: z.int() });
const RUN_TIMEOUT_MS = 300_000;

/** Runs are read from the local copy; everything that makes or changes one is the server's, which alone has all documents. */
export function reconciliationHandlers(services: AppServices, isOnline: () => boolean): RoomHandlers<'reconciliation'> {
  const { stores, user } = services;
  const ask = (body: CommandBody, signal: AbortSignal | undefined): Promise<CommandResultValue> =>
    answeredCommand(services, body, { isOnline, signal, timeoutMs: RUN_TIMEOUT_MS });
  return {
    runs: (input) => stores.read('reconciliation.runs', input),
    runOrder: (input) => stores.read('reconciliation.runOrder', input),
    run: ({ id }) => stores.read('reconciliation.run', { id, roles: user().roles }),
    items: (input) => stores.read('reconciliation.items', { ...input, userId: user().id }),
    itemOrder: (input) => stores.read('reconciliation.itemOrder', { ...input, userId: user().id }),
    item: (input) => stores.read('reconciliation.item', input),
    options: async () => {
      const mayStart = RECON_STARTERS.some((role) => user().roles.some((own) => own === role));
      return { ...(await stores.read('reconciliation.options', null)), mayStart };
    },
    start: async (request, { signal }) =>
      StartResult.parse((await ask({ kind: 'recon.start', request }, signal)).output),
    step: async (input, { signal }) =>
      ReconStepResult.parse((await ask({ kind: 'recon.step', ...input }, signal)).output),
    assign: async (input, { signal }) =>
      AssignResult.parse((await ask({ kind: 'recon.assign', ...input }, signal)).output),
    accept: async (input, { signal }) =>
      AcceptResult.parse((await ask({ kind: 'recon.accept', ...input }, signal)).output),
  };
}
