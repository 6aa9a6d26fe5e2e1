import { describe, expect, it } from 'vitest';
import { remainingMs } from './job-remaining.ts';

const job = { state: 'running' as const, startedAtMs: 1_000, done: 250, total: 1_000 };

describe('the remaining time of a job', () => {
  it('is what is left at the pace so far', () => {
    expect(remainingMs(job, 11_000)).toBe(30_000);
  });

  it.each([
    ['has ended', { ...job, state: 'done' as const }, 11_000],
    ['does not know how much there is', { ...job, total: null }, 11_000],
    ['has done nothing yet', { ...job, done: 0 }, 11_000],
    ['has only begun', job, 1_500],
    ['is at its last row', { ...job, done: 1_000 }, 11_000],
  ])('is not told when it %s', (_what, given, nowMs) => {
    expect(remainingMs(given, nowMs)).toBeNull();
  });
});
