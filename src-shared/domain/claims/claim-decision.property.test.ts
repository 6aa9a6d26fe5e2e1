import fc from 'fast-check';
import { expect, it } from 'vitest';
import { applyDecision } from './claim-decision.ts';
import { CLAIM_TRANSITIONS } from './claim-transition.ts';
import { applyUndo } from './claim-undo.ts';
import type { DecisionInput } from './decision-types.ts';

const SETTINGS = { l1LimitFen: 500_000, l2LimitFen: 700_000, maxReturns: 2, undoSeconds: 30 };
const STATUSES = [...new Set(CLAIM_TRANSITIONS.flatMap(({ from, to }) => [...from, ...to]))];

const line = fc.record({
  claimedFen: fc.integer({ min: 0, max: 400_000 }),
  payableFen: fc.integer({ min: 0, max: 400_000 }),
});
const world = fc.record({
  status: fc.constantFrom(...STATUSES, ...Array.from({ length: 40 }, () => 'IN_REVIEW' as const)),
  lines: fc.array(line, { minLength: 1, maxLength: 4 }),
  createdBy: fc.constantFrom(null, 'A', 'B'),
  decidedBy: fc.constantFrom(null, 'A', 'B'),
  returnCount: fc.integer({ min: 0, max: 3 }),
  blocked: fc.boolean(),
});
const act = fc.record({
  user: fc.constantFrom('A', 'B', 'C'),
  roles: fc.subarray(['l1', 'l2', 'l3', 'finance', 'auditor', 'station']),
  action: fc.constantFrom('APPROVE', 'APPROVE', 'APPROVE', 'REJECT', 'RETURN', 'HOLD', 'RELEASE', 'REOPEN'),
  reasonCode: fc.constantFrom(null, 'R13', 'R34'),
  note: fc.constantFrom('', 'a word'),
  changes: fc.array(
    fc.record({
      seq: fc.integer({ min: 1, max: 4 }),
      decision: fc.constantFrom('APPROVE', 'REDUCE', 'REJECT'),
      approvedFen: fc.integer({ min: 0, max: 400_000 }),
    }),
    { maxLength: 3 },
  ),
});

type World = typeof world extends fc.Arbitrary<infer T> ? T : never;
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

function inputOf(start: World, { user, roles, action, reasonCode, note, changes }: Act): DecisionInput {
  const lines = start.lines.map((one, index) => {
    // What the rules found payable is never above what was asked (claims §4.1).
    const payableFen = Math.min(one.payableFen, one.claimedFen);
    return { ...one, payableFen, seq: index + 1, approvedFen: 0, decision: 'PENDING', reasonCode: null };
  });
  const sum = (key: 'claimedFen' | 'payableFen'): number => lines.reduce((total, one) => total + one[key], 0);
  return {
    claim: {
      ...{
        id: 'C',
        status: start.status,
        statusBefore: 'PARTIAL',
        createdBy: start.createdBy,
        approvedFen: 0,
        cutFen: 0,
      },
      ...{ claimedFen: sum('claimedFen'), payableFen: sum('payableFen'), holdReason: null, reasonCode: null },
      ...{
        decidedLevel: null,
        decidedAtMs: 1,
        decidedBy: start.decidedBy,
        returnCount: start.returnCount,
        closedDate: null,
        assignedTo: null,
        regionId: 'r1',
      },
    },
    lines,
    openBlockRules: start.blocked ? ['W01'] : [],
    decision: {
      ...{ action: action as 'APPROVE', reasonCode, note, holdReason: 'WAIT_INFO' },
      lines: changes.map((change) => ({ ...change, decision: change.decision as 'REDUCE', reasonCode: 'R07' })),
    },
    actor: { userId: user, roles, claimLimitFen: null },
    settings: SETTINGS,
    nowMs: 1000,
    today: '2026-03-20',
  };
}

const isListed = (from: string, to: string): boolean =>
  CLAIM_TRANSITIONS.some(
    (row) => (row.from as readonly string[]).includes(from) && (row.to as readonly string[]).includes(to),
  );

it('leads nowhere the table does not list, whoever decides whatever in any status', () => {
  fc.assert(
    fc.property(world, act, (start, tried) => {
      const outcome = applyDecision(inputOf(start, tried));
      if (outcome.ok)
        expect([start.status, outcome.claim.status, isListed(start.status, outcome.claim.status)]).toEqual([
          start.status,
          outcome.claim.status,
          true,
        ]);
    }),
    { numRuns: 3000 },
  );
});

it('never approves above the claim, above the payable amount without the second level, or above a limit', () => {
  fc.assert(
    fc.property(world, act, (start, tried) => {
      const input = inputOf(start, tried);
      const outcome = applyDecision(input);
      if (!outcome.ok) return;
      const { approvedFen, decidedLevel } = outcome.claim;
      const linesFen = outcome.lines.reduce((sum, one) => sum + one.approvedFen, 0);
      expect(linesFen).toBeLessThanOrEqual(input.claim.claimedFen);
      if (decidedLevel === 'L1') expect(linesFen).toBeLessThanOrEqual(input.claim.payableFen);
      if (decidedLevel === 'L1') expect(approvedFen).toBeLessThanOrEqual(SETTINGS.l1LimitFen);
      if (decidedLevel === 'L2') expect(approvedFen).toBeLessThanOrEqual(SETTINGS.l2LimitFen);
      if (input.openBlockRules.length > 0 && decidedLevel === 'L1') expect(approvedFen).toBe(0);
    }),
    { numRuns: 3000 },
  );
});

it('lets nobody judge his own claim or confirm his own proposal, and nobody accuse of deceit alone', () => {
  fc.assert(
    fc.property(world, act, (start, tried) => {
      const outcome = applyDecision(inputOf(start, tried));
      if (!outcome.ok) return;
      if (!['HOLD', 'RELEASE'].includes(tried.action)) expect(start.createdBy).not.toBe(tried.user);
      if (['L2_REVIEW', 'APPEAL'].includes(start.status)) expect(start.decidedBy).not.toBe(tried.user);
      if (tried.reasonCode === 'R34' && start.status === 'IN_REVIEW') expect(outcome.claim.status).not.toBe('REJECTED');
    }),
    { numRuns: 3000 },
  );
});

it('takes a decision back to exactly what stood before', () => {
  fc.assert(
    fc.property(world, act, (start, tried) => {
      const input = inputOf({ ...start, status: 'IN_REVIEW' }, tried);
      const outcome = applyDecision(input);
      if (!outcome.ok) return;
      const undone = applyUndo({
        claim: { status: outcome.claim.status, statementId: null, decidedAtMs: outcome.claim.decidedAtMs },
        last: { ...outcome.record, id: 'D' },
        ...{ actorUserId: tried.user, undoSeconds: 30, nowMs: 2000 },
      });
      expect(undone.ok && undone.claim.status).toBe('IN_REVIEW');
      expect(undone.ok && undone.lines).toEqual(outcome.record.before.lines);
    }),
    { numRuns: 1000 },
  );
});
