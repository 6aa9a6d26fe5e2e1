import type { Insertable, Selectable } from 'kysely';
import { normaliseVin } from '../../src-shared/domain/checks/vin-check.ts';
import type { VehicleValues } from '../../src-shared/domain/exchange/things.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { CommandContext } from '../commands/command-handler.ts';
import { insertRows, isAnyOf, takeDocumentNumbers, updateRows } from '../db/bulk-rows.ts';
import type { CustomerTable, ProductModelTable, VehicleTable } from '../db/central-tables.generated.ts';
import { changedColumns, refusedThing, type CheckedThing, type ThingOutcome } from './import-thing.ts';

type VehicleRow = Selectable<VehicleTable>;
type Thing = CheckedThing<'vehicles'>;

/**
 * Vehicles by their VIN. A model is found by code or exact name within its product line, a customer by exact name; those
 * that are new are made: the file of a station is often the first to name them, and refusing its rows would only make
 * people type masters by hand. They can be merged with others later.
 */
export async function importVehicles(context: CommandContext, things: readonly Thing[]): Promise<ThingOutcome[]> {
  const { db } = context;
  const vins = things.map((thing) => normaliseVin(thing.values.vin));
  const known = await db.selectFrom('vehicle').selectAll().where(isAnyOf('vin', vins)).execute();
  const byVin = new Map(known.map((row) => [row.vin, row]));
  const models = await modelsFor(context, things);
  const customers = await customersFor(context, things);
  const added: Insertable<VehicleTable>[] = [];
  const outcomes: ThingOutcome[] = [];
  for (const thing of things) {
    const { values } = thing;
    const modelId = models.get(modelKey(values)) ?? '';
    const customerId = isBlank(values.customerName) ? null : (customers.get(values.customerName) ?? null);
    const row = byVin.get(normaliseVin(values.vin));
    if (row === undefined) {
      const vehicle = vehicleRow(context, values, { modelId, customerId });
      added.push(vehicle);
      outcomes.push({ outcome: 'created', targetId: vehicle.id, issues: [] });
    } else {
      outcomes.push(await changeVehicle(context, thing, row, { modelId, customerId }));
    }
  }
  await insertRows(db, 'vehicle', added);
  return outcomes;
}

async function changeVehicle(
  context: CommandContext,
  thing: Thing,
  row: VehicleRow,
  links: { modelId: string; customerId: string | null },
): Promise<ThingOutcome> {
  const { values } = thing;
  const { plateNo, engineNo, mfgDate, saleDate, invoiceDate, inServiceDate } = values;
  const customerId = isBlank(values.customerName) ? undefined : links.customerId;
  const changed = changedColumns<VehicleRow>(row, {
    ...{ plateNo, engineNo, mfgDate, saleDate, invoiceDate, inServiceDate, customerId, modelId: links.modelId },
    ...{ productLine: values.productLine, status: values.status ?? undefined },
    // A reading of the file never sets an odometer back; readings themselves come with claims.
    lastMileageKm: (values.lastMileageKm ?? -1) > (row.lastMileageKm ?? -1) ? values.lastMileageKm : undefined,
  });
  // The start of the warranty is locked by the first posted claim; only the warranty administrator moves it (claims §2.1).
  if (row.inServiceLocked === 1 && changed.inServiceDate !== undefined) {
    const details = { vin: row.vin, inServiceDate: row.inServiceDate };
    return refusedThing(thing, 'in-service-date-locked', {
      field: 'inServiceDate',
      value: inServiceDate ?? null,
      details,
    });
  }
  if (Object.keys(changed).length === 0) return { outcome: 'unchanged', targetId: row.id, issues: [] };
  await updateRows(context.db, 'vehicle', [{ ...changed, id: row.id }]);
  return { outcome: 'updated', targetId: row.id, issues: [] };
}

function vehicleRow(
  { newId, nowMs }: CommandContext,
  values: VehicleValues,
  links: { modelId: string; customerId: string | null },
): Insertable<VehicleTable> & { id: string } {
  const { mfgDate, saleDate, invoiceDate, inServiceDate } = values;
  return {
    ...rowIdentity(newId(), 'g'),
    ...{ vin: normaliseVin(values.vin), chassisNo: null, engineNo: values.engineNo ?? null, ...links },
    ...{ productLine: values.productLine, plateNo: values.plateNo ?? null, mfgDate: mfgDate ?? null },
    ...{ saleDate: saleDate ?? null, invoiceDate: invoiceDate ?? null, inServiceDate: inServiceDate ?? null },
    inServiceSource: isBlank(inServiceDate) ? null : inServiceDate === invoiceDate ? 'INVOICE' : 'DECLARED',
    ...{ homeRegionId: null, useType: null, lastMileageKm: values.lastMileageKm ?? null, lastMileageAtMs: null },
    ...{ status: values.status ?? 'SOLD', parentBodyOrder: null, mergedIntoId: null, createdAtMs: nowMs },
  };
}

async function modelsFor(context: CommandContext, things: readonly Thing[]): Promise<Map<string, string>> {
  const { db, newId } = context;
  const rows = await db.selectFrom('productModel').select(['id', 'code', 'name', 'productLine']).execute();
  const ids = new Map<string, string>();
  for (const { id, code, name, productLine } of rows) {
    ids.set(modelKey({ modelName: name, productLine }), id);
    ids.set(modelKey({ modelName: code, productLine }), id);
  }
  const codes = new Set(rows.map((row) => row.code));
  const added: Insertable<ProductModelTable>[] = [];
  for (const { values } of things) {
    if (ids.has(modelKey(values))) continue;
    const { modelName, productLine } = values;
    const code = codes.has(modelName) ? `${modelName}/${productLine}` : modelName;
    const id = newId();
    added.push({ ...rowIdentity(id, 'g'), code, productLine, series: modelName, name: modelName });
    codes.add(code);
    ids.set(modelKey(values), id);
  }
  await insertRows(db, 'productModel', added);
  return ids;
}

async function customersFor(context: CommandContext, things: readonly Thing[]): Promise<Map<string, string>> {
  const { db, newId } = context;
  const wanted = new Map(
    things.flatMap(({ values }) => (isBlank(values.customerName) ? [] : [[values.customerName, values] as const])),
  );
  const rows = await db
    .selectFrom('customer')
    .select(['id', 'name', 'mergedIntoId'])
    .where(isAnyOf('name', wanted.keys()))
    .orderBy('id', 'desc')
    .execute();
  const ids = new Map(rows.map((row) => [row.name, row.mergedIntoId ?? row.id]));
  const missing = [...wanted].filter(([name]) => !ids.has(name));
  if (missing.length === 0) return ids;
  const taken = await takeDocumentNumbers(db, new Map([['customer', missing.length]]));
  const first = (taken.get('customer') ?? 0) - missing.length + 1;
  const added = missing.map(([name, values], index): Insertable<CustomerTable> & { id: string } => ({
    ...rowIdentity(newId(), 'g'),
    code: `KHI${String(first + index).padStart(6, '0')}`, // a series of its own beside the codes of the ERP
    ...{ name, type: values.productLine === 'TRUCK' ? 'LOGISTICS' : 'BUS_CO', regionId: null, phone: null },
  }));
  await insertRows(db, 'customer', added);
  for (const { name, id } of added) ids.set(name, id);
  return ids;
}

function modelKey({ modelName, productLine }: { modelName: string; productLine: string }): string {
  return `${productLine} ${modelName}`;
}

function isBlank(text: string | null | undefined): text is null | undefined | '' {
  return text === null || text === undefined || text === '';
}
