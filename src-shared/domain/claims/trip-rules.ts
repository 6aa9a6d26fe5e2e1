import { numberParameter, type EvaluationContext, type RuleFinding } from './evaluation-context.ts';
import { NOTHING, onClaim } from './finding.ts';
import { knownPlace, microDistanceKm } from './micro-place.ts';
import type { RuleRow } from './ruleset-types.ts';
import { isValidDispatch } from './travel-route.ts';

/** T02: the station went out beyond its radius although a nearer active station of this product line exists. */
export function stationTooFar({ input }: EvaluationContext): readonly RuleFinding[] {
  const { station, evidence, claim } = input;
  const { request, order, stationPlaces } = evidence ?? {};
  if (station === null || order?.place !== 'FIELD' || stationPlaces === undefined) return NOTHING;
  const [breakdown, home] = [knownPlace(request ?? {}), knownPlace(station)];
  const radiusKm = station.serviceRadiusKm ?? null;
  if (breakdown === null || home === null || radiusKm === null) return NOTHING;
  const ownKm = microDistanceKm(home, breakdown);
  if (ownKm <= radiusKm) return NOTHING;
  let nearest: { name: string; code: string; km: number } | null = null;
  for (const place of stationPlaces) {
    if (place.id === station.id || place.status !== 'ACTIVE') continue;
    if (!place.productLines.split(',').includes(claim.productLine)) continue;
    const km = microDistanceKm(place, breakdown);
    if (km < ownKm && (nearest === null || km < nearest.km)) nearest = { name: place.name, code: place.code, km };
  }
  if (nearest === null) return NOTHING;
  const whole = { distanceKm: Math.round(ownKm), nearerKm: Math.round(nearest.km) };
  return onClaim({ ...whole, radiusKm, nearerName: nearest.name, nearerCode: nearest.code });
}

/**
 * T03: a repair in the field without a dispatch, or whose arrival was never noted. A trip that is claimed without any work
 * order was in the field.
 */
export function noDispatch({ input }: EvaluationContext): readonly RuleFinding[] {
  const { order, dispatches } = input.evidence ?? {};
  if (order === undefined || dispatches === undefined) return NOTHING;
  const isField = order === null ? input.lines.some((line) => line.costType === 'TRAVEL') : order.place === 'FIELD';
  if (!isField) return NOTHING;
  const valid = dispatches.filter(isValidDispatch);
  if (valid.length === 0) return onClaim({ context: 'none' });
  return valid.some((dispatch) => dispatch.arrivedAtMs !== null) ? NOTHING : onClaim({ context: 'arrival' });
}

/** T04: one trip for two vehicles claimed with its full kilometres on both. */
export function sharedTrip({ input }: EvaluationContext): readonly RuleFinding[] {
  const { order, otherTrips } = input.evidence ?? {};
  const trip = order?.trip ?? null;
  if (trip?.departAtMs === undefined || trip.departAtMs === null || trip.returnAtMs === null) return NOTHING;
  const { departAtMs, returnAtMs, vin } = trip;
  const other = otherTrips?.find(
    (one) =>
      one.vin !== vin &&
      one.km > 0 &&
      one.departAtMs !== null &&
      one.returnAtMs !== null &&
      one.departAtMs < returnAtMs &&
      departAtMs < one.returnAtMs,
  );
  if (other === undefined || trip.km === 0) return NOTHING;
  const { claimId: otherClaimId, claimNo: otherClaimNo, vin: otherVin, km: otherKm } = other;
  return onClaim({ otherClaimId, otherClaimNo, otherVin, otherKm, km: trip.km });
}

/** T05: travel is claimed for a repair in the workshop. */
export function travelInShop({ input }: EvaluationContext): readonly RuleFinding[] {
  const place = input.evidence?.order?.place ?? input.workOrder?.place;
  if (place !== 'SHOP') return NOTHING;
  const found = input.lines.filter((line) => line.costType === 'TRAVEL');
  return found.length === 0 ? NOTHING : found.map(({ seq, km }) => ({ lineSeq: seq, facts: { km } }));
}

const HOUR_MS = 3_600_000;

/** T06: the receipts do not add up to the toll claimed, or a receipt was taken outside the trip. */
export function tollMismatch({ input }: EvaluationContext, row: RuleRow): readonly RuleFinding[] {
  for (const { seq, costType, detail } of input.lines) {
    const { tollFen = 0, tollReceiptFen } = detail;
    if (costType !== 'TRAVEL' || tollReceiptFen === undefined || tollFen === tollReceiptFen) continue;
    return [{ lineSeq: seq, facts: { tollFen, tollReceiptFen, takenAtMs: null } }];
  }
  const { order, attachments } = input.evidence ?? {};
  const { departAtMs = null, returnAtMs = null } = order?.trip ?? {};
  if (departAtMs === null || returnAtMs === null) return NOTHING;
  const slackMs = numberParameter(row, 'slackHours') * HOUR_MS;
  const outside = attachments?.find(
    ({ kind, takenAtMs }) =>
      kind === 'TOLL' && takenAtMs !== null && (takenAtMs < departAtMs - slackMs || takenAtMs > returnAtMs + slackMs),
  );
  if (outside === undefined) return NOTHING;
  return onClaim({ tollFen: null, tollReceiptFen: null, takenAtMs: outside.takenAtMs, context: 'time' });
}
