import { dateOf, dayOf, dayOfInstant, DAY_MS, instantOf } from '../../src-server/demo/facts/demo-calendar.ts';
import type { DemoFacts } from '../../src-server/demo/facts/demo-facts.ts';
import { fixed } from '../../src-server/demo/facts/fixed-services.ts';
import type { Trick, TrickContext } from '../../src-server/demo/facts/planter.ts';
import type { RepairCase } from '../../src-server/demo/facts/repair-case.ts';
import { again, pairBase } from '../../src-server/demo/facts/tricks-claim.ts';
import { labourOf, takeTime } from '../../src-server/demo/facts/tricks-evidence.ts';
import { mileageOn } from '../../src-server/demo/facts/vehicles.ts';
import { freshRepair, isFresh, isOwnFleet, pairOf, plant } from './plant.ts';

/** Plants with the vehicle, its cover, and what was claimed for it before: V03, V05, V06, W03, W05, W07, W08, D02, D04–D06. */

/** A plate of another vehicle; the near miss writes the right one with a dot and in small letters. */
export const wrongPlate: Trick = (context) => {
  const repair = freshRepair(context);
  const plate = repair?.plateNo ?? null;
  if (repair === null || plate === null) return null;
  const other = `${plate.slice(0, -1)}${plate.endsWith('7') ? '1' : '7'}`;
  repair.plateNo = context.nearMiss ? `${plate.slice(0, 2)}·${plate.slice(2)}`.toLowerCase() : other;
  return plant(context, repair, { expected: ['V03'], fact: `plate ${repair.plateNo}, on file ${plate}` });
};

function addReading(facts: DemoFacts, repair: RepairCase, reading: { day: number; km: number }): void {
  facts.add('mileageReading', {
    id: facts.ids.next(),
    vehicleId: repair.vehicle.id,
    readingKm: reading.km,
    readDate: dateOf(reading.day),
    readAtMs: instantOf(reading.day, 600),
    source: 'MAINT',
    ...{ sourceDocType: null, sourceDocId: null, stationId: null, meterSeq: 1, offsetKm: 0 },
  });
}

/** So many kilometres in two days; a coach may drive 3,000, a truck 2,400. */
export const droveTooFar: Trick = (context) => {
  const repair = freshRepair(context, null, (vehicle) => mileageOn(vehicle, context.day) > 9000);
  if (repair === null) return null;
  const drivenKm = (repair.vehicle.model.line === 'COACH' ? 3000 : 2400) + (context.nearMiss ? 0 : 1);
  addReading(context.facts, repair, { day: repair.finishDay - 2, km: repair.mileageKm - drivenKm });
  return plant(context, repair, { expected: ['V05'], fact: `${String(drivenKm)} km in two days` });
};

/** Three visits with one and the same odometer, sixty days from the first to the last; the near miss has a day less. */
export const odometerStands: Trick = (context) => {
  const repair = freshRepair(context, null, (vehicle) => context.day - vehicle.inServiceDay > 100);
  if (repair === null) return null;
  const days = context.nearMiss ? 59 : 60 + (repair.number % 20);
  addReading(context.facts, repair, { day: repair.finishDay - days, km: repair.mileageKm });
  addReading(context.facts, repair, { day: repair.finishDay - 25, km: repair.mileageKm });
  return plant(context, repair, { expected: ['V06'], fact: `the same kilometres for ${String(days)} days` });
};

/** A wear part beside the repair, or another small part of the same assembly. */
export const wearPart: Trick = (context) => {
  const repair = freshRepair(context, { finish: 'replace' });
  if (repair === null) return null;
  const { partsByGroupSeries } = context.maker.masters;
  const { series } = repair.vehicle.model;
  const known = [...partsByGroupSeries.entries()].flatMap(([key, parts]) => (key.endsWith(`/${series}`) ? parts : []));
  const isOther = !context.nearMiss;
  const extra = known.find(
    (part) =>
      part.kind.wear === isOther &&
      part.issueFen < 100_000 &&
      (isOther || part.group === repair.group) &&
      repair.parts.every((own) => own.part !== part),
  );
  if (extra === undefined) return null;
  repair.parts.push({
    ...{ part: extra, qty: 1, unitFen: extra.issueFen, supplyMode: 'STATION_STOCK', causal: false },
    ...{ issueDoc: null, oldSerial: null, newSerial: null },
  });
  return plant(context, repair, { expected: ['W03'], fact: `${extra.name} beside the repair` });
};

/** The customer says on the telephone that he paid, or confirms a part only and paid nothing. */
export const paidByCustomer: Trick = (context) => {
  const repair = freshRepair(context);
  if (repair?.call === undefined || repair.call === null) return null;
  repair.call = { ...repair.call, result: 'PARTIAL', paidAnything: !context.nearMiss };
  const fact = context.nearMiss ? 'confirms a part, paid nothing' : 'says he paid for it';
  return plant(context, repair, { expected: ['W05'], fact });
};

/** The failure is dated eight days or more before the report; seven are still in order. */
export const datedBack: Trick = (context) => {
  const repair = freshRepair(context, null, (vehicle) => context.day - vehicle.saleDay > 60);
  if (repair === null) return null;
  const days = context.nearMiss ? 7 : 8 + (repair.number % 12);
  repair.failureDay = dayOfInstant(repair.reportedAtMs) - days;
  return plant(context, repair, { expected: ['W07'], fact: `failure ${String(days)} days before the report` });
};

