import type { ClaimEvidence, MapPoint, PhotoEvidence } from '../../src-shared/contract/claim-evidence.contract.ts';
import { neededSpeed } from '../../src-shared/domain/claims/needed-speed.ts';
import { greatCircleMetres } from '../../src-shared/domain/claims/travel-route.ts';
import type { ReadStores } from '../db/stores.ts';
import type { Row } from '../sync/overlay-rows.ts';
import type { PhotoPair } from './photo-pairs.repository.ts';
import { ruleParameters } from './rule-parameters.repository.ts';

type ClaimMap = ClaimEvidence['map'];

/** Rule G01 looks at visits so far away in time (server: evidence-orders.repository.ts). */
const NEAR_MS = 10 * 86_400_000;
/** Photographs within this distance of the place of work are drawn as one with it. */
const SAME_PLACE_M = 2000;
/** More twins than these make the map unreadable. */
const MOST_TWINS = 3;

/** A point with the work that was done there; what has no hours is a place only. */
interface Spot {
  point: MapPoint;
  startAtMs: number | null;
  finishAtMs: number | null;
}

/**
 * Where things happened: station, breakdown, photographs taken elsewhere, the vehicle's visits just before and after, and where
 * the claims worked whose photographs are twins of this one's; with the speed it takes from one work to the other.
 */
export function claimMap(
  stores: ReadStores,
  full: Row,
  { photos, pairs }: { photos: readonly PhotoEvidence[]; pairs: readonly PhotoPair[] },
): ClaimMap {
  const parameters = ruleParameters(stores, full.ruleset_version, 'G01');
  const [detourBp, limitKmh] = [Number(parameters['detourBp'] ?? 10_000), Number(parameters['limitKmh'] ?? 0)];
  const station = stationPoint(stores, full);
  const breakdown = breakdownPoint(stores, full);
  const work = workOf(breakdown ?? station, full);
  const visits = work === null ? [] : visitSpots(stores, full);
  const speedTo = (spot: Spot): number => (work === null ? 0 : (gapOf(work, spot, detourBp).kmPerHour ?? Infinity));
  const worst = (role: MapPoint['role']): Spot[] =>
    visits
      .filter(({ point }) => point.role === role)
      .sort((a, b) => speedTo(b) - speedTo(a))
      .slice(0, 1);
  const away = photoPoints(stores, full, work?.point ?? null).map((point) => workOf(point, {}));
  const spots = [workOf(breakdown === null ? null : station, {}), work, ...worst('before'), ...worst('after'), ...away]
    .concat(twinSpots(stores, photos, pairs))
    .filter((spot) => spot !== null);
  const workAt = work === null ? -1 : spots.indexOf(work);
  const legs = spots.flatMap((spot, index) => {
    if (work === null || index === workAt) return [];
    const [from, to] =
      spot.point.role === 'before' || spot.point.role === 'station' ? [index, workAt] : [workAt, index];
    return [{ from, to, ...gapOf(work, spot, detourBp) }];
  });
  return { points: spots.map(({ point }) => point), legs, limitKmh };
}

/** The way between two places, and the speed it took between the end of the earlier work and the start of the later one. */
function gapOf(one: Spot, other: Spot, detourBp: number): Omit<ClaimMap['legs'][number], 'from' | 'to'> {
  const place = ({ point }: Spot) => [point.latMicro, point.lngMicro] as const;
  const distanceM = greatCircleMetres(place(one), place(other));
  const [first, second] = (one.startAtMs ?? 0) <= (other.startAtMs ?? 0) ? [one, other] : [other, one];
  if (first.finishAtMs === null || second.startAtMs === null) return { distanceM, minutes: null, kmPerHour: null };
  return { distanceM, ...neededSpeed(distanceM, first.finishAtMs, second.startAtMs, detourBp) };
}

const hoursOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);

function workOf(point: MapPoint | null, row: Row): Spot | null {
  if (point === null) return null;
  return { point, startAtMs: hoursOf(row.repair_start_at_ms), finishAtMs: hoursOf(row.repair_finish_at_ms) };
}

interface Place {
  name: string;
  latMicro: number | null;
  lngMicro: number | null;
}

function located(
  role: MapPoint['role'],
  place: Place | undefined,
  atMs: unknown,
  claimId: string | null = null,
): MapPoint | null {
  if (place === undefined || place.latMicro === null || place.lngMicro === null) return null;
  const { name, latMicro, lngMicro } = place;
  return { role, name, latMicro, lngMicro, atMs: typeof atMs === 'number' ? atMs : null, claimId };
}

