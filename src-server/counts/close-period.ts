import { sql } from 'kysely';
import { closeRefusal, periodChecklist, PERIOD_ROLES } from '../../src-shared/domain/counts/period-checklist.ts';
import {
  addMonths,
  lastClosed,
  startOfMonthMs,
  type StockPeriod,
} from '../../src-shared/domain/counts/stock-period.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { BodyOf, CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import { lockLedger, rejected, type Db } from './counts.repository.ts';
import { periodFacts, periodsOf } from './period-facts.ts';

/** Everybody holds the months: they decide where anything is booked. */
const SCOPE = 'g';

/** Stock keys whose balance is not the sum of their movements; the parts room proves it. */
export type UnbalancedKeys = (context: CommandContext) => Promise<readonly unknown[]>;

/**
 * Closes a month of the stock ledger after its checklist. The last number of the ledger is taken under its lock: whatever is posted
 * from then on is booked in a later month, with the moment of the goods kept. Design §8 Periods.
 */
export async function closePeriod(
  context: CommandContext,
  { month, note }: BodyOf<'count.closePeriod'>,
  unbalancedKeys: UnbalancedKeys,
): Promise<CommandOutcome> {
  const { db, user, nowMs } = context;
  if (!PERIOD_ROLES.close.some((role) => user.roles.includes(role))) return rejected('period-not-your-role', { month });
  const unbalanced = await unbalancedKeys(context); // the long part, before every posting waits
  const closedSeq = await lockLedger(db);
  const periods = await periodsOf(db);
  if (periods.some((period) => period.month === month && period.closedSeq !== null))
    return rejected('period-closed-already', { month });
  const items = periodChecklist(await periodFacts(context, month, { periods, unbalancedKeys: unbalanced.length }));
  const refusal = closeRefusal(items, note);
  if (refusal !== null) {
    const missing = items.filter(({ isDone }) => isDone === false).map(({ check }) => check);
    return rejected(refusal, { month, number: missing.length, checks: missing.join(' ') });
  }
  const figures = await figuresOf(db, month, lastBefore(periods, month));
  const columns = {
    ...{ closedSeq, closedAtMs: nowMs, closedBy: user.id, closedByName: user.name, ...figures },
    ...{ note: note.trim() === '' ? null : note.trim(), checklistJson: JSON.stringify(items) },
  };
  const { id } = await db
    .insertInto('stockPeriod')
    .values({ ...rowIdentity(context.newId(), SCOPE), month, ...columns })
    .onConflict((conflict) => conflict.column('month').doUpdateSet(columns))
    .returning('id')
    .executeTakeFirstOrThrow();
  await record(context, { periodId: id, action: 'CLOSE', note, closedSeq, closingFen: figures.closingFen });
  return { status: 'applied', output: { month, closedSeq } };
}

/**
 * Opens the last closed month again, with the reason, by somebody else than closed it: what came too late for it falls back into
 * it, and it is closed anew.
 */
export async function reopenPeriod(
  context: CommandContext,
  { month, note }: BodyOf<'count.reopenPeriod'>,
): Promise<CommandOutcome> {
  const { db, user } = context;
  if (!PERIOD_ROLES.reopen.some((role) => user.roles.includes(role)))
    return rejected('period-not-your-role', { month });
  if (note.trim() === '') return rejected('period-needs-note', { month });
  await lockLedger(db);
  if (lastClosed(await periodsOf(db)) !== month) return rejected('period-not-the-last', { month });
  const period = await db.selectFrom('stockPeriod').selectAll().where('month', '=', month).executeTakeFirstOrThrow();
  if (period.closedBy === user.id) return rejected('period-closed-by-you', { month });
  const nothing = { closedSeq: null, closedAtMs: null, closedBy: null, closedByName: null, note: null };
  const figures = { openingFen: null, closingFen: null, movementCount: null, lateCount: null, lateFen: null };
  await db
    .updateTable('stockPeriod')
    .set({ ...nothing, ...figures, checklistJson: '[]' })
    .where('id', '=', period.id)
    .execute();
  const { closedSeq, closingFen } = period;
  await record(context, { periodId: period.id, action: 'REOPEN', note, closedSeq, closingFen });
  return { status: 'applied', output: { month, closedSeq: null } };
}

function lastBefore(periods: readonly StockPeriod[], month: string): StockPeriod | null {
  return periods.find((period) => period.month === addMonths(month, -1)) ?? null;
}

interface Figures {
  openingFen: number | null;
  closingFen: number;
  movementCount: number;
  lateCount: number;
  lateFen: number;
}

/** What the month comes to, with the ledger locked: everything of the goods up to its end, however late it was booked. */
async function figuresOf(db: Db, month: string, before: StockPeriod | null): Promise<Figures> {
  const [startMs, endMs] = [startOfMonthMs(month), startOfMonthMs(addMonths(month, 1))];
  const { rows: sums } = await sql<{ closingFen: number; movementCount: number }>`
    select ((select coalesce(sum(value_fen), 0) from stock_balance)
          - (select coalesce(sum(m.value_fen), 0) from warehouse w join stock_movement m
               on m.warehouse_id = w.id and m.effective_at_ms >= ${endMs}))::bigint as "closingFen",
           (select count(*) from warehouse w join stock_movement m
               on m.warehouse_id = w.id and m.effective_at_ms < ${endMs}
              and m.effective_at_ms >= ${before === null ? 0 : startMs}) as "movementCount"`.execute(
    db.withoutPlugins(),
  );
  const { closingFen = 0, movementCount = 0 } = sums[0] ?? {};
  if (before?.closedSeq == null) return { openingFen: null, closingFen, movementCount, lateCount: 0, lateFen: 0 };
  const { rows: late } = await sql<{ lateCount: number; lateFen: number }>`
    select count(*) as "lateCount", coalesce(sum(value_fen), 0)::bigint as "lateFen" from stock_movement
     where seq > ${before.closedSeq} and effective_at_ms < ${startMs}`.execute(db.withoutPlugins());
  const { lateCount = 0, lateFen = 0 } = late[0] ?? {};
  const opening = await db
    .selectFrom('stockPeriod')
    .select('closingFen')
    .where('month', '=', before.month)
    .executeTakeFirstOrThrow();
  return {
    ...{ openingFen: opening.closingFen, closingFen, lateCount, lateFen },
    movementCount: movementCount + lateCount,
  };
}

async function record(
  { db, newId, user, nowMs }: CommandContext,
  event: {
    periodId: string;
    action: 'CLOSE' | 'REOPEN';
    note: string;
    closedSeq: number | null;
    closingFen: number | null;
  },
): Promise<void> {
  await db
    .insertInto('stockPeriodEvent')
    .values({
      ...rowIdentity(newId(), SCOPE, event.periodId),
      ...event,
      note: event.note.trim() === '' ? null : event.note.trim(),
      ...{ doneBy: user.id, doneByName: user.name, doneAtMs: nowMs },
    })
    .execute();
}
