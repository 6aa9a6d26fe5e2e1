import type { Insertable, Selectable } from 'kysely';
import type { StationValues } from '../../src-shared/domain/exchange/things.ts';
import { addDays } from '../../src-shared/domain/units/dates.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { CommandContext } from '../commands/command-handler.ts';
import { insertRows, isAnyOf, updateRows } from '../db/bulk-rows.ts';
import type { StationTable, StationTermsTable } from '../db/central-tables.generated.ts';
import { changedColumns, refusedThing, type CheckedThing, type ThingOutcome } from './import-thing.ts';

type StationRow = Selectable<StationTable>;
type TermsRow = Selectable<StationTermsTable>;
type Thing = CheckedThing<'stations'>;

interface Writes {
  newStations: Insertable<StationTable>[];
  stations: (Partial<StationRow> & { id: string })[];
  newTerms: Insertable<StationTermsTable>[];
  terms: (Partial<TermsRow> & { id: string })[];
}

/** Stations by their code: new ones are made, known ones set where the file says something else. */
export async function importStations(context: CommandContext, things: readonly Thing[]): Promise<ThingOutcome[]> {
  const { db } = context;
  const codes = things.map((thing) => thing.values.code);
  const known = await db.selectFrom('station').selectAll().where(isAnyOf('code', codes)).execute();
  const byCode = new Map(known.map((row) => [row.code, row]));
  const terms = await db
    .selectFrom('stationTerms')
    .selectAll()
    .where(
      isAnyOf(
        'stationId',
        known.map((row) => row.id),
      ),
    )
    .orderBy('validFromDate')
    .execute();
  const newestTerms = new Map(terms.map((row) => [row.stationId, row]));
  const regions = await db.selectFrom('region').select(['id', 'code', 'name']).execute();
  const regionIds = new Map(regions.flatMap(({ id, code, name }) => [[name, id] as const, [code, id] as const]));
  const writes: Writes = { newStations: [], stations: [], newTerms: [], terms: [] };
  const outcomes = things.map((thing): ThingOutcome => {
    const regionId = regionIds.get(thing.values.regionCode);
    if (regionId === undefined) {
      return refusedThing(thing, 'region-unknown', { field: 'regionCode', value: thing.values.regionCode });
    }
    const row = byCode.get(thing.values.code);
    if (row === undefined) return createStation(context, thing.values, regionId, writes);
    return changeStation(context, { row, terms: newestTerms.get(row.id), values: thing.values, regionId }, writes);
  });
  await insertRows(db, 'station', writes.newStations);
  for (const change of writes.stations) await updateRows(db, 'station', [change]);
  for (const change of writes.terms) await updateRows(db, 'stationTerms', [change]);
  await insertRows(db, 'stationTerms', writes.newTerms);
  return outcomes;
}

function createStation(context: CommandContext, values: StationValues, regionId: string, writes: Writes): ThingOutcome {
  const id = context.newId();
  writes.newStations.push({
    ...rowIdentity(id, 'g'),
    ...{ code: values.code, name: values.name, shortCode: values.shortCode ?? values.code, regionId },
    ...{ type: values.type, latMicro: values.latMicro ?? null, lngMicro: values.lngMicro ?? null },
    ...{ province: values.province ?? null, city: values.city ?? null, address: values.address ?? null },
    ...{ phone: values.phone ?? null, serviceRadiusKm: values.serviceRadiusKm ?? null, hostedCustomerId: null },
    ...{ status: values.status ?? 'ACTIVE', openedDate: values.openedDate ?? null },
  });
  writes.newTerms.push(termsRow(context.newId(), id, values, firstDayOf(values)));
  return { outcome: 'created', targetId: id, issues: [] };
}

function changeStation(
  context: CommandContext,
  known: { row: StationRow; terms: TermsRow | undefined; values: StationValues; regionId: string },
  writes: Writes,
): ThingOutcome {
  const { row, terms, values, regionId } = known;
  const changed = changedColumns<StationRow>(row, {
    ...{ name: values.name, regionId, type: values.type, shortCode: values.shortCode ?? undefined },
    ...{ latMicro: values.latMicro, lngMicro: values.lngMicro, province: values.province, city: values.city },
    ...{ address: values.address, phone: values.phone, serviceRadiusKm: values.serviceRadiusKm },
    ...{ status: values.status ?? undefined, openedDate: values.openedDate },
  });
  const hasChanged = Object.keys(changed).length > 0;
  if (hasChanged) writes.stations.push({ ...changed, id: row.id });
  const termsChanged = changeTerms(context, { stationId: row.id, terms, values }, writes);
  return { outcome: hasChanged || termsChanged ? 'updated' : 'unchanged', targetId: row.id, issues: [] };
}

/** Terms are dated: a later first day closes the old terms and opens new ones, the same first day corrects them. */
function changeTerms(
  context: CommandContext,
  known: { stationId: string; terms: TermsRow | undefined; values: StationValues },
  writes: Writes,
): boolean {
  const { stationId, terms, values } = known;
  if (terms === undefined) {
    writes.newTerms.push(termsRow(context.newId(), stationId, values, firstDayOf(values)));
    return true;
  }
  const changed = changedColumns<TermsRow>(terms, {
    ...{ grade: values.grade, taxpayerType: values.taxpayerType, taxNo: values.taxNo, bankName: values.bankName },
    ...{ bankAccount: values.bankAccount, contractNo: values.contractNo, contractFromDate: values.contractFromDate },
    ...{ contractToDate: values.contractToDate, productLines: values.productLines ?? undefined },
    ...{ skillClass: values.skillClass, electronicInvoice: flagOf(values.electronicInvoice) },
  });
  if (Object.keys(changed).length === 0) return false;
  const from = values.termsFromDate ?? null;
  if (from === null || from <= terms.validFromDate) {
    writes.terms.push({ ...changed, id: terms.id });
    return true;
  }
  writes.terms.push({ id: terms.id, validToDate: addDays(from, -1) });
  const { _v, ...kept } = terms;
  const opened = { ...kept, ...changed, ...rowIdentity(context.newId(), 'g', stationId) };
  writes.newTerms.push({ ...opened, validFromDate: from, validToDate: null });
  return true;
}

function termsRow(
  id: string,
  stationId: string,
  values: StationValues,
  validFromDate: string,
): Insertable<StationTermsTable> {
  return {
    ...rowIdentity(id, 'g', stationId),
    ...{ stationId, validFromDate, validToDate: null, grade: values.grade, taxpayerType: values.taxpayerType },
    ...{ taxNo: values.taxNo ?? null, bankName: values.bankName ?? null, bankAccount: values.bankAccount ?? null },
    ...{ contractNo: values.contractNo ?? null, contractFromDate: values.contractFromDate ?? null },
    ...{ contractToDate: values.contractToDate ?? null, productLines: values.productLines ?? 'COACH,TRUCK' },
    ...{ skillClass: values.skillClass ?? null, electronicInvoice: flagOf(values.electronicInvoice) ?? 0 },
  };
}

function firstDayOf(values: StationValues): string {
  return values.termsFromDate ?? values.contractFromDate ?? values.openedDate ?? '2000-01-01';
}

function flagOf(value: boolean | null | undefined): number | undefined {
  return value === undefined || value === null ? undefined : Number(value);
}
