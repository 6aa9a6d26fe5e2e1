import { dateOf } from '../../src-server/demo/facts/demo-calendar.ts';
import type { TableName, DemoFacts, Fact } from '../../src-server/demo/facts/demo-facts.ts';
import { distanceKm } from '../../src-server/demo/facts/names/cities.ts';
import { honestRepair, type PlantedRepair, type TrickContext } from '../../src-server/demo/facts/planter.ts';
import type { RepairCase } from '../../src-server/demo/facts/repair-case.ts';
import type { DemoStation } from '../../src-server/demo/facts/stations.ts';
import { companionOf } from '../../src-server/demo/facts/tricks-evidence.ts';
import type { DemoVehicle } from '../../src-server/demo/facts/vehicles.ts';

/*
 * What all tricks of the planted company share. Nothing here or in the tricks knows a rule: they change facts about honest
 * repairs and say in words what they did; the limits are those printed in claims §5 and are written out in each trick.
 */

type Want = Parameters<typeof honestRepair>[1];

/** Longer than the company's year: a vehicle that is free for so many days was never anywhere. */
const EVER = 100_000;

export function isFresh(context: TrickContext, vehicle: DemoVehicle): boolean {
  return context.maker.isFree(vehicle, context.day, EVER);
}

/** An honest repair at a station, of a vehicle that has no other claim: nothing but the trick can be suspicious. */
export function freshRepair(
  context: TrickContext,
  want: Want = null,
  accept: (vehicle: DemoVehicle) => boolean = () => true,
): RepairCase | null {
  const repair = honestRepair(context, want, (vehicle) => isFresh(context, vehicle) && accept(vehicle));
  if (repair === null) return null;
  // what the customer says when called is planted as well, never left to chance
  if (repair.call !== null) repair.call = { ...repair.call, result: 'CONFIRMED' };
  const isDear = repair.parts.reduce((sum, { part, qty }) => sum + part.issueFen * qty, 0) > DEAR_FEN;
  return repair.engineer !== null || (isOwnFleet(repair) && want?.station === undefined) || isDear ? null : repair;
}

/** The workshop inside the owner's company did the work. */
export function isOwnFleet({ station, vehicle }: RepairCase): boolean {
  return station.hostedCustomer !== null && station.hostedCustomer === vehicle.customer;
}

/** Repairs above this need an approval beforehand, which is planted by a trick of its own. */
export const DEAR_FEN = 800_000;

/** The same with a trip to the vehicle. */
export function fieldRepair(context: TrickContext, want: Want = null): RepairCase | null {
  const repair = freshRepair(context, want);
  return repair?.travel === undefined || repair.travel === null ? null : repair;
}

/** The one claim of a plant; its rules are expected unless it is a near miss. */
export function plant(
  context: TrickContext,
  repair: RepairCase,
  told: { expected: readonly string[]; fact: string; afterRows?: () => void },
): PlantedRepair[] {
  const { expected, ...rest } = told;
  return [{ repair, expected: context.nearMiss ? [] : expected, ...rest }];
}

/** The innocent first half of a pair and the claim that is planted. */
export function pairOf(first: RepairCase, planted: PlantedRepair[]): PlantedRepair[] {
  return [companionOf(first), ...planted];
}

/** Two repairs of two vehicles at one station, the second submitted after the first. */
export function twoRepairs(context: TrickContext, want: Want = null): [RepairCase, RepairCase] | null {
  const first = freshRepair(context, want);
  if (first === null) return null;
  const second = freshRepair(context, { ...want, station: first.station }, (vehicle) => {
    return vehicle !== first.vehicle && vehicle.model.line === first.vehicle.model.line;
  });
  if (second === null || isOwnFleet(second)) return null;
  second.submittedAtMs = Math.max(second.submittedAtMs, first.submittedAtMs + 60_000);
  return [first, second];
}

/** The rows of a table that belong to a claim or order, to be changed once they are written. */
export function rowsOf<T extends TableName>(
  facts: DemoFacts,
  table: T,
  owner: Partial<Record<keyof Fact<T>, unknown>>,
): Fact<T>[] {
  const wanted = Object.entries(owner);
  return facts
    .rows(table)
    .filter((row) => wanted.every(([key, value]) => (row as Record<string, unknown>)[key] === value));
}

/** The claim's old part as it stands today; `change` says what became of it. */
export function addOldPart(facts: DemoFacts, repair: RepairCase, change: Partial<Fact<'oldPart'>>): void {
  const [line] = rowsOf(facts, 'claimLine', { claimId: repair.claimId, costType: 'MATERIAL' });
  facts.add('oldPart', {
    id: facts.ids.next(),
    tagNo: `JJ${String(repair.number).padStart(9, '0')}`,
    claimId: repair.claimId,
    claimLineId: line?.id ?? null,
    partId: repair.parts[0]?.part.id ?? '',
    qtyMilli: 1000,
    serial: null,
    stationId: repair.station.id,
    policy: 'RETURN',
    dueDate: dateOf(facts.todayDay + 20),
    boxId: null,
    status: 'DUE',
    receivedQtyMilli: null,
    inspectResult: null,
    inspector: null,
    inspectedAtMs: null,
    disposition: null,
    applicationLineId: null,
    ...change,
  });
}

/** A place so many kilometres from the station on the way to another, to the metre. */
export function placeOnTheWay(from: DemoStation, to: DemoStation, km: number): { latMicro: number; lngMicro: number } {
  let [low, high] = [0, 1];
  const at = (share: number) => ({
    latMicro: Math.round(from.latMicro + (to.latMicro - from.latMicro) * share),
    lngMicro: Math.round(from.lngMicro + (to.lngMicro - from.lngMicro) * share),
  });
  for (let step = 0; step < 40; step += 1) {
    const middle = (low + high) / 2;
    const { latMicro, lngMicro } = at(middle);
    if (distanceKm(from.latMicro, from.lngMicro, latMicro, lngMicro) < km) low = middle;
    else high = middle;
  }
  return at(low);
}
