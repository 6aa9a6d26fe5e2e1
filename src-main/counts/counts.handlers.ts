import { z } from 'zod';
import type { CommandBody } from '../../src-shared/contract/commands.ts';
import { CountStepResult } from '../../src-shared/contract/counts.contract.ts';
import { StockMonth } from '../../src-shared/contract/count-periods.ts';
import { COUNT_TRANSITIONS } from '../../src-shared/domain/counts/sheet-transition.ts';
import { answeredCommand } from '../answered-command.ts';
import type { AppServices, CommandResultValue } from '../app-services.ts';
import type { RoomHandlers } from '../handlers.ts';

const PlanResult = z.object({ sheetIds: z.array(z.string()), lineCount: z.int() });
const ExplainResult = z.object({ explained: z.int() });
const PhotoResult = z.object({ lineId: z.string() });
const PeriodResult = z.object({ month: StockMonth, closedSeq: z.int().nullable() });
const STEP_TIMEOUT_MS = 120_000;

/**
 * Counts are taken on the desktop at once and sent when the server can be reached; steps of a sheet are the server's, which
 * alone knows the whole ledger. Stock §3, §5.1.
 */
export function countsHandlers(services: AppServices, isOnline: () => boolean): RoomHandlers<'counts'> {
  const { stores, outbox, user, events, clock, newId } = services;
  const ask = (body: CommandBody, signal: AbortSignal | undefined): Promise<CommandResultValue> =>
    answeredCommand(services, body, { isOnline, signal, timeoutMs: STEP_TIMEOUT_MS });
  /** By the server's clock, as far as this device knew it at the last contact. Stock §2, conventions. */
  const countedNow = async (): Promise<{ countedAtMs: number; clockOffsetMs: number }> => {
    const clockOffsetMs = await stores.read('outbox.clockOffset', null);
    return { countedAtMs: clock() + clockOffsetMs, clockOffsetMs };
  };
  return {
    sheets: (input) => stores.read('counts.sheets', input),
    sheetOrder: (input) => stores.read('counts.sheetOrder', input),
    sheet: ({ id }) => stores.read('counts.sheet', { id, userId: user().id, roles: user().roles }),
    entries: ({ id, after }) => stores.read('counts.entries', { id, after, userId: user().id }),
    timeline: (input) => stores.read('counts.timeline', input),
    options: async () => {
      const mayPlan = COUNT_TRANSITIONS.release.roles.some((role) => user().roles.some((own) => own === role));
      return { ...(await stores.read('counts.options', null)), mayPlan };
    },
    periods: () => stores.read('counts.periods', { nowMs: clock() }),
    period: ({ month }) => stores.read('counts.period', { month, nowMs: clock(), roles: user().roles }),
    closePeriod: async (input, { signal }) =>
      PeriodResult.parse((await ask({ kind: 'count.closePeriod', ...input }, signal)).output),
    reopenPeriod: async (input, { signal }) =>
      PeriodResult.parse((await ask({ kind: 'count.reopenPeriod', ...input }, signal)).output),
    plan: async (request, { signal }) => {
      const result = await ask({ kind: 'count.plan', request }, signal);
      return PlanResult.parse(result.output);
    },
    enter: async ({ sheetId, round, entries }) => {
      const { countedAtMs, clockOffsetMs } = await countedNow();
      const made = entries.map((entry) => ({ ...entry, entryId: newId(), countedAtMs, clockOffsetMs }));
      await outbox.enqueue({ kind: 'count.enter', sheetId, round, entries: made });
      events.emit({ type: 'changed', tables: ['count_entry'] });
      return { countedAtMs };
    },
    lookup: (input) => stores.read('counts.lookup', input),
    found: async ({ sheetId, round, item }) => {
      const made = { ...item, lineId: newId(), entryId: newId(), ...(await countedNow()) };
      await outbox.enqueue({ kind: 'count.found', sheetId, round, items: [made] });
      events.emit({ type: 'changed', tables: ['count_line'] });
      return { lineId: made.lineId };
    },
    step: async (input, { signal }) =>
      CountStepResult.parse((await ask({ kind: 'count.step', ...input }, signal)).output),
    explain: async (input, { signal }) =>
      ExplainResult.parse((await ask({ kind: 'count.explain', ...input }, signal)).output),
    addPhoto: async (input, { signal }) =>
      PhotoResult.parse((await ask({ kind: 'count.photo', ...input }, signal)).output),
  };
}
