import {
  dateOf,
  dateOfInstant,
  DAY_MS,
  dayOfInstant,
  HOUR_MS,
  instantOf,
  MINUTE_MS,
  yearMonthOf,
} from './demo-calendar.ts';
import type { DemoFacts, Fact } from './demo-facts.ts';
import { addClaimRows } from './claim-rows.ts';
import { personName } from './names/words.ts';
import type { DemoRandom } from './random.ts';
import type { RepairCase } from './repair-case.ts';

/** Numbers of documents count up within their series, in the order the documents came in; the server goes on from there. */
export class DocumentNumbers {
  private readonly last = new Map<string, number>();

  /** `prefix` + place and month + five digits; the series is kept by `series:place:month`, as the server does. */
  next(series: string, prefix: string, place: string, month: string): string {
    const key = `${series}:${place}:${month}`;
    const value = (this.last.get(key) ?? 0) + 1;
    this.last.set(key, value);
    return prefix + place + month + String(value).padStart(5, '0');
  }

  entries(): [string, number][] {
    return [...this.last];
  }
}

/** The documents of every repair: request, dispatch, work order, call, claim with lines and photographs. */
export function addCaseRows(facts: DemoFacts, repairs: readonly RepairCase[]): DocumentTools {
  const random = facts.random('documents');
  const numbers = new DocumentNumbers();
  for (const repair of repairs) {
    addRequest(facts, repair, { random, numbers });
    addWorkOrder(facts, repair, numbers);
    addReading(facts, repair);
    addCall(facts, repair);
    addClaimRows(facts, repair, { random, numbers });
  }
  return { random, numbers };
}

/** Where the server goes on counting, once all documents are written. */
export function addDocumentSequences(facts: DemoFacts, numbers: DocumentNumbers): void {
  for (const [sequenceKey, lastValue] of numbers.entries()) facts.add('documentSequence', { sequenceKey, lastValue });
}

export interface DocumentTools {
  random: DemoRandom;
  numbers: DocumentNumbers;
}

function addRequest(facts: DemoFacts, repair: RepairCase, tools: DocumentTools): void {
  const { random, numbers } = tools;
  const { station, vehicle } = repair;
  const reportedDay = dayOfInstant(repair.reportedAtMs);
  const breakdown = repair.travel !== null;
  facts.add('repairRequest', {
    id: repair.requestId,
    no: numbers.next('request', 'BX', station.shortCode, yearMonthOf(reportedDay)),
    stationId: station.id,
    stationRef: null,
    reportedAtMs: repair.reportedAtMs,
    channel: breakdown
      ? 'PHONE'
      : random.weighted([
          ['STATION', 70],
          ['PHONE', 20],
          ['ENGINEER', 10],
        ] as const),
    caller: personName(random),
    phone: vehicle.customer?.phone ?? null,
    vehicleId: repair.vehicleKnown ? vehicle.id : null,
    vinText: repair.vinText,
    plateNo: repair.plateNo,
    mileageClaimedKm: repair.mileageKm,
    locationText: `${station.city.province}${station.city.name}${breakdown ? '境内高速' : ''}`,
    latMicro: repair.travel?.toLatMicro ?? station.latMicro,
    lngMicro: repair.travel?.toLngMicro ?? station.lngMicro,
    complaintCode: repair.complaintCode === '' ? null : repair.complaintCode,
    complaintText: repair.complaintText,
    breakdown: breakdown ? 1 : 0,
    passengers: breakdown && vehicle.model.line === 'COACH' ? random.int(0, 45) : null,
    warrantyPrecheckJson: null,
    status: 'CLOSED',
    mergedIntoId: null,
    regionId: station.region.id,
  });
  if (repair.dispatched) addDispatch(facts, repair);
}

