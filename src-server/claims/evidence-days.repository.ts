import { sql } from 'kysely';
import type { TripEvidence } from '../../src-shared/domain/claims/evidence-types.ts';
import type { EvaluableClaim } from './evaluate-batch.ts';
import type { Db } from './evaluation-facts.repository.ts';

export type TripRow = TripEvidence & { askedId: string; latMicro: number | null; lngMicro: number | null };

/**
 * What one claimant did on the day of each repair: `[claim, claimant, day, submitted, order, vin]`. A claim's own order is looked
 * up by itself: at the submission it is stored before its claim.
 */
function daysOf(claims: readonly EvaluableClaim[]): string {
  return JSON.stringify(
    claims.map(({ id, claimantId, repairFinishDate, submittedAtMs, workOrderId, vinText }) => [
      ...[id, claimantId, repairFinishDate, submittedAtMs, workOrderId, vinText],
    ]),
  );
}

/** Trips of the same claimant that ended on the same day, of this claim and of those submitted before it. */
export async function tripsOf(db: Db, claims: readonly EvaluableClaim[]): Promise<Map<string, TripRow[]>> {
  const { rows } = await sql<TripRow>`
    with q as materialized (select a from jsonb_array_elements(${daysOf(claims)}::jsonb) as d(a)),
    trips as (
      select q.a ->> 0 as asked_id, q.a ->> 0 as claim_id, c.no as claim_no, q.a ->> 5 as vin, t.*
      from q join work_order_travel t on t.work_order_id = q.a ->> 4 left join claim c on c.id = q.a ->> 0
      union all
      select q.a ->> 0, c.id, c.no, c.vin_text, t.*
      from q join claim c on c.claimant_id = q.a ->> 1 and c.repair_finish_date = q.a ->> 2
      join work_order_travel t on t.work_order_id = c.work_order_id
      where c.id <> q.a ->> 0 and c.submitted_at_ms < (q.a ->> 3)::bigint
    )
    select asked_id, claim_id, claim_no, vin, depart_at_ms, return_at_ms, km_out + km_back as km,
      to_lat_micro as lat_micro, to_lng_micro as lng_micro from trips order by depart_at_ms, id`.execute(db);
  return Map.groupBy(rows, (row) => row.askedId);
}

interface TechnicianRow {
  askedId: string;
  technician: string;
  hoursCenti: number;
  isOwn: boolean;
}

/** Hours of the claimant's technicians on the day of each repair, of this claim and of those submitted before it. */
export async function technicianDaysOf(
  db: Db,
  claims: readonly EvaluableClaim[],
): Promise<Map<string, TechnicianRow[]>> {
  const { rows } = await sql<TechnicianRow>`
    with q as materialized (select a from jsonb_array_elements(${daysOf(claims)}::jsonb) as d(a)),
    days as (
      select q.a ->> 0 as asked_id, l.technician, l.hours_centi, true as is_own
      from q join work_order_labour l on l.work_order_id = q.a ->> 4
      union all
      select q.a ->> 0, l.technician, l.hours_centi, false
      from q join claim c on c.claimant_id = q.a ->> 1 and c.repair_finish_date = q.a ->> 2
      join work_order_labour l on l.work_order_id = c.work_order_id
      where c.id <> q.a ->> 0 and c.submitted_at_ms < (q.a ->> 3)::bigint
    )
    select asked_id, technician, sum(hours_centi)::int as hours_centi, is_own
    from days where technician is not null group by 1, 2, 4`.execute(db);
  return Map.groupBy(rows, (row) => row.askedId);
}
