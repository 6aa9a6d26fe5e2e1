import type { ClaimEvidence, MapPoint } from '../../src-shared/contract/claim-evidence.contract.ts';
import { neededSpeed } from '../../src-shared/domain/claims/needed-speed.ts';
import { greatCircleMetres } from '../../src-shared/domain/claims/travel-route.ts';
import type { ReadStores } from '../db/stores.ts';
import type { Row } from '../sync/overlay-rows.ts';

type ClaimMap = ClaimEvidence['map'];

/** Visits further away in time than this say nothing about a speed. */
const NEAR_MS = 3 * 86_400_000;
/** Photographs within this distance of the place of work are drawn as one with it. */
const SAME_PLACE_M = 2000;

/** Where things happened: station, breakdown, photographs taken elsewhere, and the vehicle's visits just before and after. */
export function claimMap(stores: ReadStores, full: Row): ClaimMap {
  const station = stationPoint(stores, full);
  const breakdown = breakdownPoint(stores, full);
  const work = breakdown ?? station;
  const photos = photoPoints(stores, full, work);
  const before = visitPoint(stores, full, 'before');
  const after = visitPoint(stores, full, 'after');
  const points: MapPoint[] = [];
  const placeOf = (point: MapPoint | null): number | null => (point === null ? null : points.push(point) - 1);
  const at = {
    station: placeOf(station),
    breakdown: placeOf(breakdown),
    before: placeOf(before),
    after: placeOf(after),
    photos: photos.map((photo) => placeOf(photo)),
  };
  const workAt = at.breakdown ?? at.station;
  const pairs: (readonly [number | null, number | null])[] = [
    [at.station, at.breakdown],
    [at.before, workAt],
    [workAt, at.after],
    ...at.photos.map((photo) => [workAt, photo] as const),
  ];
  return { points, legs: pairs.flatMap(([from, to]) => legOf(points, from, to)) };
}

function legOf(points: readonly MapPoint[], from: number | null, to: number | null): ClaimMap['legs'] {
  const [start, end] = [points[from ?? -1], points[to ?? -1]];
  if (from === null || to === null || start === undefined || end === undefined) return [];
  const distanceM = greatCircleMetres([start.latMicro, start.lngMicro], [end.latMicro, end.lngMicro]);
  // Only between two visits was there a fixed time; a photograph and a trip have no hour of departure.
  const timed = start.role === 'before' || end.role === 'after';
  if (!timed || start.atMs === null || end.atMs === null)
    return [{ from, to, distanceM, minutes: null, kmPerHour: null }];
  return [{ from, to, distanceM, ...neededSpeed(distanceM, start.atMs, end.atMs) }];
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
    .get(full.work_order_id) as Place | undefined;
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

/** The nearest visit of the vehicle at another station that ended before this work began, or began after it ended. */
function visitPoint(stores: ReadStores, full: Row, side: 'before' | 'after'): MapPoint | null {
  const { vehicle_id: vehicleId, repair_start_at_ms: startAtMs, repair_finish_at_ms: finishAtMs } = full;
  if (typeof vehicleId !== 'string' || typeof startAtMs !== 'number' || typeof finishAtMs !== 'number') return null;
  const isBefore = side === 'before';
  const row = stores.replicaFile
    .prepare(
      `select c.id as claimId, s.name, s.lat_micro as latMicro, s.lng_micro as lngMicro,
              ${isBefore ? 'c.repair_finish_at_ms' : 'c.repair_start_at_ms'} as atMs
         from claim c join station s on s.id = c.station_id
        where c.vehicle_id = @vehicleId and c.id <> @id and c.station_id <> @stationId
          and ${isBefore ? 'c.repair_start_at_ms between @startAtMs - @near and @startAtMs' : 'c.repair_start_at_ms between @startAtMs + 1 and @finishAtMs + @near'}
        order by abs(c.repair_start_at_ms - @startAtMs) limit 1`,
    )
    .get({
      vehicleId,
      id: full.id,
      stationId: full.station_id,
      startAtMs,
      ...(isBefore ? {} : { finishAtMs }),
      near: NEAR_MS,
    }) as (Place & { claimId: string; atMs: number | null }) | undefined;
  return located(side, row, row?.atMs, row?.claimId ?? null);
}
