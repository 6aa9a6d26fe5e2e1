import { logisticsSettingsOf } from '../../src-shared/domain/logistics/first-logistics.ts';
import { addDays } from '../../src-shared/domain/units/dates.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { AppError } from '../../src-shared/errors.ts';
import { insertRows, isAnyOf, takeDocumentNumbers, updateRows } from '../db/bulk-rows.ts';
import { oweCall } from './follow-up.ts';
import type { Registration } from './receipts.ts';

type Db = Registration['db'];

interface FollowedClaim {
  claimId: string;
  /** By line, in order: the number on the label the station has stuck on the old part, or null. */
  tags: readonly (string | null)[];
}

/** What a submitted claim brings with it: the call to the customer, and the old parts that are to come back. */
export async function followClaim(registration: Registration, { claimId, tags }: FollowedClaim): Promise<void> {
  const { db } = registration;
  const claim = await claimOf(db, claimId);
  if (claim.workOrderId !== null) {
    const { workOrderId: id, _scope: scope, repairFinishAtMs } = claim;
    const finishAtMs = repairFinishAtMs ?? registration.nowMs;
    await oweCall(registration, { id, scope, finishAtMs, phone: null, customerId: claim.customerId });
    await db.updateTable('followUpCall').set({ claimId }).where('workOrderId', '=', id).execute();
  }
  const lines = await comingBack(db, claimId);
  await refuseStrayTags(db, lines, tags);
  if (claim.status !== 'AUTO_REJECTED') await oweOldParts(registration, claim, { lines, tags });
}

type FollowedRow = Awaited<ReturnType<typeof claimOf>>;

async function claimOf(db: Db, claimId: string) {
  return db
    .selectFrom('claim')
    .leftJoin('vehicle', 'vehicle.id', 'claim.vehicleId')
    .select(['claim.id', 'claim._scope', 'claim.status', 'claim.workOrderId', 'claim.stationId', 'claim.vinText'])
    .select(['claim.repairFinishAtMs', 'vehicle.customerId'])
    .where('claim.id', '=', claimId)
    .executeTakeFirstOrThrow();
}

type LineThatComesBack = Awaited<ReturnType<typeof comingBack>>[number];

/** The lines of material whose part is to come back or to be kept, without one yet; what the station scraps owes nothing. */
async function comingBack(db: Db, claimId: string) {
  return (
    db
      .selectFrom('claimLine')
      .innerJoin('part', 'part.id', 'claimLine.partId')
      .select(['claimLine.id', 'claimLine.seq', 'claimLine.qtyMilli', 'claimLine.partId'])
      .select(['part.oldPartPolicy', 'part.returnDays', 'part.holdDays'])
      .where('claimLine.claimId', '=', claimId)
      .where('claimLine.costType', '=', 'MATERIAL')
      .where('part.oldPartPolicy', 'in', ['RETURN', 'HOLD'])
      // a line of a corrected claim may have its old part already
      .where((where) =>
        where.not(
          where.exists(
            where.selectFrom('oldPart').select('oldPart.id').whereRef('oldPart.claimLineId', '=', 'claimLine.id'),
          ),
        ),
      )
      .orderBy('claimLine.seq')
      .$narrowType<{ partId: string }>()
      .execute()
  );
}

/**
 * One old part for every such line. A label the station has stuck on already is its number; a part that an application owes
 * already (0175) becomes that of the claim. Claims §3.4 DUE, TAGGED.
 */
