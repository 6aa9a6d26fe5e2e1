import type { ClaimStatus } from './claim-status.ts';
import { mayCause, nextClaimStatus } from './claim-transition.ts';
import type { StandIn } from './deputies.ts';
import type { Facts } from './ruleset-types.ts';

/** `propose` and `withdraw` are the supervisor's, `confirm` and `refuse` those of finance (claims §3.2 "L2+FI"). */
export const REVERSAL_STEPS = ['propose', 'confirm', 'refuse', 'withdraw'] as const;
export type ReversalStep = (typeof REVERSAL_STEPS)[number];

/** What a claim's reversal reads; `approvedFen` is what its statement paid. */
export interface ReversedClaim {
  status: string;
  createdBy: string | null;
  approvedFen: number;
}

/** A reversal somebody proposed and nobody has confirmed yet. */
export interface OpenReversal {
  proposedBy: string;
}

export interface ReversalInput {
  step: ReversalStep;
  claim: ReversedClaim;
  /** Null = none is open. */
  open: OpenReversal | null;
  actor: { userId: string; roles: readonly string[]; standsIn?: readonly StandIn[] | undefined };
  reasonCode: string | null;
  note: string;
  /** How many times the amount is set off as a penalty after tax. */
  penaltyTimes: number;
  maxPenaltyTimes: number;
}

export type ReversalOutcome =
  | {
      ok: true;
      /** Null = the claim stays as it is. */
      claimStatus: ClaimStatus | null;
      adjustmentStatus: 'OPEN' | 'APPROVED' | 'CANCELLED';
      level: 'L2' | 'L3' | 'FINANCE';
      action: 'REVERSE_PROPOSE' | 'REVERSE' | 'REVERSE_REFUSE' | 'REVERSE_WITHDRAW';
    }
  | { ok: false; reason: string; details: Facts };

interface StepRow {
  /** Whether the step needs an open proposal, or none. */
  onOpen: boolean;
  roles: readonly ('l2' | 'l3' | 'finance')[];
  /** Who may take it, seen from the proposal. */
  person: 'proposer' | 'another' | 'any';
  needsNote: boolean;
  adjustment: 'OPEN' | 'APPROVED' | 'CANCELLED';
  action: 'REVERSE_PROPOSE' | 'REVERSE' | 'REVERSE_REFUSE' | 'REVERSE_WITHDRAW';
}

const STEPS: Readonly<Record<ReversalStep, StepRow>> = {
  propose: {
    ...{ onOpen: false, roles: ['l2', 'l3'], person: 'any', needsNote: true },
    ...{ adjustment: 'OPEN', action: 'REVERSE_PROPOSE' },
  },
  confirm: {
    ...{ onOpen: true, roles: ['finance'], person: 'another', needsNote: false },
    ...{ adjustment: 'APPROVED', action: 'REVERSE' },
  },
  refuse: {
    ...{ onOpen: true, roles: ['finance'], person: 'another', needsNote: true },
    ...{ adjustment: 'CANCELLED', action: 'REVERSE_REFUSE' },
  },
  withdraw: {
    ...{ onOpen: true, roles: ['l2', 'l3'], person: 'proposer', needsNote: false },
    ...{ adjustment: 'CANCELLED', action: 'REVERSE_WITHDRAW' },
  },
};

function refused(reason: string, details: Facts = {}): ReversalOutcome {
  return { ok: false, reason, details };
}

/**
 * What one step makes of the reversal of a posted or paid claim, or why it is refused. A supervisor proposes with reason and
 * note, somebody else of finance confirms; only then is the claim REVERSED. Claims §3.2, decision 0340.
 */
export function applyReversal(input: ReversalInput): ReversalOutcome {
  const { claim, actor, open } = input;
  const row = STEPS[input.step];
  const target = nextClaimStatus(claim.status, 'reverse');
  if (target === null) return refused('reversal-not-paid', { status: claim.status });
  const refusal = refusalOf(row, input);
  if (refusal !== null) return refusal;
  if (row.onOpen && row.person === 'another' && open !== null && isOneOf(actor, open.proposedBy)) {
    return refused('reversal-same-person');
  }
  if (row.person === 'proposer' && open?.proposedBy !== actor.userId) return refused('reversal-not-yours');
  if (isOneOf(actor, claim.createdBy)) return refused('decision-own-claim');
  return {
    ok: true,
    claimStatus: row.adjustment === 'APPROVED' ? target : null,
    adjustmentStatus: row.adjustment,
    level: row.roles.includes('finance') ? 'FINANCE' : actor.roles.includes('l3') ? 'L3' : 'L2',
    action: row.action,
  };
}

function refusalOf(row: StepRow, input: ReversalInput): ReversalOutcome | null {
  const { claim, open, actor, reasonCode, note, penaltyTimes, maxPenaltyTimes } = input;
  if (!mayTake(row, actor.roles)) return refused('reversal-not-your-role');
  if (row.onOpen && open === null) return refused('reversal-none-open');
  if (!row.onOpen && open !== null) return refused('reversal-open-already');
  if (row.needsNote && note.trim() === '') return refused('reversal-needs-note');
  if (row.action !== 'REVERSE_PROPOSE') return null;
  if (reasonCode === null) return refused('decision-needs-reason');
  if (claim.approvedFen <= 0) return refused('reversal-nothing-paid');
  if (penaltyTimes < 0 || penaltyTimes > maxPenaltyTimes)
    return refused('reversal-penalty-too-high', { maxPenaltyTimes });
  return null;
}

/** The whitelist knows "L2 and finance"; a supervisor of the third level acts as one of the second. */
function mayTake(row: StepRow, roles: readonly string[]): boolean {
  const own = row.roles.filter((role) => roles.includes(role));
  return own.some((role) => mayCause('PAID', 'reverse', [role === 'l3' ? 'l2' : role]));
}

/** The person, or one of those the person stands in for. */
function isOneOf({ userId, standsIn = [] }: ReversalInput['actor'], id: string | null): boolean {
  return id !== null && (id === userId || standsIn.some((absent) => absent.userId === id));
}

/** The steps this person may take now; details such as the note show when one is tried. */
export function allowedReversals(
  claim: ReversedClaim,
  open: OpenReversal | null,
  actor: ReversalInput['actor'],
): ReversalStep[] {
  const given = { claim, open, actor, reasonCode: 'R34', note: '-', penaltyTimes: 0, maxPenaltyTimes: 0 };
  return REVERSAL_STEPS.filter((step) => applyReversal({ ...given, step }).ok);
}

/** One adjustment of the claimant's next statement, amounts in fen with sign. */
export interface ReversalAmount {
  kind: 'REVERSAL' | 'PENALTY';
  stage: 'PRE_TAX' | 'POST_TAX';
  amountFen: number;
  /** The rate the claim was paid at; null after tax. */
  taxRateBp: number | null;
}

/**
 * The adjustments of a reversal: the exact negation of what was paid, before tax at the rate it was paid at, never computed
 * again; and the penalty, a multiple of it, set off after tax. Claims §4.2 "Reversal", vector SV13.
 */
export function reversalAmounts(
  paid: { approvedFen: number; taxRateBp: number },
  penaltyTimes: number,
): ReversalAmount[] {
  const { approvedFen, taxRateBp } = paid;
  const reversal = { kind: 'REVERSAL', stage: 'PRE_TAX', amountFen: -approvedFen, taxRateBp } as const;
  if (penaltyTimes === 0) return [reversal];
  return [reversal, { kind: 'PENALTY', stage: 'POST_TAX', amountFen: -approvedFen * penaltyTimes, taxRateBp: null }];
}
