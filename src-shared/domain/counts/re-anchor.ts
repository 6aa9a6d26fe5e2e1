import { instantMs, type Instant } from '../units/instant.ts';
import { toSafeNumber } from '../units/rounding.ts';
import { compareText } from '../units/text-order.ts';

export interface PostedCount {
  id: string;
  countedAt: Instant;
  postedVarianceMilli: number;
}

export interface LateMovement {
  id: string;
  type: string;
  qtyMilli: number;
  effectiveAt: Instant;
}

/** The opposite entry that keeps a count right when a movement from before it arrives late. */
export interface ReAnchor {
  movementId: string;
  countId: string;
  qtyMilli: number;
  /** The count's own moment, as it is written there. */
  effectiveAt: Instant;
}

/** A count's own entries change the balance and are never late rows themselves. */
const OF_A_COUNT: ReadonlySet<string> = new Set(['COUNT_ADJ', 'COUNT_REANCHOR']);

/**
 * Late movements taken in list order: each changes the balance and, if a posted count was at or after its moment, is balanced
 * by one opposite entry at the earliest such count (of equal moments the smaller id), whose reported variance falls by the
 * movement. A repeated movement id is ignored altogether. Stock §4.1.
 */
export function reAnchor(input: {
  counts: readonly PostedCount[];
  lateMovements: readonly LateMovement[];
  balanceMilli: number;
}): { reAnchors: ReAnchor[]; counts: { id: string; reportedVarianceMilli: number }[]; balanceMilli: number } {
  const inTime = [...input.counts].sort(
    (a, b) => instantMs(a.countedAt) - instantMs(b.countedAt) || compareText(a.id, b.id),
  );
  const reported = new Map(input.counts.map((count) => [count.id, BigInt(count.postedVarianceMilli)]));
  const seen = new Set<string>();
  const reAnchors: ReAnchor[] = [];
  let balance = BigInt(input.balanceMilli);
  for (const movement of input.lateMovements) {
    if (seen.has(movement.id)) continue;
    seen.add(movement.id);
    const qty = BigInt(movement.qtyMilli);
    balance += qty;
    const effectiveMs = instantMs(movement.effectiveAt);
    const count = inTime.find((candidate) => instantMs(candidate.countedAt) >= effectiveMs);
    if (count === undefined || OF_A_COUNT.has(movement.type)) continue;
    balance -= qty;
    reported.set(count.id, (reported.get(count.id) ?? 0n) - qty);
    const entry = { movementId: movement.id, countId: count.id, qtyMilli: toSafeNumber(-qty) };
    reAnchors.push({ ...entry, effectiveAt: count.countedAt });
  }
  return {
    reAnchors,
    counts: input.counts.map(({ id }) => ({ id, reportedVarianceMilli: toSafeNumber(reported.get(id) ?? 0n) })),
    balanceMilli: toSafeNumber(balance),
  };
}
