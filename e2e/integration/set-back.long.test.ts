import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anyFreePort } from '../../build/free-port.ts';
import { openTestApp, type TestApp } from '../../src-main/testing/test-app.ts';
import { claimCommands } from '../../src-server/claims/claims.commands.ts';
import { openPostgres } from '../../src-server/db/open-central.ts';
import { restore } from '../../src-server/operations/backup.ts';
import { writeBackup } from '../../src-server/operations/backup-file.ts';
import { readHead } from '../../src-server/sync/feed.repository.ts';
import { Sequencer } from '../../src-server/sync/sequencer.ts';
import { openTestCentral, type TestCentral } from '../../src-server/testing/central-store.ts';
import { startCluster } from '../../src-server/testing/embedded-cluster.ts';
import { addCustomer } from '../../src-server/testing/rows.ts';
import { startStandby } from '../../src-server/testing/standby-cluster.ts';
import { startTestServer, type TestServer } from '../../src-server/testing/test-server.ts';
import type { DecisionInput } from '../../src-shared/contract/claims.contract.ts';
import { openCompany, until } from './claims-company.ts';

const APPROVE: DecisionInput = { action: 'APPROVE', reasonCode: null, note: '', holdReason: null, lines: [] };
const LONG_MS = 300_000;

/** A way in which a server loses what it had committed. */
interface Setback {
  store: TestCentral;
  /** What is committed up to here survives. */
  remember(): Promise<void>;
  /** The store as it is after the fault; the first one is gone. */
  happen(): Promise<TestCentral>;
  close(): Promise<void>;
}

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'hedui-set-back-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function backupAndRestore(): Promise<Setback> {
  const store = await openTestCentral('postgres');
  const file = path.join(folder, 'monday.hedui');
  return {
    store,
    remember: async () => {
      await writeBackup(store.db, file);
    },
    happen: async () => {
      const empty = await openTestCentral('postgres');
      const { databaseUrl } = empty;
      await empty.close();
      await restore({ dataFolder: path.join(folder, 'restore'), databaseUrl }, file);
      return { ...(await openPostgres(databaseUrl ?? '', 20)), databaseUrl };
    },
    close: () => Promise.resolve(),
  };
}

async function standbyPromoted(): Promise<Setback> {
  const primary = await startCluster(['max_connections=60']);
  const databaseUrl = primary.urlOf('postgres');
  const store = { ...(await openPostgres(databaseUrl, 20)), databaseUrl };
  const standby = await startStandby(primary);
  return {
    store,
    remember: async () => {
      await standby.caughtUp();
      await standby.cutOff();
    },
    happen: async () => {
      await primary.kill();
      await standby.promote();
      const url = standby.urlOf('postgres');
      return { ...(await openPostgres(url, 20)), databaseUrl: url };
    },
    close: async () => {
      await standby.stop();
      await primary.stop();
    },
  };
}

/** The first claims of the queue: each step takes its own. */
async function openClaims(app: TestApp, count: number): Promise<Open[]> {
  const query = { filters: [{ column: 'queue', op: 'in' as const, values: ['DECIDE'] }], text: '', sort: [] };
  const { rows } = await app.client.claims.page({ query, offset: 0, limit: count });
  return rows.map(({ id, version }) => ({ id, version }));
}

interface Open {
  id: string;
  version: number;
}

const approve = (app: TestApp, { id, version }: Open): Promise<unknown> =>
  app.client.claims.decide({ claimId: id, version, decision: APPROVE });
/** Decides, and waits until the server has answered and the decided row has come back. */
async function approveFully(app: TestApp, claim: Open): Promise<void> {
  await approve(app, claim);
  await until('the decision is back', async () => !(await app.client.claims.detail({ id: claim.id })).claim.pending);
}
const statusIn = async (app: TestApp, { id }: Open): Promise<string> =>
  (await app.client.claims.detail({ id })).claim.status;
const forgotten = async (app: TestApp): Promise<[string | null, string][]> =>
  (await app.client.sync.attention({})).map(({ targetId, reason }) => [targetId, reason]);

