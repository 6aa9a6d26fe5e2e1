import { addDays } from '../units/dates.ts';
import { ceilToMultiple, roundedTimes } from '../units/fraction.ts';
import { Refusal } from '../units/refusal.ts';
import { toSafeNumber } from '../units/rounding.ts';
import { compareText } from '../units/text-order.ts';

export type AbcClass = 'A' | 'B' | 'C';

/**
 * The classes of parts by annual consumption value, sorted by value descending, then code; the share before the part decides
 * (strictly below the bound). A negative value counts as 0, value 0 is C; `atLeastB` lifts C to B. Stock §4.4.
 */
export function abcClasses(input: {
  parts: readonly { code: string; acvFen: number; atLeastB: boolean }[];
  aBelowBp: number;
  bBelowBp: number;
}): { code: string; class: AbcClass }[] {
  const parts = input.parts
    .map(({ code, acvFen, atLeastB }) => ({ code, atLeastB, value: BigInt(Math.max(0, acvFen)) }))
    .sort((a, b) => (a.value === b.value ? compareText(a.code, b.code) : a.value > b.value ? -1 : 1));
  const total = parts.reduce((sum, part) => sum + part.value, 0n);
  let before = 0n;
  return parts.map(({ code, atLeastB, value }) => {
    const isBelow = (boundBp: number): boolean => value > 0n && before * 10_000n < BigInt(boundBp) * total;
    const byShare: AbcClass = isBelow(input.aBelowBp) ? 'A' : isBelow(input.bBelowBp) ? 'B' : 'C';
    before += value;
    return { code, class: byShare === 'C' && atLeastB ? 'B' : byShare };
  });
}

/**
 * When a part is to be counted again: 365 div n days after its last count. Refuses `counts-per-year-not-positive`,
 * `invalid-date`. Stock §4.5.
 */
export function cycleDue(input: { lastCountDate: string; countsPerYear: number }): {
  intervalDays: number;
  dueDate: string;
} {
  if (input.countsPerYear <= 0) throw new Refusal('counts-per-year-not-positive');
  const intervalDays = Math.floor(365 / input.countsPerYear);
  return { intervalDays, dueDate: addDays(input.lastCountDate, intervalDays) };
}

/** Lines to count per working day, in hundredths, and the capacity that needs. Refuses `workdays-not-positive`. Stock §4.5. */
export function cycleLoad(input: { classes: readonly { parts: number; countsPerYear: number }[]; workdays: number }): {
  loadPerDayCenti: number;
  capacityLines: number;
} {
  if (input.workdays <= 0) throw new Refusal('workdays-not-positive');
  const lines = input.classes.reduce((sum, row) => sum + BigInt(row.parts) * BigInt(row.countsPerYear), 0n);
  const load = { num: lines, den: BigInt(input.workdays) };
  return { loadPerDayCenti: roundedTimes(load, 100n), capacityLines: toSafeNumber(ceilToMultiple(load, 1n)) };
}

/** What brings the turn of a key earlier; NEGATIVE stands for every exception of its book. Stock §4.5. */
export type CountEvent = 'SHORT_PICK' | 'NEGATIVE' | 'BIN_ZERO' | 'OUT_OF_TOLERANCE' | 'PHYSICAL_VARIANCE';

/** What raises a part's turn, in hundredths of a point. */
const EVENT_POINTS_CENTI: ReadonlyMap<string, bigint> = new Map([
  ['SHORT_PICK', 200n],
  ['NEGATIVE', 200n],
  ['BIN_ZERO', 150n],
  ['OUT_OF_TOLERANCE', 100n],
  ['PHYSICAL_VARIANCE', 200n],
]);

/**
 * How urgent a cycle count is, in hundredths: days since the last one ÷ interval plus points, each kind of event once.
 * Refuses `interval-not-positive`, `unknown-event`. Stock §4.5.
 */
export function cyclePriority(input: { daysSince: number; intervalDays: number; events: readonly string[] }): {
  priorityCenti: number;
} {
  if (input.intervalDays <= 0) throw new Refusal('interval-not-positive');
  let points = 0n;
  for (const event of new Set(input.events)) {
    const centi = EVENT_POINTS_CENTI.get(event);
    if (centi === undefined) throw new Refusal('unknown-event');
    points += centi;
  }
  const den = BigInt(input.intervalDays);
  return { priorityCenti: roundedTimes({ num: BigInt(input.daysSince) * 100n + points * den, den }, 1n) };
}
