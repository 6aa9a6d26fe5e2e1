import { SCHEMA_HASH } from '../../src-shared/database/schema-hash.ts';
import { PROTOCOL, type Hello } from '../../src-shared/contract/server/sync.contract.ts';
import { REPLICATED_TABLES } from '../../src-shared/contract/replicated-tables.generated.ts';
import { AppError } from '../../src-shared/errors.ts';
import { retryInMs, Wakeable } from './backoff.ts';
import { faultPoint } from './fault-points.ts';
import type { ReplicaTier } from './replica-state.ts';
import type { DeltaApplied, ReplicaStanding } from './replica.tasks.ts';
import { openServerStream } from './server-stream.ts';
import type { SyncSession } from './sync-session.ts';
import type { Uploader } from './uploader.ts';

const POLL_SECONDS = 25;
const POLL_IDLE_MS = 45_000;
const MOST_BYTES = 64 * 1024 * 1024;
/** Two answers broken on their way: the next is asked for uncompressed; three: support should look (sync §6, case 13). */
const BROKEN_BEFORE_PLAIN = 2;
const BROKEN_BEFORE_ALARM = 3;
const ALL_TABLES = REPLICATED_TABLES.map((table) => table.name as string);

/** Keeps the replica like the server: first copy, tiers, then the feed for ever. One loop, one thing at a time. */
export class Downloader {
  readonly #session: SyncSession;
  readonly #uploader: Uploader;
  readonly #wakeable = new Wakeable();
  /** Ends a poll; `#ending` also ends a download, which then resumes at the next start. */
  #abort = new AbortController();
  readonly #ending = new AbortController();
  #stopped = false;
  #failures = 0;
  #historyFailures = 0;
  /** Answers in a row that were broken on their way. */
  #broken = 0;
  /** A whole new copy was asked for, by a person or by the server. */
  #rebuild = false;
  #history: Promise<void> | null = null;
  #loop: Promise<void> | null = null;

  constructor(session: SyncSession, uploader: Uploader) {
    this.#session = session;
    this.#uploader = uploader;
  }

  start(): void {
    this.#loop = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#ending.abort();
    this.#abort.abort();
    this.#wakeable.wake();
    await this.#loop;
    await this.#history;
  }

  /** Ends a waiting period or a quiet poll. */
  now(): void {
    this.#failures = 0;
    this.#abort.abort();
    this.#wakeable.wake();
  }

  rebuild(): void {
    this.#rebuild = true;
    this.now();
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      this.#abort = new AbortController();
      try {
        await this.#connect();
      } catch (error) {
        if (this.#stopped) break;
        await this.#recover(error);
      }
    }
  }

