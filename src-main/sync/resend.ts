import type { CommandBody } from '../../src-shared/contract/commands.ts';
import type { DecisionInput } from '../../src-shared/contract/claims.contract.ts';
import type { EditedDecision } from '../../src-shared/contract/sync.contract.ts';
import type { ReadStores } from '../db/stores.ts';
import { targetOf } from './command-targets.ts';

export interface Refused {
  body: CommandBody;
  /** Targets the server refused of a bulk command it did otherwise; null when it refused the whole. */
  targetIds: readonly string[] | null;
}

/**
 * The refused command as it would be sent once more, upon what stands now: the same wish with the present version of its
 * document. Null when there is nothing to send it to: the document has left this desktop, or an undo of many has been done
 * for all it can be done for.
 */
export function resent(
  stores: Pick<ReadStores, 'replicaFile'>,
  { body, targetIds }: Refused,
  { edited, batchId }: { edited: EditedDecision | null; batchId: string },
): CommandBody | null {
  if (body.kind === 'claim.decideMany') {
    const wanted = targetIds === null ? null : new Set(targetIds);
    const targets = presentVersions(
      stores,
      body.targets.map(([id]) => id).filter((id) => wanted?.has(id) ?? true),
    );
    return targets.length === 0 ? null : { ...body, batchId, targets };
  }
  if (targetIds !== null) return null;
  const target = targetOf(stores, body);
  if (target?.row === null) return null;
  const current = target !== null && 'version' in body ? { ...body, version: target.row.version } : body;
  if (current.kind !== 'claim.decide' || edited === null) return current;
  return { ...current, decision: changed(current.decision, edited) };
}

/** Claims of a bulk decision that are still on this desktop, with the version they have now. */
function presentVersions({ replicaFile }: Pick<ReadStores, 'replicaFile'>, ids: readonly string[]): [string, number][] {
  const version = replicaFile.prepare('select _v from claim where id = ?').pluck();
  return ids.flatMap((id): [string, number][] => {
    const value = version.get(id);
    return typeof value === 'number' ? [[id, value]] : [];
  });
}

/** Amounts set line by line belong to an approval; with another action they mean nothing. */
function changed(decision: DecisionInput, edited: EditedDecision): DecisionInput {
  const { action, reasonCode, note } = edited;
  const lines = action === decision.action ? decision.lines : [];
  return { ...decision, action, reasonCode, note, lines, holdReason: action === 'HOLD' ? decision.holdReason : null };
}
