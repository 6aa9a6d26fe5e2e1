import { dateOf, dayOfInstant, HOUR_MS, MINUTE_MS } from './demo-calendar.ts';
import { distanceKm } from './names/cities.ts';
import { honestRepair, type PlantedRepair, type Trick, type TrickContext } from './planter.ts';
import type { DemoOperation } from './catalogue.ts';
import { contractRateFen, partClaimFen, photosAtStation, rhu, type RepairCase } from './repair-case.ts';
import { termsOn } from './stations.ts';
import { coverageOf } from './policies.ts';
import { firstDayOut } from './vehicles.ts';
import { one } from './tricks-vehicle.ts';

/** Tricks with evidence, trips and bills: the rules of claims §5 that later issues bring alive find their facts here. */

/** A second honest repair to build a pair with, of another vehicle. */
export function another(context: TrickContext, first: RepairCase): RepairCase | null {
  return honestRepair(context, null, (vehicle) => vehicle !== first.vehicle);
}

export function companionOf(repair: RepairCase): PlantedRepair {
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

/** Up to this amount a claim passes without a person; the bills of a split visit stay below it one by one. */
export const AUTO_LIMIT_FEN = 50_000;

/** Two bills for one visit, each within the automatic limit, together over it; the near miss adds up to the limit itself. */
export const splitBill: Trick = (context) => {
  const { maker, nearMiss } = context;
  const first = honestRepair(context, { finish: 'replace' });
  if (first === null || first.engineer !== null || first.travel !== null) return null;
  fromStock(first);
  const restFen = AUTO_LIMIT_FEN - claimedFenOf(first);
  const second = restFen < 0 ? null : otherBill(context, first, restFen);
  if (second === null) return null;
  const [line] = second.labour;
  const overFen = claimedFenOf(second) - restFen;
  if (line === undefined || (nearMiss && overFen >= line.claimedFen)) return null;
  // whoever asks for less than the standard gets what was asked for
  if (nearMiss) line.claimedFen -= overFen;
  maker.remember(first.vehicle, first.finishDay, [
    ...second.labour.flatMap(({ operation }) => operation?.id ?? []),
    ...second.parts.map(({ part }) => part.id),
  ]);
  const fact = nearMiss ? 'two bills that add up to the limit' : 'one visit billed on two claims';
  return [companionOf(first), { repair: second, expected: nearMiss ? [] : ['D07'], fact }];
};

function fromStock(repair: RepairCase): void {
  for (const part of repair.parts) Object.assign(part, { supplyMode: 'STATION_STOCK', issueDoc: null });
}

export function claimedFenOf({ labour, parts }: RepairCase): number {
  const amountsFen = [...labour.map((line) => line.claimedFen), ...parts.map(partClaimFen)];
  return amountsFen.reduce((sum, amountFen) => sum + amountFen, 0);
}

/** A second bill of the same visit, for work on an assembly of another class: more than so much and within the limit. */
function otherBill(context: TrickContext, first: RepairCase, moreThanFen: number): RepairCase | null {
  const { maker } = context;
  const { line, series } = first.vehicle.model;
  for (const group of maker.masters.groups) {
    if (group.className === first.group.className || group.className === 'WEAR' || !isCovered(first, group.className))
      continue;
    const known = maker.masters.partsByGroupSeries.get(`${group.code}/${series}`) ?? [];
    for (const operation of maker.masters.operationsByGroupLine.get(`${group.code}/${line}`) ?? []) {
      const part = known.find(({ kind }) => kind.name === operation.kindName && !kind.wear && !kind.serialised);
      if (part === undefined || !operation.replaces || operation.needsPreauth) continue;
      const second = billOf(context, first, { group, operation, part });
      const amountFen = claimedFenOf(second);
      if (amountFen <= AUTO_LIMIT_FEN && amountFen > moreThanFen) return second;
    }
  }
  return null;
}

interface OtherWork {
  group: RepairCase['group'];
  operation: DemoOperation;
  part: RepairCase['parts'][number]['part'];
}

function billOf({ maker, facts }: TrickContext, first: RepairCase, { group, operation, part }: OtherWork): RepairCase {
  const { complaints, causes } = maker.masters.faults;
  const stock = { supplyMode: 'STATION_STOCK', issueDoc: null, oldSerial: null, newSerial: null } as const;
  const second: RepairCase = {
    ...first,
    ...{ claimId: facts.ids.next(), workOrderId: facts.ids.next(), requestId: facts.ids.next() },
    ...{ number: maker.nextNumber(), submittedAtMs: first.submittedAtMs + 9 * MINUTE_MS, group },
    complaintCode: complaints.get(group.code)?.[0] ?? '',
    causeCode: causes.get(group.code)?.[0] ?? '',
    complaintText: group.complaints[0] ?? '',
    parts: [{ ...stock, part, qty: 1, unitFen: part.issueFen, causal: true }],
    labour: [labourOf(first, operation)],
  };
  takeTime(second);
  second.photos = maker.photosOf(second);
  return second;
}

/** Work added to a repair takes as long as honest work does: nothing shall be suspicious but what was planted. */
export function takeTime(repair: RepairCase): void {
  const hoursCenti = repair.labour.reduce((sum, line) => sum + line.hoursCenti, 0);
  repair.finishAtMs = Math.max(repair.finishAtMs, repair.startAtMs + (hoursCenti * 7 * HOUR_MS) / 1000);
}

/** Whether the booklet still covers this class of the vehicle's assemblies: the second of a pair must be clean by itself. */
export function isCovered(repair: RepairCase, className = 'DEFAULT'): boolean {
  const coverage = coverageOf(repair.vehicle.model.line, className);
  return repair.finishDay < firstDayOut(repair.vehicle, coverage.months) && repair.mileageKm <= coverage.kmLimit;
}

export function labourOf(repair: RepairCase, operation: DemoOperation): RepairCase['labour'][number] {
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
  takeTime(repair);
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
