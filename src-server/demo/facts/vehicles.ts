import { addMonths, dateOf, dayOf, instantOf } from './demo-calendar.ts';
import type { DemoFacts } from './demo-facts.ts';
import type { DemoModel } from './products.ts';
import type { DemoCustomer } from './stations.ts';
import type { DemoRandom } from './random.ts';

export interface DemoVehicle {
  id: string;
  vin: string;
  plateNo: string | null;
  engineNo: string;
  model: DemoModel;
  customer: DemoCustomer | null;
  saleDay: number;
  inServiceDay: number;
  /** How far it drives: odometer on a day = 40 + days in service × kmPerDay. */
  kmPerDay: number;
  status: 'STOCK' | 'SOLD' | 'SCRAPPED' | 'STOLEN';
}

const VALUES: Record<string, number> = {};
for (const [index, letter] of [...'ABCDEFGH'].entries()) VALUES[letter] = index + 1;
for (const [index, letter] of [...'JKLMN'].entries()) VALUES[letter] = index + 1;
Object.assign(VALUES, { P: 7, R: 9, S: 2, T: 3, U: 4, V: 5, W: 6, X: 7, Y: 8, Z: 9 });
for (let digit = 0; digit <= 9; digit += 1) VALUES[String(digit)] = digit;
const WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
const YEAR_CODES = 'ABCDEFGHJKLMNPRSTVWXY123456789';

/** A VIN with its check digit in place 9: eight characters of maker and model, year code, plant, six digits. */
export function makeVin(prefix: string, year: number, serial: number): string {
  const yearCode = YEAR_CODES[(year - 2010 + 30) % 30] ?? 'A';
  const body = `${prefix}0${yearCode}1${String(serial).padStart(6, '0')}`;
  let sum = 0;
  for (const [index, character] of [...body].entries()) sum += (VALUES[character] ?? 0) * (WEIGHTS[index] ?? 0);
  const check = sum % 11 === 10 ? 'X' : String(sum % 11);
  return `${body.slice(0, 8)}${check}${body.slice(9)}`;
}

export function mileageOn(vehicle: DemoVehicle, day: number): number {
  return 40 + Math.max(0, day - vehicle.inServiceDay) * vehicle.kmPerDay;
}

const USE_TYPES: Record<string, string> = {
  SCH: 'SCHOOL',
  CTY: 'TRANSIT',
  EVB: 'TRANSIT',
  BUS: 'TOUR',
};

export function addVehicles(facts: DemoFacts, models: DemoModel[], customers: DemoCustomer[]): DemoVehicle[] {
  const random = facts.random('vehicles');
  const count = Math.max(200, Math.round(8000 * facts.options.scale));
  const buses = customers.filter((customer) => customer.bus);
  const hauliers = customers.filter((customer) => !customer.bus);
  const vehicles: DemoVehicle[] = [];
  for (let number = 1; number <= count; number += 1) {
    const line = random.chance(680) ? 'COACH' : 'TRUCK';
    const model = random.pick(models.filter((candidate) => candidate.line === line));
    const stock = number % 50 === 7;
    const owner = stock ? null : random.pick(line === 'COACH' ? buses : hauliers);
    vehicles.push(addVehicle(facts, { random, model, customer: owner, number }));
  }
  return vehicles;
}

interface NewVehicle {
  random: DemoRandom;
  model: DemoModel;
  customer: DemoCustomer | null;
  number: number;
}

