import type { z } from 'zod';
import type { DrawProof, ProofRequest, ProvedClaim } from '../../../src-shared/contract/sampling.contract.ts';
import { FRAUD_REASONS } from '../../../src-shared/domain/claims/reason-codes.ts';
import { proveDraw, type DrawMember, type DrawStation } from '../../../src-shared/domain/claims/sample-proof.ts';
import type { SamplePlanParams } from '../../../src-shared/domain/claims/sampling.ts';
import { businessDateOf, startOfBusinessDate } from '../../../src-shared/domain/units/business-date.ts';
import { addDays, addMonthsClamped, daysBetween } from '../../../src-shared/domain/units/dates.ts';
import { AppError } from '../../../src-shared/errors.ts';
import type { ReadStores } from '../../db/stores.ts';
import { planRows } from './sample-plans.repository.ts';

/** A quarter: its population is reckoned within a second at a million claims a year. */
const MOST_DAYS = 93;
/** What is shown of the drawn; what differs is always shown first. */
const MOST_SHOWN = 1000;

/** The draw of a plan between two days of submission, reckoned again here from population and seed. Decision 0361. */
export function proofOf({ replicaFile }: ReadStores, request: z.infer<typeof ProofRequest>): DrawProof {
  const { planId, fromDate, toDate } = request;
  if (toDate < fromDate || daysBetween(fromDate, toDate) >= MOST_DAYS)
    throw new AppError('BAD_REQUEST', 'sample-proof-too-long', { days: MOST_DAYS });
  const plans = planRows({ replicaFile });
  const at = plans.findIndex(({ id }) => id === planId);
  const plan = plans[at];
  if (plan === undefined) throw new AppError('NOT_FOUND', 'sample-plan-not-found', { planId });
  const { names, ...population } = members(
    { replicaFile },
    { ...plan, nextFrom: plans[at - 1]?.fromDate ?? null },
    request,
  );
  const stations = drawStations({ replicaFile }, [...new Set(population.members.map(({ stationId }) => stationId))]);
  const params = JSON.parse(plan.paramsJson) as SamplePlanParams;
  const proved = proveDraw({ id: planId, params }, population.members, stations)
    .filter(({ submittedDate }) => submittedDate >= fromDate && submittedDate <= toDate)
    .map(({ stationId, ...one }): ProvedClaim => ({ ...one, stationName: names.get(stationId) ?? stationId }));
  const of = (...verdicts: ProvedClaim['verdict'][]): ProvedClaim[] =>
    proved.filter(({ verdict }) => verdicts.includes(verdict));
  const differing = of('missing', 'unexpected');
  return {
    population: proved.length,
    drawn: of('drawn', 'minimum', 'unexpected').length,
    minimum: of('minimum').length,
    differs: differing.length,
    claims: [...differing, ...of('drawn', 'minimum')].slice(0, MOST_SHOWN),
  };
}

