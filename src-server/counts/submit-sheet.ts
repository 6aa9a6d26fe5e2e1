import {
  judgeSheet,
  type JudgedLine,
  type JudgedSheet,
  type SheetRules,
} from '../../src-shared/domain/counts/judge-sheet.ts';
import type { CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import { updateRows } from '../db/bulk-rows.ts';
import {
  loadSettings,
  recordCountEvent,
  rejected,
  standingEntries,
  type Db,
  type LineRow,
  type PlanRow,
  type SheetRow,
} from './counts.repository.ts';
import { sheetFacts, type SheetFacts } from './sheet-facts.ts';

/** Every line counted or said to be out of reach: what was expected is worked out, and who must look again. Stock §3.1. */
export async function submitSheet(context: CommandContext, sheet: SheetRow, plan: PlanRow): Promise<CommandOutcome> {
  const { db } = context;
  const { sheetNo, round } = sheet;
  const facts = await sheetFacts(db, sheet);
  const entries = await standingEntries(db, sheet.id);
  const left = facts.rows.filter(
    (row) => row.round === round && !(entries.get(row.id) ?? []).some((entry) => entry.round === round),
  );
  if (left.length > 0) return rejected('count-lines-left', { sheetNo, number: left.length });
  const judged = judgeSheet(facts.lines, await rulesOf(db, sheet, plan));
  const again = new Set(judged.recountIds);
  const mayRecount = round <= plan.maxRecounts && (round > 1 || sheet.recounterUserId !== null);
  const next = again.size > 0 && mayRecount ? round + 1 : null;
  await storeJudged(db, facts, judged, next === null ? null : { round: next, ids: again });
  const to = next === null ? 'REVIEW' : 'RECOUNT';
  await db
    .updateTable('countSheet')
    .set({ status: to, round: next ?? round, countedCount: facts.rows.filter((row) => entries.has(row.id)).length })
    .where('id', '=', sheet.id)
    .execute();
  await recordCountEvent(context, sheet, { action: 'submit', to, note: '' });
  return { status: 'applied', output: { status: to, recount: next === null ? 0 : again.size } };
}

export async function rulesOf(db: Db, sheet: SheetRow, plan: PlanRow): Promise<SheetRules> {
  const { countSampleBp, countMixBp, countDisputedBp, countDisputedLeast } = await loadSettings(db);
  return {
    ...{ mode: plan.mode, snapSeq: sheet.snapSeq ?? 0, round: sheet.round, maxRecounts: plan.maxRecounts },
    ...{ planSeed: plan.sampleSeed ?? plan.id, sampleBp: countSampleBp, mixBp: countMixBp },
    ...{ disputedBp: countDisputedBp, disputedLeast: countDisputedLeast },
  };
}

/** Writes what was judged into the lines; those of the next round are open again. */
export async function storeJudged(
  db: Db,
  facts: SheetFacts,
  judged: JudgedSheet,
  next: { round: number; ids: ReadonlySet<string> } | null,
): Promise<void> {
  const costs = new Map(facts.lines.map((line) => [line.id, line.unitCostFen]));
  const rows = new Map(facts.rows.map((row) => [row.id, row]));
  await updateRows(
    db,
    'countLine',
    judged.lines.map((line) => ({
      id: line.id,
      ...columnsOf(line, costs.get(line.id) ?? 0),
      state: next?.ids.has(line.id) === true ? 'RECOUNT' : settledState(line),
      round: next?.ids.has(line.id) === true ? next.round : (rows.get(line.id)?.round ?? 1),
    })),
  );
}

function settledState({ state, finalMilli }: JudgedLine): string {
  if (finalMilli === null) return 'UNREACHABLE';
  return state === 'RECOUNT' ? 'DISPUTED' : state;
}

function columnsOf(line: JudgedLine, unitCostFen: number): Partial<LineRow> {
  return {
    ...{ bookQtyMilli: line.bookMilli, expectedMilli: line.expectedMilli, finalMilli: line.finalMilli, unitCostFen },
    ...{ varianceMilli: line.varianceMilli, varianceFen: line.varianceFen, varianceBp: line.varianceBp },
    ...{ within: line.within === null ? null : line.within ? 1 : 0, triggersJson: JSON.stringify(line.triggers) },
    ...{ countedAtMs: line.countedAtMs, countedBy: line.countedBy, reportedMilli: line.varianceMilli },
  };
}
