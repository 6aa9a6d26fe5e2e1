import type { z } from 'zod';
import type { CommandBody } from '../../src-shared/contract/commands.ts';
import type { DecisionInput } from '../../src-shared/contract/claims.contract.ts';
import type { AttentionItem, EditedDecision, WaitingCommand } from '../../src-shared/contract/sync.contract.ts';
import type { ReadStores, WriteStores } from '../db/stores.ts';
import { enqueueCommands, type Result } from './outbox.tasks.ts';
import { releaseHeld } from './refused-commands.ts';

type Item = z.infer<typeof AttentionItem>;

interface FailedRow {
  id: string;
  kind: string;
  state: string;
  bodyJson: string;
  resultJson: string | null;
  madeAtMs: number;
}

/** Commands the server refused, and single refused claims of bulk commands, with both versions side by side. */
function listAttention(stores: ReadStores, _input: null): Item[] {
  const rows = stores.localFile
    .prepare(
      `select id, kind, state, body_json as bodyJson, result_json as resultJson, made_at_ms as madeAtMs from outbox
        where state in ('conflict', 'rejected') order by client_seq`,
    )
    .all() as FailedRow[];
  return rows.map((row) => attentionItem(stores, row));
}

function attentionItem(stores: ReadStores, row: FailedRow): Item {
  const body = JSON.parse(row.bodyJson) as CommandBody;
  const result = row.resultJson === null ? null : (JSON.parse(row.resultJson) as Result);
  const claimId = 'claimId' in body ? body.claimId : null;
  const targetId = claimId ?? ('statementId' in body ? body.statementId : null);
  return {
    commandId: row.id,
    kind: row.kind,
    madeAtMs: row.madeAtMs,
    targetNo: targetNumber(stores, targetId),
    targetId,
    status: row.state === 'conflict' ? 'conflict' : 'rejected',
    reason: result?.reason ?? 'unexpected',
    details: result?.details ?? {},
    mine: mineOf(body),
    theirs: result?.current ?? (claimId === null ? null : claimNow(stores, claimId)),
  };
}

function mineOf(body: CommandBody): Item['mine'] {
  if (body.kind !== 'claim.decide' && body.kind !== 'claim.decideMany') return {};
  const { action, reasonCode, note, lines } = body.decision;
  return { action, reasonCode, note, changedLines: lines.length };
}

function targetNumber(stores: ReadStores, id: string | null): string | null {
  if (id === null) return null;
  const no = stores.replicaFile
    .prepare('select no from claim where id = @id union all select no from statement where id = @id')
    .pluck()
    .get({ id });
  return typeof no === 'string' ? no : null;
}

function claimNow(stores: ReadStores, id: string): Item['theirs'] {
  const row = stores.replicaFile
    .prepare(
      `select c.status, c.approved_fen as approvedFen, c.reason_code as reasonCode, c.decided_at_ms as atMs,
              u.name as byName from claim c left join app_user u on u.id = c.decided_by where c.id = ?`,
    )
    .get(id);
  return (row as Item['theirs'] | undefined) ?? null;
}

interface Resolution {
  commandId: string;
  way: 'take-server' | 'reapply' | 'edit' | 'dismiss';
  /** With `edit`. */
  edited: EditedDecision | null;
  newCommandId: string;
  madeBy: string;
  madeAtMs: number;
}

/** Ends an item; "reapply" and "edit" make a new command on the row as it stands now. */
function resolveAttention(stores: WriteStores, input: Resolution): { newCommandId: string | null } {
  const text = stores.localFile
    .prepare(`select body_json from outbox where id = ? and state in ('conflict', 'rejected')`)
    .pluck()
    .get(input.commandId);
  if (typeof text !== 'string') return { newCommandId: null };
  stores.localFile.prepare(`update outbox set state = 'resolved' where id = ?`).run(input.commandId);
  releaseHeld(stores, input.commandId);
  const wanted = input.way === 'reapply' || input.way === 'edit';
  const again = wanted ? reapplied(stores, JSON.parse(text) as CommandBody, input.edited) : null;
  if (again === null) return { newCommandId: null };
  const { newCommandId: id, madeBy, madeAtMs } = input;
  enqueueCommands(stores, [{ id, body: again, batchId: null, madeBy, madeAtMs }]);
  return { newCommandId: id };
}

function reapplied(stores: WriteStores, body: CommandBody, edited: EditedDecision | null): CommandBody | null {
  const version = (table: string, id: string): number | null => {
    const value = stores.replicaFile.prepare(`select _v from ${table} where id = ?`).pluck().get(id);
    return typeof value === 'number' ? value : null;
  };
  if (body.kind === 'claim.decide') {
    const current = version('claim', body.claimId);
    if (current === null) return null;
    return { ...body, version: current, decision: edited === null ? body.decision : changed(body.decision, edited) };
  }
  if ('statementId' in body) {
    const current = version('statement', body.statementId);
    return current === null ? null : { ...body, version: current };
  }
  return null;
}

/** Amounts set line by line belong to an approval; with another action they mean nothing. */
function changed(decision: DecisionInput, edited: EditedDecision): DecisionInput {
  const { action, reasonCode, note } = edited;
  const lines = action === decision.action ? decision.lines : [];
  return { ...decision, action, reasonCode, note, lines, holdReason: action === 'HOLD' ? decision.holdReason : null };
}

const MOST_LISTED = 100;

/** What waits to be uploaded, the oldest first. */
function listOutbox(stores: ReadStores, _input: null): WaitingCommand[] {
  const rows = stores.localFile
    .prepare(
      `select id, kind, body_json as bodyJson, made_at_ms as madeAtMs, attempts, held_by as heldBy from outbox
        where state in ('queued', 'sent') order by client_seq limit ?`,
    )
    .all(MOST_LISTED) as {
    id: string;
    kind: string;
    bodyJson: string;
    madeAtMs: number;
    attempts: number;
    heldBy: string | null;
  }[];
  return rows.map(({ id, kind, bodyJson, madeAtMs, attempts, heldBy }) => {
    const body = JSON.parse(bodyJson) as CommandBody;
    const targetId = 'claimId' in body ? body.claimId : 'statementId' in body ? body.statementId : null;
    return { commandId: id, kind, targetNo: targetNumber(stores, targetId), madeAtMs, attempts, held: heldBy !== null };
  });
}

export const attentionReadTasks = { 'sync.outbox': listOutbox, 'sync.attention': listAttention };
export const attentionWriteTasks = { 'sync.resolve': resolveAttention };
