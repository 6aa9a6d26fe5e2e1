import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from './dates.ts';
import { addWorkingDays, isWorkingDay, workingDayNumbers } from './working-days.ts';

describe('working days', () => {
  it('five from a Friday end on the next Friday', () => {
    expect(addWorkingDays('2026-11-20', 5, [])).toBe('2026-11-27');
    expect(addWorkingDays('2026-11-21', 5, [])).toBe('2026-11-27');
    expect(addWorkingDays('2026-11-20', 0, [])).toBe('2026-11-20');
  });

  it('the calendar stands over the week: a holiday counts as none, a working Saturday as one', () => {
    const calendar = [
      { dayDate: '2026-11-24', kind: 'HOLIDAY' },
      { dayDate: '2026-11-28', kind: 'WORKDAY' },
    ];
    expect(addWorkingDays('2026-11-20', 5, calendar)).toBe('2026-11-28');
  });

  it('there are exactly so many working days after the first and up to the last, which is one itself', () => {
    const day = fc.integer({ min: 0, max: 4000 }).map((days) => addDays('2020-01-01', days));
    const kinds = fc.constantFrom('HOLIDAY', 'WORKDAY', 'WEEKEND');
    const calendar = fc.uniqueArray(fc.record({ dayDate: day, kind: kinds }), {
      ...{ maxLength: 60, selector: ({ dayDate }) => dayDate },
    });
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 20 }), calendar, (from, count, days) => {
        const last = addWorkingDays(from, count, days);
        const known = new Map(days.map(({ dayDate, kind }) => [dayDate, kind]));
        let found = 0;
        for (let date = addDays(from, 1); date <= last; date = addDays(date, 1))
          found += isWorkingDay(date, known) ? 1 : 0;
        expect(found).toBe(count);
        expect(isWorkingDay(last, known)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('numbers of days agree with the days counted one by one', () => {
    const calendar = [
      { dayDate: '2026-10-01', kind: 'HOLIDAY' },
      { dayDate: '2026-10-10', kind: 'WORKDAY' },
    ];
    const numbers = workingDayNumbers('2026-09-28', '2026-10-12', calendar);
    const between = (from: string, to: string): number => (numbers.get(to) ?? 0) - (numbers.get(from) ?? 0);
    expect(between('2026-09-30', '2026-10-02')).toBe(1);
    expect(between('2026-10-09', '2026-10-12')).toBe(2);
    expect(addWorkingDays('2026-09-28', between('2026-09-28', '2026-10-12'), calendar)).toBe('2026-10-12');
    expect(workingDayNumbers('2026-10-02', '2026-10-01', []).size).toBe(0);
  });
});
