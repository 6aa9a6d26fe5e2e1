import { sql, type Kysely, type Selectable } from 'kysely';
import { claimSettingsOf, withLevelLimits, type ClaimSettings } from '../../src-shared/domain/claims/first-rates.ts';
import { rulesetOf } from '../../src-shared/domain/claims/first-ruleset.ts';
import type {
  EngineerFact,
  FittedPartFact,
  HistoryClaimFact,
  Masters,
  MileageReadingFact,
  StationFact,
  VehicleFact,
  WarrantyOverrideFact,
  WorkOrderFact,
} from '../../src-shared/domain/claims/evaluation-types.ts';
import type { Ruleset } from '../../src-shared/domain/claims/ruleset-types.ts';
import { AppError } from '../../src-shared/errors.ts';
import { isAnyOf, readColumns } from '../db/bulk-rows.ts';
import type { CentralTables, StationTermsTable } from '../db/central-tables.generated.ts';
import { levelLimitsJson } from '../db/level-limits.ts';
import { loadHistory } from './vehicle-history.repository.ts';
import type { MasterStore } from './evaluation-masters.repository.ts';

export type Db = Kysely<CentralTables>;
export type StationTermsRow = Selectable<StationTermsTable>;

/** Everything a batch of claims is judged by, read with a fixed number of statements whatever the batch's size. */
export interface EvaluationFacts {
  masters: Masters;
  vehicles: ReadonlyMap<string, VehicleFact>;
  stations: ReadonlyMap<string, Omit<StationFact, 'terms'>>;
  termsByStation: ReadonlyMap<string, StationTermsRow[]>;
  workOrders: ReadonlyMap<string, WorkOrderFact & Partial<StoredOrder>>;
  engineers: ReadonlyMap<string, EngineerFact>;
  readingsByVehicle: ReadonlyMap<string, (MileageReadingFact & { vehicleId: string })[]>;
  historyByVehicle: ReadonlyMap<string, (HistoryClaimFact & { vehicleId: string | null })[]>;
  overridesByVehicle: ReadonlyMap<string, (WarrantyOverrideFact & { vehicleId: string })[]>;
  fittedByVehicle: ReadonlyMap<string, (FittedPartFact & { vehicleId: string })[]>;
  /** Claims the sample plan drew; they are never approved without a person (claims §6.5). */
  sampledClaimIds: ReadonlySet<string>;
}

/** What the evidence takes from a stored work order. */
export interface StoredOrder {
  startAtMs: number | null;
  finishAtMs: number | null;
  plateNo: string | null;
  engineNo: string | null;
  requestId: string | null;
}

/** One repair of a vehicle, by which its history is looked through. */
export interface VehicleRepair {
  claimId: string;
  vehicleId: string;
  opId: string | null;
  partId: string | null;
  type: string;
  finishDate: string;
  workOrderId: string | null;
}

/** The ids a batch of claims refers to. */
export interface FactIds {
  claimIds: readonly string[];
  vehicleIds: readonly string[];
  stationIds: readonly string[];
  engineerIds: readonly string[];
  workOrderIds: readonly string[];
  opIds: readonly string[];
  partIds: readonly string[];
  /** What was repaired on which vehicle: whose repetition the rules look for. */
  repairs: readonly VehicleRepair[];
}

const VEHICLE_COLUMNS = [
  ...(['id', 'vin', 'productLine', 'mfgDate', 'saleDate', 'inServiceDate', 'inServiceSource', 'status'] as const),
  ...(['plateNo', 'engineNo', 'modelId', 'customerId'] as const),
] as const;
const READING_COLUMNS = [
  ...(['id', 'vehicleId', 'readingKm', 'readDate', 'sourceDocId', 'stationId', 'meterSeq', 'offsetKm'] as const),
] as const;
/** The ruleset in force on a day: the newest published one that has begun by then; one without a date always has. */
export async function loadRuleset(db: Db, today: string): Promise<Ruleset> {
  const row = await db
    .selectFrom('ruleset')
    .select(['rulesetVersion', 'rulesJson', 'tablesJson'])
    .where('status', '=', 'PUBLISHED')
    .where((one) => one.or([one('effectiveDate', 'is', null), one('effectiveDate', '<=', today)]))
    .orderBy('rulesetVersion', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) throw new AppError('UNAVAILABLE', 'no-ruleset-published');
  return rulesetOf(row);
}

/** The published ruleset of a version; the one in force today where there is none of that number. */
export async function loadRulesetOf(db: Db, version: number | null, today: string): Promise<Ruleset> {
  const row = await db
    .selectFrom('ruleset')
    .select(['rulesetVersion', 'rulesJson', 'tablesJson'])
    .where('status', '=', 'PUBLISHED')
    .where('rulesetVersion', '=', version ?? -1)
    .executeTakeFirst();
  return row === undefined ? loadRuleset(db, today) : rulesetOf(row);
}

/** The claim settings, first values where nothing is stored, with the limits of the rules in force on the day. */
export async function loadClaimSettings(db: Db, day: string): Promise<ClaimSettings> {
  return withLevelLimits(await loadStoredSettings(db), await levelLimitsJson(db, day));
}

