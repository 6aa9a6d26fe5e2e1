import type { ClaimEvidence } from '../../src-shared/contract/claim-evidence.contract.ts';
import { supplierClaimFen } from '../../src-shared/domain/recovery/supplier-claim.ts';
import { addDays } from '../../src-shared/domain/units/dates.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { ReadStores } from '../db/stores.ts';
import type { Row } from '../sync/overlay-rows.ts';
import { fullRow } from './claim-detail.repository.ts';
import { claimMap } from './claim-map.repository.ts';
import { claimPeers } from './claim-peers.repository.ts';
import { claimPhotos } from './claim-photos.repository.ts';
import { hitExtras } from './hit-extras.repository.ts';
import { photoPairs } from './photo-pairs.repository.ts';

/** The heavier half of the evidence, each part through an index of its own (claims §6.3). */
export function claimEvidence(stores: ReadStores, { id }: { id: string }): ClaimEvidence {
  const full = fullRow(stores, id);
  if (full === undefined) throw new AppError('NOT_FOUND', 'claim-not-found', { id });
  const pairs = photoPairs(stores, id);
  const photos = claimPhotos(stores, full, pairs);
  return {
    claimId: id,
    photos,
    peers: claimPeers(stores, full),
    map: claimMap(stores, full, { photos, pairs }),
    hitExtras: hitExtras(stores, full),
    oldParts: oldParts(stores, id),
    recovery: recovery(stores, full),
    followUps: followUps(stores, full),
    proposedReasonCode: proposedReasonCode(stores, id),
  };
}

function oldParts(stores: ReadStores, id: string): ClaimEvidence['oldParts'] {
  return stores.replicaFile
    .prepare(
      `select o.id, o.tag_no as tagNo, p.part_no as partNo, p.name as partName, o.qty_milli as qtyMilli, o.policy,
              o.due_date as dueDate, o.status, b.no as boxNo, o.inspect_result as inspectResult
         from old_part o join part p on p.id = o.part_id left join old_part_box b on b.id = o.box_id
        where o.claim_id = ? order by o.tag_no`,
    )
    .all(id) as ClaimEvidence['oldParts'];
}

interface OwedLine {
  lineSeq: number;
  qtyMilli: number | null;
  supplierName: string;
  priceFen: number;
  labourMode: string;
  labourBp: number;
  labourRateFenPerHour: number;
  travelBp: number;
  mgmtFeeBp: number;
  oldPartRequired: number;
  claimWindowDays: number;
  supplierClaimId: string | null;
  supplierClaimNo: string | null;
  supplierClaimStatus: string | null;
  askedFen: number | null;
  acceptedFen: number | null;
}

/** Per part under a recovery contract: what has been asked of the supplier, else what the contract would give back. */
function recovery(stores: ReadStores, full: Row): ClaimEvidence['recovery'] {
  const rows = stores.replicaFile
    .prepare(
      `select l.seq as lineSeq, l.qty_milli as qtyMilli, s.name as supplierName,
              case k.material_basis when 'SUPPLY_PRICE' then p.supply_price_fen else p.issue_price_fen end as priceFen,
              k.labour_mode as labourMode, k.labour_bp as labourBp, k.labour_rate_fen_per_hour as labourRateFenPerHour,
              k.travel_bp as travelBp, k.mgmt_fee_bp as mgmtFeeBp, k.old_part_required as oldPartRequired,
              k.claim_window_days as claimWindowDays, g.id as supplierClaimId, g.no as supplierClaimNo,
              g.status as supplierClaimStatus,
              gl.material_fen + gl.labour_fen + gl.travel_fen + gl.mgmt_fee_fen as askedFen, gl.accepted_fen as acceptedFen
         from claim_line l join part p on p.id = l.part_id join supplier s on s.id = p.supplier_id
         join supplier_recovery_contract k on k.supplier_id = s.id and (k.part_id is null or k.part_id = p.id)
          and k.valid_from_date <= @onDate and (k.valid_to_date is null or k.valid_to_date >= @onDate)
         left join supplier_claim_line gl on gl.claim_line_id = l.id and gl.claim_id = l.claim_id
         left join supplier_claim g on g.id = gl.supplier_claim_id
        where l.claim_id = @id and l.cost_type = 'MATERIAL' and l.is_causal = 1
        group by l.seq order by l.seq`,
    )
    .all({ id: full.id, onDate: full.repair_finish_date }) as OwedLine[];
  if (rows.length === 0) return [];
  const paid = paidBeside(stores, String(full.id));
  return rows.map((row) => ({
    lineSeq: row.lineSeq,
    supplierName: row.supplierName,
    totalFen: row.askedFen ?? expectedFen(row, paid),
    claimUntilDate: addDays(String(full.repair_finish_date), row.claimWindowDays),
    oldPartRequired: row.oldPartRequired === 1,
    supplierClaimId: row.supplierClaimId,
    supplierClaimNo: row.supplierClaimNo,
    supplierClaimStatus: row.supplierClaimStatus,
    acceptedFen: row.acceptedFen,
  }));
}

