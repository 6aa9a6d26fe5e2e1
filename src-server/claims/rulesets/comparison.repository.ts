import { sql, type Selectable } from 'kysely';
import type { Comparison, ComparisonChange } from '../../../src-shared/contract/server/rules.contract.ts';
import {
  NO_COMPARISON,
  type ComparisonTotals,
} from '../../../src-shared/domain/claims/rulesets/compare-evaluations.ts';
import { insertRows } from '../../db/bulk-rows.ts';
import type { RulesetComparisonTable } from '../../db/central-tables.generated.ts';
import type { Db } from '../evaluation-facts.repository.ts';
import type { ComparedClaim } from './compare-claims.ts';

/** A comparison nobody has heard of for so long runs no more: its server was stopped. */
const LOST_AFTER_MS = 60_000;

/** Claims that were never submitted, or are no more, are not judged. */
const NEVER_JUDGED = ['DRAFT', 'SUBMITTED', 'DELETED'];

/** The comparison of another person or window that still runs, or undefined. */
export async function runningComparison(
  db: Db,
  nowMs: number,
): Promise<Selectable<RulesetComparisonTable> | undefined> {
  return db
    .selectFrom('rulesetComparison')
    .selectAll()
    .where('status', '=', 'RUNNING')
    .where('beatAtMs', '>', nowMs - LOST_AFTER_MS)
    .executeTakeFirst();
}

/** A new comparison takes the place of all earlier ones: they were of older drafts, or of other days. */
export async function beginComparison(
  db: Db,
  row: Pick<
    Selectable<RulesetComparisonTable>,
    'id' | 'draftId' | 'draftVersion' | 'baseRulesetVersion' | 'fromDate' | 'toDate' | 'startedBy' | 'startedByName'
  >,
  nowMs: number,
): Promise<void> {
  await db.deleteFrom('rulesetComparison').execute();
  await db
    .insertInto('rulesetComparison')
    .values({ ...row, status: 'RUNNING', startedAtMs: nowMs, beatAtMs: nowMs })
    .execute();
}

/** The claims submitted on the days, in the order of their ids. */
export async function claimsSubmitted(db: Db, fromDate: string, toDate: string): Promise<string[]> {
  const rows = await db
    .selectFrom('claim')
    .select('id')
    .where('submittedDate', '>=', fromDate)
    .where('submittedDate', '<=', toDate)
    .where('status', 'not in', NEVER_JUDGED)
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

interface Progress {
  done: number;
  total: number;
  totals: ComparisonTotals;
  nowMs: number;
}

/** Notes how far a comparison is; false when somebody has stopped it. */
export async function noteProgress(db: Db, id: string, { done, total, totals, nowMs }: Progress): Promise<boolean> {
  const row = await db
    .updateTable('rulesetComparison')
    .set({ done, total, totalsJson: JSON.stringify(totals), beatAtMs: nowMs })
    .where('id', '=', id)
    .where('status', '=', 'RUNNING')
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Ends a running comparison; one that has ended stays as it is. */
export async function endComparison(
  db: Db,
  id: string,
  {
    status,
    problem = null,
    nowMs,
  }: { status: 'DONE' | 'CANCELLED' | 'FAILED'; problem?: string | null; nowMs: number },
): Promise<void> {
  await db
    .updateTable('rulesetComparison')
    .set({ status, problem, finishedAtMs: nowMs })
    .where('id', '=', id)
    .where('status', '=', 'RUNNING')
    .execute();
}

/** Keeps the changed ones of a batch. */
export async function keepChanges(
  db: Db,
  comparisonId: string,
  compared: readonly ComparedClaim[],
  newId: () => string,
): Promise<void> {
  const rows = compared.flatMap(({ claim, change }) =>
    change === null
      ? []
      : [
          {
            ...{ id: newId(), comparisonId, claimId: claim.id, claimNo: claim.no, claimantName: claim.claimantName },
            ...{ vinText: claim.vinText, submittedDate: claim.submittedDate },
            ...{ dispositionBefore: change.dispositionBefore, dispositionAfter: change.dispositionAfter },
            ...{ payableBeforeFen: change.payableBeforeFen, payableAfterFen: change.payableAfterFen },
            ...{ levelBefore: change.levelBefore, levelAfter: change.levelAfter },
            ...{ newRules: change.newRules.join(','), goneRules: change.goneRules.join(',') },
            isDecision: Number(
              change.dispositionBefore !== change.dispositionAfter || change.levelBefore !== change.levelAfter,
            ),
            weightFen: Math.abs(change.payableAfterFen - change.payableBeforeFen),
          },
        ],
  );
  if (rows.length > 0) await insertRows(db, 'rulesetComparisonChange', rows);
}

/** The comparison as a screen sees it; one whose server has gone has failed. */
export async function findComparison(db: Db, by: { id?: string }, nowMs: number): Promise<Comparison | null> {
  let query = db.selectFrom('rulesetComparison').selectAll();
  if (by.id !== undefined) query = query.where('id', '=', by.id);
  const row = await query.orderBy('startedAtMs', 'desc').executeTakeFirst();
  return row === undefined ? null : comparisonOf(row, nowMs);
}

function comparisonOf(row: Selectable<RulesetComparisonTable>, nowMs: number): Comparison {
  const isLost = row.status === 'RUNNING' && row.beatAtMs <= nowMs - LOST_AFTER_MS;
  return {
    ...{ id: row.id, draftVersion: row.draftVersion, baseRulesetVersion: row.baseRulesetVersion },
    ...{ fromDate: row.fromDate, toDate: row.toDate, done: row.done, total: row.total },
    status: isLost ? 'FAILED' : (row.status as Comparison['status']),
    problem: isLost ? 'comparison-lost' : row.problem,
    totals: row.totalsJson === null ? null : { ...NO_COMPARISON, ...(JSON.parse(row.totalsJson) as ComparisonTotals) },
    ...{ startedByName: row.startedByName, startedAtMs: row.startedAtMs, finishedAtMs: row.finishedAtMs },
  };
}

/** A page of the changed claims: other decisions first, then the largest amounts. */
export async function comparisonChanges(
  db: Db,
  { comparisonId, offset, limit }: { comparisonId: string; offset: number; limit: number },
): Promise<ComparisonChange[]> {
  const rows = await db
    .selectFrom('rulesetComparisonChange')
    .select(['id', 'claimId', 'claimNo', 'claimantName', 'vinText', 'submittedDate', 'dispositionBefore'])
    .select([
      'dispositionAfter',
      'payableBeforeFen',
      'payableAfterFen',
      'levelBefore',
      'levelAfter',
      'newRules',
      'goneRules',
    ])
    .where('comparisonId', '=', comparisonId)
    .orderBy('isDecision', 'desc')
    .orderBy('weightFen', 'desc')
    .orderBy('claimId')
    .offset(offset)
    .limit(limit)
    .execute();
  return rows as ComparisonChange[];
}

/** One start at a time, on however many servers. */
export async function lockComparisons(db: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('ruleset comparison', 0))`.execute(db);
}
