import { sql } from 'kysely';
import type { TripEvidence } from '../../src-shared/domain/claims/evidence-types.ts';
import type { EvaluableClaim } from './evaluate-batch.ts';
import type { Db } from './evaluation-facts.repository.ts';

export type TripRow = TripEvidence & { askedId: string; latMicro: number | null; lngMicro: number | null };

/** What one claimant did on the day of each repair: `[claim, claimant, day, submitted]`. */
function daysOf(claims: readonly EvaluableClaim[]): string {
  return JSON.stringify(
    claims.map((claim) => [claim.id, claim.claimantId, claim.repairFinishDate, claim.submittedAtMs]),
  );
}

/** Trips of the same claimant that ended on the same day, of this claim and of those submitted before it. */
export async function tripsOf(db: Db, claims: readonly EvaluableClaim[]): Promise<Map<string, TripRow[]>> {
  const { rows } = await sql<TripRow>`
    select q.a ->> 0 as asked_id, c.id as claim_id, c.no as claim_no, c.vin_text as vin, t.depart_at_ms, t.return_at_ms,
      t.km_out + t.km_back as km, t.to_lat_micro as lat_micro, t.to_lng_micro as lng_micro
    from jsonb_array_elements(${daysOf(claims)}::jsonb) as q(a)
    join claim c on c.claimant_id = q.a ->> 1 and c.repair_finish_date = q.a ->> 2
    join work_order_travel t on t.work_order_id = c.work_order_id
    where c.id = q.a ->> 0 or c.submitted_at_ms < (q.a ->> 3)::bigint
    order by t.depart_at_ms, t.id`.execute(db);
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
    select q.a ->> 0 as asked_id, l.technician, sum(l.hours_centi)::int as hours_centi, c.id = q.a ->> 0 as is_own
    from jsonb_array_elements(${daysOf(claims)}::jsonb) as q(a)
    join claim c on c.claimant_id = q.a ->> 1 and c.repair_finish_date = q.a ->> 2
    join work_order_labour l on l.work_order_id = c.work_order_id
    where l.technician is not null and (c.id = q.a ->> 0 or c.submitted_at_ms < (q.a ->> 3)::bigint)
    group by 1, 2, 4`.execute(db);
  return Map.groupBy(rows, (row) => row.askedId);
}
