import type { DocumentTools } from './case-rows.ts';
import { addMonths, dateOf, dateOfInstant, MINUTE_MS, yearMonthOf, dayOfInstant } from './demo-calendar.ts';
import type { DemoFacts, Fact } from './demo-facts.ts';
import { handlingClaimFen, partClaimFen, rhu, travelClaimFen, type CasePart, type RepairCase } from './repair-case.ts';

type Line = Fact<'claimLine'>;

/** The claim as the station submitted it: nothing of it has been checked or decided yet. */
export function addClaimRows(facts: DemoFacts, repair: RepairCase, tools: DocumentTools): void {
  const lines = linesOf(facts, repair);
  for (const line of lines) facts.add('claimLine', line);
  const preauthId = repair.preauthorised ? addPreauth(facts, repair, tools) : null;
  facts.add('claim', claimRow(repair, { lines, preauthId, tools }));
  addAttachments(facts, repair);
}

function claimRow(
  repair: RepairCase,
  input: { lines: Line[]; preauthId: string | null; tools: DocumentTools },
): Fact<'claim'> {
  const { vehicle, station, engineer } = repair;
  const isSent = repair.paper === undefined || repair.paper === 'ARRIVING';
  const submittedDay = dayOfInstant(repair.submittedAtMs);
  const main = repair.labour[0];
  const claimantType = engineer !== null ? 'ENGINEER' : station.type === 'OWN' ? 'OWN_WORKSHOP' : 'STATION';
  return {
    id: repair.claimId,
    no: isSent ? input.tools.numbers.next('claim', 'SP', station.shortCode, yearMonthOf(submittedDay)) : null,
    stationRef: `${station.shortCode}-${String(repair.number).padStart(6, '0')}`,
    workOrderId: repair.workOrderId,
    claimantType,
    claimantId: engineer?.id ?? station.id,
    claimantCode: engineer?.empNo ?? station.code,
    claimantName: engineer?.name ?? station.name,
    type: repair.type,
    stationId: engineer === null ? station.id : null,
    engineerId: engineer?.id ?? null,
    vehicleId: repair.vehicleKnown ? vehicle.id : null,
    vinText: repair.vinText,
    plateNo: repair.plateNo,
    productLine: vehicle.model.line,
    modelId: vehicle.model.id,
    modelName: vehicle.model.name,
    regionId: station.region.id,
    failureDate: dateOf(repair.failureDay),
    repairFinishDate: dateOf(repair.finishDay),
    repairStartAtMs: repair.startAtMs,
    repairFinishAtMs: repair.finishAtMs,
    mileageKm: repair.mileageKm,
    complaintCode: repair.complaintCode === '' ? null : repair.complaintCode,
    causeCode: repair.causeCode === '' ? null : repair.causeCode,
    actionCode: repair.actionCode,
    complaintText: repair.complaintText,
    causalPartId: repair.parts.find((part) => part.causal)?.part.id ?? null,
    componentGroupId: repair.group.id,
    mainOpId: main?.operation?.id ?? null,
    mainItemText: main?.description ?? (repair.travel === null ? null : '外出服务费用'),
    responsibility: repair.responsibility,
    preauthId: input.preauthId,
    campaignId: repair.campaignId,
    createdBy: null,
    submittedAtMs: isSent ? repair.submittedAtMs : null,
    submittedDate: isSent ? dateOf(submittedDay) : null,
    ageMonths: null,
    warrantyPosition: null,
    warrantyJson: null,
    rulesetVersion: null,
    evaluatedAtMs: null,
    riskScore: 0,
    worstSeverity: 0,
    hitSignature: '',
    hitCount: 0,
    headlineRuleId: null,
    headlineJson: null,
    status: isSent ? 'SUBMITTED' : (repair.paper ?? 'DRAFT'),
    statusBefore: repair.paper === 'DELETED' ? 'DRAFT' : null,
    queue: 'NONE',
    holdReason: null,
    assignedTo: null,
    claimedFen: input.lines.reduce((sum, line) => sum + (line.claimedFen ?? 0), 0),
    stdFen: 0,
    payableFen: 0,
    approvedFen: 0,
    cutFen: 0,
    reasonCode: null,
    decidedLevel: null,
    decidedAtMs: null,
    decidedBy: null,
    statementId: null,
    supplierStatus: 'NONE',
    returnCount: 0,
    queuedAtMs: null,
    closedDate: repair.paper === 'DELETED' ? dateOf(submittedDay) : null,
  };
}