  async #connect(): Promise<void> {
    const { pool, client, status, clock, deviceId, appVersion, logger } = this.#session;
    const before = await pool.read('replica.standing', null);
    const { lastAnsweredSeq } = await pool.read('outbox.counts', null);
    status.set({ usable: before.complete, seq: before.seq, ...(this.#failures === 0 ? { phase: 'connecting' } : {}) });
    const hello = await client.sync.hello({
      protocol: PROTOCOL,
      appVersion,
      schemaHash: SCHEMA_HASH,
      deviceId,
      cursor: before.cursor,
    });
    status.set({ lastContactAtMs: clock() });
    if (hello.action === 'upgrade-app') throw new AppError('CONFLICT', 'program-too-old', { version: appVersion });
    const { lost } = await pool.write('outbox.agreeNumbers', { lastClientSeq: hello.lastClientSeq, lastAnsweredSeq });
    if (lost > 0) logger.warn('the server has forgotten commands it had answered', { lost });
    this.#uploader.setConnected(true);
    const standing = await this.#bringUp(hello, before);
    status.set({ usable: true, problem: null, historyPending: standing.tier === 'open' });
    if (standing.tier === 'open') this.#startHistory(hello);
    await this.#follow();
  }

  /** The first copy, or a new one when the feed cannot help; the old file serves until the new one is whole. */
  async #bringUp(hello: Hello, before: ReplicaStanding): Promise<ReplicaStanding> {
    const needed = !before.complete || this.#rebuild || hello.action === 'snapshot';
    if (!needed) return before;
    const onlyOpen = !before.complete && hello.rowEstimate > hello.openRowEstimate * 1.2;
    await this.#history;
    await this.#build(hello, onlyOpen ? 'open' : 'all');
    this.#rebuild = false;
    return this.#session.pool.read('replica.standing', null);
  }

  async #build(hello: Hello, tier: ReplicaTier, quiet = false): Promise<void> {
    const { pool, status, folder, serverUrl, tokens, logger } = this.#session;
    const startedMs = performance.now();
    const onProgress = (done: number, total: number | null, phase: string, bytes: number): void => {
      const seconds = (performance.now() - startedMs) / 1000;
      const left = total === null || done === 0 ? null : Math.ceil((seconds / done) * (total - done));
      status.set({ rowsDone: done, rowsTotal: total, bytesDone: bytes, secondsLeft: left });
      if (!quiet && (phase === 'downloading' || phase === 'indexing' || phase === 'verifying')) status.set({ phase });
    };
    const built = await pool.job(
      'sync.buildReplica',
      {
        folder,
        serverUrl,
        accessToken: await tokens.accessToken(),
        tier,
        buildKey: [hello.epoch, SCHEMA_HASH, hello.scopeHash, tier].join('|'),
        rowEstimate: tier === 'open' ? hello.openRowEstimate : hello.rowEstimate,
        plain: this.#broken >= BROKEN_BEFORE_PLAIN,
      },
      { onProgress, signal: this.#ending.signal },
    );
    logger.info('replica built', { tier, ...built, acks: built.acks.length });
    await pool.swapReplica(() => faultPoint('rename'));
    await pool.write('replica.rebuildOverlay', { acks: built.acks });
    this.#broken = 0;
    status.set({ usable: true, seq: built.seq, secondsLeft: 0 });
    this.#session.changed(ALL_TABLES);
  }

  #startHistory(hello: Hello): void {
    if (this.#history !== null) return;
    this.#history = this.#build(hello, 'all', true)
      .then(() => {
        this.#historyFailures = 0;
        this.#session.status.set({ historyPending: false });
      })
      .catch((error: unknown) => {
        this.#historyFailures += 1;
        const waitMs = retryInMs(this.#historyFailures, error);
        this.#session.logger.warn('history was not completed', { error: String(error), waitMs });
        setTimeout(() => this.#abort.abort(), waitMs).unref(); // connect again, then try again
      })
      .finally(() => {
        this.#history = null;
      });
  }

  /**
   * The feed for ever. The screens say 已同步 only once an answer of this connection has brought everything that stood on
   * the server when it was asked: that is at least where it stood at the greeting.
   */
  async #follow(): Promise<void> {
    let level = false;
    while (!this.#stopped && !this.#abort.signal.aborted) {
      const { cursor } = await this.#session.pool.read('replica.standing', null);
      const body = await this.#poll(cursor ?? '', level ? POLL_SECONDS : 0);
      const applied = await this.#session.pool.write('replica.applyDelta', { body, cursor });
      if (applied === null) continue;
      this.#broken = 0;
      this.#heed(applied);
      if (!applied.whole) throw new AppError('UNAVAILABLE', 'server-away', { cause: 'no-end' });
      level ||= !applied.more && applied.steer === null;
      if (!level) continue;
      this.#failures = 0;
      this.#session.status.set({ phase: 'live' });
    }
  }

  #heed(applied: DeltaApplied): void {
    const { status, clock, tokens, changed } = this.#session;
    status.set({ lastContactAtMs: clock(), seq: applied.seq });
    if (applied.tables.length > 0) changed(applied.tables);
    if (applied.batches > 0) this.#uploader.wake();
    if (applied.steer === 'auth_expired') tokens.distrust();
    else if (applied.steer !== null) throw new AppError('CONFLICT', 'resnapshot', { why: applied.steer });
  }

  async #poll(cursor: string, waitSeconds: number): Promise<Uint8Array> {
    const query = new URLSearchParams({ cursor, wait: String(waitSeconds) });
    const stream = await openServerStream({
      serverUrl: this.#session.serverUrl,
      path: `/sync/v1/delta?${query.toString()}`,
      accessToken: await this.#session.tokens.accessToken(),
      idleTimeoutMs: POLL_IDLE_MS,
      signal: this.#abort.signal,
      plain: this.#broken >= BROKEN_BEFORE_PLAIN,
    });
    const chunks: Buffer[] = [];
    let bytes = 0;
    try {
      for await (const chunk of stream) {
        bytes += (chunk as Buffer).length;
        // One batch this large costs more than a fresh copy; anything else this large is no answer of our server.
        if (bytes > MOST_BYTES) throw new AppError('CONFLICT', 'resnapshot', { why: 'too-long' });
        chunks.push(chunk as Buffer);
      }
    } catch (error) {
      // What has come whole is applied all the same; the rest comes again.
      if (error instanceof AppError) throw error;
      if (isDecodeError(error)) throw new AppError('UNAVAILABLE', 'broken-stream', { part: 'encoding' }, error);
      if (chunks.length === 0) throw new AppError('UNAVAILABLE', 'server-away', {}, error);
    }
    return new Uint8Array(Buffer.concat(chunks));
  }

  async #recover(error: unknown): Promise<void> {
    const { status, tokens, logger, sessionEnded } = this.#session;
    if (this.#abort.signal.aborted && !(error instanceof AppError && error.data.code === 'CONFLICT')) return;
    const known = error instanceof AppError ? error.data : null;
    if (known?.reason === 'token-expired') {
      tokens.distrust();
      if (this.#failures === 0) {
        this.#failures = 1;
        return;
      }
    }
    if (known?.reason === 'broken-stream' && ++this.#broken >= BROKEN_BEFORE_ALARM) {
      logger.error('answers of the server keep arriving broken', { times: this.#broken, part: known.details.part });
    }
    if (known?.reason === 'resnapshot') {
      this.#rebuild = true;
      if (this.#failures === 0) {
        this.#failures = 1;
        return;
      }
    }
    this.#uploader.setConnected(false);
    if (known?.code === 'UNAUTHENTICATED' && known.reason !== 'token-expired') {
      sessionEnded();
      this.#stopped = true;
      return;
    }
    this.#failures += 1;
    const away = known?.code === 'UNAVAILABLE' || known?.code === 'TOO_MANY';
    logger.warn('replication waits', {
      error: String(error),
      cause: String((error as Error).cause ?? ''),
      failures: this.#failures,
    });
    status.set({
      phase: away ? 'offline' : 'failed',
      problem:
        known === null ? { reason: 'unexpected', details: {} } : { reason: known.reason, details: known.details },
    });
    await this.#wakeable.sleep(retryInMs(this.#failures, error));
  }
}

/** The decoder's own complaint, as against a connection that broke. */
function isDecodeError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(Z_|ZSTD_)/.test(String(error.code));
}
