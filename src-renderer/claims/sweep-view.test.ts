import { describe, expect, it } from 'vitest';
import type { ClaimView } from './claim-view.ts';
import { viewUnderSearch } from './sweep-view.ts';

const GROUP: ClaimView = {
  queue: 'DECIDE',
  filters: [{ column: 'hitSignature', op: 'in', values: ['L01'] }],
  sort: [{ column: 'riskScore', direction: 'desc' }],
  row: 7,
  sweep: true,
};

describe('a search and the list it is typed over', () => {
  it('ends a sweep and lets go of the conditions of its group', () => {
    expect(viewUnderSearch(GROUP, 'SP0012411')).toEqual({ ...GROUP, sweep: false, filters: [], row: 0 });
  });

  it('keeps the conditions a person set: only a group brings its own', () => {
    const filtered: ClaimView = { ...GROUP, sweep: false };
    expect(viewUnderSearch(filtered, 'SP0012411')).toBe(filtered);
  });

  it('leaves a sweep alone while nothing is searched for', () => {
    expect(viewUnderSearch(GROUP, '')).toBe(GROUP);
  });
});
