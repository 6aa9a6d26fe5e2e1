import { sql } from 'kysely';
import { REQUESTERS } from '../../src-shared/domain/logistics/application-transition.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { CommandContext } from '../commands/command-handler.ts';
import {
  handoverNote,
  type HandoverOrder,
  type HandoverPart,
  type HandoverPeople,
  type WorkItem,
} from '../commands/handover-part.ts';
import { lockApplication, recordApplicationEvent } from './application.repository.ts';

type Db = Parameters<HandoverPart['find']>[0];
type Receiver = HandoverPeople['to'];

/** Applications that lie with whoever asked for them, or has got them since. The other steps lie with a role, not a person. */
export const applicationsInHand: HandoverPart = { kind: 'APPLICATION', find: findApplications, move: moveApplications };

/** Regions with their customers, stations and everything of theirs that lies with the manager of the region. */
export const regionsInHand: HandoverPart = { kind: 'REGION', find: findRegions, move: moveRegions };

function refusalOf(to: Receiver, roles: readonly string[], regionId: string): WorkItem['refusal'] {
  if (to === null) return null;
  const reasons: readonly (readonly [boolean, string])[] = [
    [!roles.some((role) => to.roles.includes(role)), 'handover-not-their-role'],
    [to.regionId !== null && to.regionId !== regionId, 'handover-other-region'],
  ];
  const reason = reasons.find(([holds]) => holds)?.[1];
  return reason === undefined ? null : { reason, details: { name: to.name } };
}

async function findApplications(db: Db, { from, to }: HandoverPeople): Promise<WorkItem[]> {
  const rows = await db
    .selectFrom('partsApplication')
    .innerJoin('station', 'station.id', 'partsApplication.stationId')
    .select(['partsApplication.id', 'partsApplication._k', 'partsApplication._v', 'appNo', 'partsApplication.regionId'])
    .select('station.name as stationName')
    .where('holderRole', '=', 'requester')
    .where(sql<boolean>`coalesce(parts_application.handled_by, parts_application.requested_by) = ${from.userId}`)
    .orderBy('requestedAtMs')
    .execute();
  return rows.map((row) => ({
    ...{ id: row.id, no: row.appNo ?? row.stationName, key: row._k, version: row._v, amountFen: null, number: null },
    refusal: refusalOf(to, REQUESTERS, row.regionId),
  }));
}

async function moveApplications(
  context: CommandContext,
  items: readonly WorkItem[],
  order: HandoverOrder,
): Promise<void> {
  const { db, user, nowMs } = context;
  const { userId, name } = order.to;
  for (const { id, no, version } of items) {
    const found = await lockApplication(db, id);
    if (found?.application._v !== version) throw new AppError('RULE_BROKEN', 'handover-changed', { no });
    await db
      .updateTable('partsApplication')
      .set({ handledBy: userId, handledByName: name, holderName: name, changedByName: user.name, changedAtMs: nowMs })
      .where('id', '=', id)
      .execute();
    const { application } = found;
    await recordApplicationEvent(context, application, {
      ...{ action: 'handOver', to: application.status, note: handoverNote(order) },
    });
  }
}

async function findRegions(db: Db, { from, to }: HandoverPeople): Promise<WorkItem[]> {
  const regions = await db
    .selectFrom('region')
    .select(['id', 'name', '_k', '_v'])
    .select((where) =>
      where
        .selectFrom('partsApplication')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .whereRef('partsApplication.regionId', '=', 'region.id')
        .where('partsApplication.holderRole', '=', 'regionManager')
        .as('open'),
    )
    .where('managerUserId', '=', from.userId)
    .orderBy('code')
    .execute();
  return regions.map((region) => ({
    ...{ id: region.id, no: region.name, key: region._k, version: region._v, amountFen: null },
    number: Number(region.open ?? 0),
    refusal: refusalOf(to, ['regionManager'], region.id),
  }));
}

async function moveRegions(context: CommandContext, items: readonly WorkItem[], order: HandoverOrder): Promise<void> {
  const { db } = context;
  for (const { id, no, version } of items) {
    const moved = await db
      .updateTable('region')
      .set({ managerUserId: order.to.userId })
      .where('id', '=', id)
      .where('_v', '=', version)
      .executeTakeFirst();
    if (moved.numUpdatedRows !== 1n) throw new AppError('RULE_BROKEN', 'handover-changed', { no });
    const open = await db
      .selectFrom('partsApplication')
      .select('id')
      .where('regionId', '=', id)
      .where('holderRole', '=', 'regionManager')
      .orderBy('id')
      .execute();
    for (const { id: applicationId } of open) await rename(context, applicationId, order);
  }
}

/** With whom an application of the region lies now; its history says since when. */
async function rename(context: CommandContext, applicationId: string, order: HandoverOrder): Promise<void> {
  const found = await lockApplication(context.db, applicationId);
  if (found?.application.holderRole !== 'regionManager') return;
  const { application } = found;
  await context.db
    .updateTable('partsApplication')
    .set({ holderName: order.to.name })
    .where('id', '=', applicationId)
    .execute();
  await recordApplicationEvent(context, application, {
    ...{ action: 'handOver', to: application.status, note: handoverNote(order) },
  });
}