/** The start of the warranty was moved up to thirty days before the claim came in; the near miss a day earlier. */
export const warrantyMoved: Trick = (context) => {
  const repair = freshRepair(context);
  if (repair === null) return null;
  const days = context.nearMiss ? 31 : repair.number % 31;
  context.facts.add('vehicleChange', {
    id: context.facts.ids.next(),
    vehicleId: repair.vehicle.id,
    field: 'inServiceDate',
    oldValue: dateOf(repair.vehicle.inServiceDay - 90),
    newValue: dateOf(repair.vehicle.inServiceDay),
    changedAtMs: Math.min(repair.submittedAtMs, instantOf(dayOfInstant(repair.submittedAtMs), 300)) - days * DAY_MS,
    changedBy: 'admin',
    reason: null,
  });
  return plant(context, repair, { expected: ['W08'], fact: `start of warranty moved ${String(days)} days before` });
};

/** The same vehicle again at the same station, with other work on the same assembly. */
function otherWork(context: TrickContext, daysLater: number): [RepairCase, RepairCase] | null {
  const first = pairBase(
    { ...context, vehicles: context.vehicles.filter((each) => isFresh(context, each)) },
    daysLater,
  );
  if (first === null || isOwnFleet(first)) return null;
  if (first.call !== null) first.call = { ...first.call, result: 'CONFIRMED' };
  const { line } = first.vehicle.model;
  const operation = (context.maker.masters.operationsByGroupLine.get(`${first.group.code}/${line}`) ?? []).find(
    (other) => !other.replaces && !other.generic && other.kindName !== null && !usesOperation(first, other.id),
  );
  if (operation === undefined) return null;
  const second = again(context, first, daysLater);
  second.parts = [];
  second.preauthorised = false;
  second.labour = [labourOf(second, operation)];
  takeTime(second);
  second.photos = context.maker.photosOf(second);
  return [first, second];
}

function usesOperation(repair: RepairCase, operationId: string): boolean {
  return repair.labour.some((line) => line.operation?.id === operationId);
}

/** Other work on the same assembly within three days; the near miss on the fourth. */
export const nearDuplicate: Trick = (context) => {
  const daysLater = context.nearMiss ? 4 : 1 + (context.day % 3);
  const pair = otherWork(context, daysLater);
  if (pair === null) return null;
  const fact = `other work on the same assembly ${String(daysLater)} days later`;
  return pairOf(pair[0], plant(context, pair[1], { expected: ['D02'], fact }));
};

/** Claims that came in on another order than their own; the store itself keeps no second live claim of an order. */
export type DoorOrders = Map<string, string>;

/** A second claim on the order of the first, at the door; the near miss has an order of its own. */
export function sameOrder(doorOrders: DoorOrders): Trick {
  return (context) => {
    const pair = otherWork(context, 6);
    if (pair === null) return null;
    const [first, second] = pair;
    if (!context.nearMiss) doorOrders.set(second.claimId, first.workOrderId);
    const fact = context.nearMiss ? 'on an order of its own' : 'on the order of the claim before';
    // the photographs of the second visit were taken days after the order it came in on
    return pairOf(first, plant(context, second, { expected: ['D04', 'A04'], fact }));
  };
}

/** The check of a season made twice; the near miss on the day after the season. */
export const seasonTwice: Trick = (context) => {
  const seasonEnd = dayOf('2026-10-15');
  const firstDay = dayOf('2026-06-01') + (context.day % 90);
  const secondDay = context.nearMiss ? seasonEnd + 1 : seasonEnd - (context.day % 3);
  const fee = { type: 'SEASON_CHECK', feeFen: 6000, text: '校车开学前检查' } as const;
  const vehicle = context.vehicles.find((each) => isFresh(context, each) && each.inServiceDay + 10 < firstDay);
  if (vehicle === undefined) return null;
  const first = fixed(context.maker, { vehicle, day: firstDay, ...fee });
  const second = first === null ? null : fixed(context.maker, { vehicle, day: secondDay, ...fee });
  if (first === null || second === null || first.submittedAtMs >= second.submittedAtMs) return null;
  if ([first, second].some(isOwnFleet)) return null;
  for (const each of [first, second]) if (each.call !== null) each.call = { ...each.call, result: 'CONFIRMED' };
  const fact = `second check on ${dateOf(secondDay)}`;
  return pairOf(first, plant(context, second, { expected: ['D05'], fact }));
};

/** A campaign for a vehicle that is not in its list; the near miss is, and still open. */
export const outsideCampaign: Trick = (context) => {
  const { facts, maker } = context;
  const campaign = maker.masters.campaigns[context.day % maker.masters.campaigns.length];
  if (campaign === undefined) return null;
  const { group, line } = campaign.operation;
  const repair = freshRepair(context, { group }, (vehicle) => vehicle.model.line === line);
  if (repair === null || repair.travel !== null) return null;
  Object.assign(repair, { type: 'CAMPAIGN', campaignId: campaign.id, parts: [], preauthorised: false });
  repair.labour = [labourOf(repair, campaign.operation)];
  repair.finishAtMs = repair.startAtMs + campaign.operation.stdHoursCenti * 36_000;
  repair.submittedAtMs = Math.max(repair.submittedAtMs, repair.finishAtMs + 60_000);
  if (context.nearMiss) {
    facts.add('campaignVehicle', {
      id: facts.ids.next(),
      ...{ campaignId: campaign.id, vehicleId: repair.vehicle.id, status: 'OPEN', doneClaimId: null, doneDate: null },
    });
  }
  return plant(context, repair, { expected: ['D06'], fact: `campaign ${campaign.title}` });
};
