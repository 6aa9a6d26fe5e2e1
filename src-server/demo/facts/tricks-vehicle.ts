import { dateOf, dayOfInstant, instantOf } from './demo-calendar.ts';
import { honestRepair, type PlantedRepair, type Trick, type TrickContext } from './planter.ts';
import { coverageOf } from './policies.ts';
import type { DemoGroup } from './products.ts';
import type { RepairCase } from './repair-case.ts';
import { fits } from './parts.ts';
import { firstDayOut, makeVin, mileageOn, type DemoVehicle } from './vehicles.ts';

/** Tricks with the vehicle, its odometer and its warranty: rules V01, V02, V04, V03, V07, W01, W02, W04. */

export const unknownVin: Trick = (context) => {
  const repair = honestRepair(context, null);
  if (repair === null) return null;
  const { vehicle } = repair;
  if (context.nearMiss)
    return one(repair, [], 'the VIN differs from a neighbour in its serial number only, and both are known');
  const serial = 700_000 + repair.number;
  repair.vinText = makeVin(vehicle.vin.slice(0, 8), 2022, serial);
  repair.vehicleKnown = false;
  return one(repair, ['V01'], `a well-formed VIN of no vehicle of ours: ${repair.vinText}`);
};

export const wrongCheckDigit: Trick = (context) => {
  const repair = honestRepair(context, null);
  if (repair === null) return null;
  const { vin } = repair.vehicle;
  const right = vin.charAt(8);
  if (context.nearMiss) return right === 'X' ? one(repair, [], 'the right check digit is X') : null;
  const wrong = right === '4' ? '5' : '4';
  repair.vinText = `${vin.slice(0, 8)}${wrong}${vin.slice(9)}`;
  repair.vehicleKnown = false;
  return one(repair, ['V01', 'V02'], `check digit ${wrong} in place of ${right}`);
};

export const mileageMovedBack: Trick = (context) => {
  const repair = honestRepair(context, null, (vehicle) => mileageOn(vehicle, context.day) > 9000);
  if (repair === null) return null;
  const { facts, day, nearMiss } = context;
  const highKm = mileageOn(repair.vehicle, day - 1);
  facts.add('mileageReading', {
    id: facts.ids.next(),
    vehicleId: repair.vehicle.id,
    readingKm: highKm,
    readDate: dateOf(day - 1),
    readAtMs: instantOf(day - 1, 500),
    source: 'MAINT',
    sourceDocType: null,
    sourceDocId: null,
    stationId: null,
    meterSeq: 1,
    offsetKm: 0,
  });
  const backKm = nearMiss ? 50 : 51 + ((repair.number * 97) % 4000);
  repair.mileageKm = highKm - backKm;
  repair.failureDay = Math.max(repair.failureDay, day);
  return one(repair, nearMiss ? [] : ['V04'], `odometer ${String(backKm)} km under the reading of the day before`);
};

export const wrongPlate: Trick = (context) => {
  const repair = honestRepair(context, null);
  if (repair?.plateNo === undefined || repair.plateNo === null) return null;
  repair.plateNo = `${repair.plateNo.slice(0, -1)}${repair.plateNo.endsWith('7') ? '1' : '7'}`;
  return one(repair, ['V03'], 'number plate of another vehicle');
};

export const scrappedVehicle: Trick = (context) => {
  if (context.nearMiss) {
    const sold = honestRepair(context, null);
    return sold === null ? null : one(sold, [], 'the vehicle is SOLD');
  }
  const gone = context.maker.masters.vehicles.filter((vehicle) => ['SCRAPPED', 'STOLEN'].includes(vehicle.status));
  const start = context.day % Math.max(1, gone.length);
  const vehicles = [...gone.slice(start), ...gone.slice(0, start)];
  const repair = honestRepair({ ...context, vehicles }, null);
  return repair === null ? null : one(repair, ['V07'], `the vehicle is ${repair.vehicle.status}`);
};

/** A repair of an assembly whose cover ended by date on the day of the failure, or one day before that end. */
export const outByDate: Trick = (context) => {
  for (const vehicle of context.vehicles) {
    for (const group of groupsOf(context, vehicle)) {
      const coverage = coverageOf(vehicle.model.line, group.className);
      const outDay = firstDayOut(vehicle, coverage.months);
      const failureDay = context.nearMiss ? outDay - 1 : Math.max(outDay, context.day - 1);
      const day = failureDay + 1;
      const tooFar = failureDay - outDay > 240 || day < context.facts.firstDay + 30 || day >= context.facts.todayDay;
      if (tooFar || mileageOn(vehicle, day) > coverage.kmLimit) continue;
      const repair = context.maker.repairOf(vehicle, day, { group });
      if (repair === null) continue;
      moveFailure(repair, failureDay);
      return one(
        repair,
        context.nearMiss ? [] : ['W01'],
        `failed ${String(failureDay - outDay)} days after the first day out`,
      );
    }
  }
  return null;
};

/** A repair with the odometer over the limit of the assembly's cover, or exactly on it. */
export const outByMileage: Trick = (context) => {
  for (const vehicle of context.vehicles) {
    for (const group of groupsOf(context, vehicle)) {
      const coverage = coverageOf(vehicle.model.line, group.className);
      const limitDay = vehicle.inServiceDay + Math.ceil((coverage.kmLimit + 1 - 40) / vehicle.kmPerDay);
      const day = context.nearMiss ? limitDay : Math.max(limitDay, context.day);
      const outside = day < context.facts.firstDay + 30 || day >= context.facts.todayDay || day - limitDay > 240;
      if (outside || day >= firstDayOut(vehicle, coverage.months)) continue;
      const repair = context.maker.repairOf(vehicle, day, { group });
      if (repair === null) continue;
      const hit = day === limitDay ? coverage.kmLimit + 1 : mileageOn(vehicle, day);
      repair.mileageKm = context.nearMiss ? coverage.kmLimit : hit;
      return one(
        repair,
        context.nearMiss ? [] : ['W02'],
        `odometer ${String(repair.mileageKm)} km, limit ${String(coverage.kmLimit)} km`,
      );
    }
  }
  return null;
};

/** A failure on the day before the vehicle was sold, or on the day of the sale itself. */
export const beforeSale: Trick = (context) => {
  for (const vehicle of context.vehicles) {
    const day = vehicle.inServiceDay + 4;
    const outside = day < context.facts.firstDay + 10 || day >= context.facts.todayDay;
    if (outside || vehicle.inServiceDay - vehicle.saleDay > 1) continue;
    const repair = context.maker.repairOf(vehicle, day, null);
    if (repair === null) continue;
    repair.failureDay = vehicle.saleDay - (context.nearMiss ? 0 : 1 + (repair.number % 2));
    return one(repair, context.nearMiss ? [] : ['W04'], 'failure dated against the day of the sale');
  }
  return null;
};

function groupsOf(context: TrickContext, vehicle: DemoVehicle): DemoGroup[] {
  return context.maker.masters.groups.filter((group) => group.className !== 'WEAR' && fits(group, [vehicle.model]));
}

function moveFailure(repair: RepairCase, failureDay: number): void {
  repair.failureDay = failureDay;
  const reportedDay = dayOfInstant(repair.reportedAtMs);
  if (reportedDay < failureDay) repair.reportedAtMs = instantOf(failureDay, 700);
}

export function one(repair: RepairCase, expected: readonly string[], fact: string): PlantedRepair[] {
  return [{ repair, expected, fact }];
}
