import { sql } from 'kysely';
import type { RecoveryEvidence } from '../../src-shared/domain/claims/evidence-types.ts';
import { supplierClaimFen } from '../../src-shared/domain/recovery/supplier-claim.ts';
import { addDays } from '../../src-shared/domain/units/dates.ts';
import type { EvaluableClaim } from './evaluate-batch.ts';
import type { Db } from './evaluation-facts.repository.ts';

interface OwedRow {
  claimId: string;
  qtyMilli: number;
  supplierName: string;
  priceFen: number;
  labourMode: string;
  labourBp: number;
  labourRateFenPerHour: number;
  travelBp: number;
  mgmtFeeBp: number;
  claimWindowDays: number;
  finishDate: string;
  hasSupplierClaim: boolean;
  labourFen: number;
  hoursCenti: number;
  travelFen: number;
}

/**
 * Of each claim the causal part that a supplier has agreed to answer for, until when it may be claimed from him, what the
 * contract gives back, and whether it was claimed. A contract for the part goes before one for all of the supplier's parts.
 */
export async function recoveriesOf(db: Db, claims: readonly EvaluableClaim[]): Promise<Map<string, RecoveryEvidence>> {
  const ids = JSON.stringify(claims.map((claim) => claim.id));
  const { rows } = await sql<OwedRow>`
    select distinct on (l.claim_id) l.claim_id, coalesce(l.qty_milli, 0) as qty_milli, s.name as supplier_name,
      coalesce(case k.material_basis when 'SUPPLY_PRICE' then p.supply_price_fen else p.issue_price_fen end, 0) as price_fen,
      k.labour_mode, k.labour_bp, k.labour_rate_fen_per_hour, k.travel_bp, k.mgmt_fee_bp, k.claim_window_days,
      c.repair_finish_date as finish_date,
      exists (select from supplier_claim_line g where g.claim_line_id = l.id and g.claim_id = l.claim_id)
        as has_supplier_claim,
      b.labour_fen, b.hours_centi, b.travel_fen
    from jsonb_array_elements_text(${ids}::jsonb) as q(id)
    join claim c on c.id = q.id
    join claim_line l on l.claim_id = c.id and l.cost_type = 'MATERIAL' and l.is_causal = 1
    join part p on p.id = l.part_id join supplier s on s.id = p.supplier_id
    join supplier_recovery_contract k on k.supplier_id = s.id and (k.part_id is null or k.part_id = p.id)
      and k.valid_from_date <= c.repair_finish_date
      and (k.valid_to_date is null or k.valid_to_date >= c.repair_finish_date)
    cross join lateral (
      select coalesce(sum(paid) filter (where cost_type = 'LABOUR'), 0)::bigint as labour_fen,
        coalesce(sum(hours_centi) filter (where cost_type = 'LABOUR'), 0)::bigint as hours_centi,
        coalesce(sum(paid) filter (where cost_type = 'TRAVEL'), 0)::bigint as travel_fen
      from (select cost_type, hours_centi, case decision when 'PENDING' then payable_fen else approved_fen end as paid
        from claim_line where claim_id = c.id) as beside
    ) as b
    order by l.claim_id, k.part_id nulls last, l.seq`.execute(db);
  return new Map(rows.map((row) => [row.claimId, recoveryOf(row)]));
}

function recoveryOf(row: OwedRow): RecoveryEvidence {
  const { totalFen } = supplierClaimFen({
    ...{ supplyPriceFen: row.priceFen, qtyMilli: row.qtyMilli, labourMode: row.labourMode },
    ...{ labourPaidFen: row.labourFen, labourBp: row.labourBp, labourHoursCenti: row.hoursCenti },
    ...{ labourRateFenPerHour: row.labourRateFenPerHour, travelPaidFen: row.travelFen, travelBp: row.travelBp },
    mgmtFeeBp: row.mgmtFeeBp,
  });
  const { supplierName, hasSupplierClaim, finishDate, claimWindowDays } = row;
  return { supplierName, hasSupplierClaim, windowEndDate: addDays(finishDate, claimWindowDays), amountFen: totalFen };
}
