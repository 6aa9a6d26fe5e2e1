import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSampled, minimumDraw, sampleLot, sampleRateBp, type ApprovedClaim } from './sampling.ts';
import { sha256Words } from './sha256.ts';

const PLAN = { baseBp: 200, newStationBp: 2000, newStationMonths: 3, ownFleetBp: 1000, minimumPerStationMonth: 1 };
const station = { type: 'EXTERNAL', openedDate: '2020-01-01', lastFraudDate: null };

describe('the sample of automatically approved claims', () => {
  it('reckons SHA-256 as the rest of the world does', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200, unit: 'grapheme' }), (text) => {
        const hex = [...sha256Words(text)].map((word) => word.toString(16).padStart(8, '0')).join('');
        expect(hex).toBe(createHash('sha256').update(text, 'utf8').digest('hex'));
      }),
    );
  });

  it('draws by the whole hash modulo ten thousand', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), (plan, claim) => {
        const whole = BigInt(
          `0x${createHash('sha256')
            .update(plan + claim)
            .digest('hex')}`,
        );
        expect(sampleLot(plan, claim)).toBe(Number(whole % 10_000n));
      }),
    );
  });

  it.each([
    ['an old station', {}, 200],
    ['a station in its first three months', { openedDate: '2026-09-02' }, 2000],
    ['a station on the day the three months end', { openedDate: '2026-09-01' }, 200],
    ['a customer’s own fleet', { type: 'CUSTOMER_HOSTED' }, 1000],
    ['a new station of a customer', { type: 'CUSTOMER_HOSTED', openedDate: '2026-11-01' }, 2000],
    ['a station with a fraud in the last three months', { lastFraudDate: '2026-09-02' }, 10_000],
    ['a station whose fraud is three months old', { lastFraudDate: '2026-09-01' }, 200],
  ])('%s is read at its rate', (_name, change, rateBp) => {
    expect(sampleRateBp({ ...station, ...change }, PLAN, '2026-12-01')).toBe(rateBp);
  });

  it('draws everything at the full rate and nothing at none', () => {
    fc.assert(
      fc.property(fc.uuid(), (claim) => {
        expect([isSampled('P', claim, 10_000), isSampled('P', claim, 0)]).toEqual([true, false]);
      }),
    );
  });
});

describe('the minimum of a station and month', () => {
  const plan = { id: 'plan-1', params: PLAN };
  const claims = (...change: Partial<ApprovedClaim>[]): ApprovedClaim[] =>
    change.map((one, index) => ({
      ...{ id: `claim-${String(index)}`, submittedDate: '2026-11-10', isDrawn: false, isOpen: true, ...one },
    }));
  const at = (today: string) => ({ month: '2026-11', today });

  it.each([
    ['the first claim is five days old', '2026-11-15', 1],
    ['it is four days old', '2026-11-14', 0],
    ['the month is over', '2026-12-01', 1],
  ])('%s', (_what, today, drawn) => {
    expect(minimumDraw(plan, claims({}, {}, {}), at(today))).toHaveLength(drawn);
  });

  it('draws the lowest lot among the open ones, and nothing where one was drawn already', () => {
    const all = claims({}, {}, {}, {}, {});
    const [lowest, next] = all.map(({ id }) => id).sort((a, b) => sampleLot('plan-1', a) - sampleLot('plan-1', b));
    expect(minimumDraw(plan, all, at('2026-11-20'))).toEqual([lowest]);
    const stated = all.map((one) => ({ ...one, isOpen: one.id !== lowest }));
    expect(minimumDraw(plan, stated, at('2026-11-20'))).toEqual([next]);
    const drawn = all.map((one) => ({ ...one, isDrawn: one.id === next }));
    expect(minimumDraw(plan, drawn, at('2026-11-20'))).toEqual([]);
    expect(minimumDraw(plan, [], at('2026-12-20'))).toEqual([]);
  });

  it('follows the plan in how many and how soon', () => {
    const two = { id: 'plan-1', params: { ...PLAN, minimumPerStationMonth: 2, minimumAfterDays: 0 } };
    expect(minimumDraw(two, claims({}, {}, {}), at('2026-11-10'))).toHaveLength(2);
  });
});
