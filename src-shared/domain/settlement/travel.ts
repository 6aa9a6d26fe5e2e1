import { refuseNegative } from '../units/refusal.ts';
import { mulDivRound, mulExact, sumExact, toSafeNumber } from '../units/rounding.ts';
import { combinedCoefficientBp } from './labour.ts';

export interface TravelLineInput {
  claimedKm: number;
  routeKm: number | null;
  routeToleranceBp: number;
  freeKm: number;
  tier1UpToKm: number;
  tier1FenPerKm: number;
  tier2FenPerKm: number;
  coefficientsBp: readonly number[];
  tollClaimedFen: number;
  tollReceiptFen: number;
  lodgingReceiptFen: number;
  personNights: number;
  lodgingCapFenPerPersonNight: number;
  engineerDays: number;
  allowanceFenPerDay: number;
  tripCapFen: number | null;
}

export interface TravelLineValue {
  payableKm: number;
  kmBaseFen: number;
  kmFen: number;
  claimedKmFen: number;
  kmReductionFen: number;
  rule: 'T01' | null;
  tollFen: number;
  lodgingFen: number;
  allowanceFen: number;
  amountFen: number;
}

/**
 * What a trip is worth: kilometres within the route's tolerance and beyond the free ones by tier and coefficient, toll and
 * lodging by receipt, allowance by engineer-days, the trip cap over all four. Refuses `negative-input`. Claims §4.2, §4.4.
 */
export function travelLine(input: TravelLineInput): TravelLineValue {
  const { coefficientsBp } = input;
  refuseNegative(input.claimedKm, input.routeKm, input.routeToleranceBp, input.freeKm, input.tier1UpToKm);
  refuseNegative(input.tier1FenPerKm, input.tier2FenPerKm, input.tollClaimedFen, input.tollReceiptFen);
  refuseNegative(input.lodgingReceiptFen, input.personNights, input.lodgingCapFenPerPersonNight, input.engineerDays);
  refuseNegative(input.allowanceFenPerDay, input.tripCapFen, ...coefficientsBp);
  const coefBp = combinedCoefficientBp(coefficientsBp);
  const limitKm = input.routeKm === null ? null : floorShare(input.routeKm, input.routeToleranceBp);
  const km = limitKm === null ? input.claimedKm : Math.min(input.claimedKm, limitKm);
  const payableKm = Math.max(0, km - input.freeKm);
  const kmBaseFen = tieredFen(payableKm, input);
  const kmFen = mulDivRound(kmBaseFen, coefBp, 10000);
  const claimedKmFen = mulDivRound(tieredFen(Math.max(0, input.claimedKm - input.freeKm), input), coefBp, 10000);
  const tollFen = Math.min(input.tollClaimedFen, input.tollReceiptFen);
  const lodgingCapFen = mulExact(input.personNights, input.lodgingCapFenPerPersonNight);
  const lodgingFen = Math.min(input.lodgingReceiptFen, lodgingCapFen);
  const allowanceFen = mulExact(input.engineerDays, input.allowanceFenPerDay);
  const sumFen = sumExact([kmFen, tollFen, lodgingFen, allowanceFen]);
  return {
    payableKm,
    kmBaseFen,
    kmFen,
    claimedKmFen,
    kmReductionFen: claimedKmFen - kmFen,
    rule: limitKm !== null && input.claimedKm > limitKm ? 'T01' : null,
    tollFen,
    lodgingFen,
    allowanceFen,
    amountFen: input.tripCapFen === null ? sumFen : Math.min(sumFen, input.tripCapFen),
  };
}

function tieredFen(payableKm: number, rates: TravelLineInput): number {
  const tier1Km = Math.min(payableKm, rates.tier1UpToKm);
  return sumExact([mulExact(tier1Km, rates.tier1FenPerKm), mulExact(payableKm - tier1Km, rates.tier2FenPerKm)]);
}

function floorShare(km: number, shareBp: number): number {
  return toSafeNumber((BigInt(km) * BigInt(shareBp)) / 10000n);
}
