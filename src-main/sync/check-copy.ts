import { AppError } from '../../src-shared/errors.ts';
import { differingTables, fetchSums } from './checksums.ts';
import type { SyncSession } from './sync-session.ts';

const ATTEMPTS = 20;
const WAIT_MS = 250;

/** Compares our sums with the server's; both must stand at the same place of the feed, so a moving one is asked again. */
export async function checkCopy(session: SyncSession): Promise<{ tables: number; rows: number; mismatches: string[] }> {
  const { tier } = await session.pool.read('replica.standing', null);
  if (tier === null) throw new AppError('UNAVAILABLE', 'no-copy-yet');
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const accessToken = await session.tokens.accessToken();
    const theirs = await fetchSums({ serverUrl: session.serverUrl, accessToken, tier });
    const ours = await session.pool.read('replica.sums', null);
    const differing = differingTables(ours.sums, theirs.rows);
    if (differing.length === 0 || ours.seq === theirs.seq) {
      const tables = new Set(ours.sums.map((sum) => sum.tbl)).size;
      return { tables, rows: ours.sums.reduce((sum, table) => sum + table.n, 0), mismatches: differing };
    }
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS)); // one of us is a few batches ahead
  }
  throw new AppError('UNAVAILABLE', 'server-busy', { seconds: 5 });
}
