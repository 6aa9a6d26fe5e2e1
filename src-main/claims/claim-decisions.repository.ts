import type { z } from 'zod';
import type { BatchState, DecisionInput } from '../../src-shared/contract/claims.contract.ts';
import type { CommandBody } from '../../src-shared/contract/commands.ts';
import type { ControlTotal, Selection } from '../../src-shared/contract/query.ts';
import { applyDecision } from '../../src-shared/domain/claims/claim-decision.ts';
import { canUndo } from '../../src-shared/domain/claims/claim-undo.ts';
import { businessDateOf } from '../../src-shared/domain/units/business-date.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { ReadStores, WriteStores } from '../db/stores.ts';
import { readActor } from '../sync/actor.ts';
import { enqueueCommands, type NewCommand } from '../sync/outbox.tasks.ts';
import { currentSettings, decisionClaim, personIn } from '../sync/overlay.ts';
import { overlayStatements } from '../sync/overlay-rows.ts';
import { fullRow, lastDecisionOf } from './claim-detail.repository.ts';
import { linesAsShown } from './dry-run.repository.ts';
import { controlTotalOf, selectedClaims } from './selected-claims.ts';

type Decision = z.infer<typeof DecisionInput>;
export interface Maker {
  madeBy: string;
  madeAtMs: number;
}

const TARGETS_PER_COMMAND = 5000;

/** Queues one decision after asking the rules what it would do here; a decision that they refuse is never queued. */
export function decideClaim(
  stores: WriteStores,
  input: Maker & { commandId: string; claimId: string; version: number; decision: Decision },
): { undoUntilMs: number | null } {
  const row = fullRow(stores, input.claimId);
  if (row === undefined) throw new AppError('NOT_FOUND', 'claim-not-found', { id: input.claimId });
  const version = versionMeant(stores, row._v, input);
  if (version === null) {
    throw new AppError('CONFLICT', 'claim-changed', { no: row.no ?? null, status: row.status ?? null });
  }
  const settings = currentSettings(stores);
  const outcome = applyDecision({
    claim: decisionClaim(row),
    lines: linesAsShown(stores, input.claimId),
    openBlockRules:
      row.worst_severity === 3 ? (overlayStatements(stores.replicaFile).blockRules.all(input.claimId) as string[]) : [],
    decision: input.decision,
    personOf: personIn(stores),
    actor: readActor(input.madeBy),
    settings,
    nowMs: input.madeAtMs,
    today: businessDateOf(input.madeAtMs),
  });
  if (!outcome.ok) throw new AppError('RULE_BROKEN', outcome.reason, outcome.details);
  const { claimId, decision } = input;
  enqueueCommands(stores, [command(input, input.commandId, { kind: 'claim.decide', claimId, version, decision })]);
  return { undoUntilMs: undoUntil(input, settings.undoSeconds) };
}

/**
 * The version a decision is made on: the one that was seen, or the present one when all that has come since is what this desk
 * itself sent on the version seen, as when somebody takes a claim and decides it at once; null = others have changed it.
 */
function versionMeant(
  stores: WriteStores,
  present: unknown,
  { claimId, version }: { claimId: string; version: number },
): number | null {
  if (present === version) return version;
  if (present !== version + 1) return null;
  const newest = stores.replicaFile
    .prepare(
      `select command_id as commandId, claim_version_seen as seen from audit_decision where claim_id = ?
        order by decided_at_ms desc, id desc limit 1`,
    )
    .get(claimId) as { commandId: string | null; seen: number | null } | undefined;
  if (newest?.seen !== version) return null;
  const isMine = stores.localFile.prepare('select 1 from outbox where id = ?').get(newest.commandId) !== undefined;
  return isMine ? present : null;
}

/** What was handed over is handed back, not undone. */
function undoUntil({ madeAtMs, decision }: Maker & { decision: Decision }, undoSeconds: number): number | null {
  return decision.action === 'ASSIGN' ? null : madeAtMs + undoSeconds * 1000;
}

