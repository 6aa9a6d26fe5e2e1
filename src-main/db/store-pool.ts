import { existsSync, renameSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import type { Database } from 'better-sqlite3';
import { AppError } from '../../src-shared/errors.ts';
import type { Logger } from '../app-services.ts';
import { lockProfile, NEW_REPLICA_FILE, quarantine, REPLICA_FILE } from './open-stores.ts';
import type { JobRun, StoreAccess, TaskInput, TaskOutput } from './store-access.ts';
import { READERS, StoreThreads } from './store-threads.ts';
import { StoreWorker } from './store-worker-link.ts';
import type { JobTasks, ReadTasks, WriteTasks } from './tasks.ts';

/**
 * The worker threads of one profile: one writer, two readers, and a thread of its own for each long task. SQLite is
 * synchronous, so none of it may run in the thread that serves windows (electron guide §5).
 */
export class StorePool implements StoreAccess {
  readonly #folder: string;
  readonly #logger: Logger;
  readonly #threads: StoreThreads;
  readonly #lock: Database;
  readonly #writer: StoreWorker;
  readonly #readers: StoreWorker[];
  readonly #jobs = new Set<StoreWorker>();
  /** Settled except while the replica file is exchanged: new work waits for it. */
  #gate: Promise<void> = Promise.resolve();

  private constructor(
    folder: string,
    { logger, threads, lock }: { logger: Logger; threads: StoreThreads; lock: Database },
  ) {
    this.#folder = folder;
    this.#logger = logger;
    this.#threads = threads;
    this.#lock = lock;
    this.#writer = this.#spawn('writer');
    this.#readers = Array.from({ length: READERS }, () => this.#spawn('reader'));
  }

  static async open(folder: string, logger: Logger, threads = new StoreThreads()): Promise<StorePool> {
    // Loading the native module here first keeps the threads from loading it at the same time.
    const pool = new StorePool(folder, { logger, threads, lock: lockProfile(folder) });
    try {
      await pool.#writer.request('open-replica');
      await Promise.all(pool.#readers.map((reader) => reader.request('open-replica')));
      return pool;
    } catch (error) {
      await pool.close();
      throw error;
    }
  }

  async read<Name extends keyof ReadTasks>(
    name: Name,
    input: TaskInput<ReadTasks, Name>,
    affinity?: string,
  ): Promise<TaskOutput<ReadTasks, Name>> {
    await this.#gate;
    const reader = affinity === undefined ? this.#idlest() : this.#readers[textSlot(affinity, READERS)];
    if (reader === undefined) throw new Error('the pool has no reader');
    return (await reader.task(name, input)) as TaskOutput<ReadTasks, Name>;
  }

  async write<Name extends keyof WriteTasks>(
    name: Name,
    input: TaskInput<WriteTasks, Name>,
  ): Promise<TaskOutput<WriteTasks, Name>> {
    await this.#gate;
    return (await this.#writer.task(name, input)) as TaskOutput<WriteTasks, Name>;
  }

  async job<Name extends keyof JobTasks>(
    name: Name,
    input: TaskInput<JobTasks, Name>,
    run: JobRun = {},
  ): Promise<TaskOutput<JobTasks, Name>> {
    await this.#gate;
    const worker = this.#spawn('job');
    this.#jobs.add(worker);
    try {
      return (await worker.task(name, input, run)) as TaskOutput<JobTasks, Name>;
    } finally {
      this.#jobs.delete(worker);
      await worker.close();
    }
  }

  /**
   * Puts the finished `replica.new.db` in the place of `replica.db`: everybody closes, the file is synced and renamed,
   * everybody opens again. Work that comes meanwhile waits. `keepOld` puts a damaged old file aside instead of replacing it.
   */
  swapReplica(beforeRename?: () => void, keepOld = false): Promise<void> {
    const before = this.#gate;
    const swapped = before.then(() => this.#swap(beforeRename, keepOld));
    this.#gate = swapped.catch(() => undefined);
    return swapped;
  }

  async #swap(beforeRename: (() => void) | undefined, keepOld: boolean): Promise<void> {
    const workers = [...this.#readers, this.#writer, ...this.#jobs];
    // An older file's readers still hold it open on Windows: long reads end before the name can change.
    await Promise.all(workers.map((worker) => worker.request('close-replica')));
    try {
      const current = path.join(this.#folder, REPLICA_FILE);
      const next = path.join(this.#folder, NEW_REPLICA_FILE);
      if (!existsSync(next)) throw new AppError('INTERNAL', 'replica-not-built');
      await syncFile(next);
      if (keepOld) quarantine(current, Date.now());
      beforeRename?.();
      renameSync(next, current);
      await syncFolder(this.#folder);
    } finally {
      await this.#writer.request('open-replica');
      await Promise.all(this.#readers.map((reader) => reader.request('open-replica')));
    }
  }

  async close(): Promise<void> {
    await this.#gate;
    await Promise.allSettled([...this.#jobs, ...this.#readers].map((worker) => worker.close()));
    await this.#writer.close().catch((error: unknown) => {
      this.#logger.warn('closing the writer failed', { error: String(error) });
    });
    if (this.#lock.open) this.#lock.close();
  }

  #idlest(): StoreWorker | undefined {
    return this.#readers.toSorted((a, b) => a.waiting - b.waiting)[0];
  }

  #spawn(role: 'writer' | 'reader' | 'job'): StoreWorker {
    return new StoreWorker(this.#threads.take(role), { role, folder: this.#folder, logger: this.#logger });
  }
}

function textSlot(text: string, slots: number): number {
  let hash = 0;
  for (const character of text) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 2_147_483_647;
  return hash % slots;
}

async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A rename is only durable once its folder is; Windows has no such call and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
