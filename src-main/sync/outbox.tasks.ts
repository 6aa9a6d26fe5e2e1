import path from 'node:path';
import type { z } from 'zod';
import type { CommandBody, CommandEnvelope, CommandResult } from '../../src-shared/contract/commands.ts';
import { unstorableText } from '../../src-shared/domain/units/storable-text.ts';
import { AppError } from '../../src-shared/errors.ts';
import { storeErrorKind } from '../db/store-errors.ts';
import type { ReadStores, WriteStores } from '../db/stores.ts';
import { rebaseOverlay } from './overlay.ts';
import { withReserve } from './reserve.ts';
import { claimIdsOf, isPredicted, refusedTargets } from './pending-index.ts';
import { heldFromTheStart, holdLater } from './refused-commands.ts';
import { agreeNumbers, nextToSend } from './send-order.ts';

/** As it was made: a command queued by an older program keeps its version, the server casts it up (sync §3.8). */
export type Envelope = Omit<z.infer<typeof CommandEnvelope>, 'commandVersion'> & { commandVersion: number };
export type Result = z.infer<typeof CommandResult>;

const OPEN_MARK = 'profile.open';

export interface NewCommand {
  id: string;
  body: CommandBody;
  batchId: string | null;
  madeBy: string;
  madeAtMs: number;
}

/** Writes commands to `local.db` in one fsynced transaction, then predicts their effect in the replica. */
export function enqueueCommands(stores: WriteStores, commands: readonly NewCommand[]): void {
  for (const { body } of commands) {
    const unstorable = unstorableText(body);
    if (unstorable !== null) throw new AppError('BAD_REQUEST', 'text-not-storable', { ...unstorable });
  }
  const insert = stores.localFile.prepare(
    `insert into outbox (id, kind, command_version, body_json, batch_id, state, made_by, made_at_ms, held_by)
     values (?, ?, 1, ?, ?, 'queued', ?, ?, ?)`,
  );
  const save = stores.localFile.transaction(() =>
    commands.map((command) =>
      Number(
        insert.run(
          command.id,
          command.body.kind,
          JSON.stringify(command.body),
          command.batchId,
          command.madeBy,
          command.madeAtMs,
          heldFromTheStart(stores, command.body),
        ).lastInsertRowid,
      ),
    ),
  );
  const numbers = withReserve(path.dirname(stores.localFile.name), save);
  const touched: string[] = [];
  for (const [at, command] of commands.entries()) {
    if (!isPredicted(command.body)) continue;
    const claimIds = claimIdsOf(stores.localFile, command.body);
    stores.pending.add({ ...command, body: command.body, clientSeq: numbers[at] ?? 0 }, claimIds);
    touched.push(...claimIds);
  }
  predict(stores, touched);
}

/** What is saved stays saved: on a full disk the prediction waits for the next start, the command does not. */
function predict(stores: WriteStores, claimIds: readonly string[]): void {
  try {
    rebaseOverlay(stores, claimIds);
  } catch (error) {
    if (storeErrorKind(error) !== 'full') throw error;
  }
}

export interface StoredResults {
  answered: number;
  retryAfterMs: number | null;
}

/** Keeps the server's answers; what failed leaves the overlay at once, what was applied leaves it when its row arrives. */
function storeResults(
  stores: WriteStores,
  input: { results: readonly Result[]; headSeq: number; nowMs: number },
): StoredResults {
  const stored: StoredResults = { answered: 0, retryAfterMs: null };
  const touched: string[] = [];
  stores.localFile.transaction(() => {
    for (const result of input.results) touched.push(...storeResult(stores, result, input, stored));
  })();
  rebaseOverlay(stores, touched);
  return stored;
}

const STATE_OF_RESULT = { applied: 'acked', conflict: 'conflict', rejected: 'rejected' } as const;

function storeResult(
  stores: WriteStores,
  result: Result,
  input: { headSeq: number; nowMs: number },
  stored: StoredResults,
): string[] {
  if (result.status === 'retry') {
    const waitMs = result.retryAfterMs ?? 1000;
    stored.retryAfterMs = Math.max(stored.retryAfterMs ?? 0, waitMs);
    stores.localFile
      .prepare(`update outbox set state = 'queued', send_seq = null, next_at_ms = ? where id = ? and state = 'sent'`)
      .run(input.nowMs + waitMs, result.id);
    return [];
  }
  const touchedByRefusal: string[] = [];
  const command = stores.pending.get(result.id);
  const refused = refusedTargets(result);
  const moot = result.status !== 'applied' && isMootUndo(stores, result.id);
  const state = moot ? 'resolved' : STATE_OF_RESULT[result.status];
  const arrivesLater = result.status === 'applied' && command !== undefined;
  const refusedJson = state === 'acked' && refused.length > 0 ? JSON.stringify(refused) : null;
  const { changes } = stores.localFile
    .prepare(
      `update outbox set state = ?, result_json = ?, refused_json = ?, ack_seq = coalesce(ack_seq, ?)
        where id = ? and state in ('queued', 'sent')`,
    )
    .run(state, JSON.stringify(result), refusedJson, arrivesLater ? null : input.headSeq, result.id);
  if (changes === 0) return [];
  stored.answered += 1;
  if (state === 'conflict' || state === 'rejected') touchedByRefusal.push(...holdLater(stores, result.id));
  if (!arrivesLater) return [...touchedByRefusal, ...stores.pending.settleAll(result.id)];
  const isOver = refused.filter((id) => stores.pending.settle(result.id, id)).length > 0;
  // The rows of what was applied came before this answer: nothing will bring them once more.
  if (isOver) stores.localFile.prepare('update outbox set ack_seq = ? where id = ?').run(input.headSeq, result.id);
  return refused;
}

