import type { AnswerEntry } from '../answer-table.ts';
import { addCaseRows, addDocumentSequences } from './case-rows.ts';
import { DemoFacts, type DemoOptions } from './demo-facts.ts';
import { instantOf, MINUTE_MS } from './demo-calendar.ts';
import { addFixedServices } from './fixed-services.ts';
import { addMasters, type DemoMasters } from './masters.ts';
import { addLatePapers } from './late-papers.ts';
import { slip } from './natural-slips.ts';
import { addOpenWork } from './open-work.ts';
import { plantAll, type TrickPlan } from './planter.ts';
import type { RepairCase } from './repair-case.ts';
import { RepairMaker } from './repairs.ts';
import * as claimTricks from './tricks-claim.ts';
import * as evidenceTricks from './tricks-evidence.ts';
import * as vehicleTricks from './tricks-vehicle.ts';

/** rule, trick, cases, near misses — at scale 1; the exact rules of the first ruleset come first. */
const PLANS: readonly (readonly [string, TrickPlan['trick'], number, number])[] = [
  ['V01', vehicleTricks.unknownVin, 24, 20],
  ['V02', vehicleTricks.wrongCheckDigit, 24, 20],
  ['V04', vehicleTricks.mileageMovedBack, 24, 20],
  ['W01', vehicleTricks.outByDate, 24, 20],
  ['W02', vehicleTricks.outByMileage, 24, 20],
  ['W04', vehicleTricks.beforeSale, 24, 20],
  ['D01', claimTricks.exactDuplicate, 24, 20],
  ['D03', claimTricks.repeatRepair, 24, 20],
  ['L01', claimTricks.hoursOverStandard, 24, 20],
  ['L06', claimTricks.wrongRate, 24, 20],
  ['P05', claimTricks.priceOverList, 24, 20],
  ['T01', claimTricks.kilometresOverRoute, 24, 20],
  ['S01', claimTricks.stationNotActive, 24, 20],
  ['G02', claimTricks.submittedLate, 24, 20],
  ['V03', vehicleTricks.wrongPlate, 12, 0],
  ['V07', vehicleTricks.scrappedVehicle, 24, 20],
  ['A01', evidenceTricks.photoMissing, 12, 0],
  ['A02', evidenceTricks.copiedPhoto, 24, 20],
  ['A03', evidenceTricks.nearSamePhoto, 14, 10],
  ['A04', evidenceTricks.photoElsewhere, 12, 0],
  ['W05', evidenceTricks.paidByCustomer, 12, 0],
  ['W07', evidenceTricks.failureBackDated, 12, 0],
  ['D07', evidenceTricks.splitBill, 24, 20],
  ['T03', evidenceTricks.travelWithoutDispatch, 12, 0],
  ['T05', evidenceTricks.travelInShop, 24, 20],
  ['G01', evidenceTricks.twoStationsAtOnce, 24, 20],
  ['G04', evidenceTricks.customerDenies, 24, 20],
  ['L02', evidenceTricks.workOfOtherLine, 24, 20],
  ['L03', evidenceTricks.includedWork, 24, 20],
  ['P04', evidenceTricks.freeIssueNotIssued, 24, 20],
  ['P08', evidenceTricks.localBuyWithoutInvoice, 12, 0],
];

export interface DemoCompany {
  facts: DemoFacts;
  masters: DemoMasters;
  /** All repairs in the order in which their claims were submitted. */
  repairs: RepairCase[];
  answers: AnswerEntry[];
  /** Claims that nobody has read yet: written by the station, thrown away, or at the door this minute. */
  unread: ReadonlySet<string>;
}

/** The whole company as facts: masters, twelve months of repairs with the claims as the stations submitted them, and what is wrong with them. */
export function makeCompany(options: DemoOptions): DemoCompany {
  const facts = new DemoFacts(options);
  const masters = addMasters(facts);
  const maker = new RepairMaker(facts, masters);
  const plans = PLANS.map(([rule, trick, count, nearMisses]) => ({
    rule,
    trick,
    count: scaled(count, options.scale),
    nearMisses: scaled(nearMisses, options.scale),
  }));
  const planted = plantAll(facts, maker, plans);
  const honest = maker.make();
  const fixed = addFixedServices(facts, maker);
  const slips = slip(facts, honest, [...planted.repairs, ...fixed]);
  const plain = withoutAnswers(honest, [...planted.answers, ...slips]);
  grantGoodwill(plain);
  const unread = leaveUnread(plain, options.scale);
  const all = [...planted.repairs, ...honest, ...fixed];
  // nothing lies after the last midnight, so that this morning's work is complete whenever the demo starts
  const lastMs = instantOf(facts.todayDay, 0) - 3 * MINUTE_MS;
  for (const repair of all) repair.submittedAtMs = Math.min(repair.submittedAtMs, lastMs);
  const repairs = all.sort(
    (one, other) => one.submittedAtMs - other.submittedAtMs || (one.claimId < other.claimId ? -1 : 1),
  );
  const tools = addCaseRows(facts, repairs);
  const late = addLatePapers(facts, plain);
  addOpenWork(facts, masters, tools);
  addDocumentSequences(facts, tools.numbers);
  return { facts, masters, repairs, answers: [...planted.answers, ...slips, ...late], unread };
}

function withoutAnswers(honest: readonly RepairCase[], answers: readonly AnswerEntry[]): RepairCase[] {
  const spoken = new Set(answers.map((entry) => entry.claimId));
  return honest.filter((repair) => !spoken.has(repair.claimId) && repair.type === 'WARRANTY');
}

/** One repair in so many is a favour to a good customer rather than a duty. */
const GOODWILL_EVERY = 60;

function grantGoodwill(plain: readonly RepairCase[]): void {
  for (const repair of plain) if (repair.number % GOODWILL_EVERY === 0) repair.type = 'GOODWILL';
}

/** How many of the newest claims are still the station's own affair, at scale 1. */
const UNREAD = { DRAFT: 24, DELETED: 6, ARRIVING: 6 } as const;

function leaveUnread(plain: readonly RepairCase[], scale: number): Set<string> {
  const newest = plain.toSorted((one, other) => other.submittedAtMs - one.submittedAtMs);
  let index = 0;
  for (const paper of ['DRAFT', 'DELETED', 'ARRIVING'] as const) {
    const end = index + scaled(UNREAD[paper], scale);
    for (; index < end; index += 1) Object.assign(newest[index] ?? {}, { paper });
  }
  return new Set(newest.slice(0, index).map((repair) => repair.claimId));
}

/** A small company keeps at least two cases of each kind. */
function scaled(count: number, scale: number): number {
  return count === 0 ? 0 : Math.max(2, Math.round(count * Math.min(1, scale)));
}
