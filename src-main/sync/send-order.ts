import type { CommandBody } from '../../src-shared/contract/commands.ts';
import type { WriteStores } from '../db/stores.ts';
import { heldUntilAnswered, withCurrentVersions } from './held-commands.ts';
import type { Envelope } from './outbox.tasks.ts';
import { reportLost } from './refused-commands.ts';

/** Per request, as the server allows (sync §3.1). */
const COMMANDS_PER_REQUEST = 100;
const BYTES_PER_REQUEST = 900_000;
/** Rows looked at for one request: held ones are stepped over. */
const ROWS_LOOKED_AT = 1000;
/**
 * Our own waits end after a minute and the server's after seconds: a moment further off was noted by a clock that has been
 * set back since (sync §6, case 18). Whoever does ask for more, a proxy say, may be asked again earlier.
 */
const LONGEST_WAIT_MS = 600_000;
const SERVER_SEQ = 'outbox.serverSeq';

interface WaitingRow {
  client_seq: number;
  send_seq: number | null;
  id: string;
  command_version: number;
  state: string;
  next_at_ms: number;
  made_at_ms: number;
}

/**
 * The next commands to send, marked as sent; empty when nothing is due. What was sent and not answered goes first, under
 * its old number; a command that must wait for an earlier one on the same row is stepped over and holds up nobody else.
 */
export function nextToSend(stores: WriteStores, input: { nowMs: number }): Envelope[] {
  const rows = stores.localFile
    .prepare(
      `select client_seq, send_seq, id, command_version, state, next_at_ms, made_at_ms from outbox
        where state in ('queued', 'sent') and held_by is null
        order by send_seq is null, send_seq, client_seq limit ?`,
    )
    .all(ROWS_LOOKED_AT) as WaitingRow[];
  // A large import waits with some 100 kB a row: only the bodies that travel are read.
  const body = stores.localFile.prepare('select body_json from outbox where client_seq = ?').pluck();
  const chosen: (Envelope & { bodyJson: string })[] = [];
  let bytes = 0;
  let next = lastNumber(stores) + 1;
  for (const row of rows) {
    if (mustWait(row.next_at_ms, input.nowMs) || chosen.length >= COMMANDS_PER_REQUEST) break;
    const fresh = row.state === 'queued';
    if (fresh && heldUntilAnswered(stores, row.id)) continue;
    const stored = String(body.get(row.client_seq));
    const bodyJson = fresh ? withCurrentVersions(stores, row.id, stored) : stored;
    bytes += Buffer.byteLength(bodyJson);
    if (chosen.length > 0 && bytes > BYTES_PER_REQUEST) break;
    chosen.push({
      id: row.id,
      clientSeq: row.send_seq ?? next++,
      commandVersion: row.command_version,
      madeAtMs: row.made_at_ms,
      body: JSON.parse(bodyJson) as CommandBody,
      bodyJson,
    });
  }
  markSent(stores, chosen);
  return chosen.map(({ bodyJson: _text, ...envelope }) => envelope);
}

function mustWait(nextAtMs: number, nowMs: number): boolean {
  return nextAtMs > nowMs && nextAtMs - nowMs <= LONGEST_WAIT_MS;
}

/** Numbers are written before anything leaves: after a crash the same command goes out under the same number. */
function markSent(stores: WriteStores, commands: readonly (Envelope & { bodyJson: string })[]): void {
  const update = stores.localFile.prepare(
    `update outbox set state = 'sent', attempts = attempts + 1, body_json = ?, send_seq = ? where id = ?`,
  );
  stores.localFile.transaction(() => {
    for (const command of commands) update.run(command.bodyJson, command.clientSeq, command.id);
  })();
}

/** The highest number in use: the highest we sent, or what the server told when it knew a higher one. */
function lastNumber(stores: WriteStores): number {
  const own = stores.localFile.prepare(`select max(send_seq) from outbox where state <> 'queued'`).pluck().get();
  return Math.max(Number(own ?? 0), serverNumber(stores));
}

function serverNumber(stores: WriteStores): number {
  const known = stores.localFile
    .prepare('select value_json from local_setting where setting_key = ?')
    .pluck()
    .get(SERVER_SEQ);
  return typeof known === 'string' ? Number(known) : 0;
}

/**
 * Compares our numbers with what the server knows of this device. A higher number there (a lost `local.db`) is never
 * used again. A lower one means that the server was set back by a restore or a failover: what it has forgotten is
 * reported, what was not answered is sent under a new number. `lastAnsweredSeq` was read before the server was asked, so
 * that an answer on its way is not taken for a loss. Returns the number of commands reported.
 */
export function agreeNumbers(
  stores: WriteStores,
  input: { lastClientSeq: number; lastAnsweredSeq: number | null },
): { lost: number } {
  const { lastClientSeq: known } = input;
  const save = (): void => {
    stores.localFile
      .prepare(
        `insert into local_setting (setting_key, value_json) values (?, ?)
         on conflict (setting_key) do update set value_json = excluded.value_json`,
      )
      .run(SERVER_SEQ, String(known));
  };
  const answered = input.lastAnsweredSeq ?? 0;
  const wasSetBack = Math.max(answered, serverNumber(stores)) > known;
  if (!wasSetBack) {
    if (known > serverNumber(stores)) save();
    return { lost: 0 };
  }
  return reportLost(stores, { known, answered }, save);
}
