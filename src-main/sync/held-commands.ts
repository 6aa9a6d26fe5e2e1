import type { CommandBody } from '../../src-shared/contract/commands.ts';
import type { WriteStores } from '../db/stores.ts';
import { isPredicted, type PendingCommand, type PredictedBody } from './pending-index.ts';

/**
 * True while an earlier command on one of the same claims has no row in the replica yet: a decision names the version it
 * was made on, and that version is only known when the earlier one has come back (sync §3.12). An undo names no version
 * and is never held.
 */
export function heldUntilAnswered(stores: WriteStores, id: string): boolean {
  const command = stores.pending.get(id);
  if (command === undefined || !namesVersions(command.body)) return false;
  return [...command.open].some((claimId) =>
    stores.pending.ofClaim(claimId).some((other) => other.clientSeq < command.clientSeq),
  );
}

/** The body with today's versions for claims whose last decision is our own earlier command; others keep what was seen. */
export function withCurrentVersions(stores: WriteStores, id: string, bodyJson: string): string {
  const command = stores.pending.get(id);
  if (command === undefined) return bodyJson;
  const body = rewritten(stores, command);
  if (body === command.body) return bodyJson;
  stores.pending.replaceBody(id, body);
  return JSON.stringify(body);
}

function rewritten(stores: WriteStores, command: PendingCommand): PredictedBody {
  const { body } = command;
  if (body.kind === 'claim.decide') {
    const version = followedVersion(stores, body.claimId, command.clientSeq);
    return version === null || version === body.version ? body : { ...body, version };
  }
  if (body.kind !== 'claim.decideMany') return body;
  let changed = false;
  const targets = body.targets.map(([claimId, seen]): [string, number] => {
    const version = followedVersion(stores, claimId, command.clientSeq) ?? seen;
    changed ||= version !== seen;
    return [claimId, version];
  });
  return changed ? { ...body, targets } : body;
}

/** The claim's version when the newest decision on it came from this outbox, before `clientSeq`; else null. */
function followedVersion(stores: WriteStores, claimId: string, clientSeq: number): number | null {
  const newest = stores.replicaFile
    .prepare('select command_id from audit_decision where claim_id = ? order by decided_at_ms desc, id desc limit 1')
    .pluck()
    .get(claimId);
  if (typeof newest !== 'string') return null;
  const seq = stores.localFile.prepare('select client_seq from outbox where id = ?').pluck().get(newest);
  if (typeof seq !== 'number' || seq >= clientSeq) return null;
  const version = stores.replicaFile.prepare('select _v from claim where id = ?').pluck().get(claimId);
  return typeof version === 'number' ? version : null;
}

/** True for commands that say on which version of a claim they were made. */
export function namesVersions(body: CommandBody): boolean {
  return isPredicted(body) && (body.kind === 'claim.decide' || body.kind === 'claim.decideMany');
}
