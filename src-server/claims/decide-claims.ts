import type { TargetResult } from '../../src-shared/contract/commands.ts';
import type { DecisionInput as DecisionRequestInput } from '../../src-shared/contract/claims.contract.ts';
import { applyDecision, handOverClaim } from '../../src-shared/domain/claims/claim-decision.ts';
import { applyUndo } from '../../src-shared/domain/claims/claim-undo.ts';
import type { DecisionInput, DecisionOutcome, DecisionRecord } from '../../src-shared/domain/claims/decision-types.ts';
import type { ClaimSettings } from '../../src-shared/domain/claims/first-rates.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { ErrorDetails } from '../../src-shared/errors.ts';
import type { z } from 'zod';
import type { CommandContext } from '../commands/command-handler.ts';
import {
  lastDecisionOf,
  lineWrites,
  type ClaimRow,
  type DecisionRow,
  type DecisionRows,
  type DecisionWrite,
} from './decision.repository.ts';

type Decision = z.infer<typeof DecisionRequestInput>;

/** What became of one target: something to write, or an answer. */
export type TargetOutcome =
  | { ok: true; write: DecisionWrite }
  | {
      ok: false;
      outcome: 'conflict' | 'rejected';
      reason: string;
      details: ErrorDetails;
      current: ErrorDetails | null;
    };

export interface DecideTarget {
  claimId: string;
  version: number;
  decision: Decision;
  batchId: string | null;
}

/** One decision on one claim: version, region, own work and everything `applyDecision` checks. Claims §3.2, §3.6. */
export function decideTarget(
  context: CommandContext,
  rows: DecisionRows,
  settings: ClaimSettings,
  target: DecideTarget,
): TargetOutcome {
  const claim = rows.claims.get(target.claimId);
  const refusal = targetRefusal(context, claim);
  if (claim === undefined || refusal !== null) return refusal ?? rejected('claim-unknown', {});
  if (claim._v !== target.version) return changedSince(claim, rows.lastDecisions.get(claim.id));
  return writeOf(context, { rows, settings, claim, target }, applyDecision);
}

/** One claim of all work of a person, handed on without asking whose it is to give: the order was judged as a whole (0210). */
export function handOverTarget(
  context: CommandContext,
  rows: DecisionRows,
  settings: ClaimSettings,
  target: DecideTarget,
): TargetOutcome {
  const claim = rows.claims.get(target.claimId);
  if (claim === undefined) return rejected('claim-unknown', {});
  if (claim._v !== target.version) return changedSince(claim, rows.lastDecisions.get(claim.id));
  return writeOf(context, { rows, settings, claim, target }, handOverClaim);
}

function writeOf(
  context: CommandContext,
  {
    rows,
    settings,
    claim,
    target,
  }: { rows: DecisionRows; settings: ClaimSettings; claim: ClaimRow; target: DecideTarget },
  apply: (input: DecisionInput) => DecisionOutcome,
): TargetOutcome {
  const lines = rows.lines.get(claim.id) ?? [];
  const { user, nowMs, today } = context;
  const outcome = apply({
    ...{ claim, lines, decision: target.decision, settings, nowMs, today },
    openBlockRules: rows.openBlockRules.get(claim.id) ?? [],
    wordBy: rows.wordsBy?.get(claim.id) ?? null,
    personOf: (userId) => rows.people?.get(userId),
    actor: { userId: user.id, roles: user.roles, claimLimitFen: user.claimLimitFen, standsIn: user.standsIn },
  });
  if (!outcome.ok) return rejected(outcome.reason, { claimNo: claim.no, ...outcome.details });
  const { before, ...record } = outcome.record;
  const isQueued = outcome.claim.queue !== 'NONE' && outcome.claim.queue !== claim.queue;
  return {
    ok: true,
    write: {
      claim: { id: claim.id, change: { ...outcome.claim, queuedAtMs: isQueued ? nowMs : claim.queuedAtMs } },
      lines: lineWrites(lines, outcome.lines),
      entry: entryOf(context, claim, record, {
        ...{ batchId: target.batchId, linesBeforeJson: JSON.stringify(before), undoesId: null },
        claimVersionSeen: target.version,
      }),
      remarks: target.decision.action === 'RETURN' ? remarksOf(context, claim, target.decision) : [],
      overridesHits: outcome.overridesHits
        ? { by: user.id, reason: target.decision.note, blocks: target.decision.blocks }
        : null,
    },
  };
}

