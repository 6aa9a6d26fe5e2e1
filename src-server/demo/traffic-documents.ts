import type { z } from 'zod';
import type {
  IntakeClaim,
  IntakeClaimLine,
  IntakeRequest,
  IntakeWorkOrder,
} from '../../src-shared/contract/server/intake.contract.ts';
import { dateOf } from './facts/demo-calendar.ts';
import { handlingClaimFen, partClaimFen, travelClaimFen, type CasePart, type RepairCase } from './facts/repair-case.ts';

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
    },
    workOrder: {
      ...{ number: numbers.workOrder, requestNumber: numbers.request, vin, plateNo },
      ...{ mileageInKm: mileageKm, mileageOutKm: mileageKm, ...times, place: repair.place, complaintText },
      ...{ technician: repair.labour[0]?.technician ?? null, customerSigned: true, payType: repair.type },
    },
    claim: {
      ...{ number: numbers.claim, workOrderNumber: numbers.workOrder, vin, plateNo, type: repair.type },
      ...{ failureDate: dateOf(repair.failureDay), ...times, mileageKm, complaintText },
      ...{ responsibility: repair.responsibility, lines: linesOf(repair) },
    },
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
  };
  if (!isFree) return [material];
  return [
    material,
    { ...common, costType: 'HANDLING', description: '三包件管理费', claimedFen: handlingClaimFen(part) },
  ];
}
