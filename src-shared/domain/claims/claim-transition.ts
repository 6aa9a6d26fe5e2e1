import type { ClaimStatus } from './claim-status.ts';

export type ClaimEvent =
  | 'submit'
  | 'evaluate'
  | 'samplePull'
  | 'hold'
  | 'release'
  | 'return'
  | 'expire'
  | 'decide'
  | 'decideOverLimit'
  | 'confirm'
  | 'sendBack'
  | 'appeal'
  | 'uphold'
  | 'grant'
  | 'reEvaluate'
  | 'undo'
  | 'reopen'
  | 'assign'
  | 'attach'
  | 'detach'
  | 'post'
  | 'pay'
  | 'reverse'
  | 'delete'
  | 'withdraw';

/** Who may cause an event; `system` = the server by itself. */
export type TransitionRole = 'system' | 'station' | 'l1' | 'l2' | 'l3' | 'finance';

export interface ClaimTransition {
  from: readonly ClaimStatus[];
  event: ClaimEvent;
  /** One of these; which one is decided by the event's outcome. Empty = the status before (`status_before`). */
  to: readonly ClaimStatus[];
  roles: readonly TransitionRole[];
  /** Names of the conditions checked by whoever applies the event (claims §3.2, column "Guard"). */
  guards: readonly string[];
}

const DECIDED: readonly ClaimStatus[] = ['APPROVED', 'PARTIAL', 'REJECTED'];
const PAYABLE: readonly ClaimStatus[] = ['APPROVED', 'PARTIAL', 'AUTO_APPROVED'];

