import { ceilToMultiple } from '../units/fraction.ts';
import { sumExact, toSafeNumber } from '../units/rounding.ts';
import { fairShare } from './fair-share.ts';
import { preparationQty } from './replenish.ts';

/** One part in one warehouse that is supplied, as planning and the ledger see it; quantities in thousandths. */
export interface PreparationNeed {
  warehouseId: string;
  /** Settles equal remainders of a share. */
  warehouseCode: string;
  weekMeanMilli: number;
  safetyMilli: number;
  packMilli: number;
  availableMilli: number;
  onOrderMilli: number;
  inTransitMilli: number;
  backlogMilli: number;
  /** Of the backlog: asked for by vehicles off the road. */
  vorMilli: number;
}

interface PreparationTerms {
  weeks: number;
  seasonBp: number;
}

/** What a line of the plan says, each figure beside those it comes from; quantities in thousandths. */
interface PreparationProposal extends PreparationNeed {
  positionMilli: number;
  grossMilli: number;
  netMilli: number;
  /** What the warehouse needs, in whole packs, and how much of that a vehicle off the road waits for. */
  wantMilli: number;
  vorWantMilli: number;
  /** What the source may give of the part, and what all its warehouses need together. */
  supplyMilli: number;
  wantedMilli: number;
  proposedMilli: number;
}

/**
 * What every warehouse that needs the part is to get of it: what it needs where the source has enough for all; else vehicles
 * off the road first and fair shares of the rest. Warehouses that need nothing are left out. Stock §4.8.
 */
export function proposePreparation(
  part: { isWhole: boolean; supplyMilli: number },
  needs: readonly PreparationNeed[],
  terms: PreparationTerms,
): PreparationProposal[] {
  const unitMilli = part.isWhole ? 1000 : 1;
  const found = needs
    .map((need) => ({ ...need, ...wantOf(need, terms, unitMilli) }))
    .filter(({ wantMilli }) => wantMilli > 0);
  const supplyMilli = Math.max(0, part.supplyMilli);
  const shares = fairShare({
    availableUnits: Math.floor(supplyMilli / unitMilli),
    wants: found.flatMap(({ warehouseCode: station, wantMilli, vorWantMilli }) => [
      { station, wantUnits: vorWantMilli / unitMilli, vor: true },
      { station, wantUnits: (wantMilli - vorWantMilli) / unitMilli, vor: false },
    ]),
  });
  const wantedMilli = sumExact(found.map(({ wantMilli }) => wantMilli));
  return found.map((each, at) => ({
    ...{ ...each, supplyMilli, wantedMilli },
    proposedMilli: ((shares[at * 2]?.shareUnits ?? 0) + (shares[at * 2 + 1]?.shareUnits ?? 0)) * unitMilli,
  }));
}

type Wanted = Pick<
  PreparationProposal,
  'positionMilli' | 'grossMilli' | 'netMilli' | 'packMilli' | 'wantMilli' | 'vorWantMilli'
>;

function wantOf(need: PreparationNeed, { weeks, seasonBp }: PreparationTerms, unitMilli: number): Wanted {
  const { availableMilli, onOrderMilli, inTransitMilli, backlogMilli } = need;
  const positionMilli = sumExact([availableMilli, onOrderMilli, inTransitMilli, -backlogMilli]);
  const packMilli = upTo(Math.max(1, need.packMilli), unitMilli);
  const { grossMilli, netMilli, orderMilli } = preparationQty({
    ...{ demandTotalMilli: need.weekMeanMilli, demandWeeks: 1, horizonWeeks: weeks, seasonBp },
    // a campaign is one of the planner's own changes, with its reason
    ...{ campaignMilli: 0, safetyStockMilli: need.safetyMilli, positionMilli, packMilli },
  });
  const vorWantMilli = Math.min(orderMilli, upTo(Math.max(0, need.vorMilli), unitMilli));
  return { positionMilli, grossMilli, netMilli, packMilli, wantMilli: orderMilli, vorWantMilli };
}

function upTo(milli: number, stepMilli: number): number {
  return toSafeNumber(ceilToMultiple({ num: BigInt(milli), den: 1n }, BigInt(stepMilli)));
}
