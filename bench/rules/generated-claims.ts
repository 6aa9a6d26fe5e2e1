import type {
  EvaluationInput,
  HistoryClaimFact,
  LineFact,
  Masters,
  MileageReadingFact,
  OperationFact,
  PartFact,
  StationFact,
  VehicleFact,
} from '../../src-shared/domain/claims/evaluation-types.ts';
import { FIRST_RATES, FIRST_RATES_FROM_DATE, FIRST_SETTINGS } from '../../src-shared/domain/claims/first-rates.ts';
import { indexMasters } from '../../src-shared/domain/claims/masters.ts';
import { vinCheck } from '../../src-shared/domain/checks/vin-check.ts';
import { addDays } from '../../src-shared/domain/units/dates.ts';

/** A claim as it comes in: what belongs to the vehicle and the station is looked up when it is evaluated. */
export interface GeneratedClaim {
  claim: EvaluationInput['claim'];
  lines: LineFact[];
}

export interface GeneratedWorld {
  claims: GeneratedClaim[];
  masters: Masters;
  vehicles: ReadonlyMap<string, VehicleFact>;
  stations: ReadonlyMap<string, StationFact>;
  readings: ReadonlyMap<string, MileageReadingFact[]>;
  history: ReadonlyMap<string, HistoryClaimFact[]>;
}

/** A small generator of numbers from a seed (mulberry32), so that every run judges the same claims. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const VEHICLES = 4_000;
const STATIONS = 300;
const OPERATIONS = 1_200;
const PARTS = 6_000;
const FIRST_DAY = '2024-01-01';

/** `count` claims on 4,000 vehicles over two years, about a third of which some rule finds fault with. */
export function generateWorld(count: number): GeneratedWorld {
  const random = randomFrom(20_261_123);
  const world = { masters: generateMasters(random), stations: generateStations(random) };
  const vehicles = generateVehicles(random);
  const claims = Array.from({ length: count }, (_, index) => generateClaim(index, random));
  const history = Map.groupBy(
    claims.map(({ claim }) => historyOf(claim)),
    ({ vehicleId }) => vehicleId,
  );
  const readings = Map.groupBy(
    claims.map(({ claim }, index) => readingOf(claim, index, random)),
    ({ vehicleId }) => vehicleId,
  );
  return { ...world, vehicles, claims, history, readings };
}

/** What the evaluation of a claim reads, with the look-ups of its vehicle, station, history and readings. */
export function inputOf(world: GeneratedWorld, { claim, lines }: GeneratedClaim): EvaluationInput {
  return {
    claim,
    lines,
    vehicle: world.vehicles.get(claim.vinText) ?? null,
    station: world.stations.get(claim.stationId ?? '') ?? null,
    workOrder: null,
    engineer: null,
    mileageReadings: world.readings.get(claim.vinText) ?? [],
    history: world.history.get(claim.vinText) ?? [],
    warrantyOverrides: [],
    fittedParts: [],
    masters: world.masters,
    settings: FIRST_SETTINGS,
    sampled: false,
    evaluatedOnDate: claim.submittedDate ?? claim.repairFinishDate,
  };
}

type Random = (below: number) => number;

