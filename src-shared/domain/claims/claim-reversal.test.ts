import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { statementTotals } from '../settlement/statement-totals.ts';
import {
  allowedReversals,
  applyReversal,
  reversalAmounts,
  REVERSAL_STEPS,
  type ReversalInput,
} from './claim-reversal.ts';
import { CLAIM_TRANSITIONS } from './claim-transition.ts';

const supervisor = { userId: 'U-L2', roles: ['l2'] };
const finance = { userId: 'U-FI', roles: ['finance'] };
const given: ReversalInput = {
  ...{ step: 'propose', claim: { status: 'PAID', createdBy: null, approvedFen: 58_140 }, open: null },
  ...{ actor: supervisor, reasonCode: 'R34', note: '抽查发现不实', penaltyTimes: 0, maxPenaltyTimes: 3 },
};
const open = { proposedBy: 'U-L2' };

describe('the reversal of a posted or paid claim', () => {
  it.each<[string, Partial<ReversalInput>, string]>([
    [
      'an approved claim is reopened, not reversed',
      { claim: { ...given.claim, status: 'APPROVED' } },
      'reversal-not-paid',
    ],
    ['a claim on an open statement is taken off', { claim: { ...given.claim, status: 'STATED' } }, 'reversal-not-paid'],
    ['nothing is reversed twice', { claim: { ...given.claim, status: 'REVERSED' } }, 'reversal-not-paid'],
    ['a clerk does not propose', { actor: { userId: 'U-L1', roles: ['l1'] } }, 'reversal-not-your-role'],
    ['finance does not propose', { actor: finance }, 'reversal-not-your-role'],
    ['one is open already', { open }, 'reversal-open-already'],
    ['a reason is needed', { reasonCode: null }, 'decision-needs-reason'],
    ['a note is needed', { note: ' ' }, 'reversal-needs-note'],
    ['nothing was paid', { claim: { ...given.claim, approvedFen: 0 } }, 'reversal-nothing-paid'],
    ['four times is too much', { penaltyTimes: 4 }, 'reversal-penalty-too-high'],
    ['nobody reverses an own claim', { claim: { ...given.claim, createdBy: 'U-L2' } }, 'decision-own-claim'],
    ['there is nothing to confirm', { step: 'confirm', actor: finance }, 'reversal-none-open'],
    ['a supervisor does not confirm', { step: 'confirm', open }, 'reversal-not-your-role'],
    [
      'whoever holds both roles does not confirm the own proposal',
      { step: 'confirm', open, actor: { userId: 'U-L2', roles: ['l2', 'finance'] } },
      'reversal-same-person',
    ],
    [
      'nor does the deputy of the proposer',
      { step: 'confirm', open, actor: { ...finance, standsIn: [{ userId: 'U-L2', name: '主管', roles: ['l2'] }] } },
      'reversal-same-person',
    ],
    [
      'another supervisor does not withdraw it',
      { step: 'withdraw', open: { proposedBy: 'U-X' } },
      'reversal-not-yours',
    ],
    ['a refusal says why', { step: 'refuse', open, actor: finance, note: '' }, 'reversal-needs-note'],
  ])('%s', (_name, change, reason) => {
    expect(applyReversal({ ...given, ...change })).toMatchObject({ ok: false, reason });
  });

  it.each<[string, Partial<ReversalInput>, object]>([
    ['proposed', {}, { claimStatus: null, adjustmentStatus: 'OPEN', level: 'L2', action: 'REVERSE_PROPOSE' }],
    [
      'proposed at the third level, before it is paid',
      { actor: { userId: 'U-L3', roles: ['l3'] }, claim: { ...given.claim, status: 'POSTED' } },
      { claimStatus: null, adjustmentStatus: 'OPEN', level: 'L3', action: 'REVERSE_PROPOSE' },
    ],
    [
      'confirmed',
      { step: 'confirm', open, actor: finance, note: '' },
      { claimStatus: 'REVERSED', adjustmentStatus: 'APPROVED', level: 'FINANCE', action: 'REVERSE' },
    ],
    [
      'refused',
      { step: 'refuse', open, actor: finance },
      { claimStatus: null, adjustmentStatus: 'CANCELLED', level: 'FINANCE', action: 'REVERSE_REFUSE' },
    ],
    [
      'withdrawn by whoever proposed it',
      { step: 'withdraw', open, note: '' },
      { claimStatus: null, adjustmentStatus: 'CANCELLED', level: 'L2', action: 'REVERSE_WITHDRAW' },
    ],
  ])('is %s', (_name, change, expected) => {
    expect(applyReversal({ ...given, ...change })).toEqual({ ok: true, ...expected });
  });

  it('offers each person only the own steps', () => {
    expect(allowedReversals(given.claim, null, supervisor)).toEqual(['propose']);
    expect(allowedReversals(given.claim, null, finance)).toEqual([]);
    expect(allowedReversals(given.claim, open, supervisor)).toEqual(['withdraw']);
    expect(allowedReversals(given.claim, open, finance)).toEqual(['confirm', 'refuse']);
  });

  it('takes back what was paid to the fen and the penalty after tax (SV13)', () => {
    const amounts = reversalAmounts({ approvedFen: 58_140, taxRateBp: 1300 }, 3);
    expect(amounts).toEqual([
      { kind: 'REVERSAL', stage: 'PRE_TAX', amountFen: -58_140, taxRateBp: 1300 },
      { kind: 'PENALTY', stage: 'POST_TAX', amountFen: -174_420, taxRateBp: null },
    ]);
    const totals = statementTotals({
      groups: [{ taxRateBp: 1300, claimsFen: [90_000], preTaxFen: [-58_140] }],
      ...{ postTaxFen: [-174_420], carryInFen: 0, minPayoutFen: 20_000, monthsDeferred: 0, maxDeferMonths: 6 },
    });
    expect(totals).toMatchObject({ grossFen: 36_002, payableFen: 0, carryOutFen: -138_418 });
  });

  it('whatever people try, in any order: reversed once, by a supervisor and another person of finance, for the amount paid', () => {
    const person = fc.record({
      userId: fc.constantFrom('A', 'B', 'C'),
      roles: fc.subarray(['l1', 'l2', 'l3', 'finance', 'auditor', 'station']),
    });
    const tried = fc.record({
      step: fc.constantFrom(...REVERSAL_STEPS),
      actor: person,
      reasonCode: fc.constantFrom(null, 'R34', 'R23'),
      note: fc.constantFrom('', 'a word'),
      penaltyTimes: fc.integer({ min: 0, max: 5 }),
    });
    fc.assert(
      fc.property(
        fc.constantFrom('PAID', 'POSTED', 'STATED', 'REJECTED'),
        fc.integer({ min: 0, max: 1_000_000 }),
        fc.array(tried, { maxLength: 12 }),
        (start, approvedFen, steps) => {
          const claim = { status: start as string, createdBy: 'C', approvedFen };
          let proposal: { proposedBy: string } | null = null;
          let standingFen = approvedFen;
          for (const one of steps) {
            const outcome = applyReversal({ ...one, claim, open: proposal, maxPenaltyTimes: 3 });
            if (!outcome.ok) continue;
            expect(one.actor.userId).not.toBe('C');
            if (outcome.adjustmentStatus === 'OPEN') proposal = { proposedBy: one.actor.userId };
            if (outcome.claimStatus !== null) {
              const to = outcome.claimStatus;
              const listed = CLAIM_TRANSITIONS.some(
                (row) => row.from.some((status) => status === claim.status) && row.to.includes(to),
              );
              expect([listed, one.actor.roles.includes('finance')]).toEqual([true, true]);
              expect(proposal?.proposedBy).not.toBe(one.actor.userId);
              claim.status = outcome.claimStatus;
              for (const { stage, amountFen } of reversalAmounts({ approvedFen, taxRateBp: 1300 }, 0))
                standingFen += stage === 'PRE_TAX' ? amountFen : 0;
            }
            if (outcome.adjustmentStatus !== 'OPEN') proposal = null;
          }
          expect(standingFen).toBe(claim.status === 'REVERSED' ? 0 : approvedFen);
          if (start === 'STATED' || start === 'REJECTED') expect(claim.status).toBe(start);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
