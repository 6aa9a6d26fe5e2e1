import type { Database } from 'better-sqlite3';
import { replenishQty } from '../../src-shared/domain/parts/replenish.ts';
import { excessMilli, movementClass } from '../../src-shared/domain/parts/turnover.ts';
import { businessDateOf } from '../../src-shared/domain/units/business-date.ts';
import { wholeMonthsBetween } from '../../src-shared/domain/units/dates.ts';
import { nameInitials } from './name-initials.ts';

type Milli = number | null;

/** What questions to the copy may call: the rules of the domain, so that no rule is written a second time in SQL. */
export function addStoreFunctions(database: Database): void {
  const pure = { deterministic: true } as const;
  // a search by the first letters of a name's syllables (grid-excel-print §2.2)
  database.function('name_initials', pure, nameInitials);
  database.function('order_milli', { ...pure, varargs: true }, orderMilli as (...values: unknown[]) => Milli);
  database.function('movement_class', { ...pure, varargs: true }, classOf as (...values: unknown[]) => string | null);
  database.function('excess_milli', pure, excessOf as (...values: unknown[]) => Milli);
}

/** What to order of a part at this position; null where a figure is withheld or nobody has set a minimum. Stock §4.8. */
function orderMilli(...[position, min, max, pack, moq]: Milli[]): Milli {
  if (position == null || min == null || max == null) return null;
  return replenishQty({
    ...{ availableMilli: position, onOrderMilli: 0, inTransitMilli: 0, backlogMilli: 0 },
    ...{ minMilli: min, maxMilli: Math.max(min, max), packMilli: Math.max(1, pack ?? 1000), moqMilli: moq ?? 0 },
  }).orderMilli;
}

/** How a part in stock moves, months counted to the moment of the figures. Stock §4.9. */
function classOf(
  ...[onHand, issued, lastIssueAtMs, firstMoveAtMs, atMs, superseded, useUp]: (number | null)[]
): string | null {
  if (onHand == null || firstMoveAtMs == null || atMs == null) return null;
  const months = (fromMs: number): number => wholeMonthsBetween(businessDateOf(fromMs), businessDateOf(atMs));
  return movementClass({
    ...{ onHandMilli: onHand, issues12Milli: issued ?? 0, ageMonths: months(firstMoveAtMs) },
    monthsSinceIssue: lastIssueAtMs == null ? null : months(lastIssueAtMs),
    ...{ superseded: superseded === 1, useUpFirst: useUp === 1 },
  });
}

function excessOf(onHand: Milli, max: Milli, issued: Milli): Milli {
  return onHand === null ? null : excessMilli({ onHandMilli: onHand, maxMilli: max, issues12Milli: issued ?? 0 });
}
