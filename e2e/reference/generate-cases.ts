import { indexMasters } from '../../src-shared/domain/claims/masters.ts';
import type { MasterRows } from '../../src-shared/domain/claims/evaluation-types.ts';
import {
  claim,
  coverage,
  earlierClaim,
  evaluationInput,
  labourLine,
  masterRows,
  materialLine,
  operation,
  part,
  reading,
  station,
  travelLine,
  vehicle,
  VIN,
} from '../../src-shared/domain/claims/testing/claim-fixture.ts';
import { drawCatalogue, drawFigures, drawRecords, drawTrips, drawVin, type Pick } from './draw-records.ts';
import { drawInvoices, drawPapers } from './draw-papers.ts';
import type { ReferenceCase } from './reference-facts.ts';
import type { InvoiceCase } from './reference-invoices.ts';

/** Numbers from a seed (mulberry32), so that a disagreement can be looked at again. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2025, 5, 2, 2);
const date = (offset: number): string => new Date(Date.UTC(2025, 5, 2) + offset * DAY).toISOString().slice(0, 10);

/** One claim with everything around it, drawn from few values close to the limits, so that both sides of each are met. */
export function generateCase(seed: number): ReferenceCase {
  const { below, pick, some } = drawFrom(seed);
  const rows = drawRows(pick);
  const type = pick('WARRANTY', 'WARRANTY', 'WARRANTY', 'GOODWILL', 'CAMPAIGN', 'PDI', 'SEASON_CHECK');
  const op = (): string | null => pick('op-1', 'op-2', 'op-3', null);
  const lines = [
    labourLine({
      opId: op(),
      hoursCenti: pick(249, 250, 251, 375, 376, 120),
      unitFen: pick(0, 6000, 5500, 6001),
      claimedFen: pick(10_000, 49_999, 50_000),
    }),
    ...some(() => labourLine({ opId: op(), hoursCenti: pick(80, 120, 121), claimedFen: pick(0, 1) }), 1),
    ...some(
      () =>
        materialLine({
          ...{
            partId: pick('part-1', 'part-2'),
            qtyMilli: pick(1000, 2000),
            unitFen: pick(0, 79_999, 80_000, 80_001, 96_000, 96_001),
          },
          ...{ supplyMode: pick('STATION_STOCK', 'FREE_ISSUE', 'LOCAL_BUY'), isCausal: pick(0, 1) },
          claimedFen: pick(1, 1_000_000),
        }),
      2,
    ),
    ...some(
      () =>
        travelLine({
          km: pick(56, 57, 58, 114, 115, 175, 176, 177),
          detail: pick({ routeKm: 160, tollFen: 100, tollReceiptFen: 99 }, { tollFen: 100, tollReceiptFen: 100 }, {}),
          claimedFen: 100,
        }),
      1,
    ),
  ].map((line, index) => ({ ...line, seq: index + 1 }));
  const drawn = some(() =>
    earlierClaim({
      ...{
        id: `claim-${below(9)}`,
        status: pick('APPROVED', 'PAID', 'REJECTED', 'IN_REVIEW'),
        type: pick(type, 'WARRANTY'),
      },
      ...{ stationId: pick('st-1', 'st-2'), workOrderId: pick('wo-1', 'wo-0', null), mainOpId: op() },
      ...{ causalPartId: pick('part-1', null), componentGroupId: pick('grp-pump', 'grp-wiper', null) },
      repairFinishDate: date(pick(0, -1, -2, -3, -4, -30, -31, -90, -91, 1)),
      submittedAtMs: Date.UTC(2025, 5, 3) + pick(-DAY, 0, DAY),
      ...{ claimedFen: pick(1, 25_000, 50_000), campaignId: pick('camp-1', null) },
    }),
  );
  // a claim is in the history once, as its id is the key of the table
  const history = [...new Map(drawn.map((other) => [other.id, other])).values()];
  const input = evaluationInput({
    claim: claim({
      ...{ type, mainOpId: op(), causalPartId: pick('part-1', 'part-2', null), campaignId: pick('camp-1', null) },
      ...{ failureDate: date(pick(0, -3, -20)), mileageKm: pick(80_000, 200_000, 200_001, 69_950, 69_949) },
      ...{ productLine: pick('COACH', 'COACH', 'TRUCK'), plateNo: pick('浙G12345', '浙g·12345', '浙G12346', null) },
      submittedDate: date(pick(1, 30, 31, 60, 61)),
      ...{ vinText: drawVin(pick, VIN), createdBy: pick(null, 'u-1', 'u-2') },
      ...{ complaintCode: pick(null, 'F1'), causeCode: pick(null, 'F2', 'F3'), actionCode: pick('REPLACE', 'REPAIR') },
    }),
    lines,
    history,
    vehicle: pick(null, ...Array.from({ length: 8 }, () => drawVehicle(pick))),
    station: drawStation(pick),
    masters: indexMasters(rows),
    mileageReadings: some(() => drawReading(pick, below)),
    evaluatedOnDate: date(1),
    evidence: drawEvidence(pick, some),
  });
  return { input, rows };
}

