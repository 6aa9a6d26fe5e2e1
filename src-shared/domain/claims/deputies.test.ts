import { describe, expect, it } from 'vitest';
import { allowedDecisions, applyDecision } from './claim-decision.ts';
import type { DecisionActor, DecisionInput, DecisionOutcome } from './decision-types.ts';
import { actsFor, borrowedLevels, deputyLimitFen } from './deputies.ts';

const ABSENT = { userId: 'u-absent', name: 'Absent', roles: ['l2'] };
/** A clerk of the first level who stands in for a supervisor today. */
const DEPUTY: DecisionActor = { userId: 'u-deputy', roles: ['l1', 'l2'], claimLimitFen: null, standsIn: [ABSENT] };
const SETTINGS = { l1LimitFen: 5_000_00, l2LimitFen: 50_000_00, maxReturns: 2 };

function decided(
  claim: Partial<DecisionInput['claim']>,
  { actor = DEPUTY, payableFen = 400_00, ...more }: Partial<DecisionInput> & { payableFen?: number } = {},
): DecisionOutcome {
  return applyDecision({
    claim: {
      ...{ id: 'c-1', status: 'L2_REVIEW', statusBefore: 'IN_REVIEW', createdBy: 'u-station', claimedFen: payableFen },
      ...{ payableFen, approvedFen: 0, cutFen: 0, holdReason: null, reasonCode: null, decidedLevel: 'L1' },
      ...{
        decidedAtMs: 1,
        decidedBy: 'u-clerk',
        returnCount: 0,
        closedDate: null,
        assignedTo: null,
        regionId: 'r1',
        ...claim,
      },
    },
    lines: [{ seq: 1, claimedFen: payableFen, payableFen, approvedFen: 0, decision: 'PENDING', reasonCode: null }],
    openBlockRules: [],
    decision: { action: 'APPROVE', reasonCode: null, note: '', holdReason: null, lines: [] },
    actor,
    settings: SETTINGS,
    nowMs: 2,
    today: '2025-06-04',
    ...more,
  });
}

describe('a deputy decides for an absent person', () => {
  it('at the level of the absent one, and the history names both', () => {
    expect(decided({})).toMatchObject({
      claim: { status: 'APPROVED', decidedBy: 'u-deputy', decidedLevel: 'L2' },
      record: { decidedBy: 'u-deputy', decidedFor: 'u-absent', decidedForName: 'Absent' },
    });
  });

  it('for oneself where the own level suffices', () => {
    expect(decided({ status: 'IN_REVIEW', decidedBy: null })).toMatchObject({
      record: { level: 'L1', decidedFor: null, decidedForName: null },
    });
  });

  it.each<[string, DecisionActor, number, boolean]>([
    ['the limit of the own level', DEPUTY, 5_000_00, true],
    ['one fen above it, although the absent one may ten times as much', DEPUTY, 5_000_01, false],
    ['a limit of the own', { ...DEPUTY, claimLimitFen: 6_000_00 }, 6_000_00, true],
    ['one fen above a limit of the own', { ...DEPUTY, claimLimitFen: 6_000_00 }, 6_000_01, false],
    [
      'a supervisor for the third level keeps the limit of supervisors',
      { userId: 'u-deputy', roles: ['l2', 'l3'], claimLimitFen: null, standsIn: [{ ...ABSENT, roles: ['l3'] }] },
      50_000_01,
      false,
    ],
  ])('within the own limit: %s', (_what, actor, payableFen, isApproved) => {
    const outcome = decided({}, { actor, payableFen });
    expect(outcome).toMatchObject(isApproved ? { ok: true } : { ok: false, reason: 'decision-over-limit' });
  });

  it('a first decision above the limit of the first level is a proposal, as it is without anybody to stand in for', () => {
    expect(decided({ status: 'IN_REVIEW', decidedBy: null }, { payableFen: 5_000_01 })).toMatchObject({
      claim: { status: 'L2_REVIEW', decidedLevel: 'L1' },
    });
  });

  it.each([
    ['what the deputy has proposed', 'u-deputy'],
    ['what the absent person has proposed', 'u-absent'],
  ])('never as the second on %s', (_what, decidedBy) => {
    expect(decided({ decidedBy })).toMatchObject({ ok: false, reason: 'decision-same-person' });
    expect(allowedDecisions({ status: 'L2_REVIEW', createdBy: null, decidedBy }, DEPUTY)).toEqual([]);
  });

  it('of two absent people for the one who has not decided the claim', () => {
    const other = { userId: 'u-other', name: 'Other', roles: ['l2'] };
    const actor = { ...DEPUTY, standsIn: [ABSENT, other] };
    expect(actsFor('confirm', { status: 'L2_REVIEW', decidedBy: 'u-absent' }, actor)).toEqual(other);
    expect(decided({ decidedBy: 'u-absent' }, { actor })).toMatchObject({ record: { decidedFor: 'u-other' } });
  });

  it('not without anybody to stand in for', () => {
    const actor = { userId: 'u-deputy', roles: ['l1'], claimLimitFen: null };
    expect(decided({}, { actor })).toMatchObject({ ok: false, reason: 'decision-not-your-role' });
  });
});

it.each([
  [['l1'], ['l2', 'admin'], ['l2']],
  [['l2'], ['l2'], []],
  [['l1', 'l2'], ['l3', 'l1'], ['l3']],
  [['finance'], ['l2'], []],
])('who has %j and stands in for %j borrows %j', (own, ofAbsent, borrowed) => {
  expect(borrowedLevels(own, ofAbsent)).toEqual(borrowed);
});

it('whoever is of the third level keeps having no limit', () => {
  const actor = { roles: ['l3', 'l2'], claimLimitFen: null, standsIn: [ABSENT] };
  expect(deputyLimitFen(actor, SETTINGS)).toBeNull();
});
