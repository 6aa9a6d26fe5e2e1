import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, addMonthsClamped, daysBetween, isBusinessDate, wholeMonthsBetween } from './dates.ts';

const dateArbitrary = fc
  .date({ min: new Date('0100-01-01T00:00:00Z'), max: new Date('9900-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe('business dates', () => {
  it('count days as the calendar of the platform does', () => {
    fc.assert(
      fc.property(dateArbitrary, fc.integer({ min: -36_000, max: 36_000 }), (date, days) => {
        const expected = new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
        expect(addDays(date, days)).toBe(expected);
        expect(daysBetween(date, expected)).toBe(days);
      }),
    );
  });

  it('stay on the same day of the month or on its last', () => {
    fc.assert(
      fc.property(dateArbitrary, fc.integer({ min: -600, max: 600 }), (date, months) => {
        const result = addMonthsClamped({ date, months });
        const sameDay = result.slice(8) === date.slice(8);
        expect(sameDay || addDays(result, 1).endsWith('-01')).toBe(true);
      }),
    );
  });

  it.each(['2026-02-29', '2026-13-01', '2026-00-10', '2026-4-01', '2026-04-31', '20260401', '2026-04-01 ', ''])(
    'refuse %j',
    (text) => {
      expect(isBusinessDate(text)).toBe(false);
      expect(() => addDays(text, 1)).toThrow('invalid-date');
    },
  );

  it('count full months only', () => {
    expect(wholeMonthsBetween('2024-01-31', '2024-02-28')).toBe(0);
    expect(wholeMonthsBetween('2024-01-31', '2024-02-29')).toBe(1);
    expect(wholeMonthsBetween('2024-02-29', '2025-02-28')).toBe(12);
    expect(wholeMonthsBetween('2024-02-29', '2023-02-28')).toBe(0);
  });
});
