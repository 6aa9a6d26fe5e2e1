import { openTestApp, type TestApp } from '../src-main/testing/test-app.ts';
import { Colleague } from '../e2e/world/colleague.ts';
import { printBenchLine } from './bench-line.ts';
import { p95 } from './bench-profile.ts';
import { loginsOf, openBenchServer } from './bench-server.ts';

/** A larger copy makes the bench longer and not its figures; `--long` takes the scale as it is given. */
const USUAL_SCALE = 0.02;
const CLAIMS = 30;
const LIMIT_MS = 300;
const PATIENCE_MS = 900_000;

interface Target {
  id: string;
  version: number;
}

/** A decision committed on the server → the row with its new status in another desktop's grid (design §7). */
export async function run({ scale, long }: { scale: number; long: boolean }): Promise<void> {
  const server = await openBenchServer(long ? scale : Math.min(scale, USUAL_SCALE));
  let watcher: TestApp | null = null;
  try {
    const [login = '', other = login] = await loginsOf(server, 'l1');
    watcher = await openTestApp({ serverUrl: server.url });
    await watcher.client.session.signInDemo({ login: other });
    await watcher.waitFor(
      (event) => event.type === 'sync' && event.state.phase === 'live' && !event.state.historyPending,
      PATIENCE_MS,
    );
    const { accessToken } = await server.signIn(login);
    const colleague = Colleague.withToken(server.url, `bench-${login}`, accessToken);
    const targets = await server.query<{ id: string; version: string }>(
      `select id, _v as version from claim where status = 'IN_REVIEW' order by id limit ${String(CLAIMS)}`,
    );
    const sinceSentMs: number[] = [];
    const sinceAnswerMs: number[] = [];
    for (const { id, version } of targets) {
      for (const [step, action] of (['HOLD', 'RELEASE'] as const).entries()) {
        const seen = seenWith(watcher, id, action === 'HOLD' ? 'ON_HOLD' : 'IN_REVIEW');
        const sentAtMs = performance.now();
        await hold(colleague, { id, version: Number(version) + step }, action);
        const answeredAtMs = performance.now();
        const seenAtMs = await seen;
        sinceSentMs.push(seenAtMs - sentAtMs);
        sinceAnswerMs.push(Math.max(0, seenAtMs - answeredAtMs));
      }
    }
    const [copy] = await server.query<{ rows: string }>(
      'select ((select count(*) from claim) + (select count(*) from claim_line)) as rows',
    );
    const many = `${String(sinceSentMs.length)} decisions among ${copy?.rows ?? ''} claims and lines, p95`;
    printBenchLine({
      ...{ bench: 'sync.delta', case: `committed → visible in another grid, ${many}`, value: p95(sinceAnswerMs) },
      ...{ unit: 'ms', peer: 'limit of design §7', peerValue: LIMIT_MS },
    });
    printBenchLine({
      ...{ bench: 'sync.delta', case: `command sent → visible in another grid, ${many}`, value: p95(sinceSentMs) },
      ...{ unit: 'ms', peer: 'limit of design §7', peerValue: LIMIT_MS },
    });
  } finally {
    await watcher?.close();
    await server.close();
  }
}

async function hold(colleague: Colleague, { id, version }: Target, action: 'HOLD' | 'RELEASE'): Promise<void> {
  const holdReason = action === 'HOLD' ? ('WAIT_CALL' as const) : null;
  const decision = { action, reasonCode: null, note: '', holdReason, lines: [] };
  await colleague.applied({ kind: 'claim.decide', claimId: id, version, decision });
}

/** The moment in which the grid's own question finds the claim in this status. */
function seenWith(watcher: TestApp, claimId: string, status: string): Promise<number> {
  const question = { filters: [{ column: 'id', op: 'in' as const, values: [claimId] }], text: '', sort: [] };
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`${claimId} not seen as ${status}`));
    }, PATIENCE_MS);
    const unsubscribe = watcher.app.events.subscribe((event) => {
      if (event.type !== 'changed' || !event.tables.includes('claim')) return;
      void watcher.client.claims.page({ query: question, offset: 0, limit: 1 }).then(({ rows }) => {
        if (rows[0]?.status !== status) return;
        clearTimeout(timer);
        unsubscribe();
        resolve(performance.now());
      }, reject);
    });
  });
}
