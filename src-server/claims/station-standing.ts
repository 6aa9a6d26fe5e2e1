import { sql } from 'kysely';
import { FRAUD_REASONS } from '../../src-shared/domain/claims/reason-codes.ts';
import { FIRST_STANDING, stationStanding } from '../../src-shared/domain/claims/station-standing.ts';
import { businessDateOf } from '../../src-shared/domain/units/business-date.ts';
import { addMonthsClamped } from '../../src-shared/domain/units/dates.ts';
import { isAnyOf, updateRows } from '../db/bulk-rows.ts';
import type { EvaluationMoment } from './evaluation-columns.ts';
import type { Db } from './evaluation-facts.repository.ts';
import { samplePlanOn } from './sample.repository.ts';

/**
 * Puts down what the samples and frauds of these stations make of them: risk, and whether anything passes without a person.
 * A station a person has taken off stays off. Without a plan nothing is judged. Claims §6.5, decision 0342.
 */
export async function refreshStandings(
  db: Db,
  stationIds: Iterable<string>,
  { today }: Pick<EvaluationMoment, 'today'>,
): Promise<number> {
  const ids = [...new Set(stationIds)];
  const plan = ids.length === 0 ? null : await samplePlanOn(db, today);
  if (plan === null) return 0;
  const { recordMonths, afterFraudMonths } = { ...FIRST_STANDING, ...plan.params };
  const stations = await db
    .selectFrom('station')
    .select(['id', 'auditRisk', 'autoEligible', 'samplesRead', 'samplesMissed', 'lastFraudDate', 'stoppedBySamples'])
    .where(isAnyOf('id', ids))
    .orderBy('id')
    .forUpdate()
    .execute();
  const samples = await samplesOf(db, ids, startOf(addMonthsClamped({ date: today, months: -recordMonths })));
  const frauds = await fraudsOf(db, ids, startOf(addMonthsClamped({ date: today, months: -afterFraudMonths })));
  const changes = stations.flatMap((station) => {
    const { read, missed } = samples.get(station.id) ?? { read: 0, missed: 0 };
    const atMs = frauds.get(station.id);
    const lastFraudDate = atMs === undefined ? null : businessDateOf(atMs);
    const { auditRisk, isStopped } = stationStanding({ read, missed, lastFraudDate }, plan.params, today);
    const wasStopped = station.stoppedBySamples === 1;
    // whoever was taken off by a person before is not put back by the program
    const stops = isStopped && (wasStopped || station.autoEligible === 1);
    const autoEligible = stops ? 0 : wasStopped ? 1 : station.autoEligible;
    const next = {
      ...{ id: station.id, auditRisk, autoEligible, samplesRead: read, samplesMissed: missed, lastFraudDate },
      stoppedBySamples: stops ? 1 : 0,
    };
    return JSON.stringify(next) === JSON.stringify({ ...next, ...station }) ? [] : [next];
  });
  await updateRows(db, 'station', changes);
  return changes.length;
}

/** A step of the server's day: what is long ago no longer speaks against a station. Run again it changes nothing. */
export async function forgetOldRecords(db: Db, moment: EvaluationMoment): Promise<number> {
  const stations = await db
    .selectFrom('station')
    .select('id')
    .where((where) =>
      where.or([
        where('samplesRead', '>', 0),
        where('lastFraudDate', 'is not', null),
        where('stoppedBySamples', '=', 1),
      ]),
    )
    .execute();
  return refreshStandings(
    db,
    stations.map(({ id }) => id),
    moment,
  );
}

/** The first instant of a business day. */
const startOf = (date: string): number => Date.parse(`${date}T00:00:00+08:00`);

async function samplesOf(
  db: Db,
  ids: readonly string[],
  sinceMs: number,
): Promise<Map<string, { read: number; missed: number }>> {
  const { rows } = await sql<{ station_id: string; read: number; missed: number }>`
    select c.station_id, count(*)::int as read, (count(*) filter (where s.result in ('REJECTED', 'PARTIAL')))::int as missed
      from sample_case s join claim c on c.id = s.claim_id
     where ${isAnyOf('c.station_id', ids)} and s.result in ('APPROVED', 'PARTIAL', 'REJECTED')
       and s.reviewed_at_ms >= ${sinceMs}
     group by c.station_id`.execute(db.withoutPlugins());
  return new Map(
    rows.map(({ station_id, read, missed }) => [station_id, { read: Number(read), missed: Number(missed) }]),
  );
}

/** The last moment a fraud was confirmed: a whole claim, one line of it, or the reversal of what was paid. */
async function fraudsOf(db: Db, ids: readonly string[], sinceMs: number): Promise<Map<string, number>> {
  const codes = sql.join(FRAUD_REASONS.map((code) => sql.lit(code)));
  const { rows } = await sql<{ station_id: string; at_ms: string }>`
    select station_id, max(at_ms) as at_ms from (
      select c.station_id, c.decided_at_ms as at_ms from claim c
       where ${isAnyOf('c.claimant_id', ids)} and c.decided_at_ms >= ${sinceMs}
         and (c.status = 'REJECTED' and c.reason_code in (${codes})
           or c.status in ('PARTIAL', 'STATED', 'POSTED', 'PAID', 'REVERSED') and exists (
             select 1 from claim_line l where l.claim_id = c.id and l.reason_code in (${codes})
                and l.decision in ('REJECT', 'REDUCE')))
      union all
      select a.station_id, a.created_at_ms from statement_adjustment a
       where ${isAnyOf('a.claimant_id', ids)} and a.kind = 'REVERSAL' and a.status in ('APPROVED', 'STATED')
         and a.created_at_ms >= ${sinceMs} and a.reason_code in (${codes})) found
     where station_id is not null group by station_id`.execute(db.withoutPlugins());
  return new Map(rows.map(({ station_id, at_ms }) => [station_id, Number(at_ms)]));
}
