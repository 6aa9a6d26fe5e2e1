import { sql } from 'kysely';
import { approvalStep, type CountApproval } from '../../src-shared/domain/counts/approval.ts';
import {
  judgeSheet,
  type JudgedLine,
  type JudgedSheet,
  type SheetRules,
} from '../../src-shared/domain/counts/judge-sheet.ts';
import type { MovementDraft, MovementOutcome } from '../../src-shared/domain/parts/movement-draft.ts';
import { movingAverage } from '../../src-shared/domain/parts/moving-average.ts';
import { refusedStock, type RefusedStock } from '../../src-shared/domain/parts/stock-refusal.ts';
import { Refusal } from '../../src-shared/domain/units/refusal.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import { insertRows, isAnyOf, takeDocumentNumbers } from '../db/bulk-rows.ts';
import { savepoint } from '../db/savepoint.ts';
import { linesWithoutPhoto } from './add-photo.ts';
import { showQuantities } from './blindness.ts';
import {
  countersOf,
  linesMovedSince,
  loadSettings,
  lockLedger,
  readLedgerHead,
  recordCountEvent,
  rejected,
  SAME_KEY,
  type PlanRow,
  type SheetRow,
} from './counts.repository.ts';
import { unlockScope } from './scope-locks.ts';
import { balancesByLine, sheetFacts, type Balance, type SheetFacts } from './sheet-facts.ts';
import { rulesOf, storeJudged } from './submit-sheet.ts';

export type PostMovements = (
  context: CommandContext,
  drafts: readonly MovementDraft[],
) => Promise<readonly MovementOutcome[]>;

/**
 * Approval by value, by somebody who counted nothing of it. What was expected is worked out once more at this moment: where a
 * movement has come in since, the sheet stays in review and says so. The last approval posts the differences. Stock §3.1, §4.1.
 */
export async function approveSheet(
  context: CommandContext,
  { sheet, plan }: { sheet: SheetRow; plan: PlanRow },
  postMovements: PostMovements,
): Promise<CommandOutcome> {
  const { db } = context;
  const seenSeq = await readLedgerHead(db);
  const facts = await sheetFacts(db, sheet);
  const rules = { ...(await rulesOf(db, sheet, plan)), maxRecounts: 0 };
  const judged = judgeSheet(facts.lines, rules);
  const late = movedSinceReview(facts.rows, judged.lines);
  if (late.length > 0) return backToReview(context, sheet, { facts, judged, late: late.length });
  const differing = judged.lines.filter((line) => line.varianceMilli !== null && line.varianceMilli !== 0);
  const step = await stepOf(context, sheet, { facts, differing });
  if (!step.ok) return step.refusal;
  const { given, isFinal, waitsFor } = step;
  if (!isFinal) {
    await saveAdjustment(context, { sheet, ...given, isFinal, differing });
    await recordCountEvent(context, sheet, { action: 'approveFirst', to: 'REVIEW', note: '' });
    return { status: 'applied', output: { status: 'REVIEW', waitsFor } };
  }
  try {
    await savepoint(db, async () => {
      const adjustment = await saveAdjustment(context, { sheet, ...given, isFinal, differing });
      await postSheet(context, { sheet, facts, judged, differing, adjustment, rules, seenSeq }, postMovements);
    });
  } catch (error) {
    if (!(error instanceof MovedMeanwhile)) throw error;
    const now = await sheetFacts(db, sheet);
    const again = judgeSheet(now.lines, rules);
    const moved = movedSinceReview(now.rows, again.lines).length;
    return backToReview(context, sheet, { facts: now, judged: again, late: moved });
  }
  return { status: 'applied', output: { status: 'POSTED', posted: differing.length } };
}

async function backToReview(
  context: CommandContext,
  sheet: SheetRow,
  { facts, judged, late }: { facts: SheetFacts; judged: JudgedSheet; late: number },
): Promise<CommandOutcome> {
  await storeJudged(context.db, facts, judged, null);
  await recordCountEvent(context, sheet, { action: 'late', to: 'REVIEW', note: String(late) });
  return { status: 'applied', output: { status: 'REVIEW', lateLines: late } };
}

type ApprovalOfSheet =
  | { ok: false; refusal: CommandOutcome }
  | {
      ok: true;
      given: { id: string | null; approvals: NamedApproval[] };
      isFinal: boolean;
      waitsFor: 'partsManager' | 'finance';
    };

