import type {
  AttachmentEvidence,
  ClaimEditEvidence,
  ClaimEvidence,
  IssueEvidence,
  OrderEvidence,
  OtherAttachmentEvidence,
  RepairPathEvidence,
  TripEvidence,
  VisitEvidence,
} from '../../../src-shared/domain/claims/evidence-types.ts';
import type { DemoFacts, Fact } from '../facts/demo-facts.ts';

type ClaimRow = Fact<'claim'>;
type OrderRow = Fact<'workOrder'>;

/** Everything the documents of the company say about a claim, with what other claims submitted before it as history. */
export type EvidenceLookUp = (claim: ClaimRow, history: readonly ClaimRow[]) => ClaimEvidence;

/** The documents by claim; claims are asked for in the order of their submission. */
export function evidenceLookUp(facts: DemoFacts): EvidenceLookUp {
  const tables = indexed(facts);
  const filesBySum = new Map<string, OtherAttachmentEvidence[]>();
  return (claim, history) => {
    const order = tables.orders.get(claim.workOrderId ?? '');
    const files = tables.attachmentsByClaim.get(claim.id) ?? [];
    const otherAttachments = files.flatMap((file) => filesBySum.get(file.fileSha256) ?? []);
    for (const file of files) {
      const entry = otherFile(file, claim);
      const known = filesBySum.get(file.fileSha256);
      if (known === undefined) filesBySum.set(file.fileSha256, [entry]);
      else known.push(entry);
    }
    const request = tables.requests.get(order?.requestId ?? '');
    return {
      order: order === undefined ? null : orderOf(order, claim, tables),
      visits: history.flatMap((other) => visitOf(other, tables) ?? []),
      request: request === undefined ? null : { ...placeOf(request), reportedAtMs: request.reportedAtMs },
      dispatches: (tables.dispatches.get(order?.requestId ?? '') ?? []).map((row) => ({
        ...{ dispatchedAtMs: row.dispatchedAtMs, arrivedAtMs: row.arrivedAtMs ?? null, status: row.status },
        ...{ routeKm: row.routeKm ?? null, latMicro: row.arriveLatMicro ?? null, lngMicro: row.arriveLngMicro ?? null },
      })),
      issues: issuesOf(order, claim, tables),
      call: callOf(claim, tables),
      attachments: files.map(fileOf),
      otherAttachments,
      campaign: campaignOf(claim, tables),
      vehicleChanges: [],
      edits: (tables.edits.get(claim.id) ?? []).map(editOf),
      plateReadings: files.flatMap(({ id, readVin }) =>
        readVin === null || readVin === undefined ? [] : [{ attachmentId: id, vinText: readVin }],
      ),
      repairPath: repairPathOf(claim, tables),
    };
  };
}

function indexed(facts: DemoFacts) {
  return {
    orders: byId(facts.rows('workOrder')),
    stations: byId(facts.rows('station')),
    requests: byId(facts.rows('repairRequest')),
    dispatches: Map.groupBy(facts.rows('dispatch'), (row) => row.requestId),
    labour: Map.groupBy(facts.rows('workOrderLabour'), (row) => row.workOrderId),
    parts: Map.groupBy(facts.rows('workOrderPart'), (row) => row.workOrderId),
    documents: Map.groupBy(facts.rows('erpDocumentLine'), (row) => row.docNo),
    travel: Map.groupBy(facts.rows('workOrderTravel'), (row) => row.workOrderId),
    calls: new Map(facts.rows('followUpCall').map((row) => [row.claimId ?? '', row])),
    attachmentsByClaim: Map.groupBy(facts.rows('attachment'), (row) => row.claimId ?? ''),
    campaigns: byId(facts.rows('campaign')),
    edits: Map.groupBy(facts.rows('claimEdit'), (row) => row.claimId),
    operations: byId(facts.rows('labourOperation')),
    campaignVehicles: new Map(
      facts.rows('campaignVehicle').map((row) => [`${row.campaignId} ${row.vehicleId}`, row] as const),
    ),
  };
}
type Tables = ReturnType<typeof indexed>;

function placeOf(row: { latMicro?: number | null; lngMicro?: number | null }) {
  return { latMicro: row.latMicro ?? null, lngMicro: row.lngMicro ?? null };
}

/** Where the work was done: at the far end of the trip, else at the station. */
function workPlaceOf(order: OrderRow, { travel, stations }: Tables) {
  const [trip] = travel.get(order.id) ?? [];
  if (order.place === 'FIELD' && trip !== undefined) {
    return { latMicro: trip.toLatMicro ?? null, lngMicro: trip.toLngMicro ?? null };
  }
  return placeOf(stations.get(order.stationId ?? '') ?? {});
}

function orderOf(order: OrderRow, claim: ClaimRow, tables: Tables): OrderEvidence {
  return {
    ...workPlaceOf(order, tables),
    ...{ place: order.place, startAtMs: order.startAtMs ?? null, finishAtMs: order.finishAtMs ?? null },
    ...{ plateNo: order.plateNo ?? null, engineNo: order.engineNo ?? null },
    labour: (tables.labour.get(order.id) ?? []).map((row) => ({
      ...{ technician: row.technician ?? null, hoursCenti: row.hoursCenti },
    })),
    parts: (tables.parts.get(order.id) ?? []).map((row) => ({
      ...{ partId: row.partId ?? null, qtyMilli: row.qtyMilli, supplyMode: row.supplyMode },
      ...{ issueDoc: row.issueDoc ?? null, oldSerial: row.oldSerial ?? null, newSerial: row.newSerial ?? null },
    })),
    trip: tripOf(order, claim, tables),
  };
}

