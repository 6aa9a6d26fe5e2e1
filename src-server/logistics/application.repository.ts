import type { Selectable } from 'kysely';
import type { ApplicationRequest } from '../../src-shared/contract/logistics.contract.ts';
import {
  applicationRefusal,
  holderOf,
  isListedMove,
  type ApplicationAction,
  type ApplicationKind,
  type ApplicationState,
  type ApplicationStatus,
  type WarrantyVerdict,
} from '../../src-shared/domain/logistics/application-transition.ts';
import { logisticsSettingsOf, type LogisticsSettings } from '../../src-shared/domain/logistics/first-logistics.ts';
import { supersessionEnds } from '../../src-shared/domain/parts/supersession.ts';
import { businessMinuteOf } from '../../src-shared/domain/units/business-date.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { ErrorDetails } from '../../src-shared/errors.ts';
import type { CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import type { PartsApplicationLineTable, PartsApplicationTable } from '../db/central-tables.generated.ts';

export type Db = CommandContext['db'];
export type ApplicationRow = Selectable<PartsApplicationTable> & {
  kind: ApplicationKind;
  status: ApplicationStatus;
  warrantyVerdict: WarrantyVerdict | null;
};
export type LineRow = Selectable<PartsApplicationLineTable>;
type Rejected = Extract<CommandOutcome, { status: 'rejected' }>;
export type Refused = Exclude<CommandOutcome, { status: 'applied' }>;

export const UNKNOWN_APPLICATION = rejected('application-unknown', {});

export function rejected(reason: string, details: ErrorDetails): Rejected {
  return { status: 'rejected', reason, details };
}

/** The application with its lines, locked: whoever takes a step waits here for whoever is taking one. */
export async function lockApplication(
  db: Db,
  id: string,
): Promise<{ application: ApplicationRow; lines: LineRow[] } | undefined> {
  const application = await db
    .selectFrom('partsApplication')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (application === undefined) return undefined;
  const lines = await linesOf(db, id);
  return { application: application as ApplicationRow, lines };
}

export async function linesOf(db: Db, applicationId: string): Promise<LineRow[]> {
  return db
    .selectFrom('partsApplicationLine')
    .selectAll()
    .where('applicationId', '=', applicationId)
    .orderBy('lineNo')
    .execute();
}

export async function loadSettings(db: Db): Promise<LogisticsSettings> {
  return logisticsSettingsOf(await db.selectFrom('setting').select(['settingKey', 'valueJson']).execute());
}

export function stateOf(application: ApplicationRow, lines: readonly LineRow[]): ApplicationState {
  const { status, kind, requestedBy, handledBy, warrantyVerdict: verdict, convertedToNo } = application;
  const unshippedMilli = lines.reduce((sum, line) => sum + line.qtyApprMilli - line.qtyShipMilli, 0);
  return { status, kind, requestedBy, handledBy, verdict, convertedToNo, unshippedMilli };
}

/** Why this person may not take this step on this version; a stale version names who changed it and when (stock §3). */
export function refusalOf(
  { user }: CommandContext,
  { application, lines }: { application: ApplicationRow; lines: readonly LineRow[] },
  asked: { action: ApplicationAction; version: number | null; note?: string },
): Refused | null {
  const no = application.appNo ?? '';
  if (user.regionId !== null && user.regionId !== application.regionId)
    return rejected('application-other-region', { no });
  if (asked.version !== null && asked.version !== application._v) {
    const details = {
      ...{ no, byName: application.changedByName, at: businessMinuteOf(application.changedAtMs) },
      status: application.status,
    };
    return { status: 'conflict', reason: 'application-changed', details, current: { version: application._v } };
  }
  const actor = { userId: user.id, roles: user.roles };
  const reason = applicationRefusal(stateOf(application, lines), asked.action, actor, asked.note);
  return reason === null ? null : rejected(reason, { no, status: application.status });
}

type Change = Partial<Omit<ApplicationRow, 'id' | '_v' | '_scope' | '_k' | '_bucket'>>;

/** Moves an application along the whitelist and writes down who did it; the holder follows from where it stands then. */
export async function moveApplication(
  context: CommandContext,
  application: ApplicationRow,
  move: { action: ApplicationAction; to: ApplicationStatus; note?: string; change?: Change },
): Promise<ApplicationRow> {
  const { db, user, nowMs } = context;
  const { action, to } = move;
  if (!isListedMove(action, application.status, to))
    throw new Error(`${action} may not lead from ${application.status} to ${to}`);
  const lines = await linesOf(db, application.id);
  const changed = { ...application, ...move.change, status: to };
  const holderRole = holderOf(stateOf(changed, lines));
  const isSame = to === application.status && holderRole === application.holderRole;
  const row = await db
    .updateTable('partsApplication')
    .set({
      ...move.change,
      ...{ status: to, holderRole, holderName: await holderNameOf(db, changed, holderRole) },
      ...{ sinceMs: isSame ? application.sinceMs : nowMs, changedByName: user.name, changedAtMs: nowMs },
    })
    .where('id', '=', application.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await recordApplicationEvent(context, application, move);
  return row as ApplicationRow;
}

export async function recordApplicationEvent(
  { db, user, nowMs, newId }: CommandContext,
  application: ApplicationRow,
  { action, to, note = '' }: { action: ApplicationAction | 'handOver'; to: ApplicationStatus; note?: string },
): Promise<void> {
  await db
    .insertInto('partsApplicationEvent')
    .values({
      ...rowIdentity(newId(), application._scope, application.id),
      ...{ applicationId: application.id, action, statusFrom: application.status, statusTo: to },
      ...{ note: note.trim() === '' ? null : note.trim() },
      ...{ doneBy: user.id, doneByName: user.name, doneAtMs: nowMs },
    })
    .execute();
}

/** The person or station an application lies with, where its role is one person's or one station's. */
export async function holderNameOf(
  db: Db,
  application: Pick<ApplicationRow, 'requestedByName' | 'handledByName' | 'regionId' | 'stationId'>,
  role: string | null,
): Promise<string | null> {
  if (role === 'requester') return application.handledByName ?? application.requestedByName;
  if (role === 'station') {
    const station = await db
      .selectFrom('station')
      .select('name')
      .where('id', '=', application.stationId)
      .executeTakeFirst();
    return station?.name ?? null;
  }
  if (role !== 'regionManager') return null;
  const manager = await db
    .selectFrom('region')
    .innerJoin('appUser', 'appUser.id', 'region.managerUserId')
    .select('appUser.name')
    .where('region.id', '=', application.regionId)
    .executeTakeFirst();
  return manager?.name ?? null;
}

/** What every part of the company has become by this day. */
export async function readSupersession(db: Db, onDate: string): Promise<ReturnType<typeof supersessionEnds>> {
  const links = await db
    .selectFrom('partSupersession')
    .select(['oldPartId', 'newPartId', 'validFromDate', 'useUpFirst'])
    .execute();
  return supersessionEnds(
    links.map((link) => ({ ...link, useUpFirst: link.useUpFirst === 1 })),
    onDate,
  );
}

/** What a step answers its sender with. */
export function kept(application: Pick<ApplicationRow, 'id' | 'appNo' | 'status'>): CommandOutcome {
  return {
    status: 'applied',
    output: { applicationId: application.id, appNo: application.appNo, status: application.status },
  };
}

/** The written texts as they are kept: empty is nothing. */
export function textColumns(
  request: ApplicationRequest,
): Record<'workOrderNo' | 'vin' | 'faultCode' | 'faultText' | 'note', string | null> {
  const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());
  return {
    workOrderNo: orNull(request.workOrderNo),
    vin: orNull(request.vin.toUpperCase()),
    faultCode: orNull(request.faultCode),
    faultText: orNull(request.faultText),
    note: orNull(request.note),
  };
}
