import { dateOf, DAY_MS, instantOf, MINUTE_MS } from './demo-calendar.ts';
import { honestRepair, type PlantedRepair, type Trick, type TrickContext } from './planter.ts';
import { contractRateFen, rhu, type CasePart, type RepairCase } from './repair-case.ts';
import { termsOn } from './stations.ts';
import { coverageOf } from './policies.ts';
import { firstDayOut, mileageOn } from './vehicles.ts';
import { one } from './tricks-vehicle.ts';

/** Tricks with the claim itself: rules D01, D03, L01, L06, P05, T01, S01, G02. */

/** The same repair claimed again on another work order; `daysLater` after the first. */
export function again(context: TrickContext, first: RepairCase, daysLater: number): RepairCase {
  const { facts, maker } = context;
  const shiftMs = daysLater * DAY_MS + 45 * MINUTE_MS;
  const copy: RepairCase = {
    ...first,
    claimId: facts.ids.next(),
    workOrderId: facts.ids.next(),
    requestId: facts.ids.next(),
    number: maker.nextNumber(),
    failureDay: first.failureDay + daysLater,
    finishDay: first.finishDay + daysLater,
    reportedAtMs: first.reportedAtMs + shiftMs,
    startAtMs: first.startAtMs + shiftMs,
    finishAtMs: Math.min(first.finishAtMs + shiftMs, instantOf(first.finishDay + daysLater, 1430)),
    mileageKm: first.mileageKm + daysLater * first.vehicle.kmPerDay,
    travel: null,
    place: 'SHOP',
    labour: first.labour.map((line) => ({ ...line })),
    parts: first.parts.map(issuedAnew),
    call: null,
  };
  copy.submittedAtMs = Math.max(first.submittedAtMs, copy.finishAtMs) + 60 * MINUTE_MS;
  const rateFen = contractRateFen(copy.vehicle.model.line, termsOn(copy.station, dateOf(copy.finishDay)).grade);
  for (const line of copy.labour) {
    line.rateFen = rateFen;
    line.claimedFen = rhu(line.hoursCenti * rateFen, 100);
  }
  copy.photos = maker.photosOf(copy);
  maker.remember(copy.vehicle, copy.finishDay, []);
  return copy;
}

/** The same part once more: another piece, issued by another document. */
function issuedAnew(part: CasePart): CasePart {
  const again = (text: string | null): string | null => (text === null ? null : `${text}B`);
  return { ...part, newSerial: again(part.newSerial), issueDoc: again(part.issueDoc) };
}

/** The first of a pair must be gone through long enough ago that the second lies before today. */
export function pairBase(context: TrickContext, daysLater: number): RepairCase | null {
  const day = Math.min(context.day, context.facts.todayDay - 2) - daysLater;
  if (day < context.facts.firstDay + 2) return null;
  const free = { ...context, day };
  const repair = honestRepair(free, null, (vehicle) => context.maker.isFree(vehicle, day + daysLater, 7));
  if (repair === null || repair.engineer !== null) return null;
  const coverage = coverageOf(repair.vehicle.model.line, repair.group.className);
  const laterDay = day + daysLater;
  if (
    laterDay >= firstDayOut(repair.vehicle, coverage.months) ||
    mileageOn(repair.vehicle, laterDay) > coverage.kmLimit
  )
    return null;
  const today = instantOf(context.facts.todayDay, 0);
  repair.submittedAtMs = Math.min(
    repair.submittedAtMs,
    today - 5 * 60 * MINUTE_MS,
    repair.finishAtMs + 600 * MINUTE_MS,
  );
  return repair;
}

function pair(first: RepairCase, second: PlantedRepair): PlantedRepair[] {
  return [{ repair: first, expected: [], fact: 'the first, honest claim of the pair', companion: true }, second];
}

export const exactDuplicate: Trick = (context) => {
  const daysLater = context.nearMiss ? 2 : context.day % 2;
  const first = pairBase(context, daysLater);
  if (first === null) return null;
  const expected = context.nearMiss ? ['D03'] : ['D01'];
  return pair(first, {
    repair: again(context, first, daysLater),
    expected,
    fact: `same vehicle and work ${String(daysLater)} days later`,
  });
};

/** Within 30 days for most assemblies, within 90 for engine and driveline; the near miss is the day after. */
export const repeatRepair: Trick = (context) => {
  const powertrain = context.day % 3 === 0;
  const withinDays = powertrain ? 35 + (context.day % 56) : 5 + (context.day % 26);
  const daysLater = context.nearMiss ? (powertrain ? 91 : 31) : withinDays;
  const first = pairBase(context, daysLater);
  if (first === null || ['ENGINE', 'DRIVELINE'].includes(first.group.className) !== powertrain) return null;
  return repeatPair(context, first, daysLater);
};

