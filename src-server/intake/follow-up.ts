import { claimSettingsOf } from '../../src-shared/domain/claims/first-rates.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { Registration } from './receipts.ts';

const HOUR_MS = 3_600_000;

interface FinishedOrder {
  id: string;
  scope: string;
  finishAtMs: number;
  /** Who reported the failure goes before the owner of the vehicle. */
  phone: string | null;
  customerId: string | null;
}

/**
 * Owes the customer of a finished order a call within the hours of the setting, with the number he is to be asked under; once an
 * order. Claims §2.2 FollowUpCall.
 */
export async function oweCall({ db, newId }: Registration, order: FinishedOrder): Promise<void> {
  const known = await db.selectFrom('followUpCall').select('id').where('workOrderId', '=', order.id).executeTakeFirst();
  if (known !== undefined) return;
  const owner =
    order.phone !== null || order.customerId === null
      ? undefined
      : await db.selectFrom('customer').select('phone').where('id', '=', order.customerId).executeTakeFirst();
  const settings = claimSettingsOf(await db.selectFrom('setting').select(['settingKey', 'valueJson']).execute());
  await db
    .insertInto('followUpCall')
    .values({
      ...rowIdentity(newId(), order.scope, order.id),
      ...{ workOrderId: order.id, claimId: null, phone: order.phone ?? owner?.phone ?? null },
      ...{
        dueAtMs: order.finishAtMs + settings.followUpHours * HOUR_MS,
        calledAtMs: null,
        attemptCount: 0,
        result: null,
      },
    })
    .execute();
}
