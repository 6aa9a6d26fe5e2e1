import { applyDecision } from '../../src-shared/domain/claims/claim-decision.ts';
import { applyUndo, type LastDecision } from '../../src-shared/domain/claims/claim-undo.ts';
import type {
  ClaimChange,
  ClaimPerson,
  DecisionBefore,
  DecisionClaim,
  DecisionLine,
  DecisionRecord,
  DecisionRequest,
  LineChangeResult,
} from '../../src-shared/domain/claims/decision-types.ts';
import { claimSettingsOf, withLevelLimits, type ClaimSettings } from '../../src-shared/domain/claims/first-rates.ts';
import { businessDateOf } from '../../src-shared/domain/units/business-date.ts';
import type { WriteStores } from '../db/stores.ts';
import { readActor } from './actor.ts';
import { CHANGED_COLUMNS, overlayStatements, type Row } from './overlay-rows.ts';
import type { PendingCommand } from './pending-index.ts';

/** A decision shown before the server has confirmed it. */
export interface PendingDecision extends Omit<DecisionRecord, 'before'> {
  commandId: string;
  byName: string;
}

/** `claim_overlay.pending_patch_json`: what the pending commands make of the lines and the history. */
export interface OverlayPatch {
  lines: LineChangeResult[];
  decisions: PendingDecision[];
  /** Why the newest command would be refused as things stand; the server has the last word. */
  wouldRefuse: string | null;
}

interface Draft {
  claim: Row;
  lines: DecisionLine[];
  records: (DecisionRecord & { commandId: string; byName: string })[];
  wouldRefuse: string | null;
}

/**
 * Draws the overlay of these claims again: the server's row with the pending commands replayed over it by the same
 * domain functions the server runs. A claim whose commands have all arrived loses its overlay in the same transaction
 * that brought the row, so nothing flickers. Returns the ids of the commands that have arrived everywhere.
 */
export function rebaseOverlay(stores: WriteStores, claimIds: readonly string[]): string[] {
  if (claimIds.length === 0) return [];
  const settings = currentSettings(stores);
  const arrived: string[] = [];
  const ids = [...new Set(claimIds)];
  const work = (): void => {
    for (let at = 0; at < ids.length; at += CLAIMS_AT_ONCE) {
      const some = ids.slice(at, at + CLAIMS_AT_ONCE);
      const linesOf = linesByClaim(stores, some);
      for (const claimId of some)
        rebaseClaim(stores, { claimId, lines: linesOf.get(claimId) ?? [], settings }, arrived);
    }
  };
  if (stores.replicaFile.inTransaction) work();
  else stores.replicaFile.transaction(work).immediate();
  return arrived;
}

/** Lines are read for so many claims together: the most of them that are held in memory at once. */
const CLAIMS_AT_ONCE = 2000;

function linesByClaim(stores: WriteStores, claimIds: readonly string[]): Map<string, DecisionLine[]> {
  const rows = overlayStatements(stores.replicaFile).linesOfMany.all(JSON.stringify(claimIds)) as [
    ...[claimId: string, seq: number, claimedFen: number, payableFen: number, approvedFen: number],
    ...[decision: string, reasonCode: string | null],
  ][];
  const byClaim = new Map<string, DecisionLine[]>();
  for (const [claimId, seq, claimedFen, payableFen, approvedFen, decision, reasonCode] of rows) {
    const line = { seq, claimedFen, payableFen, approvedFen, decision, reasonCode };
    const known = byClaim.get(claimId);
    if (known === undefined) byClaim.set(claimId, [line]);
    else known.push(line);
  }
  return byClaim;
}

/** All of it anew, after a start or with a new replica file. */
export function rebuildOverlay(stores: WriteStores): string[] {
  const arrived: string[] = [];
  stores.replicaFile
    .transaction(() => {
      stores.replicaFile.exec('delete from claim_overlay');
      arrived.push(...rebaseOverlay(stores, stores.pending.claimIds()));
    })
    .immediate();
  return arrived;
}

/**
 * What the server has applied on claims that the new replica file does not have, because they were removed or have left the
 * copy's scopes before it was made: no row will ever bring it, and there is nothing left to predict. Returns the ids of the
 * commands of which nothing is left, also those whose last claim was refused when the program ended.
 */
