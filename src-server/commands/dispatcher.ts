import { createHash } from 'node:crypto';
import type { Transaction } from 'kysely';
import { CommandEnvelope, type CommandLetter, type CommandResult } from '../../src-shared/contract/commands.ts';
import { unstorableText } from '../../src-shared/domain/units/storable-text.ts';
import type { CentralTables } from '../db/central-tables.generated.ts';
import type { CentralDb } from '../db/open-central.ts';
import { isRepeatable, isUnavailable } from '../db/repeatable-error.ts';
import { savepoint } from '../db/savepoint.ts';
import type { Caller } from '../http/caller.ts';
import type { Logger } from '../http/logger.ts';
import { faultPoint } from '../http/fault-points.ts';
import type { CommandContext, CommandHandlers, CommandOutcome } from './command-handler.ts';
import { findCommand, lastClientSeq, lockDevice, logCommand } from './command-log.repository.ts';
import { outcomeOfError } from './command-errors.ts';
import { mayCommand } from './role-gate.ts';
import { countOutOfScope } from './scope-gate.ts';
import { castUp, type UpCasters } from './up-casters.ts';

const MAX_ATTEMPTS = 6;
const RETRY_AFTER_MS = 1000;

export interface DispatcherOptions {
  db: CentralDb;
  /** A kind without a handler is refused like an unknown one. */
  handlers: Partial<CommandHandlers>;
  logger: Logger;
  nowMs(): number;
  today(): string;
  newId(): string;
  /** What a room keeps of a refused command, beside its answer in the log. */
  onRejected?(context: CommandContext, outcome: Extract<CommandOutcome, { status: 'rejected' }>): Promise<void>;
  /** Only tests give their own. */
  upCasters?: UpCasters;
  /** Called after every commit: the sequencer takes it from there. */
  onCommitted(): void;
}

/**
 * Runs commands in the order of their device, each in one transaction with its entry in the log: whatever happens to
 * the answer on its way, the command has one effect and one outcome (sync §3.11).
 */
export class CommandDispatcher {
  readonly #options: DispatcherOptions;

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  /** One result for each letter; after one that must be sent again the rest is not tried, so that the order holds. */
  async dispatch(caller: Caller, letters: readonly CommandLetter[]): Promise<CommandResult[]> {
    const results: CommandResult[] = [];
    for (const letter of letters) {
      faultPoint('command-after-receipt');
      const result = await this.#dispatchOne(caller, letter);
      results.push(result);
      faultPoint('command-before-answer');
      if (result.status === 'retry') break;
    }
    for (const letter of letters.slice(results.length)) {
      results.push(answer(letter.id, { status: 'retry', reason: 'earlier-command-waits', details: {} }));
    }
    return results;
  }

  async #dispatchOne(caller: Caller, letter: CommandLetter): Promise<CommandResult> {
    const { db, logger, onCommitted } = this.#options;
    const bodySha256 = createHash('sha256').update(JSON.stringify(letter.body)).digest('hex');
    for (let attempt = 1; ; attempt += 1) {
      try {
        const result = await db
          .transaction()
          .execute((transaction) => this.#inTransaction(transaction, caller, letter, bodySha256));
        onCommitted();
        return result;
      } catch (error) {
        if (isRepeatable(error) && attempt < MAX_ATTEMPTS) continue;
        const waiting = isRepeatable(error) || isUnavailable(error);
        const reference = logger.unexpected('command-failed', error, { commandId: letter.id, kind: letter.body.kind });
        const reason = waiting ? 'server-busy' : 'server-failed';
        return answer(letter.id, { status: 'retry', reason, details: { reference } });
      }
    }
  }