function addVehicle(facts: DemoFacts, input: NewVehicle): DemoVehicle {
  const { random, model, customer, number } = input;
  const stock = customer === null;
  // most of the fleet is young enough to be in warranty; a few stand in the yard, a few are gone
  const saleDay =
    facts.todayDay -
    (stock
      ? -1
      : random.weighted([
          [random.int(4, 400), 42],
          [random.int(400, 800), 36],
          [random.int(800, 1500), 22],
        ] as const));
  const mfgDay = (stock ? facts.todayDay - random.int(10, 80) : saleDay) - random.int(8, 45);
  const prefix = `${model.line === 'COACH' ? 'LXC' : 'LXT'}${model.vinPart}`;
  const vehicle: DemoVehicle = {
    id: facts.ids.next(),
    vin: makeVin(prefix, Number(dateOf(mfgDay).slice(0, 4)), 100_000 + number),
    plateNo:
      customer === null
        ? null
        : `${customer.city.plate}${random.pick([...'ABCDEFGHJKLMNPQRSTUVWXYZ'])}${model.electric ? 'D' : ''}${random.digits(4)}`,
    engineNo: `${model.line === 'COACH' ? 'YC' : 'MC'}${random.digits(9)}`,
    model,
    customer,
    saleDay,
    inServiceDay: saleDay + random.int(0, 12),
    kmPerDay:
      model.line === 'COACH'
        ? model.vinPart.startsWith('SCH')
          ? random.int(40, 90)
          : random.int(110, random.chance(150) ? 460 : 320)
        : random.int(130, random.chance(200) ? 520 : 380),
    status: stock ? 'STOCK' : number % 400 === 211 ? 'SCRAPPED' : number % 800 === 612 ? 'STOLEN' : 'SOLD',
  };
  const sold = vehicle.status !== 'STOCK';
  facts.add('vehicle', {
    id: vehicle.id,
    vin: vehicle.vin,
    chassisNo: vehicle.vin,
    engineNo: vehicle.engineNo,
    modelId: model.id,
    productLine: model.line,
    plateNo: vehicle.plateNo,
    customerId: customer?.id ?? null,
    mfgDate: dateOf(mfgDay),
    saleDate: sold ? dateOf(saleDay) : null,
    invoiceDate: sold ? dateOf(saleDay) : null,
    inServiceDate: sold ? dateOf(vehicle.inServiceDay) : null,
    inServiceSource: sold
      ? random.weighted([
          ['INVOICE', 70],
          ['REGISTRATION', 25],
          ['DECLARED', 5],
        ] as const)
      : null,
    inServiceLocked: 0,
    homeRegionId: customer?.region.id ?? null,
    useType: model.line === 'COACH' ? (USE_TYPES[model.vinPart.slice(0, 3)] ?? 'INTERCITY') : truckUse(model.series),
    lastMileageKm: null,
    lastMileageAtMs: null,
    status: vehicle.status,
    parentBodyOrder: null,
    mergedIntoId: null,
    createdAtMs: instantOf(mfgDay, 600),
  });
  if (sold) addMaintenance(facts, vehicle, random);
  return vehicle;
}

function truckUse(series: string): string {
  if (series.startsWith('HK3')) return 'DUMP';
  if (series === 'HK5250') return 'MIXER';
  if (series === 'HK5180') return 'SPECIAL';
  return 'TRACTOR';
}

/** Odometer readings of maintenance visits, about one in four months, never after the last month. */
function addMaintenance(facts: DemoFacts, vehicle: DemoVehicle, random: DemoRandom): void {
  const from = Math.max(vehicle.inServiceDay + 20, facts.firstDay);
  for (let day = from + random.int(0, 90); day < facts.todayDay - 2; day += random.int(100, 170)) {
    facts.add('mileageReading', {
      id: facts.ids.next(),
      vehicleId: vehicle.id,
      readingKm: mileageOn(vehicle, day),
      readDate: dateOf(day),
      readAtMs: instantOf(day, 540),
      source: random.chance(300) ? 'TELEMATICS' : 'MAINT',
      sourceDocType: null,
      sourceDocId: null,
      stationId: null,
      meterSeq: 1,
      offsetKm: 0,
    });
  }
}

/** The first day on which the vehicle's assembly is no longer covered by date. */
export function firstDayOut(vehicle: DemoVehicle, months: number): number {
  return dayOf(addMonths(dateOf(vehicle.inServiceDay), months));
}
