import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AuditTally, outcomeOfClaim, shareBp, type DecidedClaimFact } from './audit-figures.ts';

const CLAIM: DecidedClaimFact = {
  ...{ fraud: false, savedFen: 0 },
  ...{ outcome: 'APPROVED', byRules: false, returnCount: 0, claimedFen: 1_000, approvedFen: 1_000, auditDays: 1 },
};

function figuresOf(facts: readonly Partial<DecidedClaimFact>[]) {
  const tally = new AuditTally();
  for (const fact of facts) tally.add({ ...CLAIM, ...fact });
  return tally.figures();
}

describe('the figures of the audit', () => {
  it('an outcome is read from the money: nothing, less than payable, all of it', () => {
    expect(outcomeOfClaim({ approvedFen: 0, payableFen: 500 })).toBe('REJECTED');
    expect(outcomeOfClaim({ approvedFen: 499, payableFen: 500 })).toBe('PARTIAL');
    expect(outcomeOfClaim({ approvedFen: 500, payableFen: 500 })).toBe('APPROVED');
    expect(outcomeOfClaim({ approvedFen: 600, payableFen: 500 })).toBe('APPROVED');
  });

  it('counts every claim in its columns; a first pass was never returned', () => {
    const figures = figuresOf([
      { byRules: true },
      { returnCount: 1 },
      { outcome: 'PARTIAL', approvedFen: 400 },
      { outcome: 'REJECTED', approvedFen: 0, returnCount: 2, fraud: true, savedFen: 1_000 },
    ]);
    expect(figures).toMatchObject({ fraud: 1, savedFen: 1_000 });
    expect(figures).toMatchObject({ decided: 4, byRules: 1, firstPass: 1, partial: 1, rejected: 1, returned: 2 });
    expect(figures).toMatchObject({ claimedFen: 4_000, approvedFen: 2_400, cutFen: 1_600 });
  });

  it('half of the claims take no longer than the median, nine tenths no longer than P90', () => {
    const figures = figuresOf([0, 0, 1, 1, 2, 2, 3, 4, 9, 30].map((auditDays) => ({ auditDays })));
    expect(figures).toMatchObject({ auditDaysMedian: 2, auditDaysP90: 9 });
    expect(figuresOf([{ auditDays: null }])).toMatchObject({ decided: 1, auditDaysMedian: null, auditDaysP90: null });
  });

  it('whatever the claims are, the shares of the outcomes add up and the median is one of the values', () => {
    const fact = fc.record({
      outcome: fc.constantFrom('APPROVED' as const, 'PARTIAL' as const, 'REJECTED' as const),
      returnCount: fc.nat({ max: 2 }),
      auditDays: fc.nat({ max: 400 }),
    });
    fc.assert(
      fc.property(fc.array(fact, { minLength: 1, maxLength: 60 }), (facts) => {
        const { decided, partial, rejected, firstPass, auditDaysMedian, auditDaysP90 } = figuresOf(facts);
        const days = facts.map(({ auditDays }) => auditDays);
        const within = (limit: number | null): number => days.filter((each) => each <= (limit ?? -1)).length;
        expect(firstPass + partial + rejected).toBeLessThanOrEqual(decided);
        expect(days).toContain(auditDaysMedian);
        expect(within(auditDaysMedian) * 2).toBeGreaterThanOrEqual(decided);
        expect(within((auditDaysMedian ?? 0) - 1) * 2).toBeLessThan(decided);
        expect(within(auditDaysP90) * 10).toBeGreaterThanOrEqual(decided * 9);
        expect(within((auditDaysP90 ?? 0) - 1) * 10).toBeLessThan(decided * 9);
      }),
    );
  });

  it('a share is cut off, never rounded up, and there is none of nothing', () => {
    expect(shareBp(2, 3)).toBe(6_666);
    expect(shareBp(0, 0)).toBeNull();
  });
});