function stationPoint(stores: ReadStores, full: Row): MapPoint | null {
  const place = stores.replicaFile
    .prepare('select name, lat_micro as latMicro, lng_micro as lngMicro from station where id = ?')
    .get(full.station_id) as Place | undefined;
  return located('station', place, full.repair_start_at_ms);
}

/** The place the request named, else the end of the trip that was billed. */
function breakdownPoint(stores: ReadStores, full: Row): MapPoint | null {
  const place = stores.replicaFile
    .prepare(
      `select coalesce(r.location_text, '') as name, r.lat_micro as latMicro, r.lng_micro as lngMicro
         from work_order w join repair_request r on r.id = w.request_id where w.id = ? and w.place = 'FIELD'`,
    )
    .get(full.work_order_id ?? null) as Place | undefined;
  const asked = located('breakdown', place, full.repair_start_at_ms);
  if (asked !== null) return asked;
  const trip = stores.replicaFile
    .prepare(
      `select description as name, json_extract(detail_json, '$.toLatMicro') as latMicro,
              json_extract(detail_json, '$.toLngMicro') as lngMicro
         from claim_line where claim_id = ? and cost_type = 'TRAVEL' order by seq limit 1`,
    )
    .get(full.id) as Place | undefined;
  return located('breakdown', trip, full.repair_start_at_ms);
}

function photoPoints(stores: ReadStores, full: Row, work: MapPoint | null): MapPoint[] {
  const rows = stores.replicaFile
    .prepare(
      `select kind as name, exif_lat_micro as latMicro, exif_lng_micro as lngMicro, taken_at_ms as takenAtMs
         from attachment where claim_id = ? and exif_lat_micro is not null order by uploaded_at_ms, id limit 20`,
    )
    .all(full.id) as (Place & { takenAtMs: number | null })[];
  return rows.flatMap((row) => {
    const point = located('photo', row, row.takenAtMs);
    if (point === null) return [];
    const away =
      work === null ? Infinity : greatCircleMetres([work.latMicro, work.lngMicro], [point.latMicro, point.lngMicro]);
    return away > SAME_PLACE_M ? [point] : [];
  });
}

/** The vehicle's visits at other stations around this work, at the place where each worked. */
function visitSpots(stores: ReadStores, full: Row): Spot[] {
  const { vehicle_id: vehicleId, repair_start_at_ms: startAtMs, repair_finish_at_ms: finishAtMs } = full;
  if (typeof vehicleId !== 'string' || typeof startAtMs !== 'number' || typeof finishAtMs !== 'number') return [];
  const rows = stores.replicaFile
    .prepare(
      `select id, station_id, work_order_id, repair_start_at_ms, repair_finish_at_ms from claim
        where vehicle_id = @vehicleId and id <> @id and station_id <> @stationId
          and repair_start_at_ms between @startAtMs - @near and @finishAtMs + @near
        order by abs(repair_start_at_ms - @startAtMs) limit 20`,
    )
    .all({ vehicleId, id: full.id, stationId: full.station_id, startAtMs, finishAtMs, near: NEAR_MS }) as Row[];
  return rows.flatMap((row) =>
    placedWork(stores, row, Number(row.repair_start_at_ms) <= startAtMs ? 'before' : 'after'),
  );
}

/** Where a claim worked, under the name of its station. */
function placedWork(stores: ReadStores, row: Row, role: MapPoint['role']): Spot[] {
  const station = stationPoint(stores, row);
  const place = breakdownPoint(stores, row) ?? station;
  if (place === null) return [];
  const name = station?.name ?? place.name;
  const spot = workOf({ ...place, role, name, claimId: String(row.id) }, row);
  return spot === null ? [] : [spot];
}

/** Where the claims worked that have a photograph of this one: those of its hits first; of one that is not here, its station. */
function twinSpots(stores: ReadStores, photos: readonly PhotoEvidence[], pairs: readonly PhotoPair[]): Spot[] {
  const hit = pairs.map(({ otherClaimId }) => otherClaimId);
  const alike = photos.flatMap(({ twins }) => twins.map(({ claimId }) => claimId));
  const claimIds = [...new Set([...hit, ...alike])].slice(0, MOST_TWINS);
  const read = stores.replicaFile.prepare(
    `select id, station_id, work_order_id, repair_start_at_ms, repair_finish_at_ms from claim where id = ?`,
  );
  return claimIds.flatMap((claimId) => {
    const row = read.get(claimId) as Row | undefined;
    if (row !== undefined) return placedWork(stores, row, 'twin');
    const pair = pairs.find(({ otherClaimId }) => otherClaimId === claimId);
    return placedWork(stores, { id: claimId, station_id: pair?.otherStationId ?? null }, 'twin');
  });
}