function generateMasters(random: Random): Masters {
  const group = (): string => `grp-${random(40)}`;
  const operations = Array.from({ length: OPERATIONS }, (_, index): OperationFact => ({
    ...{ id: `op-${index}`, opCode: `OP-${index}`, name: `Operation ${index}`, componentGroupId: group() },
    ...{ stdHoursCenti: 50 + random(800), overlapGroup: random(10) === 0 ? `og-${random(20)}` : null },
    ...{ overlapDeductCenti: 20, maxPerClaim: null, catalogueVersion: 1 },
  }));
  const parts = Array.from({ length: PARTS }, (_, index): PartFact => ({
    ...{ id: `part-${index}`, partNo: `P-${index}`, name: `Part ${index}`, componentGroupId: group(), isWear: 0 },
    ...{ issuePriceFen: 500 + random(200_000), maxQtyPerVehicleMilli: random(5) === 0 ? 4_000 : null },
  }));
  return indexMasters({
    ...{ operations, parts, operationIncludes: [] },
    rates: FIRST_RATES.map((rate, index) => ({
      ...{ ...rate, id: `rate-${index}`, stationId: null, regionId: null },
      ...{ validFromDate: FIRST_RATES_FROM_DATE, validToDate: null },
    })),
    componentGroups: Array.from({ length: 40 }, (_, index) => ({
      ...{ id: `grp-${index}`, code: `G${index}`, parentId: index < 8 ? null : `grp-${index % 8}` },
      class: ['ENGINE', 'DRIVELINE', 'BRAKE', 'ELEC'][index % 4] ?? 'OTHER',
    })),
    policies: ['COACH', 'TRUCK'].map((productLine) => ({
      ...{ id: `pol-${productLine}`, code: productLine, policyVersion: 1, productLine, name: productLine },
      ...{ validFromDate: '2020-01-01', validToDate: null, startRule: 'IN_SERVICE', startDays: 0, defaultDays: 90 },
    })),
    coverages: ['COACH', 'TRUCK'].flatMap((productLine) =>
      [null, 'grp-0', 'grp-1', 'grp-9'].map((componentGroupId, index) => ({
        ...{ id: `cov-${productLine}-${index}`, policyId: `pol-${productLine}`, componentGroupId, partId: null },
        ...{
          months: 24 + 6 * index,
          kmLimit: 200_000,
          mode: 'FIRST_REACHED',
          labourMonths: null,
          materialMonths: null,
        },
        excluded: 0,
      })),
    ),
  });
}

function generateStations(random: Random): Map<string, StationFact> {
  const stations = Array.from({ length: STATIONS }, (_, index): StationFact => ({
    ...{ id: `st-${index}`, code: `S${index}`, name: `Station ${index}`, type: 'EXTERNAL', auditRisk: random(60) },
    ...{ status: random(40) === 0 ? 'SUSPENDED' : 'ACTIVE', autoEligible: random(5) === 0 ? 0 : 1 },
    terms: {
      ...{ grade: 'ABCD'[random(4)] ?? 'B', contractNo: `HT-${index}`, contractFromDate: '2023-01-01' },
      contractToDate: random(10) === 0 ? '2025-06-30' : null,
    },
  }));
  return new Map(stations.map((station) => [station.id, station]));
}

/** Our own chassis, whose check digit V02 computes; one in fifty has it wrong. */
function vinOf(index: number): string {
  const withDigit = (digit: string): string => `LXCBUS7B${digit}D1${String(index).padStart(6, '0')}`;
  const right = vinCheck({ vin: withDigit('0'), checkDigitApplies: true }).expectedCheckDigit ?? '0';
  return withDigit(index % 50 === 0 ? (right === '7' ? '8' : '7') : right);
}

function generateVehicles(random: Random): Map<string, VehicleFact> {
  const vehicles = Array.from({ length: VEHICLES }, (_, index): VehicleFact => {
    const saleDate = addDays('2023-01-01', random(365));
    return {
      ...{ id: `veh-${index}`, vin: vinOf(index), productLine: index % 2 === 0 ? 'COACH' : 'TRUCK', status: 'SOLD' },
      ...{ mfgDate: addDays(saleDate, -60), saleDate, inServiceDate: saleDate, inServiceSource: 'INVOICE' },
    };
  });
  return new Map(vehicles.map((vehicle) => [vehicle.vin, vehicle]));
}

