import type { z } from 'zod';
import type {
  IntakeAttachment,
  IntakeRequest,
  IntakeWorkOrder,
} from '../../src-shared/contract/server/intake.contract.ts';
import { normaliseVin, vinCheck } from '../../src-shared/domain/checks/vin-check.ts';
import {
  brokenFinishGuard,
  nextOrderStatus,
  nextRequestStatus,
} from '../../src-shared/domain/service/order-transition.ts';
import { claimScope } from '../../src-shared/domain/claims/tier-of.ts';
import { businessDateOf } from '../../src-shared/domain/units/business-date.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { AppError } from '../../src-shared/errors.ts';
import { contentHash, keepContent } from '../db/attachment-content.ts';
import { storeOrderWork } from '../db/order-work.ts';
import { photoExif } from '../photos/photo-exif.ts';
import { isHeic } from '../photos/photo-format.ts';
import { photoLook } from '../photos/photo-hash.ts';
import { takeDocumentNumbers } from '../db/bulk-rows.ts';
import { requestOfOrder, storeDispatch } from './dispatch.ts';
import { oweCall } from './follow-up.ts';
import { faultOf, orderWorkOf } from './order-work.ts';
import type { Registration } from './receipts.ts';

const MAX_ATTACHMENT_BYTES = 10 * 1024 * 1024;

/** The station with the scope of its rows; a station that may not work any more is told so. */
export async function stationPlace({ db, claimantId: stationId }: Pick<Registration, 'db' | 'claimantId'>) {
  const station = await db
    .selectFrom('station')
    .innerJoin('region', 'region.id', 'station.regionId')
    .select(['station.id as id', 'station.code as code', 'station.shortCode as shortCode', 'station.status as status'])
    .select(['station.regionId as regionId', 'region.code as regionCode'])
    .where('station.id', '=', stationId)
    .executeTakeFirst();
  if (station === undefined) throw new AppError('NOT_FOUND', 'intake-station-unknown');
  if (station.status !== 'ACTIVE') {
    throw new AppError('FORBIDDEN', 'intake-station-not-active', { stationCode: station.code, status: station.status });
  }
  return { ...station, scope: claimScope(station.regionCode, 'open') };
}

/** The vehicle of a VIN, or undefined; a VIN that cannot be one is refused with its field. */
export async function vehicleOf(db: Registration['db'], vinText: string) {
  const vin = normaliseVin(vinText);
  if (vinCheck({ vin, checkDigitApplies: false }).result === 'malformed') {
    throw new AppError('RULE_BROKEN', 'intake-vin-malformed', { field: 'vin', value: vin });
  }
  return db.selectFrom('vehicle').selectAll().where('vin', '=', vin).executeTakeFirst();
}

/** Registers a request for repair (报修单). Claims §3.1. */
export async function registerRequest(registration: Registration, input: z.infer<typeof IntakeRequest>): Promise<void> {
  const { db, claimantId: stationId, targetId } = registration;
  const station = await stationPlace(registration);
  if (input.vin === null && input.plateNo === null) {
    throw new AppError('RULE_BROKEN', 'intake-vehicle-not-named', { field: 'vin' });
  }
  const vehicle = input.vin === null ? undefined : await vehicleOf(db, input.vin);
  const reportedAtMs = Date.parse(input.reportedAt);
  await db
    .insertInto('repairRequest')
    .values({
      ...rowIdentity(targetId, station.scope),
      no: await numberOf(db, 'request', station.shortCode, reportedAtMs),
      ...{ stationId, stationRef: input.number, reportedAtMs, channel: 'STATION', caller: input.caller },
      ...{ phone: input.phone, vehicleId: vehicle?.id ?? null, vinText: input.vin, plateNo: input.plateNo },
      ...{ mileageClaimedKm: input.mileageKm, locationText: input.locationText, complaintText: input.complaintText },
      complaintCode: (await faultOf(db, { complaintCode: input.complaintCode })).complaintCode,
      ...{ latMicro: input.place?.latMicro ?? null, lngMicro: input.place?.lngMicro ?? null },
      ...{ breakdown: input.breakdown ? 1 : 0, status: nextRequestStatus(null, 'report') ?? 'NEW' },
      regionId: station.regionId,
    })
    .execute();
}

/**
 * Registers a finished work order (维修工单) with its hours, parts, trips and dispatch, and owes its customer a call. `at` is put
 * before the names of the fields of an order that a claim brings along. Claims §3.1.
 */
