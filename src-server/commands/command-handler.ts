import type { Transaction } from 'kysely';
import type { CommandBody, CommandKind, ImportThingResult, TargetResult } from '../../src-shared/contract/commands.ts';
import type { SignedInUser } from '../../src-shared/contract/session.contract.ts';
import type { ErrorDetails } from '../../src-shared/errors.ts';
import type { CentralTables } from '../db/central-tables.generated.ts';

/**
 * What a handler works with. Everything happens inside `db`, the one transaction of the command: nothing in a handler
 * may wait for a socket, a file or a timer (on PGlite the whole server would wait with it).
 */
export interface CommandContext {
  db: Transaction<CentralTables>;
  user: SignedInUser;
  deviceId: string;
  commandId: string;
  nowMs: number;
  /** Business date of `nowMs` in Asia/Shanghai. */
  today: string;
  /** A fresh ULID for a row the server makes. */
  newId(): string;
}

/** `conflict` and `rejected` undo everything the handler wrote; their answer is kept and given again on a repeat. */
export type CommandOutcome =
  | {
      status: 'applied';
      output?: Record<string, unknown>;
      targets?: TargetResult[];
      imported?: ImportThingResult[];
    }
  | { status: 'conflict'; reason: string; details: ErrorDetails; current: ErrorDetails | null }
  | { status: 'rejected'; reason: string; details: ErrorDetails };

export type BodyOf<K extends CommandKind> = Extract<CommandBody, { kind: K }>;

/** One handler per kind, supplied by the rooms in compose.ts. A refusal may also be thrown as AppError or Refusal. */
export type CommandHandlers = {
  [K in CommandKind]: (context: CommandContext, body: BodyOf<K>) => Promise<CommandOutcome>;
};