/** A statement and its invoices from a seed. */
export function generateInvoiceCase(seed: number): InvoiceCase {
  const { pick, some } = drawFrom(seed);
  return drawInvoices(pick, some, date);
}

function drawFrom(seed: number): { below: (n: number) => number; pick: Pick; some: Some } {
  const below = randomFrom(seed);
  const pick = <T>(...values: readonly T[]): T => values[below(values.length)] as T;
  return { below, pick, some: (make, most = 3) => Array.from({ length: below(most + 1) }, make) };
}

type Some = <T>(make: () => T, most?: number) => T[];

function drawRows(pick: Pick): MasterRows {
  const op = { productLine: pick(null, 'COACH', 'TRUCK'), modelId: pick(null, null, 'm-1') };
  return masterRows({
    operations: [
      operation({
        ...op,
        requiredPhotoKinds: pick('', 'FAULT_PART', 'FAULT_PART,ODOMETER'),
        needsPreauth: pick(0, 0, 1),
      }),
      operation({
        id: 'op-2',
        opCode: 'OP-002',
        stdHoursCenti: 120,
        overlapGroup: pick('X', null),
        overlapDeductCenti: 30,
      }),
      operation({
        id: 'op-3',
        opCode: 'OP-003',
        stdHoursCenti: 80,
        overlapGroup: 'X',
        overlapDeductCenti: 30,
        componentGroupId: 'grp-wiper',
        isGeneric: pick(0, 1),
      }),
    ],
    operationIncludes: pick([], [{ opId: 'op-1', includedOpId: 'op-3' }]),
    parts: [
      part({ maxQtyPerVehicleMilli: pick(null, 2000) }),
      part({
        id: 'part-2',
        partNo: 'P-002',
        componentGroupId: 'grp-engine',
        isWear: pick(0, 0, 1),
        maxQtyPerVehicleMilli: 1000,
      }),
    ],
    ...drawCatalogue(pick, date),
    coverages: [coverage({ months: pick(14, 15, 24), kmLimit: 200_000, excluded: pick(0, 0, 0, 1) })],
  });
}

function drawVehicle(pick: Pick) {
  return vehicle({
    ...{
      status: pick('SOLD', 'SOLD', 'SOLD', 'STOCK', 'SCRAPPED', 'STOLEN'),
      plateNo: '浙G12345',
      engineNo: pick('E1', null),
    },
    ...{ modelId: pick('m-1', 'm-2'), customerId: pick('c-1', 'c-2'), saleDate: pick('2024-03-15', date(0), date(1)) },
  });
}

function drawStation(pick: Pick) {
  return station({
    ...{ type: pick('EXTERNAL', 'OWN', 'CUSTOMER_HOSTED'), status: pick('ACTIVE', 'ACTIVE', 'ACTIVE', 'SUSPENDED') },
    hostedCustomerId: pick(null, 'c-1'),
    ...{ latMicro: 29_079_000, lngMicro: pick(null, 119_647_800), serviceRadiusKm: pick(null, 19, 20) },
    terms: pick(null, {
      ...{ grade: 'B', contractNo: 'HT-1', contractFromDate: pick(null, date(0), date(1)) },
      ...{ contractToDate: pick(null, date(0), date(-1)), productLines: pick('', 'COACH,TRUCK', 'TRUCK') },
    }),
  });
}

function drawReading(pick: Pick, below: (n: number) => number) {
  return reading({
    ...{ id: `read-${below(1000)}`, readDate: date(pick(-1, -2, -59, -60, 0, 3)), sourceDocId: pick('wo-0', 'wo-1') },
    readingKm: pick(70_000, 80_000, 80_000, 80_000, 77_000, 76_999, 77_600, 77_599),
  });
}

