import { dateOf, dayOfInstant, HOUR_MS, MINUTE_MS } from './demo-calendar.ts';
import { distanceKm } from './names/cities.ts';
import { honestRepair, type PlantedRepair, type Trick, type TrickContext } from './planter.ts';
import type { DemoOperation } from './catalogue.ts';
import { contractRateFen, photosAtStation, rhu, type RepairCase } from './repair-case.ts';
import { termsOn } from './stations.ts';
import { coverageOf } from './policies.ts';
import { firstDayOut } from './vehicles.ts';
import { one } from './tricks-vehicle.ts';

/** Tricks with evidence, trips and bills: the rules of claims §5 that later issues bring alive find their facts here. */

/** A second honest repair to build a pair with, of another vehicle. */
function another(context: TrickContext, first: RepairCase): RepairCase | null {
  return honestRepair(context, null, (vehicle) => vehicle !== first.vehicle);
}

function companionOf(repair: RepairCase): PlantedRepair {
  return { repair, expected: [], fact: 'the innocent half of a pair', companion: true };
}

export const copiedPhoto: Trick = (context) => {
  const one = honestRepair(context, null);
  const two = one === null ? null : another(context, one);
  if (one === null || two === null || one.submittedAtMs === two.submittedAtMs) return null;
  // whoever sends the photograph second has copied it
  const [first, second] = one.submittedAtMs < two.submittedAtMs ? [one, two] : [two, one];
  const source = first.photos.find((photo) => photo.kind === 'FAULT_PART');
  const target = second.photos.find((photo) => photo.kind === 'FAULT_PART');
  if (source === undefined || target === undefined) return null;
  if (context.nearMiss) {
    target.sha256 = `${source.sha256.slice(0, -1)}${source.sha256.endsWith('0') ? '1' : '0'}`;
    return [companionOf(first), { repair: second, expected: [], fact: 'a file that differs in one digit of its sum' }];
  }
  target.sha256 = source.sha256;
  target.phash64 = source.phash64;
  return [
    companionOf(first),
    { repair: second, expected: ['A02', 'A03'], fact: 'the fault photograph of another vehicle' },
  ];
};

export const nearSamePhoto: Trick = (context) => {
  const first = honestRepair(context, null);
  const second = first === null ? null : another(context, first);
  const source = first?.photos.find((photo) => photo.kind === 'ODOMETER');
  const target = second?.photos.find((photo) => photo.kind === 'ODOMETER');
  if (first === null || second === null || source === undefined || target === undefined) return null;
  // seven bits apart is the near miss: the rule fires up to six
  const bits = context.nearMiss ? 7 : 1 + (second.number % 6);
  target.phash64 = (BigInt(`0x${source.phash64}`) ^ ((1n << BigInt(bits)) - 1n)).toString(16).padStart(16, '0');
  return [
    companionOf(first),
    { repair: second, expected: context.nearMiss ? [] : ['A03'], fact: `a photograph ${String(bits)} bits apart` },
  ];
};

export const photoMissing: Trick = (context) => {
  const repair = honestRepair(context, null);
  if (repair === null) return null;
  repair.photos = repair.photos.filter((photo) => photo.kind !== 'ODOMETER');
  return one(repair, ['A01'], 'no photograph of the odometer');
};

export const photoElsewhere: Trick = (context) => {
  const repair = honestRepair(context, null);
  const photo = repair?.photos[3];
  if (repair === null || photo === undefined) return null;
  photo.latMicro += 600_000;
  photo.takenAtMs -= 4 * 24 * HOUR_MS;
  return one(repair, ['A04'], 'photograph taken four days before, 66 km away');
};

export const failureBackDated: Trick = (context) => {
  const repair = honestRepair(context, null, (vehicle) => context.day - vehicle.saleDay > 40);
  if (repair === null) return null;
  repair.failureDay = repair.finishDay - 15 - (repair.number % 12);
  return one(repair, ['W07'], 'failure dated more than a week before anybody reported it');
};

