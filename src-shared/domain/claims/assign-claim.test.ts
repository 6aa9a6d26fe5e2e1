import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claimHolder, HELD_STATUSES, holderRefusal } from './assign-claim.ts';
import { allowedDecisions, applyDecision, handOverClaim } from './claim-decision.ts';
import { CLAIM_STATUSES_OF_TEST, heldClaim, PEOPLE, personOf } from './testing/held-claim-fixture.ts';
import type { DecisionInput, DecisionOutcome } from './decision-types.ts';

const asked = (
  claim: Partial<DecisionInput['claim']>,
  actorId: keyof typeof PEOPLE,
  assignTo: string | null | undefined,
): DecisionInput => {
  const { userId, roles } = PEOPLE[actorId];
  return {
    claim: heldClaim(claim),
    lines: [{ seq: 1, claimedFen: 400, payableFen: 300, approvedFen: 0, decision: 'PENDING', reasonCode: null }],
    openBlockRules: [],
    decision: { action: 'ASSIGN', reasonCode: null, note: '去南方', holdReason: null, lines: [], assignTo },
    actor: { userId, roles, claimLimitFen: null },
    settings: { l1LimitFen: 5_000_00, l2LimitFen: 50_000_00, maxReturns: 2 },
    ...{ personOf, nowMs: 9, today: '2026-03-20' },
  };
};
const outcome = (...args: Parameters<typeof asked>): DecisionOutcome => applyDecision(asked(...args));
const reasonOf = (result: DecisionOutcome): string | null => (result.ok ? null : result.reason);

describe('who has a claim in hand', () => {
  it.each([
    { what: 'whoever took it', claim: { assignedTo: 'u-a', decidedBy: 'u-b', status: 'ON_HOLD' }, holder: 'u-a' },
    { what: 'whoever put it on hold', claim: { decidedBy: 'u-b', status: 'ON_HOLD' }, holder: 'u-b' },
    { what: 'whoever sent it back', claim: { decidedBy: 'u-b', status: 'RETURNED' }, holder: 'u-b' },
    { what: 'nobody, a proposal', claim: { decidedBy: 'u-b', status: 'L2_REVIEW' }, holder: null },
    { what: 'nobody, a fresh one', claim: { status: 'IN_REVIEW' }, holder: null },
    { what: 'nobody any more', claim: { assignedTo: 'u-a', status: 'APPROVED' }, holder: null },
  ])('$what', ({ claim, holder }) => {
    expect(claimHolder(heldClaim(claim))).toBe(holder);
  });
});

describe('a decision on a claim in hand', () => {
  const decided = (claim: Partial<DecisionInput['claim']>, decision: Partial<DecisionInput['decision']>) => {
    const input = asked({ assignedTo: 'u-a', ...claim }, 'a', null);
    return applyDecision({ ...input, decision: { ...input.decision, action: 'APPROVE', ...decision } });
  };

  it.each([
    { what: 'held, it stays in hand', decision: { action: 'HOLD', holdReason: 'WAIT_CALL' }, holder: 'u-a' },
    { what: 'sent back, it stays in hand', decision: { action: 'RETURN', reasonCode: 'R13' }, holder: 'u-a' },
    { what: 'approved, it is nobody’s work', decision: {}, holder: null },
    { what: 'passed to the second level, it is not the proposer’s', decision: { action: 'REJECT', reasonCode: 'R34' } },
  ] as const)('$what', ({ decision, ...rest }) => {
    const result = decided({}, decision);
    if (!result.ok) throw new Error(result.reason);
    const holder = 'holder' in rest ? rest.holder : null;
    expect(claimHolder({ ...heldClaim(), assignedTo: null, ...result.claim })).toBe(holder);
    // taking the decision back gives it back as well
    expect(result.record.before.claim.assignedTo).toBe('u-a');
  });
});

