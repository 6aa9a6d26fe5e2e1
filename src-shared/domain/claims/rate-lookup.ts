import type { RateKey } from './first-rates.ts';
import type { Masters, RateFact } from './evaluation-types.ts';

/** For whom and when a rate is looked up; null = not known, then only rates without that key fit. */
export interface RateScope {
  onDate: string;
  stationId: string | null;
  grade: string | null;
  regionId: string | null;
  productLine: string | null;
  claimType: string | null;
}

/**
 * The rate in force on the day for the scope, or null. The most specific row wins: station, then grade, region, product
 * line, claim type, general; among equals the later start, then the id. Claims §2.1 (StationRate).
 */
export function rateInForce(masters: Masters, rateKey: RateKey, scope: RateScope): RateFact | null {
  let best: RateFact | null = null;
  let bestWeight = -1;
  for (const rate of masters.ratesByKey.get(rateKey) ?? []) {
    if (scope.onDate < rate.validFromDate || (rate.validToDate !== null && rate.validToDate < scope.onDate)) continue;
    const weight = specificity(rate, scope);
    if (weight < 0 || weight < bestWeight) continue;
    if (weight === bestWeight && best !== null && !comesAfter(rate, best)) continue;
    best = rate;
    bestWeight = weight;
  }
  return best;
}

/** How specific the row is for the scope: each key outweighs all later ones together; −1 = it does not apply. */
function specificity(rate: RateFact, scope: RateScope): number {
  let weight = 0;
  if (rate.stationId !== null) {
    if (rate.stationId !== scope.stationId) return -1;
    weight += 16;
  }
  if (rate.grade !== null) {
    if (rate.grade !== scope.grade) return -1;
    weight += 8;
  }
  if (rate.regionId !== null) {
    if (rate.regionId !== scope.regionId) return -1;
    weight += 4;
  }
  if (rate.productLine !== null) {
    if (rate.productLine !== scope.productLine) return -1;
    weight += 2;
  }
  if (rate.claimType !== null) {
    if (rate.claimType !== scope.claimType) return -1;
    weight += 1;
  }
  return weight;
}

function comesAfter(rate: RateFact, other: RateFact): boolean {
  if (rate.validFromDate !== other.validFromDate) return rate.validFromDate > other.validFromDate;
  return rate.id > other.id;
}
