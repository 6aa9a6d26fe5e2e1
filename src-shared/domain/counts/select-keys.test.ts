import { describe, expect, it } from 'vitest';
import type { CountEvent } from './cycle.ts';
import { selectKeys, type CountCandidate } from './select-keys.ts';

const TODAY_MS = Date.parse('2026-10-01T00:00:00+08:00');
const DAY_MS = 86_400_000;

function key(id: string, daysSince: number, events: readonly CountEvent[] = [], qtyMilli = 1000): CountCandidate {
  return {
    ...{ id, zone: 'A', walkSeq: 1, binCode: 'A', partNo: id, qtyMilli, abcClass: 'C', lastMoveAtMs: 0, events },
    lastCountAtMs: TODAY_MS + DAY_MS - daysSince * DAY_MS,
  };
}

describe('whose turn it is in a cycle count', () => {
  it('goes by days since the last count and what has happened since: 2.16, 2.00, 1.50, 1.10, 1.00', () => {
    const candidates = [
      key('calm', 365),
      key('empty', 0, [], 0),
      key('off', 36, ['OUT_OF_TOLERANCE']),
      key('shelf', 0, ['PHYSICAL_VARIANCE']),
      key('short', 60, ['SHORT_PICK', 'SHORT_PICK']),
    ];
    const chosen = (capacity: number): string[] =>
      selectKeys({
        ...{ type: 'CYCLE', candidates, todayStartMs: TODAY_MS, capacity },
        ...{ countsPerYear: { A: 4, B: 2, C: 1 }, samplePctBp: 0, sampleSeed: '' },
      }).map(({ id }) => id);
    expect([1, 2, 3, 4].map(chosen)).toEqual([
      ['short'],
      ['shelf', 'short'],
      ['empty', 'shelf', 'short'],
      ['empty', 'off', 'shelf', 'short'],
    ]);
  });
});
