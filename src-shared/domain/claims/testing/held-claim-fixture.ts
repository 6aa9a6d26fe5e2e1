import { CLAIM_TRANSITIONS } from '../claim-transition.ts';
import type { ClaimPerson, DecisionClaim } from '../decision-types.ts';

const person = (userId: string, name: string, roles: string[], more: Partial<ClaimPerson> = {}): ClaimPerson => ({
  ...{ userId, name, roles, regionId: null, isActive: true },
  ...more,
});

/** Clerks, supervisors and others who may or may not hold a claim of region r1. */
export const PEOPLE = {
  a: person('u-a', 'A', ['l1']),
  b: person('u-b', 'B', ['l1']),
  c: person('u-c', 'C', ['l1'], { regionId: 'r1' }),
  south: person('u-south', 'South', ['l1'], { regionId: 'r2' }),
  gone: person('u-gone', 'Gone', ['l1'], { isActive: false }),
  money: person('u-money', 'Money', ['finance']),
  chief: person('u-chief', 'Chief', ['l2']),
  chief2: person('u-chief2', 'Chief 2', ['l1', 'l2']),
} as const;

export function personOf(userId: string): ClaimPerson | undefined {
  return Object.values(PEOPLE).find((each) => each.userId === userId);
}

export const CLAIM_STATUSES_OF_TEST = [...new Set(CLAIM_TRANSITIONS.flatMap(({ from }) => from))];

/** A claim in review that nobody holds. */
export function heldClaim(change: Partial<DecisionClaim> = {}): DecisionClaim {
  return {
    ...{ id: 'c-1', status: 'IN_REVIEW', statusBefore: null, createdBy: null, claimedFen: 400, payableFen: 300 },
    ...{ approvedFen: 0, cutFen: 100, holdReason: null, reasonCode: null, decidedLevel: null, decidedAtMs: null },
    ...{ decidedBy: null, returnCount: 0, closedDate: null, assignedTo: null, regionId: 'r1' },
    ...change,
  };
}
