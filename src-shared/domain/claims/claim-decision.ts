import { assignClaim, handClaim, HANDED_TO_NOBODY } from './assign-claim.ts';
import { actsFor, deputyLimitFen, ownRoles, type StandIn } from './deputies.ts';
import { queueOf } from './claim-queue.ts';
import type { ClaimStatus } from './claim-status.ts';
import { mayCause, nextClaimStatus, type ClaimEvent } from './claim-transition.ts';
import { approvedLines, rejectedLines, undecidedLines } from './decision-lines.ts';
import type {
  ClaimChange,
  DecideActionName,
  DecisionApplied,
  DecisionBefore,
  DecisionClaim,
  DecisionInput,
  DecisionLevel,
  DecisionLine,
  DecisionOutcome,
  DecisionRefused,
  LineChangeResult,
  LineDecisionName,
} from './decision-types.ts';
import { needsTwoPersons } from './reason-codes.ts';
import { isFinishedStatus } from './tier-of.ts';

/** Which event of the transition table an action is, by the status it meets; an absent cell is not allowed. */
const EVENT_OF_ACTION: Readonly<Record<DecideActionName, Readonly<Partial<Record<ClaimStatus, ClaimEvent>>>>> = {
  APPROVE: { IN_REVIEW: 'decide', L2_REVIEW: 'confirm', APPEAL: 'grant' },
  REJECT: { IN_REVIEW: 'decide', L2_REVIEW: 'confirm', APPEAL: 'uphold' },
  RETURN: { IN_REVIEW: 'return', L2_REVIEW: 'sendBack' },
  HOLD: { IN_REVIEW: 'hold' },
  RELEASE: { ON_HOLD: 'release' },
  ASSIGN: { IN_REVIEW: 'assign', ON_HOLD: 'assign', RETURNED: 'assign', L2_REVIEW: 'assign', APPEAL: 'assign' },
  REOPEN: { APPROVED: 'reopen', PARTIAL: 'reopen', AUTO_APPROVED: 'reopen' },
};

function refused(reason: string, details: DecisionRefused['details'] = {}): DecisionRefused {
  return { ok: false, reason, details };
}

/**
 * What a decision makes of a claim, its lines and its history, or why it is refused. An approval above the limit, with an
 * open block hit, or a rejection for deceit becomes a proposal (L2_REVIEW) that a second person confirms. Claims §3.2.
 */
export function applyDecision(input: DecisionInput): DecisionOutcome {
  const { claim, decision, actor } = input;
  const event = EVENT_OF_ACTION[decision.action][claim.status as ClaimStatus];
  if (event === undefined) return refused('decision-not-allowed', { status: claim.status, action: decision.action });
  const absent = actsFor(event, claim, actor);
  const refusal = refusalOf(event, input, absent);
  if (refusal !== null) return refusal;
  if (event === 'assign') return assignClaim(input, beforeOf(claim, input.lines));
  if (event === 'decide' || event === 'confirm') return decide(input, event, absent);
  const status = nextClaimStatus(claim.status, event, outcomeOf(event, claim));
  if (status === null) return refused('decision-not-allowed', { status: claim.status, action: decision.action });
  const keepsLines = event === 'hold' || event === 'release' || event === 'uphold';
  const level =
    event === 'grant' || event === 'uphold' || event === 'sendBack' || event === 'reopen'
      ? upperLevel(absent?.roles ?? ownRoles(actor))
      : 'L1';
  return applied(input, {
    status,
    level,
    lines: keepsLines ? input.lines.map(lineBefore) : undecidedLines(input.lines),
    absent,
    overridesHits: false,
  });
}

/**
 * Hands the claim on as part of all work of a person: who may order that is looked at there, here only whether the receiver
 * may hold the claim. Design §8 "people come and go".
 */
export function handOverClaim(input: DecisionInput): DecisionOutcome {
  return handClaim(input, beforeOf(input.claim, input.lines), input.decision.assignTo ?? null);
}

/** The actions this person may take now, by the transition table; details such as limits show when one is tried. */
export function allowedDecisions(
  claim: { status: string; createdBy: string | null; decidedBy: string | null },
  actor: { userId: string; roles: readonly string[]; standsIn?: readonly StandIn[] | undefined },
): DecideActionName[] {
  return (Object.keys(EVENT_OF_ACTION) as DecideActionName[]).filter((action) => {
    if (action === 'ASSIGN') return false; // decides nothing: see `mayAssign`
    const event = EVENT_OF_ACTION[action][claim.status as ClaimStatus];
    if (event === undefined || !mayCause(claim.status, event, actor.roles)) return false;
    return personRefusal(event, claim, [actor.userId, actsFor(event, claim, actor)?.userId]) === null;
  });
}

/** Events that say nothing of the claim itself. */
const JUDGES_NOTHING: ReadonlySet<ClaimEvent> = new Set(['hold', 'release', 'assign']);

