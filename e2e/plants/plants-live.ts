import type { PlantedRepair, Trick } from '../../src-server/demo/facts/planter.ts';
import { handlingClaimFen, type RepairCase } from '../../src-server/demo/facts/repair-case.ts';
import * as claim from '../../src-server/demo/facts/tricks-claim.ts';
import * as evidence from '../../src-server/demo/facts/tricks-evidence.ts';
import * as vehicle from '../../src-server/demo/facts/tricks-vehicle.ts';
import { notIssued, overRoute } from './plants-issues.ts';
import { DEAR_FEN, isFresh, isOwnFleet } from './plant.ts';

/**
 * The tricks of the demo company for the rules that are live from the first day, played with vehicles and stations about which
 * nothing else can be said. In the demo its own evaluation judges them; here the server does, from its tables.
 */
export const liveTricks: Readonly<Record<string, Trick>> = {
  ...{ V01: alone(vehicle.unknownVin), V02: alone(vehicle.wrongCheckDigit), V04: alone(vehicle.mileageMovedBack) },
  ...{ V07: alone(vehicle.scrappedVehicle), W01: alone(vehicle.outByDate), W02: alone(vehicle.outByMileage) },
  ...{ W04: alone(vehicle.beforeSale), D01: twice(claim.exactDuplicate), D03: twice(claim.repeatRepair) },
  ...{ L01: alone(claim.hoursOverStandard), L06: alone(claim.wrongRate), P05: alone(claim.priceOverList) },
  ...{ T01: overRoute, S01: alone(claim.stationNotActive), G02: alone(claim.submittedLate) },
  ...{ L02: alone(evidence.workOfOtherLine), L03: alone(evidence.includedWork), G04: alone(evidence.customerDenies) },
  ...{ P04: notIssued, T05: alone(evidence.travelInShop), A02: alone(evidence.copiedPhoto) },
  G01: alone(evidence.twoStationsAtOnce),
};

/** The trick with vehicles that were never anywhere; an attempt that is suspicious for another reason counts for nothing. */
function alone(trick: Trick): Trick {
  return (context) => {
    const planted = trick({ ...context, vehicles: context.vehicles.filter((each) => isFresh(context, each)) });
    if (planted === null || planted.some(({ repair }) => isSuspicious(repair))) return null;
    // what the customer says when called is planted as well, never left to chance
    for (const { repair } of planted) {
      if (repair.call?.result === 'UNREACHED') repair.call = { ...repair.call, result: 'CONFIRMED' };
    }
    return planted;
  };
}

/** Work in the owner's own workshop, by an engineer on the road, or so dear that it needs an approval. */
function isSuspicious(repair: RepairCase): boolean {
  const partsFen = repair.parts.reduce((sum, { part, qty }) => sum + part.issueFen * qty, 0);
  return isOwnFleet(repair) || repair.engineer !== null || partsFen > DEAR_FEN;
}

/** The same repair twice: what else the second claim is guilty of by that alone is in the answers as well. */
function twice(trick: Trick): Trick {
  const once = alone(trick);
  return (context) => {
    const pair = once(context);
    const [first, second] = pair ?? [];
    if (pair === null || first === undefined || second === undefined || first.repair.travel !== null) return null;
    const follows = [...tooManyPieces(first, second), ...splitBills(first, second)];
    return [first, { ...second, expected: [...second.expected, ...follows] }];
  };
}

/** Fitted twice within a year, more pieces of a part than the vehicle has. */
function tooManyPieces(first: PlantedRepair, second: PlantedRepair): string[] {
  const isOver = second.repair.parts.some(({ part, qty }) => {
    const earlier = first.repair.parts.find((other) => other.part === part)?.qty ?? 0;
    return earlier + qty > part.kind.maxQty;
  });
  return isOver ? ['P01'] : [];
}

/** Two bills of one day, each within the automatic limit and together over it. */
function splitBills(first: PlantedRepair, second: PlantedRepair): string[] {
  const amountsFen = [first.repair, second.repair].map(billedFen);
  const isEachWithin = amountsFen.every((amountFen) => amountFen <= evidence.AUTO_LIMIT_FEN);
  const isOver = amountsFen.reduce((sum, amountFen) => sum + amountFen, 0) > evidence.AUTO_LIMIT_FEN;
  return first.repair.finishDay === second.repair.finishDay && isEachWithin && isOver ? ['D07'] : [];
}

/** Labour, parts, and the fee for handling parts that came free. */
function billedFen(repair: RepairCase): number {
  const free = repair.parts.filter(({ supplyMode }) => supplyMode === 'FREE_ISSUE');
  return free.reduce((sum, part) => sum + handlingClaimFen(part), evidence.claimedFenOf(repair));
}
