import type { z } from 'zod';
import type { IntakeOrderWork } from '../../src-shared/contract/server/intake-order.contract.ts';
import { nextRequestStatus, type RequestEvent } from '../../src-shared/domain/service/order-transition.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { AppError } from '../../src-shared/errors.ts';
import { msOf } from './order-work.ts';
import type { Registration } from './receipts.ts';

export type Dispatch = NonNullable<z.infer<typeof IntakeOrderWork>['dispatch']>;

export interface RequestOfOrder {
  id: string;
  _scope: string;
  status: string;
  reportedAtMs: number;
  phone: string | null;
}

/** Requests of which no order comes any more (claims §3.1). */
const ENDED: ReadonlySet<string> = new Set(['MERGED', 'CANCELLED']);

/** The station's request by its own number; one that is merged or cancelled has no order. */
export async function requestOfOrder(
  { db, claimantId: stationId }: Registration,
  number: string,
  field: string,
): Promise<RequestOfOrder> {
  const request = await db
    .selectFrom('repairRequest')
    .select(['id', '_scope', 'status', 'reportedAtMs', 'phone'])
    .where('stationId', '=', stationId)
    .where('stationRef', '=', number)
    .forUpdate()
    .executeTakeFirst();
  if (request === undefined) throw new AppError('NOT_FOUND', 'intake-request-unknown', { field, number });
  if (ENDED.has(request.status)) {
    throw new AppError('RULE_BROKEN', 'intake-request-ended', { field, number, status: request.status });
  }
  return request;
}

/**
 * Keeps the dispatch paper of a request and takes the request through what the paper says: sent, accepted, arrived. A paper
 * whose steps the request is beyond is refused. Claims §2.2 Dispatch, §3.1.
 */
export async function storeDispatch(
  { db, claimantId: stationId, newId }: Registration,
  request: RequestOfOrder,
  paper: Dispatch,
  field: string,
): Promise<void> {
  const times = {
    ...{ dispatchedAtMs: Date.parse(paper.dispatchedAt), acceptedAtMs: msOf(paper.acceptedAt) },
    arrivedAtMs: msOf(paper.arrivedAt),
  };
  refuseWrongOrder(request, times, field);
  const isAccepted = times.acceptedAtMs !== null || times.arrivedAtMs !== null;
  const events: readonly RequestEvent[] = [
    'dispatch',
    ...(isAccepted ? (['accept'] as const) : []),
    ...(times.arrivedAtMs === null ? [] : (['arrive'] as const)),
  ];
  let status = request.status;
  for (const event of events) {
    const next = nextRequestStatus(status, event);
    if (next === null) throw new AppError('RULE_BROKEN', 'intake-request-dispatched', { field, status });
    status = next;
  }
  await db
    .insertInto('dispatch')
    .values({
      ...rowIdentity(newId(), request._scope, request.id),
      ...{ requestId: request.id, targetType: 'STATION', targetId: stationId, ...times },
      ...{ dispatchedBy: paper.dispatchedBy ?? null, etaAtMs: msOf(paper.etaAt), refusedReason: null },
      ...{ arriveLatMicro: paper.arrivedPlace?.latMicro ?? null, arriveLngMicro: paper.arrivedPlace?.lngMicro ?? null },
      status: times.arrivedAtMs !== null ? 'ARRIVED' : isAccepted ? 'ACCEPTED' : 'SENT',
    })
    .execute();
  await db.updateTable('repairRequest').set({ status }).where('id', '=', request.id).execute();
}

function refuseWrongOrder(
  { reportedAtMs }: RequestOfOrder,
  times: { dispatchedAtMs: number; acceptedAtMs: number | null; arrivedAtMs: number | null },
  field: string,
): void {
  const steps = [
    ['reportedAt', reportedAtMs],
    ['dispatchedAt', times.dispatchedAtMs],
    ['acceptedAt', times.acceptedAtMs],
    ['arrivedAt', times.arrivedAtMs],
  ] as const;
  const told = steps.flatMap(([step, atMs]) => (atMs === null ? [] : [{ step, atMs }]));
  const late = told.find(({ atMs }, index) => index > 0 && atMs < (told[index - 1]?.atMs ?? 0));
  if (late === undefined) return;
  const value = new Date(late.atMs).toISOString();
  throw new AppError('RULE_BROKEN', 'intake-dispatch-out-of-order', { field: `${field}.${late.step}`, value });
}
