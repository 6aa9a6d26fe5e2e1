import type { AnswerEntry } from '../../src-server/demo/answer-table.ts';
import { addCaseRows, addDocumentSequences } from '../../src-server/demo/facts/case-rows.ts';
import { instantOf, MINUTE_MS } from '../../src-server/demo/facts/demo-calendar.ts';
import { DemoFacts } from '../../src-server/demo/facts/demo-facts.ts';
import { addMasters, type DemoMasters } from '../../src-server/demo/facts/masters.ts';
import { plantAll, type PlantedRepair, type Trick, type TrickContext } from '../../src-server/demo/facts/planter.ts';
import { RepairMaker } from '../../src-server/demo/facts/repairs.ts';
import { splitBill } from '../../src-server/demo/facts/tricks-evidence.ts';
import { addFirstMasters } from '../../src-server/demo/seed-masters.ts';
import * as evidence from './plants-evidence.ts';
import { isFresh, isOwnFleet } from './plant.ts';
import { liveTricks } from './plants-live.ts';
import * as issues from './plants-issues.ts';
import { paperTricks, type Deed } from './plants-papers.ts';
import * as vehicle from './plants-vehicle.ts';
import * as work from './plants-work.ts';

/** The exact rules the demo company does not plant in full (0201). */
const TRICKS: Readonly<Record<string, Trick>> = {
  ...{ V03: vehicle.wrongPlate, V05: vehicle.droveTooFar, V06: vehicle.odometerStands },
  ...{ W03: vehicle.wearPart, W05: vehicle.paidByCustomer, W07: issues.unasked, W08: vehicle.warrantyMoved },
  ...{ D02: vehicle.nearDuplicate, D05: vehicle.seasonTwice, D06: vehicle.outsideCampaign },
  ...{ D07: splitVisit, L04: work.longDay, L05: work.tooFast, L07: work.unknownLabour },
  ...{ P01: work.tooManyPieces, P02: work.partOfOtherModel, P03: work.partOfOtherFault, P06: issues.serialNotGenuine },
  ...{ P08: work.localBuy, T02: work.tooFarOut, T03: work.undispatched, T04: work.sharedTrip },
  ...{ T06: work.tollWithoutReceipt, G05: evidence.unreachable, G06: evidence.unapproved, G07: evidence.samePerson },
  ...{ S02: evidence.otherLine, S05: evidence.ownFleet, A01: evidence.photoMissing, A03: evidence.alikePhoto },
  ...{ A04: evidence.photoElsewhere, O01: evidence.oldPartOverdue, O02: evidence.oldPartWrong },
  ...{ O03: evidence.oldPartTwice, O04: evidence.oldPartAwaited, F05: evidence.recoveryAwaited },
};

/** One visit billed twice, as the demo company plants it, for vehicles and stations nothing else can be said about. */
function splitVisit(context: TrickContext): PlantedRepair[] | null {
  const vehicles = context.vehicles.filter((vehicle) => isFresh(context, vehicle));
  const pair = splitBill({ ...context, vehicles });
  if (pair === null || pair.some(({ repair }) => isOwnFleet(repair))) return null;
  for (const { repair } of pair) if (repair.call !== null) repair.call = { ...repair.call, result: 'CONFIRMED' };
  return pair;
}

/** The rules planted here, D04 among them. */
export const PLANTED_RULES = [...Object.keys(TRICKS), ...Object.keys(liveTricks), 'D04', 'P07', 'G03', 'A05'];

/** Plants of each rule, and near misses of each rule one unit inside its limit. */
export const PLANTS_PER_RULE = 20;

export interface PlantedCompany {
  facts: DemoFacts;
  masters: DemoMasters;
  answers: AnswerEntry[];
  /** What is done to the tables once the company is in them. */
  deeds: readonly Deed[];
  doorOrders: vehicle.DoorOrders;
}

/** A company in which nothing happened but what was planted: masters, and the documents of every plant. */
export function plantCompany(seed: string): PlantedCompany {
  const facts = new DemoFacts({ seed, today: '2026-11-23', scale: 1 });
  const masters = addMasters(facts);
  // a supplier answers for the planted parts alone
  facts.rows('supplierRecoveryContract').splice(0);
  const maker = new RepairMaker(facts, masters);
  const deeds: Deed[] = [];
  const doorOrders: vehicle.DoorOrders = new Map();
  const tricks = { ...TRICKS, ...liveTricks, D04: vehicle.sameOrder(doorOrders), ...paperTricks(deeds) };
  const plans = Object.entries(tricks).map(([rule, trick]) => ({
    ...{ rule, trick, count: PLANTS_PER_RULE, nearMisses: PLANTS_PER_RULE },
  }));
  const planted = plantAll(facts, maker, plans);
  const lastMs = instantOf(facts.todayDay, 0) - 3 * MINUTE_MS;
  for (const repair of planted.repairs) repair.submittedAtMs = Math.min(repair.submittedAtMs, lastMs);
  const repairs = planted.repairs.sort((one, other) => one.submittedAtMs - other.submittedAtMs);
  addDocumentSequences(facts, addCaseRows(facts, repairs).numbers);
  for (const change of planted.afterRows) change();
  addFirstMasters(facts);
  return { facts, masters, answers: planted.answers, deeds, doorOrders };
}
