import type { ApplicationRequest } from '../../src-shared/contract/logistics.contract.ts';
import { applicationFaults } from '../../src-shared/domain/logistics/application-faults.ts';
import type { ApplicationStatus } from '../../src-shared/domain/logistics/application-transition.ts';
import { isWholeUnit } from '../../src-shared/domain/parts/movement-types.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { BodyOf, CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import { keepPicture } from '../photos/keep-picture.ts';
import { insertRows, isAnyOf } from '../db/bulk-rows.ts';
import {
  kept,
  lockApplication,
  moveApplication,
  refusalOf,
  rejected,
  textColumns,
  UNKNOWN_APPLICATION,
  type ApplicationRow,
  type Db,
} from './application.repository.ts';

/** Keeps a draft as it is written; what is wrong with it is told field by field, all at once. Stock §3.2. */
export async function saveApplication(
  context: CommandContext,
  { applicationId, version, request }: BodyOf<'application.save'>,
): Promise<CommandOutcome> {
  const { db } = context;
  const found = await foundThings(db, request);
  const faults = applicationFaults({ ...request, ...found, vin: textColumns(request).vin ?? '' });
  const { station } = found;
  if (Object.keys(faults).length > 0 || station === null) return rejected('application-faulty', faults);
  const columns = {
    ...{ kind: request.kind, urgency: request.urgency, stationId: station.id, regionId: station.regionId },
    ...{ ...textColumns(request), vehicleId: found.vehicle?.id ?? null, mileageKm: request.mileageKm },
  };
  if (applicationId === null) {
    const other = context.user.regionId !== null && context.user.regionId !== station.regionId;
    if (other) return rejected('application-other-region', { no: '' });
    const draft = await insertApplication(context, station.regionCode, columns);
    await insertLines(context, draft, found.lines);
    return kept(await moveApplication(context, draft, { action: 'save', to: 'DRAFT' }));
  }
  const known = await lockApplication(db, applicationId);
  if (known === undefined) return UNKNOWN_APPLICATION;
  const refusal = refusalOf(context, known, { action: 'save', version });
  if (refusal !== null) return refusal;
  const { application } = known;
  await db.deleteFrom('partsApplicationLine').where('applicationId', '=', applicationId).execute();
  const scope = `r:${station.regionCode}`;
  if (scope !== application._scope) await moveScope(db, applicationId, scope);
  await insertLines(context, { id: applicationId, _scope: scope }, found.lines);
  return kept(
    await moveApplication(context, { ...application, _scope: scope }, { action: 'save', to: 'DRAFT', change: columns }),
  );
}

/** A draft for a station of another region belongs there with everything it has. */
async function moveScope(db: Db, applicationId: string, scope: string): Promise<void> {
  await db.updateTable('partsApplication').set({ _scope: scope }).where('id', '=', applicationId).execute();
  await db
    .updateTable('partsApplicationEvent')
    .set({ _scope: scope })
    .where('applicationId', '=', applicationId)
    .execute();
  await db.updateTable('attachment').set({ _scope: scope }).where('ownerId', '=', applicationId).execute();
}

type Columns = Pick<
  ApplicationRow,
  | 'kind'
  | 'urgency'
  | 'stationId'
  | 'regionId'
  | 'workOrderNo'
  | 'vin'
  | 'vehicleId'
  | 'mileageKm'
  | 'faultCode'
  | 'faultText'
  | 'note'
>;