export function settleGone(stores: WriteStores): string[] {
  const answered = stores.localFile
    .prepare(`select id from outbox where state = 'acked' and ack_seq is null and kind like 'claim.%'`)
    .pluck()
    .all() as string[];
  const isThere = stores.replicaFile.prepare('select 1 from claim where id = ?').pluck();
  return answered.filter((id) => {
    const command = stores.pending.get(id);
    if (command === undefined) return true;
    const gone = [...command.open].filter((claimId) => isThere.get(claimId) === undefined);
    return gone.filter((claimId) => stores.pending.settle(id, claimId)).length > 0;
  });
}

/** What decisions are predicted by; the server has the last word, also about which day it is. */
export function currentSettings(stores: Pick<WriteStores, 'replicaFile'>): ClaimSettings {
  const statements = overlayStatements(stores.replicaFile);
  const rows = statements.settings.all() as { settingKey: string; valueJson: string }[];
  const limitsJson = statements.levelLimits.get(businessDateOf(Date.now())) as string | null | undefined;
  return withLevelLimits(claimSettingsOf(rows), limitsJson);
}

interface Rebase {
  claimId: string;
  lines: DecisionLine[];
  settings: ClaimSettings;
}

function rebaseClaim(stores: WriteStores, { claimId, lines, settings }: Rebase, arrived: string[]): void {
  const statements = overlayStatements(stores.replicaFile);
  for (const command of [...stores.pending.ofClaim(claimId)]) {
    if (statements.arrived.get(claimId, command.id) === undefined) continue;
    if (stores.pending.settle(command.id, claimId)) arrived.push(command.id);
  }
  const commands = stores.pending.ofClaim(claimId);
  const newest = commands.at(-1);
  const base = newest === undefined ? undefined : (statements.claim.get(claimId) as Row | undefined);
  if (newest === undefined || base === undefined) {
    statements.dropOverlay.run(claimId);
    return;
  }
  const draft: Draft = { claim: base, lines, records: [], wouldRefuse: null };
  for (const command of commands) replay(stores, draft, command, settings);
  const patch: OverlayPatch = {
    lines: draft.lines.map(({ seq, decision, approvedFen, reasonCode }) => ({
      ...{ seq, approvedFen, reasonCode },
      decision: decision as LineChangeResult['decision'],
    })),
    decisions: draft.records.map(({ before: _before, ...record }) => record),
    wouldRefuse: draft.wouldRefuse,
  };
  statements.putOverlay.run(
    ...CHANGED_COLUMNS.map((column) => draft.claim[column] ?? null),
    ...[newest.clientSeq, JSON.stringify(patch), claimId],
  );
}

function replay(stores: WriteStores, draft: Draft, command: PendingCommand, settings: ClaimSettings): void {
  const { body } = command;
  if (body.kind === 'claim.undo' || body.kind === 'claim.undoMany') replayUndo(stores, draft, command, settings);
  else replayDecision(stores, draft, command, { decision: body.decision, settings });
}

function replayDecision(
  stores: WriteStores,
  draft: Draft,
  command: PendingCommand,
  { decision, settings }: { decision: DecisionRequest; settings: ClaimSettings },
): void {
  const actor = readActor(command.madeBy);
  const claim = decisionClaim(draft.claim);
  const openBlockRules =
    draft.claim.worst_severity === 3
      ? (overlayStatements(stores.replicaFile).blockRules.all(claim.id) as string[])
      : [];
  const wordBy =
    draft.claim.status === 'APPEAL'
      ? (overlayStatements(stores.replicaFile).appealBy.get(claim.id) as string | undefined)
      : null;
  const outcome = applyDecision({
    ...{ claim, lines: draft.lines, openBlockRules, wordBy, decision, actor, settings, personOf: personIn(stores) },
    nowMs: command.madeAtMs,
    today: businessDateOf(command.madeAtMs),
  });
  draft.wouldRefuse = outcome.ok ? null : outcome.reason;
  if (!outcome.ok) return;
  change(draft, outcome.claim, outcome.lines);
  draft.records.push({ ...outcome.record, commandId: command.id, byName: actor.name });
}

function replayUndo(stores: WriteStores, draft: Draft, command: PendingCommand, settings: ClaimSettings): void {
  const actor = readActor(command.madeBy);
  const outcome = applyUndo({
    claim: decisionClaimForUndo(draft.claim),
    last: lastDecision(stores, draft),
    actorUserId: actor.userId,
    undoSeconds: settings.undoSeconds,
    nowMs: command.madeAtMs,
  });
  draft.wouldRefuse = outcome.ok ? null : outcome.reason;
  if (!outcome.ok) return;
  const before = { claim: currentChange(draft.claim), lines: currentLines(draft.lines) };
  change(draft, outcome.claim, outcome.lines);
  draft.records.push({ ...outcome.record, before, commandId: command.id, byName: actor.name });
}