/** Whole months of submission that the days touch, of claims the plan was in force for when they arrived. */
function members(
  { replicaFile }: Pick<ReadStores, 'replicaFile'>,
  plan: { id: string; fromDate: string; nextFrom: string | null },
  { fromDate, toDate }: { fromDate: string; toDate: string },
): { members: DrawMember[]; names: Map<string, string> } {
  const monthBegin = `${fromDate.slice(0, 7)}-01`;
  const monthEnd = addDays(addMonthsClamped({ date: `${toDate.slice(0, 7)}-01`, months: 1 }), -1);
  const rows = replicaFile
    .prepare(
      `select c.id as claimId, coalesce(c.no, c.station_ref, c.id) as claimNo, c.station_id as stationId,
              n.name as stationName, c.submitted_date as submittedDate, c.statement_id is not null as isOnStatement,
              s.drawn_at_ms as drawnAtMs, s.plan_id as planId,
              (select min(a.decided_at_ms) from audit_decision a
                where a.claim_id = c.id and a.level = 'AUTO' and a.action = 'APPROVE') as approvedAtMs
         from claim c left join sample_case s on s.claim_id = c.id left join station n on n.id = c.station_id
        where c.submitted_at_ms >= @fromMs and c.submitted_at_ms < @beforeMs and c.submitted_date >= @planFrom
          and c.station_id is not null
        order by c.submitted_at_ms, c.id`,
    )
    .all({
      fromMs: startOfBusinessDate(monthBegin),
      beforeMs: startOfBusinessDate(addDays(monthEnd, 1)),
      planFrom: plan.fromDate,
    }) as MemberRow[];
  const isOfPlan = (row: MemberRow, arrivedAtMs: number): boolean => {
    if (row.planId !== null) return row.planId === plan.id;
    const day = businessDateOf(arrivedAtMs);
    return day >= plan.fromDate && (plan.nextFrom === null || day < plan.nextFrom);
  };
  const names = new Map<string, string>();
  const found = rows.flatMap((row): DrawMember[] => {
    const { claimId, claimNo, stationId, submittedDate, approvedAtMs, drawnAtMs } = row;
    const arrivedAtMs = approvedAtMs ?? drawnAtMs;
    if (arrivedAtMs === null || !isOfPlan(row, arrivedAtMs)) return [];
    names.set(stationId, row.stationName ?? stationId);
    const drawn = drawnAtMs === null ? null : { atMs: drawnAtMs, later: approvedAtMs !== null };
    const isOnStatement = row.isOnStatement === 1;
    return [{ claimId, claimNo, stationId, submittedDate, arrivedAtMs, drawn, isOnStatement }];
  });
  return { members: found, names };
}

interface MemberRow {
  claimId: string;
  claimNo: string;
  stationId: string;
  stationName: string | null;
  submittedDate: string;
  isOnStatement: number;
  drawnAtMs: number | null;
  planId: string | null;
  /** When the rules approved it at its arrival; null = they did not, or the sample drew it then. */
  approvedAtMs: number | null;
}

/** Stations with every confirmed fraud that is known of them: a whole claim, a line of one, a reversed payment (0342). */
function drawStations(
  { replicaFile }: Pick<ReadStores, 'replicaFile'>,
  ids: readonly string[],
): Map<string, DrawStation> {
  const idsJson = JSON.stringify(ids);
  const codes = JSON.stringify(FRAUD_REASONS);
  const stations = replicaFile
    .prepare(`select id, type, opened_date as openedDate from station where id in (select value from json_each(?))`)
    .all(idsJson) as { id: string; type: string; openedDate: string | null }[];
  const frauds = replicaFile
    .prepare(
      `select station_id as stationId, at_ms as atMs from (
         select c.station_id, c.decided_at_ms as at_ms from claim c
          where c.claimant_id in (select value from json_each(@idsJson)) and c.decided_at_ms is not null
            and (c.status = 'REJECTED' and c.reason_code in (select value from json_each(@codes))
              or c.status in ('PARTIAL', 'STATED', 'POSTED', 'PAID', 'REVERSED') and exists (
                select 1 from claim_line l where l.claim_id = c.id and l.decision in ('REJECT', 'REDUCE')
                   and l.reason_code in (select value from json_each(@codes))))
         union all
         select a.station_id, a.created_at_ms from statement_adjustment a
          where a.claimant_id in (select value from json_each(@idsJson)) and a.kind = 'REVERSAL'
            and a.status in ('APPROVED', 'STATED') and a.reason_code in (select value from json_each(@codes)))
        where station_id is not null`,
    )
    .all({ idsJson, codes }) as { stationId: string; atMs: number }[];
  const byStation = Map.groupBy(frauds, ({ stationId }) => stationId);
  return new Map(
    stations.map(({ id, type, openedDate }) => [
      id,
      { type, openedDate, fraudsAtMs: (byStation.get(id) ?? []).map(({ atMs }) => atMs) },
    ]),
  );
}