/** Whether this person may approve these differences, and whether others have to as well. */
async function stepOf(
  context: CommandContext,
  sheet: SheetRow,
  { facts, differing }: { facts: SheetFacts; differing: readonly JudgedLine[] },
): Promise<ApprovalOfSheet> {
  const { db, user } = context;
  const { sheetNo } = sheet;
  const rows = new Map(facts.rows.map((row) => [row.id, row]));
  const silent = differing.filter((line) => rows.get(line.id)?.reasonCode == null);
  if (silent.length > 0) {
    return { ok: false, refusal: rejected('count-reason-missing', { sheetNo, number: silent.length }) };
  }
  const unseen = await linesWithoutPhoto(db, sheet.id);
  if (unseen.length > 0) {
    return { ok: false, refusal: rejected('count-photo-missing', { sheetNo, lines: unseen.slice(0, 5).join(', ') }) };
  }
  const given = await pendingAdjustment(context, sheet);
  const { countLevel1LimitFen: level1Fen, countLevel2LimitFen: level2Fen } = await loadSettings(db);
  const step = approvalStep({
    totalFen: differing.reduce((sum, line) => sum + Math.abs(line.varianceFen ?? 0), 0),
    actor: { userId: user.id, roles: user.roles },
    counters: (await countersOf(db, sheet.id)).map(({ countedBy }) => countedBy),
    given: given.approvals,
    limits: { level1Fen, level2Fen },
  });
  if (!step.ok) return { ok: false, refusal: rejected(step.reason, { sheetNo }) };
  const approvals = [...given.approvals, { userId: user.id, role: step.as, byName: user.name }];
  const waitsFor = step.as === 'finance' ? 'partsManager' : 'finance';
  return { ok: true, given: { id: given.id, approvals }, isFinal: step.isFinal, waitsFor };
}

/** A movement came in between the look at the sheet and the lock of the ledger, and changes what was expected. */
class MovedMeanwhile extends Error {}

/**
 * Everything that 20,000 lines cost is done before the ledger is locked: every posting of the company waits from there on. No
 * movement comes between what was looked at and what is posted: those that came in before the lock are looked at once more.
 */
async function postSheet(
  context: CommandContext,
  posting: Posting & { judged: JudgedSheet; rules: SheetRules; seenSeq: number },
  postMovements: PostMovements,
): Promise<void> {
  const { db } = context;
  const { sheet, judged, rules, seenSeq } = posting;
  const counted = judged.lines.filter((line) => line.varianceMilli !== null).map(({ id }) => id);
  await closeLines(context, counted);
  await db.updateTable('countSheet').set({ status: 'POSTED' }).where('id', '=', sheet.id).execute();
  await unlockScope(context, sheet);
  await showQuantities(context, sheet);
  await recordCountEvent(context, sheet, { action: 'approve', to: 'POSTED', note: '' });
  await lockLedger(db);
  const moved = await linesMovedSince(db, sheet.id, seenSeq);
  if (moved.length > 0) {
    const now = await sheetFacts(db, sheet, moved);
    if (movedSinceReview(now.rows, judgeSheet(now.lines, rules).lines).length > 0) throw new MovedMeanwhile();
  }
  await postVariances(context, posting, postMovements);
  await rememberCount(db, sheet.id);
  await showQuantities(context, sheet);
}

/** Lines for which something else was expected when they were looked at. */
function movedSinceReview(rows: SheetFacts['rows'], judged: readonly JudgedLine[]): JudgedLine[] {
  const seen = new Map(rows.map((row) => [row.id, row.expectedMilli]));
  return judged.filter((line) => line.expectedMilli !== null && line.expectedMilli !== seen.get(line.id));
}

type NamedApproval = CountApproval & { byName: string };

async function pendingAdjustment(
  { db }: CommandContext,
  sheet: SheetRow,
): Promise<{ id: string | null; approvals: NamedApproval[] }> {
  const row = await db
    .selectFrom('countAdjustment')
    .select(['id', 'approvalChainJson'])
    .where('sheetId', '=', sheet.id)
    .where('status', '=', 'WAITING')
    .executeTakeFirst();
  const approvals = JSON.parse(row?.approvalChainJson ?? '[]') as NamedApproval[];
  return { id: row?.id ?? null, approvals };
}

async function saveAdjustment(
  { db, newId }: CommandContext,
  made: {
    sheet: SheetRow;
    id: string | null;
    approvals: readonly NamedApproval[];
    isFinal: boolean;
    differing: readonly JudgedLine[];
  },
): Promise<{ id: string; adjNo: string }> {
  const { sheet, approvals, isFinal, differing } = made;
  const sumOf = (sign: number): number =>
    differing.reduce((sum, line) => sum + Math.max(0, sign * (line.varianceFen ?? 0)), 0);
  const columns = {
    ...{ totalGainFen: sumOf(1), totalLossFen: sumOf(-1), approvalChainJson: JSON.stringify(approvals) },
    status: isFinal ? 'POSTED' : 'WAITING',
  };
  if (made.id !== null) {
    return db
      .updateTable('countAdjustment')
      .set(columns)
      .where('id', '=', made.id)
      .returning(['id', 'adjNo'])
      .executeTakeFirstOrThrow();
  }
  const taken = await takeDocumentNumbers(db, new Map([['countAdjustment', 1]]));
  return db
    .insertInto('countAdjustment')
    .values({
      ...rowIdentity(newId(), sheet._scope, sheet.planId),
      ...{ adjNo: `PY-${String(taken.get('countAdjustment') ?? 0).padStart(5, '0')}`, planId: sheet.planId },
      ...{ warehouseId: sheet.warehouseId, sheetId: sheet.id, ...columns },
    })
    .returning(['id', 'adjNo'])
    .executeTakeFirstOrThrow();
}