function addDispatch(facts: DemoFacts, repair: RepairCase): void {
  const { engineer, station, startAtMs, reportedAtMs } = repair;
  const dispatchedAtMs = Math.min(reportedAtMs + 12 * MINUTE_MS, startAtMs - 30 * MINUTE_MS);
  facts.add('dispatch', {
    id: facts.ids.next(),
    requestId: repair.requestId,
    targetType: engineer === null ? 'STATION' : 'ENGINEER',
    targetId: engineer?.id ?? station.id,
    dispatchedAtMs,
    dispatchedBy: null,
    acceptedAtMs: dispatchedAtMs + 8 * MINUTE_MS,
    refusedReason: null,
    etaAtMs: startAtMs - 20 * MINUTE_MS,
    arrivedAtMs: startAtMs - 10 * MINUTE_MS,
    arriveLatMicro: repair.travel?.toLatMicro ?? station.latMicro,
    arriveLngMicro: repair.travel?.toLngMicro ?? station.lngMicro,
    routeKm: repair.travel?.routeKm ?? null,
    status: 'ARRIVED',
  });
}

function addWorkOrder(facts: DemoFacts, repair: RepairCase, numbers: DocumentNumbers): void {
  const { station, startAtMs, finishAtMs } = repair;
  facts.add('workOrder', {
    id: repair.workOrderId,
    no: numbers.next('workOrder', 'WX', station.shortCode, yearMonthOf(repair.finishDay)),
    stationRef: null,
    requestId: repair.requestId,
    stationId: station.id,
    engineerId: repair.engineer?.id ?? null,
    vehicleId: repair.vehicleKnown ? repair.vehicle.id : null,
    vinText: repair.vinText,
    plateNo: repair.plateNo,
    engineNo: repair.engineNo,
    mileageInKm: repair.mileageKm,
    mileageOutKm: repair.mileageKm,
    inAtMs: startAtMs - 15 * MINUTE_MS,
    startAtMs,
    finishAtMs,
    outAtMs: finishAtMs + 20 * MINUTE_MS,
    place: repair.place,
    complaintCode: repair.complaintCode === '' ? null : repair.complaintCode,
    causeCode: repair.causeCode === '' ? null : repair.causeCode,
    actionCode: repair.actionCode,
    complaintText: repair.complaintText,
    technician: repair.labour[0]?.technician ?? repair.engineer?.name ?? null,
    customerSigned: 1,
    payType: repair.type,
    status: 'CLAIMED',
    regionId: station.region.id,
  });
  addWorkOrderLines(facts, repair);
}

function addWorkOrderLines(facts: DemoFacts, repair: RepairCase): void {
  const { workOrderId } = repair;
  for (const [index, line] of repair.labour.entries()) {
    facts.add('workOrderLabour', {
      id: facts.ids.next(),
      workOrderId,
      seq: index + 1,
      opId: line.operation?.id ?? null,
      description: line.description,
      hoursCenti: line.hoursCenti,
      technician: line.technician,
    });
  }
  for (const [index, part] of repair.parts.entries()) {
    facts.add('workOrderPart', {
      id: facts.ids.next(),
      workOrderId,
      seq: index + 1,
      partId: part.part.id,
      partNoText: part.part.partNo,
      qtyMilli: part.qty * 1000,
      unitFen: part.unitFen,
      oldSerial: part.oldSerial,
      newSerial: part.newSerial,
      isCausal: part.causal ? 1 : 0,
      supplyMode: part.supplyMode,
      issueDoc: part.issueDoc,
    });
  }
  addIssues(facts, repair);
  if (repair.travel !== null) facts.add('workOrderTravel', travelRow(facts, repair, repair.travel));
}

