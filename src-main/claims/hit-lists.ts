import type { HitExtra } from '../../src-shared/contract/claim-evidence.contract.ts';
import type { ReadStores } from '../db/stores.ts';
import type { Row } from '../sync/overlay-rows.ts';

type ListName = HitExtra['name'];

/** The claim a hit is of, and what the hit keeps. */
interface HitOfClaim {
  full: Row;
  facts: Readonly<Record<string, unknown>>;
}

/** More rows than a dialog has room for are cut, the first ones stay. */
const MOST = 12;
const YEAR_DAYS = 365;

/** Lists a rule's evidence has beside its own facts, as one text for each row (claims §5, column "evidence"). */
const LISTS: Readonly<Record<string, { name: ListName; sql: string }>> = {
  // the readings before the repair, the newest first, with where they were taken
  V04: {
    name: 'readings',
    sql: `select r.read_date || ' · ' || printf('%,d km', r.offset_km + r.reading_km) || coalesce(' · ' || s.code || ' ' || s.name, '')
            from mileage_reading r left join station s on s.id = r.station_id
           where r.vehicle_id = @vehicleId and r.read_date <= @finishDate
           order by r.read_date desc, r.id desc`,
  },
  D07: {
    name: 'sameVisit',
    sql: `select coalesce(o.no, o.station_ref, o.id) || ' · ' || printf('%,d.%02d', o.claimed_fen / 100, o.claimed_fen % 100)
            || coalesce(' · ' || o.main_item_text, '')
            from claim o where o.vehicle_id = @vehicleId and o.station_id = @stationId and o.repair_finish_date = @finishDate
           order by o.no`,
  },
  L04: {
    name: 'technicianDay',
    sql: `select coalesce(o.no, o.station_ref, o.id) || ' · ' || printf('%d.%02d h', l.hours_centi / 100, l.hours_centi % 100)
            || ' · ' || l.description || ' · ' || substr(o.vin_text, -8)
            from claim o join work_order_labour l on l.work_order_id = o.work_order_id
           where o.claimant_id = @claimantId and o.repair_finish_date = @finishDate and l.technician = @technician
           order by o.id = @id desc, o.no, l.seq`,
  },
  P01: {
    name: 'fittings',
    sql: `select o.repair_finish_date || ' · ' || coalesce(o.no, o.station_ref, o.id) || ' · '
            || rtrim(rtrim(printf('%d.%03d', l.qty_milli / 1000, l.qty_milli % 1000), '0'), '.') || ' · ' || o.claimant_name
            from claim o join claim_line l on l.claim_id = o.id join part p on p.id = l.part_id
           where o.vehicle_id = @vehicleId and o.id <> @id and p.part_no = @item and o.repair_finish_date <= @finishDate
             and o.repair_finish_date >= date(@finishDate, '-${String(YEAR_DAYS)} days')
           order by o.repair_finish_date desc, o.no`,
  },
  // of the claims whose main work was on its assembly within a year: how many were done the same way, here and in the region
  P07: {
    name: 'replaced',
    sql: `select place || ' ' || sum(action_code is @actionCode) || ' / ' || count(*)
            from (select o.action_code, case when o.station_id is @stationId then 0 else 1 end as others,
                         case when o.station_id is @stationId then o.claimant_name else coalesce(g.name, '') end as place
                    from claim o left join region g on g.id = o.region_id
                   where o.main_op_id in (select w.id from labour_operation w where w.component_group_id = @groupId)
                     and o.region_id = @regionId and o.repair_finish_date <= @finishDate
                     and o.repair_finish_date >= date(@finishDate, '-${String(YEAR_DAYS)} days'))
           group by others order by others`,
  },
};

/** The list of a hit of this rule; null where the rule has none or there is nothing on it. */
export function hitList(
  { replicaFile }: ReadStores,
  ruleId: string,
  { full, facts }: HitOfClaim,
): { name: ListName; values: string[] } | null {
  const list = LISTS[ruleId];
  if (list === undefined) return null;
  const values = replicaFile
    .prepare(`${list.sql} limit ${String(MOST)}`)
    .pluck()
    .all({
      ...{ id: full.id, vehicleId: full.vehicle_id ?? null, stationId: full.station_id ?? null },
      ...{ finishDate: full.repair_finish_date, claimantId: full.claimant_id, regionId: full.region_id },
      ...{ actionCode: full.action_code ?? null, groupId: full.component_group_id ?? null },
      ...{ technician: textOf(facts['technician']), item: textOf(facts['item']) },
    }) as (string | null)[];
  const told = values.filter((value) => value !== null);
  return told.length === 0 ? null : { name: list.name, values: told };
}

function textOf(fact: unknown): string | null {
  return typeof fact === 'string' ? fact : null;
}