interface Posting {
  sheet: SheetRow;
  facts: SheetFacts;
  differing: readonly JudgedLine[];
  adjustment: { id: string; adjNo: string };
}

/** The differences as movements of their own, effective when they were counted: never a balance set anew (finding 2). */
async function postVariances(
  context: CommandContext,
  { sheet, facts, differing, adjustment }: Posting,
  postMovements: PostMovements,
): Promise<void> {
  const rows = new Map(facts.rows.map((row) => [row.id, row]));
  const costs = new Map(facts.lines.map((line) => [line.id, line.unitCostFen]));
  const balances = await balancesByLine(
    context.db,
    sheet.id,
    differing.map(({ id }) => id),
  );
  const drafts = differing.map((line): MovementDraft => {
    const row = rows.get(line.id);
    if (row === undefined) throw new Error('a judged line has no row');
    const qtyMilli = line.varianceMilli ?? 0;
    return {
      ...{ idemKey: `count:${line.id}`, regionCode: sheet._scope.slice(2), warehouseId: row.warehouseId },
      ...{ binId: row.binId, partId: row.partId, owner: row.owner, condition: row.condition },
      ...{ batchNo: row.batchNo, serialNo: row.serialNo, qtyMilli, type: 'COUNT_ADJ' },
      valueFen: valueOf(balances.get(line.id), qtyMilli, {
        ...{ lineNo: row.lineNo, cost: costs.get(line.id) ?? 0, docNo: sheet.sheetNo },
        ...{ warehouseId: row.warehouseId, partId: row.partId },
      }),
      ...{ effectiveAtMs: line.countedAtMs ?? context.nowMs, docType: 'COUNT', docNo: adjustment.adjNo },
      ...{ lineUid: line.id, erpDocNo: null, erpLine: null, note: null },
    };
  });
  const outcomes = await postMovements(context, drafts);
  await insertRows(
    context.db,
    'countAdjustmentLine',
    drafts.map((draft, index) => ({
      ...rowIdentity(context.newId(), sheet._scope, sheet.planId),
      ...{
        adjustmentId: adjustment.id,
        lineId: draft.lineUid ?? '',
        qtyMilli: draft.qtyMilli,
        valueFen: draft.valueFen,
      },
      movementId: outcomes[index]?.movementId ?? null,
    })),
  );
}

/** Signed value of a difference by moving average; a balance that would go below zero is refused with its line. */
function valueOf(
  balance: Balance | undefined,
  qtyMilli: number,
  line: { lineNo: number; cost: number } & Omit<RefusedStock, 'qtyMilli'>,
): number {
  const { qtyMilli: stockMilli = 0, valueFen = 0 } = balance ?? {};
  const type = qtyMilli > 0 ? 'COUNT_GAIN' : 'COUNT_LOSS';
  try {
    const [row] = movingAverage({
      start: { qtyMilli: stockMilli, valueFen, lastCostFen: null, standardCostFen: line.cost },
      steps: [{ type, qtyMilli: Math.abs(qtyMilli) }],
    });
    return row?.moveValueFen ?? 0;
  } catch (error) {
    if (!(error instanceof Refusal) || error.reason !== 'negative-on-hand') throw error;
    const { warehouseId, partId, docNo } = line;
    const refused = refusedStock({ warehouseId, partId, docNo, qtyMilli: -qtyMilli });
    const { lineNo } = line;
    throw new AppError('RULE_BROKEN', 'count-balance-negative', { lineNo, stockQty: stockMilli / 1000, ...refused });
  }
}

/** Counted lines are history from here on. */
async function closeLines({ db }: CommandContext, counted: readonly string[]): Promise<void> {
  await db.updateTable('countLine').set({ state: 'POSTED', decision: 'POST' }).where(isAnyOf('id', counted)).execute();
}

/** The keys know when they were counted last. */
async function rememberCount(db: CommandContext['db'], sheetId: string): Promise<void> {
  await sql`update stock_balance x set last_count_at_ms = l.counted_at_ms
      from (select * from count_line where sheet_id = ${sheetId} and counted_at_ms is not null) l
     where ${SAME_KEY}`.execute(db);
}
