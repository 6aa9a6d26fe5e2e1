import { sql, type Kysely, type Selectable } from 'kysely';
import { claimSettingsOf, type ClaimSettings } from '../../src-shared/domain/claims/first-rates.ts';
import { rulesetOf } from '../../src-shared/domain/claims/first-ruleset.ts';
import { addDays } from '../../src-shared/domain/units/dates.ts';
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
import { isAnyOf, readColumns } from '../db/bulk-rows.ts';
import type { CentralTables, StationTermsTable } from '../db/central-tables.generated.ts';

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
const PART_COLUMNS = [
  ...(['id', 'partNo', 'name', 'componentGroupId', 'issuePriceFen', 'maxQtyPerVehicleMilli', 'isWear'] as const),
] as const;
const OPERATION_COLUMNS = [
  ...(['id', 'opCode', 'name', 'componentGroupId', 'stdHoursCenti', 'overlapGroup', 'overlapDeductCenti'] as const),
  ...(['maxPerClaim', 'catalogueVersion', 'modelId', 'series', 'productLine'] as const),
  ...(['requiredPhotoKinds', 'needsPreauth', 'isGeneric'] as const),
] as const;
const READING_COLUMNS = [
  ...(['id', 'vehicleId', 'readingKm', 'readDate', 'sourceDocId', 'stationId', 'meterSeq', 'offsetKm'] as const),
] as const;
const HISTORY_COLUMNS = [
  ...(['id', 'no', 'vehicleId', 'status', 'type', 'stationId', 'claimantCode', 'claimantName', 'workOrderId'] as const),
  ...(['mainOpId', 'causalPartId', 'componentGroupId', 'repairFinishDate', 'submittedAtMs', 'claimedFen'] as const),
  ...(['campaignId'] as const),
] as const;

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
    ...(await loadVehicleHistory(db, ids)),
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
): Promise<Pick<EvaluationFacts, 'readingsByVehicle' | 'historyByVehicle' | 'overridesByVehicle' | 'fittedByVehicle'>> {
  const vehicles = { column: 'vehicleId', values: vehicleIds } as const;
  const readings = await readColumns(db, 'mileageReading', READING_COLUMNS, vehicles);
  const history = await loadHistory(db, repairs);
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

type HistoryRow = HistoryClaimFact & { vehicleId: string | null };

/** The rules about one visit and near repetition look no farther. */
const NEAR_DAYS = 7;
const REPEATED_TYPES: ReadonlySet<string> = new Set(['CAMPAIGN', 'SEASON_CHECK']);

/**
 * The claims of the same vehicles the rules about repetition ask for (claims §5 D01–D05, D07): the same main operation,
 * causal part or work order, a few days apart, or another campaign or season check. A vehicle's whole history is many
 * times as long.
 */
async function loadHistory(db: Db, repairs: FactIds['repairs']): Promise<HistoryRow[]> {
  const names = HISTORY_COLUMNS.map((column) => sql`${sql.ref(`h.${column}`)} as ${sql.ref(column)}`);
  const json = JSON.stringify(
    repairs.map((repair) => [
      ...[repair.vehicleId, repair.opId, repair.partId, repair.workOrderId],
      ...[addDays(repair.finishDate, -NEAR_DAYS), addDays(repair.finishDate, NEAR_DAYS)],
      ...(REPEATED_TYPES.has(repair.type) ? [repair.type] : []),
    ]),
  );
  const { rows } = await sql<HistoryRow>`select ${sql.join(names)}
    from jsonb_array_elements(${json}::jsonb) as r(repair) join claim as h on h.vehicle_id = r.repair ->> 0
    where h.main_op_id = r.repair ->> 1 or h.causal_part_id = r.repair ->> 2 or h.work_order_id = r.repair ->> 3
      or h.repair_finish_date between r.repair ->> 4 and r.repair ->> 5 or h.type = r.repair ->> 6`.execute(db);
  return [...byId(rows).values()];
}

async function loadMasters(db: Db, { opIds, partIds }: FactIds): Promise<Masters> {
  return indexMasters({
    rates: await db.selectFrom('rate').selectAll().execute(),
    operations: await readColumns(db, 'labourOperation', OPERATION_COLUMNS, { column: 'id', values: opIds }),
    operationIncludes: await db
      .selectFrom('labourOperationInclude')
      .select(['opId', 'includedOpId'])
      .where(isAnyOf('opId', opIds))
      .execute(),
    parts: await readColumns(db, 'part', PART_COLUMNS, { column: 'id', values: partIds }),
    componentGroups: await db.selectFrom('componentGroup').select(['id', 'code', 'parentId', 'class']).execute(),
    policies: await db.selectFrom('warrantyPolicy').selectAll().execute(),
    coverages: await db.selectFrom('warrantyCoverage').selectAll().execute(),
    applicabilities: await db
      .selectFrom('partApplicability')
      .select(['partId', 'modelId', 'vinFrom', 'vinTo', 'validFromDate', 'validToDate'])
      .where(isAnyOf('partId', partIds))
      .execute(),
    faultParts: await db
      .selectFrom('faultPartMap')
      .innerJoin('faultCode', 'faultCode.id', 'faultPartMap.faultCodeId')
      .select(['faultCode.code', 'faultPartMap.componentGroupId'])
      .execute(),
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