/** Queues the decision over everything selected, in as few commands as fit; nothing is queued when the total moved. */
export function decideSelection(
  stores: WriteStores,
  input: Maker & {
    batchId: string;
    commandIds: readonly string[];
    selection: z.infer<typeof Selection>;
    expected: z.infer<typeof ControlTotal>;
    decision: Decision;
  },
): { commandIds: string[]; undoUntilMs: number | null } {
  const targets = selectedClaims(stores, input.selection);
  const total = controlTotalOf(targets);
  const { expected } = input;
  if (
    total.count !== expected.count ||
    total.totalFen !== expected.totalFen ||
    total.controlNo !== expected.controlNo
  ) {
    throw new AppError('CONFLICT', 'selection-changed', { count: total.count, totalFen: total.totalFen });
  }
  if (total.count === 0) throw new AppError('BAD_REQUEST', 'nothing-selected');
  const parts = Math.ceil(targets.length / TARGETS_PER_COMMAND);
  if (parts > input.commandIds.length) throw new AppError('TOO_MANY', 'selection-too-large', { count: targets.length });
  const { batchId, decision } = input;
  const commands = input.commandIds.slice(0, parts).map((id, part) => {
    const own = targets.slice(part * TARGETS_PER_COMMAND, (part + 1) * TARGETS_PER_COMMAND);
    const body: CommandBody = {
      kind: 'claim.decideMany',
      ...{ batchId, decision },
      targets: own.map((target): [string, number] => [target.id, target.version]),
    };
    return { ...command(input, id, body), batchId };
  });
  enqueueCommands(stores, commands);
  const { undoSeconds } = currentSettings(stores);
  return { commandIds: commands.map(({ id }) => id), undoUntilMs: undoUntil(input, undoSeconds) };
}

/** Count, payable sum and control number of a selection, evaluated now. */
export function selectionTotal(
  stores: ReadStores,
  { selection }: { selection: z.infer<typeof Selection> },
): z.infer<typeof ControlTotal> {
  return controlTotalOf(selectedClaims(stores, selection));
}

/** Queues taking back the last decision on a claim, when the rules allow it now. */
export function undoDecision(
  stores: WriteStores,
  input: Maker & { commandId: string; claimId: string },
): { undoUntilMs: number | null } {
  const row = fullRow(stores, input.claimId);
  if (row === undefined) throw new AppError('NOT_FOUND', 'claim-not-found', { id: input.claimId });
  const last = lastDecisionOf(stores, input.claimId);
  const check = canUndo({
    claim: {
      status: String(row.status),
      statementId: typeof row.statement_id === 'string' ? row.statement_id : null,
      decidedAtMs: typeof row.decided_at_ms === 'number' ? row.decided_at_ms : null,
    },
    last: last?.decision ?? null,
    actorUserId: readActor(input.madeBy).userId,
    undoSeconds: currentSettings(stores).undoSeconds,
    nowMs: input.madeAtMs,
  });
  if (!check.ok) throw new AppError('RULE_BROKEN', check.reason, check.details);
  const decisionCommandId = last?.commandId;
  if (decisionCommandId == null) throw new AppError('RULE_BROKEN', 'undo-nothing-to-undo');
  const body: CommandBody = { kind: 'claim.undo', claimId: input.claimId, decisionCommandId };
  enqueueCommands(stores, [command(input, input.commandId, body)]);
  return { undoUntilMs: null };
}

/** Queues taking back a whole batch within its time. */
export function undoBatch(stores: WriteStores, input: Maker & { commandId: string; batchId: string }): void {
  const batch = batchCommands(stores, input.batchId);
  const first = batch[0];
  if (first === undefined) throw new AppError('NOT_FOUND', 'batch-not-found', { batchId: input.batchId });
  const { undoSeconds } = currentSettings(stores);
  if (input.madeAtMs > first.madeAtMs + undoSeconds * 1000)
    throw new AppError('RULE_BROKEN', 'undo-too-late', { undoSeconds });
  if (isBatchUndone(stores, input.batchId)) throw new AppError('RULE_BROKEN', 'undo-nothing-to-undo');
  const body: CommandBody = { kind: 'claim.undoMany', batchId: input.batchId, commandIds: batch.map(({ id }) => id) };
  enqueueCommands(stores, [command(input, input.commandId, body)]);
}