function repeatPair(context: TrickContext, first: RepairCase, daysLater: number): PlantedRepair[] {
  const expected = context.nearMiss ? [] : ['D03'];
  return pair(first, {
    repair: again(context, first, daysLater),
    expected,
    fact: `same work ${String(daysLater)} days later`,
  });
}

export const hoursOverStandard: Trick = (context) => {
  const repair = honestRepair(context, null);
  const line = repair?.labour[0];
  if (repair === null || line === undefined) return null;
  const overCenti = context.nearMiss ? 0 : 1 + ((repair.number * 7) % 120);
  line.hoursCenti += overCenti;
  line.claimedFen = rhu(line.hoursCenti * line.rateFen, 100);
  return one(repair, context.nearMiss ? [] : ['L01'], `${String(overCenti)} hundredths of an hour over standard`);
};

export const wrongRate: Trick = (context) => {
  const repair = honestRepair(context, null);
  if (repair === null || repair.labour.length === 0) return null;
  const higher = context.nearMiss ? 0 : 1 + 2 * ((repair.number * 131) % 450); // odd, so never another grade's rate
  for (const line of repair.labour) {
    line.rateFen += higher;
    line.claimedFen = rhu(line.hoursCenti * line.rateFen, 100);
  }
  return one(repair, context.nearMiss ? [] : ['L06'], `hourly rate ${String(higher)} fen over the contract`);
};

export const priceOverList: Trick = (context) => {
  const repair = honestRepair(context, { finish: 'replace' });
  const part = repair?.parts[0];
  if (repair === null || part === undefined) return null;
  part.supplyMode = 'STATION_STOCK';
  part.issueDoc = null;
  const overFen = context.nearMiss ? 0 : 1 + ((repair.number * 173) % Math.max(2, Math.floor(part.unitFen / 3)));
  part.unitFen += overFen;
  return one(repair, context.nearMiss ? [] : ['P05'], `unit price ${String(overFen)} fen over the list`);
};

export const kilometresOverRoute: Trick = (context) => {
  const repair = honestRepair(context, null);
  if (repair?.travel === undefined || repair.travel === null) return null;
  const limitKm = Math.floor((repair.travel.routeKm * 11) / 10);
  repair.travel.km = limitKm + (context.nearMiss ? 0 : 1 + ((repair.number * 13) % 60));
  return one(
    repair,
    context.nearMiss ? [] : ['T01'],
    `${String(repair.travel.km)} km claimed, ${String(limitKm)} km allowed`,
  );
};

/** A station that is suspended, or whose contract had run out on the day; the near miss is the contract's last day. */
export const stationNotActive: Trick = (context) => {
  const { stations } = context.maker.masters;
  const gaps = stations.filter((station) => station.contractGap !== null && station.status === 'ACTIVE');
  const closed = stations.filter((station) => station.status !== 'ACTIVE');
  const useGap = context.nearMiss || context.day % 2 === 0;
  const station = useGap ? gaps[context.day % gaps.length] : closed[context.day % closed.length];
  if (station === undefined) return null;
  let { day } = context;
  if (useGap && station.contractGap !== null) {
    const lastDay = Math.round(Date.parse(`${station.contractGap.lastDate}T00:00:00Z`) / DAY_MS);
    day = context.nearMiss ? lastDay : lastDay + 1 + (context.day % 28);
  }
  const repair = honestRepair({ ...context, day }, { station }, (vehicle) =>
    station.lines.includes(vehicle.model.line),
  );
  if (repair === null || repair.engineer !== null) return null;
  return one(
    repair,
    context.nearMiss ? [] : ['S01'],
    useGap ? 'contract not in force on the day' : `station is ${station.status}`,
  );
};

export const submittedLate: Trick = (context) => {
  const lateDays = context.nearMiss ? 30 : 31 + (context.day % 40);
  const day = Math.min(context.day, context.facts.todayDay - 1 - lateDays - (context.day % 6));
  const repair = honestRepair({ ...context, day }, null);
  if (repair === null) return null;
  repair.submittedAtMs = instantOf(repair.finishDay + lateDays, 600 + (repair.number % 400));
  return one(repair, context.nearMiss ? [] : ['G02'], `submitted ${String(lateDays)} days after the repair`);
};
