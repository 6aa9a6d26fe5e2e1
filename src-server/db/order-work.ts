import type { OrderWork } from '../../src-shared/domain/service/order-work.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { insertRows } from './bulk-rows.ts';
import type { CentralTables } from './central-tables.generated.ts';
import type { Kysely } from 'kysely';

export interface OrderWithWork {
  id: string;
  scope: string;
  work: OrderWork;
}

/** Writes hours, parts and trips of work orders that were stored just before, by a fixed number of statements. */
export async function storeOrderWork(
  db: Kysely<CentralTables>,
  orders: readonly OrderWithWork[],
  newId: () => string,
): Promise<void> {
  const rowsOf = <Entry, Row>(entriesOf: (work: OrderWork) => readonly Entry[], columnsOf: (entry: Entry) => Row) =>
    orders.flatMap(({ id, scope, work }) =>
      entriesOf(work).map((entry, index) => ({
        ...rowIdentity(newId(), scope, id),
        ...{ workOrderId: id, seq: index + 1 },
        ...columnsOf(entry),
      })),
    );
  await insertRows(
    db,
    'workOrderLabour',
    rowsOf(
      (work) => work.labour,
      (entry) => entry,
    ),
  );
  await insertRows(
    db,
    'workOrderPart',
    rowsOf(
      (work) => work.parts,
      ({ partNo, isCausal, ...part }) => ({ ...part, partNoText: partNo, isCausal: isCausal ? 1 : 0 }),
    ),
  );
  await insertRows(
    db,
    'workOrderTravel',
    rowsOf(
      (work) => work.trips,
      ({ night, holiday, ...trip }) => ({ ...trip, night: night ? 1 : 0, holiday: holiday ? 1 : 0 }),
    ),
  );
}
