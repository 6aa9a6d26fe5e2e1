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
import { LEDGER_HEAD, lockLedger, rejected, type Db } from './counts.repository.ts';
import { periodFacts, periodsOf } from './period-facts.ts';

/** Everybody holds the months: they decide where anything is booked. */
const SCOPE = 'g';

/** Stock keys whose balance is not the sum of their movements; the parts room proves it. */
export type UnbalancedKeys = (context: CommandContext) => Promise<readonly unknown[]>;

/**
 * Closes a month of the stock ledger after its checklist. The last number of the ledger is taken under its lock: whatever is posted
 * from then on is booked in a later month, with the moment of the goods kept. Postings wait only for what is left then: the list, and
 * what was posted while the ledger was summed up. Design §8 Periods (0272).
 */
export async function closePeriod(
  context: CommandContext,
  { month, note }: BodyOf<'count.closePeriod'>,
  unbalancedKeys: UnbalancedKeys,
): Promise<CommandOutcome> {
  const { db, user, nowMs } = context;
  if (!PERIOD_ROLES.close.some((role) => user.roles.includes(role))) return rejected('period-not-your-role', { month });
  // the long parts, before every posting waits
  const unbalanced = await unbalancedKeys(context);
  const known = await periodsOf(db);
  const before = lastBefore(known, month);
  const span = spanOf(month, before);
  const soFar = await figuresUpToHead(db, span);
  const closedSeq = await lockLedger(db);
  const periods = await periodsOf(db);
  if (lastBefore(periods, month)?.closedSeq !== before?.closedSeq) return rejected('period-closed-already', { month });
  if (periods.some((period) => period.month === month && period.closedSeq !== null))
    return rejected('period-closed-already', { month });
  const items = periodChecklist(await periodFacts(context, month, { periods, unbalancedKeys: unbalanced.length }));
  const refusal = closeRefusal(items, note);
  if (refusal !== null) {
    const missing = items.filter(({ isDone }) => isDone === false).map(({ check }) => check);
    return rejected(refusal, { month, number: missing.length, checks: missing.join(' ') });
  }
  const figures = { openingFen: await openingFen(db, before), ...(await figuresSince(db, span, soFar)) };
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
  closingFen: number;
  movementCount: number;
  lateCount: number;
  lateFen: number;
}

/** The month that is closed, by its instants; `closedSeq` is the number up to which the one before it goes. */
interface Span {
  startMs: number;
  endMs: number;
  closedSeq: number | null;
}

function spanOf(month: string, before: StockPeriod | null): Span {
  const [startMs, endMs] = [startOfMonthMs(month), startOfMonthMs(addMonths(month, 1))];
  return { startMs, endMs, closedSeq: before?.closedSeq ?? null };
}

/**
 * What the month comes to with the ledger as this one statement sees it, up to the number `head`: everything of the goods up to its
 * end, however late it was booked. The long part: postings go on meanwhile.
 */
async function figuresUpToHead(db: Db, { startMs, endMs, closedSeq }: Span): Promise<Figures & { head: number }> {
  const { rows } = await sql<Figures & { head: number }>`
    select ${LEDGER_HEAD} as head,
           ((select coalesce(sum(value_fen), 0) from stock_balance)
          - (select coalesce(sum(m.value_fen), 0) from warehouse w join stock_movement m
               on m.warehouse_id = w.id and m.effective_at_ms >= ${endMs}))::bigint as "closingFen",
           (select count(*) from warehouse w join stock_movement m
               on m.warehouse_id = w.id and m.effective_at_ms < ${endMs}
              and m.effective_at_ms >= ${closedSeq === null ? 0 : startMs}) as "movementCount",
           late.*
      from (select count(*) as "lateCount", coalesce(sum(value_fen), 0)::bigint as "lateFen" from stock_movement
             where ${closedSeq !== null} and seq > ${closedSeq ?? 0} and effective_at_ms < ${startMs}) late`.execute(
    db.withoutPlugins(),
  );
  const [found] = rows;
  if (found === undefined) throw new Error('a sum has one row');
  return found;
}

/** The same with what was posted since; the ledger is locked and every posting waits. */
async function figuresSince(
  db: Db,
  { startMs, endMs, closedSeq }: Span,
  { head, ...sums }: Figures & { head: number },
): Promise<Figures> {
  const { rows } = await sql<Figures>`
    select coalesce(sum(value_fen) filter (where effective_at_ms < ${endMs}), 0)::bigint as "closingFen",
           count(*) filter (where effective_at_ms < ${endMs} and effective_at_ms >= ${closedSeq === null ? 0 : startMs})
             as "movementCount",
           count(*) filter (where ${closedSeq !== null} and effective_at_ms < ${startMs}) as "lateCount",
           coalesce(sum(value_fen) filter (where ${closedSeq !== null} and effective_at_ms < ${startMs}), 0)::bigint as "lateFen"
      from stock_movement where seq > ${head}`.execute(db.withoutPlugins());
  const added = rows[0] ?? { closingFen: 0, movementCount: 0, lateCount: 0, lateFen: 0 };
  const lateCount = sums.lateCount + added.lateCount;
  return {
    ...{ closingFen: sums.closingFen + added.closingFen, lateCount, lateFen: sums.lateFen + added.lateFen },
    movementCount: sums.movementCount + added.movementCount + lateCount,
  };
}

/** Where the month before ended; null where nothing was closed before. */
async function openingFen(db: Db, before: StockPeriod | null): Promise<number | null> {
  if (before?.closedSeq == null) return null;
  const { closingFen } = await db
    .selectFrom('stockPeriod')
    .select('closingFen')
    .where('month', '=', before.month)
    .executeTakeFirstOrThrow();
  return closingFen;
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
