import { describe, expect, it } from 'vitest';
import { allowedLimitSteps, limitChangeRefusal, type LimitChangeState, type LimitChangeStep } from './limit-change.ts';

describe('who decides on a change of limits', () => {
  const state: LimitChangeState = { status: 'REQUESTED', riseFen: 600, requestedBy: 'asker', regionApprovedBy: null };
  const actor = (who: string): { userId: string; roles: string[] } => {
    const [role = '', userId = ''] = who.split(' ');
    return { userId, roles: [role] };
  };
  it.each([
    ['finance f', 'financeApprove', {}, 'limit-region-first'],
    ['finance f', 'financeApprove', { riseFen: 500 }, null],
    ['finance f', 'financeApprove', { status: 'RM_OK', regionApprovedBy: 'r' }, null],
    ['finance r', 'financeApprove', { status: 'RM_OK', regionApprovedBy: 'r' }, 'limit-second-person'],
    ['finance asker', 'financeApprove', { riseFen: 5 }, 'limit-second-person'],
    ['regionManager r', 'regionApprove', {}, null],
    ['regionManager asker', 'regionApprove', {}, 'limit-second-person'],
    ['regionManager r', 'refuse', {}, 'limit-needs-reason'],
    ['partsManager p', 'regionApprove', {}, 'limit-not-your-role'],
    ['finance f', 'financeApprove', { status: 'EFFECTIVE' }, 'limit-step-not-allowed'],
  ] as const)('%s, %s, %j: %s', (who, step: LimitChangeStep, change, refusal) => {
    const asked = { actor: actor(who), singleApprovalFen: 500, note: '' };
    expect(limitChangeRefusal({ ...state, ...change }, step, asked)).toBe(refusal);
  });

  it('offers what it would take, a note apart', () => {
    expect(allowedLimitSteps(state, actor('regionManager r'), 500)).toEqual(['regionApprove', 'refuse']);
    expect(allowedLimitSteps(state, actor('finance f'), 500)).toEqual(['refuse']);
  });
});
