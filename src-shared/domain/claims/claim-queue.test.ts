import { describe, expect, it } from 'vitest';
import { queueOf } from './claim-queue.ts';
import { REASON_CODES, needsTwoPersons } from './reason-codes.ts';
import { claimScope, tierOf } from './tier-of.ts';

it.each([
  ['IN_REVIEW', 0, 'DECIDE'],
  ['IN_REVIEW', 1, 'ANSWERED'],
  ['APPEAL', 0, 'ANSWERED'],
  ['L2_REVIEW', 1, 'OVER_LIMIT'],
  ['ON_HOLD', 0, 'WAITING'],
  ['RETURNED', 1, 'WAITING'],
  ['APPROVED', 1, 'NONE'],
  ['SUBMITTED', 0, 'NONE'],
])('a claim %s after %i returns stands in %s', (status, returnCount, queue) => {
  expect(queueOf({ status, returnCount })).toBe(queue);
});

describe('the tier', () => {
  const tier = (status: string, closedDate: string | null) =>
    tierOf({ status, closedDate, today: '2025-06-30', historyAfterDays: 90 });

  it.each([
    ['PAID', '2025-04-01', 'open'],
    ['PAID', '2025-03-31', 'history'],
    ['REJECTED', '2024-01-01', 'history'],
    ['APPROVED', '2024-01-01', 'open'],
    ['PAID', null, 'open'],
  ])('of a claim %s closed on %s is %s', (status, closedDate, expected) => {
    expect(tier(status, closedDate)).toBe(expected);
  });

  it('names the scope', () => {
    expect([claimScope('3', 'open'), claimScope('3', 'history')]).toEqual(['r:3', 'r:3.h']);
  });
});

describe('the reasons', () => {
  it('are R01 to R40, each once', () => {
    const expected = Array.from({ length: 40 }, (_, index) => `R${String(index + 1).padStart(2, '0')}`);
    expect(REASON_CODES.map((reason) => reason.code)).toEqual(expected);
  });

  it('offer five at first', () => {
    const ranks = REASON_CODES.flatMap((reason) => (reason.suggestedRank === null ? [] : [reason.suggestedRank]));
    expect(ranks.sort()).toEqual([1, 2, 3, 4, 5]);
  });

  it('need two persons only for deceit', () => {
    expect(REASON_CODES.filter((reason) => needsTwoPersons(reason.code)).map((reason) => reason.code)).toEqual([
      'R34',
      'R35',
    ]);
  });
});