/** The numbers of the feed go past every number that a desktop has heard from the lost server. */
async function passBy(store: TestCentral, seq: number): Promise<void> {
  const sequencer = new Sequencer({ store, nowMs: Date.now, onError: () => undefined });
  while ((await readHead(store.db)).seq <= seq + 3) {
    await addCustomer(store.db, 'r:1', 'after the fault');
    await sequencer.flush();
  }
  await sequencer.close();
}

async function decisionsOn(server: TestServer, { id: claimId }: Open): Promise<string[]> {
  const query = server.store.db.selectFrom('auditDecision').select('action').where('claimId', '=', claimId);
  return (await query.execute()).map(({ action }) => action);
}

async function loseAndGoOn(fault: Setback): Promise<void> {
  const port = await anyFreePort();
  const dataFolder = mkdtempSync(path.join(folder, 'server-'));
  const company = await openCompany(12, 'postgres', { store: fault.store, port, dataFolder });
  const clerk = await company.desktop('clerk');
  const colleague = await company.desktop('colleague');
  const [kept, lost, elsewhere, waiting] = await openClaims(clerk, 4);
  if (kept === undefined || lost === undefined || elsewhere === undefined || waiting === undefined) {
    throw new Error('the queue has too few claims');
  }
  await approveFully(clerk, kept);
  await fault.remember();
  await approveFully(clerk, lost);
  await approveFully(colleague, elsewhere);
  await until('the clerk sees both', async () => (await statusIn(clerk, elsewhere)) === 'APPROVED');
  const before = await readHead(company.server.store.db);
  // this desktop is switched off while it happens
  await colleague.close({ keepFolder: true });
  await company.server.close();
  await approve(clerk, waiting);

  const store = await fault.happen();
  await passBy(store, before.seq);
  expect((await readHead(store.db)).epoch).not.toBe(before.epoch);
  const server = await startTestServer('postgres', claimCommands(), { store, port, dataFolder });
  const back = await openTestApp({
    ...{ serverUrl: server.url, dataFolder: colleague.dataFolder, secretText: colleague.secrets.text ?? '' },
  });
  try {
    await until('the clerk hears of the lost decision', async () => (await forgotten(clerk)).length > 0);
    await until('and his colleague of his own', async () => (await forgotten(back)).length > 0);
    expect(await forgotten(clerk)).toEqual([[lost.id, 'lost-by-server']]);
    expect(await forgotten(back)).toEqual([[elsewhere.id, 'lost-by-server']]);
    for (const app of [clerk, back]) {
      await until('what waited is done', async () => (await statusIn(app, waiting)) === 'APPROVED');
      await until('what was lost is open again', async () => (await statusIn(app, lost)) === 'IN_REVIEW');
      expect(await statusIn(app, kept)).toBe('APPROVED');
      expect(await statusIn(app, elsewhere)).toBe('IN_REVIEW');
    }
    for (const [claim, actions] of [
      [kept, ['APPROVE']],
      [lost, []],
      [elsewhere, []],
      [waiting, ['APPROVE']],
    ] as const) {
      expect(await decisionsOn(server, claim)).toEqual(actions);
    }
    // the clerk makes the lost decision once more out of the list
    const [item] = await clerk.client.sync.attention({});
    await clerk.client.sync.resolve({ commandId: item?.commandId ?? '', way: 'reapply' });
    await until('it is done now', async () => (await decisionsOn(server, lost)).length === 1);
    await until('the other one sees it', async () => (await statusIn(back, lost)) === 'APPROVED');
    for (const app of [clerk, back]) {
      await until('both sides agree to the last column', async () => {
        const report = await app.client.sync.checkData({}).catch(() => null);
        return report !== null && report.level === 2 && report.mismatches.length === 0;
      });
    }
  } finally {
    await back.close();
    await clerk.close();
    await server.close();
  }
}

async function loseBy(prepare: () => Promise<Setback>): Promise<void> {
  const fault = await prepare();
  try {
    await loseAndGoOn(fault);
  } finally {
    await fault.close();
  }
}

test(
  'case 14: restored from an older backup, its numbers past the lost ones: new copies, what was lost is told to whom it concerns, what waited is done once',
  () => loseBy(backupAndRestore),
  LONG_MS,
);

test(
  'case 15: the same after a failover to a replica that had not received everything',
  () => loseBy(standbyPromoted),
  LONG_MS,
);
