import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
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

/** The store threads of a desktop on a copy of `replicaFile`, or on an empty folder. */
export async function openBenchProfile(replicaFile: string | null): Promise<BenchProfile> {
  const folder = mkdtempSync(path.join(tmpdir(), 'hedui-bench-'));
  mkdirSync(folder, { recursive: true });
  if (replicaFile !== null) copyFileSync(replicaFile, path.join(folder, REPLICA_FILE));
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