interface BatchCommand {
  id: string;
  state: string;
  bodyJson: string;
  resultJson: string | null;
  madeAtMs: number;
}

function batchCommands(stores: ReadStores | WriteStores, batchId: string): BatchCommand[] {
  return stores.localFile
    .prepare(
      `select id, state, body_json as bodyJson, result_json as resultJson, made_at_ms as madeAtMs from outbox
        where batch_id = ? and kind = 'claim.decideMany' order by client_seq`,
    )
    .all(batchId) as BatchCommand[];
}

function isBatchUndone(stores: ReadStores | WriteStores, batchId: string): boolean {
  return (
    stores.localFile
      .prepare(`select 1 from outbox where kind = 'claim.undoMany' and json_extract(body_json, '$.batchId') = ?`)
      .get(batchId) !== undefined
  );
}

type BatchStateValue = z.infer<typeof BatchState>;
type RowResult = BatchStateValue['results'][number];

/** Where a bulk decision stands, with one result per claim in the order they were selected. */
export function batchState(stores: ReadStores, { batchId }: { batchId: string }): BatchStateValue {
  const commands = batchCommands(stores, batchId);
  const first = commands[0];
  if (first === undefined) throw new AppError('NOT_FOUND', 'batch-not-found', { batchId });
  const results = commands.flatMap(commandResults);
  const numbers = claimNumbers(stores, results);
  for (const result of results) result.no = numbers.get(result.claimId) ?? null;
  const count = (outcomes: readonly RowResult['outcome'][]): number =>
    results.filter((result) => outcomes.includes(result.outcome)).length;
  const undone = isBatchUndone(stores, batchId);
  const { decision } = JSON.parse(first.bodyJson) as { decision: Decision };
  return {
    batchId,
    action: decision.action,
    total: results.length,
    applied: count(['applied']),
    refused: count(['conflict', 'rejected']),
    waiting: count(['waiting']),
    undoUntilMs: undone ? null : undoUntil({ ...first, madeBy: '', decision }, currentSettings(stores).undoSeconds),
    results,
  };
}

interface StoredResult {
  status: string;
  reason: string | null;
  details: RowResult['details'];
  targets: { id: string; outcome: RowResult['outcome']; reason: string | null; details: RowResult['details'] }[] | null;
}

function commandResults({ bodyJson, resultJson }: BatchCommand): RowResult[] {
  const { targets } = JSON.parse(bodyJson) as { targets: [string, number][] };
  const result = resultJson === null ? null : (JSON.parse(resultJson) as StoredResult);
  const byId = new Map((result?.targets ?? []).map((target) => [target.id, target]));
  return targets.map(([claimId]): RowResult => {
    if (result === null) return { claimId, no: null, outcome: 'waiting', reason: null, details: {} };
    const target = byId.get(claimId);
    if (target !== undefined) {
      return { claimId, no: null, outcome: target.outcome, reason: target.reason, details: target.details };
    }
    const outcome = result.status === 'conflict' ? 'conflict' : result.status === 'applied' ? 'applied' : 'rejected';
    return { claimId, no: null, outcome, reason: result.reason, details: result.details };
  });
}

function claimNumbers(stores: ReadStores, results: readonly RowResult[]): Map<string, string | null> {
  const rows = stores.replicaFile
    .prepare('select id, no from claim where id in (select value from json_each(?))')
    .all(JSON.stringify(results.map((result) => result.claimId))) as { id: string; no: string | null }[];
  return new Map(rows.map((row) => [row.id, row.no]));
}

function command({ madeBy, madeAtMs }: Maker, id: string, body: CommandBody): NewCommand {
  return { id, body, batchId: null, madeBy, madeAtMs };
}
