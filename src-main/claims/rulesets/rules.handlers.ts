import { z } from 'zod';
import { mayEditRules } from '../../../src-shared/contract/ruleset.schema.ts';
import type { CommandBody } from '../../../src-shared/contract/commands.ts';
import { businessDateOf } from '../../../src-shared/domain/units/business-date.ts';
import { AppError } from '../../../src-shared/errors.ts';
import { answeredCommand } from '../../answered-command.ts';
import type { AppServices } from '../../app-services.ts';
import type { Call, RoomHandlers } from '../../handlers.ts';
import type { JobControl } from '../../jobs/jobs.ts';
import { STOPPED_BY_PERSON } from '../../jobs/jobs.ts';

const LOOK_EVERY_MS = 400;
const Saved = z.object({ version: z.int(), rulesetVersion: z.int() });
const Published = z.object({ rulesetVersion: z.int() });

/** The workshop of the rules: shown from the local copy, changed, compared and tried out by the server only. */
export function rulesHandlers(services: AppServices, isOnline: () => boolean): RoomHandlers<'rules'> {
  const { stores, server, clock } = services;
  const requireEditor = (): void => {
    if (!mayEditRules(services.user().roles)) throw new AppError('FORBIDDEN', 'rules-not-yours');
  };
  const command = async (body: CommandBody, { signal }: Call): Promise<unknown> => {
    requireEditor();
    const { output } = await answeredCommand(services, body, { isOnline, signal });
    return output;
  };
  const requireServer = (): void => {
    requireEditor();
    if (!isOnline()) throw new AppError('UNAVAILABLE', 'needs-server', { kind: 'ruleset.saveDraft' });
  };
  return {
    workshop: async () => {
      requireEditor();
      return stores.read('rules.workshop', { today: businessDateOf(clock()) });
    },
    records: async (input) => {
      requireEditor();
      return stores.read('rules.records', input);
    },
    saveDraft: async (input, call) => Saved.parse(await command({ kind: 'ruleset.saveDraft', ...input }, call)),
    dropDraft: async (input, call) => {
      await command({ kind: 'ruleset.dropDraft', ...input }, call);
      return {};
    },
    publish: async (input, call) => Published.parse(await command({ kind: 'ruleset.publish', ...input }, call)),
    compare: async (input) => {
      requireServer();
      const { id: comparisonId } = await server.rules.compare(input);
      const { id: jobId } = await services.jobs.start(
        { kind: 'rules.compare', title: { fromDate: input.fromDate, toDate: input.toDate } },
        (control) => follow(services, comparisonId, control),
      );
      return { jobId };
    },
    comparison: async () => {
      requireServer();
      return server.rules.latest({});
    },
    changes: async (input) => {
      requireServer();
      return server.rules.changes(input);
    },
    tryOn: async (input) => {
      requireServer();
      return server.rules.tryOn(input);
    },
  };
}

/** Follows the server's comparison to its end; stopping the job stops the comparison. */
async function follow(
  { server }: AppServices,
  comparisonId: string,
  control: JobControl,
): Promise<Record<string, never>> {
  for (;;) {
    if (control.signal.aborted) {
      // when the program ends the server goes on, and the page finds the result at the next start
      if (control.signal.reason === STOPPED_BY_PERSON) await server.rules.cancel({ comparisonId });
      throw new AppError('CONFLICT', 'comparison-cancelled');
    }
    const { status, problem, done, total } = await server.rules.comparison({ comparisonId });
    control.progress(done, total, 'comparing');
    if (status === 'DONE') return {};
    if (status === 'CANCELLED') throw new AppError('CONFLICT', 'comparison-cancelled');
    if (status === 'FAILED') throw new AppError('UNAVAILABLE', problem ?? 'comparison-failed');
    await oneLook(control.signal);
  }
}

function oneLook(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, LOOK_EVERY_MS);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
