import { sql, type Kysely, type Selectable } from 'kysely';
import { claimSettingsOf, type ClaimSettings } from '../../src-shared/domain/claims/first-rates.ts';
import { rulesetOf } from '../../src-shared/domain/claims/first-ruleset.ts';
import { indexMasters } from '../../src-shared/domain/claims/masters.ts';
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
import { isAnyOf } from '../db/bulk-rows.ts';
import type { CentralTables, StationTermsTable } from '../db/central-tables.generated.ts';

export type Db = Kysely<CentralTables>;
export type StationTermsRow = Selectable<StationTermsTable>;

/** Everything a batch of claims is judged by, read with a fixed number of statements whatever the batch's size. */
export interface EvaluationFacts {
  masters: Masters;
  vehicles: ReadonlyMap<string, VehicleFact>;
  stations: ReadonlyMap<string, Omit<StationFact, 'terms'>>;
  termsByStation: ReadonlyMap<string, StationTermsRow[]>;
  workOrders: ReadonlyMap<string, WorkOrderFact>;
  engineers: ReadonlyMap<string, EngineerFact>;
  readingsByVehicle: ReadonlyMap<string, (MileageReadingFact & { vehicleId: string })[]>;
  historyByVehicle: ReadonlyMap<string, (HistoryClaimFact & { vehicleId: string | null })[]>;
  overridesByVehicle: ReadonlyMap<string, (WarrantyOverrideFact & { vehicleId: string })[]>;
  fittedByVehicle: ReadonlyMap<string, (FittedPartFact & { vehicleId: string })[]>;
  /** Claims the sample plan drew; they are never approved without a person (claims §6.5). */
  sampledClaimIds: ReadonlySet<string>;
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
}

/** The ruleset in force: the newest published one. */
export async function loadRuleset(db: Db): Promise<Ruleset> {
  const row = await db
    .selectFrom('ruleset')
    .select(['rulesetVersion', 'rulesJson', 'tablesJson'])
    .where('status', '=', 'PUBLISHED')
    .orderBy('rulesetVersion', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) throw new AppError('UNAVAILABLE', 'no-ruleset-published');
  return rulesetOf(row);
}

/** The claim settings in force, first values where nothing is stored. */
export async function loadClaimSettings(db: Db): Promise<ClaimSettings> {
  return claimSettingsOf(await db.selectFrom('setting').select(['settingKey', 'valueJson']).execute());
}

/** Reads the facts of a batch. */
export async function loadEvaluationFacts(db: Db, ids: FactIds): Promise<EvaluationFacts> {
  const { vehicleIds, stationIds } = ids;
  const terms = await db
    .selectFrom('stationTerms')
    .selectAll()
    .where(isAnyOf('stationId', stationIds))
    .orderBy('validFromDate')
    .execute();
  const sampled = await db.selectFrom('sampleCase').select('claimId').where(isAnyOf('claimId', ids.claimIds)).execute();
  return {
    masters: await loadMasters(db, ids),
    vehicles: byId(await db.selectFrom('vehicle').selectAll().where(isAnyOf('id', vehicleIds)).execute()),
    stations: byId(await db.selectFrom('station').selectAll().where(isAnyOf('id', stationIds)).execute()),
    termsByStation: Map.groupBy(terms, (row) => row.stationId),
    workOrders: byId(
      await db
        .selectFrom('workOrder')
        .select(['id', 'no', 'place', 'payType'])
        .where(isAnyOf('id', ids.workOrderIds))
        .execute(),
    ),
    engineers: byId(
      await db.selectFrom('engineer').select(['id', 'empNo', 'status']).where(isAnyOf('id', ids.engineerIds)).execute(),
    ),
    ...(await loadVehicleHistory(db, vehicleIds)),
    sampledClaimIds: new Set(sampled.map((row) => row.claimId)),
  };
}

async function loadVehicleHistory(
  db: Db,
  vehicleIds: readonly string[],
): Promise<Pick<EvaluationFacts, 'readingsByVehicle' | 'historyByVehicle' | 'overridesByVehicle' | 'fittedByVehicle'>> {
  const readings = await db
    .selectFrom('mileageReading')
    .select(['id', 'vehicleId', 'readingKm', 'readDate', 'sourceDocId', 'stationId', 'meterSeq', 'offsetKm'])
    .where(isAnyOf('vehicleId', vehicleIds))
    .execute();
  const history = await db
    .selectFrom('claim')
    .select(['id', 'no', 'vehicleId', 'status', 'type', 'stationId', 'claimantCode', 'claimantName', 'workOrderId'])
    .select(['mainOpId', 'causalPartId', 'componentGroupId', 'repairFinishDate', 'submittedAtMs'])
    .where(isAnyOf('vehicleId', vehicleIds))
    .execute();
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

async function loadMasters(db: Db, { opIds, partIds }: FactIds): Promise<Masters> {
  return indexMasters({
    rates: await db.selectFrom('rate').selectAll().execute(),
    operations: await db.selectFrom('labourOperation').selectAll().where(isAnyOf('id', opIds)).execute(),
    operationIncludes: await db
      .selectFrom('labourOperationInclude')
      .select(['opId', 'includedOpId'])
      .where(isAnyOf('opId', opIds))
      .execute(),
    parts: await db.selectFrom('part').selectAll().where(isAnyOf('id', partIds)).execute(),
    componentGroups: await db.selectFrom('componentGroup').select(['id', 'code', 'parentId', 'class']).execute(),
    policies: await db.selectFrom('warrantyPolicy').selectAll().execute(),
    coverages: await db.selectFrom('warrantyCoverage').selectAll().execute(),
  });
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
