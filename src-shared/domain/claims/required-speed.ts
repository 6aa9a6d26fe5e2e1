import { instantMs, type Instant } from '../units/instant.ts';
import { Refusal } from '../units/refusal.ts';
import { unroundedKm, type Place } from './distance.ts';

/** One repair order at a place, from its start to its finish. */
export interface PlacedOrder extends Place {
  startAt: Instant;
  finishAt: Instant;
}

export interface RequiredSpeed {
  overlap: boolean;
  /** Whole km/h for display; null when the orders overlap or no speed would be enough. */
  requiredKmh: number | null;
  block: boolean;
}

const MS_PER_HOUR = 3_600_000;

/**
 * Whether one vehicle can have been at both orders (rule G01): sorted by start, an overlap or a needed speed above the limit
 * blocks. The road is the great circle × `detourBp`; the unrounded speed is compared. Refuses `invalid-interval`,
 * `invalid-coordinate`. Claims §5.
 */
export function requiredSpeed(input: {
  orders: readonly PlacedOrder[];
  detourBp: number;
  limitKmh: number;
}): RequiredSpeed {
  const orders = input.orders.map((order) => ({
    place: order,
    startMs: instantMs(order.startAt),
    finishMs: instantMs(order.finishAt),
  }));
  if (orders.some(({ startMs, finishMs }) => finishMs < startMs)) throw new Refusal('invalid-interval');
  // Of equal starts the shorter order comes first, so that the answer does not depend on the order of the list.
  const [earlier, later] = orders.sort((a, b) => a.startMs - b.startMs || a.finishMs - b.finishMs);
  if (earlier === undefined || later === undefined) throw new RangeError('G01 compares two orders');
  const roadKm = (unroundedKm(earlier.place, later.place) * input.detourBp) / 10_000;
  if (later.startMs < earlier.finishMs) return { overlap: true, requiredKmh: null, block: true };
  const gapMs = later.startMs - earlier.finishMs;
  if (gapMs === 0) return { overlap: false, requiredKmh: roadKm === 0 ? 0 : null, block: roadKm !== 0 };
  const kmh = (roadKm * MS_PER_HOUR) / gapMs;
  return { overlap: false, requiredKmh: Math.round(kmh), block: kmh > input.limitKmh };
}
