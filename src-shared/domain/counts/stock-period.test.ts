import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closeRefusal, periodChecklist, type PeriodFacts } from './period-checklist.ts';
import { addMonths, bookedMonth, lastClosed, monthsToShow, nextToClose, startOfMonthMs } from './stock-period.ts';

const at = (date: string): number => Date.parse(`${date}T12:00:00+08:00`);
const PERIODS = [
  { month: '2026-10', closedSeq: 100 },
  { month: '2026-11', closedSeq: 200 },
  { month: '2026-12', closedSeq: null },
];

describe('the period of a movement', () => {
  it.each([
    ['2026-11-28', 150, '2026-11', 'came before the month was closed'],
    ['2026-11-28', 201, '2026-12', 'came after it'],
    ['2026-10-05', 101, '2026-11', 'came after October and before November was closed'],
    ['2026-10-05', 300, '2026-12', 'came after both'],
    ['2026-01-05', 90, '2026-10', 'lies before the first period that was closed'],
    ['2027-02-01', 300, '2027-02', 'lies after everything that was closed'],
  ])('of %s with number %d is %s: it %s', (date, seq, month) => {
    expect(bookedMonth({ effectiveAtMs: at(date), seq }, PERIODS)).toBe(month);
  });

  it('is the month itself where nothing was ever closed', () => {
    expect(bookedMonth({ effectiveAtMs: at('2026-03-31'), seq: 5 }, [])).toBe('2026-03');
  });

  it('never changes for what is in a closed one, whatever is closed afterwards', () => {
    const movement = fc.record({ day: fc.integer({ min: 0, max: 400 }), seq: fc.integer({ min: 1, max: 400 }) });
    fc.assert(
      fc.property(movement, fc.integer({ min: 0, max: 200 }), ({ day, seq }, later) => {
        const moved = { effectiveAtMs: at('2026-01-01') + day * 86_400_000, seq };
        const before = bookedMonth(moved, PERIODS);
        const after = bookedMonth(moved, [...PERIODS.slice(0, 2), { month: '2026-12', closedSeq: 200 + later }]);
        if (before < '2026-12') expect(after).toBe(before);
        else expect(after >= before).toBe(true);
      }),
    );
  });
});

it('closes months in their order and opens only the last one again', () => {
  expect([nextToClose([]), nextToClose(PERIODS), nextToClose(PERIODS.slice(0, 2))]).toEqual([
    ...[null, '2026-12', '2026-12'],
  ]);
  expect([lastClosed([]), lastClosed(PERIODS)]).toEqual([null, '2026-11']);
  expect([addMonths('2026-01', -1), addMonths('2026-12', 1)]).toEqual(['2025-12', '2027-01']);
  expect(monthsToShow(PERIODS, '2026-12')).toEqual(['2026-12', '2026-11', '2026-10']);
  expect(monthsToShow([], '2026-02')).toEqual(['2026-02', '2026-01', '2025-12', '2025-11']);
  expect(new Date(startOfMonthMs('2026-11')).toISOString()).toBe('2026-10-31T16:00:00.000Z');
});

describe('the checklist of closing a month', () => {
  const ready: PeriodFacts = {
    ...{ hasEnded: true, isNext: true, openSheets: [], negativeKeys: 0, unbalancedKeys: 0, notCounted: [] },
    ...{ inTransitKeys: 0, isReconciled: true },
  };

  it('asks for the full count of a year only where a year ends', () => {
    const asked = (notCounted: string[] | null) => periodChecklist({ ...ready, notCounted }).map(({ check }) => check);
    expect([asked(null).includes('yearEnd'), asked([]).includes('yearEnd')]).toEqual([false, true]);
  });

  it.each<[string, Partial<PeriodFacts>, string, string | null]>([
    ['everything done', {}, '', null],
    ['the month still runs', { hasEnded: false }, 'note', 'period-not-ready'],
    ['the month before is open', { isNext: false }, 'note', 'period-not-ready'],
    ['a sheet is still out', { openSheets: ['PD-1'] }, 'note', 'period-not-ready'],
    ['a balance that is not its movements', { unbalancedKeys: 1 }, 'note', 'period-not-ready'],
    ['the server has yet to prove the balances', { unbalancedKeys: null }, '', null],
    ['stock below zero', { negativeKeys: 1 }, 'note', 'period-not-ready'],
    ['a warehouse not counted at the year end', { notCounted: ['ZX01'] }, 'note', 'period-not-ready'],
    ['goods on the way, nothing said', { inTransitKeys: 2 }, ' ', 'period-needs-note'],
    ['goods on the way, explained', { inTransitKeys: 2 }, '两车在途', null],
    ['no signed reconciliation, nothing said', { isReconciled: false }, '', 'period-needs-note'],
  ])('%s', (_, found, note, refusal) => {
    expect(closeRefusal(periodChecklist({ ...ready, ...found }), note)).toBe(refusal);
  });
});
