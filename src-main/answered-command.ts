import type { CommandBody } from '../src-shared/contract/commands.ts';
import { AppError } from '../src-shared/errors.ts';
import type { AppServices, CommandResultValue } from './app-services.ts';

const ANSWER_TIMEOUT_MS = 60_000;

interface Asking {
  isOnline: () => boolean;
  signal: AbortSignal | undefined;
  timeoutMs?: number;
}

/** Sends a command the server alone can do, and gives its answer, whatever it is. Without the server it is not taken at all. */
export async function askServer(
  outbox: AppServices['outbox'],
  body: CommandBody,
  { isOnline, signal, timeoutMs = ANSWER_TIMEOUT_MS }: Asking,
): Promise<CommandResultValue> {
  if (!isOnline()) throw new AppError('UNAVAILABLE', 'needs-server', { kind: body.kind });
  const id = await outbox.enqueue(body);
  return outbox.awaitResult(id, { timeoutMs, ...(signal === undefined ? {} : { signal }) });
}

/**
 * The same where a person waits on the screen they gave the command from: refused, it throws the reason and is no item of
 * the work-list, because the screen says so on the spot.
 */
export async function answeredCommand(
  { outbox, stores }: Pick<AppServices, 'outbox' | 'stores'>,
  body: CommandBody,
  asking: Asking,
): Promise<CommandResultValue> {
  const result = await askServer(outbox, body, asking);
  if (result.status === 'applied') return result;
  if (result.status === 'retry') throw new AppError('UNAVAILABLE', 'server-busy', { seconds: 5 });
  await stores.write('outbox.setState', { id: result.id, state: 'resolved' });
  outbox.wake();
  const code = result.status === 'conflict' ? 'CONFLICT' : 'RULE_BROKEN';
  throw new AppError(code, result.reason ?? 'unexpected', result.details);
}
