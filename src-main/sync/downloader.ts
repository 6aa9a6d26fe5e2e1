import { SCHEMA_HASH } from '../../src-shared/database/schema-hash.ts';
import { PROTOCOL, type Backfill, type Hello } from '../../src-shared/contract/server/sync.contract.ts';
import { REPLICATED_TABLES } from '../../src-shared/contract/replicated-tables.generated.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { AuditReport } from '../../src-shared/contract/sync.contract.ts';
import { clockOffsetMs } from '../../src-shared/domain/sync/clock-offset.ts';
import { AuditQueue } from './audit-queue.ts';
import { Auditor } from './auditor.ts';
import { retryInMs, Wakeable } from './backoff.ts';
import type { SumLevel } from './checksums.ts';
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
  /** The serving file is damaged: it is put aside, not replaced, when the new one comes. */
  #damaged = false;
  readonly #audits: AuditQueue;
  /** What the operator of the server should hear of at the next greeting. */
  #report: { reason: string; details: string } | null = null;
  #history: Promise<void> | null = null;
  #loop: Promise<void> | null = null;

  constructor(session: SyncSession, uploader: Uploader) {
    this.#session = session;
    this.#uploader = uploader;
    this.#audits = new AuditQueue(session, new Auditor(session, (seq) => this.#pullTo(seq)));
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
    this.#audits.refuse(new AppError('UNAVAILABLE', 'store-closed'));
  }

  /** Ends a waiting period or a quiet poll. */
  now(): void {
    this.#failures = 0;
    this.#abort.abort();
    this.#wakeable.wake();
  }

  /** The network or the window is back: a waiting period ends, a quiet poll stays as it is. */
  nudge(): void {
    if (this.#failures === 0) return;
    this.now();
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
    const checkedAtMs = before.auditedAtMs === 0 ? null : before.auditedAtMs;
    status.set({
      usable: before.complete,
      seq: before.seq,
      checkedAtMs,
      ...(before.tier === 'queue' ? { historyPending: true } : {}),
      ...(this.#failures === 0 ? { phase: 'connecting' } : {}),
    });
    const sentAtMs = clock();
    const hello = await client.sync.hello({
      protocol: PROTOCOL,
      appVersion,
      schemaHash: SCHEMA_HASH,
      deviceId,
      cursor: before.cursor,
      held: before.scopes,
      report: this.#report,
    });
    this.#report = null;
    const receivedAtMs = clock();
    status.set({ lastContactAtMs: receivedAtMs });
    const offsetMs = clockOffsetMs({ sentAtMs, receivedAtMs, serverTimeMs: hello.serverTimeMs });
    await pool.write('outbox.keepClockOffset', { offsetMs });
    const { lost } = await pool.write('outbox.agreeNumbers', { lastClientSeq: hello.lastClientSeq, lastAnsweredSeq });
    if (lost > 0) logger.warn('the server has forgotten commands it had answered', { lost });
    this.#uploader.setConnected(true);
    // A program too old to read the feed still hands in what its person has done (sync §3.8).
    if (hello.action === 'upgrade-app') throw new AppError('CONFLICT', 'program-too-old', { version: appVersion });
    const standing = await this.#bringUp(hello, before);
    status.set({ usable: true, problem: null, historyPending: standing.tier === 'open' });
    if (standing.tier === 'open') this.#startHistory(hello);
    await this.#follow();
  }

  /** The first copy, or a new one when the feed cannot help; the old file serves until the new one is whole. */
  async #bringUp(hello: Hello, before: ReplicaStanding): Promise<ReplicaStanding> {
    const { pool } = this.#session;
    const first = before.tier === 'queue' || !before.complete;
    const whole = !first && !this.#rebuild && hello.action !== 'snapshot';
    if (whole && hello.action === 'delta') return before;
    await this.#history;
    if (whole && hello.backfill !== null) await this.#mend(hello, hello.backfill);
    else {
      if (!before.complete) await this.#lookAtQueue(hello);
      const onlyOpen = first && hello.rowEstimate > hello.openRowEstimate * 1.2;
      await this.#build(hello, { tier: onlyOpen ? 'open' : 'all' });
    }
    this.#rebuild = false;
    return pool.read('replica.standing', null);
  }

  /**
   * The queues alone, where the open work is long: they can be worked on while the rest comes. This file takes no deltas,
   * as it holds a part of its scopes; decisions made on it stand in the outbox and over whatever file is there.
   */
  async #lookAtQueue(hello: Hello): Promise<void> {
    if ((hello.queueRowEstimate ?? null) === null) return;
    try {
      await this.#build(hello, { tier: 'queue' });
      this.#session.status.set({ historyPending: true });
    } catch (error) {
      if (this.#stopped || (error instanceof AppError && error.data.code === 'UNAUTHENTICATED')) throw error;
      this.#session.logger.warn('the first look at the queues failed', { error: String(error) });
    }
  }

  /** Grants or columns have changed: only the difference is downloaded (sync §3.7, §3.8). */
  async #mend(hello: Hello, backfill: Backfill): Promise<void> {
    const { cursor, drop, tier } = backfill;
    if (backfill.scopes.length > 0 || backfill.tables.length > 0) {
      return this.#build(hello, { tier, patch: backfill });
    }
    const scopes = tier === 'open' ? hello.openScopes : hello.scopes;
    await this.#session.pool.write('replica.restamp', { cursor, scopes, drop });
    this.#session.changed(ALL_TABLES);
  }

  async #build(
    hello: Hello,
    { tier, patch, quiet = false }: { tier: ReplicaTier; patch?: Backfill; quiet?: boolean },
  ): Promise<void> {
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
        buildKey: [hello.epoch, SCHEMA_HASH, hello.scopeHash, tier, patch?.cursor ?? 'whole'].join('|'),
        granted: hello.scopeHash,
        scopes: tier === 'all' ? hello.scopes : hello.openScopes,
        ...(patch === undefined ? {} : { patch }),
        rowEstimate: estimateOf(hello, tier),
        plain: this.#broken >= BROKEN_BEFORE_PLAIN,
      },
      { onProgress, signal: this.#ending.signal },
    );
    logger.info('replica built', { tier, ...built, acks: built.acks.length });
    await pool.swapReplica(() => faultPoint('rename'), this.#damaged);
    this.#damaged = false;
    await pool.write('replica.rebuildOverlay', { acks: built.acks });
    this.#uploader.arrived(built.acks);
    this.#broken = 0;
    status.set({ usable: true, seq: built.seq, secondsLeft: 0 });
    this.#session.changed(ALL_TABLES);
  }

  #startHistory(hello: Hello): void {
    if (this.#history !== null) return;
    this.#history = this.#build(hello, { tier: 'all', quiet: true })
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
      const body = await this.#poll(cursor ?? '', {
        waitSeconds: level ? POLL_SECONDS : 0,
        signal: this.#abort.signal,
      });
      const applied = await this.#session.pool.write('replica.applyDelta', { body, cursor });
      if (applied === null) continue;
      this.#broken = 0;
      this.#heed(applied);
      if (!applied.whole) throw new AppError('UNAVAILABLE', 'server-away', { cause: 'no-end' });
      level ||= !applied.more && applied.steer === null;
      if (!level) continue;
      this.#failures = 0;
      this.#session.status.set({ phase: 'live' });
      await this.#audits.runDue();
    }
  }

  /**
   * Applies the feed up to exactly this number, for a comparison with the server. Whoever asks for something meanwhile
   * ends quiet polls, and must not end this one: the person who asked for the comparison would hear "server away".
   */
  async #pullTo(seq: number): Promise<void> {
    for (;;) {
      const { cursor, seq: here } = await this.#session.pool.read('replica.standing', null);
      if (here >= seq) return;
      const body = await this.#poll(cursor ?? '', { waitSeconds: 0, until: seq, signal: this.#ending.signal });
      const applied = await this.#session.pool.write('replica.applyDelta', { body, cursor });
      if (applied === null) continue;
      this.#heed(applied);
      if (applied.batches === 0) throw new AppError('UNAVAILABLE', 'server-away', { cause: 'no-batch' });
    }
  }

  /** Compares the copy with the server now; refuses with UNAVAILABLE when there is no server to compare with. */
  check(level: SumLevel): Promise<AuditReport> {
    const report = this.#audits.ask(level);
    this.now();
    return report;
  }

  #heed(applied: DeltaApplied): void {
    const { status, clock, tokens, changed } = this.#session;
    status.set({ lastContactAtMs: clock(), seq: applied.seq });
    if (applied.tables.length > 0) changed(applied.tables);
    this.#uploader.arrived(applied.acks);
    if (applied.batches > 0) this.#uploader.wake();
    if (applied.steer === 'auth_expired') tokens.distrust();
    else if (applied.steer !== null) throw new AppError('CONFLICT', 'resnapshot', { why: applied.steer });
  }

  async #poll(
    cursor: string,
    { waitSeconds, until, signal }: { waitSeconds: number; until?: number; signal: AbortSignal },
  ): Promise<Uint8Array> {
    const query = new URLSearchParams({ cursor, wait: String(waitSeconds) });
    if (until !== undefined) query.set('until', String(until));
    const stream = await openServerStream({
      serverUrl: this.#session.serverUrl,
      path: `/sync/v1/delta?${query.toString()}`,
      accessToken: await this.#session.tokens.accessToken(),
      idleTimeoutMs: POLL_IDLE_MS,
      signal,
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
    if (known?.reason === 'store-damaged') this.#damaged = !(await this.#session.pool.job('sync.quickCheck', null));
    const why = known?.reason === 'resnapshot' ? known.details.why : null;
    // Changed grants or columns are settled at the next greeting, by the difference alone.
    const settledByGreeting = why === 'scopes' || why === 'schema';
    if (this.#damaged || known?.reason === 'copy-differs' || (known?.reason === 'resnapshot' && !settledByGreeting)) {
      this.#rebuild = true;
    }
    if (known !== null && (this.#damaged || known.reason === 'copy-differs')) {
      this.#report = { reason: known.reason, details: JSON.stringify(known.details).slice(0, 500) };
    }
    if ((this.#rebuild || settledByGreeting) && this.#failures === 0) {
      this.#failures = 1;
      return;
    }
    this.#audits.refuse(error);
    if (known?.reason !== 'program-too-old') this.#uploader.setConnected(false);
    if (known?.reason === 'device-revoked') {
      this.#session.deviceRevoked();
      this.#stopped = true;
      return;
    }
    if (known?.code === 'UNAUTHENTICATED' && known.reason !== 'token-expired') {
      sessionEnded();
      this.#stopped = true;
      return;
    }
    this.#failures += 1;
    const ownStore = known?.reason.startsWith('store-') === true;
    const away = !ownStore && (known?.code === 'UNAVAILABLE' || known?.code === 'TOO_MANY');
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

function estimateOf(hello: Hello, tier: ReplicaTier): number {
  if (tier === 'queue') return hello.queueRowEstimate ?? 0;
  return tier === 'open' ? hello.openRowEstimate : hello.rowEstimate;
}