describe('taking and handing over', () => {
  it('changes whose it is and nothing else, and keeps both names', () => {
    const before = { assignedTo: 'u-a', status: 'ON_HOLD', holdReason: 'WAIT_CALL', decidedBy: 'u-b', decidedAtMs: 3 };
    const result = outcome(before, 'a', 'u-b');
    expect(result).toMatchObject({
      ok: true,
      claim: { status: 'ON_HOLD', holdReason: 'WAIT_CALL', decidedBy: 'u-b', decidedAtMs: 3, assignedTo: 'u-b' },
      record: {
        ...{ action: 'ASSIGN', level: 'L1', statusFrom: 'ON_HOLD', statusTo: 'ON_HOLD', note: '去南方' },
        ...{ handedFrom: 'u-a', handedFromName: 'A', handedTo: 'u-b', handedToName: 'B', decidedBy: 'u-a' },
      },
    });
  });

  it.each([
    { what: 'a clerk takes a free one', claim: {}, actor: 'a', to: 'u-a', reason: null },
    { what: 'a clerk takes it from a colleague', claim: { assignedTo: 'u-b' }, actor: 'a', to: 'u-a', reason: null },
    { what: 'a clerk gives a free one', claim: {}, actor: 'a', to: 'u-b', reason: null },
    {
      what: 'a clerk gives away what a colleague has',
      ...{ claim: { assignedTo: 'u-b' }, actor: 'a', to: 'u-c', reason: 'handover-not-yours' },
    },
    { what: 'a supervisor does', claim: { assignedTo: 'u-b' }, actor: 'chief', to: 'u-c', reason: null },
    { what: 'the holder puts it back', claim: { assignedTo: 'u-a' }, actor: 'a', to: null, reason: null },
    { what: 'once more', claim: { assignedTo: 'u-b' }, actor: 'b', to: 'u-b', reason: 'handover-held-already' },
    { what: 'to nobody named', claim: {}, actor: 'a', to: undefined, reason: 'handover-to-whom' },
    { what: 'to somebody who has left', claim: {}, actor: 'a', to: 'u-gone', reason: 'handover-person-away' },
    { what: 'to a stranger', claim: {}, actor: 'a', to: 'u-x', reason: 'handover-person-away' },
    { what: 'to another region', claim: {}, actor: 'a', to: 'u-south', reason: 'handover-other-region' },
    { what: 'to somebody without the level', claim: {}, actor: 'a', to: 'u-money', reason: 'handover-not-their-level' },
    {
      what: 'the second level to a clerk',
      ...{ claim: { status: 'L2_REVIEW', decidedBy: 'u-a' }, actor: 'chief', to: 'u-b' },
      reason: 'handover-not-their-level',
    },
    {
      what: 'a proposal to whoever made it',
      ...{ claim: { status: 'L2_REVIEW', decidedBy: 'u-chief2' }, actor: 'chief', to: 'u-chief2' },
      reason: 'handover-own-decision',
    },
    {
      what: 'an appeal to whoever decided',
      ...{ claim: { status: 'APPEAL', decidedBy: 'u-chief2' }, actor: 'chief', to: 'u-chief2' },
      reason: 'handover-own-decision',
    },
    { what: 'a claim of their own', claim: { createdBy: 'u-b' }, actor: 'a', to: 'u-b', reason: 'handover-own-claim' },
    { what: 'a decided one', claim: { status: 'APPROVED' }, actor: 'a', to: 'u-b', reason: 'decision-not-allowed' },
    { what: 'by somebody without a level', claim: {}, actor: 'money', to: 'u-b', reason: 'decision-not-your-role' },
  ] as const)('$what', ({ claim, actor, to, reason }) => {
    expect(reasonOf(outcome(claim, actor as keyof typeof PEOPLE, to))).toBe(reason);
  });

  it('never lets anybody hold what they may not judge, whoever orders it', () => {
    const ids = fc.constantFrom(...Object.values(PEOPLE).map(({ userId }) => userId));
    const claims = fc.record({
      status: fc.constantFrom(...CLAIM_STATUSES_OF_TEST),
      createdBy: fc.option(ids),
      decidedBy: fc.option(ids),
      assignedTo: fc.option(ids),
      regionId: fc.constantFrom('r1', 'r2'),
    });
    const actors = fc.constantFrom(...(Object.keys(PEOPLE) as (keyof typeof PEOPLE)[]));
    fc.assert(
      fc.property(claims, actors, ids, (claim, actor, to) => {
        for (const result of [outcome(claim, actor, to), handOverClaim(asked(claim, actor, to))]) {
          if (!result.ok) continue;
          const receiver = personOf(to);
          expect(holderRefusal(heldClaim(claim), receiver)).toBeNull();
          expect(result.claim.status).toBe(claim.status);
          const held = { ...heldClaim(claim), ...result.claim };
          const may = allowedDecisions(held, { userId: to, roles: receiver?.roles ?? [] });
          expect<readonly string[]>(HELD_STATUSES).toContain(claim.status);
          // what was sent back waits for the station
          if (claim.status !== 'RETURNED') expect(may.length).toBeGreaterThan(0);
        }
      }),
    );
  });
});
