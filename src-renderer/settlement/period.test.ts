import { expect, it } from 'vitest';
import { previousMonth } from './period.ts';

it.each([
  ['2026-11-23', '2026-10-01', '2026-10-31'],
  ['2026-01-05', '2025-12-01', '2025-12-31'],
  ['2024-03-31', '2024-02-01', '2024-02-29'],
])('settles the whole month before %s', (today, fromDate, toDate) => {
  expect(previousMonth(today)).toEqual({ fromDate, toDate });
});
