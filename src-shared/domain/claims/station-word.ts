import { queueOf } from './claim-queue.ts';
import type { ClaimQueueName, ClaimStatus } from './claim-status.ts';
import { mayCause, nextClaimStatus, type ClaimEvent } from './claim-transition.ts';
import type { ClaimSettings } from './first-rates.ts';
import type { Facts } from './ruleset-types.ts';

/** What a station may say of a claim after it was submitted: answer a return, appeal, withdraw. */
export const STATION_STEPS = ['answer', 'appeal', 'withdraw'] as const;
export type StationStep = (typeof STATION_STEPS)[number];

/** The columns of a claim a station's word reads. */
export interface WordedClaim {
  no: string | null;
  status: string;
  statementId: string | null;
  returnCount: number;
  /** The decision the word is about. */
  decidedAtMs: number | null;
}

/** The columns of a claim a station's word sets. */
export interface WordChange {
  status: ClaimStatus;
  statusBefore: string;
  queue: ClaimQueueName;
  queuedAtMs: number | null;
  closedDate: string | null;
  /** Only of what is withdrawn: R36 "withdrawn by claimant" (claims §6.4). */
  reasonCode?: string;
}

interface StepRow {
  /** The event of the whitelist by the status it meets; an absent status is not allowed. */
  events: Readonly<Partial<Record<ClaimStatus, ClaimEvent>>>;
  /** Where it leads when the event itself leads on: what is submitted anew is read by a person. */
  to: ClaimStatus | null;
  days: 'returnAnswerDays' | 'appealDays' | null;
  action: 'ANSWER' | 'APPEAL' | 'WITHDRAW';
}

const STEPS: Readonly<Record<StationStep, StepRow>> = {
  answer: { events: { RETURNED: 'submit' }, to: 'IN_REVIEW', days: 'returnAnswerDays', action: 'ANSWER' },
  appeal: {
    events: { REJECTED: 'appeal', AUTO_REJECTED: 'appeal', PARTIAL: 'appeal', EXPIRED: 'appeal' },
    ...{ to: null, days: 'appealDays', action: 'APPEAL' },
  },
  withdraw: {
    events: { DRAFT: 'delete', SUBMITTED: 'withdraw', RETURNED: 'withdraw' },
    ...{ to: null, days: null, action: 'WITHDRAW' },
  },
};

const DAY_MS = 86_400_000;
const WITHDRAWN_BY_CLAIMANT = 'R36';

export type WordOutcome =
  { ok: true; change: WordChange; action: StepRow['action'] } | { ok: false; reason: string; details: Facts };

/**
 * What the station's word makes of a claim, or why it comes too late, twice, or to a claim that does not wait for it. The
 * same for the intake and for whoever enters it on the station's behalf. Claims §3.2, design §8, decision 0341.
 */
export function applyStationWord(input: {
  step: StationStep;
  claim: WordedClaim;
  hasAppealed: boolean;
  settings: Pick<ClaimSettings, 'returnAnswerDays' | 'appealDays'>;
  nowMs: number;
  today: string;
}): WordOutcome {
  const { claim, nowMs } = input;
  const row = STEPS[input.step];
  const { no: claimNo, status: statusBefore } = claim;
  const event = row.events[claim.status as ClaimStatus];
  const target = event === undefined ? null : nextClaimStatus(claim.status, event);
  if (event === undefined || target === null || !mayCause(claim.status, event, ['station'])) {
    return { ok: false, reason: 'intake-not-in-this-status', details: { claimNo, status: claim.status } };
  }
  // An appeal never moves what a statement has (guard "not-on-closed-statement").
  if (claim.statementId !== null) {
    return { ok: false, reason: 'intake-not-in-this-status', details: { claimNo, status: claim.status } };
  }
  if (row.days !== null) {
    const days = input.settings[row.days];
    const untilMs = (claim.decidedAtMs ?? nowMs) + days * DAY_MS;
    if (nowMs > untilMs) {
      const details = { claimNo, until: new Date(untilMs).toISOString(), days };
      return { ok: false, reason: 'intake-answer-too-late', details };
    }
  }
  if (event === 'appeal' && input.hasAppealed) {
    return { ok: false, reason: 'intake-appealed-before', details: { field: 'number', claimNo } };
  }
  const status = row.to ?? target;
  const isOver = row.action === 'WITHDRAW';
  return {
    ok: true,
    action: row.action,
    change: {
      ...{ status, statusBefore, queuedAtMs: isOver ? null : nowMs, closedDate: isOver ? input.today : null },
      queue: status === 'APPEAL' ? 'ANSWERED' : queueOf({ status, returnCount: claim.returnCount }),
      ...(isOver ? { reasonCode: WITHDRAWN_BY_CLAIMANT } : {}),
    },
  };
}

/** Roles of the headquarters that enter a station's word on its behalf, with the proof (design §8). */
export const STATION_SPEAKERS = ['dispatcher', 'agent', 'l1', 'l2', 'l3', 'warrantyAdmin'] as const;

/** The words a claim in this state waits for from its station, offered to whoever may enter them. */
export function allowedWords(
  given: Omit<Parameters<typeof applyStationWord>[0], 'step'>,
  roles: readonly string[],
): StationStep[] {
  if (!STATION_SPEAKERS.some((role) => roles.includes(role))) return [];
  return STATION_STEPS.filter((step) => applyStationWord({ ...given, step }).ok);
}
