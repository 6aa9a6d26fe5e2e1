import { sql } from 'kysely';
import { queueOf, SAMPLE } from '../../src-shared/domain/claims/claim-queue.ts';
import { nextClaimStatus } from '../../src-shared/domain/claims/claim-transition.ts';
import { minimumDraw, type ApprovedClaim } from '../../src-shared/domain/claims/sampling.ts';
import { addMonthsClamped } from '../../src-shared/domain/units/dates.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { insertRows, isAnyOf, updateRows } from '../db/bulk-rows.ts';
import { SYSTEM_USER, type EvaluationMoment } from './evaluation-columns.ts';
import type { Db } from './evaluation-facts.repository.ts';
import { samplePlanOn, type SamplePlan } from './sample.repository.ts';

/**
 * A step of the server's day: draws the plan's minimum of every station's month of which too few claims were drawn when they
 * arrived, and brings the drawn ones back to a person. Returns how many; run again it finds none. Claims §6.5, §3.2
 * "sample pull", decision 0166.
 */
export async function drawMonthSamples(db: Db, moment: EvaluationMoment): Promise<number> {
  const plan = await samplePlanOn(db, moment.today);
  if (plan === null || plan.params.minimumPerStationMonth <= 0) return 0;
  const approved = await approvedByRules(db, plan, moment.today);
  const stationMonths = Map.groupBy(approved, (row) => `${row.stationId} ${row.submittedDate.slice(0, 7)}`);
  const ids = [...stationMonths.values()].flatMap((claims) => {
    const month = claims[0]?.submittedDate.slice(0, 7) ?? '';
    return minimumDraw(plan, claims, { month, today: moment.today });
  });
  return ids.length === 0 ? 0 : pullSamples(db, { plan, ids }, moment);
}

/** What the rules approved of the stations' claims of this month and the last, on a statement or not. */
async function approvedByRules(
  db: Db,
  { validFromDate, params }: SamplePlan,
  today: string,
): Promise<(ApprovedClaim & { stationId: string })[]> {
  const lastMonth = addMonthsClamped({ date: `${today.slice(0, 7)}-01`, months: -1 });
  const [since = lastMonth] = [lastMonth, params.minimumFromDate ?? validFromDate].sort().reverse();
  const { rows } = await sql<ApprovedClaim & { stationId: string }>`
    select c.id, c.station_id, c.submitted_date, c.status = 'AUTO_APPROVED' as is_open,
           exists (select 1 from sample_case s where s.claim_id = c.id) as is_drawn
      from claim c
     where c.submitted_date >= ${since} and c.submitted_date <= ${today} and c.station_id is not null
       and (c.decided_level = 'AUTO' and c.status in ('AUTO_APPROVED', 'STATED', 'POSTED', 'PAID')
         or exists (select 1 from sample_case s where s.claim_id = c.id))`.execute(db);
  return rows;
}

async function pullSamples(
  db: Db,
  { plan, ids }: { plan: SamplePlan; ids: readonly string[] },
  { nowMs, newId }: EvaluationMoment,
): Promise<number> {
  const status = nextClaimStatus('AUTO_APPROVED', 'samplePull');
  if (status === null) return 0;
  const claims = await db
    .selectFrom('claim')
    .select(['id', '_scope', '_v', 'claimedFen', 'payableFen', 'approvedFen', 'returnCount'])
    .where(isAnyOf('id', ids))
    .where('status', '=', 'AUTO_APPROVED')
    .forUpdate()
    .skipLocked()
    .execute();
  await updateRows(
    db,
    'claim',
    claims.map(({ id, claimedFen, payableFen, returnCount }) => ({
      ...{ id, status: status as string, statusBefore: 'AUTO_APPROVED', holdReason: SAMPLE, queuedAtMs: nowMs },
      queue: queueOf({ status, returnCount, holdReason: SAMPLE }) as string,
      ...{ approvedFen: 0, cutFen: claimedFen - payableFen, reasonCode: null, closedDate: null },
      ...{ decidedLevel: null, decidedAtMs: null, decidedBy: null },
    })),
  );
  const taken = claims.map(({ id }) => id);
  await db
    .updateTable('claimLine')
    .set({ decision: 'PENDING', approvedFen: 0, reasonCode: null })
    .where(isAnyOf('claimId', taken))
    .execute();
  await insertRows(
    db,
    'sampleCase',
    claims.map((claim) => ({
      ...rowIdentity(newId(), claim._scope, claim.id),
      ...{ planId: plan.id, claimId: claim.id, drawnAtMs: nowMs, result: null, reviewedBy: null, reviewedAtMs: null },
    })),
  );
  await insertRows(
    db,
    'auditDecision',
    claims.map((claim) => ({
      ...rowIdentity(newId(), claim._scope, claim.id),
      ...{ claimId: claim.id, lineSeq: null, level: 'SYSTEM', action: 'REOPEN', reasonCode: null, note: null },
      ...{ statusFrom: 'AUTO_APPROVED', statusTo: status, amountBeforeFen: claim.approvedFen },
      ...{ amountAfterFen: claim.payableFen, linesBeforeJson: null, decidedBy: SYSTEM_USER.id },
      ...{ decidedByName: SYSTEM_USER.name, decidedAtMs: nowMs, deviceId: null, claimVersionSeen: claim._v },
      ...{ batchId: null, commandId: null, undoesId: null },
    })),
  );
  return claims.length;
}