/** The whitelist of claims §3.2: a transition that is not listed is refused. */
export const CLAIM_TRANSITIONS: readonly ClaimTransition[] = [
  { from: ['DRAFT', 'RETURNED'], event: 'submit', to: ['SUBMITTED'], roles: ['station'], guards: ['no-entry-block'] },
  {
    from: ['SUBMITTED'],
    event: 'evaluate',
    to: ['AUTO_APPROVED', 'IN_REVIEW', 'AUTO_REJECTED'],
    roles: ['system'],
    guards: [],
  },
  {
    from: ['AUTO_APPROVED'],
    event: 'samplePull',
    to: ['IN_REVIEW'],
    roles: ['system', 'l2'],
    guards: ['not-on-closed-statement'],
  },
  // A rule that fires only on the re-check before the invoice notice takes an approval back (claims §3.6).
  { from: PAYABLE, event: 'reEvaluate', to: ['IN_REVIEW'], roles: ['system'], guards: ['not-on-closed-statement'] },
  { from: ['IN_REVIEW'], event: 'hold', to: ['ON_HOLD'], roles: ['l1', 'l2', 'l3'], guards: ['hold-reason'] },
  { from: ['ON_HOLD'], event: 'release', to: ['IN_REVIEW'], roles: ['system', 'l1', 'l2', 'l3'], guards: [] },
  {
    from: ['IN_REVIEW'],
    event: 'return',
    to: ['RETURNED'],
    roles: ['l1', 'l2', 'l3'],
    guards: ['reason', 'remark', 'return-count'],
  },
  { from: ['RETURNED'], event: 'expire', to: ['EXPIRED'], roles: ['system'], guards: ['answer-overdue'] },
  {
    from: ['IN_REVIEW'],
    event: 'decide',
    to: DECIDED,
    roles: ['l1', 'l2', 'l3'],
    guards: ['every-line-decided', 'within-limit', 'not-own-claim'],
  },
  {
    from: ['IN_REVIEW'],
    event: 'decideOverLimit',
    to: ['L2_REVIEW'],
    roles: ['l1', 'l2', 'l3'],
    guards: ['not-own-claim'],
  },
  {
    from: ['L2_REVIEW'],
    event: 'confirm',
    to: DECIDED,
    roles: ['l2', 'l3'],
    guards: ['not-the-proposer', 'within-limit', 'not-own-claim'],
  },
  { from: ['L2_REVIEW'], event: 'sendBack', to: ['IN_REVIEW'], roles: ['l2', 'l3'], guards: ['not-the-proposer'] },
  {
    from: ['REJECTED', 'AUTO_REJECTED', 'PARTIAL', 'EXPIRED'],
    event: 'appeal',
    to: ['APPEAL'],
    roles: ['station'],
    guards: ['within-appeal-days', 'first-appeal', 'not-on-closed-statement'],
  },
  {
    from: ['APPEAL'],
    event: 'uphold',
    to: ['REJECTED', 'PARTIAL'],
    roles: ['l2', 'l3'],
    guards: ['not-the-last-decider'],
  },
  { from: ['APPEAL'], event: 'grant', to: ['IN_REVIEW'], roles: ['l2', 'l3'], guards: ['not-the-last-decider'] },
  {
    from: ['APPROVED', 'PARTIAL', 'REJECTED', 'L2_REVIEW', 'RETURNED', 'ON_HOLD'],
    event: 'undo',
    to: [],
    roles: ['l1', 'l2', 'l3'],
    guards: ['same-person', 'within-undo-time', 'unchanged-since'],
  },
  // Whose work it is changes, the status does not (design §8 "work in hand is handed over"); no second judge of an own decision.
  {
    from: ['IN_REVIEW', 'ON_HOLD', 'RETURNED'],
    event: 'assign',
    to: [],
    roles: ['l1', 'l2', 'l3'],
    guards: ['may-hold'],
  },
  {
    from: ['L2_REVIEW', 'APPEAL'],
    event: 'assign',
    to: [],
    roles: ['l2', 'l3'],
    guards: ['may-hold', 'not-the-proposer'],
  },
  { from: PAYABLE, event: 'reopen', to: ['IN_REVIEW'], roles: ['l2', 'l3'], guards: ['not-on-closed-statement'] },
  {
    from: PAYABLE,
    event: 'attach',
    to: ['STATED'],
    roles: ['system', 'l1'],
    guards: ['statement-draft', 'same-station'],
  },
  { from: ['STATED'], event: 'detach', to: [], roles: ['system', 'l1', 'l2'], guards: ['statement-open'] },
  { from: ['STATED'], event: 'post', to: ['POSTED'], roles: ['finance'], guards: ['statement-closed'] },
  { from: ['POSTED'], event: 'pay', to: ['PAID'], roles: ['finance'], guards: ['statement-paid'] },
  { from: ['POSTED', 'PAID'], event: 'reverse', to: ['REVERSED'], roles: ['l2', 'finance'], guards: ['two-persons'] },
  { from: ['DRAFT'], event: 'delete', to: ['DELETED'], roles: ['station'], guards: [] },
  { from: ['SUBMITTED', 'RETURNED'], event: 'withdraw', to: ['WITHDRAWN'], roles: ['station'], guards: [] },
];

const BY_STATUS_AND_EVENT: ReadonlyMap<string, ClaimTransition> = new Map(
  CLAIM_TRANSITIONS.flatMap((transition) =>
    transition.from.map((status) => [`${status} ${transition.event}`, transition] as const),
  ),
);

/** The listed transition, or null when the event is not allowed in the status. Claims §3.2. */
function claimTransition(status: string, event: ClaimEvent): ClaimTransition | null {
  return BY_STATUS_AND_EVENT.get(`${status} ${event}`) ?? null;
}

/**
 * The status an event leads to, or null when it is not allowed. Where the table lists several targets or "the status
 * before", `outcome` names the one; a target that is not listed is refused. Claims §3.2.
 */
export function nextClaimStatus(status: string, event: ClaimEvent, outcome?: ClaimStatus): ClaimStatus | null {
  const transition = claimTransition(status, event);
  if (transition === null) return null;
  if (transition.to.length === 0) return outcome ?? null;
  if (outcome !== undefined) return transition.to.includes(outcome) ? outcome : null;
  return transition.to.length === 1 ? (transition.to[0] ?? null) : null;
}

/** True when one of the roles may cause the event in this status. */
export function mayCause(status: string, event: ClaimEvent, roles: readonly string[]): boolean {
  const transition = claimTransition(status, event);
  return transition !== null && roles.some((role) => (transition.roles as readonly string[]).includes(role));
}
