import { verdictGaps } from '../../src-shared/domain/logistics/application-faults.ts';
import { needsVerdict } from '../../src-shared/domain/logistics/application-transition.ts';
import { findDuplicates, type ComparedApplication } from '../../src-shared/domain/logistics/find-duplicates.ts';
import { businessDateOf } from '../../src-shared/domain/units/business-date.ts';
import type { CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import { isAnyOf, insertRows, takeDocumentNumbers, updateRows } from '../db/bulk-rows.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import {
  kept,
  linesOf,
  loadSettings,
  moveApplication,
  readSupersession,
  rejected,
  type ApplicationRow,
  type Db,
  type LineRow,
} from './application.repository.ts';
import { freePaid } from './pay-application.ts';
import { insertApplication } from './save-application.ts';

/** Which applications may be asked for again: those that were refused or given up, and those nobody has sent. */
const NO_DUPLICATE = ['DRAFT', 'REJECTED', 'CANCELLED'];

/** `SJ-2603-00012` for what the warranty may pay, `PJ-…` for the rest. */
async function takeNumber({ db, today }: CommandContext, kind: ApplicationRow['kind']): Promise<string> {
  const month = today.slice(2, 7).replace('-', '');
  const prefix = needsVerdict(kind) ? 'SJ' : 'PJ';
  const key = `application${prefix}:${month}`;
  const taken = await takeDocumentNumbers(db, new Map([[key, 1]]));
  return `${prefix}-${month}-${String(taken.get(key) ?? 0).padStart(5, '0')}`;
}

/** Out of the draft: a number, the parts that replace what was asked for, and a look at who else asks for the same. Stock §3.2. */
export async function submitApplication(
  context: CommandContext,
  { application, lines }: { application: ApplicationRow; lines: readonly LineRow[] },
): Promise<CommandOutcome> {
  const { db, today, nowMs } = context;
  const ends = await readSupersession(db, today);
  const renewed = lines.map((line) => {
    const end = ends.get(line.partId);
    return { id: line.id, substitutePartId: end === undefined || end.useUpFirst ? null : end.partId };
  });
  await updateRows(db, 'partsApplicationLine', renewed);
  // Two that repeat each other must not both find nothing: the number's row is locked until the commit, so they come one by one.
  const appNo = await takeNumber(context, application.kind);
  const partIds = lines.map(({ partId }) => ends.get(partId)?.partId ?? partId);
  const { applicationDuplicateDays } = await loadSettings(db);
  const suspects = findDuplicates(
    { ...application, appNo, submittedDate: today, partIds },
    await comparable(db, application, ends),
    applicationDuplicateDays,
  );
  const numbers = await partNumbers(
    db,
    suspects.flatMap((suspect) => suspect.partIds),
  );
  const suspectsJson = JSON.stringify(
    suspects.map(({ partIds: same, ...suspect }) => ({ ...suspect, partNos: same.map((id) => numbers.get(id) ?? id) })),
  );
  const to = suspects.length > 0 ? 'DUP_SUSPECT' : 'SUBMITTED';
  const change = { appNo, suspectsJson, submittedAtMs: nowMs };
  return kept(await moveApplication(context, application, { action: 'submit', to, change }));
}

type Ends = Awaited<ReturnType<typeof readSupersession>>;

/** Other applications for this vehicle or of this work order, with their parts as they are called today. */
async function comparable(
  db: Db,
  { id, vin, workOrderNo }: ApplicationRow,
  ends: Ends,
): Promise<ComparedApplication[]> {
  const others = await db
    .selectFrom('partsApplication')
    .select(['id', 'appNo', 'vin', 'workOrderNo', 'submittedAtMs'])
    .where('id', '<>', id)
    .where('status', 'not in', NO_DUPLICATE)
    .where((where) => where.or([where('vin', '=', vin), where('workOrderNo', '=', workOrderNo)]))
    .execute();
  const lines = await db
    .selectFrom('partsApplicationLine')
    .select(['applicationId', 'partId'])
    .where(
      isAnyOf(
        'applicationId',
        others.map((other) => other.id),
      ),
    )
    .execute();
  const partsOf = Map.groupBy(lines, ({ applicationId }) => applicationId);
  return others.map((other) => ({
    ...{ id: other.id, appNo: other.appNo ?? '', vin: other.vin, workOrderNo: other.workOrderNo },
    submittedDate: businessDateOf(other.submittedAtMs ?? 0),
    partIds: (partsOf.get(other.id) ?? []).map(({ partId }) => ends.get(partId)?.partId ?? partId),
  }));
}