/** The undo of the decision that came by one of these commands. Claims §3.2 "undo", design §8. */
export function undoTarget(
  context: CommandContext,
  rows: DecisionRows,
  settings: ClaimSettings,
  target: { claimId: string; commandIds: readonly string[]; batchId: string | null },
): TargetOutcome {
  const claim = rows.claims.get(target.claimId);
  const refusal = targetRefusal(context, claim);
  if (claim === undefined || refusal !== null) return refusal ?? rejected('claim-unknown', {});
  const row = rows.lastDecisions.get(claim.id);
  if (row !== undefined && !target.commandIds.includes(row.commandId ?? '')) {
    const isMine = row.decidedBy === context.user.id && row.action === 'UNDO';
    return isMine ? rejected('undo-nothing-to-undo', { claimNo: claim.no }) : changedSince(claim, row);
  }
  const { user, nowMs } = context;
  const last = lastDecisionOf(row);
  const outcome = applyUndo({ claim, last, actorUserId: user.id, undoSeconds: settings.undoSeconds, nowMs });
  if (!outcome.ok) return rejected(outcome.reason, { claimNo: claim.no, ...outcome.details });
  return {
    ok: true,
    write: {
      claim: { id: claim.id, change: { ...outcome.claim, queuedAtMs: claim.queuedAtMs } },
      lines: lineWrites(rows.lines.get(claim.id) ?? [], outcome.lines),
      entry: entryOf(context, claim, outcome.record, {
        ...{ batchId: target.batchId, linesBeforeJson: null, undoesId: outcome.undoesId, claimVersionSeen: claim._v },
      }),
      ...{ remarks: [], overridesHits: null, reopensHitsOf: last?.action === 'OVERRIDE' ? user.id : null },
    },
  };
}

/** The outcome of a target as the answer of a bulk command. */
export function targetResult(claimId: string, outcome: TargetOutcome): TargetResult {
  if (outcome.ok) return { id: claimId, outcome: 'applied', reason: null, details: {} };
  const { reason, details, current } = outcome;
  return { id: claimId, outcome: outcome.outcome, reason, details: { ...details, ...current } };
}

function targetRefusal({ user }: CommandContext, claim: ClaimRow | undefined): TargetOutcome | null {
  if (claim === undefined) return rejected('claim-unknown', {});
  const isOtherRegion = user.regionId !== null && user.regionId !== claim.regionId;
  return isOtherRegion ? rejected('claim-of-other-region', { claimNo: claim.no }) : null;
}

/** Both decisions side by side: what stands here, by whom and since when (claims §3.6). */
function changedSince(claim: ClaimRow, last: DecisionRow | undefined): TargetOutcome {
  return {
    ...{ ok: false, outcome: 'conflict', reason: 'claim-changed', details: { no: claim.no, status: claim.status } },
    current: {
      version: claim._v,
      status: claim.status,
      approvedFen: claim.approvedFen,
      action: last?.action ?? null,
      reasonCode: claim.reasonCode,
      decidedByName: last?.decidedByName ?? null,
      decidedAtMs: last?.decidedAtMs ?? null,
    },
  };
}

function rejected(reason: string, details: ErrorDetails): TargetOutcome {
  return { ok: false, outcome: 'rejected', reason, details, current: null };
}

function entryOf(
  { newId, user, deviceId, commandId }: CommandContext,
  claim: ClaimRow,
  record: Omit<DecisionRecord, 'before'>,
  more: { batchId: string | null; linesBeforeJson: string | null; undoesId: string | null; claimVersionSeen: number },
): DecisionWrite['entry'] {
  return {
    ...rowIdentity(newId(), claim._scope, claim.id),
    ...{ claimId: claim.id, lineSeq: null },
    ...record,
    ...{ decidedByName: user.name, deviceId, commandId },
    ...more,
  };
}

/** What the station is asked to mend: the note on its line or the whole claim, then each remark with its own place. */
function remarksOf(
  { newId, user, nowMs }: CommandContext,
  claim: ClaimRow,
  { note, remarkLineSeq = null, remarks = [] }: Decision,
): DecisionWrite['remarks'] {
  const noted = note.trim() === '' ? [] : [{ lineSeq: remarkLineSeq, field: null, attachmentId: null, text: note }];
  return [...noted, ...remarks].map((remark) => ({
    ...rowIdentity(newId(), claim._scope, claim.id),
    ...{ claimId: claim.id, direction: 'TO_STATION', ...remark },
    ...{ createdAtMs: nowMs, createdBy: user.id, createdByName: user.name },
  }));
}
