import { sql } from 'kysely';
import type { StationStatistics } from '../../src-shared/domain/claims/evidence-types.ts';
import { addMonthsClamped } from '../../src-shared/domain/units/dates.ts';
import { isAnyOf } from '../db/bulk-rows.ts';
import { loadClaimSettings, type Db } from './evaluation-facts.repository.ts';

/** The prepared figures of stations; null for a station none were prepared for. Claims §5 W06, S03–S08. */
export async function statisticsOf(db: Db, ids: Iterable<string>): Promise<Map<string, StationStatistics | null>> {
  const stationIds = [...new Set(ids)];
  const rows = await db
    .selectFrom('stationStatistic')
    .select(['stationId', 'statisticsJson'])
    .where(isAnyOf('stationId', stationIds))
    .execute();
  const found = new Map(rows.map((row) => [row.stationId, JSON.parse(row.statisticsJson) as StationStatistics]));
  return new Map(stationIds.map((id) => [id, found.get(id) ?? null]));
}

/** Days before the end of cover, and the band under the automatic limit in bp, the statistics are made for [P]. */
const END_OF_COVER_DAYS = 30;
const UNDER_LIMIT_FROM_BP = 9_500;

interface StationRow {
  stationId: string;
  regionId: string;
  claims12: number;
  value12Fen: number;
  endOfCover12: number;
  underLimit12: number;
  thisYear: number;
  digits: number[];
  amountSteps: number[];
}

/**
 * Counts the claims of the last twelve months anew, station by station, and stores the figures the statistical rules read,
 * in the caller's transaction. Returns the number of stations. Claims §5.
 */
export async function refreshStationStatistics(
  db: Db,
  { today, nowMs }: { today: string; nowMs: number },
): Promise<number> {
  const { autoApproveLimitFen } = await loadClaimSettings(db, today);
  const sinceDate = addMonthsClamped({ date: today, months: -12 });
  const monthStart = `${today.slice(0, 7)}-01`;
  const figures = await stationFigures(db, { sinceDate, today, limitFen: autoApproveLimitFen });
  const months = await monthCounts(db, addMonthsClamped({ date: monthStart, months: -6 }));
  const generic = await genericCounts(db, sinceDate);
  const technicians = await topTechnicians(db, sinceDate);
  const costs = await averageCosts(db, sinceDate);
  const regions = Map.groupBy(figures, (row) => row.regionId);
  const priorMonths = Array.from({ length: 6 }, (_, index) =>
    addMonthsClamped({ date: monthStart, months: index - 6 }).slice(0, 7),
  );
  const rows = figures.map((row) => {
    const counts = months.get(row.stationId) ?? new Map<string, number>();
    const top = technicians.get(row.stationId);
    const statistics: StationStatistics = {
      asOfDate: today,
      claimsThisMonth: counts.get(today.slice(0, 7)) ?? 0,
      claimsPriorMonths: priorMonths.map((month) => counts.get(month) ?? 0),
      ...{ claims12: row.claims12, value12Fen: row.value12Fen, endOfCover12: row.endOfCover12 },
      peerEndOfCoverBp: peerShareBp(row, regions.get(row.regionId) ?? [], (peer) => peer.endOfCover12),
      peerGenericBp: peerShareBp(row, regions.get(row.regionId) ?? [], (peer) => generic.get(peer.stationId) ?? 0),
      amountSteps: row.amountSteps,
      ...{ genericLabour12: generic.get(row.stationId) ?? 0, underLimit12: row.underLimit12, firstDigits: row.digits },
      costs: costs.get(row.stationId) ?? [],
      ...{ topTechnician: top?.technician ?? null, topTechnicianFen: top?.valueFen ?? 0 },
    };
    return {
      stationId: row.stationId,
      asOfDate: today,
      statisticsJson: JSON.stringify(statistics),
      refreshedAtMs: nowMs,
    };
  });
  await db.deleteFrom('stationStatistic').execute();
  for (let start = 0; start < rows.length; start += 500) {
    await db
      .insertInto('stationStatistic')
      .values(rows.slice(start, start + 500))
      .execute();
  }
  return rows.length;
}

/** The share of claims at the end of their cover among the other stations of the region, in bp; null without any. */
function peerShareBp(
  own: StationRow,
  region: readonly StationRow[],
  countOf: (peer: StationRow) => number,
): number | null {
  const peers = region.filter((row) => row.stationId !== own.stationId);
  const claims = peers.reduce((sum, row) => sum + row.claims12, 0);
  const counted = peers.reduce((sum, row) => sum + countOf(row), 0);
  return claims === 0 ? null : Math.round((counted * 10_000) / claims);
}

