import { describe, expect, it } from 'vitest';
import { isPeriod, lastQuarter, periodDates, PERIODS, type Period } from './periods.ts';

describe('periods counted from today', () => {
  it.each<[Period, string, string, string]>([
    ['today', '2026-03-01', '2026-03-01', '2026-03-01'],
    ['yesterday', '2026-03-01', '2026-02-28', '2026-02-28'],
    ['last7Days', '2026-03-03', '2026-02-25', '2026-03-03'],
    ['last30Days', '2026-03-01', '2026-01-31', '2026-03-01'],
    ['thisMonth', '2028-02-10', '2028-02-01', '2028-02-29'],
    ['lastMonth', '2026-01-31', '2025-12-01', '2025-12-31'],
    ['thisQuarter', '2026-12-31', '2026-10-01', '2026-12-31'],
    ['thisQuarter', '2026-01-01', '2026-01-01', '2026-03-31'],
    ['thisYear', '2026-07-15', '2026-01-01', '2026-12-31'],
    ['lastYear', '2026-07-15', '2025-01-01', '2025-12-31'],
  ])('%s on %s is %s to %s', (period, today, fromDate, toDate) => {
    expect(periodDates(period, today)).toEqual({ fromDate, toDate });
  });

  it.each([
    ['2026-11-30', '2026-07-01', '2026-09-30'],
    ['2026-01-01', '2025-10-01', '2025-12-31'],
    ['2026-03-31', '2025-10-01', '2025-12-31'],
    ['2026-04-01', '2026-01-01', '2026-03-31'],
  ])('the last whole quarter before %s is %s to %s', (today, fromDate, toDate) => {
    expect(lastQuarter(today)).toEqual({ fromDate, toDate });
  });

  it('knows its names and no others', () => {
    expect(PERIODS.every(isPeriod)).toBe(true);
    expect([isPeriod('nextYear'), isPeriod(7), isPeriod(null)]).toEqual([false, false, false]);
  });
});
