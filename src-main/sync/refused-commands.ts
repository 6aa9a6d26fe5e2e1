import type { CommandBody } from '../../src-shared/contract/commands.ts';
import type { WriteStores } from '../db/stores.ts';
import { namesVersions } from './held-commands.ts';
import { rebaseOverlay } from './overlay.ts';
import { claimIdsOf } from './pending-index.ts';

interface StoredRow {
  id: string;
  body: string;
}

/** Fields of commands that name the row they change; a room adds its own. A warehouse or a part beside it is no such row. */
const ROW_FIELDS = ['claimId', 'statementId'] as const;

/** The rows a command changes: claims by their commands, everything else by the ids in its body. */
export function rowsOf(stores: WriteStores, body: CommandBody): string[] {
  if (body.kind.startsWith('claim.')) return claimIdsOf(stores.localFile, body);
  const fields: Record<string, unknown> = body;
  return ROW_FIELDS.flatMap((field) => (typeof fields[field] === 'string' ? [fields[field]] : []));
}

/**
 * A refused command stands in the work-list: what the same person did to the same row afterwards was done to a state that
 * never came about, and waits until the item is resolved (sync §3.12). An undo of the refused command itself is over.
 * Returns the claims whose overlay has to be drawn again; the caller's transaction holds all of it.
 */
export function holdLater(stores: WriteStores, refusedId: string): string[] {
  const refused = stores.localFile
    .prepare('select client_seq as seq, body_json as body from outbox where id = ?')
    .get(refusedId) as { seq: number; body: string } | undefined;
  if (refused === undefined) return [];
  const rows = new Set(rowsOf(stores, JSON.parse(refused.body) as CommandBody));
  const hold = stores.localFile.prepare('update outbox set held_by = ? where id = ?');
  const moot = stores.localFile.prepare(`update outbox set state = 'resolved' where id = ?`);
  const touched: string[] = [];
  for (const later of queuedAfter(stores, refused.seq)) {
    const body = JSON.parse(later.body) as CommandBody;
    if (body.kind === 'claim.undo') {
      if (body.decisionCommandId !== refusedId) continue;
      moot.run(later.id);
      touched.push(...stores.pending.settleAll(later.id));
    } else if (rowsOf(stores, body).some((row) => rows.has(row))) hold.run(refusedId, later.id);
  }
  return touched;
}

function queuedAfter(stores: WriteStores, clientSeq: number): StoredRow[] {
  return stores.localFile
    .prepare(
      `select id, body_json as body from outbox
        where state = 'queued' and held_by is null and client_seq > ? order by client_seq`,
    )
    .all(clientSeq) as StoredRow[];
}

/**
 * The refused command a new decision has to wait for: it is made upon a decision on the same claim that waits already, so
 * it cannot be sent before that one, and would otherwise count as on its way for ever.
 */
export function heldFromTheStart(stores: WriteStores, body: CommandBody): string | null {
  if (!namesVersions(body)) return null;
  const held = stores.localFile
    .prepare(
      `select held_by as heldBy, body_json as body from outbox where held_by is not null and state = 'queued'
        order by client_seq desc`,
    )
    .all() as { heldBy: string; body: string }[];
  if (held.length === 0) return null;
  const rows = new Set(rowsOf(stores, body));
  const before = held.find((other) =>
    rowsOf(stores, JSON.parse(other.body) as CommandBody).some((row) => rows.has(row)),
  );
  return before?.heldBy ?? null;
}

/** The item is resolved: what was made upon it now needs a person of its own, one by one. */
export function releaseHeld(stores: WriteStores, resolvedId: string): void {
  const held = stores.localFile.prepare('select id from outbox where held_by = ?').pluck().all(resolvedId) as string[];
  refuseHere(stores, held, 'made-on-refused');
}

/** What the server knew and has forgotten: applied commands are shown to their maker, unanswered ones get new numbers. */
export function reportLost(
  stores: WriteStores,
  { known, answered }: { known: number; answered: number },
  save: () => void,
): { lost: number } {
  const lost = stores.localFile
    .prepare(`select id from outbox where send_seq > ? and send_seq <= ? and state = 'acked' order by client_seq`)
    .pluck()
    .all(known, answered) as string[];
  stores.localFile.transaction(() => {
    stores.localFile
      .prepare(
        `update outbox set state = 'queued', send_seq = null, next_at_ms = 0 where send_seq > ? and state = 'sent'`,
      )
      .run(known);
    refuseHere(stores, lost, 'lost-by-server');
    stores.localFile
      .prepare(`update outbox set send_seq = null where send_seq > ? and state in ('conflict', 'rejected', 'resolved')`)
      .run(known);
    save();
  })();
  return { lost: lost.length };
}

/** Puts commands into the work-list with a reason of our own, in the shape of a server's answer. */
function refuseHere(stores: WriteStores, ids: readonly string[], reason: string): void {
  const refuse = stores.localFile.prepare(
    `update outbox set state = 'rejected', held_by = null, refused_json = null, result_json = ? where id = ?`,
  );
  const touched: string[] = [];
  for (const id of ids) {
    const empty = { current: null, targets: null, imported: null, output: null, retryAfterMs: null };
    refuse.run(JSON.stringify({ ...empty, id, status: 'rejected', reason, details: {} }), id);
    touched.push(...stores.pending.settleAll(id));
  }
  rebaseOverlay(stores, touched);
}
