import type { Selectable } from 'kysely';
import type { DispatchValues } from '../../src-shared/domain/exchange/things.ts';
import { meantDispatch } from '../../src-shared/domain/service/meant-dispatch.ts';
import { nextRequestStatus, type RequestEvent } from '../../src-shared/domain/service/order-transition.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { CommandContext } from '../commands/command-handler.ts';
import { isAnyOf } from '../db/bulk-rows.ts';
import type { DispatchTable } from '../db/central-tables.generated.ts';
import type { PaperArrived } from './import-calls.ts';
import { changedColumns, refusedThing, type CheckedThing, type ThingOutcome } from './import-thing.ts';

type Thing = CheckedThing<'dispatches'>;

/**
 * Dispatches as who dispatched keeps them, each of a request to a station, with the road he measured, which is what travel is held
 * to; claims of the request are judged again. Claims §2.2 Dispatch, §5 T01, 0330.
 */
export async function importDispatches(
  context: CommandContext,
  things: readonly Thing[],
  paperArrived: PaperArrived,
): Promise<ThingOutcome[]> {
  const { db } = context;
  const requests = await db
    .selectFrom('repairRequest')
    .select(['id', 'no', '_scope', 'status', 'reportedAtMs'])
    .where(
      isAnyOf(
        'no',
        things.map((thing) => thing.values.requestNo),
      ),
    )
    .forUpdate()
    .execute();
  const stations = await db
    .selectFrom('station')
    .select(['id', 'code'])
    .where(
      isAnyOf(
        'code',
        things.map((thing) => thing.values.stationCode),
      ),
    )
    .execute();
  const outcomes: ThingOutcome[] = [];
  const touched: string[] = [];
  for (const thing of things) {
    const { requestNo, stationCode, dispatchedAtMs } = thing.values;
    const request = requests.find((row) => row.no === requestNo);
    const station = stations.find((row) => row.code === stationCode);
    if (request === undefined) {
      outcomes.push(refusedThing(thing, 'request-unknown', { field: 'requestNo', value: requestNo }));
    } else if (station === undefined) {
      outcomes.push(refusedThing(thing, 'station-unknown', { field: 'stationCode', value: stationCode }));
    } else if (dispatchedAtMs > context.nowMs || dispatchedAtMs < request.reportedAtMs) {
      const value = new Date(dispatchedAtMs).toISOString();
      outcomes.push(refusedThing(thing, 'dispatch-out-of-time', { field: 'dispatchedAtMs', value }));
    } else {
      const outcome = await store(context, thing.values, { request, stationId: station.id });
      outcomes.push(outcome);
      if (outcome.outcome !== 'unchanged') touched.push(request.id);
    }
  }
  const claims = await db
    .selectFrom('claim')
    .innerJoin('workOrder', 'workOrder.id', 'claim.workOrderId')
    .select('claim.id')
    .where(isAnyOf('workOrder.requestId', touched))
    .execute();
  await paperArrived(context, [...new Set(claims.map(({ id }) => id))]);
  return outcomes;
}

interface Of {
  request: { id: string; _scope: string; status: string };
  stationId: string;
}

async function store(
  { db, newId }: CommandContext,
  values: DispatchValues,
  { request, stationId }: Of,
): Promise<ThingOutcome> {
  const {
    dispatchedAtMs,
    dispatchedBy,
    acceptedAtMs,
    arrivedAtMs,
    refusedReason,
    routeKm,
    arriveLatMicro,
    arriveLngMicro,
  } = values;
  const sent = await db
    .selectFrom('dispatch')
    .selectAll()
    .where('requestId', '=', request.id)
    .where('targetId', '=', stationId)
    .orderBy('dispatchedAtMs', 'desc')
    .execute();
  const before = meantDispatch(dispatchedAtMs, sent);
  const columns = {
    ...{
      dispatchedAtMs,
      dispatchedBy,
      acceptedAtMs,
      arrivedAtMs,
      refusedReason,
      routeKm,
      arriveLatMicro,
      arriveLngMicro,
    },
    status: statusOf(values, before),
  };
  if (before !== undefined) {
    const changed = changedColumns<Selectable<DispatchTable>>(before, columns);
    if (Object.keys(changed).length === 0) return { outcome: 'unchanged', targetId: before.id, issues: [] };
    await db.updateTable('dispatch').set(changed).where('id', '=', before.id).execute();
    return { outcome: 'updated', targetId: before.id, issues: [] };
  }
  const id = newId();
  await db
    .insertInto('dispatch')
    .values({
      ...rowIdentity(id, request._scope, request.id),
      ...{ requestId: request.id, targetType: 'STATION', targetId: stationId, ...columns },
    })
    .execute();
  await takeAlong(db, request, columns.status);
  return { outcome: 'created', targetId: id, issues: [] };
}

/** Where the paper stands by what is noted on it; what the list does not have stays as it was. */
function statusOf(values: DispatchValues, before: Selectable<DispatchTable> | undefined): DispatchTable['status'] {
  const { refusedReason = before?.refusedReason, arrivedAtMs = before?.arrivedAtMs } = values;
  const { acceptedAtMs = before?.acceptedAtMs } = values;
  if (refusedReason != null) return 'REFUSED';
  if (arrivedAtMs != null) return 'ARRIVED';
  return acceptedAtMs == null ? 'SENT' : 'ACCEPTED';
}

const EVENTS: Readonly<Record<string, readonly RequestEvent[]>> = {
  SENT: ['dispatch'],
  ACCEPTED: ['dispatch', 'accept'],
  ARRIVED: ['dispatch', 'accept', 'arrive'],
};

/** A request that waits goes through the steps the paper tells of; one that is further already stays where it is (claims §3.1). */
async function takeAlong(db: CommandContext['db'], { id, status }: Of['request'], paper: string): Promise<void> {
  let now = status;
  for (const event of EVENTS[paper] ?? []) now = nextRequestStatus(now, event) ?? now;
  if (now !== status) await db.updateTable('repairRequest').set({ status: now }).where('id', '=', id).execute();
}
