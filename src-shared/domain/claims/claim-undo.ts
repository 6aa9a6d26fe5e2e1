import { HANDED_TO_NOBODY } from './assign-claim.ts';
import { nextClaimStatus } from './claim-transition.ts';
import type { ClaimStatus } from './claim-status.ts';
import type {
  ClaimChange,
  DecisionBefore,
  DecisionRecord,
  DecisionRefused,
  LineChangeResult,
} from './decision-types.ts';

/** The last entry of a claim's history, as stored in `audit_decision`. */
export interface LastDecision {
  id: string;
  action: string;
  level: string;
  statusFrom: string;
  statusTo: string;
  amountBeforeFen: number;
  amountAfterFen: number;
  decidedBy: string;
  decidedAtMs: number;
  before: DecisionBefore;
}

export interface UndoInput {
  claim: { status: string; statementId: string | null; decidedAtMs: number | null };
  last: LastDecision | null;
  actorUserId: string;
  /** Seconds a decision stays open for taking back; 30 at first. */
  undoSeconds: number;
  nowMs: number;
}

export type UndoCheck = { ok: true; untilMs: number } | DecisionRefused;

function refused(reason: string, details: DecisionRefused['details'] = {}): DecisionRefused {
  return { ok: false, reason, details };
}

/**
 * Until when the last decision can be taken back by this person, or why it cannot: not theirs, too late, changed since, or
 * the claim stands on a statement. Claims §3.2 (undo), design §8.
 */
export function canUndo({ claim, last, actorUserId, undoSeconds, nowMs }: UndoInput): UndoCheck {
  if (last === null || last.action === 'UNDO') return refused('undo-nothing-to-undo');
  if (claim.statementId !== null) return refused('undo-on-statement');
  if (last.statusTo !== claim.status || last.decidedAtMs !== claim.decidedAtMs) return refused('undo-changed-since');
  if (nextClaimStatus(claim.status, 'undo', last.statusFrom as ClaimStatus) === null) {
    return refused('undo-not-allowed', { status: claim.status });
  }
  if (last.decidedBy !== actorUserId) return refused('undo-not-yours');
  const untilMs = last.decidedAtMs + undoSeconds * 1000;
  if (nowMs > untilMs) return refused('undo-too-late', { undoSeconds });
  return { ok: true, untilMs };
}

export type UndoOutcome =
  | {
      ok: true;
      claim: ClaimChange;
      lines: LineChangeResult[];
      record: Omit<DecisionRecord, 'before'>;
      undoesId: string;
    }
  | DecisionRefused;

/**
 * The claim and its lines as they were before the last decision, with the entry to append; nothing of the history is
 * removed. Refuses like `canUndo`.
 */
export function applyUndo(input: UndoInput): UndoOutcome {
  const check = canUndo(input);
  if (!check.ok) return check;
  const { last, actorUserId, nowMs } = input;
  if (last === null) return refused('undo-nothing-to-undo');
  return {
    ok: true,
    claim: last.before.claim,
    lines: last.before.lines,
    undoesId: last.id,
    record: {
      level: last.level as DecisionRecord['level'],
      action: 'UNDO',
      reasonCode: null,
      note: null,
      statusFrom: last.statusTo,
      statusTo: last.statusFrom,
      amountBeforeFen: last.amountAfterFen,
      amountAfterFen: last.amountBeforeFen,
      decidedBy: actorUserId,
      decidedFor: null,
      decidedForName: null,
      ...HANDED_TO_NOBODY,
      decidedAtMs: nowMs,
    },
  };
}