async function oweOldParts(
  { db, today, newId }: Registration,
  claim: FollowedRow,
  { lines, tags }: { lines: readonly LineThatComesBack[]; tags: readonly (string | null)[] },
): Promise<void> {
  const owed = await owedByApplications(db, claim);
  const linked = lines.flatMap((line) => {
    const at = owed.findIndex((one) => one.partId === line.partId);
    const [one] = at < 0 ? [] : owed.splice(at, 1);
    return one === undefined ? [] : [{ line, id: one.id }];
  });
  await updateRows(
    db,
    'oldPart',
    linked.map(({ line, id }) => ({ id, claimId: claim.id, claimLineId: line.id })),
  );
  const fresh = lines.filter((line) => !linked.some((one) => one.line.id === line.id));
  const numbers = await tagNumbers(db, today, fresh.length);
  const serials = await serialsOf(db, claim.workOrderId);
  const settings = logisticsSettingsOf(await db.selectFrom('setting').select(['settingKey', 'valueJson']).execute());
  await insertRows(
    db,
    'oldPart',
    fresh.map((line, index) => {
      const tag = tags[line.seq - 1] ?? null;
      const days = line.returnDays ?? line.holdDays ?? settings.oldPartReturnDays;
      return {
        ...rowIdentity(newId(), claim._scope, claim.id),
        ...{ tagNo: tag ?? numbers[index] ?? '', claimId: claim.id, claimLineId: line.id, partId: line.partId },
        ...{ qtyMilli: line.qtyMilli ?? 1000, serial: serials.get(line.partId) ?? null },
        ...{ stationId: claim.stationId ?? '', policy: line.oldPartPolicy, dueDate: addDays(today, days) },
        status: tag === null ? 'DUE' : 'TAGGED',
      };
    }),
  );
}

/** A label belongs to a line whose part comes back, and stands on one part only. */
async function refuseStrayTags(
  db: Db,
  lines: readonly { seq: number }[],
  tags: readonly (string | null)[],
): Promise<void> {
  const told = tags.flatMap((tag, index) => (tag === null ? [] : [{ tag, index }]));
  const used = await db
    .selectFrom('oldPart')
    .select('tagNo')
    .where(
      isAnyOf(
        'tagNo',
        told.map(({ tag }) => tag),
      ),
    )
    .execute();
  const seen = new Set(used.map((row) => row.tagNo));
  for (const { tag, index } of told) {
    const details = { field: `lines.${String(index)}.oldPartTag`, value: tag };
    if (!lines.some((line) => line.seq === index + 1)) {
      throw new AppError('RULE_BROKEN', 'intake-old-part-not-owed', details);
    }
    if (seen.has(tag)) throw new AppError('CONFLICT', 'intake-old-part-tag-used', details);
    seen.add(tag);
  }
}

/** Old parts that applications of this station for this vehicle owe and no claim has taken yet. */
async function owedByApplications(db: Db, { stationId, vinText }: FollowedRow) {
  if (stationId === null) return [];
  return db
    .selectFrom('oldPart')
    .innerJoin('partsApplicationLine', 'partsApplicationLine.id', 'oldPart.applicationLineId')
    .innerJoin('partsApplication', 'partsApplication.id', 'partsApplicationLine.applicationId')
    .select(['oldPart.id', 'oldPart.partId'])
    .where('oldPart.claimId', 'is', null)
    .where('partsApplication.stationId', '=', stationId)
    .where('partsApplication.vin', '=', vinText)
    .orderBy('oldPart.tagNo')
    .execute();
}

/** The next numbers of the month's series of labels, the same as an application's. */
async function tagNumbers(db: Db, today: string, count: number): Promise<string[]> {
  if (count === 0) return [];
  const month = today.slice(2, 7).replace('-', '');
  const key = `oldPartTag:${month}`;
  const last = (await takeDocumentNumbers(db, new Map([[key, count]]))).get(key) ?? 0;
  return Array.from(
    { length: count },
    (_, index) => `JJ-${month}-${String(last - count + index + 1).padStart(5, '0')}`,
  );
}

async function serialsOf(db: Db, workOrderId: string | null): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('workOrderPart')
    .select(['partId', 'oldSerial'])
    .where('workOrderId', '=', workOrderId ?? '')
    .where('oldSerial', 'is not', null)
    .orderBy('seq', 'desc')
    .execute();
  return new Map(rows.flatMap(({ partId, oldSerial }) => (partId && oldSerial ? [[partId, oldSerial]] : [])));
}
