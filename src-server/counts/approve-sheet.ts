import { approvalStep, type CountApproval } from '../../src-shared/domain/counts/approval.ts';
import { judgeSheet, type JudgedLine } from '../../src-shared/domain/counts/judge-sheet.ts';
import type { MovementDraft, MovementOutcome } from '../../src-shared/domain/parts/movement-draft.ts';
import { movingAverage } from '../../src-shared/domain/parts/moving-average.ts';
import { Refusal } from '../../src-shared/domain/units/refusal.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import { insertRows, takeDocumentNumbers, updateRows } from '../db/bulk-rows.ts';
import { showQuantities } from './blindness.ts';
import {
  countersOf,
  loadSettings,
  recordCountEvent,
  rejected,
  type LineRow,
  type PlanRow,
  type SheetRow,
} from './counts.repository.ts';
import { unlockScope } from './scope-locks.ts';
import { sheetFacts, type Balance, type SheetFacts } from './sheet-facts.ts';
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
  const { db, user } = context;
  const { sheetNo } = sheet;
  // No movement comes between what is looked at here and what is posted: its number is locked until the commit.
  await takeDocumentNumbers(db, new Map([['stockMovement', 0]]));
  const facts = await sheetFacts(db, sheet);
  const judged = judgeSheet(facts.lines, { ...(await rulesOf(db, sheet, plan)), maxRecounts: 0 });
  const late = movedSinceReview(facts.rows, judged.lines);
  if (late.length > 0) {
    await storeJudged(db, facts, judged, null);
    await recordCountEvent(context, sheet, { action: 'late', to: 'REVIEW', note: String(late.length) });
    return { status: 'applied', output: { status: 'REVIEW', lateLines: late.length } };
  }
  const counted = judged.lines.filter((line) => line.varianceMilli !== null);
  const differing = counted.filter((line) => line.varianceMilli !== 0);
  const rows = new Map(facts.rows.map((row) => [row.id, row]));
  const silent = differing.filter((line) => rows.get(line.id)?.reasonCode == null);
  if (silent.length > 0) return rejected('count-reason-missing', { sheetNo, number: silent.length });
  const given = await pendingAdjustment(context, sheet);
  const { countLevel1LimitFen: level1Fen, countLevel2LimitFen: level2Fen } = await loadSettings(db);
  const step = approvalStep({
    totalFen: differing.reduce((sum, line) => sum + Math.abs(line.varianceFen ?? 0), 0),
    actor: { userId: user.id, roles: user.roles },
    counters: (await countersOf(db, sheet.id)).map(({ countedBy }) => countedBy),
    given: given.approvals,
    limits: { level1Fen, level2Fen },
  });
  if (!step.ok) return rejected(step.reason, { sheetNo });
  const approvals = [...given.approvals, { userId: user.id, role: step.as, byName: user.name }];
  const adjustment = await saveAdjustment(context, {
    sheet,
    id: given.id,
    approvals,
    isFinal: step.isFinal,
    differing,
  });
  if (!step.isFinal) {
    await recordCountEvent(context, sheet, { action: 'approveFirst', to: 'REVIEW', note: '' });
    return {
      status: 'applied',
      output: { status: 'REVIEW', waitsFor: step.as === 'finance' ? 'partsManager' : 'finance' },
    };
  }
  await postVariances(context, { sheet, facts, differing, adjustment }, postMovements);
  await closeLines(context, sheet, counted);
  await db.updateTable('countSheet').set({ status: 'POSTED' }).where('id', '=', sheet.id).execute();
  await showQuantities(context, sheet);
  await unlockScope(context, sheet);
  await recordCountEvent(context, sheet, { action: 'approve', to: 'POSTED', note: '' });
  return { status: 'applied', output: { status: 'POSTED', posted: differing.length } };
}

/** Lines for which something else was expected when they were looked at. */
function movedSinceReview(rows: readonly LineRow[], judged: readonly JudgedLine[]): JudgedLine[] {
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
  const drafts = differing.map((line): MovementDraft => {
    const row = rows.get(line.id);
    if (row === undefined) throw new Error('a judged line has no row');
    const qtyMilli = line.varianceMilli ?? 0;
    return {
      ...{ idemKey: `count:${line.id}`, regionCode: sheet._scope.slice(2), warehouseId: row.warehouseId },
      ...{ binId: row.binId, partId: row.partId, owner: row.owner, condition: row.condition },
      ...{ batchNo: row.batchNo, serialNo: row.serialNo, qtyMilli, type: 'COUNT_ADJ' },
      valueFen: valueOf(facts.balances.get(line.id), qtyMilli, { lineNo: row.lineNo, cost: costs.get(line.id) ?? 0 }),
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
function valueOf(balance: Balance | undefined, qtyMilli: number, line: { lineNo: number; cost: number }): number {
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
    throw new AppError('RULE_BROKEN', 'count-balance-negative', { lineNo: line.lineNo, stockQty: stockMilli / 1000 });
  }
}

/** Counted lines are history from here on, and their keys know when they were counted last. */
async function closeLines({ db }: CommandContext, sheet: SheetRow, counted: readonly JudgedLine[]): Promise<void> {
  await updateRows(
    db,
    'countLine',
    counted.map(({ id }) => ({ id, state: 'POSTED', decision: 'POST' })),
  );
  const moments = new Map(counted.map((line) => [line.id, line.countedAtMs ?? 0]));
  const { rows } = await balanceIds(db, sheet.id);
  await updateRows(
    db,
    'stockBalance',
    rows.flatMap(({ lineId, id }) => {
      const lastCountAtMs = moments.get(lineId);
      return lastCountAtMs === undefined ? [] : [{ id, lastCountAtMs }];
    }),
  );
}

async function balanceIds(
  db: CommandContext['db'],
  sheetId: string,
): Promise<{ rows: readonly { lineId: string; id: string }[] }> {
  const rows = await db
    .selectFrom('countLine')
    .innerJoin('stockBalance', (join) =>
      join
        .onRef('stockBalance.partId', '=', 'countLine.partId')
        .onRef('stockBalance.warehouseId', '=', 'countLine.warehouseId')
        .onRef('stockBalance.owner', '=', 'countLine.owner')
        .onRef('stockBalance.condition', '=', 'countLine.condition')
        .onRef('stockBalance.batchNo', '=', 'countLine.batchNo')
        .onRef('stockBalance.serialNo', '=', 'countLine.serialNo')
        .on((where) =>
          where.or([
            where('stockBalance.binId', '=', where.ref('countLine.binId')),
            where.and([where('stockBalance.binId', 'is', null), where('countLine.binId', 'is', null)]),
          ]),
        ),
    )
    .select(['countLine.id as lineId', 'stockBalance.id'])
    .where('countLine.sheetId', '=', sheetId)
    .execute();
  return { rows };
}