/** Two bills on one day, each under the automatic limit, together over it. */
export const splitBill: Trick = (context) => {
  const first = honestRepair(context, { finish: 'replace' });
  if (first === null || first.engineer !== null || first.travel !== null || !isCovered(first)) return null;
  const { maker, facts } = context;
  const other = maker.masters.groups.find((group) => group.className !== first.group.className && group.code === 'B20');
  const operation = (maker.masters.operationsByGroupLine.get(`B20/${first.vehicle.model.line}`) ?? []).find(
    (candidate) => candidate.replaces && candidate.kindName === '继动阀',
  );
  if (other === undefined || operation === undefined) return null;
  const second: RepairCase = {
    ...first,
    claimId: facts.ids.next(),
    workOrderId: facts.ids.next(),
    requestId: facts.ids.next(),
    number: maker.nextNumber(),
    group: other,
    parts: [],
    labour: [labourOf(first, operation)],
    submittedAtMs: first.submittedAtMs + 9 * MINUTE_MS,
  };
  first.labour = first.labour
    .slice(0, 1)
    .map((line) => ({ ...line, claimedFen: rhu(line.hoursCenti * line.rateFen, 100) }));
  second.photos = maker.photosOf(second);
  maker.remember(first.vehicle, first.finishDay, [operation.id]);
  return [companionOf(first), { repair: second, expected: ['D07'], fact: 'one visit billed on two claims' }];
};

/** Whether the line of the booklet for everything unnamed still covers the vehicle: the second repair of a pair must be clean. */
function isCovered(repair: RepairCase): boolean {
  const coverage = coverageOf(repair.vehicle.model.line, 'DEFAULT');
  return repair.finishDay < firstDayOut(repair.vehicle, coverage.months) && repair.mileageKm <= coverage.kmLimit;
}

function labourOf(repair: RepairCase, operation: DemoOperation): RepairCase['labour'][number] {
  const rateFen = contractRateFen(repair.vehicle.model.line, termsOn(repair.station, dateOf(repair.finishDay)).grade);
  const hoursCenti = operation.stdHoursCenti;
  const technician = repair.labour[0]?.technician ?? '';
  return {
    operation,
    description: operation.name,
    hoursCenti,
    rateFen,
    claimedFen: rhu(hoursCenti * rateFen, 100),
    technician,
  };
}

export const travelInShop: Trick = (context) => {
  const repair = honestRepair(context, null);
  if (repair?.travel === undefined || repair.travel === null) return null;
  if (context.nearMiss) return one(repair, [], 'travel claimed for a repair in the field');
  repair.place = 'SHOP';
  repair.photos = photosAtStation(repair);
  return one(repair, ['T05'], 'travel claimed for a repair in the shop');
};

export const travelWithoutDispatch: Trick = (context) => {
  const repair = honestRepair(context, null);
  if (repair?.travel === undefined || repair.travel === null) return null;
  repair.dispatched = false;
  return one(repair, ['T03'], 'went out without a dispatch');
};

/** The road is taken 1.3 times as long as the great circle, and no bus or truck keeps more than 90 km/h on it. */
const HOURS_PER_KM = 1.3 / 90;

/**
 * The same vehicle two hours later at a station more than 500 km away, on another assembly; the near miss leaves a minute more
 * than the road needs.
 */
export const twoStationsAtOnce: Trick = (context) => {
  const first = honestRepair(context, null);
  if (first === null || first.engineer !== null || !isCovered(first)) return null;
  const far = context.maker.masters.stations.find(
    (station) =>
      station.status === 'ACTIVE' &&
      station.contractGap === null &&
      station.lines.includes(first.vehicle.model.line) &&
      distanceKm(station.latMicro, station.lngMicro, first.station.latMicro, first.station.lngMicro) > 500,
  );
  const operation = (context.maker.masters.operationsByGroupLine.get(`S10/${first.vehicle.model.line}`) ?? []).find(
    (candidate) => !candidate.replaces,
  );
  const group = context.maker.masters.groups.find((candidate) => candidate.code === 'S10');
  if (far === undefined || operation === undefined || group === undefined || first.group.code === 'S10') return null;
  const from = first.travel ?? { toLatMicro: first.station.latMicro, toLngMicro: first.station.lngMicro };
  const roadMs = Math.ceil(
    distanceKm(far.latMicro, far.lngMicro, from.toLatMicro, from.toLngMicro) * HOURS_PER_KM * HOUR_MS,
  );
  const startAtMs = first.finishAtMs + (context.nearMiss ? roadMs + MINUTE_MS : 2 * HOUR_MS);
  const finishAtMs = startAtMs + 2 * HOUR_MS;
  const finishDay = dayOfInstant(finishAtMs);
  if (context.nearMiss ? finishDay >= context.facts.todayDay : finishDay !== first.finishDay) return null;
  if (finishDay >= firstDayOut(first.vehicle, coverageOf(first.vehicle.model.line, 'DEFAULT').months)) return null;
  const second: RepairCase = {
    ...first,
    claimId: context.facts.ids.next(),
    workOrderId: context.facts.ids.next(),
    requestId: context.facts.ids.next(),
    number: context.maker.nextNumber(),
    station: far,
    group,
    travel: null,
    place: 'SHOP',
    parts: [],
    startAtMs,
    finishAtMs,
    finishDay,
    submittedAtMs: Math.max(first.submittedAtMs, finishAtMs) + HOUR_MS,
  };
  second.labour = [labourOf(second, operation)];
  second.photos = context.maker.photosOf(second);
  return [
    companionOf(first),
    {
      repair: second,
      expected: context.nearMiss ? [] : ['G01'],
      fact: context.nearMiss
        ? `from ${first.station.city.name} to ${far.city.name} with a minute to spare`
        : `repaired in ${first.station.city.name} and ${far.city.name} on one day`,
    },
  ];
};

