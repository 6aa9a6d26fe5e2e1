import { sql } from 'kysely';
import { NOT_LIVE_STATUSES } from '../../src-shared/domain/claims/claim-status.ts';
import type {
  CallEvidence,
  DispatchEvidence,
  OrderPartEvidence,
  RequestEvidence,
  VisitEvidence,
} from '../../src-shared/domain/claims/evidence-types.ts';
import { addDays } from '../../src-shared/domain/units/dates.ts';
import { isAnyOf } from '../db/bulk-rows.ts';
import type { EvaluableClaim } from './evaluate-batch.ts';
import type { Db, EvaluationFacts } from './evaluation-facts.repository.ts';

export type OrderPartRow = OrderPartEvidence & { workOrderId: string };

/** Parts of the orders; `freeOnly` = only those issued free, all P04 needs of many thousand orders. */
export async function partsOf(
  db: Db,
  orderIds: readonly string[],
  freeOnly: boolean,
): Promise<Map<string, OrderPartRow[]>> {
  let query = db
    .selectFrom('workOrderPart')
    .select(['workOrderId', 'partId', 'qtyMilli', 'supplyMode', 'issueDoc', 'oldSerial', 'newSerial'])
    .where(isAnyOf('workOrderId', orderIds));
  if (freeOnly) query = query.where('supplyMode', '=', 'FREE_ISSUE');
  return Map.groupBy(await query.execute(), (row) => row.workOrderId);
}

const DAY_MS = 86_400_000;
/** Longer than any repair and any road in the country together. */
const VISIT_WINDOW_MS = 10 * DAY_MS;

/**
 * Visits of the same vehicles at other stations around each repair. An order whose claim came later than this one is left
 * out, so that of two orders that exclude each other the later one is asked about.
 */
export async function visitsOf(
  db: Db,
  claims: readonly EvaluableClaim[],
  { workOrders }: EvaluationFacts,
): Promise<Map<string, VisitEvidence[]>> {
  const asked = claims.flatMap((claim) => {
    const order = workOrders.get(claim.workOrderId ?? '');
    const startAtMs = order?.startAtMs ?? claim.repairStartAtMs ?? null;
    const finishAtMs = order?.finishAtMs ?? claim.repairFinishAtMs ?? null;
    if (claim.vehicleId === null || startAtMs === null || finishAtMs === null) return [];
    const { id, vehicleId, stationId, workOrderId, submittedAtMs } = claim;
    return [
      [id, vehicleId, stationId, workOrderId, startAtMs - VISIT_WINDOW_MS, finishAtMs + VISIT_WINDOW_MS, submittedAtMs],
    ];
  });
  if (asked.length === 0) return new Map();
  const { rows } = await sql<VisitEvidence & { claimId: string }>`
    select q.a ->> 0 as claim_id, w.id as work_order_id, w.no, w.station_id, s.name as station_name, w.start_at_ms, w.finish_at_ms,
      coalesce(t.to_lat_micro, s.lat_micro) as lat_micro, coalesce(t.to_lng_micro, s.lng_micro) as lng_micro
    from jsonb_array_elements(${JSON.stringify(asked)}::jsonb) as q(a)
    join work_order w on w.vehicle_id = q.a ->> 1 and w.start_at_ms between (q.a ->> 4)::bigint and (q.a ->> 5)::bigint
    join station s on s.id = w.station_id
    left join work_order_travel t on t.work_order_id = w.id and w.place = 'FIELD' and t.seq = 1
    where w.id is distinct from q.a ->> 3 and w.station_id is distinct from q.a ->> 2 and w.finish_at_ms is not null
      and coalesce(t.to_lat_micro, s.lat_micro) is not null and coalesce(t.to_lng_micro, s.lng_micro) is not null
      and not exists (select 1 from claim c where c.work_order_id = w.id
        and (c.submitted_at_ms > (q.a ->> 6)::bigint or (c.submitted_at_ms = (q.a ->> 6)::bigint and c.id > q.a ->> 0)))
    order by w.start_at_ms, w.id`.execute(db);
  return Map.groupBy(rows, (row) => row.claimId);
}

