import type { z } from 'zod';
import type { CommandBody } from '../../src-shared/contract/commands.ts';
import { RunResult, type OnlineOutcome } from '../../src-shared/contract/settlement.contract.ts';
import { AppError } from '../../src-shared/errors.ts';
import { askServer } from '../answered-command.ts';
import type { AppServices, CommandResultValue } from '../app-services.ts';
import type { RoomHandlers } from '../handlers.ts';
import { ownRoles } from '../../src-shared/domain/claims/deputies.ts';

type Outcome = z.infer<typeof OnlineOutcome>;

const RUN_TIMEOUT_MS = 120_000;

/** What these commands do is numbered and levelled by the server: they are asked for online and never predicted. */
export function settlementHandlers(services: AppServices, isOnline: () => boolean): RoomHandlers<'settlement'> {
  const { stores, outbox, user } = services;
  const ask = (body: CommandBody, signal: AbortSignal | undefined): Promise<CommandResultValue> =>
    askServer(outbox, body, { isOnline, signal, timeoutMs: RUN_TIMEOUT_MS });
  return {
    previewRun: (input) => stores.read('settlement.previewRun', input),
    runs: () => stores.read('settlement.runs', null),
    statements: (input) => stores.read('settlement.statements', input),
    statementOrder: (input) => stores.read('settlement.statementOrder', input),
    statement: ({ id }) => stores.read('settlement.statement', { id, roles: ownRoles(user()) }),
    run: async (request, { signal }) => {
      const result = await ask({ kind: 'settlement.run', request }, signal);
      return {
        outcome: outcomeOf(result),
        result: result.status === 'applied' ? RunResult.parse(result.output) : null,
      };
    },
    advance: async (input, { signal }) => outcomeOf(await ask({ kind: 'statement.advance', ...input }, signal)),
    attachClaim: async ({ statementId, claimId }, { signal }) => {
      const { version } = (await stores.read('settlement.statement', { id: statementId, roles: ownRoles(user()) }))
        .statement;
      return outcomeOf(await ask({ kind: 'statement.attachClaim', statementId, claimId, version }, signal));
    },
    reverseClaim: async (input, { signal }) => outcomeOf(await ask({ kind: 'reversal.step', ...input }, signal)),
    reversals: () => stores.read('settlement.reversals', { userId: user().id, roles: ownRoles(user()) }),
    addInvoice: async (input, { signal }) => outcomeOf(await ask({ kind: 'statement.addInvoice', ...input }, signal)),
    addPayment: async (input, { signal }) => outcomeOf(await ask({ kind: 'statement.addPayment', ...input }, signal)),
    detachClaim: async (input, { signal }) => outcomeOf(await ask({ kind: 'statement.detachClaim', ...input }, signal)),
  };
}

function outcomeOf({ status, reason, details, output }: CommandResultValue): Outcome {
  if (status === 'retry') throw new AppError('UNAVAILABLE', 'server-busy', { seconds: 5 });
  const warning = output?.['warning'];
  return { outcome: status, reason, details, warning: typeof warning === 'string' ? warning : null };
}
