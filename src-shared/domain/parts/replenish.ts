import { ceilToMultiple, decimalFraction, roundedTimes } from '../units/fraction.ts';
import { Refusal } from '../units/refusal.ts';
import { sumExact, toSafeNumber } from '../units/rounding.ts';

/**
 * How much to order when the position has fallen to the minimum or below: up to the maximum, at least the minimum order, in
 * whole packs; else 0. Refuses `pack-not-positive`, `max-below-min`. Quantities in thousandths. Stock §4.8.
 */
export function replenishQty(input: {
  availableMilli: number;
  onOrderMilli: number;
  inTransitMilli: number;
  backlogMilli: number;
  minMilli: number;
  maxMilli: number;
  packMilli: number;
  moqMilli: number;
}): { positionMilli: number; orderMilli: number } {
  const { minMilli, maxMilli, packMilli, moqMilli } = input;
  if (packMilli <= 0) throw new Refusal('pack-not-positive');
  if (maxMilli < minMilli) throw new Refusal('max-below-min');
  const positionMilli = sumExact([input.availableMilli, input.onOrderMilli, input.inTransitMilli, -input.backlogMilli]);
  if (positionMilli > minMilli) return { positionMilli, orderMilli: 0 };
  const missing = Math.max(sumExact([maxMilli, -positionMilli]), moqMilli);
  return { positionMilli, orderMilli: toSafeNumber(ceilToMultiple(wholeMilli(missing), BigInt(packMilli))) };
}

/**
 * What to prepare for a season or a campaign: demand per week × weeks ahead × season + campaign + safety stock, less the
 * position, in whole packs. Gross and net are rounded for display only; the order comes from the exact net. Refuses
 * `pack-not-positive`, `demand-weeks-not-positive`. Stock §4.8.
 */
export function preparationQty(input: {
  demandTotalMilli: number;
  demandWeeks: number;
  horizonWeeks: number;
  seasonBp: number;
  campaignMilli: number;
  safetyStockMilli: number;
  positionMilli: number;
  packMilli: number;
}): { grossMilli: number; netMilli: number; orderMilli: number } {
  if (input.packMilli <= 0) throw new Refusal('pack-not-positive');
  if (input.demandWeeks <= 0) throw new Refusal('demand-weeks-not-positive');
  const weeks = decimalFraction(input.demandWeeks);
  const horizon = decimalFraction(input.horizonWeeks);
  const den = weeks.num * horizon.den * 10_000n;
  const ofDemand = BigInt(input.demandTotalMilli) * weeks.den * horizon.num * BigInt(input.seasonBp);
  const gross = ofDemand + (BigInt(input.campaignMilli) + BigInt(input.safetyStockMilli)) * den;
  const net = gross - BigInt(input.positionMilli) * den;
  return {
    grossMilli: roundedTimes({ num: gross, den }, 1n),
    netMilli: roundedTimes({ num: net, den }, 1n),
    orderMilli: net <= 0n ? 0 : toSafeNumber(ceilToMultiple({ num: net, den }, BigInt(input.packMilli))),
  };
}

function wholeMilli(milli: number): { num: bigint; den: bigint } {
  return { num: BigInt(Math.max(0, milli)), den: 1n };
}