/** The follow-up call of each order; with whose phone it is where `withPhones`. */
export async function callsOf(
  db: Db,
  orderIds: readonly string[],
  withPhones: boolean,
): Promise<Map<string, CallEvidence>> {
  const rows = await db
    .selectFrom('followUpCall')
    .select(['workOrderId', 'result', 'repaired', 'paidAnything', 'attemptCount', 'calledAtMs', 'phone'])
    .where(isAnyOf('workOrderId', orderIds))
    .orderBy('dueAtMs')
    .execute();
  const phones = withPhones ? [...new Set(rows.flatMap((row) => row.phone ?? []))] : [];
  const owners = await db
    .selectFrom('customer')
    .select(['phone', (count) => count.fn.countAll<number>().as('owners')])
    .where(isAnyOf('phone', phones))
    .groupBy('phone')
    .execute();
  const stations = await db.selectFrom('station').select('phone').where(isAnyOf('phone', phones)).execute();
  const ownersOf = new Map(owners.map((row) => [row.phone, Number(row.owners)]));
  const ofStations = new Set(stations.map((row) => row.phone));
  return new Map(
    rows.map(({ workOrderId, ...call }) => [
      workOrderId,
      {
        ...call,
        isStationPhone: call.phone !== null && ofStations.has(call.phone),
        phoneOwners: ownersOf.get(call.phone) ?? 0,
      },
    ]),
  );
}

export async function requestsOf(db: Db, requestIds: readonly string[]): Promise<Map<string, RequestEvidence>> {
  const rows = await db
    .selectFrom('repairRequest')
    .select(['id', 'reportedAtMs', 'latMicro', 'lngMicro'])
    .where(isAnyOf('id', requestIds))
    .execute();
  return new Map(rows.map(({ id, ...request }) => [id, request]));
}

export async function dispatchesOf(db: Db, requestIds: readonly string[]): Promise<Map<string, DispatchEvidence[]>> {
  const rows = await db
    .selectFrom('dispatch')
    .select(['requestId', 'dispatchedAtMs', 'arrivedAtMs', 'status', 'routeKm'])
    .select(['arriveLatMicro as latMicro', 'arriveLngMicro as lngMicro'])
    .where(isAnyOf('requestId', requestIds))
    .orderBy('dispatchedAtMs')
    .orderBy('id')
    .execute();
  return Map.groupBy(rows, (row) => row.requestId);
}

/**
 * Visits of each vehicle at the claim's own station within so many days up to the repair, this one included: live claims that
 * came before it. Claims §5 S06.
 */
export async function visitsHereOf(
  db: Db,
  claims: readonly EvaluableClaim[],
  days: number,
): Promise<Map<string, number>> {
  const asked = claims.flatMap(({ id, vehicleId, stationId, repairFinishDate, submittedAtMs }) =>
    vehicleId === null || stationId === null
      ? []
      : [[id, vehicleId, stationId, addDays(repairFinishDate, -days), repairFinishDate, submittedAtMs]],
  );
  const { rows } = await sql<{ askedId: string; visits: number }>`
    select q.a ->> 0 as asked_id, 1 + count(c.id)::int as visits
    from jsonb_array_elements(${JSON.stringify(asked)}::jsonb) as q(a)
    left join claim c on c.vehicle_id = q.a ->> 1 and c.repair_finish_date between q.a ->> 3 and q.a ->> 4
      and c.station_id = q.a ->> 2 and c.id <> q.a ->> 0
      and (c.submitted_at_ms < (q.a ->> 5)::bigint or (c.submitted_at_ms = (q.a ->> 5)::bigint and c.id < q.a ->> 0))
      and c.status not in (${sql.join(NOT_LIVE_STATUSES)})
    group by 1`.execute(db);
  return new Map(rows.map((row) => [row.askedId, row.visits]));
}

/** Of the orders those the customer was to pay at some time, whatever they say now (保外转保内). */
export async function oncePaidOf(db: Db, orderIds: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('workOrderEdit')
    .select('workOrderId')
    .where(isAnyOf('workOrderId', orderIds))
    .where('field', '=', 'payType')
    .where('oldValue', '=', 'PAID')
    .execute();
  return new Set(rows.map((row) => row.workOrderId));
}
