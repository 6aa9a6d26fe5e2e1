import { describe, expect, it } from 'vitest';
import { CLAIM_TRANSITIONS, nextClaimStatus } from './claim-transition.ts';

describe('the transition table', () => {
  it.each([
    ['REJECTED', 'decide', undefined, null],
    ['REJECTED', 'attach', undefined, null],
    ['PAID', 'reopen', undefined, null],
    ['POSTED', 'detach', undefined, null],
    ['SUBMITTED', 'evaluate', 'AUTO_APPROVED', 'AUTO_APPROVED'],
    ['SUBMITTED', 'evaluate', 'PAID', null],
    ['SUBMITTED', 'evaluate', undefined, null],
    ['APPROVED', 'attach', undefined, 'STATED'],
    ['STATED', 'detach', 'PARTIAL', 'PARTIAL'],
    ['STATED', 'post', undefined, 'POSTED'],
    ['PAID', 'reverse', undefined, 'REVERSED'],
  ] as const)('%s %s %s leads to %s', (status, event, outcome, expected) => {
    expect(nextClaimStatus(status, event, outcome)).toBe(expected);
  });

  it('lists no event twice for a status', () => {
    const cells = CLAIM_TRANSITIONS.flatMap(({ from, event }) => from.map((status) => `${status} ${event}`));
    expect(new Set(cells).size).toBe(cells.length);
  });
});
