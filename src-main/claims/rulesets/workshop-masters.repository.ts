import type { RulesetWorkshop } from '../../../src-shared/contract/rules.contract.ts';
import type { ReadStores } from '../../db/stores.ts';

type WorkshopMasters = RulesetWorkshop['masters'];

/** The rates, terms and reason codes that a draft may change, with the names of what they are about; what has ended is left out. */
export function workshopMasters(replicaFile: ReadStores['replicaFile'], today: string): WorkshopMasters {
  const rates = replicaFile
    .prepare(
      `select id, rate_key as rateKey, cost_type as costType, station_id as stationId, grade, region_id as regionId,
              product_line as productLine, claim_type as claimType, value, unit, valid_from_date as validFromDate,
              valid_to_date as validToDate
         from rate where valid_to_date is null or valid_to_date >= ?
        order by rate_key, station_id is not null, product_line, grade, claim_type, valid_from_date, id`,
    )
    .all(today) as WorkshopMasters['rates'];
  const coverages = replicaFile
    .prepare(
      `select c.id, c.policy_id as policyId, c.component_group_id as componentGroupId, c.part_id as partId, c.months,
              c.km_limit as kmLimit, c.mode, c.labour_months as labourMonths, c.material_months as materialMonths,
              c.excluded, c.note
         from warranty_coverage c join warranty_policy p on p.id = c.policy_id
              left join component_group g on g.id = c.component_group_id
        where p.valid_to_date is null or p.valid_to_date >= ?
        order by p.code, p.policy_version, c.part_id is not null, g.code is not null, g.code, c.id`,
    )
    .all(today) as WorkshopMasters['coverages'];
  const reasons = replicaFile
    .prepare(
      `select id, code, text_zh as textZh, text_en as textEn, evidence_kind as evidenceKind,
              default_action as defaultAction, is_offered as isOffered, suggested_rank as suggestedRank
         from reason_code order by code`,
    )
    .all() as WorkshopMasters['reasons'];
  const partIds = coverages.flatMap(({ partId }) => (partId == null ? [] : [partId]));
  const names = replicaFile
    .prepare(
      `select 'policy' as kind, id, code || '/' || policy_version as code, name from warranty_policy
        union all select 'group', id, code, name from component_group
        union all select 'station', id, code, name from station
        union all select 'region', id, code, name from region
        union all select 'part', id, part_no, name from part where id in (select value from json_each(?))`,
    )
    .all(JSON.stringify(partIds)) as WorkshopMasters['names'];
  return { rates, coverages, reasons, names };
}