  async #inTransaction(
    transaction: Transaction<CentralTables>,
    caller: Caller,
    letter: CommandLetter,
    bodySha256: string,
  ): Promise<CommandResult> {
    const { deviceId, user } = caller;
    await lockDevice(transaction, deviceId);
    const known = await findCommand(transaction, letter.id);
    if (known !== undefined) {
      const same = known.bodySha256 === bodySha256 && known.deviceId === deviceId && known.userId === user.id;
      if (same) return JSON.parse(known.resultJson) as CommandResult;
      // by a fault of a program or by hand: who sent it now and whose it was, and nothing of either body
      this.#options.logger.warn('command-id-reused', {
        ...{ commandId: letter.id, kind: letter.body.kind.slice(0, 40), deviceId, userId: user.id },
        ...{ knownKind: known.kind, knownDeviceId: known.deviceId, knownUserId: known.userId },
        sameBody: known.bodySha256 === bodySha256,
      });
      return answer(letter.id, { status: 'rejected', reason: 'id-reused', details: {} });
    }
    const expected = (await lastClientSeq(transaction, deviceId)) + 1;
    if (letter.clientSeq > expected) {
      return answer(letter.id, { status: 'retry', reason: 'out-of-order', details: { expected } });
    }
    if (letter.clientSeq < expected) {
      return answer(letter.id, { status: 'rejected', reason: 'client-seq-used', details: { expected } });
    }
    const result = answer(letter.id, await this.#outcome(transaction, caller, letter));
    if (result.status === 'retry') return result;
    await logCommand(transaction, {
      id: letter.id,
      deviceId,
      clientSeq: letter.clientSeq,
      userId: user.id,
      kind: letter.body.kind,
      bodySha256,
      status: result.status,
      resultJson: JSON.stringify(result),
      receivedAtMs: this.#options.nowMs(),
    });
    return result;
  }

  /** The handler's effects stand only with `applied`; any other outcome undoes them and keeps the answer. */
  async #outcome(
    transaction: Transaction<CentralTables>,
    caller: Caller,
    letter: CommandLetter,
  ): Promise<CommandOutcome | RetryOutcome> {
    const cast = castUp(letter, this.#options.upCasters);
    if ('reason' in cast) {
      const { commandVersion: version } = letter;
      return { status: 'rejected', reason: cast.reason, details: { kind: letter.body.kind, version } };
    }
    const envelope = CommandEnvelope.safeParse(cast.letter);
    if (!envelope.success) {
      const issue = envelope.error.issues[0];
      const path = issue?.path.join('.') ?? '';
      return { status: 'rejected', reason: 'command-invalid', details: { kind: letter.body.kind, path } };
    }
    const { body } = envelope.data;
    const unstorable = unstorableText(body);
    if (unstorable !== null) return { status: 'rejected', reason: 'text-not-storable', details: { ...unstorable } };
    if (!mayCommand(caller.user.roles, body.kind)) {
      return { status: 'rejected', reason: 'role-not-allowed', details: { kind: body.kind } };
    }
    const outside = await countOutOfScope(transaction, caller, body);
    if (outside > 0) return { status: 'rejected', reason: 'out-of-scope', details: { number: outside } };
    const context: CommandContext = {
      db: transaction,
      user: caller.user,
      deviceId: caller.deviceId,
      commandId: letter.id,
      nowMs: this.#options.nowMs(),
      today: this.#options.today(),
      newId: () => this.#options.newId(),
    };
    const outcome = await this.#outcomeOfHandler(context, body);
    if (outcome.status === 'rejected') await this.#options.onRejected?.(context, outcome);
    return outcome;
  }

  async #outcomeOfHandler(context: CommandContext, body: CommandEnvelope['body']): Promise<CommandOutcome> {
    const { handlers, logger } = this.#options;
    try {
      return await savepoint(context.db, async () => {
        const outcome = await handle(handlers, context, body);
        if (outcome.status !== 'applied') throw new NotApplied(outcome);
        return outcome;
      });
    } catch (error) {
      if (error instanceof NotApplied) return error.outcome;
      return outcomeOfError(error, logger, { commandId: context.commandId, kind: body.kind });
    }
  }
}

interface RetryOutcome {
  status: 'retry';
  reason: string;
  details: Record<string, string | number | boolean | null>;
}

/** Carries an outcome out of the savepoint that it undoes. */
class NotApplied extends Error {
  readonly outcome: CommandOutcome;

  constructor(outcome: CommandOutcome) {
    super(outcome.status);
    this.outcome = outcome;
  }
}

/** TypeScript cannot follow that a handler taken by `body.kind` takes that body; the table's type guarantees it. */
async function handle(
  handlers: Partial<CommandHandlers>,
  context: CommandContext,
  body: CommandEnvelope['body'],
): Promise<CommandOutcome> {
  type Handler = (context: CommandContext, body: CommandEnvelope['body']) => Promise<CommandOutcome>;
  const handler = handlers[body.kind] as Handler | undefined;
  if (handler === undefined) return { status: 'rejected', reason: 'command-unknown', details: { kind: body.kind } };
  return handler(context, body);
}

function answer(id: string, outcome: CommandOutcome | RetryOutcome): CommandResult {
  const empty = { current: null, targets: null, imported: null, output: null, retryAfterMs: null };
  if (outcome.status === 'applied') {
    const { output, targets, imported } = outcome;
    const parts = { output: output ?? null, targets: targets ?? null, imported: imported ?? null };
    return { ...empty, ...parts, id, status: 'applied', reason: null, details: {} };
  }
  const retryAfterMs = outcome.status === 'retry' ? RETRY_AFTER_MS : null;
  return { ...empty, ...outcome, id, retryAfterMs };
}
