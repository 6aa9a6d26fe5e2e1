export type RequestStatus = 'NEW' | 'MERGED' | 'DISPATCHED' | 'ACCEPTED' | 'CLOSED' | 'CANCELLED';
export type OrderStatus = 'OPEN' | 'WAIT_PARTS' | 'FINISHED' | 'CALLED' | 'CLAIMED' | 'CANCELLED';
export type RequestEvent = 'report' | 'merge' | 'dispatch' | 'refuse' | 'accept' | 'arrive' | 'cancel';
export type OrderEvent = 'open' | 'waitParts' | 'partsIn' | 'finish' | 'callDone' | 'claim' | 'cancel';

/** Who may cause an event; `system` = the server by itself. */
export type ServiceRole = 'system' | 'station' | 'dispatcher' | 'engineer' | 'callcentre' | 'region';

export interface ServiceTransition<Status, Event> {
  /** Empty = the document is made by the event. */
  from: readonly Status[];
  event: Event;
  to: Status;
  roles: readonly ServiceRole[];
  /** Names of the conditions checked by whoever applies the event (claims §3.1, column "Guard"). */
  guards: readonly string[];
}

/** The whitelist of requests, claims §3.1; a request whose vehicle has arrived is closed, its order goes on. */
export const REQUEST_TRANSITIONS: readonly ServiceTransition<RequestStatus, RequestEvent>[] = [
  {
    ...{ from: [], event: 'report', to: 'NEW', roles: ['station', 'dispatcher', 'engineer'] },
    guards: ['vehicle-named'],
  },
  { from: ['NEW'], event: 'merge', to: 'MERGED', roles: ['dispatcher'], guards: ['open-request-of-the-vehicle'] },
  { from: ['NEW'], event: 'dispatch', to: 'DISPATCHED', roles: ['dispatcher', 'station'], guards: ['target-active'] },
  { from: ['DISPATCHED'], event: 'refuse', to: 'NEW', roles: ['station', 'engineer'], guards: ['reason'] },
  { from: ['DISPATCHED'], event: 'accept', to: 'ACCEPTED', roles: ['station', 'engineer'], guards: [] },
  { from: ['ACCEPTED'], event: 'arrive', to: 'CLOSED', roles: ['station', 'engineer'], guards: ['mileage-in'] },
  {
    ...{ from: ['NEW', 'DISPATCHED', 'ACCEPTED'], event: 'cancel', to: 'CANCELLED', roles: ['dispatcher', 'region'] },
    guards: ['no-issued-part-outstanding'],
  },
];

/** The whitelist of work orders, claims §3.1. */
export const ORDER_TRANSITIONS: readonly ServiceTransition<OrderStatus, OrderEvent>[] = [
  { from: [], event: 'open', to: 'OPEN', roles: ['station', 'engineer'], guards: ['mileage-in', 'request-alive'] },
  { from: ['OPEN'], event: 'waitParts', to: 'WAIT_PARTS', roles: ['station'], guards: ['parts-application'] },
  { from: ['WAIT_PARTS'], event: 'partsIn', to: 'OPEN', roles: ['station'], guards: [] },
  {
    ...{ from: ['OPEN'], event: 'finish', to: 'FINISHED', roles: ['station', 'engineer'] },
    guards: ['work-done', 'mileage-not-backwards', 'finish-not-before-start', 'customer-signed'],
  },
  { from: ['FINISHED'], event: 'callDone', to: 'CALLED', roles: ['callcentre'], guards: [] },
  {
    ...{ from: ['FINISHED', 'CALLED'], event: 'claim', to: 'CLAIMED', roles: ['station', 'system'] },
    guards: ['not-paid-by-customer', 'no-other-live-claim'],
  },
  {
    ...{ from: ['OPEN', 'WAIT_PARTS'], event: 'cancel', to: 'CANCELLED', roles: ['dispatcher', 'region'] },
    guards: ['no-issued-part-outstanding'],
  },
];

/** The status an event leads a request to, or null when it is not allowed; `null` as status = there is none yet. Claims §3.1. */
export function nextRequestStatus(status: string | null, event: RequestEvent): RequestStatus | null {
  return nextOf(REQUEST_TRANSITIONS, status, event);
}

/** The status an event leads a work order to, or null when it is not allowed; `null` as status = there is none yet. Claims §3.1. */
export function nextOrderStatus(status: string | null, event: OrderEvent): OrderStatus | null {
  return nextOf(ORDER_TRANSITIONS, status, event);
}

function nextOf<Status extends string, Event extends string>(
  transitions: readonly ServiceTransition<Status, Event>[],
  status: string | null,
  event: Event,
): Status | null {
  const found = transitions.find(
    ({ from, event: listed }) =>
      listed === event && (status === null ? from.length === 0 : (from as readonly string[]).includes(status)),
  );
  return found?.to ?? null;
}

/** What the guards of a finished order read; instants in UTC ms, distances in km. */
export interface FinishedOrder {
  startAtMs: number;
  finishAtMs: number;
  mileageInKm: number;
  mileageOutKm: number;
  labourLines: number;
  partLines: number;
  customerSigned: boolean;
}

export interface OrderGuard {
  guard: string;
  /** Reason and field told when the guard does not hold. */
  reason: string;
  field: 'labour' | 'mileageOutKm' | 'finishAt' | 'customerSigned';
  holds(order: FinishedOrder): boolean;
}

/** The guards of `finish`, in the order they are told. Photographs are asked for by rule A01, when there is a claim to hang them on (0321). */
export const FINISH_GUARDS: readonly OrderGuard[] = [
  {
    ...{ guard: 'finish-not-before-start', reason: 'intake-finish-before-start', field: 'finishAt' },
    holds: ({ startAtMs, finishAtMs }) => startAtMs <= finishAtMs,
  },
  {
    ...{ guard: 'mileage-not-backwards', reason: 'intake-mileage-backwards', field: 'mileageOutKm' },
    holds: ({ mileageInKm, mileageOutKm }) => mileageInKm <= mileageOutKm,
  },
  {
    ...{ guard: 'work-done', reason: 'intake-order-without-work', field: 'labour' },
    holds: ({ labourLines, partLines }) => labourLines + partLines > 0,
  },
  {
    ...{ guard: 'customer-signed', reason: 'intake-order-not-signed', field: 'customerSigned' },
    holds: ({ customerSigned }) => customerSigned,
  },
];

/** The first guard of `finish` that does not hold, or null. Claims §3.1. */
export function brokenFinishGuard(order: FinishedOrder): OrderGuard | null {
  return FINISH_GUARDS.find((guard) => !guard.holds(order)) ?? null;
}