export async function registerWorkOrder(
  registration: Registration,
  input: z.infer<typeof IntakeWorkOrder>,
  at = '',
): Promise<void> {
  const { db, claimantId: stationId, targetId } = registration;
  const station = await stationPlace(registration);
  const [startAtMs, finishAtMs] = [Date.parse(input.startAt), Date.parse(input.finishAt)];
  const work = await orderWorkOf(db, input, at);
  const { mileageInKm, mileageOutKm, customerSigned } = input;
  const counts = { labourLines: work.labour.length, partLines: work.parts.length };
  const broken = brokenFinishGuard({ startAtMs, finishAtMs, mileageInKm, mileageOutKm, customerSigned, ...counts });
  if (broken !== null) {
    const { reason, field } = broken;
    const value = field === 'labour' ? null : input[field];
    throw new AppError('RULE_BROKEN', reason, { field: at + field, value, mileageInKm });
  }
  const vehicle = await vehicleOf(db, input.vin);
  const requestField = `${at}requestNumber`;
  const request =
    input.requestNumber === null ? null : await requestOfOrder(registration, input.requestNumber, requestField);
  const dispatch = input.dispatch ?? null;
  if (dispatch !== null && request === null) {
    throw new AppError('RULE_BROKEN', 'intake-dispatch-without-request', { field: requestField });
  }
  await db
    .insertInto('workOrder')
    .values({
      ...rowIdentity(targetId, station.scope),
      no: await numberOf(db, 'workOrder', station.shortCode, finishAtMs),
      ...{ stationRef: input.number, requestId: request?.id ?? null, stationId, engineerId: null },
      ...{ vehicleId: vehicle?.id ?? null, vinText: normaliseVin(input.vin), plateNo: input.plateNo },
      ...{ engineNo: input.engineNo ?? null, mileageInKm, mileageOutKm, inAtMs: startAtMs },
      ...{ startAtMs, finishAtMs, outAtMs: finishAtMs, ...(await faultOf(db, input)) },
      ...{ place: input.place, complaintText: input.complaintText, technician: input.technician },
      ...{ customerSigned: customerSigned ? 1 : 0, payType: input.payType, status: finishedStatus() },
      regionId: station.regionId,
    })
    .execute();
  await storeOrderWork(db, [{ id: targetId, scope: station.scope, work }], registration.newId);
  if (request !== null && dispatch !== null) await storeDispatch(registration, request, dispatch, `${at}dispatch`);
  const customerId = vehicle?.customerId ?? null;
  await oweCall(registration, {
    ...{ id: targetId, scope: station.scope, finishAtMs, phone: request?.phone ?? null, customerId },
  });
}

/** A station sends what it has done: opened and finished in one. */
function finishedStatus(): string {
  const status = nextOrderStatus(nextOrderStatus(null, 'open') ?? '', 'finish');
  if (status === null) throw new RangeError('an order that was opened cannot be finished');
  return status;
}

export type PhotoArrived = (db: Registration['db'], claimId: string, moment: Registration) => Promise<void>;

/**
 * Keeps a photo or paper of a claim under its fingerprint, with its look and what the camera wrote into it, and has the claim
 * judged with it. The camera's own time goes before the one the station states. Claims §2.2 Attachment.
 */
export async function attachFile(
  registration: Registration,
  input: z.infer<typeof IntakeAttachment>,
  { uploadedBy, photoArrived }: { uploadedBy: string; photoArrived: PhotoArrived },
): Promise<void> {
  const { db, claimantId, targetId, nowMs } = registration;
  const content = Buffer.from(input.contentBase64, 'base64');
  if (content.length === 0) throw new AppError('RULE_BROKEN', 'intake-attachment-empty', { field: 'contentBase64' });
  if (content.length > MAX_ATTACHMENT_BYTES) {
    const details = { field: 'contentBase64', sizeBytes: content.length, limitBytes: MAX_ATTACHMENT_BYTES };
    throw new AppError('RULE_BROKEN', 'intake-attachment-too-large', details);
  }
  if (isHeic(content)) {
    throw new AppError('RULE_BROKEN', 'intake-photo-not-viewable', {
      field: 'contentBase64',
      fileName: input.fileName,
    });
  }
  const readVin = input.readVin ?? null;
  if (readVin !== null && input.kind !== 'VIN_PLATE') {
    throw new AppError('RULE_BROKEN', 'intake-reading-not-of-plate', { field: 'readVin' });
  }
  const claim = await db
    .selectFrom('claim')
    .select(['id', '_scope', 'vehicleId'])
    .where('claimantId', '=', claimantId)
    .where('stationRef', '=', input.number)
    .executeTakeFirst();
  if (claim === undefined) {
    throw new AppError('NOT_FOUND', 'intake-claim-unknown', { field: 'number', number: input.number });
  }
  const fileSha256 = contentHash(content);
  await keepContent(db, { fileSha256, content, nowMs });
  const exif = photoExif(content);
  const statedAtMs = input.takenAt === null ? null : Date.parse(input.takenAt);
  await db
    .insertInto('attachment')
    .values({
      ...rowIdentity(targetId, claim._scope, claim.id),
      ...{ ownerType: 'CLAIM', ownerId: claim.id, claimId: claim.id, vehicleId: claim.vehicleId, kind: input.kind },
      ...{ fileName: input.fileName, contentType: input.contentType, fileSha256, sizeBytes: content.length },
      ...{ takenAtMs: exif.takenAtMs ?? statedAtMs, uploadedAtMs: nowMs, uploadedBy, device: exif.device },
      ...{ exifLatMicro: exif.latMicro, exifLngMicro: exif.lngMicro, ...photoLook(content) },
      readVin: readVin === null ? null : normaliseVin(readVin),
    })
    .execute();
  await photoArrived(db, claim.id, registration);
}

const PREFIXES = { request: 'BX', workOrder: 'WX' } as const;

async function numberOf(
  db: Registration['db'],
  series: 'request' | 'workOrder',
  shortCode: string,
  atMs: number,
): Promise<string> {
  const date = businessDateOf(atMs);
  const month = date.slice(2, 4) + date.slice(5, 7);
  const key = `${series}:${shortCode}:${month}`;
  const taken = await takeDocumentNumbers(db, new Map([[key, 1]]));
  return PREFIXES[series] + shortCode + month + String(taken.get(key) ?? 1).padStart(5, '0');
}
