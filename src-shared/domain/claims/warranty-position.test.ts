import { describe, expect, it } from 'vitest';
import { warrantyPosition } from './warranty-position.ts';

const failure = {
  ...{ startDate: '2025-01-01', months: 12, kmLimit: 100_000, mode: 'FIRST_REACHED', excluded: false },
  ...{ campaign: false, failureDate: '2026-06-01', readingKm: 50_000, offsetKm: 0 },
};

describe('the warranty position of a failure', () => {
  it.each([
    ['out by date when one limit is enough', {}, 'OUT_BY_DATE'],
    ['in when both limits must be passed and one is', { mode: 'LATER' }, 'IN'],
    ['out by date when both are passed', { mode: 'LATER', readingKm: 100_001 }, 'OUT_BY_DATE'],
    ['out by date when the only limit given is passed', { mode: 'LATER', kmLimit: null }, 'OUT_BY_DATE'],
    ['out by km only', { months: 24, readingKm: 60_000, offsetKm: 40_001 }, 'OUT_BY_KM'],
    ['in without any limit', { months: null, kmLimit: null }, 'IN'],
    ['in before the start', { failureDate: '2024-12-31' }, 'IN'],
    ['excluded before anything else but a campaign', { excluded: true }, 'EXCLUDED'],
    ['in a campaign', { excluded: true, campaign: true }, 'CAMPAIGN'],
  ])('is %s', (_title, change, position) => {
    expect(warrantyPosition({ ...failure, ...change }).position).toBe(position);
  });

  it('tells what is left of each limit, whatever the mode', () => {
    expect(warrantyPosition({ ...failure, mode: 'LATER' })).toEqual({
      ...{ position: 'IN', outByDate: true, outByKm: false, firstDayOut: '2026-01-01' },
      ...{ effectiveKm: 50_000, daysLeft: -151, kmLeft: 50_000 },
    });
  });

  it('names an unknown mode before an impossible date', () => {
    const input = { ...failure, mode: 'BOTH', failureDate: '2026-02-30' };
    expect(() => warrantyPosition(input)).toThrow('unknown-mode');
    expect(() => warrantyPosition({ ...input, mode: 'LATER' })).toThrow('invalid-date');
  });
});
