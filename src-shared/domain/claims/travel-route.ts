import { mulDivRound } from '../units/rounding.ts';
import type { LineFact } from './evaluation-types.ts';

/** Mean radius of the earth in metres, as the vectors use it (6371.0088 km). */
const EARTH_RADIUS_M = 6_371_008.8;

/**
 * The road distance of a trip there and back in km: as recorded, else estimated from the coordinates (great circle × detour
 * × 2, to whole km), else null. Claims §5 T01.
 */
export function routeKmOf({ detail }: LineFact, detourBp: number): { km: number | null; isEstimate: boolean } {
  if (typeof detail.routeKm === 'number') return { km: detail.routeKm, isEstimate: false };
  const { fromLatMicro = null, fromLngMicro = null, toLatMicro = null, toLngMicro = null } = detail;
  if (fromLatMicro === null || fromLngMicro === null || toLatMicro === null || toLngMicro === null) {
    return { km: null, isEstimate: false };
  }
  const metres = greatCircleMetres([fromLatMicro, fromLngMicro], [toLatMicro, toLngMicro]);
  return { km: mulDivRound(metres * 2, detourBp, 10_000_000), isEstimate: true };
}

/** Great-circle distance by the haversine formula, rounded to whole metres; coordinates in millionths of a degree. */
export function greatCircleMetres(from: readonly [number, number], to: readonly [number, number]): number {
  const radians = (micro: number): number => (micro * Math.PI) / 180_000_000;
  const [lat1, lng1] = [radians(from[0]), radians(from[1])];
  const [lat2, lng2] = [radians(to[0]), radians(to[1])];
  const a = Math.sin((lat2 - lat1) / 2) ** 2 + Math.cos(lat1) * Math.cos(lat2) * Math.sin((lng2 - lng1) / 2) ** 2;
  return Math.round(2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(a))));
}
