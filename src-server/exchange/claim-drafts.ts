import type { Selectable } from 'kysely';
import { normaliseVin } from '../../src-shared/domain/checks/vin-check.ts';
import type { ClaimDraft, ClaimLineDraft } from '../../src-shared/domain/claims/claim-draft.ts';
import type { ClaimLineValues, ClaimValues } from '../../src-shared/domain/exchange/things.ts';
import { businessDateOf, startOfBusinessDate } from '../../src-shared/domain/units/business-date.ts';
import { mulDivRound } from '../../src-shared/domain/units/rounding.ts';
import type { CommandContext } from '../commands/command-handler.ts';
import { isAnyOf } from '../db/bulk-rows.ts';
import type { LabourOperationTable, PartTable, StationTable, VehicleTable } from '../db/central-tables.generated.ts';
import { loadClaimPapers, orderOf, papersOf, roadOf, type ClaimPapers } from './claim-papers.ts';
import { refusedThing, type CheckedThing, type ThingOutcome } from './import-thing.ts';

type Thing = CheckedThing<'claims'>;
type VehicleRow = Selectable<VehicleTable> & { modelName: string; modelCode: string; customerName: string | null };

/** The masters the claims of a part of a file refer to. */
export interface ClaimMasters {
  stations: ReadonlyMap<string, Selectable<StationTable>>;
  vehiclesByVin: ReadonlyMap<string, VehicleRow>;
  vehiclesByPlate: ReadonlyMap<string, VehicleRow[]>;
  operationsByCode: ReadonlyMap<string, Selectable<LabourOperationTable>>;
  operationsByName: ReadonlyMap<string, Selectable<LabourOperationTable>>;
  parts: ReadonlyMap<string, Selectable<PartTable>>;
  papers: ClaimPapers;
}

const NOON_MS = 12 * 3_600_000;

/** Reads what the claims refer to with a fixed number of statements. */
export async function loadClaimMasters({ db }: CommandContext, things: readonly Thing[]): Promise<ClaimMasters> {
  const values = things.map((thing) => thing.values);
  const lines = values.flatMap((claim) => claim.lines);
  const vehicles = await db
    .selectFrom('vehicle')
    .innerJoin('productModel', 'productModel.id', 'vehicle.modelId')
    .leftJoin('customer', 'customer.id', 'vehicle.customerId')
    .selectAll('vehicle')
    .select(['productModel.name as modelName', 'productModel.code as modelCode', 'customer.name as customerName'])
    .where((where) =>
      where.or([
        isAnyOf(
          'vehicle.vin',
          values.map((claim) => normaliseVin(claim.vin ?? '')),
        ),
        isAnyOf(
          'vehicle.plateNo',
          values.map((claim) => claim.plateNo ?? ''),
        ),
      ]),
    )
    .execute();
  const stations = await db
    .selectFrom('station')
    .selectAll()
    .where(
      isAnyOf(
        'code',
        values.map((claim) => claim.stationCode),
      ),
    )
    .execute();
  const operations = await db
    .selectFrom('labourOperation')
    .selectAll()
    .where((where) =>
      where.or([
        isAnyOf(
          'opCode',
          lines.map((line) => line.opCode ?? ''),
        ),
        isAnyOf(
          'name',
          lines.map((line) => line.description),
        ),
      ]),
    )
    .orderBy('opCode', 'desc')
    .execute();
  const parts = await db
    .selectFrom('part')
    .selectAll()
    .where(
      isAnyOf(
        'partNo',
        lines.map((line) => line.partNo ?? ''),
      ),
    )
    .execute();
  return {
    stations: new Map(stations.map((row) => [row.code, row])),
    vehiclesByVin: new Map(vehicles.map((row) => [row.vin, row])),
    vehiclesByPlate: Map.groupBy(vehicles, (row) => row.plateNo ?? ''),
    operationsByCode: new Map(operations.map((row) => [row.opCode, row])),
    // In descending order of codes, so that the first code of a name stands in the end.
    operationsByName: new Map(operations.map((row) => [row.name, row])),
    parts: new Map(parts.map((row) => [row.partNo, row])),
    papers: await loadClaimPapers(db, values),
  };
}