interface PaidBeside {
  labourFen: number;
  hoursCenti: number;
  travelFen: number;
}

/** Labour and travel of the claim as decided, or as payable while nobody has decided. */
function paidBeside(stores: ReadStores, id: string): PaidBeside {
  const amount = `case decision when 'PENDING' then payable_fen else approved_fen end`;
  return stores.replicaFile
    .prepare(
      `select coalesce(sum(case cost_type when 'LABOUR' then ${amount} end), 0) as labourFen,
              coalesce(sum(case cost_type when 'LABOUR' then hours_centi end), 0) as hoursCenti,
              coalesce(sum(case cost_type when 'TRAVEL' then ${amount} end), 0) as travelFen
         from claim_line where claim_id = ?`,
    )
    .get(id) as PaidBeside;
}

function expectedFen(row: OwedLine, paid: PaidBeside): number {
  return supplierClaimFen({
    supplyPriceFen: row.priceFen,
    qtyMilli: row.qtyMilli ?? 0,
    labourMode: row.labourMode,
    labourPaidFen: paid.labourFen,
    labourBp: row.labourBp,
    labourHoursCenti: paid.hoursCenti,
    labourRateFenPerHour: row.labourRateFenPerHour,
    travelPaidFen: paid.travelFen,
    travelBp: row.travelBp,
    mgmtFeeBp: row.mgmtFeeBp,
  }).totalFen;
}

type FollowUp = ClaimEvidence['followUps'][number];
type Flag = 'repaired' | 'paidAnything' | 'travelHappened';

function followUps(stores: ReadStores, full: Row): FollowUp[] {
  const rows = stores.replicaFile
    .prepare(
      `select id, due_at_ms as dueAtMs, called_at_ms as calledAtMs, reached, repaired, paid_anything as paidAnything,
              travel_happened as travelHappened, mileage_confirm_km as mileageConfirmKm, satisfaction, result, note
         from follow_up_call where work_order_id = ? order by due_at_ms, id`,
    )
    .all(full.work_order_id) as (Omit<FollowUp, Flag> & Record<Flag, number | null>)[];
  const flag = (value: number | null): boolean | null => (value === null ? null : value === 1);
  return rows.map((row) => ({
    ...row,
    repaired: flag(row.repaired),
    paidAnything: flag(row.paidAnything),
    travelHappened: flag(row.travelHappened),
  }));
}

/** The reason the ruleset gives to the worst open hit that has one. */
function proposedReasonCode(stores: ReadStores, id: string): string | null {
  const hits = stores.replicaFile
    .prepare(
      `select rule_id as ruleId, ruleset_version as version from rule_hit where claim_id = ? and mode = 'LIVE' and state = 'OPEN'
        order by case severity when 'BLOCK' then 0 when 'WARN' then 1 else 2 end, rule_id`,
    )
    .all(id) as { ruleId: string; version: number }[];
  const [first] = hits;
  if (first === undefined) return null;
  const json = stores.replicaFile
    .prepare('select rules_json from ruleset where ruleset_version = ?')
    .pluck()
    .get(first.version) as string | undefined;
  if (json === undefined) return null;
  const rules = JSON.parse(json) as { id: string; reasonCode?: string }[];
  const reasons = new Map(rules.map((rule) => [rule.id, rule.reasonCode]));
  return hits.map((hit) => reasons.get(hit.ruleId)).find((reason) => reason !== undefined) ?? null;
}
