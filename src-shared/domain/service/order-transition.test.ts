import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  brokenFinishGuard,
  FINISH_GUARDS,
  nextOrderStatus,
  nextRequestStatus,
  ORDER_TRANSITIONS,
  REQUEST_TRANSITIONS,
} from './order-transition.ts';

const WHITELISTS = [
  { name: 'requests', table: REQUEST_TRANSITIONS, next: nextRequestStatus as (s: string | null, e: never) => unknown },
  { name: 'work orders', table: ORDER_TRANSITIONS, next: nextOrderStatus as (s: string | null, e: never) => unknown },
];

describe.each(WHITELISTS)('the whitelist of $name', ({ table, next }) => {
  const statuses = [null, ...new Set(table.flatMap(({ from, to }) => [...from, to] as string[]))];
  const events = [...new Set(table.map(({ event }) => event as string))];

  it('leads where it says and nowhere else', () => {
    fc.assert(
      fc.property(fc.constantFrom(...statuses), fc.constantFrom(...events), (status, event) => {
        const listed = table.filter(
          (row) =>
            row.event === event && (status === null ? row.from.length === 0 : row.from.includes(status as never)),
        );
        expect(listed.length).toBeLessThanOrEqual(1);
        expect(next(status, event as never)).toBe(listed[0]?.to ?? null);
      }),
    );
  });
});

describe('what a finished order must have', () => {
  const honest = {
    ...{ startAtMs: 1000, finishAtMs: 2000, mileageInKm: 100, mileageOutKm: 101 },
    ...{ labourLines: 1, partLines: 0, customerSigned: true },
  };

  it.each([
    ['nothing is missing', {}, null],
    ['a part alone is work', { labourLines: 0, partLines: 1 }, null],
    ['finished in the moment it began, without a kilometre', { startAtMs: 2000, mileageOutKm: 100 }, null],
    ['finished before it began', { startAtMs: 2001 }, 'finish-not-before-start'],
    ['a kilometre less', { mileageOutKm: 99 }, 'mileage-not-backwards'],
    ['no hours and no parts', { labourLines: 0 }, 'work-done'],
    ['no signature', { customerSigned: false }, 'customer-signed'],
  ])('%s', (_what, change, guard) => {
    expect(brokenFinishGuard({ ...honest, ...change })?.guard ?? null).toBe(guard);
  });

  it('has a check for every guard the whitelist names', () => {
    const finish = ORDER_TRANSITIONS.find(({ event }) => event === 'finish');
    expect(new Set(FINISH_GUARDS.map(({ guard }) => guard))).toEqual(new Set(finish?.guards));
  });
});
