import { mulDivRound } from '../units/rounding.ts';
import type { EvaluationInput, LineFact } from './evaluation-types.ts';
import type { ClaimEvidence, DispatchEvidence } from './evidence-types.ts';
import { knownPlace, type MicroPlace } from './micro-place.ts';

/** Mean radius of the earth in metres, as the vectors use it (6371.0088 km). */
const EARTH_RADIUS_M = 6_371_008.8;

/** How the road distance of a trip is known. */
export interface Route {
  /** There and back, whole km; null = nothing says how far it was. */
  km: number | null;
  basis: 'DISPATCH' | 'ESTIMATE' | 'STATED' | null;
}

/**
 * The road there and back of a claim's travel line. A route counts when our side measured it with the dispatch; without one the
 * great circle between the station of our list and the place of the breakdown × detour × 2 stands for it (to whole km). What
 * the station states of the route itself is held against it alone, where nothing else is known. Claims §5 T01, 0330.
 */
export function routeOf({ station, evidence }: EvaluationInput, { detail }: LineFact, detourBp: number): Route {
  const sent = (evidence?.dispatches ?? []).filter(isValidDispatch);
  const measured = sent.find(({ routeKm = null }) => routeKm !== null)?.routeKm ?? null;
  if (measured !== null) return { km: measured, basis: 'DISPATCH' };
  const { fromLatMicro: latMicro, fromLngMicro: lngMicro } = detail;
  const from = knownPlace(station ?? {}) ?? knownPlace({ latMicro, lngMicro });
  const to =
    placeOfBreakdown(evidence, sent) ?? knownPlace({ latMicro: detail.toLatMicro, lngMicro: detail.toLngMicro });
  if (from !== null && to !== null) {
    const metres = greatCircleMetres([from.latMicro, from.lngMicro], [to.latMicro, to.lngMicro]);
    return { km: mulDivRound(metres * 2, detourBp, 10_000_000), basis: 'ESTIMATE' };
  }
  const stated = detail.routeKm ?? null;
  return { km: stated, basis: stated === null ? null : 'STATED' };
}

/** A dispatch that was neither taken back nor refused. */
export function isValidDispatch({ status }: DispatchEvidence): boolean {
  return status !== 'CANCELLED' && status !== 'REFUSED';
}

/** Where the arrival was noted, else where the fault was reported from, else where the workshop says it worked. */
function placeOfBreakdown(evidence: ClaimEvidence | undefined, sent: readonly DispatchEvidence[]): MicroPlace | null {
  const arrival = sent.map(knownPlace).find((place) => place !== null) ?? null;
  const { request, order } = evidence ?? {};
  return arrival ?? knownPlace(request ?? {}) ?? (order?.place === 'FIELD' ? knownPlace(order) : null);
}

/** Great-circle distance by the haversine formula, rounded to whole metres; coordinates in millionths of a degree. */
export function greatCircleMetres(from: readonly [number, number], to: readonly [number, number]): number {
  const radians = (micro: number): number => (micro * Math.PI) / 180_000_000;
  const [lat1, lng1] = [radians(from[0]), radians(from[1])];
  const [lat2, lng2] = [radians(to[0]), radians(to[1])];
  const a = Math.sin((lat2 - lat1) / 2) ** 2 + Math.cos(lat1) * Math.cos(lat2) * Math.sin((lng2 - lng1) / 2) ** 2;
  return Math.round(2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(a))));
}
