import type { Insertable } from 'kysely';
import { queueOf } from '../../src-shared/domain/claims/claim-queue.ts';
import type { Evaluation, EvaluatedLine } from '../../src-shared/domain/claims/evaluation-types.ts';
import { isFinishedStatus } from '../../src-shared/domain/claims/tier-of.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { AuditDecisionTable, RuleHitTable } from '../db/central-tables.generated.ts';

/** Who stands in the history for what the rules did by themselves. */
export const SYSTEM_USER = { id: 'system', name: 'system' } as const;

export interface EvaluationMoment {
  nowMs: number;
  today: string;
  newId(): string;
}

/** Where a claim stands after its first evaluation, and its columns; money in fen. Claims §3.2 "evaluate". */
export function evaluatedClaimColumns(
  evaluation: Evaluation,
  { nowMs, today }: EvaluationMoment,
  returnCount = 0,
): ReturnType<typeof judgedColumns> & ReturnType<typeof standingColumns> {
  return { ...judgedColumns(evaluation, nowMs), ...standingColumns(evaluation, { nowMs, today }, returnCount) };
}

/** What the rules found and computed, without the claim's standing. */
export function judgedColumns(evaluation: Evaluation, nowMs: number) {
  return {
    ageMonths: evaluation.ageMonths,
    warrantyPosition: evaluation.warranty.position as string,
    warrantyJson: JSON.stringify(evaluation.warranty),
    rulesetVersion: evaluation.rulesetVersion,
    evaluatedAtMs: nowMs,
    riskScore: evaluation.riskScore,
    worstSeverity: evaluation.worstSeverity as number,
    hitSignature: evaluation.signature,
    hitCount: evaluation.hitCount,
    headlineRuleId: evaluation.headline?.ruleId ?? null,
    headlineJson: evaluation.headline === null ? null : JSON.stringify(evaluation.headline.facts),
    claimedFen: evaluation.claimedFen,
    stdFen: evaluation.stdFen,
    payableFen: evaluation.payableFen,
  };
}

function standingColumns(evaluation: Evaluation, at: { nowMs: number; today: string }, returnCount: number) {
  const status: string = evaluation.disposition;
  const isDecided = status !== 'IN_REVIEW';
  const approvedFen = status === 'AUTO_APPROVED' ? evaluation.payableFen : 0;
  return {
    status,
    queue: queueOf({ status, returnCount }) as string,
    queuedAtMs: isDecided ? null : at.nowMs,
    approvedFen,
    cutFen: evaluation.claimedFen - (isDecided ? approvedFen : evaluation.payableFen),
    reasonCode: status === 'AUTO_REJECTED' ? evaluation.proposedReasonCode : null,
    decidedLevel: isDecided ? 'AUTO' : null,
    decidedAtMs: isDecided ? at.nowMs : null,
    decidedBy: isDecided ? SYSTEM_USER.id : null,
    closedDate: isFinishedStatus(status) ? at.today : null,
  };
}

const LINE_DECISION = { AUTO_APPROVED: 'APPROVE', IN_REVIEW: 'PENDING', AUTO_REJECTED: 'REJECT' } as const;

/** The columns of a line after an evaluation; `PENDING` with nothing approved unless the rules decided the claim. */
export function evaluatedLineColumns(line: EvaluatedLine, evaluation: Evaluation) {
  const decision: string = LINE_DECISION[evaluation.disposition];
  return {
    hoursCenti: line.hoursCenti,
    claimedFen: line.claimedFen,
    stdFen: line.stdFen,
    ruleId: line.ruleId,
    splitRuleId: line.splitRuleId,
    mfrShareBp: line.mfrShareBp,
    custShareBp: line.custShareBp,
    stationShareBp: line.stationShareBp,
    mfrFen: line.mfrFen,
    custFen: line.custFen,
    stationFen: line.stationFen,
    payableFen: line.payableFen,
    approvedFen: decision === 'APPROVE' ? line.payableFen : 0,
    decision,
    reasonCode: decision === 'REJECT' ? evaluation.proposedReasonCode : null,
    calcTraceJson: JSON.stringify(line.trace),
  };
}

interface ClaimPlace {
  id: string;
  _scope: string;
}

/** The rule hits of an evaluation as rows; shadow hits are kept too, for the administrator only. */
export function ruleHitRows(
  claim: ClaimPlace,
  evaluation: Pick<Evaluation, 'hits' | 'rulesetVersion'>,
  moment: EvaluationMoment,
) {
  return evaluation.hits.map((hit): Insertable<RuleHitTable> => ({
    ...rowIdentity(moment.newId(), claim._scope, claim.id),
    claimId: claim.id,
    lineSeq: hit.lineSeq,
    ruleId: hit.ruleId,
    rulesetVersion: evaluation.rulesetVersion,
    severity: hit.severity,
    mode: hit.mode,
    hitAtMs: moment.nowMs,
    evidenceJson: JSON.stringify(hit.facts),
    state: 'OPEN',
    overrideBy: null,
    overrideReason: null,
  }));
}

/** The entry of the history for a claim the rules decided by themselves; null for one that waits for a person. */
export function automaticDecisionRow(
  claim: ClaimPlace,
  evaluation: Evaluation,
  moment: EvaluationMoment,
): Insertable<AuditDecisionTable> | null {
  if (evaluation.disposition === 'IN_REVIEW') return null;
  const isApproved = evaluation.disposition === 'AUTO_APPROVED';
  return {
    ...rowIdentity(moment.newId(), claim._scope, claim.id),
    ...{ claimId: claim.id, lineSeq: null, level: 'AUTO', action: isApproved ? 'APPROVE' : 'REJECT' },
    reasonCode: isApproved ? null : evaluation.proposedReasonCode,
    ...{ note: null, statusFrom: 'SUBMITTED', statusTo: evaluation.disposition },
    amountBeforeFen: evaluation.payableFen,
    amountAfterFen: isApproved ? evaluation.payableFen : 0,
    ...{ linesBeforeJson: null, decidedBy: SYSTEM_USER.id, decidedByName: SYSTEM_USER.name },
    decidedAtMs: moment.nowMs,
    ...{ deviceId: null, claimVersionSeen: null, batchId: null, commandId: null, undoesId: null },
  };
}
