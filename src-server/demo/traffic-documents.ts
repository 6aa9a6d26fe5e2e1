import type { z } from 'zod';
import type {
  IntakeClaim,
  IntakeClaimLine,
  IntakeRequest,
  IntakeWorkOrder,
} from '../../src-shared/contract/server/intake.contract.ts';
import { dateOf, MINUTE_MS } from './facts/demo-calendar.ts';
import {
  handlingClaimFen,
  partClaimFen,
  travelClaimFen,
  type CasePart,
  type CaseTravel,
  type RepairCase,
} from './facts/repair-case.ts';

type Line = z.infer<typeof IntakeClaimLine>;

/** The three documents a station sends for one repair, with its own numbers. */
export interface RepairDocuments {
  request: z.infer<typeof IntakeRequest>;
  workOrder: z.infer<typeof IntakeWorkOrder>;
  claim: z.infer<typeof IntakeClaim>;
}

export function documentsOf(repair: RepairCase, number: string): RepairDocuments {
  const { vinText: vin, plateNo, complaintText, mileageKm, startAtMs, finishAtMs } = repair;
  const numbers = { request: `${number}-R`, workOrder: `${number}-W`, claim: `${number}-C` };
  const times = { startAt: new Date(startAtMs).toISOString(), finishAt: new Date(finishAtMs).toISOString() };
  return {
    request: {
      ...{ number: numbers.request, reportedAt: new Date(repair.reportedAtMs).toISOString(), vin, plateNo },
      ...{ caller: null, phone: repair.vehicle.customer?.phone ?? null, mileageKm, complaintText },
      ...{ locationText: repair.station.city.name, breakdown: repair.travel !== null },
      complaintCode: codeOf(repair.complaintCode),
      place: placeOf(repair.travel === null ? repair.station : farEndOf(repair.travel)),
    },
    workOrder: {
      ...{ number: numbers.workOrder, requestNumber: numbers.request, vin, plateNo },
      ...{ mileageInKm: mileageKm, mileageOutKm: mileageKm, ...times, place: repair.place, complaintText },
      ...{ technician: repair.labour[0]?.technician ?? null, customerSigned: true, payType: repair.type },
      ...{ ...faultOf(repair), engineNo: repair.engineNo, ...workOf(repair) },
      dispatch: repair.dispatched ? dispatchOf(repair) : null,
    },
    claim: {
      ...{ number: numbers.claim, workOrderNumber: numbers.workOrder, vin, plateNo, type: repair.type },
      ...{ failureDate: dateOf(repair.failureDay), ...times, mileageKm, complaintText },
      ...{ responsibility: repair.responsibility, ...faultOf(repair), lines: linesOf(repair) },
    },
  };
}

function codeOf(code: string): string | null {
  return code === '' ? null : code;
}

function faultOf({ complaintCode, causeCode, actionCode }: RepairCase) {
  return {
    complaintCode: codeOf(complaintCode),
    causeCode: codeOf(causeCode),
    actionCode: codeOf(actionCode),
  };
}

function placeOf({ latMicro, lngMicro }: { latMicro: number; lngMicro: number }) {
  return { latMicro, lngMicro };
}

function farEndOf({ toLatMicro, toLngMicro }: CaseTravel) {
  return { latMicro: toLatMicro, lngMicro: toLngMicro };
}

/** What the workshop wrote on the order: hours, parts with their issue and serial numbers, and the way there and back. */
function workOf(repair: RepairCase): Pick<RepairDocuments['workOrder'], 'labour' | 'parts' | 'trips'> {
  return {
    labour: repair.labour.map(({ operation, description, hoursCenti, technician }) => ({
      ...{ opCode: operation?.code ?? null, description, hoursCenti, technician },
    })),
    parts: repair.parts.map(({ part, qty, unitFen, supplyMode, causal, issueDoc, oldSerial, newSerial }) => ({
      ...{ partNo: part.partNo, qtyMilli: qty * 1000, unitFen, supplyMode, isCausal: causal },
      ...{ issueDoc, oldSerial, newSerial },
    })),
    trips: repair.travel === null ? [] : [tripOf(repair, repair.travel)],
  };
}

/** A minute a kilometre. */
function driveMsOf({ routeKm }: CaseTravel): number {
  return Math.round((routeKm / 2) * MINUTE_MS);
}

function tripOf(repair: RepairCase, travel: CaseTravel) {
  const { km, routeKm, tollFen, night, holiday } = travel;
  const kmOut = Math.ceil(km / 2);
  return {
    ...{
      from: placeOf(repair.station),
      to: farEndOf(travel),
      kmOut,
      kmBack: km - kmOut,
      routeKm,
      tollFen,
      night,
      holiday,
    },
    departAt: new Date(repair.startAtMs - driveMsOf(travel)).toISOString(),
    returnAt: new Date(repair.finishAtMs + driveMsOf(travel)).toISOString(),
  };
}

/** Sent out after the report and there before the work began. */
function dispatchOf({ reportedAtMs, startAtMs, travel, station }: RepairCase) {
  const at = (ms: number): string => new Date(Math.max(reportedAtMs, Math.min(ms, startAtMs))).toISOString();
  return {
    ...{ dispatchedAt: at(reportedAtMs + 5 * MINUTE_MS), acceptedAt: at(reportedAtMs + 8 * MINUTE_MS) },
    ...{ arrivedAt: at(startAtMs), arrivedPlace: placeOf(travel === null ? station : farEndOf(travel)) },
  };
}

const EMPTY = {
  opCode: null,
  partNo: null,
  hoursCenti: null,
  qtyMilli: null,
  km: null,
  unitFen: null,
  supplyMode: null,
};

function linesOf(repair: RepairCase): Line[] {
  const labour = repair.labour.map((line): Line => {
    const { description, hoursCenti, rateFen: unitFen, claimedFen } = line;
    return {
      ...EMPTY,
      costType: 'LABOUR',
      opCode: line.operation?.code ?? null,
      description,
      hoursCenti,
      unitFen,
      claimedFen,
    };
  });
  const lines = [...labour, ...repair.parts.flatMap(partLines)];
  const { travel } = repair;
  if (travel === null) return lines;
  const { km, routeKm, night, holiday, tollFen } = travel;
  const claimedFen = travelClaimFen(travel);
  return [
    ...lines,
    {
      ...EMPTY,
      costType: 'TRAVEL',
      description: '外出服务差旅',
      km,
      routeKm,
      night,
      holiday,
      tollFen,
      tollReceiptFen: tollFen,
      claimedFen,
    },
  ];
}

function partLines(part: CasePart): Line[] {
  const common = { ...EMPTY, partNo: part.part.partNo, qtyMilli: part.qty * 1000 };
  const isFree = part.supplyMode === 'FREE_ISSUE';
  const { supplyMode } = part;
  const material: Line = {
    ...common,
    costType: 'MATERIAL',
    description: part.part.name,
    supplyMode,
    unitFen: isFree ? 0 : part.unitFen,
    claimedFen: partClaimFen(part),
    isCausal: part.causal,
  };
  if (!isFree) return [material];
  return [
    material,
    { ...common, costType: 'HANDLING', description: '三包件管理费', claimedFen: handlingClaimFen(part) },
  ];
}
