import type { DecisionInput, DryRun } from '../../src-shared/contract/claims.contract.ts';
import type { Selection } from '../../src-shared/contract/query.ts';
import { applyDecision } from '../../src-shared/domain/claims/claim-decision.ts';
import type { DecisionLine } from '../../src-shared/domain/claims/decision-types.ts';
import { businessDateOf } from '../../src-shared/domain/units/business-date.ts';
import type { ReadStores } from '../db/stores.ts';
import type { Actor } from '../sync/actor.ts';
import { currentSettings, decisionClaim, personIn } from '../sync/overlay.ts';
import { overlayStatements } from '../sync/overlay-rows.ts';
import { fullRow, overlayPatch } from './claim-detail.repository.ts';
import { controlTotalOf, selectedClaims } from './selected-claims.ts';

interface DryRunInput {
  selection: Selection;
  decision: DecisionInput;
  actor: Actor;
  nowMs: number;
}

/** What a decision over everything selected would do, claim by claim by the same rules, before anything is queued. */
export function dryRun(stores: ReadStores, { selection, decision, actor, nowMs }: DryRunInput): DryRun {
  const selected = selectedClaims(stores, selection);
  const settings = currentSettings(stores);
  const today = businessDateOf(nowMs);
  const outcomes = new Map<string, DryRun['outcomes'][number]>();
  const sums = { claimedFen: 0, approvedFen: 0 };
  for (const { id, payableFen } of selected) {
    const row = fullRow(stores, id);
    if (row === undefined) continue;
    const blockRules = row.worst_severity === 3 ? overlayStatements(stores.replicaFile).blockRules.all(id) : [];
    const outcome = applyDecision({
      ...{ claim: decisionClaim(row), lines: linesAsShown(stores, id), openBlockRules: blockRules as string[] },
      ...{ decision, actor, settings, nowMs, today, personOf: personIn(stores) },
    });
    const key = outcome.ok ? outcome.claim.status : outcome.reason;
    const known = outcomes.get(key) ?? {
      ...{ statusTo: outcome.ok ? outcome.claim.status : null, reason: outcome.ok ? null : outcome.reason },
      ...{ details: outcome.ok ? {} : outcome.details, count: 0, payableFen: 0 },
    };
    outcomes.set(key, { ...known, count: known.count + 1, payableFen: known.payableFen + payableFen });
    sums.claimedFen += Number(row.claimed_fen);
    if (outcome.ok) sums.approvedFen += outcome.claim.approvedFen;
  }
  const sorted = [...outcomes.values()].toSorted((a, b) => b.count - a.count);
  return { ...controlTotalOf(selected), ...sums, outcomes: sorted };
}

/** The lines with what a waiting decision made of them. */
export function linesAsShown(stores: Pick<ReadStores, 'replicaFile'>, claimId: string): DecisionLine[] {
  const lines = overlayStatements(stores.replicaFile).lines.all(claimId) as DecisionLine[];
  const changes = new Map((overlayPatch(stores, claimId)?.lines ?? []).map((line) => [line.seq, line]));
  return lines.map((line) => ({ ...line, ...changes.get(line.seq) }));
}