/** Events of a second person, who must not be the one whose decision is judged. */
const SECOND_PERSON_EVENTS: ReadonlySet<ClaimEvent> = new Set(['confirm', 'sendBack', 'uphold', 'grant']);

function refusalOf(event: ClaimEvent, input: DecisionInput, absent: StandIn | null): DecisionRefused | null {
  const { claim, lines, decision, actor, settings } = input;
  if (!mayCause(claim.status, event, actor.roles)) {
    return refused('decision-not-your-role', { status: claim.status, action: decision.action });
  }
  const person = personRefusal(event, claim, [actor.userId, absent?.userId]);
  if (person !== null) return person;
  if ((event === 'grant' || event === 'uphold') && input.wordBy === actor.userId) return refused('decision-own-word');
  if (decision.action === 'REJECT' && decision.reasonCode === null) return refused('decision-needs-reason');
  if (event === 'hold' && decision.holdReason === null) return refused('decision-needs-hold-reason');
  if (event === 'reopen' && decision.note.trim() === '') return refused('decision-needs-remark');
  if (event !== 'return') return null;
  if (decision.reasonCode === null) return refused('decision-needs-reason');
  const remarks = decision.remarks ?? [];
  if (remarks.some((remark) => remark.text.trim() === '')) return refused('decision-needs-remark');
  if (decision.note.trim() === '' && remarks.length === 0) return refused('decision-needs-remark');
  const named = [decision.remarkLineSeq ?? null, ...remarks.map((remark) => remark.lineSeq)];
  const stranger = named.find((seq) => seq !== null && !lines.some((line) => line.seq === seq));
  if (stranger != null) return refused('decision-line-unknown', { seq: stranger });
  if (claim.returnCount >= settings.maxReturns && !isUpper(ownRoles(actor))) {
    return refused('decision-returned-too-often', { returnCount: claim.returnCount, maxReturns: settings.maxReturns });
  }
  return null;
}

function personRefusal(
  event: ClaimEvent,
  claim: { createdBy: string | null; decidedBy: string | null },
  /** The person, and the absent one in whose stead the person acts: neither may judge an own decision. */
  people: readonly (string | undefined)[],
): DecisionRefused | null {
  const isOf = (userId: string | null): boolean => userId !== null && people.includes(userId);
  if (isOf(claim.createdBy) && !JUDGES_NOTHING.has(event)) return refused('decision-own-claim');
  if (SECOND_PERSON_EVENTS.has(event) && isOf(claim.decidedBy)) return refused('decision-same-person');
  return null;
}

function decide(input: DecisionInput, event: 'decide' | 'confirm', absent: StandIn | null): DecisionOutcome {
  const { claim, decision, actor, openBlockRules, lines } = input;
  const isSecond = event === 'confirm';
  const level: DecisionLevel = isSecond ? upperLevel(absent?.roles ?? ownRoles(actor)) : 'L1';
  if (decision.action === 'REJECT') {
    const proposes = !isSecond && needsTwoPersons(decision.reasonCode);
    const status = proposes ? 'L2_REVIEW' : 'REJECTED';
    return applied(input, {
      status,
      level,
      absent,
      lines: rejectedLines(lines, decision.reasonCode),
      overridesHits: false,
    });
  }
  const decided = approvedLines(input, isSecond);
  if (!decided.ok) return decided;
  const grants = decided.approvedFen > 0;
  const blocked = openBlockRules.length > 0 && grants;
  if ((blocked || decided.raises) && decision.note.trim() === '') {
    return refused('decision-override-needs-note', {
      ruleIds: openBlockRules.join(','),
      approvedFen: decided.approvedFen,
    });
  }
  const unnamed = blocked ? unnamedBlocks(input) : [];
  if (unnamed.length > 0) return refused('decision-block-not-named', { ruleIds: unnamed.join(',') });
  const limitFen = absent === null ? limitOf(input, level) : deputyLimitFen(actor, input.settings);
  const over = limitFen !== null && decided.approvedFen > limitFen;
  if (over && isSecond) return refused('decision-over-limit', { approvedFen: decided.approvedFen, limitFen });
  const accused = [decision, ...decided.lines].some(({ reasonCode }) => needsTwoPersons(reasonCode));
  const proposes = !isSecond && (over || blocked || accused);
  const status = nextClaimStatus(
    claim.status,
    proposes ? 'decideOverLimit' : event,
    proposes ? 'L2_REVIEW' : decided.status,
  );
  if (status === null) return refused('decision-not-allowed', { status: claim.status, action: decision.action });
  const overridesHits = isSecond && (blocked || decided.raises);
  return applied(input, { status, level, absent, lines: decided.lines, overridesHits });
}