/** The claim settings as they are stored, without what a version of the rules says about them. */
export async function loadStoredSettings(db: Db): Promise<ClaimSettings> {
  return claimSettingsOf(await db.selectFrom('setting').select(['settingKey', 'valueJson']).execute());
}

/** Reads the facts of a batch; what no rule of the ruleset reads stays away. */
export async function loadEvaluationFacts(
  db: Db,
  ids: FactIds,
  { masters, ruleset }: { masters: MasterStore; ruleset: Ruleset },
): Promise<EvaluationFacts> {
  const { vehicleIds, stationIds } = ids;
  const terms = await db
    .selectFrom('stationTerms')
    .selectAll()
    .where(isAnyOf('stationId', stationIds))
    .orderBy('validFromDate')
    .execute();
  const sampled = await db.selectFrom('sampleCase').select('claimId').where(isAnyOf('claimId', ids.claimIds)).execute();
  return {
    masters: await masters.including(ids),
    vehicles: await loadVehicles(db, vehicleIds),
    stations: byId(await db.selectFrom('station').selectAll().where(isAnyOf('id', stationIds)).execute()),
    termsByStation: Map.groupBy(terms, (row) => row.stationId),
    workOrders: byId(
      await db
        .selectFrom('workOrder')
        .select(['id', 'no', 'place', 'payType', 'startAtMs', 'finishAtMs', 'plateNo', 'engineNo', 'requestId'])
        .where(isAnyOf('id', ids.workOrderIds))
        .execute(),
    ),
    engineers: byId(
      await db.selectFrom('engineer').select(['id', 'empNo', 'status']).where(isAnyOf('id', ids.engineerIds)).execute(),
    ),
    ...(await loadVehicleHistory(db, ids, ruleset)),
    sampledClaimIds: new Set(sampled.map((row) => row.claimId)),
  };
}

async function loadVehicles(db: Db, vehicleIds: readonly string[]): Promise<Map<string, VehicleFact>> {
  const models = await db.selectFrom('productModel').select(['id', 'series']).execute();
  const seriesOf = new Map(models.map((model) => [model.id, model.series]));
  const rows = await readColumns(db, 'vehicle', VEHICLE_COLUMNS, { column: 'id', values: vehicleIds });
  return byId(rows.map((row) => ({ ...row, series: seriesOf.get(row.modelId) ?? null })));
}

async function loadVehicleHistory(
  db: Db,
  { vehicleIds, repairs }: Pick<FactIds, 'vehicleIds' | 'repairs'>,
  ruleset: Ruleset,
): Promise<Pick<EvaluationFacts, 'readingsByVehicle' | 'historyByVehicle' | 'overridesByVehicle' | 'fittedByVehicle'>> {
  const vehicles = { column: 'vehicleId', values: vehicleIds } as const;
  const readings = await readColumns(db, 'mileageReading', READING_COLUMNS, vehicles);
  const history = await loadHistory(db, repairs, ruleset);
  const overrides = await db
    .selectFrom('warrantyOverride')
    .select(['vehicleId', 'componentGroupId', 'months', 'kmLimit', 'validFromDate', 'validToDate'])
    .where(isAnyOf('vehicleId', vehicleIds))
    .execute();
  const fitted = await db
    .selectFrom('servicePartWarranty')
    .select(['vehicleId', 'partId', 'fittedDate', 'months'])
    .where(isAnyOf('vehicleId', vehicleIds))
    .execute();
  return {
    readingsByVehicle: Map.groupBy(readings, (row) => row.vehicleId),
    historyByVehicle: Map.groupBy(history, (row) => row.vehicleId ?? ''),
    overridesByVehicle: Map.groupBy(overrides, (row) => row.vehicleId),
    fittedByVehicle: Map.groupBy(fitted, (row) => row.vehicleId),
  };
}

/** The terms of a station in force on a day, or null. */
export function termsInForce(rows: readonly StationTermsRow[] | undefined, onDate: string): StationTermsRow | null {
  return (
    rows?.findLast((row) => row.validFromDate <= onDate && (row.validToDate === null || onDate <= row.validToDate)) ??
    null
  );
}

/** The codes of all regions by id; a row's scope is made of them. */
export async function loadRegionCodes(db: Db): Promise<Map<string, string>> {
  const rows = await db.selectFrom('region').select(['id', 'code']).execute();
  return new Map(rows.map((row) => [row.id, row.code]));
}

/** Locks the claims against other commands until the transaction ends, always in the order of their ids. */
export async function lockClaims(db: Db, claimIds: readonly string[]): Promise<void> {
  await db
    .selectFrom('claim')
    .select(sql<number>`1`.as('one'))
    .where(isAnyOf('id', claimIds))
    .orderBy('id')
    .forUpdate()
    .execute();
}

function byId<T extends { id: string }>(rows: readonly T[]): Map<string, T> {
  return new Map(rows.map((row) => [row.id, row]));
}
