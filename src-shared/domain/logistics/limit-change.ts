/** Changes of a station's limits that are asked for: a new limit, or a temporary one with its last day. */
export const LIMIT_CHANGE_KINDS = ['LIMIT_SET', 'TEMP_LIMIT'] as const;
export type LimitChangeKind = (typeof LIMIT_CHANGE_KINDS)[number];

/** That a temporary limit has EXPIRED follows from its last day and is written nowhere. Stock §3.2. */
export const LIMIT_CHANGE_STATUSES = ['REQUESTED', 'RM_OK', 'EFFECTIVE', 'REJECTED'] as const;
export type LimitChangeStatus = (typeof LIMIT_CHANGE_STATUSES)[number];

export const LIMIT_CHANGE_STEPS = ['regionApprove', 'financeApprove', 'refuse'] as const;
export type LimitChangeStep = (typeof LIMIT_CHANGE_STEPS)[number];

export interface LimitChangeState {
  status: LimitChangeStatus;
  /** By how much more the station could order, in fen; 0 or less when it is lowered. */
  riseFen: number;
  requestedBy: string;
  regionApprovedBy: string | null;
}

interface Actor {
  userId: string;
  roles: readonly string[];
}

export const LIMIT_REQUESTERS: readonly string[] = ['finance', 'partsManager', 'regionManager'];

/** Which role a step needs, and from where it may be taken. */
const STEPS: Readonly<Record<LimitChangeStep, { roles: readonly string[]; from: readonly LimitChangeStatus[] }>> = {
  regionApprove: { roles: ['regionManager'], from: ['REQUESTED'] },
  financeApprove: { roles: ['finance'], from: ['REQUESTED', 'RM_OK'] },
  refuse: { roles: ['regionManager', 'finance'], from: ['REQUESTED', 'RM_OK'] },
};

/** True when one person of finance may do it alone: nothing more is risked, or little. Amounts in fen. Stock §3.2 (0240). */
export function isSmallChange(riseFen: number, singleApprovalFen: number): boolean {
  return riseFen <= singleApprovalFen;
}

/**
 * Why somebody may not take this step of a change, as a reason word; null when he may. Above the configured amount region
 * and finance must both agree, and neither is who asked for it. Stock §3.2.
 */
export function limitChangeRefusal(
  state: LimitChangeState,
  step: LimitChangeStep,
  { actor, singleApprovalFen, note }: { actor: Actor; singleApprovalFen: number; note: string },
): string | null {
  const { roles, from } = STEPS[step];
  if (!from.includes(state.status)) return 'limit-step-not-allowed';
  if (!roles.some((role) => actor.roles.includes(role))) return 'limit-not-your-role';
  if (state.requestedBy === actor.userId || state.regionApprovedBy === actor.userId) return 'limit-second-person';
  const needsRegion = step === 'financeApprove' && state.status === 'REQUESTED';
  if (needsRegion && !isSmallChange(state.riseFen, singleApprovalFen)) return 'limit-region-first';
  return step === 'refuse' && note.trim() === '' ? 'limit-needs-reason' : null;
}

/** What this person may do with a change now. Stock §3.2. */
export function allowedLimitSteps(state: LimitChangeState, actor: Actor, singleApprovalFen: number): LimitChangeStep[] {
  return LIMIT_CHANGE_STEPS.filter(
    (step) => limitChangeRefusal(state, step, { actor, singleApprovalFen, note: 'n' }) === null,
  );
}
