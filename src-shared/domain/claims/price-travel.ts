import { travelLine } from '../settlement/travel.ts';
import { numberParameter, type EvaluationContext } from './evaluation-context.ts';
import type { LineFact } from './evaluation-types.ts';
import { priceAsBilled } from './price-material.ts';
import { pricedLine, type PricedLine } from './priced-line.ts';
import { routeOf } from './travel-route.ts';

/**
 * A travel line at 100 %: kilometres within the route's tolerance (while T01 is live) by tier, night and holiday, tolls and
 * lodging by receipt, allowance, the cap of a trip. A line without kilometres is taken as billed. Claims §4.2, §4.4.
 */
export function priceTravel(context: EvaluationContext, line: LineFact): PricedLine {
  if (line.km === null) return priceAsBilled(context, line);
  const { detail } = line;
  const row = context.live('T01');
  const route = routeOf(context.input, line, row === null ? 10_000 : numberParameter(row, 'detourBp'));
  const tollClaimedFen = detail.tollFen ?? 0;
  const rates = travelRates(context, line);
  const { freeKm } = rates;
  const value = travelLine({
    ...rates,
    claimedKm: line.km,
    routeKm: row === null ? null : route.km,
    routeToleranceBp: row === null ? 10_000 : numberParameter(row, 'toleranceBp'),
    tollClaimedFen,
    tollReceiptFen: detail.tollReceiptFen ?? 0,
    lodgingReceiptFen: detail.lodgingReceiptFen ?? 0,
    personNights: detail.personNights ?? 0,
    engineerDays: detail.engineerDays ?? 0,
  });
  const asClaimedFen = value.claimedKmFen + tollClaimedFen + (detail.lodgingReceiptFen ?? 0) + value.allowanceFen;
  const claimedPayableKm = Math.max(0, line.km - freeKm);
  return pricedLine({
    line,
    hoursCenti: null,
    claimedFen: line.claimedFen ?? asClaimedFen,
    amountStated: line.claimedFen !== null,
    quantity: {
      // The kilometres are one part of the bill only, so the step says how far they were cut and the price says the money.
      claimed: 1,
      payable: 1,
      ruleId: value.rule,
      facts: {
        claimedKm: line.km,
        routeKm: route.km,
        routeIsEstimate: route.basis === 'ESTIMATE',
        freeKm,
        claimedPayableKm,
        payableKm: value.payableKm,
        kmReductionFen: value.kmReductionFen,
        isOver: value.rule !== null,
      },
    },
    price: {
      amountFen: value.amountFen,
      ruleId: value.rule,
      facts: {
        payableKm: value.payableKm,
        kmBaseFen: value.kmBaseFen,
        kmFen: value.kmFen,
        tollFen: value.tollFen,
        lodgingFen: value.lodgingFen,
        allowanceFen: value.allowanceFen,
        night: detail.night ?? false,
        holiday: detail.holiday ?? false,
      },
    },
    standardised: true,
    rulesetVersion: context.rulesetVersion,
  });
}

function travelRates(context: EvaluationContext, { detail }: LineFact) {
  const night = detail.night === true ? context.rate('TRAVEL_NIGHT_COEFFICIENT') : null;
  const holiday = detail.holiday === true ? context.rate('TRAVEL_HOLIDAY_COEFFICIENT') : null;
  return {
    freeKm: context.rate('TRAVEL_FREE_KM') ?? 0,
    tier1UpToKm: context.rate('TRAVEL_TIER1_UP_TO') ?? 0,
    tier1FenPerKm: context.rate('TRAVEL_TIER1') ?? 0,
    tier2FenPerKm: context.rate('TRAVEL_TIER2') ?? 0,
    coefficientsBp: [night, holiday].filter((coefficientBp) => coefficientBp !== null),
    lodgingCapFenPerPersonNight: context.rate('LODGING_CAP') ?? 0,
    allowanceFenPerDay: context.rate('ALLOWANCE') ?? 0,
    tripCapFen: context.rate('TRIP_CAP'),
  };
}