/** Rules that block and that the decision, which speaks of them one by one, does not name (decision 0343). */
function unnamedBlocks({ decision: { blocks }, openBlockRules }: DecisionInput): string[] {
  if (blocks === undefined) return [];
  const named = new Set(blocks.map(({ ruleId }) => ruleId));
  return openBlockRules.filter((ruleId) => !named.has(ruleId));
}

/** Above this amount the level may not decide alone; null = no limit. One who holds both levels acts in review as the first. */
function limitOf({ actor, settings }: DecisionInput, level: DecisionLevel): number | null {
  if (level === 'L3') return null;
  if (level === 'L2') return actor.claimLimitFen ?? settings.l2LimitFen;
  return isUpper(ownRoles(actor)) ? settings.l1LimitFen : (actor.claimLimitFen ?? settings.l1LimitFen);
}

function isUpper(roles: readonly string[]): boolean {
  return roles.includes('l2') || roles.includes('l3');
}

function upperLevel(roles: readonly string[]): DecisionLevel {
  return roles.includes('l3') ? 'L3' : 'L2';
}

/** An upheld appeal goes back to what was decided; an expiry or an automatic rejection becomes a rejection. */
function outcomeOf(event: ClaimEvent, claim: DecisionClaim): ClaimStatus | undefined {
  if (event !== 'uphold') return undefined;
  return claim.statusBefore === 'PARTIAL' ? 'PARTIAL' : 'REJECTED';
}

interface Application {
  status: ClaimStatus;
  level: DecisionLevel;
  lines: LineChangeResult[];
  overridesHits: boolean;
  absent: StandIn | null;
}

function applied(input: DecisionInput, { status, level, lines, overridesHits, absent }: Application): DecisionApplied {
  const { claim, decision, actor, nowMs, today } = input;
  const linesFen = lines.reduce((sum, line) => sum + line.approvedFen, 0);
  const isDecided = DECIDED.has(status);
  const approvedFen = isDecided ? linesFen : 0;
  const returnCount = claim.returnCount + (status === 'RETURNED' ? 1 : 0);
  const change: ClaimChange = {
    status,
    statusBefore: claim.status,
    queue: queueOf({ status, returnCount }),
    holdReason: status === 'ON_HOLD' ? decision.holdReason : null,
    approvedFen,
    cutFen: claim.claimedFen - (isDecided ? approvedFen : claim.payableFen),
    reasonCode: decision.reasonCode ?? lines.find((line) => line.reasonCode !== null)?.reasonCode ?? null,
    decidedLevel: level,
    decidedAtMs: nowMs,
    decidedBy: actor.userId,
    returnCount,
    closedDate: isFinishedStatus(status) ? today : null,
    // what waits comes back to whoever has it in hand; what is decided or passed on is the work of nobody, or of another level
    assignedTo: WAITS.has(decision.action) || status === 'RETURNED' ? claim.assignedTo : null,
  };
  return {
    ok: true,
    claim: change,
    lines,
    overridesHits,
    record: {
      level,
      action: overridesHits ? 'OVERRIDE' : decision.action,
      reasonCode: change.reasonCode,
      note: decision.note.trim() === '' ? null : decision.note,
      statusFrom: claim.status,
      statusTo: status,
      amountBeforeFen: DECIDED.has(claim.status) ? claim.approvedFen : claim.payableFen,
      amountAfterFen: isDecided || status === 'L2_REVIEW' ? linesFen : claim.payableFen,
      decidedBy: actor.userId,
      decidedFor: absent?.userId ?? null,
      decidedForName: absent?.name ?? null,
      ...HANDED_TO_NOBODY,
      decidedAtMs: nowMs,
      before: beforeOf(claim, input.lines),
    },
  };
}

const WAITS: ReadonlySet<DecideActionName> = new Set(['HOLD', 'RELEASE']);
const DECIDED: ReadonlySet<string> = new Set<ClaimStatus>([
  'APPROVED',
  'PARTIAL',
  'REJECTED',
  'AUTO_APPROVED',
  'AUTO_REJECTED',
]);

function lineBefore(line: DecisionLine): LineChangeResult {
  const { seq, approvedFen, reasonCode } = line;
  return { seq, decision: line.decision as LineDecisionName, approvedFen, reasonCode };
}

function beforeOf(claim: DecisionClaim, lines: readonly DecisionLine[]): DecisionBefore {
  const { status, statusBefore, holdReason, approvedFen, cutFen, reasonCode, decidedLevel } = claim;
  const { decidedAtMs, decidedBy, returnCount, closedDate, assignedTo } = claim;
  return {
    claim: {
      status,
      statusBefore,
      queue: queueOf(claim),
      holdReason,
      approvedFen,
      cutFen,
      reasonCode,
      decidedLevel,
      decidedAtMs,
      decidedBy,
      returnCount,
      closedDate,
      assignedTo,
    },
    lines: lines.map(lineBefore),
  };
}
