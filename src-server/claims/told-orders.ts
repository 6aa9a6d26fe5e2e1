import type { Insertable, Kysely } from 'kysely';
import type { ClaimDraft } from '../../src-shared/domain/claims/claim-draft.ts';
import { insertRows } from '../db/bulk-rows.ts';
import type { CentralTables, WorkOrderTable } from '../db/central-tables.generated.ts';
import { storeOrderWork } from '../db/order-work.ts';

interface OrderToMake {
  draft: ClaimDraft;
  claim: { _scope: string };
  workOrder: Insertable<WorkOrderTable> | null;
}

/**
 * Writes the work orders of which hours, parts or trips are told before the claims are judged: the rules read them where they are
 * stored. Answers their ids.
 */
export async function storeToldOrders(
  db: Kysely<CentralTables>,
  orders: readonly OrderToMake[],
  { newId }: { newId(): string },
): Promise<ReadonlySet<string>> {
  const told = orders.flatMap(({ draft, claim, workOrder }) =>
    draft.order === undefined || workOrder === null
      ? []
      : [{ row: workOrder, id: workOrder.id, scope: claim._scope, work: draft.order.work }],
  );
  await insertRows(
    db,
    'workOrder',
    told.map(({ row }) => row),
  );
  await storeOrderWork(db, told, newId);
  return new Set(told.map(({ id }) => id));
}

/** Takes such orders away again whose claims were refused: nothing of those is stored. */
export async function dropOrders(db: Kysely<CentralTables>, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  for (const table of ['workOrderLabour', 'workOrderPart', 'workOrderTravel'] as const) {
    await db.deleteFrom(table).where('workOrderId', 'in', ids).execute();
  }
  await db.deleteFrom('workOrder').where('id', 'in', ids).execute();
}
