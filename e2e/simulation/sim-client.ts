import { existsSync, mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import type { Database } from 'better-sqlite3';
import { NEW_REPLICA_FILE, REPLICA_FILE } from '../../src-main/db/open-stores.ts';
import type { StorePool } from '../../src-main/db/store-pool.ts';
import type { WriteStores } from '../../src-main/db/stores.ts';
import { readRooms } from '../../src-main/db/read-tasks.ts';
import { reportTasks } from '../../src-main/db/report-tasks.ts';
import { snapshotJobTasks } from '../../src-main/sync/snapshot.tasks.ts';
import type { ReadTasks, WriteTasks } from '../../src-main/db/tasks.ts';
import { writeRooms } from '../../src-main/db/write-tasks.ts';
import { WorkerStores } from '../../src-main/db/worker-stores.ts';
import type { ServerClient } from '../../src-main/session/server-client.ts';
import type { TokenKeeper } from '../../src-main/session/token-keeper.ts';
import type { SumLevel } from '../../src-main/sync/checksums.ts';
import { Downloader } from '../../src-main/sync/downloader.ts';
import { SyncStatus } from '../../src-main/sync/sync-status.ts';
import { Uploader } from '../../src-main/sync/uploader.ts';
import type { SyncSession } from '../../src-main/sync/sync-session.ts';
import type { AuditReport } from '../../src-shared/contract/sync.contract.ts';
import { AppError } from '../../src-shared/errors.ts';
import { letGo, ProcessDied, register, type Mortal } from './fault-hooks.ts';
import type { SimNetwork } from './sim-network.ts';

export interface SimClientOptions {
  name: string;
  folder: string;
  deviceId: string;
  network: SimNetwork;
  /** The desktop asks for another token. */
  renewToken(): void;
  /** What this machine takes for the time. */
  clock(): number;
  log(line: string): void;
  /** After every task that may have changed a file. */
  afterWrite(task: string, stores: WriteStores): void;
}

const joined = async <Tasks>(rooms: Readonly<Record<string, () => Promise<object>>>): Promise<Tasks> =>
  Object.assign({}, ...(await Promise.all(Object.values(rooms).map((load) => load())))) as Tasks;
/** Loaded before the first run: nothing is loaded while simulated time passes. */
const readTasks = await joined<ReadTasks>(readRooms);
const writeTasks = await joined<WriteTasks>(writeRooms);
const jobTasks = { ...snapshotJobTasks, ...reportTasks };

type AnyTask = (stores: unknown, input: unknown, control?: unknown) => unknown;

/** One run of a desktop's core: the real loops and tasks on real files, its threads folded into this one. */
export class SimClient {
  readonly #options: SimClientOptions;
  readonly #mortal: Mortal;
  readonly #writer: WorkerStores;
  readonly #reader: WorkerStores;
  #downloader: Downloader | null = null;
  #uploader: Uploader | null = null;
  readonly status: SyncStatus;
  /** One writing task at a time, as in the writer's thread. */
  #tail: Promise<unknown> = Promise.resolve();

  constructor(options: SimClientOptions) {
    this.#options = options;
    const { folder } = options;
    mkdirSync(folder, { recursive: true });
    this.#mortal = register(folder);
    this.#writer = new WorkerStores({ role: 'writer', folder });
    this.#reader = new WorkerStores({ role: 'reader', folder });
    this.status = new SyncStatus(() => undefined);
  }

  get url(): string {
    return `http://${this.#options.name}.sim`;
  }

  get dead(): boolean {
    return this.#mortal.dead;
  }

  async start(): Promise<void> {
    const endedBadly = (await this.write('profile.opened', null)) === true;
    const session = this.#session(endedBadly);
    this.#uploader = new Uploader(session);
    this.#downloader = new Downloader(session, this.#uploader);
    await this.write('replica.rebuildOverlay', { acks: [] });
    this.#uploader.start();
    this.#downloader.start();
  }

  /** The process will die within this many writing statements; null = it lives. */
  dieWithin(statements: number | null): void {
    this.#mortal.statementsLeft = statements;
  }

  /** Ends this run as `kill -9` does: open transactions are lost, the loops have no effect any more. */
  kill(): void {
    this.#mortal.dead = true;
    void this.#downloader?.stop();
    void this.#uploader?.stop();
    this.status.stop();
    // Closing would write a checkpoint, which a killed process does not; the files are only let go.
    for (const stores of [this.#writer, this.#reader]) closeQuietly(stores);
    letGo(this.#mortal);
  }

  async write(name: keyof typeof writeTasks, input: unknown): Promise<unknown> {
    const work = this.#tail.then(() => this.#runWrite(name, input));
    this.#tail = work.catch(() => undefined);
    return work;
  }

  enqueueWake(): void {
    this.#uploader?.wake();
  }

  now(): void {
    this.#downloader?.now();
  }

  /** What "check my data" does. */
  check(level: SumLevel): Promise<AuditReport> {
    if (this.#downloader === null) throw new Error('not started');
    return this.#downloader.check(level);
  }

  /** The stores as they are on disk, for whoever looks from outside. */
  stores(): Promise<WriteStores> {
    return this.#writer.forWriting();
  }

  /** What it stands at, for a failure: the state it shows and its whole outbox. */
  async standing(): Promise<string> {
    const { localFile } = await this.stores();
    const outbox = rowsOf(localFile, 'select * from outbox order by client_seq');
    return JSON.stringify({ ...this.status.current, outbox });
  }

  async #runWrite(name: keyof typeof writeTasks, input: unknown): Promise<unknown> {
    this.#assertAlive();
    const stores = await this.#writer.forWriting();
    const output = await (writeTasks[name] as AnyTask)(stores, structuredClone(input));
    this.#options.afterWrite(name, stores);
    return structuredClone(output);
  }

  #assertAlive(): void {
    if (this.#mortal.dead) throw new ProcessDied();
  }

  #session(endedBadly: boolean): SyncSession {
    const { folder, deviceId, network, renewToken, clock, log, name } = this.#options;
    const pool = {
      read: async (task: keyof typeof readTasks, input: unknown) => {
        await this.#tail;
        this.#assertAlive();
        return structuredClone(await (readTasks[task] as AnyTask)(this.#reader.forReading(), structuredClone(input)));
      },
      write: (task: keyof typeof writeTasks, input: unknown) => this.write(task, input),
      job: async (task: keyof typeof jobTasks, input: unknown, run: { signal?: AbortSignal } = {}) => {
        this.#assertAlive();
        const control = {
          progress: () => undefined,
          cancelled: () => run.signal?.aborted === true,
          breathe: () => Promise.resolve(),
        };
        return (jobTasks[task] as AnyTask)(this.#reader.forReading(), structuredClone(input), control);
      },
      swapReplica: (beforeRename?: () => void) => {
        const work = this.#tail.then(() => this.#swap(beforeRename));
        this.#tail = work.catch(() => undefined);
        return work;
      },
    };
    const tokens = { accessToken: () => Promise.resolve('token'), distrust: renewToken, refreshToken: '' };
    const note = (message: string, facts?: Record<string, unknown>): void =>
      log(`${name} ${message} ${JSON.stringify(facts ?? {})}`);
    return {
      ...{ folder, deviceId, serverUrl: this.url, appVersion: 'sim', status: this.status, clock },
      pool: pool as unknown as StorePool,
      client: simProcedures(network, this.url),
      tokens: tokens as unknown as TokenKeeper,
      logger: { info: note, warn: note, error: note },
      changed: () => undefined,
      sessionEnded: () => undefined,
      deviceRevoked: () => undefined,
      endedBadly,
    };
  }

  /** What the pool does with its threads: everybody lets go of the file, it gets the other's name, everybody opens it. */
  async #swap(beforeRename?: () => void): Promise<void> {
    this.#assertAlive();
    const { folder, afterWrite } = this.#options;
    this.#reader.closeReplica();
    this.#writer.closeReplica();
    const next = path.join(folder, NEW_REPLICA_FILE);
    if (!existsSync(next)) throw new AppError('INTERNAL', 'replica-not-built');
    beforeRename?.();
    this.#assertAlive();
    renameSync(next, path.join(folder, REPLICA_FILE));
    await this.#writer.openReplica();
    this.#reader.forReading();
    afterWrite('swap', await this.#writer.forWriting());
  }
}

function closeQuietly(stores: WorkerStores): void {
  try {
    stores.close();
  } catch {
    // in the middle of a statement, as a killed process is
  }
}

function simProcedures(network: SimNetwork, url: string): ServerClient {
  type Sync = ServerClient['sync'];
  const call =
    (name: 'hello' | 'commands' | 'results') =>
    async (input: unknown): Promise<unknown> => {
      const text = JSON.stringify(input);
      const answer = await network.exchange(url, async (server, { user, deviceId }) => {
        const procedures = server.procedures(user, deviceId).sync as unknown as Record<
          string,
          (value: unknown) => Promise<unknown>
        >;
        return JSON.stringify(await procedures[name]?.(JSON.parse(text)));
      });
      return JSON.parse(answer) as unknown;
    };
  return {
    sync: { hello: call('hello'), commands: call('commands'), results: call('results') } as unknown as Sync,
  } as ServerClient;
}

/** Rows of one statement, for the checks. */
export function rowsOf<Row>(database: Database, text: string, ...values: unknown[]): Row[] {
  return database.prepare(text).all(...values) as Row[];
}
