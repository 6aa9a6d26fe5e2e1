import { businessDateOf } from '../units/business-date.ts';
import { sumExact } from '../units/rounding.ts';
import { listParameter, numberParameter, type EvaluationContext, type RuleFinding } from './evaluation-context.ts';
import type { DecisionEvidence, VisitEvidence } from './evidence-types.ts';
import { NOTHING, onClaim } from './finding.ts';
import type { Pricing } from './price-lines.ts';
import { requiredSpeed } from './required-speed.ts';
import type { RuleRow } from './ruleset-types.ts';
import { knownPlace, microDistanceKm } from './micro-place.ts';

/** G01: the vehicle would have been at two stations at once, or have driven faster between them than it can. */
export function twoPlacesAtOnce({ input }: EvaluationContext, row: RuleRow): readonly RuleFinding[] {
  const { claim, evidence } = input;
  const { order, visits } = evidence ?? {};
  const { startAtMs = null, finishAtMs = null } = order ?? {};
  if (visits === undefined || visits.length === 0 || startAtMs === null || finishAtMs === null) return NOTHING;
  const place = knownPlace(order ?? {});
  if (place === null || finishAtMs < startAtMs) return NOTHING;
  const [detourBp, limitKmh] = [numberParameter(row, 'detourBp'), numberParameter(row, 'limitKmh')];
  const own = { startAt: startAtMs, finishAt: finishAtMs, ...degrees(place) };
  for (const visit of visits) {
    if (visit.workOrderId === claim.workOrderId || visit.stationId === claim.stationId) continue;
    if (visit.finishAtMs < visit.startAtMs) continue;
    const other = { startAt: visit.startAtMs, finishAt: visit.finishAtMs, ...degrees(visit) };
    const { overlap, requiredKmh, block } = requiredSpeed({ orders: [own, other], detourBp, limitKmh });
    if (block)
      return onClaim({
        ...visitFacts(visit),
        ...distanceFacts(place, visit),
        overlap,
        requiredKmh,
        limitKmh,
        ...(overlap ? { context: 'overlap' } : {}),
      });
  }
  return NOTHING;
}

function degrees({ latMicro, lngMicro }: { latMicro: number; lngMicro: number }): { lat: number; lng: number } {
  return { lat: latMicro / 1e6, lng: lngMicro / 1e6 };
}

function visitFacts({ no, workOrderId, stationName, startAtMs, finishAtMs }: VisitEvidence) {
  const otherDate = businessDateOf(finishAtMs);
  return { otherWorkOrderId: workOrderId, otherWorkOrderNo: no, otherStationName: stationName, otherDate, startAtMs };
}

function distanceFacts(place: { latMicro: number; lngMicro: number }, visit: VisitEvidence): { distanceKm: number } {
  return { distanceKm: Math.round(microDistanceKm(place, visit)) };
}

/** G03: an amount was changed after the first submission without the claim having been returned. */
export function editedUnasked({ input }: EvaluationContext, row: RuleRow): readonly RuleFinding[] {
  const fields = listParameter(row, 'moneyFields');
  const edit = input.evidence?.edits?.find(({ field, wasReturned }) => !wasReturned && fields.includes(field));
  if (edit === undefined) return NOTHING;
  const { field, changedBy, changedAtMs, lineSeq = null } = edit;
  const values = { oldValue: numberOf(edit.oldValue), newValue: numberOf(edit.newValue) };
  return onClaim({ field, lineSeq, ...values, changedBy, changedDate: businessDateOf(changedAtMs), context: field });
}

/** A recorded amount as a number, in the unit of its field. */
function numberOf(value: string | null): number | null {
  return value === null ? null : Number(value);
}

/** G04: the customer, when called, denies the repair. */
export function customerDenied({ input }: EvaluationContext): readonly RuleFinding[] {
  const call = input.evidence?.call ?? null;
  if (call === null || (call.result !== 'DENIED' && call.repaired !== 0)) return NOTHING;
  const calledDate = call.calledAtMs === null ? null : businessDateOf(call.calledAtMs);
  return onClaim({ calledDate, result: call.result, repaired: call.repaired });
}

/** G05: the customer cannot be asked: never reached, or the number is a station's, or one of too many owners. */
export function callImpossible({ input }: EvaluationContext, row: RuleRow): readonly RuleFinding[] {
  const call = input.evidence?.call ?? null;
  if (call === null) return NOTHING;
  const { phone, attemptCount, phoneOwners } = call;
  const facts = { phone, attemptCount, phoneOwners };
  if (call.result === 'UNREACHED' && attemptCount >= numberParameter(row, 'attempts')) {
    return onClaim({ ...facts, context: 'unreached' });
  }
  if (call.isStationPhone) return onClaim({ ...facts, context: 'station' });
  return phoneOwners > numberParameter(row, 'maxOwners') ? onClaim({ ...facts, context: 'owners' }) : NOTHING;
}

/** G06: work that needs approval beforehand has none, an expired one, or is beyond it. */
export function noPriorApproval({ input }: EvaluationContext, row: RuleRow, pricing: Pricing): readonly RuleFinding[] {
  const { claim, masters, evidence } = input;
  if (evidence?.preauth === undefined || listParameter(row, 'exemptTypes').includes(claim.type)) return NOTHING;
  const claimedFen = sumExact(pricing().map((line) => line.claimedFen));
  const limitFen = numberParameter(row, 'aboveFen');
  const needsByWork = input.lines.some((line) => masters.operations.get(line.opId ?? '')?.needsPreauth === 1);
  if (!needsByWork && claimedFen <= limitFen) return NOTHING;
  const facts = { claimedFen, limitFen, needsByWork };
  const preauth = evidence.preauth;
  if (preauth === null) return onClaim({ ...facts, preauthNo: null, grantedFen: null, context: 'missing' });
  const known = { ...facts, preauthNo: preauth.no, grantedFen: preauth.amountLimitFen };
  const isGranted = listParameter(row, 'validStatuses').includes(preauth.status);
  const inTime = preauth.validFromDate <= claim.repairFinishDate && claim.repairFinishDate <= preauth.validToDate;
  if (!isGranted || !inTime || preauth.stationId !== claim.stationId) {
    return onClaim({ ...known, validToDate: preauth.validToDate, context: 'expired' });
  }
  return claimedFen > preauth.amountLimitFen ? onClaim({ ...known, context: 'over' }) : NOTHING;
}

/** G07: one person stands on both sides of a decision. */
export function samePerson({ input }: EvaluationContext): readonly RuleFinding[] {
  const decisions = input.evidence?.decisions;
  if (decisions === undefined) return NOTHING;
  const createdBy = input.claim.createdBy ?? null;
  const ofLevel = (level: string) => decisions.filter((decision) => decision.level === level);
  const own = ofLevel('L1').find((decision) => decision.decidedBy === createdBy);
  if (own !== undefined) return onClaim({ ...personOf(own), context: 'creator' });
  const twice = ofLevel('L2').find((two) => ofLevel('L1').some((one) => one.decidedBy === two.decidedBy));
  return twice === undefined ? NOTHING : onClaim({ ...personOf(twice), context: 'levels' });
}

function personOf({ decidedBy, decidedByName }: DecisionEvidence): { userId: string; userName: string } {
  return { userId: decidedBy, userName: decidedByName ?? decidedBy };
}
