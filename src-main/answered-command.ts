import type { CommandBody } from '../src-shared/contract/commands.ts';
import { AppError } from '../src-shared/errors.ts';
import type { AppServices, CommandResultValue } from './app-services.ts';

const ANSWER_TIMEOUT_MS = 60_000;

/**
 * Sends a command whose answer a person waits for on the screen they gave it from. Without the server it is not taken at
 * all; refused, it throws the reason and is no item of the work-list, because the screen says so on the spot.
 */
export async function answeredCommand(
  { outbox, stores }: Pick<AppServices, 'outbox' | 'stores'>,
  body: CommandBody,
  { isOnline, signal }: { isOnline: () => boolean; signal?: AbortSignal | undefined },
): Promise<CommandResultValue> {
  if (!isOnline()) throw new AppError('UNAVAILABLE', 'needs-server', { kind: body.kind });
  const id = await outbox.enqueue(body);
  const result = await outbox.awaitResult(id, {
    timeoutMs: ANSWER_TIMEOUT_MS,
    ...(signal === undefined ? {} : { signal }),
  });
  if (result.status === 'applied') return result;
  if (result.status === 'retry') throw new AppError('UNAVAILABLE', 'server-busy', { seconds: 5 });
  await stores.write('outbox.setState', { id, state: 'resolved' });
  outbox.wake();
  const code = result.status === 'conflict' ? 'CONFLICT' : 'RULE_BROKEN';
  throw new AppError(code, result.reason ?? 'unexpected', result.details);
}
