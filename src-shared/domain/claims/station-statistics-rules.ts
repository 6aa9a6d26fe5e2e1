import { benfordChiSquare } from './benford.ts';
import { numberParameter, type EvaluationContext, type RuleFinding } from './evaluation-context.ts';
import { NOTHING, onClaim } from './finding.ts';
import { modifiedZ } from './modified-z.ts';
import type { RuleRow } from './ruleset-types.ts';

/*
 * Rules about a station among its peers. They read only the prepared statistics, so that a claim is judged in constant time;
 * shares are compared exactly, by cross-multiplying.
 */

const shareBpOf = (part: number, whole: number): number => Math.round((part * 10_000) / whole);

/** S02: the product line is not in the station's authorisation. */
export function notAuthorised({ input }: EvaluationContext): readonly RuleFinding[] {
  const { station, claim } = input;
  const productLines = station?.terms?.productLines;
  if (station === null || productLines === undefined || productLines === '') return NOTHING;
  if (productLines.split(',').includes(claim.productLine)) return NOTHING;
  const { code: stationCode, name: stationName } = station;
  return onClaim({ stationCode, stationName, productLine: claim.productLine, authorised: productLines });
}

/** S03: far more claims this month than in the months before. */
export function monthlySurge({ input }: EvaluationContext, row: RuleRow): readonly RuleFinding[] {
  const statistics = input.evidence?.statistics ?? null;
  if (statistics === null || statistics.claimsPriorMonths.length === 0) return NOTHING;
  const { claimsThisMonth: claims, claimsPriorMonths } = statistics;
  const sum = claimsPriorMonths.reduce((total, count) => total + count, 0);
  const months = claimsPriorMonths.length;
  const isAbove = (timesBp: number): boolean => claims * months * 10_000 > sum * timesBp;
  if (claims < numberParameter(row, 'minClaims') || !isAbove(numberParameter(row, 'infoTimesBp'))) return NOTHING;
  const facts = { claims, meanCenti: Math.round((sum * 100) / months), months };
  const shown = { timesBp: numberParameter(row, 'infoTimesBp'), series: [...claimsPriorMonths, claims].join(' ') };
  return onClaim({ ...facts, ...shown }, isAbove(numberParameter(row, 'warnTimesBp')) ? 'WARN' : 'INFO');
}

/** S04: the station's average cost for this assembly and model stands out among its region. */
export function outlierCost({ input, warranty }: EvaluationContext, row: RuleRow): readonly RuleFinding[] {
  const statistics = input.evidence?.statistics ?? null;
  const modelId = input.vehicle?.modelId ?? null;
  const cost = statistics?.costs.find(
    (entry) => entry.groupId === warranty.componentGroupId && entry.modelId === modelId,
  );
  if (cost === undefined) return NOTHING;
  const { averageFen, peersFen } = cost;
  const threshold = numberParameter(row, 'thresholdMilli') / 1000;
  const minPeers = numberParameter(row, 'minPeers');
  const { outlier, medianFen, z } = modifiedZ({ peersFen, valueFen: averageFen, threshold, minPeers });
  if (!outlier) return NOTHING;
  const rank = peersFen.filter((peerFen) => peerFen > averageFen).length + 1;
  const series = peersFen.toSorted((a, b) => b - a).join(' ');
  // z grows with the distance from the median: so far away it is the threshold
  const limitFen = Math.round((medianFen ?? 0) + ((averageFen - (medianFen ?? 0)) * threshold) / (z ?? threshold));
  const facts = { averageFen, medianFen, zMilli: Math.round((z ?? 0) * 1000), peers: peersFen.length, rank };
  return onClaim({ ...facts, limitFen, series });
}

/** S05: the station stands in the yard of the vehicle's owner. */
export function ownFleet({ input }: EvaluationContext): readonly RuleFinding[] {
  const { station, vehicle } = input;
  const hostedCustomerId = station?.hostedCustomerId ?? null;
  if (station?.type !== 'CUSTOMER_HOSTED' || hostedCustomerId === null) return NOTHING;
  if (vehicle?.customerId !== hostedCustomerId) return NOTHING;
  return onClaim({ stationCode: station.code, stationName: station.name });
}

/** S06: one vehicle comes to one station too often, or one technician stands for too much of a station's value. */
export function pairTooOften({ input }: EvaluationContext, row: RuleRow): readonly RuleFinding[] {
  const { visitsAtStation = 0, statistics = null, order } = input.evidence ?? {};
  const days = numberParameter(row, 'days');
  if (visitsAtStation > numberParameter(row, 'maxVisits')) {
    return onClaim({ context: 'vehicle', visits: visitsAtStation, days, technician: null, shareBp: null });
  }
  if (statistics === null || statistics.topTechnician === null || statistics.value12Fen <= 0) return NOTHING;
  const { topTechnician: technician, topTechnicianFen, value12Fen, claims12 } = statistics;
  const worksHere = order?.labour.some((line) => line.technician === technician) === true;
  const isTooMuch =
    BigInt(topTechnicianFen) * 10_000n > BigInt(value12Fen) * BigInt(numberParameter(row, 'technicianShareBp'));
  if (!worksHere || !isTooMuch || claims12 < numberParameter(row, 'minClaims')) return NOTHING;
  const shareBp = shareBpOf(topTechnicianFen, value12Fen);
  return onClaim({ context: 'technician', visits: null, days, technician, shareBp });
}

/** S07: first digits of the claimed amounts that no honest bills have. */
export function unlikelyDigits({ input }: EvaluationContext, row: RuleRow): readonly RuleFinding[] {
  const counts = input.evidence?.statistics?.firstDigits;
  if (counts?.length !== 9) return NOTHING;
  const criticalValue = numberParameter(row, 'criticalMilli') / 1000;
  const { n, chiSquare, fires } = benfordChiSquare({ counts, minN: numberParameter(row, 'minN'), criticalValue });
  if (!fires) return NOTHING;
  const facts = { n, chiSquareMilli: Math.round((chiSquare ?? 0) * 1000), criticalMilli: criticalValue * 1000 };
  return onClaim({ ...facts, series: counts.join(' ') });
}

/** S08: too many claims a little below the automatic limit. */
export function justUnderLimit({ input }: EvaluationContext, row: RuleRow): readonly RuleFinding[] {
  const { underLimit12 = 0, claims12 = 0, amountSteps = [] } = input.evidence?.statistics ?? {};
  const limitBp = numberParameter(row, 'shareBp');
  if (claims12 < numberParameter(row, 'minClaims') || underLimit12 * 10_000 <= claims12 * limitBp) return NOTHING;
  const shareBp = shareBpOf(underLimit12, claims12);
  return onClaim({
    claims: underLimit12,
    ofClaims: claims12,
    shareBp,
    limitBp,
    series: amountSteps.join(' '),
  });
}

/** W06: far more claims in the last days of their cover than the peers have. */
export function endOfCoverSpike({ input }: EvaluationContext, row: RuleRow): readonly RuleFinding[] {
  const statistics = input.evidence?.statistics ?? null;
  const peerBp = statistics?.peerEndOfCoverBp ?? null;
  if (statistics === null || peerBp === null) return NOTHING;
  const { endOfCover12, claims12 } = statistics;
  if (endOfCover12 < numberParameter(row, 'minClaims') || claims12 === 0) return NOTHING;
  if (endOfCover12 * 10_000 * 10_000 <= claims12 * peerBp * numberParameter(row, 'peerTimesBp')) return NOTHING;
  return onClaim({ claims: endOfCover12, shareBp: shareBpOf(endOfCover12, claims12), peerBp });
}
