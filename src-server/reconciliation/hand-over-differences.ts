import { AppError } from '../../src-shared/errors.ts';
import type { CommandContext } from '../commands/command-handler.ts';
import type { HandoverOrder, HandoverPart, HandoverPeople, WorkItem } from '../commands/handover-part.ts';
import { isAnyOf } from '../db/bulk-rows.ts';

type Db = Parameters<HandoverPart['find']>[0];

/**
 * Differences somebody answers for in runs that are not signed. Those of a signed run stay as they were signed; the next run
 * asks `ownersToday` for them.
 */
export const differencesInHand: HandoverPart = { kind: 'DIFFERENCE', find: findDifferences, move: moveDifferences };

async function findDifferences(db: Db, { from, to }: HandoverPeople): Promise<WorkItem[]> {
  const items = await db
    .selectFrom('reconItem')
    .innerJoin('reconRun', 'reconRun.id', 'reconItem.runId')
    .leftJoin('part', 'part.id', 'reconItem.partId')
    .leftJoin('warehouse', 'warehouse.id', 'reconItem.warehouseId')
    .select(['reconItem.id', 'reconItem._k', 'reconItem._v', 'reconRun.runNo', 'part.partNo', 'warehouse.regionId'])
    .where('reconItem.ownerUserId', '=', from.userId)
    .where('reconRun.status', 'in', ['MATCHED', 'WORKING'])
    .orderBy('reconRun.runNo')
    .orderBy('part.partNo')
    .execute();
  return items.map((item) => {
    const isElsewhere = to !== null && to.regionId !== null && to.regionId !== item.regionId;
    return {
      ...{ id: item.id, no: `${item.runNo} ${item.partNo ?? ''}`.trim(), key: item._k, version: item._v },
      ...{ amountFen: null, number: null },
      refusal: isElsewhere ? { reason: 'handover-other-region', details: { name: to.name } } : null,
    };
  });
}

async function moveDifferences(
  { db }: CommandContext,
  items: readonly WorkItem[],
  order: HandoverOrder,
): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('reconItem')
    .set({ ownerUserId: order.to.userId })
    .where(
      isAnyOf(
        'id',
        items.map(({ id }) => id),
      ),
    )
    .where('ownerUserId', '=', order.from.userId)
    .executeTakeFirst();
  if (Number(numUpdatedRows) !== items.length) throw new AppError('RULE_BROKEN', 'handover-changed', { no: '' });
}

/**
 * Who answers today for what each of these people answered for when a run was signed at `sinceMs`: whoever has got their
 * differences since, or, when they have left, whoever got their work at all, from hand to hand.
 */
export async function ownersToday(db: Db, sinceMs: number): Promise<(userId: string) => string> {
  const orders = await db
    .selectFrom('handover')
    .innerJoin('appUser', 'appUser.id', 'handover.fromUserId')
    .select(['fromUserId', 'toUserId'])
    .where('orderedAtMs', '>', sinceMs)
    .where((where) =>
      where.or([
        where('appUser.status', '<>', 'ACTIVE'),
        where.exists(
          where
            .selectFrom('handoverItem')
            .select('itemId')
            .whereRef('handoverItem.handoverId', '=', 'handover.id')
            .where('handoverItem.kind', '=', 'DIFFERENCE'),
        ),
      ]),
    )
    .orderBy('orderedAtMs')
    .orderBy('handover.id')
    .execute();
  return (userId) => orders.reduce((owner, order) => (order.fromUserId === owner ? order.toUserId : owner), userId);
}
