import { sql } from 'kysely';
import type {
  CampaignEvidence,
  ClaimEditEvidence,
  DecisionEvidence,
  FieldChangeEvidence,
  FittedQtyEvidence,
  OldPartEvidence,
  PreauthEvidence,
  RepairPathEvidence,
  SerialFittingEvidence,
  SerialReturnEvidence,
  StationPlace,
} from '../../src-shared/domain/claims/evidence-types.ts';
import { isAnyOf } from '../db/bulk-rows.ts';
import type { EvaluableClaim } from './evaluate-batch.ts';
import type { EvidenceBatch } from './evidence.repository.ts';
import type { Db } from './evaluation-facts.repository.ts';

/** The campaign of each claim that names one, and the vehicle's place in it. */
export async function campaignsOf(
  db: Db,
  claims: readonly EvaluableClaim[],
): Promise<Map<string, CampaignEvidence | null>> {
  const asked = claims.filter((claim) => claim.type === 'CAMPAIGN');
  const json = JSON.stringify(asked.map((claim) => [claim.id, claim.campaignId, claim.vehicleId]));
  const { rows } = await sql<CampaignEvidence & { claimId: string }>`
    select q.a ->> 0 as claim_id, k.code, k.title, v.status, v.done_claim_id, d.no as done_claim_no, v.done_date
    from jsonb_array_elements(${json}::jsonb) as q(a) join campaign k on k.id = q.a ->> 1
    left join campaign_vehicle v on v.campaign_id = k.id and v.vehicle_id = q.a ->> 2
    left join claim d on d.id = v.done_claim_id`.execute(db);
  const found = new Map(rows.map(({ claimId, ...campaign }) => [claimId, campaign]));
  return new Map(asked.map((claim) => [claim.id, found.get(claim.id) ?? null]));
}

