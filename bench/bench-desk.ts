import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openTestApp, type TestApp } from '../src-main/testing/test-app.ts';
import { openBenchServer, type BenchServer } from './bench-server.ts';

const PATIENCE_MS = 600_000;

/** A server with the big world and the data folder of one desktop on it, shared by the benches that look at a full desktop. */
export interface BenchDesk {
  server: BenchServer;
  dataFolder: string;
  /** An auditor of the first level who sees every region. */
  login: string;
  /** True once every row has been downloaded into the folder. */
  filled: boolean;
}

let shared: Promise<BenchDesk> | null = null;

/** The desk of the run; the first caller has it made, its folder is still empty then. */
export async function openBenchDesk(scale: number): Promise<BenchDesk> {
  shared ??= makeDesk(scale);
  return shared;
}

/** The desk with every row downloaded. */
export async function openFilledDesk(scale: number): Promise<BenchDesk> {
  const desk = await openBenchDesk(scale);
  if (desk.filled) return desk;
  const app = await openDeskApp(desk);
  try {
    await app.client.session.signInDemo({ login: desk.login });
    await waitUntilFilled(app);
    desk.filled = true;
    return desk;
  } finally {
    await app.close({ keepFolder: true });
  }
}

/** The core of the desktop on the desk's folder, without a screen. */
export async function openDeskApp({ server, dataFolder }: BenchDesk): Promise<TestApp> {
  return openTestApp({ serverUrl: server.url, dataFolder });
}

export async function waitUntilFilled(app: TestApp): Promise<void> {
  await app.waitFor(
    (event) => event.type === 'sync' && event.state.phase === 'live' && !event.state.historyPending,
    PATIENCE_MS,
  );
}

/** Ends the desk's server and removes its folder, so that nothing of it runs beside the benches after it. */
export async function closeBenchDesk(): Promise<void> {
  const desk = await shared;
  shared = null;
  if (desk === null) return;
  await desk.server.close();
  rmSync(desk.dataFolder, { recursive: true, force: true });
}

async function makeDesk(scale: number): Promise<BenchDesk> {
  const server = await openBenchServer(scale);
  // The person of the sign-in page's card must see every region.
  const [user] = await server.query<{ login: string }>(
    `update app_user set region_id = null where id = (select u.id from app_user u join user_role r on r.user_id = u.id
       where r.role = 'l1' and u.status = 'ACTIVE' order by u.login limit 1) returning login`,
  );
  const login = user?.login ?? '';
  return { server, dataFolder: mkdtempSync(path.join(tmpdir(), 'hedui-bench-desk-')), login, filled: false };
}