/** What the documents the order names issued for this vehicle; no two orders of the company name the same one. */
function issuesOf(
  order: OrderRow | undefined,
  claim: ClaimRow,
  { parts, documents, stations }: Tables,
): IssueEvidence[] {
  const station = stations.get(order?.stationId ?? '');
  const named = new Set((parts.get(order?.id ?? '') ?? []).flatMap((row) => row.issueDoc ?? []));
  return [...named]
    .flatMap((docNo) => documents.get(docNo) ?? [])
    .filter((line) => line.partnerCode === station?.code && (line.vin ?? claim.vinText) === claim.vinText)
    .map((line) => ({ docNo: line.docNo, partId: line.partId ?? '', qtyMilli: line.qtyMilli ?? 0 }));
}

function tripOf(order: OrderRow, claim: ClaimRow, { travel }: Tables): TripEvidence | null {
  const [row] = travel.get(order.id) ?? [];
  if (row === undefined) return null;
  return {
    ...{ claimId: claim.id, claimNo: claim.no ?? null, vin: claim.vinText },
    ...{ departAtMs: row.departAtMs ?? null, returnAtMs: row.returnAtMs ?? null, km: row.kmOut + row.kmBack },
  };
}

function visitOf(other: ClaimRow, tables: Tables): VisitEvidence | null {
  const order = tables.orders.get(other.workOrderId ?? '');
  const { startAtMs, finishAtMs } = order ?? {};
  if (order === undefined || typeof startAtMs !== 'number' || typeof finishAtMs !== 'number') return null;
  const { latMicro, lngMicro } = workPlaceOf(order, tables);
  if (latMicro === null || lngMicro === null) return null;
  const station = tables.stations.get(order.stationId ?? '');
  return {
    ...{ workOrderId: order.id, no: order.no, stationId: order.stationId ?? null, stationName: station?.name ?? null },
    ...{ startAtMs, finishAtMs, latMicro, lngMicro },
  };
}

function callOf(claim: ClaimRow, { calls }: Tables): ClaimEvidence['call'] & object {
  const call = calls.get(claim.id);
  return {
    ...{ result: call?.result ?? null, repaired: call?.repaired ?? null, paidAnything: call?.paidAnything ?? null },
    ...{ attemptCount: call?.attemptCount ?? 0, calledAtMs: call?.calledAtMs ?? null, phone: call?.phone ?? null },
    ...{ isStationPhone: false, phoneOwners: 1 },
  };
}

function fileOf(row: Fact<'attachment'>): AttachmentEvidence {
  return {
    ...{ id: row.id, kind: row.kind, sha256: row.fileSha256, phash64: row.phash64 ?? null },
    ...{ takenAtMs: row.takenAtMs ?? null, latMicro: row.exifLatMicro ?? null, lngMicro: row.exifLngMicro ?? null },
  };
}

function otherFile(row: Fact<'attachment'>, claim: ClaimRow): OtherAttachmentEvidence {
  return {
    ...{ id: row.id, kind: row.kind, sha256: row.fileSha256, phash64: row.phash64 ?? null },
    ...{ claimId: claim.id, claimNo: claim.no ?? null, vin: claim.vinText, stationName: claim.claimantName },
    stationId: claim.stationId ?? null,
    uploadedAtMs: row.uploadedAtMs,
  };
}

function editOf(row: Fact<'claimEdit'>): ClaimEditEvidence {
  return {
    ...{
      field: row.field,
      lineSeq: row.lineSeq ?? null,
      oldValue: row.oldValue ?? null,
      newValue: row.newValue ?? null,
    },
    ...{ changedBy: row.changedBy, changedAtMs: row.changedAtMs, wasReturned: row.wasReturned === 1 },
  };
}

function repairPathOf(claim: ClaimRow, { operations }: Tables): RepairPathEvidence | null {
  const replacement = operations.get(claim.mainOpId ?? '');
  const mend = operations.get(replacement?.repairOpId ?? '');
  if (mend === undefined) return null;
  const { opCode, name: opName, stdHoursCenti: hoursCenti } = mend;
  return { opCode, opName, hoursCenti, partsFen: replacement?.repairPartsFen ?? 0 };
}

function campaignOf(claim: ClaimRow, { campaigns, campaignVehicles }: Tables): (ClaimEvidence['campaign'] & {}) | null {
  const campaign = campaigns.get(claim.campaignId ?? '');
  if (campaign === undefined) return null;
  const place = campaignVehicles.get(`${campaign.id} ${claim.vehicleId ?? ''}`);
  return {
    ...{ code: campaign.code, title: campaign.title, status: place?.status ?? null },
    ...{ doneClaimId: place?.doneClaimId ?? null, doneClaimNo: null, doneDate: place?.doneDate ?? null },
  };
}

function byId<T extends { id: string }>(rows: readonly T[]): Map<string, T> {
  return new Map(rows.map((row) => [row.id, row]));
}