export async function preauthsOf(db: Db, claims: readonly EvaluableClaim[]): Promise<Map<string, PreauthEvidence>> {
  const ids = claims.flatMap((claim) => claim.preauthId ?? []);
  const rows = await db
    .selectFrom('preauth')
    .select(['id', 'no', 'status', 'stationId', 'amountLimitFen', 'validFromDate', 'validToDate'])
    .where(isAnyOf('id', ids))
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** Changes of the vehicles' files, oldest first, by vehicle. */
export async function changesOf(
  db: Db,
  claims: readonly EvaluableClaim[],
): Promise<Map<string, FieldChangeEvidence[]>> {
  const rows = await db
    .selectFrom('vehicleChange')
    .select(['vehicleId', 'field', 'oldValue', 'newValue', 'changedAtMs', 'changedBy'])
    .where(
      isAnyOf(
        'vehicleId',
        claims.flatMap((claim) => claim.vehicleId ?? []),
      ),
    )
    .orderBy('changedAtMs')
    .execute();
  return Map.groupBy(rows, (row) => row.vehicleId);
}

/** What was changed on the claims after their first submission, oldest first, with the name of a person of ours. */
export async function editsOf(db: Db, claims: readonly EvaluableClaim[]): Promise<Map<string, ClaimEditEvidence[]>> {
  const ids = claims.map((claim) => claim.id);
  const rows = await db
    .selectFrom('claimEdit')
    .leftJoin('appUser', 'appUser.id', 'claimEdit.changedBy')
    .select(['claimEdit.claimId', 'lineSeq', 'field', 'oldValue', 'newValue', 'wasReturned', 'changedAtMs'])
    .select(sql<string>`coalesce(app_user.name, claim_edit.changed_by)`.as('changedBy'))
    .where(isAnyOf('claimEdit.claimId', ids))
    .orderBy('claimEdit.id')
    .execute();
  const edits = rows.map(({ wasReturned, ...row }) => ({ ...row, wasReturned: wasReturned === 1 }));
  return Map.groupBy(edits, (row) => row.claimId);
}

/** The repair the catalogue knows for what each claim's main operation replaces, where it was in force when the work was done. */
export async function repairPathsOf(
  db: Db,
  claims: readonly EvaluableClaim[],
): Promise<Map<string, RepairPathEvidence>> {
  const asked = claims.flatMap(({ id, mainOpId, repairFinishDate }) =>
    mainOpId === null ? [] : [[id, mainOpId, repairFinishDate]],
  );
  const { rows } = await sql<RepairPathEvidence & { claimId: string }>`
    select q.a ->> 0 as claim_id, r.op_code, r.name as op_name, r.std_hours_centi as hours_centi,
      coalesce(o.repair_parts_fen, 0) as parts_fen
    from jsonb_array_elements(${JSON.stringify(asked)}::jsonb) as q(a)
    join labour_operation o on o.id = q.a ->> 1 join labour_operation r on r.id = o.repair_op_id
    where r.valid_from_date <= q.a ->> 2 and coalesce(r.valid_to_date, '9999') >= q.a ->> 2`.execute(db);
  return new Map(rows.map(({ claimId, ...path }) => [claimId, path]));
}

export async function oldPartsOf(db: Db, claims: readonly EvaluableClaim[]): Promise<Map<string, OldPartEvidence[]>> {
  const rows = await db
    .selectFrom('oldPart')
    .select(['claimId', 'tagNo', 'partId', 'policy', 'dueDate', 'status', 'inspectResult', 'serial'])
    .where(
      isAnyOf(
        'claimId',
        claims.map((claim) => claim.id),
      ),
    )
    .orderBy('tagNo')
    .$narrowType<{ claimId: string }>()
    .execute();
  return Map.groupBy(rows, (row) => row.claimId);
}

/** Old serial numbers that came back, on whatever claim, and when that was submitted. */
export async function serialReturnsOf(
  db: Db,
  serials: readonly string[],
): Promise<(SerialReturnEvidence & { submittedAtMs: number | null })[]> {
  const rows = await db
    .selectFrom('oldPart')
    .innerJoin('claim', 'claim.id', 'oldPart.claimId')
    .select(['oldPart.serial', 'oldPart.claimId', 'claim.no as claimNo', 'oldPart.tagNo', 'claim.submittedAtMs'])
    .where(isAnyOf('oldPart.serial', serials))
    .where('oldPart.receivedQtyMilli', '>', 0)
    .orderBy('oldPart.tagNo')
    .$narrowType<{ claimId: string }>()
    .execute();
  return rows.flatMap((row) => (row.serial === null ? [] : [{ ...row, serial: row.serial }]));
}

/** Where new serial numbers were fitted, on whatever order, and when it was finished. */
export async function serialFittingsOf(
  db: Db,
  serials: readonly string[],
): Promise<(SerialFittingEvidence & { finishAtMs: number | null })[]> {
  const rows = await db
    .selectFrom('workOrderPart')
    .innerJoin('workOrder', 'workOrder.id', 'workOrderPart.workOrderId')
    .leftJoin('claim', 'claim.workOrderId', 'workOrder.id')
    .select(['workOrderPart.newSerial as serial', 'claim.no as claimNo', 'workOrder.vinText as vin'])
    .select('workOrder.finishAtMs')
    .where(isAnyOf('workOrderPart.newSerial', serials))
    .orderBy('workOrder.finishAtMs')
    .execute();
  return rows.flatMap((row) => (row.serial === null ? [] : [{ ...row, serial: row.serial }]));
}

export async function decisionsOf(db: Db, claims: readonly EvaluableClaim[]): Promise<Map<string, DecisionEvidence[]>> {
  const rows = await db
    .selectFrom('auditDecision')
    .select(['claimId', 'level', 'decidedBy', 'decidedByName'])
    .where(
      isAnyOf(
        'claimId',
        claims.map((claim) => claim.id),
      ),
    )
    .where('level', 'in', ['L1', 'L2'])
    // who only handed the claim on has decided nothing
    .where('action', '<>', 'ASSIGN')
    .orderBy('decidedAtMs')
    .execute();
  return Map.groupBy(rows, (row) => row.claimId);
}

/** Pieces of the claims' parts fitted to the same vehicles before, on claims that were not refused. */
export async function fittedQtyOf(
  db: Db,
  { claims, linesByClaim }: EvidenceBatch,
): Promise<Map<string, FittedQtyEvidence[]>> {
  const asked = claims.flatMap((claim) =>
    (linesByClaim.get(claim.id) ?? []).flatMap((line) =>
      claim.vehicleId === null || line.partId === null || line.costType !== 'MATERIAL'
        ? []
        : [[claim.id, claim.vehicleId, line.partId, claim.repairFinishDate, claim.submittedAtMs]],
    ),
  );
  const { rows } = await sql<FittedQtyEvidence & { askedId: string }>`
    select distinct q.a ->> 0 as asked_id, l.id, l.part_id, coalesce(l.qty_milli, 1000) as qty_milli, c.no as claim_no,
      c.repair_finish_date as finish_date
    from jsonb_array_elements(${JSON.stringify(asked)}::jsonb) as q(a)
    join claim c on c.vehicle_id = q.a ->> 1 and c.repair_finish_date <= q.a ->> 3
    join claim_line l on l.claim_id = c.id and l.part_id = q.a ->> 2 and l.cost_type = 'MATERIAL'
    where c.id <> q.a ->> 0 and c.submitted_at_ms < (q.a ->> 4)::bigint
      and c.status not in ('DRAFT', 'DELETED', 'WITHDRAWN', 'REJECTED', 'AUTO_REJECTED', 'EXPIRED', 'REVERSED')`.execute(
    db,
  );
  return Map.groupBy(rows, (row) => row.askedId);
}

/** Every station with its place; few enough to be read whole. */
export async function placesOf(db: Db): Promise<StationPlace[]> {
  const { rows } = await sql<StationPlace>`
    select distinct on (s.id) s.id, s.code, s.name, s.status, t.product_lines, s.lat_micro, s.lng_micro
    from station s join station_terms t on t.station_id = s.id
    where s.lat_micro is not null and s.lng_micro is not null order by s.id, t.valid_from_date desc`.execute(db);
  return rows;
}
