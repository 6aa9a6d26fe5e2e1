import { printBenchLine } from './bench-line.ts';
import { openBenchProfile, p95, timed } from './bench-profile.ts';
import { ensureReplica } from './world/scale.ts';

const OPENED = 200;
const CLERK = { userId: 'bench', name: 'bench', roles: ['l1'], claimLimitFen: null };

/** Opening a claim with all its evidence, each another one of the queue (issue 5: p95 below 100 ms at 1,000,000 claims). */
export async function run({ scale }: { scale: number }): Promise<void> {
  const { file, size } = await ensureReplica(scale);
  const profile = await openBenchProfile(file);
  try {
    const query = {
      filters: [{ column: 'queue', op: 'in' as const, values: ['DECIDE'] }],
      text: '',
      sort: [{ column: 'riskScore', direction: 'desc' as const }],
    };
    const { rows } = await profile.pool.read('claims.page', { query, offset: 0, limit: OPENED });
    const alone: number[] = [];
    const whole: number[] = [];
    for (const { id } of rows) {
      const row = await timed(() => profile.pool.read('claims.page', { query, offset: 0, limit: 1 }));
      alone.push(row.ms);
      // As the screen asks: both at once, each of the two readers takes one.
      const opened = await timed(() =>
        Promise.all([
          profile.pool.read('claims.detail', { id, actor: CLERK, nowMs: Date.now() }),
          profile.pool.read('claims.evidence', { id }),
        ]),
      );
      whole.push(opened.ms);
    }
    printBenchLine({
      bench: 'claim.open',
      case: `claim and evidence among ${String(size.claims)} claims, p95 of ${String(rows.length)}, limit 100 ms`,
      ...{ value: p95(whole), unit: 'ms', peer: 'one row of the same queue, p95', peerValue: p95(alone) },
    });
  } finally {
    await profile.close();
  }
}
