import type { AuditReport } from '../../src-shared/contract/sync.contract.ts';
import { AppError } from '../../src-shared/errors.ts';
import {
  differences,
  differenceText,
  fetchSums,
  type Difference,
  type SumLevel,
  type SumsQuery,
  type TableSum,
} from './checksums.ts';
import { openServerStream } from './server-stream.ts';
import { SCHEMA_HASH } from '../../src-shared/database/schema-hash.ts';
import type { FeedTier } from './replica-state.ts';
import type { SyncSession } from './sync-session.ts';

/** The copy may be exchanged for a larger one while it is being compared; then it is compared again. */
const ATTEMPTS = 5;
/** Above this a whole new copy is quicker than mending bucket by bucket. */
const MOST_BUCKETS = 64;
const IDLE_MS = 60_000;

/**
 * Compares the copy with the server at an exact number of the feed and mends what differs bucket by bucket: the rows are
 * fetched again and compared again. The server's sum is never taken over (sync §3.10).
 */
export class Auditor {
  readonly #session: SyncSession;
  readonly #pullTo: (seq: number) => Promise<void>;

  /** `pullTo` applies the feed up to exactly this number. */
  constructor(session: SyncSession, pullTo: (seq: number) => Promise<void>) {
    this.#session = session;
    this.#pullTo = pullTo;
  }

  /** Throws CONFLICT `copy-differs` when mending did not help: then only a new copy does. */
  async run(level: SumLevel): Promise<AuditReport> {
    const { clock, logger } = this.#session;
    const compared = await this.#compare({ level, byBucket: false, table: null });
    const repaired: Difference[] = [];
    for (const tbl of new Set(compared.differing.map((each) => each.tbl))) {
      repaired.push(...(await this.#mend(tbl, level)));
    }
    const mismatches = compared.differing.map(differenceText);
    if (mismatches.length > 0) logger.error('the copy differed from the server and was mended', { mismatches, level });
    const tables = new Set(compared.ours.map((sum) => sum.tbl)).size;
    const rows = compared.ours.reduce((sum, table) => sum + table.n, 0);
    return { level, tables, rows, mismatches, repaired: repaired.length, atMs: clock() };
  }

  async #mend(tbl: number, level: SumLevel): Promise<Difference[]> {
    const query: SumsQuery = { level, byBucket: true, table: tbl };
    const { differing } = await this.#compare(query);
    if (differing.length > MOST_BUCKETS) throw differs(differing);
    for (const bucket of differing) await this.#fetchBucket(bucket);
    const { differing: left } = await this.#compare(query);
    if (left.length > 0) throw differs(left);
    return differing;
  }

  async #compare(query: SumsQuery): Promise<{ ours: TableSum[]; differing: Difference[] }> {
    const { pool, serverUrl, tokens } = this.#session;
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const { tier, scopes } = await this.#standing();
      const theirs = await fetchSums({ serverUrl, accessToken: await tokens.accessToken(), tier }, query);
      // Sums of scopes the copy was never given: grants have changed, and the next greeting brings what is new.
      if (scopes !== null && theirs.rows.some(({ scope }) => !scopes.includes(scope)))
        throw new AppError('CONFLICT', 'resnapshot', { why: 'scopes' });
      await this.#pullTo(theirs.seq);
      const ours =
        query.level === 1 ? await pool.read('replica.sums', query) : await pool.job('sync.contentSums', query);
      if (ours.seq === theirs.seq) return { ours: ours.sums, differing: differences(ours.sums, theirs.rows) };
    }
    throw new AppError('UNAVAILABLE', 'server-busy', { seconds: 5 });
  }

  async #fetchBucket({ scope, tbl, bucket }: Difference): Promise<void> {
    const { pool, serverUrl, tokens } = this.#session;
    const { tier } = await this.#standing();
    const query = new URLSearchParams({ tier, scope, table: String(tbl), bucket: String(bucket), schema: SCHEMA_HASH });
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const stream = await openServerStream({
        serverUrl,
        path: `/sync/v1/snapshot?${query.toString()}`,
        accessToken: await tokens.accessToken(),
        idleTimeoutMs: IDLE_MS,
      });
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk as Buffer);
      const body = new Uint8Array(Buffer.concat(chunks));
      const { seq } = await pool.write('replica.partSeq', { body });
      await this.#pullTo(seq);
      if (await pool.write('replica.replaceBucket', { body, scope, tbl, bucket })) return;
    }
    throw new AppError('UNAVAILABLE', 'server-busy', { seconds: 5 });
  }

  async #standing(): Promise<{ tier: FeedTier; scopes: readonly string[] | null }> {
    const { tier, scopes } = await this.#session.pool.read('replica.standing', null);
    if (tier === null || tier === 'queue') throw new AppError('UNAVAILABLE', 'no-copy-yet');
    return { tier, scopes };
  }
}

function differs(where: readonly Difference[]): AppError {
  return new AppError('CONFLICT', 'copy-differs', {
    tables: [...new Set(where.map(differenceText))].slice(0, 5).join(', '),
  });
}
