import { AppError } from '../../src-shared/errors.ts';
import { backoffMs, retryInMs, Wakeable } from './backoff.ts';
import type { Envelope, Result } from './outbox.tasks.ts';
import type { SyncSession } from './sync-session.ts';

/** With nothing due, the outbox is looked at again this often even when nobody wakes it. */
const IDLE_MS = 30_000;
/** How long an answer waits for its rows: a copy that takes no deltas just now must not keep a person from going on. */
const ROWS_MS = 3000;

/** Sends the outbox in order, keeps every answer, and finds answers that were lost on the way. */
export class Uploader {
  readonly #session: SyncSession;
  readonly #wakeable = new Wakeable();
  readonly #waiting = new Map<string, ((result: Result) => void)[]>();
  readonly #rows = new Map<string, PromiseWithResolvers<void>>();
  #connected = false;
  #recovered = false;
  #stopped = false;
  #failures = 0;
  #loop: Promise<void> | null = null;

  constructor(session: SyncSession) {
    this.#session = session;
  }

  start(): void {
    this.#loop = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wakeable.wake();
    await this.#loop;
  }

  wake(): void {
    this.#wakeable.wake();
  }

  /** The download loop has the server; answers of an earlier connection are looked up first. */
  setConnected(connected: boolean): void {
    if (connected && !this.#connected) this.#recovered = false;
    this.#connected = connected;
    if (!connected) return;
    this.#failures = 0;
    this.wake();
  }

  /** The rows of these commands stand in the copy now. */
  arrived(ids: readonly string[]): void {
    for (const id of ids) this.#rows.get(id)?.resolve();
  }

  /**
   * The server's answer. What was applied is answered once its rows stand in the copy as well, or after a moment: the
   * screen asks again at once, and the next step of the same person must not meet his own last one as a conflict.
   */
  async result(id: string, timeoutMs: number, signal?: AbortSignal): Promise<Result> {
    const rows = Promise.withResolvers<void>();
    this.#rows.set(id, rows);
    try {
      const result = await this.#answer(id, timeoutMs, signal);
      if (result.status === 'applied') await this.#withRows(rows.promise, signal);
      return result;
    } finally {
      this.#rows.delete(id);
    }
  }

  async #withRows(rows: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
    const enough = Promise.withResolvers<void>();
    const timer = setTimeout(enough.resolve, ROWS_MS);
    const away = (): void => enough.resolve();
    signal?.addEventListener('abort', away, { once: true });
    await Promise.race([rows, enough.promise]);
    clearTimeout(timer);
    signal?.removeEventListener('abort', away);
  }

  async #answer(id: string, timeoutMs: number, signal: AbortSignal | undefined): Promise<Result> {
    const arrival = Promise.withResolvers<Result>();
    this.#waiting.set(id, [...(this.#waiting.get(id) ?? []), arrival.resolve]);
    const away = (): void => arrival.reject(new AppError('UNAVAILABLE', 'answer-outstanding', { commandId: id }));
    const timer = setTimeout(away, timeoutMs);
    signal?.addEventListener('abort', away, { once: true });
    try {
      const known = await this.#session.pool.read('outbox.result', { id });
      return known ?? (await arrival.promise);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', away);
      this.#waiting.delete(id);
    }
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      const waitMs = await this.#step().catch((error: unknown) => {
        this.#session.logger.warn('outbox', { error: String(error) });
        return backoffMs(1);
      });
      if (waitMs > 0 && !this.#stopped) await this.#wakeable.sleep(waitMs);
    }
  }

  /** Sends one request if there is something due; returns how long to wait before the next look. */
  async #step(): Promise<number> {
    const { pool, clock } = this.#session;
    await this.#tellCounts();
    if (!this.#connected) return IDLE_MS;
    if (!this.#recovered) await this.#recover();
    const commands = await pool.write('outbox.nextToSend', { nowMs: clock() });
    if (commands.length === 0) return this.#untilDue();
    return this.#send(commands);
  }

  /** Whoever wakes the loop before the head of the queue is due must not send it to sleep past that moment. */
  async #untilDue(): Promise<number> {
    const { nextAtMs } = await this.#session.pool.read('outbox.counts', null);
    const dueInMs = (nextAtMs ?? 0) - this.#session.clock();
    return dueInMs > 0 ? Math.min(dueInMs, IDLE_MS) : IDLE_MS;
  }

  async #send(commands: readonly Envelope[]): Promise<number> {
    const { pool, client, deviceId, clock, tokens, logger } = this.#session;
    try {
      const answer = await client.sync.commands({ deviceId, commands: [...commands] });
      this.#failures = 0;
      return await this.#keep(answer.results, answer.headSeq);
    } catch (error) {
      if (error instanceof AppError && error.data.code === 'UNAUTHENTICATED') tokens.distrust();
      this.#failures += 1;
      this.#recovered = false;
      const waitMs = retryInMs(this.#failures, error);
      logger.warn('commands were not answered', { error: String(error), commands: commands.length, waitMs });
      await pool.write('outbox.putBack', { ids: commands.map(({ id }) => id), nextAtMs: clock() + waitMs });
      return waitMs;
    }
  }

  /** Answers that were lost on the way, a page at a time. */
  async #recover(): Promise<void> {
    const { pool, client, deviceId } = this.#session;
    const { firstSentSeq } = await pool.read('outbox.counts', null);
    let after = firstSentSeq === null ? null : firstSentSeq - 1;
    while (after !== null) {
      const { results } = await client.sync.results({ deviceId, after });
      const last: number | undefined = results.at(-1)?.clientSeq;
      if (results.length > 0) await this.#keep(results, 0);
      after = last ?? null;
    }
    this.#recovered = true;
  }

  async #keep(results: readonly Result[], headSeq: number): Promise<number> {
    const { pool, clock, changed } = this.#session;
    const stored = await pool.write('outbox.storeResults', { results, headSeq, nowMs: clock() });
    for (const result of results) {
      if (result.status === 'retry') continue;
      for (const resolve of this.#waiting.get(result.id) ?? []) resolve(result);
    }
    await this.#tellCounts();
    if (stored.answered > 0) changed(['claim']);
    return stored.retryAfterMs ?? 0;
  }

  async #tellCounts(): Promise<void> {
    const counts = await this.#session.pool.read('outbox.counts', null);
    this.#session.status.set({ waitingCommands: counts.waiting, attentionCommands: counts.attention });
  }
}