function linesOf(facts: DemoFacts, repair: RepairCase): Line[] {
  const lines: Line[] = [];
  for (const [index, labour] of repair.labour.entries()) {
    lines.push({
      ...emptyLine(facts, repair, lines.length + 1),
      costType: 'LABOUR',
      opId: labour.operation?.id ?? null,
      itemCode: labour.operation?.code ?? null,
      description: labour.description,
      hoursCenti: labour.hoursCenti,
      unitFen: labour.rateFen,
      technician: labour.technician,
      isMain: index === 0 ? 1 : 0,
      claimedFen: labour.claimedFen,
    });
  }
  for (const part of repair.parts) {
    lines.push({ ...emptyLine(facts, repair, lines.length + 1), ...partLine(part) });
    if (part.supplyMode !== 'FREE_ISSUE') continue;
    lines.push({
      ...emptyLine(facts, repair, lines.length + 1),
      costType: 'HANDLING',
      partId: part.part.id,
      itemCode: part.part.partNo,
      description: '三包件管理费',
      qtyMilli: part.qty * 1000,
      unitFen: rhu(part.part.issueFen * 500, 10_000),
      claimedFen: handlingClaimFen(part),
    });
  }
  if (repair.travel !== null) lines.push(travelLine(facts, repair, lines.length + 1));
  return lines;
}

function partLine(part: CasePart): Partial<Line> & { costType: string; description: string } {
  return {
    costType: 'MATERIAL',
    partId: part.part.id,
    itemCode: part.part.partNo,
    description: part.part.name,
    qtyMilli: part.qty * 1000,
    unitFen: part.supplyMode === 'FREE_ISSUE' ? 0 : part.unitFen,
    supplyMode: part.supplyMode,
    isCausal: part.causal ? 1 : 0,
    claimedFen: partClaimFen(part),
  };
}

function travelLine(facts: DemoFacts, repair: RepairCase, seq: number): Line {
  const { travel, station } = repair;
  if (travel === null) throw new RangeError('no travel');
  const detail = {
    routeKm: travel.routeKm,
    fromLatMicro: station.latMicro,
    fromLngMicro: station.lngMicro,
    toLatMicro: travel.toLatMicro,
    toLngMicro: travel.toLngMicro,
    night: travel.night,
    holiday: travel.holiday,
    tollFen: travel.tollFen,
    tollReceiptFen: travel.tollFen,
  };
  return {
    ...emptyLine(facts, repair, seq),
    costType: 'TRAVEL',
    description: '外出服务差旅',
    km: travel.km,
    detailJson: JSON.stringify(detail),
    claimedFen: travelClaimFen(travel),
  };
}

function emptyLine(facts: DemoFacts, repair: RepairCase, seq: number): Line {
  return {
    id: facts.ids.next(),
    claimId: repair.claimId,
    seq,
    costType: 'OTHER',
    opId: null,
    partId: null,
    itemCode: null,
    description: '',
    qtyMilli: null,
    hoursCenti: null,
    km: null,
    unitFen: 0,
    supplyMode: null,
    detailJson: null,
    technician: null,
    isMain: 0,
    isCausal: 0,
    claimedFen: 0,
    stdFen: 0,
    ruleId: null,
    splitRuleId: null,
    mfrShareBp: 0,
    custShareBp: 0,
    stationShareBp: 0,
    mfrFen: 0,
    custFen: 0,
    stationFen: 0,
    payableFen: 0,
    approvedQtyMilli: null,
    approvedFen: 0,
    decision: 'PENDING',
    reasonCode: null,
    note: null,
    calcTraceJson: null,
  };
}

function addPreauth(facts: DemoFacts, repair: RepairCase, tools: DocumentTools): string {
  const id = facts.ids.next();
  const fromDate = dateOf(repair.finishDay - 2);
  const limitFen = repair.parts.reduce((sum, part) => sum + part.part.issueFen * part.qty, 0) + 300_000;
  facts.add('preauth', {
    id,
    no: tools.numbers.next('preauth', 'YS', repair.station.region.code, yearMonthOf(repair.finishDay)),
    vehicleId: repair.vehicle.id,
    stationId: repair.station.id,
    linesJson: JSON.stringify(repair.parts.map((part) => ({ partNo: part.part.partNo, qtyMilli: part.qty * 1000 }))),
    amountLimitFen: limitFen,
    validFromDate: fromDate,
    validToDate: addMonths(fromDate, 2),
    status: 'USED',
    regionId: repair.station.region.id,
  });
  return id;
}

function addAttachments(facts: DemoFacts, repair: RepairCase): void {
  for (const [index, photo] of repair.photos.entries()) {
    facts.add('attachment', {
      id: facts.ids.next(),
      ownerType: 'CLAIM',
      ownerId: repair.claimId,
      claimId: repair.claimId,
      vehicleId: repair.vehicleKnown ? repair.vehicle.id : null,
      kind: photo.kind,
      fileName: `${dateOfInstant(photo.takenAtMs).replaceAll('-', '')}_${String(repair.number)}_${String(index + 1)}.jpg`,
      contentType: 'image/jpeg',
      fileSha256: photo.sha256,
      phash64: photo.phash64,
      sizeBytes: 180_000 + ((repair.number * 7919 + index * 104_729) % 900_000),
      takenAtMs: photo.takenAtMs,
      exifLatMicro: photo.latMicro,
      exifLngMicro: photo.lngMicro,
      device: repair.number % 3 === 0 ? 'HUAWEI nova 9' : 'Redmi Note 11',
      uploadedAtMs: repair.submittedAtMs - 2 * MINUTE_MS,
      uploadedBy: repair.station.code,
      widthPx: 4000,
      heightPx: 3000,
    });
  }
}