async function stationFigures(
  db: Db,
  { sinceDate, today, limitFen }: { sinceDate: string; today: string; limitFen: number },
): Promise<StationRow[]> {
  const fromFen = Math.ceil((limitFen * UNDER_LIMIT_FROM_BP) / 10_000);
  const yearStart = `${today.slice(0, 4)}-01-01`;
  const digit = (value: number) =>
    sql`count(*) filter (where submitted_date >= ${yearStart} and claimed_fen > 0 and left(claimed_fen::text, 1) = ${String(value)})::int`;
  const step = (number: number) =>
    sql`count(*) filter (where payable_fen * 20 > ${limitFen * (9 + number)} and payable_fen * 20 <= ${limitFen * (10 + number)})::int`;
  const { rows } = await sql<StationRow>`
    select station_id, min(region_id) as region_id, count(*)::int as claims12, coalesce(sum(payable_fen), 0)::bigint as value12_fen,
      count(*) filter (where (warranty_json::jsonb ->> 'daysLeft')::int between 1 and ${END_OF_COVER_DAYS})::int as end_of_cover12,
      count(*) filter (where payable_fen between ${fromFen} and ${limitFen})::int as under_limit12,
      jsonb_build_array(${sql.join([1, 2, 3, 4, 5, 6, 7, 8, 9].map(digit))}) as digits,
      jsonb_build_array(${sql.join(Array.from({ length: 20 }, (_, index) => step(index + 1)))}) as amount_steps
    from claim where station_id is not null and submitted_date >= ${sinceDate} and submitted_date <= ${today}
    group by station_id`.execute(db);
  return rows.map((row) => ({ ...row, value12Fen: Number(row.value12Fen) }));
}

async function monthCounts(db: Db, sinceDate: string): Promise<Map<string, Map<string, number>>> {
  const { rows } = await sql<{ stationId: string; month: string; claims: number }>`
    select station_id, left(submitted_date, 7) as month, count(*)::int as claims
    from claim where station_id is not null and submitted_date >= ${sinceDate} group by 1, 2`.execute(db);
  const grouped = Map.groupBy(rows, (row) => row.stationId);
  return new Map([...grouped].map(([id, own]) => [id, new Map(own.map((row) => [row.month, row.claims]))]));
}

async function genericCounts(db: Db, sinceDate: string): Promise<Map<string, number>> {
  const { rows } = await sql<{ stationId: string; claims: number }>`
    select c.station_id, count(distinct c.id)::int as claims
    from claim c join claim_line l on l.claim_id = c.id and l.cost_type = 'LABOUR'
    left join labour_operation o on o.id = l.op_id
    where c.station_id is not null and c.submitted_date >= ${sinceDate} and c.type in ('WARRANTY', 'GOODWILL')
      and (o.id is null or o.is_generic = 1)
    group by 1`.execute(db);
  return new Map(rows.map((row) => [row.stationId, row.claims]));
}

async function topTechnicians(
  db: Db,
  sinceDate: string,
): Promise<Map<string, { technician: string; valueFen: number }>> {
  const { rows } = await sql<{ stationId: string; technician: string; valueFen: number }>`
    select distinct on (station_id) station_id, technician, value_fen from (
      select c.station_id, w.technician, sum(c.payable_fen)::bigint as value_fen
      from claim c join work_order w on w.id = c.work_order_id
      where c.station_id is not null and c.submitted_date >= ${sinceDate} and w.technician is not null
      group by 1, 2) as per_technician
    order by station_id, value_fen desc, technician`.execute(db);
  return new Map(rows.map((row) => [row.stationId, { technician: row.technician, valueFen: Number(row.valueFen) }]));
}

/** Average claimed cost per station, assembly and model, each with the averages of all stations of its region. */
async function averageCosts(db: Db, sinceDate: string): Promise<Map<string, StationStatistics['costs'][number][]>> {
  const { rows } = await sql<{
    stationId: string;
    regionId: string;
    groupId: string;
    modelId: string;
    averageFen: number;
  }>`
    select station_id, region_id, component_group_id as group_id, model_id, round(avg(claimed_fen))::bigint as average_fen
    from claim where station_id is not null and submitted_date >= ${sinceDate} and component_group_id is not null
      and model_id is not null
    group by 1, 2, 3, 4`.execute(db);
  const peers = Map.groupBy(rows, (row) => `${row.regionId} ${row.groupId} ${row.modelId}`);
  const peersOf = new Map(
    [...peers].map(([key, own]) => [key, own.map((row) => Number(row.averageFen)).sort((a, b) => a - b)]),
  );
  const entries = rows.map((row) => ({
    stationId: row.stationId,
    ...{ groupId: row.groupId, modelId: row.modelId, averageFen: Number(row.averageFen) },
    peersFen: peersOf.get(`${row.regionId} ${row.groupId} ${row.modelId}`) ?? [],
  }));
  // with too few peers no outlier can be told, and the figures would only be carried along
  const told = entries.filter((entry) => entry.peersFen.length >= 3);
  const byStation = Map.groupBy(told, (entry) => entry.stationId);
  return new Map([...byStation].map(([id, own]) => [id, own.map(({ stationId: _, ...cost }) => cost)]));
}

/** A step of the server's day: the figures anew when none are of today; the number of stations, 0 when all stands. */
export async function keepStationStatistics(db: Db, moment: { today: string; nowMs: number }): Promise<number> {
  const newest = await db
    .selectFrom('stationStatistic')
    .select('asOfDate')
    .orderBy('asOfDate', 'desc')
    .limit(1)
    .executeTakeFirst();
  return newest !== undefined && newest.asOfDate >= moment.today ? 0 : refreshStationStatistics(db, moment);
}