/** What the ERP sent to the station for this repair: parts that were issued free, and parts with a serial number. */
function addIssues(facts: DemoFacts, { parts, station, vinText, startAtMs, number }: RepairCase): void {
  for (const [index, { part, qty, issueDoc, newSerial }] of parts.entries()) {
    if (issueDoc === null && newSerial === null) continue;
    facts.add('erpDocumentLine', {
      id: facts.ids.next(),
      ...{ erpSystem: 'SAP', docType: 'WL', docNo: issueDoc ?? `WL${String(number).padStart(9, '0')}` },
      ...{ lineNo: String(index + 1), docYear: '', partNo: part.partNo, partId: part.id, partnerCode: station.code },
      ...{ plant: null, sloc: null, qtyMilli: qty * 1000, receivedMilli: null, rejectedMilli: null },
      ...{ unitPriceMicro: null, amountMicro: null, taxMicro: null, freightMicro: null, totalMicro: null },
      ...{ postingDate: dateOfInstant(startAtMs - 2 * DAY_MS), dueDate: null, status: null, ourDocNo: null },
      ...{ extractId: null, vin: issueDoc === null ? null : vinText, serialNo: newSerial },
    });
  }
}

function travelRow(
  facts: DemoFacts,
  repair: RepairCase,
  travel: NonNullable<RepairCase['travel']>,
): Fact<'workOrderTravel'> {
  const driveMs = Math.round((travel.routeKm / 2 / 60) * HOUR_MS);
  const kmOut = Math.ceil(travel.km / 2);
  return {
    id: facts.ids.next(),
    workOrderId: repair.workOrderId,
    seq: 1,
    fromLatMicro: repair.station.latMicro,
    fromLngMicro: repair.station.lngMicro,
    toLatMicro: travel.toLatMicro,
    toLngMicro: travel.toLngMicro,
    fromText: repair.station.city.name,
    toText: `${repair.station.city.name}境内`,
    kmOut,
    kmBack: travel.km - kmOut,
    routeKm: travel.routeKm,
    people: 1,
    engineerDays: 0,
    personNights: 0,
    departAtMs: repair.startAtMs - driveMs,
    returnAtMs: repair.finishAtMs + driveMs,
    tollFen: travel.tollFen,
    tollReceiptFen: travel.tollFen,
    lodgingFen: 0,
    night: travel.night ? 1 : 0,
    holiday: travel.holiday ? 1 : 0,
  };
}

function addReading(facts: DemoFacts, repair: RepairCase): void {
  if (!repair.vehicleKnown) return;
  facts.add('mileageReading', {
    id: facts.ids.next(),
    vehicleId: repair.vehicle.id,
    readingKm: repair.mileageKm,
    readDate: dateOf(repair.finishDay),
    readAtMs: repair.startAtMs,
    source: 'REPAIR',
    sourceDocType: 'WORK_ORDER',
    sourceDocId: repair.workOrderId,
    stationId: repair.station.id,
    meterSeq: 1,
    offsetKm: 0,
  });
}

function addCall(facts: DemoFacts, repair: RepairCase): void {
  const { call } = repair;
  const dueAtMs = repair.finishAtMs + 3 * DAY_MS;
  if (call === null && dueAtMs < instantOf(facts.todayDay, 0) - 2 * DAY_MS) return;
  const answered = call !== null && call.result !== 'UNREACHED';
  facts.add('followUpCall', {
    id: facts.ids.next(),
    workOrderId: repair.workOrderId,
    claimId: repair.claimId,
    phone: repair.vehicle.customer?.phone ?? null,
    dueAtMs,
    calledAtMs: call?.atMs ?? null,
    calledBy: null,
    attemptCount: call === null ? 0 : call.result === 'UNREACHED' ? 3 : 1,
    reached: call === null ? null : answered ? 'Y' : 'N',
    repaired: answered ? (call.repaired ? 1 : 0) : null,
    paidAnything: answered ? (call.paidAnything ? 1 : 0) : null,
    travelHappened: answered && repair.travel !== null ? 1 : null,
    mileageConfirmKm: null,
    satisfaction: answered ? (call.repaired ? 5 - (repair.number % 3 === 0 ? 1 : 0) : 1) : null,
    result: call?.result ?? null,
    note: call === null ? null : `回访 ${dateOfInstant(call.atMs)}`,
  });
}
