import type { Kysely, Transaction } from 'kysely';
import { createHash } from 'node:crypto';
import { AppError } from '../../src-shared/errors.ts';
import type { CentralTables } from '../db/central-tables.generated.ts';

export interface IntakeServices {
  db: Kysely<CentralTables>;
  newId(): string;
  nowMs(): number;
  today(): string;
  onCommitted(): void;
}

/** One registration in its transaction: the store, the station or engineer who claims, and the id of what is to be made. */
export interface Registration {
  db: Transaction<CentralTables>;
  claimantId: string;
  targetId: string;
  nowMs: number;
  today: string;
  newId(): string;
}

interface OnceOptions<T> {
  claimantId: string;
  kind: string;
  /** The station's own number. */
  number: string;
  body: object;
  make(registration: Registration): Promise<void>;
  answer(db: Transaction<CentralTables>, targetId: string): Promise<T>;
}

/**
 * Does something once per station, kind and own number: the same body again gives the answer of what stands, another body
 * under the same number is refused. Two at the same time wait for each other at the receipt's key.
 */
export async function once<T>(services: IntakeServices, options: OnceOptions<T>): Promise<T> {
  const { claimantId, kind, number, body } = options;
  const bodySha256 = createHash('sha256').update(JSON.stringify(body)).digest('hex');
  const targetId = services.newId();
  const nowMs = services.nowMs();
  const result = await services.db.transaction().execute(async (db) => {
    const inserted = await db
      .insertInto('intakeReceipt')
      .values({ stationId: claimantId, kind, stationRef: number, bodySha256, targetId, receivedAtMs: nowMs })
      .onConflict((conflict) => conflict.doNothing())
      .returning('targetId')
      .executeTakeFirst();
    if (inserted !== undefined) {
      await options.make({ db, claimantId, targetId, nowMs, today: services.today(), newId: services.newId });
      return options.answer(db, targetId);
    }
    const known = await db
      .selectFrom('intakeReceipt')
      .select(['bodySha256', 'targetId', 'receivedAtMs'])
      .where('stationId', '=', claimantId)
      .where('kind', '=', kind)
      .where('stationRef', '=', number)
      .executeTakeFirstOrThrow();
    if (known.bodySha256 !== bodySha256) {
      const receivedAt = new Date(known.receivedAtMs).toISOString();
      throw new AppError('CONFLICT', 'intake-number-used', { field: 'number', number, kind, receivedAt });
    }
    return options.answer(db, known.targetId);
  });
  services.onCommitted();
  return result;
}
