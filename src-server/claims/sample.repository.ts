import { needsTwoPersons } from '../../src-shared/domain/claims/reason-codes.ts';
import { isSampled, sampleRateBp, type SamplePlanParams } from '../../src-shared/domain/claims/sampling.ts';
import { isAnyOf } from '../db/bulk-rows.ts';
import type { Db } from './evaluation-facts.repository.ts';

export interface SamplePlan {
  id: string;
  validFromDate: string;
  params: SamplePlanParams;
}

/** The plan in force on a day, or null when nobody has made one. */
export async function samplePlanOn(db: Db, onDate: string): Promise<SamplePlan | null> {
  const row = await db
    .selectFrom('samplePlan')
    .select(['id', 'validFromDate', 'paramsJson'])
    .where('validFromDate', '<=', onDate)
    .where((where) => where.or([where('validToDate', 'is', null), where('validToDate', '>=', onDate)]))
    .orderBy('validFromDate', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { id, validFromDate, paramsJson } = row;
  return { id, validFromDate, params: JSON.parse(paramsJson) as SamplePlanParams };
}

/**
 * Which of these claims, approved by the rules, a person reads all the same; empty without a plan. What was submitted
 * before the plan is history that comes in by a file: nobody reads a sample of it. Claims §6.5.
 */
export async function drawSamples(
  db: Db,
  claims: readonly { id: string; stationId: string | null; submittedDate: string | null }[],
  onDate: string,
): Promise<{ planId: string; drawn: ReadonlySet<string> }> {
  const plan = claims.length === 0 ? null : await samplePlanOn(db, onDate);
  if (plan === null) return { planId: '', drawn: new Set() };
  const stationIds = [...new Set(claims.map((claim) => claim.stationId ?? ''))];
  const stations = await db
    .selectFrom('station')
    .select(['id', 'type', 'openedDate', 'lastFraudDate'])
    .where(isAnyOf('id', stationIds))
    .execute();
  const frauds = await lastFrauds(db, stationIds);
  const rates = new Map(
    stations.map(({ id, type, openedDate, lastFraudDate: known }) => [
      id,
      // a fraud found in one line, or after the payment, is on the station's record only
      sampleRateBp({ type, openedDate, lastFraudDate: later(frauds.get(id) ?? null, known) }, plan.params, onDate),
    ]),
  );
  const drawn = claims.filter(
    ({ id, stationId, submittedDate }) =>
      (submittedDate ?? onDate) >= plan.validFromDate &&
      isSampled(plan.id, id, rates.get(stationId ?? '') ?? plan.params.baseBp),
  );
  return { planId: plan.id, drawn: new Set(drawn.map((claim) => claim.id)) };
}

const later = (one: string | null, other: string | null): string | null =>
  one === null || (other !== null && other > one) ? other : one;

/** The last day on which a claim of the station was rejected for deceit. */
async function lastFrauds(db: Db, stationIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .selectFrom('claim')
    .select(['stationId', 'reasonCode', (expression) => expression.fn.max('closedDate').as('lastDate')])
    .where(isAnyOf('claimantId', stationIds))
    .where('status', '=', 'REJECTED')
    .groupBy(['stationId', 'reasonCode'])
    .execute();
  const last = new Map<string, string>();
  for (const { stationId, reasonCode, lastDate } of rows) {
    if (stationId === null || lastDate === null || !needsTwoPersons(reasonCode)) continue;
    if (lastDate > (last.get(stationId) ?? '')) last.set(stationId, lastDate);
  }
  return last;
}