export const customerDenies: Trick = (context) => {
  const repair = honestRepair(context, null);
  if (repair?.call === undefined || repair.call === null) return null;
  if (context.nearMiss) {
    repair.call = { ...repair.call, result: 'PARTIAL' };
    return one(repair, [], 'the customer confirms a part of the repair');
  }
  repair.call = { ...repair.call, result: 'DENIED', repaired: false };
  return one(repair, ['G04'], 'the customer says nothing was repaired');
};

export const paidByCustomer: Trick = (context) => {
  const repair = honestRepair(context, null);
  if (repair?.call === undefined || repair.call === null) return null;
  repair.call = { ...repair.call, result: 'PARTIAL', paidAnything: true };
  return one(repair, ['W05'], 'the customer says he paid for it');
};

export const localBuyWithoutInvoice: Trick = (context) => {
  const repair = honestRepair(context, { finish: 'replace' });
  const part = repair?.parts[0];
  if (repair === null || part === undefined) return null;
  part.supplyMode = 'LOCAL_BUY';
  part.issueDoc = null;
  repair.photos = repair.photos.filter((photo) => photo.kind !== 'INVOICE');
  return one(repair, ['P08'], 'bought locally, no invoice');
};

export const freeIssueNotIssued: Trick = (context) => {
  const repair = honestRepair(context, { finish: 'replace' });
  const part = repair?.parts[0];
  if (repair === null || part === undefined) return null;
  part.supplyMode = 'FREE_ISSUE';
  part.unitFen = part.part.issueFen;
  part.issueDoc = context.nearMiss ? `SBJ${String(repair.number).padStart(9, '0')}` : null;
  if (context.nearMiss) return one(repair, [], 'a free part with its issue document');
  return one(repair, ['P04'], 'a free part that was never issued');
};

export const includedWork: Trick = (context) => {
  const repair = honestRepair(context, { finish: 'replace' });
  const main = repair?.labour[0]?.operation;
  if (repair === null || main === undefined || main === null) return null;
  const includes = context.facts.rows('labourOperationInclude').find((row) => row.opId === main.id);
  const operation = context.maker.masters.operations.find((candidate) => candidate.id === includes?.includedOpId);
  if (operation === undefined) return null;
  if (context.nearMiss) return one(repair, [], 'the containing operation alone');
  repair.labour.push(labourOf(repair, operation));
  return one(repair, ['L01', 'L03'], 'work claimed that the main operation contains');
};

export const workOfOtherLine: Trick = (context) => {
  const repair = honestRepair(context, null);
  const line = repair?.labour[0];
  if (repair === null || line?.operation === undefined || line.operation === null) return null;
  const other = repair.vehicle.model.line === 'COACH' ? 'TRUCK' : 'COACH';
  const wrong = context.maker.masters.operations.find(
    (operation) =>
      operation.line === other && operation.group === repair.group && operation.name === line.operation?.name,
  );
  if (wrong === undefined || wrong.stdHoursCenti < line.hoursCenti) return null;
  if (context.nearMiss) return one(repair, [], 'the operation of its own product line, which has a twin in the other');
  line.operation = wrong;
  return one(repair, ['L02'], 'an operation of the other product line');
};
