import type { z } from 'zod';
import type { CommandBody } from '../../src-shared/contract/commands.ts';
import type { AttentionItem, EditedDecision, WaitingCommand } from '../../src-shared/contract/sync.contract.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { ReadStores, WriteStores } from '../db/stores.ts';
import { attentionRows } from './attention-rows.ts';
import { targetOf } from './command-targets.ts';
import { enqueueCommands, type Result } from './outbox.tasks.ts';
import { releaseHeld } from './refused-commands.ts';
import { resent, type Refused } from './resend.ts';

type Item = z.infer<typeof AttentionItem>;

interface FailedRow {
  id: string;
  kind: string;
  state: string;
  bodyJson: string;
  resultJson: string | null;
  refusedJson: string | null;
  madeAtMs: number;
}

const NEEDS_A_PERSON = `(state in ('conflict', 'rejected') or refused_json is not null)`;
const FAILED_ROW = `select id, kind, state, body_json as bodyJson, result_json as resultJson, refused_json as refusedJson,
        made_at_ms as madeAtMs from outbox where ${NEEDS_A_PERSON}`;

/** Commands the server refused, and bulk commands it did not do for every row, with both versions side by side. */
function listAttention(stores: ReadStores, _input: null): Item[] {
  const rows = stores.localFile.prepare(`${FAILED_ROW} order by client_seq`).all() as FailedRow[];
  return rows.map((row) => attentionItem(stores, row));
}

function attentionItem(stores: ReadStores, row: FailedRow): Item {
  const refused = refusedOf(row);
  const { body, targetIds } = refused;
  const result = row.resultJson === null ? null : (JSON.parse(row.resultJson) as Result);
  const target = targetOf(stores, body);
  const claimId = 'claimId' in body ? body.claimId : null;
  return {
    commandId: row.id,
    kind: row.kind,
    madeAtMs: row.madeAtMs,
    targetNo: target?.row?.no ?? null,
    targetId: target?.id ?? null,
    ...reasonOf(row, result, targetIds),
    mine: mineOf(body),
    theirs: result?.current ?? (claimId === null ? sheetNow(stores, body) : claimNow(stores, claimId)),
    ...attentionRows(stores, body, { targetIds, result }),
    canResend: resent(stores, refused, { edited: null, batchId: '' }) !== null,
  };
}

function refusedOf({ bodyJson, refusedJson }: Pick<FailedRow, 'bodyJson' | 'refusedJson'>): Refused {
  const targetIds = refusedJson === null ? null : (JSON.parse(refusedJson) as string[]);
  return { body: JSON.parse(bodyJson) as CommandBody, targetIds };
}

function reasonOf(
  row: FailedRow,
  result: Result | null,
  targetIds: readonly string[] | null,
): Pick<Item, 'status' | 'reason' | 'details'> {
  if (targetIds !== null) return { status: 'partly', reason: 'some-refused', details: { count: targetIds.length } };
  const status = row.state === 'conflict' ? 'conflict' : 'rejected';
  return { status, reason: result?.reason ?? 'unexpected', details: result?.details ?? {} };
}

function mineOf(body: CommandBody): Item['mine'] {
  if (body.kind === 'claim.decide' || body.kind === 'claim.decideMany') {
    const { action, reasonCode, note, lines } = body.decision;
    const claims = body.kind === 'claim.decideMany' ? { claims: body.targets.length } : {};
    return { action, reasonCode, note, lines: lines.length, ...claims };
  }
  if (body.kind === 'count.enter') return { round: body.round, countedLines: body.entries.length };
  if (body.kind === 'count.found') return { round: body.round, foundItems: body.items.length };
  return 'note' in body && typeof body.note === 'string' && body.note !== '' ? { note: body.note } : {};
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

/** Where a count sheet stands that does not take the counts any more. */
function sheetNow(stores: ReadStores, body: CommandBody): Item['theirs'] {
  if (!('sheetId' in body)) return null;
  const row = stores.replicaFile
    .prepare('select status as sheetStatus, round from count_sheet where id = ?')
    .get(body.sheetId);
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

/**
 * Ends an item; "reapply" and "edit" make a new command on the row as it stands now. Where none can be made, the item stays:
 * what a person entered leaves the work-list only by that person's word.
 */
function resolveAttention(stores: WriteStores, input: Resolution): { newCommandId: string | null } {
  const row = stores.localFile.prepare(`${FAILED_ROW} and id = ?`).get(input.commandId) as FailedRow | undefined;
  if (row === undefined) return { newCommandId: null };
  const { newCommandId: id, madeBy, madeAtMs, edited } = input;
  const wanted = input.way === 'reapply' || input.way === 'edit';
  const again = wanted ? resent(stores, refusedOf(row), { edited, batchId: id }) : null;
  if (wanted && again === null) throw new AppError('CONFLICT', 'nothing-to-resend');
  stores.localFile
    .prepare(
      `update outbox set state = case when state = 'acked' then state else 'resolved' end, refused_json = null where id = ?`,
    )
    .run(input.commandId);
  releaseHeld(stores, input.commandId);
  if (again === null) return { newCommandId: null };
  enqueueCommands(stores, [
    { id, body: again, batchId: again.kind === 'claim.decideMany' ? id : null, madeBy, madeAtMs },
  ]);
  return { newCommandId: id };
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
    const targetNo = targetOf(stores, JSON.parse(bodyJson) as CommandBody)?.row?.no ?? null;
    return { commandId: id, kind, targetNo, madeAtMs, attempts, held: heldBy !== null };
  });
}

export const attentionReadTasks = { 'sync.outbox': listOutbox, 'sync.attention': listAttention };
export const attentionWriteTasks = { 'sync.resolve': resolveAttention };
