import { instantMs, type Instant } from '../units/instant.ts';
import { Refusal } from '../units/refusal.ts';
import { sumExact } from '../units/rounding.ts';

/** BLOCK: nothing can move · SNAPSHOT: what moves is set aside · ROLL: movements go on while one counts. Stock §4.1. */
export const COUNT_MODES = ['ROLL', 'SNAPSHOT', 'BLOCK'] as const;
export type CountMode = (typeof COUNT_MODES)[number];

export interface CountedMovement {
  qtyMilli: number;
  effectiveAt: Instant;
  postedAt: Instant;
  /** The server's order of the ledger. */
  seq: number;
}

/**
 * What the book said at the snapshot and what should lie on the shelf at the moment of the count, in thousandths. Under ROLL
 * a movement effective at the very moment counts as before it; only rows posted up to `knownAt` (null = all) are known, and
 * that never changes the book. Rows come in any order, without the count's own adjustment. Refuses `unknown-mode`.
 * Stock §4.1.
 */
export function expectedAtCount(input: {
  mode: string;
  movements: readonly CountedMovement[];
  snapSeq: number;
  countedAt: Instant;
  knownAt: Instant | null;
}): { bookMilli: number; expectedMilli: number } {
  const { mode, movements, snapSeq } = input;
  if (mode !== 'BLOCK' && mode !== 'SNAPSHOT' && mode !== 'ROLL') throw new Refusal('unknown-mode');
  const bookMilli = sumExact(movements.filter((row) => row.seq <= snapSeq).map((row) => row.qtyMilli));
  if (mode !== 'ROLL') return { bookMilli, expectedMilli: bookMilli };
  const countedMs = instantMs(input.countedAt);
  const knownMs = input.knownAt === null ? Infinity : instantMs(input.knownAt);
  const before = movements.filter(
    (row) => instantMs(row.effectiveAt) <= countedMs && instantMs(row.postedAt) <= knownMs,
  );
  return { bookMilli, expectedMilli: sumExact(before.map((row) => row.qtyMilli)) };
}