async function partNumbers(db: Db, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.selectFrom('part').select(['id', 'partNo']).where(isAnyOf('id', ids)).execute();
  return new Map(rows.map(({ id, partNo }) => [id, partNo]));
}

/** The reviewer has chosen: it is the same thing once more, and which. */
export async function refuseDuplicate(
  context: CommandContext,
  { application, dupOfId, note }: { application: ApplicationRow; dupOfId: string | null; note: string },
): Promise<CommandOutcome> {
  const suspects = JSON.parse(application.suspectsJson) as { applicationId: string; appNo: string }[];
  const chosen = suspects.find(({ applicationId }) => applicationId === dupOfId);
  if (chosen === undefined) return rejected('application-no-suspect', { no: application.appNo });
  const change = { dupOfNo: chosen.appNo };
  return kept(await moveApplication(context, application, { action: 'isDuplicate', to: 'REJECTED', note, change }));
}

const VERDICTS = {
  inWarranty: { verdict: 'IN_WARRANTY', to: 'WARRANTY_OK' },
  goodwill: { verdict: 'GOODWILL', to: 'WARRANTY_OK' },
  outOfWarranty: { verdict: 'OUT_OF_WARRANTY', to: 'REJECTED' },
} as const;

/** Whether the warranty pays, judged by VIN, mileage, fault and photographs and never without them. Stock §3.2. */
export async function giveVerdict(
  context: CommandContext,
  { application, action, note }: { application: ApplicationRow; action: keyof typeof VERDICTS; note: string },
): Promise<CommandOutcome> {
  const { db } = context;
  const { photos } = await db
    .selectFrom('attachment')
    .select(({ fn }) => fn.countAll<number>().as('photos'))
    .where('ownerType', '=', 'APPLICATION')
    .where('ownerId', '=', application.id)
    .executeTakeFirstOrThrow();
  const { applicationMinPhotos } = await loadSettings(db);
  const gaps = verdictGaps(application, Number(photos), applicationMinPhotos);
  if (gaps.length > 0)
    return rejected('application-verdict-gaps', Object.fromEntries(gaps.map((gap) => [gap, 'missing'])));
  const { verdict, to } = VERDICTS[action];
  const change = { warrantyVerdict: verdict };
  return kept(await moveApplication(context, application, { action, to, note, change }));
}

/** What the warranty does not pay, asked for once more as a sale: a new application that goes to the region at once. */
export async function convertToPaid(
  context: CommandContext,
  { application, lines }: { application: ApplicationRow; lines: readonly LineRow[] },
): Promise<CommandOutcome> {
  const { db, newId, nowMs } = context;
  const { urgency, stationId, regionId, workOrderNo, vin, vehicleId, mileageKm } = application;
  const { faultCode, faultText, note, appNo: convertedFromNo } = application;
  const appNo = await takeNumber(context, 'PAID');
  const paid = await insertApplication(context, application._scope.slice(2), {
    ...{ kind: 'PAID', urgency, stationId, regionId, workOrderNo, vin, vehicleId, mileageKm, faultCode, faultText },
    ...{ note, appNo, convertedFromNo, submittedAtMs: nowMs },
  });
  await insertRows(
    db,
    'partsApplicationLine',
    lines.map(({ lineNo, partId, substitutePartId, qtyReqMilli }) => ({
      ...rowIdentity(newId(), paid._scope, paid.id),
      ...{ applicationId: paid.id, lineNo, partId, substitutePartId, qtyReqMilli },
    })),
  );
  await moveApplication(context, paid, { action: 'submit', to: 'SUBMITTED', note: convertedFromNo ?? '' });
  const change = { convertedToNo: appNo };
  const old = await moveApplication(context, application, { action: 'convert', to: 'REJECTED', note: appNo, change });
  return {
    status: 'applied',
    output: { applicationId: old.id, appNo: old.appNo, status: old.status, convertedToNo: appNo },
  };
}

/** Given up before the ERP has it: what was promised is free again. */
export async function cancelApplication(
  context: CommandContext,
  { application, note }: { application: ApplicationRow; note: string },
): Promise<CommandOutcome> {
  const ids = (await linesOf(context.db, application.id)).flatMap(({ reservationId }) => reservationId ?? []);
  await updateRows(
    context.db,
    'stockReservation',
    ids.map((id) => ({ id, state: 'RELEASED' })),
  );
  await freePaid(context, application);
  return kept(await moveApplication(context, application, { action: 'cancel', to: 'CANCELLED', note }));
}
