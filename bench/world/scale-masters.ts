import type { REPLICATED_TABLES } from '../../src-shared/contract/replicated-tables.generated.ts';
import { bucketOf, rowKey } from '../../src-shared/domain/units/row-identity.ts';
import { DemoFacts, type TableName } from '../../src-server/demo/facts/demo-facts.ts';
import { addMasters } from '../../src-server/demo/facts/masters.ts';
import { makeVin } from '../../src-server/demo/facts/vehicles.ts';
import { addDemoSignIn, addFirstMasters } from '../../src-server/demo/seed-masters.ts';
import { SCALE_SEED, type WorldSize } from './scale-size.ts';

export type Row = Readonly<Record<string, unknown>>;

/** What the claims of the big world refer to. */
export interface ScaleMasters {
  facts: DemoFacts;
  vehicles: readonly Row[];
  stations: readonly Row[];
  regionCodes: ReadonlyMap<string, string>;
  operations: readonly Row[];
  parts: readonly Row[];
  modelNames: ReadonlyMap<string, string>;
}

/** The masters of the demo company, with vehicles, stations and parts multiplied up to the size of the big world. */
export async function makeScaleMasters(size: WorldSize, today: string): Promise<ScaleMasters> {
  const facts = new DemoFacts({ seed: SCALE_SEED, today, scale: 0.001 });
  addMasters(facts);
  addFirstMasters(facts);
  await addDemoSignIn(facts, Date.parse(`${today}T00:00:00Z`));
  multiply(facts, 'station', size.stations, (row, number) => ({
    ...row,
    code: `FZ${String(number)}`,
    shortCode: `Z${number.toString(36).toUpperCase()}`,
    name: `${String(row.name)}${String(number)}分站`,
  }));
  addTermsOfNewStations(facts);
  multiply(facts, 'part', size.parts, (row, number) => ({ ...row, partNo: `${String(row.partNo)}-${String(number)}` }));
  multiply(facts, 'vehicle', size.vehicles, (row, number) => ({
    ...row,
    vin: makeVin(String(row.vin).slice(0, 8), 2020 + (number % 6), serialOf(number)),
    chassisNo: null,
    plateNo: `浙G${String(number).padStart(6, '0')}`,
  }));
  return {
    facts,
    vehicles: rowsOf(facts, 'vehicle').filter((row) => row.status === 'SOLD'),
    stations: rowsOf(facts, 'station').filter((row) => row.status === 'ACTIVE'),
    regionCodes: new Map(facts.rows('region').map((row) => [row.id, row.code])),
    operations: rowsOf(facts, 'labourOperation'),
    parts: rowsOf(facts, 'part'),
    modelNames: new Map(facts.rows('productModel').map((row) => [row.id, row.name])),
  };
}

/** The vehicles of the demo company have the numbers from here on: above it the serials leave a gap for them. */
const DEMO_SERIALS = 100_000;

function serialOf(number: number): number {
  return (number < DEMO_SERIALS ? number : number + DEMO_SERIALS) % 1_000_000;
}

export function rowsOf(facts: DemoFacts, table: TableName): Row[] {
  return facts.rows(table) as unknown as Row[];
}

function multiply(facts: DemoFacts, table: TableName, count: number, change: (row: Row, number: number) => Row): void {
  const base = [...rowsOf(facts, table)];
  for (let number = base.length; number < count; number += 1) {
    const row = base[number % base.length];
    if (row !== undefined) facts.add(table, { ...change(row, number), id: facts.ids.next() } as never);
  }
}

function addTermsOfNewStations(facts: DemoFacts): void {
  const known = new Set(facts.rows('stationTerms').map((row) => row.stationId));
  const template = facts.rows('stationTerms').find((row) => row.validToDate === null);
  if (template === undefined) return;
  for (const station of facts.rows('station')) {
    if (known.has(station.id)) continue;
    facts.add('stationTerms', {
      ...template,
      id: facts.ids.next(),
      stationId: station.id,
      validFromDate: '2015-01-01',
    });
  }
}

/** The rows of a replicated table as values in the order of its columns; masters belong to everybody. */
export function* masterValues(facts: DemoFacts, table: (typeof REPLICATED_TABLES)[number]): Generator<unknown[]> {
  const keys = table.columns.map((column) => (column.startsWith('_') ? column : camel(column)));
  for (const row of rowsOf(facts, camel(table.name) as TableName)) {
    const id = String(row.id);
    const root = table.name === 'mileage_reading' ? String(row.vehicleId) : id;
    const identity: Row = { _v: 1, _scope: 'g', _k: rowKey(id), _bucket: bucketOf(root) };
    yield keys.map((key) => identity[key] ?? row[key] ?? null);
  }
}

export function camel(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
