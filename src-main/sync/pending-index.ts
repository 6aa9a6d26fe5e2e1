import type { Database } from 'better-sqlite3';
import type { CommandBody, CommandResult } from '../../src-shared/contract/commands.ts';

/** The kinds whose effect on claims is shown before the server has answered. */
export type PredictedBody = Extract<CommandBody, { kind: `claim.${string}` }>;

export interface PendingCommand {
  clientSeq: number;
  id: string;
  body: PredictedBody;
  madeBy: string;
  madeAtMs: number;
  /** Claims on which the command has neither arrived nor been refused. */
  open: Set<string>;
}

interface OutboxRow {
  client_seq: number;
  id: string;
  body_json: string;
  made_by: string;
  made_at_ms: number;
  result_json: string | null;
}

export function isPredicted(body: CommandBody): body is PredictedBody {
  return body.kind.startsWith('claim.');
}

/** The unconfirmed commands of the outbox by claim, in the order they were made; derived, so it is rebuilt at every start. */
export class PendingIndex {
  readonly #commands = new Map<string, PendingCommand>();
  readonly #byClaim = new Map<string, PendingCommand[]>();

  /** Reads what still waits: not answered, or answered and not yet in the replica. */
  static load(local: Database): PendingIndex {
    const index = new PendingIndex();
    const rows = local
      .prepare(
        `select client_seq, id, body_json, made_by, made_at_ms, result_json from outbox
          where ack_seq is null and state in ('queued', 'sent', 'acked') and kind like 'claim.%' order by client_seq`,
      )
      .all() as OutboxRow[];
    for (const row of rows) {
      const body = JSON.parse(row.body_json) as PredictedBody;
      const refused = row.result_json === null ? [] : refusedTargets(JSON.parse(row.result_json) as CommandResult);
      const open = claimIdsOf(local, body).filter((claimId) => !refused.includes(claimId));
      if (open.length === 0 && refused.length > 0) continue;
      index.add({ clientSeq: row.client_seq, id: row.id, body, madeBy: row.made_by, madeAtMs: row.made_at_ms }, open);
    }
    return index;
  }

  get size(): number {
    return this.#commands.size;
  }

  add(command: Omit<PendingCommand, 'open'>, claimIds: readonly string[]): void {
    const added: PendingCommand = { ...command, open: new Set(claimIds) };
    this.#commands.set(added.id, added);
    for (const claimId of added.open) {
      const waiting = this.#byClaim.get(claimId);
      if (waiting === undefined) this.#byClaim.set(claimId, [added]);
      else waiting.push(added);
    }
  }

  /** A command whose body was changed before it was sent. */
  replaceBody(id: string, body: PredictedBody): void {
    const command = this.#commands.get(id);
    if (command !== undefined) command.body = body;
  }

  get(id: string): PendingCommand | undefined {
    return this.#commands.get(id);
  }

  ofClaim(claimId: string): readonly PendingCommand[] {
    return this.#byClaim.get(claimId) ?? [];
  }

  claimIds(): string[] {
    return [...this.#byClaim.keys()];
  }

  has(claimId: string): boolean {
    return this.#byClaim.has(claimId);
  }

  /** The command has arrived or failed on this claim; true when nothing of it is left. */
  settle(id: string, claimId: string): boolean {
    const command = this.#commands.get(id);
    if (command === undefined) return true;
    command.open.delete(claimId);
    const rest = (this.#byClaim.get(claimId) ?? []).filter((other) => other.id !== id);
    if (rest.length === 0) this.#byClaim.delete(claimId);
    else this.#byClaim.set(claimId, rest);
    if (command.open.size > 0) return false;
    this.#commands.delete(id);
    return true;
  }

  /** The whole command is over; returns the claims it still covered. */
  settleAll(id: string): string[] {
    const claimIds = [...(this.#commands.get(id)?.open ?? [])];
    for (const claimId of claimIds) this.settle(id, claimId);
    return claimIds;
  }
}

/** Claims for which the server did not take an applied command; they show what the server has. */
export function refusedTargets({ targets }: Pick<CommandResult, 'targets'>): string[] {
  return (targets ?? []).filter(({ outcome }) => outcome !== 'applied').map(({ id }) => id);
}

/** The claims a command speaks of; an undo of many means the targets of the commands it takes back. */
export function claimIdsOf(local: Database, body: CommandBody): string[] {
  if (body.kind === 'claim.decide' || body.kind === 'claim.undo') return [body.claimId];
  if (body.kind === 'claim.decideMany') return body.targets.map(([id]) => id);
  if (body.kind !== 'claim.undoMany') return [];
  const find = local.prepare('select body_json from outbox where id = ?').pluck();
  return body.commandIds.flatMap((id) => {
    const text = find.get(id);
    return typeof text === 'string' ? claimIdsOf(local, JSON.parse(text) as CommandBody) : [];
  });
}
