import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CLAIM_TRANSITIONS } from './claim-transition.ts';
import { allowedWords, applyStationWord, STATION_STEPS, type WordedClaim } from './station-word.ts';

const DAY_MS = 86_400_000;
const claim: WordedClaim = { no: 'SP1', status: 'RETURNED', statementId: null, returnCount: 1, decidedAtMs: 0 };
const given = {
  ...{ claim, hasAppealed: false, settings: { returnAnswerDays: 15, appealDays: 15 } },
  ...{ nowMs: 15 * DAY_MS, today: '1970-01-16' },
};

describe("a station's word", () => {
  it('answers a return on the last day, and the claim is among the answered', () => {
    expect(applyStationWord({ ...given, step: 'answer' })).toEqual({
      ...{ ok: true, action: 'ANSWER' },
      change: {
        ...{ status: 'IN_REVIEW', statusBefore: 'RETURNED', queue: 'ANSWERED', queuedAtMs: 15 * DAY_MS },
        closedDate: null,
      },
    });
    const late = applyStationWord({ ...given, nowMs: 15 * DAY_MS + 1, step: 'answer' });
    expect(late).toMatchObject({ reason: 'intake-answer-too-late', details: { days: 15 } });
  });

  it('withdraws what was returned, for good, and with no day to keep', () => {
    expect(applyStationWord({ ...given, nowMs: 99 * DAY_MS, step: 'withdraw' })).toEqual({
      ...{ ok: true, action: 'WITHDRAW' },
      change: {
        ...{ status: 'WITHDRAWN', statusBefore: 'RETURNED', queue: 'NONE', queuedAtMs: null },
        ...{ closedDate: '1970-01-16', reasonCode: 'R36' },
      },
    });
    const draft = applyStationWord({ ...given, claim: { ...claim, status: 'DRAFT' }, step: 'withdraw' });
    expect(draft).toMatchObject({ change: { status: 'DELETED' } });
  });

  it('appeals once, and never what a statement has', () => {
    const partial = { ...claim, status: 'PARTIAL' };
    const appeal = { ...given, claim: partial, step: 'appeal' as const };
    expect(applyStationWord(appeal)).toMatchObject({ change: { status: 'APPEAL', queue: 'ANSWERED' } });
    expect(applyStationWord({ ...appeal, hasAppealed: true })).toMatchObject({ reason: 'intake-appealed-before' });
    const stated = { ...partial, statementId: 'S1' };
    expect(applyStationWord({ ...appeal, claim: stated })).toMatchObject({ reason: 'intake-not-in-this-status' });
  });

  it('is offered to whoever may enter it', () => {
    expect(allowedWords(given, ['l1'])).toEqual(['answer', 'withdraw']);
    expect(allowedWords(given, ['finance'])).toEqual([]);
    expect(allowedWords({ ...given, claim: { ...claim, status: 'PAID' } }, ['l1'])).toEqual([]);
  });

  it('leads nowhere the whitelist does not let a station go', () => {
    const statuses = [...new Set(CLAIM_TRANSITIONS.flatMap(({ from, to }) => [...from, ...to]))];
    const byStation = CLAIM_TRANSITIONS.filter(({ roles }) => roles.includes('station'));
    fc.assert(
      fc.property(
        fc.record({
          status: fc.constantFrom(...statuses),
          step: fc.constantFrom(...STATION_STEPS),
          hasAppealed: fc.boolean(),
          statementId: fc.constantFrom(null, 'S1'),
          days: fc.integer({ min: 0, max: 40 }),
        }),
        ({ status, step, hasAppealed, statementId, days }) => {
          const outcome = applyStationWord({
            ...given,
            ...{ step, hasAppealed, claim: { ...claim, status, statementId }, nowMs: days * DAY_MS },
          });
          if (!outcome.ok) return;
          const to = outcome.change.status;
          // a return that is answered is submitted, judged again and read by a person
          const reached = to === 'IN_REVIEW' ? 'SUBMITTED' : to;
          expect(byStation.some((row) => row.from.includes(status) && row.to.includes(reached))).toBe(true);
          expect(statementId).toBeNull();
          if (outcome.action !== 'WITHDRAW') expect(days).toBeLessThanOrEqual(15);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
