import Database from 'better-sqlite3';
import { closeSync, copyFileSync, fsyncSync, mkdirSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Logger } from '../src-main/app-services.ts';
import { REPLICA_FILE } from '../src-main/db/open-stores.ts';
import { StorePool } from '../src-main/db/store-pool.ts';

const silent: Logger = {
  info: () => undefined,
  warn: () => undefined,
  error: (message, facts) => console.error(message, facts),
};

export interface BenchProfile {
  folder: string;
  pool: StorePool;
  close(): Promise<void>;
}

/**
 * The store threads of a desktop on a copy of `replicaFile`, or on an empty folder. `waiting` claims without a block hit
 * are put into the first queue, where the world of the scale has too few.
 */
export async function openBenchProfile(replicaFile: string | null, waiting = 0): Promise<BenchProfile> {
  const folder = mkdtempSync(path.join(tmpdir(), 'hedui-bench-'));
  mkdirSync(folder, { recursive: true });
  const replica = path.join(folder, REPLICA_FILE);
  if (replicaFile !== null) copyFileSync(replicaFile, replica);
  if (waiting > 0) fillQueue(replica, waiting);
  if (replicaFile !== null) flushToDisk(replica);
  const pool = await StorePool.open(folder, silent);
  return {
    folder,
    pool,
    close: async () => {
      await pool.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What was copied is on the disk before anything is measured: a measured fsync would wait for the bench's own copy as well. */
export function flushToDisk(file: string): void {
  const handle = openSync(file, 'r+');
  fsyncSync(handle);
  closeSync(handle);
}

/** The value below which 95 of 100 lie. */
export function p95(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * 0.95) - 1)] ?? 0;
}

export async function timed<Value>(work: () => Promise<Value> | Value): Promise<{ ms: number; value: Value }> {
  const startedAtMs = performance.now();
  const value = await work();
  return { ms: performance.now() - startedAtMs, value };
}

function fillQueue(file: string, waiting: number): void {
  const database = new Database(file);
  const update = database.prepare(
    `update claim set status = 'IN_REVIEW', queue = 'DECIDE', statement_id = null, decided_by = null, decided_at_ms = null
     where id in (select id from claim where worst_severity < 3 and payable_fen between 1 and 400000 order by id limit ?)`,
  );
  update.run(waiting);
  database
    .prepare(
      `update claim_line set decision = 'PENDING' where claim_id in (select id from claim where queue = 'DECIDE')`,
    )
    .run();
  database.close();
}
