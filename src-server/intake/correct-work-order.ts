import { sql } from 'kysely';
import { nextOrderStatus } from '../../src-shared/domain/service/order-transition.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { Registration } from './receipts.ts';

/**
 * Puts right who pays for an order that nobody has claimed. The store notes what it was before and who changed it: an order the
 * customer paid for once is asked about when it is claimed (claims §5 W05).
 */
export async function correctWorkOrder(
  { db, claimantId }: Registration,
  { number, payType }: { number: string; payType: string },
  userId: string,
): Promise<void> {
  const order = await orderByNumber(db, claimantId, number);
  if (nextOrderStatus(order.status, 'claim') === null) {
    throw new AppError('RULE_BROKEN', 'intake-work-order-claimed', { field: 'number', number });
  }
  await sql`select set_config('hedui.user_id', ${userId}, true)`.execute(db);
  await db.updateTable('workOrder').set({ payType }).where('id', '=', order.id).execute();
}

/** The station's order by its own number. */
export async function orderByNumber(
  db: Registration['db'],
  stationId: string,
  number: string,
): Promise<{ id: string; status: string }> {
  const order = await db
    .selectFrom('workOrder')
    .select(['id', 'status'])
    .where('stationId', '=', stationId)
    .where('stationRef', '=', number)
    .forUpdate()
    .executeTakeFirst();
  if (order !== undefined) return order;
  throw new AppError('NOT_FOUND', 'intake-work-order-unknown', { field: 'number', number });
}