function lastDecision(stores: WriteStores, draft: Draft): LastDecision | null {
  const pending = draft.records.at(-1);
  if (pending !== undefined) return { ...pending, id: pending.commandId };
  return storedLastDecision(stores, String(draft.claim.id));
}

/** The newest entry of a claim's history in the server's rows, with what stood before it. */
export function storedLastDecision(stores: Pick<WriteStores, 'replicaFile'>, claimId: string): LastDecision | null {
  const row = overlayStatements(stores.replicaFile).lastDecision.get(claimId) as
    (Omit<LastDecision, 'before'> & { beforeJson: string | null }) | undefined;
  if (row === undefined || row.beforeJson === null) return null;
  const { beforeJson, ...rest } = row;
  return { ...rest, before: JSON.parse(beforeJson) as DecisionBefore };
}

function change(draft: Draft, claim: ClaimChange, lines: readonly LineChangeResult[]): void {
  const bySeq = new Map(lines.map((line) => [line.seq, line]));
  draft.lines = draft.lines.map((line) => ({ ...line, ...bySeq.get(line.seq) }));
  Object.assign(draft.claim, {
    status: claim.status,
    status_before: claim.statusBefore,
    queue: claim.queue,
    hold_reason: claim.holdReason,
    approved_fen: claim.approvedFen,
    cut_fen: claim.cutFen,
    reason_code: claim.reasonCode,
    decided_level: claim.decidedLevel,
    decided_at_ms: claim.decidedAtMs,
    decided_by: claim.decidedBy,
    return_count: claim.returnCount,
    closed_date: claim.closedDate,
    assigned_to: claim.assignedTo === undefined ? (draft.claim.assigned_to ?? null) : claim.assignedTo,
  } satisfies Record<(typeof CHANGED_COLUMNS)[number], Row[string]>);
}

/** People as the rules ask for them when a claim is handed over, as of today. */
export function personIn({
  replicaFile,
}: Pick<WriteStores, 'replicaFile'>): (userId: string) => ClaimPerson | undefined {
  return (userId) => {
    const today = businessDateOf(Date.now());
    const row = overlayStatements(replicaFile).person.get({ userId, today }) as
      { name: string; regionId: string | null; isActive: number; roles: string | null } | undefined;
    if (row === undefined) return undefined;
    const { name, regionId, isActive, roles } = row;
    return { userId, name, regionId, isActive: isActive === 1, roles: roles === null ? [] : roles.split(',') };
  };
}

/** The columns a decision reads, under the names of the domain. */
export function decisionClaim(row: Row): DecisionClaim {
  return {
    ...currentChange(row),
    id: String(row.id),
    createdBy: text(row.created_by),
    ...moneyOf(row),
    ...placeOf(row),
  };
}

function placeOf(row: Row): { assignedTo: string | null; regionId: string } {
  return { assignedTo: text(row.assigned_to), regionId: String(row.region_id) };
}

function decisionClaimForUndo(row: Row): { status: string; statementId: string | null; decidedAtMs: number | null } {
  return { status: String(row.status), statementId: text(row.statement_id), decidedAtMs: number(row.decided_at_ms) };
}

function moneyOf(row: Row): { claimedFen: number; payableFen: number } {
  return { claimedFen: Number(row.claimed_fen), payableFen: Number(row.payable_fen) };
}

function currentChange(row: Row): ClaimChange {
  return {
    status: String(row.status),
    statusBefore: text(row.status_before),
    queue: String(row.queue),
    holdReason: text(row.hold_reason),
    approvedFen: Number(row.approved_fen),
    cutFen: Number(row.cut_fen),
    reasonCode: text(row.reason_code),
    decidedLevel: text(row.decided_level),
    decidedAtMs: number(row.decided_at_ms),
    decidedBy: text(row.decided_by),
    returnCount: Number(row.return_count),
    closedDate: text(row.closed_date),
  };
}

function currentLines(lines: readonly DecisionLine[]): LineChangeResult[] {
  return lines.map(({ seq, decision, approvedFen, reasonCode }) => ({
    ...{ seq, approvedFen, reasonCode },
    decision: decision as LineChangeResult['decision'],
  }));
}

function text(cell: Row[string] | undefined): string | null {
  return typeof cell === 'string' ? cell : null;
}

function number(cell: Row[string] | undefined): number | null {
  return typeof cell === 'number' ? cell : null;
}