function generateClaim(index: number, random: Random): GeneratedClaim {
  const vehicle = random(100) === 0 ? VEHICLES + random(50) : random(VEHICLES);
  const dayNo = random(730);
  const failureDate = addDays(FIRST_DAY, dayNo);
  const mileageKm = 40_000 + dayNo * 190 + random(300) - (random(40) === 0 ? 20_000 : 0);
  const repairFinishDate = addDays(failureDate, random(4));
  const submittedDate = addDays(repairFinishDate, random(20) === 0 ? 20 + random(60) : random(10));
  const mainOpId = `op-${random(60)}`;
  const partId = `part-${random(PARTS)}`;
  const isCoach = vehicle % 2 === 0;
  return {
    claim: {
      ...{ id: `claim-${index}`, no: `SP${index}`, claimantType: 'STATION', claimantId: 'st', type: 'WARRANTY' },
      ...{
        stationId: `st-${random(STATIONS)}`,
        workOrderId: `wo-${index}`,
        vinText: vinOf(vehicle),
        regionId: 'reg-1',
      },
      ...{
        productLine: isCoach ? 'COACH' : 'TRUCK',
        failureDate,
        repairFinishDate,
        mileageKm,
      },
      ...{ causalPartId: partId, componentGroupId: null, mainOpId, preauthId: null, campaignId: null },
      responsibility: ['MAKER', 'SUPPLIER', 'UNKNOWN', 'CUSTOMER'][random(4)] ?? 'MAKER',
      ...{ submittedAtMs: Date.parse(submittedDate) + index, submittedDate },
    },
    lines: generateLines({ mainOpId, partId, isCoach }, random),
  };
}

function generateLines(main: { mainOpId: string; partId: string; isCoach: boolean }, random: Random): LineFact[] {
  const rateFen = random(20) === 0 ? 70_00 : main.isCoach ? 60_00 : 55_00;
  const hoursCenti = 30 + random(random(6) === 0 ? 800 : 120);
  const blank = { opId: null, partId: null, hoursCenti: null, km: null, qtyMilli: null, supplyMode: null, detail: {} };
  const labour = (seq: number, opId: string): LineFact => ({
    ...{ ...blank, seq, costType: 'LABOUR', opId, itemCode: opId, description: opId, hoursCenti, unitFen: rateFen },
    ...{ isMain: seq === 1 ? 1 : 0, isCausal: 0, claimedFen: Math.round((hoursCenti * rateFen) / 100) },
  });
  return [
    labour(1, main.mainOpId),
    labour(2, `op-${random(OPERATIONS)}`),
    {
      ...{
        ...blank,
        seq: 3,
        costType: 'MATERIAL',
        partId: main.partId,
        itemCode: main.partId,
        description: main.partId,
      },
      ...{
        qtyMilli: 1000 * (1 + random(4)),
        unitFen: random(4) === 0 ? 300 + random(150_000) : 0,
        supplyMode: 'STATION_STOCK',
      },
      ...{ isMain: 0, isCausal: 1, claimedFen: null },
    },
    {
      ...{
        ...blank,
        seq: 4,
        costType: 'TRAVEL',
        itemCode: null,
        description: 'Trip',
        km: 40 + random(300),
        unitFen: 0,
      },
      ...{ isMain: 0, isCausal: 0, claimedFen: null, detail: { routeKm: 180 + random(100), night: random(3) === 0 } },
    },
  ];
}

function historyOf(claim: EvaluationInput['claim']): HistoryClaimFact & { vehicleId: string } {
  return {
    ...{ vehicleId: claim.vinText, id: claim.id, no: claim.no, status: 'APPROVED', type: claim.type },
    ...{ stationId: claim.stationId, claimantCode: claim.stationId ?? '', claimantName: claim.stationId ?? '' },
    ...{ workOrderId: claim.workOrderId, mainOpId: claim.mainOpId, causalPartId: claim.causalPartId },
    ...{ componentGroupId: null, repairFinishDate: claim.repairFinishDate, submittedAtMs: claim.submittedAtMs },
  };
}

function readingOf(
  claim: EvaluationInput['claim'],
  index: number,
  random: Random,
): MileageReadingFact & { vehicleId: string } {
  return {
    ...{
      vehicleId: claim.vinText,
      id: `read-${index}`,
      readingKm: claim.mileageKm ?? 0,
      readDate: claim.repairFinishDate,
    },
    ...{
      sourceDocId: claim.workOrderId,
      stationId: claim.stationId,
      meterSeq: 1 + (random(50) === 0 ? 1 : 0),
      offsetKm: 0,
    },
  };
}
