import type { HitExtra } from '../../src-shared/contract/claim-evidence.contract.ts';
import { editDistance } from '../../src-shared/domain/checks/edit-distance.ts';
import { normaliseVin } from '../../src-shared/domain/checks/vin-check.ts';
import type { ReadStores } from '../db/stores.ts';
import { factsOf } from './claim-row.ts';
import { hitList } from './hit-lists.ts';
import type { Row } from '../sync/overlay-rows.ts';

interface Hit {
  id: string;
  evidence: string | null;
  ruleId: string;
  lineSeq: number | null;
}
type Extra = Omit<HitExtra, 'hitId'>;

const MOST = 5;
const NEAREST = 3;
const MOST_EDITS = 2;

const FINDERS: Readonly<Record<string, (stores: ReadStores, full: Row, hit: Hit) => Extra | null>> = {
  V01: nearestVins,
  V02: nearestVins,
  V05: peersPerDay,
  L02: validOperations,
  P02: fittingParts,
};

/** What the evidence of a hit needs from the master data beside what the hit keeps (claims §5, column "evidence"). */
export function hitExtras(stores: ReadStores, full: Row): HitExtra[] {
  const hits = stores.replicaFile
    .prepare(
      `select id, rule_id as ruleId, line_seq as lineSeq, evidence_json as evidence from rule_hit where claim_id = ? and mode = 'LIVE'`,
    )
    .all(full.id) as Hit[];
  return hits.flatMap((hit) => {
    const extra =
      FINDERS[hit.ruleId]?.(stores, full, hit) ?? hitList(stores, hit.ruleId, { full, facts: factsOf(hit.evidence) });
    return extra === null || extra.values.length === 0 ? [] : [{ hitId: hit.id, ...extra }];
  });
}

/**
 * The nearest vehicles of our files, at most two changes away, with the places that differ. Two changes leave one of the three
 * thirds of a VIN as it was, wherever it has been moved to.
 */
function nearestVins(stores: ReadStores, full: Row): Extra | null {
  const vin = normaliseVin(String(full.vin_text));
  if (vin.length < 15) return null;
  const [head, middle, tail] = [vin.slice(0, 6), vin.slice(6, -6), vin.slice(-6)];
  const vins = stores.replicaFile
    .prepare(
      `select vin from vehicle where vin between @head and @head || '~' or substr(vin, -6) = @tail or instr(vin, @middle) > 0`,
    )
    .pluck()
    .all({ head, middle, tail }) as string[];
  const near = vins
    .map((other) => ({ other, edits: editDistance(vin, other) }))
    .filter(({ edits }) => edits > 0 && edits <= MOST_EDITS)
    .sort((a, b) => a.edits - b.edits || (a.other < b.other ? -1 : 1));
  const values = near.slice(0, NEAREST).map(({ other }) => {
    const places = [...other].flatMap((letter, index) => (letter === vin[index] ? [] : [index + 1]));
    return other.length === vin.length ? `${other} (${places.join(', ')})` : other;
  });
  return { name: 'nearVins', values };
}

/** The middle of what vehicles of the model are driven a day since they went into service. */
function peersPerDay(stores: ReadStores, full: Row): Extra | null {
  const rates = stores.replicaFile
    .prepare(
      `select last_mileage_km * 86400000.0 / (last_mileage_at_ms - unixepoch(in_service_date) * 1000) as rate
         from vehicle where model_id = ? and last_mileage_km is not null and in_service_date is not null
          and last_mileage_at_ms > unixepoch(in_service_date) * 1000 + 86400000 order by 1`,
    )
    .pluck()
    .all(full.model_id) as number[];
  const middle = rates[Math.floor(rates.length / 2)];
  return middle === undefined ? null : { name: 'peersKmPerDay', values: [String(Math.round(middle))] };
}

/** Operations of the same assembly that are for this vehicle. */
function validOperations(stores: ReadStores, full: Row, { lineSeq }: Hit): Extra {
  const values = stores.replicaFile
    .prepare(
      `select distinct o.op_code || ' ' || o.name from claim_line l join labour_operation wrong on wrong.id = l.op_id
         join labour_operation o on o.component_group_id = wrong.component_group_id
         left join product_model m on m.id = @modelId
        where l.claim_id = @id and l.seq = @lineSeq and coalesce(o.model_id, @modelId) is @modelId
          and coalesce(o.series, m.series) is m.series and coalesce(o.product_line, @line) = @line
          and o.valid_from_date <= @onDate and coalesce(o.valid_to_date, '9999') >= @onDate
        order by 1 limit ${String(MOST)}`,
    )
    .pluck()
    .all({ ...ofClaim(full), line: full.product_line, lineSeq }) as string[];
  return { name: 'validOperations', values };
}

/** Parts of the same assembly that are listed for the vehicle's model on the day of the repair. */
function fittingParts(stores: ReadStores, full: Row, { lineSeq }: Hit): Extra {
  const values = stores.replicaFile
    .prepare(
      `select distinct p.part_no || ' ' || p.name from claim_line l join part wrong on wrong.id = l.part_id
         join part p on p.component_group_id = wrong.component_group_id
         join part_applicability a on a.part_id = p.id and a.model_id = @modelId
        where l.claim_id = @id and l.seq = @lineSeq and coalesce(a.vin_from, '') <= @vin and @vin <= coalesce(a.vin_to, '~')
          and coalesce(a.valid_from_date, '') <= @onDate and @onDate <= coalesce(a.valid_to_date, '9999')
        order by 1 limit ${String(MOST)}`,
    )
    .pluck()
    .all({ ...ofClaim(full), vin: full.vin_text, lineSeq }) as string[];
  return { name: 'fittingParts', values };
}

const ofClaim = (full: Row) => ({ id: full.id, modelId: full.model_id ?? null, onDate: full.repair_finish_date });