/** An undo of a decision that the server refused has nothing left to undo: nobody needs to look at it. */
function isMootUndo(stores: WriteStores, id: string): boolean {
  const body = stores.pending.get(id)?.body;
  if (body?.kind !== 'claim.undo') return false;
  const state = stores.localFile.prepare('select state from outbox where id = ?').pluck().get(body.decisionCommandId);
  return state === 'conflict' || state === 'rejected' || state === 'resolved';
}

/** Puts commands whose request failed back in the queue, not before `nextAtMs`. */
function putBack(stores: WriteStores, input: { ids: readonly string[]; nextAtMs: number }): void {
  const update = stores.localFile.prepare(`update outbox set next_at_ms = ? where id = ? and state = 'sent'`);
  stores.localFile.transaction(() => {
    for (const id of input.ids) update.run(input.nextAtMs, id);
  })();
}

export interface OutboxCounts {
  waiting: number;
  attention: number;
  /** The smallest number that was sent and not answered; its answer may have been lost. */
  firstSentSeq: number | null;
  /** The highest number that was answered; null when none was. */
  lastAnsweredSeq: number | null;
  /** When the head of the queue may be sent; nothing overtakes it. */
  nextAtMs: number | null;
}

function counts(stores: ReadStores | WriteStores): OutboxCounts {
  const row = stores.localFile
    .prepare(
      `select count(*) filter (where state in ('queued', 'sent')) as waiting,
              count(*) filter (where state in ('conflict', 'rejected') or refused_json is not null) as attention,
              min(send_seq) filter (where state = 'sent') as firstSentSeq,
              max(send_seq) filter (where state not in ('queued', 'sent')) as lastAnsweredSeq,
              (select next_at_ms from outbox where state in ('queued', 'sent') and held_by is null
                order by send_seq is null, send_seq, client_seq limit 1) as nextAtMs
         from outbox`,
    )
    .get();
  return row as OutboxCounts;
}

const CLOCK_OFFSET = 'clockOffsetMs';

function clockOffset({ localFile }: Pick<ReadStores, 'localFile'>): number {
  const text = localFile
    .prepare('select value_json from local_setting where setting_key = ?')
    .pluck()
    .get(CLOCK_OFFSET);
  return typeof text === 'string' ? Number(text) : 0;
}

export const outboxWriteTasks = {
  'outbox.enqueue': (stores: WriteStores, input: NewCommand): void => enqueueCommands(stores, [input]),
  'outbox.nextToSend': nextToSend,
  'outbox.agreeNumbers': agreeNumbers,
  'outbox.storeResults': storeResults,
  'outbox.putBack': putBack,
  /** Notes that the profile is in use; true when it was so already, as after a crash. */
  'profile.opened': (stores: WriteStores, _input: null): boolean =>
    stores.localFile
      .prepare(`insert or ignore into local_setting (setting_key, value_json) values ('${OPEN_MARK}', '1')`)
      .run().changes === 0,
  'profile.closed': (stores: WriteStores, _input: null): void => {
    stores.localFile.prepare('delete from local_setting where setting_key = ?').run(OPEN_MARK);
  },
  /** By how much the device's clock was off at the last contact; kept for work without a network, also after a reboot. */
  'outbox.keepClockOffset': (stores: WriteStores, { offsetMs }: { offsetMs: number }): void => {
    if (clockOffset(stores) === offsetMs) return;
    stores.localFile
      .prepare(
        `insert into local_setting (setting_key, value_json) values (?, ?)
         on conflict (setting_key) do update set value_json = excluded.value_json`,
      )
      .run(CLOCK_OFFSET, JSON.stringify(offsetMs));
  },
  'outbox.setState': (stores: WriteStores, input: { id: string; state: 'resolved' }): boolean =>
    stores.localFile
      .prepare(`update outbox set state = ? where id = ? and state in ('conflict', 'rejected')`)
      .run(input.state, input.id).changes === 1,
};

export const outboxReadTasks = {
  'outbox.counts': (stores: ReadStores, _input: null): OutboxCounts => counts(stores),
  'outbox.clockOffset': (stores: ReadStores, _input: null): number => clockOffset(stores),
  'outbox.result': (stores: ReadStores, input: { id: string }): Result | null => {
    const text = stores.localFile.prepare('select result_json from outbox where id = ?').pluck().get(input.id);
    return typeof text === 'string' ? (JSON.parse(text) as Result) : null;
  },
};
