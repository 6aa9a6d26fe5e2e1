import { ulid } from 'ulid';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { claimCommands } from '../../src-server/claims/claims.commands.ts';
import { startFeedAnew } from '../../src-server/sync/feed.repository.ts';
import { addRegion, addUser, markAsDemo } from '../../src-server/testing/rows.ts';
import type { Engine } from '../../src-server/testing/central-store.ts';
import { startTestServer, type TestServer } from '../../src-server/testing/test-server.ts';
import type { AppOptions } from '../../src-main/compose.ts';
import { openTestApp, type TestApp } from '../../src-main/testing/test-app.ts';

export interface Company {
  server: TestServer;
  regionId: string;
  addClaims(count: number, more?: { scope?: string; status?: string }): Promise<string[]>;
  /** A desktop signed in and level with the server, all tiers there. */
  desktop(login: string, options?: Partial<AppOptions>): Promise<TestApp>;
  close(): Promise<void>;
}

const LINE_FEN = 10_000;

/** A server, on PGlite if not told otherwise, with one region, auditors and claims in review, each of two lines of 100 yuan. */
export async function openCompany(
  claims: number,
  engine: Engine = 'pglite',
  more: Parameters<typeof startTestServer>[2] = {},
): Promise<Company> {
  const server = await startTestServer(engine, claimCommands(), more);
  const { db } = server.store;
  const regionId = await addRegion(db, '1');
  await markAsDemo(db);
  await addUser(db, { login: 'clerk', roles: ['l1'] });
  await addUser(db, { login: 'colleague', roles: ['l1'] });
  await addUser(db, { login: 'supervisor', roles: ['l2'] });
  const apps: TestApp[] = [];
  const company: Company = {
    server,
    regionId,
    addClaims: (count, more) => addClaims(server, regionId, { count, ...more }),
    desktop: async (login, options) => {
      const app = await openTestApp({ serverUrl: server.url, ...options });
      apps.push(app);
      await app.client.session.signInDemo({ login });
      await untilLive(app);
      return app;
    },
    close: async () => {
      for (const app of apps) await app.close().catch(() => undefined); // a test may have closed it itself
      await server.close();
    },
  };
  await company.addClaims(claims);
  await startFeedAnew(db);
  return company;
}

export async function untilLive(app: TestApp): Promise<void> {
  await app.waitFor(
    (event) => event.type === 'sync' && event.state.phase === 'live' && !event.state.historyPending,
    90_000,
  );
}

/** Asks again until it is so; the failure says what was waited for. */
export async function until(what: string, isSo: () => Promise<boolean>, timeoutMs = 90_000): Promise<number> {
  const startedMs = performance.now();
  while (performance.now() - startedMs < timeoutMs) {
    if (await isSo()) return performance.now() - startedMs;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`waited ${String(timeoutMs)} ms in vain: ${what}`);
}

async function addClaims(
  server: TestServer,
  regionId: string,
  { count, scope = 'r:1', status = 'IN_REVIEW' }: { count: number; scope?: string; status?: string },
): Promise<string[]> {
  const { db } = server.store;
  const ids = Array.from({ length: count }, () => ulid());
  const claims = ids.map((id, at) => ({
    ...rowIdentity(id, scope),
    no: `SP${id.slice(-10)}`,
    claimantType: 'STATION' as const,
    claimantId: 'station-1',
    claimantCode: 'FW001',
    claimantName: '济南服务站',
    type: 'WARRANTY' as const,
    vinText: `LXCTEST${String(at).padStart(10, '0')}`,
    productLine: 'BUS',
    regionId,
    failureDate: '2026-10-01',
    repairFinishDate: '2026-10-02',
    responsibility: 'MAKER' as const,
    riskScore: at % 50,
    status: status as 'IN_REVIEW',
    queue: status === 'IN_REVIEW' ? ('DECIDE' as const) : ('NONE' as const),
    claimedFen: 2 * LINE_FEN,
    stdFen: 2 * LINE_FEN,
    payableFen: 2 * LINE_FEN,
  }));
  const lines = ids.flatMap((claimId) =>
    [1, 2].map((seq) => ({
      ...rowIdentity(ulid(), scope, claimId),
      claimId,
      seq,
      costType: 'LABOUR' as const,
      description: '更换水泵',
      claimedFen: LINE_FEN,
      stdFen: LINE_FEN,
      mfrFen: LINE_FEN,
      payableFen: LINE_FEN,
    })),
  );
  for (let at = 0; at < claims.length; at += 500)
    await db
      .insertInto('claim')
      .values(claims.slice(at, at + 500))
      .execute();
  for (let at = 0; at < lines.length; at += 1000) {
    await db
      .insertInto('claimLine')
      .values(lines.slice(at, at + 1000))
      .execute();
  }
  return ids;
}
