import { describe, expect, it } from 'vitest';
import { clockOffMinutes, clockOffsetMs } from './clock-offset.ts';

describe('the clock of a device beside the server’s', () => {
  it.each([
    ['is right', { sentAtMs: 1000, serverTimeMs: 1100, receivedAtMs: 1200 }, 0],
    ['is two seconds off, which nobody can tell', { sentAtMs: 0, serverTimeMs: 2100, receivedAtMs: 200 }, 0],
    ['is seven minutes behind', { sentAtMs: 0, serverTimeMs: 420_100, receivedAtMs: 200 }, 420_000],
    ['is seven minutes ahead', { sentAtMs: 420_000, serverTimeMs: 100, receivedAtMs: 420_200 }, -420_000],
    ['is no further off than a slow answer explains', { sentAtMs: 0, serverTimeMs: 19_000, receivedAtMs: 20_000 }, 0],
  ])('%s', (_name, seen, offsetMs) => {
    expect(clockOffsetMs(seen)).toBe(offsetMs);
  });

  it('is named only beyond what may be, ahead as positive', () => {
    expect([300_000, 300_001, -420_000].map((offset) => clockOffMinutes(offset, 300_000))).toEqual([null, -5, 7]);
  });
});