function drawEvidence(pick: Pick, some: Some) {
  const ms = (hours: number): number => START + hours * HOUR;
  const startAtMs = pick(null, START, START);
  const { breakdown, ...trips } = drawTrips(pick, some, START);
  const finishAtMs = startAtMs === null ? null : startAtMs + pick(0.74, 0.75, 0.76, 3) * HOUR;
  const order = {
    ...{ place: pick('SHOP', 'FIELD'), startAtMs, finishAtMs, plateNo: null, engineNo: pick('E1', 'E2', null) },
    ...{ latMicro: pick(null, 29_079_000, 29_079_000), lngMicro: 119_647_800, trip: trips.trip },
    labour: some(() => ({ technician: pick('Li', 'Wang', null), hoursCenti: pick(500, 700) })),
    parts: some(() => ({
      ...{ partId: pick('part-1', 'part-2'), qtyMilli: 1000, supplyMode: pick('FREE_ISSUE', 'STATION_STOCK') },
      ...{ issueDoc: pick('LL1', null), oldSerial: pick(null, 'S1'), newSerial: pick(null, 'S2', 'S3') },
    })),
  };
  return {
    order: pick(null, order, order, order, order, order, order, order, order),
    visits: some(() => {
      const at = ms(pick(-15.63, -15.61, -1, 0, 1, 3, 15.62, 15.64, 15.66));
      return {
        ...{ workOrderId: pick('wo-9', 'wo-1'), no: 'WX9', stationId: pick('st-1', 'st-2'), stationName: 'Jinan' },
        ...{
          startAtMs: at,
          finishAtMs: at + 3 * HOUR,
          latMicro: pick(36_651_200, 29_079_000),
          lngMicro: pick(117_120_100, 119_647_800),
        },
      };
    }, 2),
    technicianDays: some(() => ({
      technician: pick('Li', 'Wang'),
      dayDate: date(pick(0, -1)),
      otherHoursCenti: pick(500, 501, 700, 701),
    })),
    orderWasPaid: pick(false, false, true),
    request: pick(null, { reportedAtMs: ms(pick(-24 * 3, -1, 0, 1)), ...breakdown }),
    dispatches: some(() => ({
      ...{ dispatchedAtMs: 1, arrivedAtMs: pick(null, 2), status: pick('ARRIVED', 'REFUSED') },
      ...{ routeKm: pick(null, null, 160), latMicro: pick(null, 29_258_000), lngMicro: 119_647_800 },
    })),
    issues: some(() => ({
      ...{ docNo: pick('LL1', 'LL2'), partId: pick('part-1', 'part-2'), qtyMilli: pick(999, 1000, 2000, 4000) },
    })),
    call: pick(null, {
      ...{
        result: pick('CONFIRMED', 'DENIED', 'PARTIAL', 'UNREACHED'),
        repaired: pick(null, 0, 1),
        paidAnything: pick(0, 0, 1),
      },
      ...{
        attemptCount: pick(2, 3),
        calledAtMs: START,
        phone: '1',
        isStationPhone: pick(false, false, true),
        phoneOwners: pick(5, 6),
      },
    }),
    attachments: some(() => ({
      ...{ id: 'a', kind: pick('FAULT_PART', 'ODOMETER', 'INVOICE', 'TOLL'), sha256: pick('x', 'y') },
      ...{
        takenAtMs: pick(null, START, START - DAY, START - DAY - 1, START + 6 * HOUR, START + 2 * DAY),
        lngMicro: 119_647_800,
      },
      ...{ phash64: pick('0000000000000000', null), latMicro: pick(null, 29_079_000, 29_258_000, 29_260_000) },
    })),
    otherAttachments: some(
      () => ({
        ...{
          id: 'b',
          kind: pick('FAULT_PART', 'VEHICLE_45'),
          sha256: pick('x', 'z'),
          claimId: 'claim-9',
          claimNo: null,
        },
        ...{
          phash64: pick('000000000000003f', '000000000000007f'),
          vin: pick('OTHER', VIN),
          stationName: null,
          uploadedAtMs: START,
        },
      }),
      2,
    ),
    oldParts: some(() => ({
      ...{
        tagNo: 'JJ',
        partId: pick('part-1', 'part-2'),
        policy: pick('RETURN', 'RETURN', 'HOLD'),
        dueDate: date(pick(-6, -7, -8)),
        status: pick('DUE', 'SHIPPED', 'RECEIVED', 'INSPECTED_OK'),
      },
      ...{ inspectResult: pick(null, 'OK', 'WRONG_PART', 'DAMAGED_BY_PACKING'), serial: pick(null, 'S2') },
    })),
    fittedQty: some(() => ({
      partId: pick('part-1', 'part-2'),
      qtyMilli: 1000,
      claimNo: null,
      finishDate: date(pick(-365, -366)),
    })),
    campaign: pick(null, {
      ...{ code: 'JG', title: 'T', status: pick(null, 'OPEN', 'DONE'), doneClaimId: pick(null, 'claim-1', 'claim-9') },
      ...{ doneClaimNo: null, doneDate: null },
    }),
    preauth: pick(null, {
      ...{
        no: 'YS',
        status: pick('GRANTED', 'REFUSED'),
        stationId: pick('st-1', 'st-2'),
        amountLimitFen: pick(60_000, 9_000_000),
      },
      ...{ validFromDate: date(pick(0, 1)), validToDate: date(pick(0, -1)) },
    }),
    vehicleChanges: some(() => ({
      ...{ field: pick('inServiceDate', 'plateNo'), oldValue: null, newValue: null, changedBy: null },
      changedAtMs: START + pick(-29, -30, 0, 40) * DAY,
    })),
    ...{ otherTrips: trips.otherTrips, stationPlaces: trips.stationPlaces },
    ...drawRecords(pick, some),
    ...drawPapers(pick, some, date),
    statistics: pick(null, {
      ...{ asOfDate: date(0), claims12: pick(19, 80, 100) },
      ...{
        endOfCover12: pick(19, 20, 21),
        peerEndOfCoverBp: pick(null, 1000),
        underLimit12: pick(20, 25, 26),
      },
      ...drawFigures(pick),
    }),
  };
}
