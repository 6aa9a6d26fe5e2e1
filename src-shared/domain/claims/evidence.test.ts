import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neededSpeed } from './needed-speed.ts';
import { medianOf, peerDistribution } from './peer-distribution.ts';
import { greatCircleMetres } from './travel-route.ts';

describe('the evidence a clerk reads', () => {
  it('reckons the speed between two stations as the vector of G01 does', () => {
    const metres = greatCircleMetres([29_079_000, 119_647_800], [36_651_200, 117_120_100]);
    expect(metres).toBe(874_356);
    expect(neededSpeed(metres, 0, 4 * 3_600_000, 13_000)).toEqual({ minutes: 240, kmPerHour: 284 });
  });

  it('names no speed when no time was left', () => {
    expect(neededSpeed(1000, 60_000, 60_000, 13_000)).toEqual({ minutes: 0, kmPerHour: null });
  });

  it('places a value among its peers', () => {
    const peers = [82_000, 84_500, 86_000, 87_000, 88_000, 89_000, 90_500, 91_000, 93_000];
    expect(peerDistribution(peers, 215_000)).toEqual({
      median: 88_000,
      belowBp: 10_000,
      lowest: 82_000,
      highest: 215_000,
      steps: [9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    });
    expect(peerDistribution([], 1)).toBeNull();
  });

  it('counts every peer once, and the median is one of them', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1 }), fc.nat(), (values, mine) => {
        const spread = peerDistribution(values, mine);
        expect(spread?.steps.reduce((sum, count) => sum + count, 0)).toBe(values.length);
        expect(values).toContain(medianOf(values));
      }),
    );
  });
});