/** A new application; nobody holds it until it is moved for the first time. */
export async function insertApplication(
  { db, user, nowMs, newId }: CommandContext,
  regionCode: string,
  columns: Columns & Partial<Pick<ApplicationRow, 'appNo' | 'convertedFromNo' | 'submittedAtMs'>>,
): Promise<ApplicationRow> {
  const row = await db
    .insertInto('partsApplication')
    .values({
      ...rowIdentity(newId(), `r:${regionCode}`),
      ...{ ...columns, status: 'DRAFT', sinceMs: nowMs },
      ...{ requestedBy: user.id, requestedByName: user.name, requestedAtMs: nowMs },
      ...{ changedByName: user.name, changedAtMs: nowMs },
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return row as ApplicationRow;
}

async function insertLines(
  { db, newId }: CommandContext,
  application: { id: string; _scope: string },
  lines: FoundThings['lines'],
): Promise<void> {
  await insertRows(
    db,
    'partsApplicationLine',
    lines.flatMap(({ part, qtyMilli }, index) =>
      part === null || qtyMilli === null
        ? []
        : [
            {
              ...rowIdentity(newId(), application._scope, application.id),
              ...{ applicationId: application.id, lineNo: index + 1, partId: part.id, qtyReqMilli: qtyMilli },
            },
          ],
    ),
  );
}

interface FoundThings {
  station: { id: string; regionId: string; regionCode: string; status: string } | null;
  vehicle: { id: string } | null;
  workOrder: { vin: string } | null;
  fault: { id: string } | null;
  lines: { partNo: string; qtyMilli: number | null; part: { id: string; isWhole: boolean; status: string } | null }[];
}

/** What the written codes stand for. */
async function foundThings(db: Db, request: ApplicationRequest): Promise<FoundThings> {
  const { vin, workOrderNo, faultCode } = textColumns(request);
  const station = await db
    .selectFrom('station')
    .innerJoin('region', 'region.id', 'station.regionId')
    .select(['station.id', 'station.status', 'station.regionId', 'region.code as regionCode'])
    .where('station.code', '=', request.stationCode.trim())
    .executeTakeFirst();
  const vehicle = await db.selectFrom('vehicle').select('id').where('vin', '=', vin).executeTakeFirst();
  const workOrder = await db
    .selectFrom('workOrder')
    .select('vinText as vin')
    .where('no', '=', workOrderNo)
    .executeTakeFirst();
  const fault = await faultOf(db, faultCode);
  const numbers = request.lines.map(({ partNo }) => partNo.trim());
  const parts = await db
    .selectFrom('part')
    .select(['id', 'partNo', 'uom', 'uomWhole', 'status'])
    .where(isAnyOf('partNo', numbers))
    .execute();
  const byNo = new Map(parts.map((part) => [part.partNo, { ...part, isWhole: isWholeUnit(part) }]));
  const lines = request.lines.map(({ partNo, qtyMilli }) => {
    return { partNo: partNo.trim(), qtyMilli, part: byNo.get(partNo.trim()) ?? null };
  });
  const orNull = <T>(row: T | undefined): T | null => row ?? null;
  return {
    ...{ station: orNull(station), vehicle: orNull(vehicle), workOrder: orNull(workOrder), fault: orNull(fault) },
    lines,
  };
}

/** A complaint or a cause with this code. */
async function faultOf(db: Db, code: string | null): Promise<{ id: string } | undefined> {
  return db
    .selectFrom('faultCode')
    .select('id')
    .where('code', '=', code)
    .where('kind', 'in', ['COMPLAINT', 'CAUSE'])
    .executeTakeFirst();
}

/** What the reviewer was missing: mileage and fault, told while the application is on its way to him. */
export async function completeApplication(
  context: CommandContext,
  body: BodyOf<'application.complete'>,
): Promise<CommandOutcome> {
  const known = await lockApplication(context.db, body.applicationId);
  if (known === undefined) return UNKNOWN_APPLICATION;
  const { version, mileageKm } = body;
  const refusal = refusalOf(context, known, { action: 'complete', version });
  if (refusal !== null) return refusal;
  const faultCode = body.faultCode.trim() === '' ? null : body.faultCode.trim();
  if (faultCode !== null && (await faultOf(context.db, faultCode)) === undefined)
    return rejected('application-faulty', { faultCode: 'unknown' });
  const faultText = body.faultText.trim() === '' ? null : body.faultText.trim();
  const change = { mileageKm, faultCode, faultText };
  const { status } = known.application;
  return kept(await moveApplication(context, known.application, { action: 'complete', to: status, change }));
}

/** A photograph of the application, kept once however often it is sent. */
export async function addApplicationPhoto(
  context: CommandContext,
  body: BodyOf<'application.photo'>,
): Promise<CommandOutcome> {
  const { db } = context;
  const known = await lockApplication(db, body.applicationId);
  if (known === undefined) return UNKNOWN_APPLICATION;
  // A picture more takes nothing away from what somebody else has written, so no version is asked for.
  const refusal = refusalOf(context, known, { action: 'photo', version: null });
  if (refusal !== null) return refusal;
  const { application } = known;
  const { id, _scope: scope, vehicleId } = application;
  const owner = { ownerType: 'APPLICATION', ownerId: id, rootId: id, scope, vehicleId, kind: body.photoKind };
  const unkept = await keepPicture(context, body, owner);
  if (unkept !== null) return unkept;
  const to: ApplicationStatus = application.status;
  return kept(await moveApplication(context, application, { action: 'photo', to, note: body.fileName }));
}