/** The claim as the claims room takes it, or why it cannot be taken. `order` keeps equal days in the file's order. */
export function claimDraftOf(
  context: CommandContext,
  masters: ClaimMasters,
  thing: Thing,
  order: number,
): { draft: ClaimDraft } | { refusal: ThingOutcome } {
  const { values } = thing;
  const station = masters.stations.get(values.stationCode);
  if (station === undefined) {
    return { refusal: refusedThing(thing, 'station-unknown', { field: 'stationCode', value: values.stationCode }) };
  }
  const vehicle = vehicleOf(masters, thing);
  if ('refusal' in vehicle) return vehicle;
  const papers = papersOf(masters.papers, thing);
  if ('refusal' in papers) return papers;
  const submittedDate = values.submittedDate ?? context.today;
  const finishAtMs = values.finishAtMs ?? startOfBusinessDate(values.finishDate) + NOON_MS;
  if (businessDateOf(finishAtMs) !== values.finishDate) {
    const value = new Date(finishAtMs).toISOString();
    return { refusal: refusedThing(thing, 'finish-on-another-day', { field: 'finishAtMs', value }) };
  }
  const lines = values.lines.map((line) => lineDraft(masters, line));
  const told = orderOf(values, lines, station);
  return {
    draft: {
      ...{ stationId: station.id, stationRef: values.jobCardNo, workOrderId: null, vehicle: vehicle.row },
      ...{ vinText: vehicle.row.vin, plateNo: values.plateNo ?? vehicle.row.plateNo },
      ...{ productLine: vehicle.row.productLine, modelName: vehicle.row.modelName, type: values.type ?? 'WARRANTY' },
      ...{ failureDate: values.failureDate ?? values.finishDate, repairFinishDate: values.finishDate },
      ...{ repairStartAtMs: values.startAtMs ?? finishAtMs, repairFinishAtMs: finishAtMs, submittedDate },
      submittedAtMs: startOfBusinessDate(submittedDate) + NOON_MS + order,
      ...{ mileageKm: values.mileageKm, ...papers },
      ...(told === null ? {} : { order: told }),
      ...{ complaintText: values.complaintText ?? null, responsibility: values.responsibility ?? 'MAKER' },
      // Brought in for the station: the clerk who imports may still decide it; the station's own user may not.
      createdBy: null,
      lines,
    },
  };
}

function vehicleOf(masters: ClaimMasters, thing: Thing): { row: VehicleRow } | { refusal: ThingOutcome } {
  const { vin, plateNo, modelName, customerName } = thing.values;
  if (!isBlank(vin)) {
    const row = masters.vehiclesByVin.get(normaliseVin(vin));
    return row === undefined
      ? { refusal: refusedThing(thing, 'vehicle-unknown', { field: 'vin', value: vin }) }
      : { row };
  }
  const named = (masters.vehiclesByPlate.get(plateNo ?? '') ?? []).filter(
    (row) =>
      (isBlank(modelName) || row.modelName === modelName || row.modelCode === modelName) &&
      (isBlank(customerName) || row.customerName === customerName),
  );
  const [first] = named;
  const about = { field: 'plateNo', value: plateNo ?? null, details: detailsOf(thing.values, named.length) };
  if (first === undefined) return { refusal: refusedThing(thing, 'vehicle-unknown', about) };
  return named.length === 1 ? { row: first } : { refusal: refusedThing(thing, 'vehicle-ambiguous', about) };
}

function detailsOf({ modelName, customerName }: ClaimValues, found: number) {
  return { modelName: modelName ?? null, customerName: customerName ?? null, found };
}

function lineDraft(masters: ClaimMasters, line: ClaimLineValues): ClaimLineDraft {
  const { costType, description } = line;
  const operation =
    costType === 'LABOUR'
      ? (masters.operationsByCode.get(line.opCode ?? '') ?? masters.operationsByName.get(description))
      : undefined;
  const part = masters.parts.get(line.partNo ?? '');
  const qtyMilli = line.qtyMilli ?? (costType === 'MATERIAL' || costType === 'HANDLING' ? 1000 : null);
  return {
    ...{ costType, opId: operation?.id ?? null, partId: part?.id ?? null, description },
    itemCode: operation?.opCode ?? part?.partNo ?? line.opCode ?? line.partNo ?? null,
    ...{ qtyMilli, hoursCenti: line.hoursCenti ?? null, km: line.km ?? null, unitFen: line.unitFen ?? null },
    claimedFen: line.claimedFen ?? statedAmount(line, qtyMilli),
    supplyMode: costType === 'MATERIAL' ? (line.supplyMode ?? 'STATION_STOCK') : null,
    ...{
      technician: line.technician ?? null,
      detail: roadOf(line),
      componentGroupId: part?.componentGroupId ?? operation?.componentGroupId ?? null,
    },
    ...{ isMain: line.isMain ?? false, isCausal: line.isCausal ?? false },
    ...{ stdHoursCenti: operation?.stdHoursCenti ?? 0, listPriceFen: part?.issuePriceFen ?? 0 },
  };
}

/** Unit × quantity where both are stated, in fen; null = the amount is not stated. */
function statedAmount({ unitFen, hoursCenti, costType }: ClaimLineValues, qtyMilli: number | null): number | null {
  if (unitFen === null || unitFen === undefined) return null;
  if (costType !== 'LABOUR') return mulDivRound(unitFen, qtyMilli ?? 1000, 1000);
  return hoursCenti === null || hoursCenti === undefined ? null : mulDivRound(unitFen, hoursCenti, 100);
}

function isBlank(text: string | null | undefined): text is null | undefined | '' {
  return text === null || text === undefined || text === '';
}
