import { copyFileSync, cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LOCAL_FILE, openLocalForWriting, openReplicaForWriting, REPLICA_FILE } from '../../src-main/db/open-stores.ts';

/** Files that need no disk: what a power cut leaves is no matter of this proof. */
const MEMORY = '/dev/shm';

export const SIM_FOLDER = path.join(existsSync(MEMORY) ? MEMORY : tmpdir(), `hedui-sim-${String(process.pid)}`);
const MIGRATED = path.join(SIM_FOLDER, 'migrated');
const WARM = path.join(SIM_FOLDER, 'warm');

/** The empty files of a fresh desktop, migrated once instead of three times in every run. */
export async function makeMigratedFiles(): Promise<void> {
  mkdirSync(MIGRATED, { recursive: true });
  for (const file of [await openReplicaForWriting(MIGRATED, 0), await openLocalForWriting(MIGRATED)]) {
    file.pragma('wal_checkpoint(TRUNCATE)');
    file.close();
  }
}

/** What `openReplicaFile` would make of a file that is not there yet. */
export function putMigratedReplica(file: string): void {
  if (existsSync(MIGRATED) && !existsSync(file)) copyFileSync(path.join(MIGRATED, REPLICA_FILE), file);
}

/** A desktop on its first day. */
export function putFreshDesktop(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of [REPLICA_FILE, LOCAL_FILE]) copyFileSync(path.join(MIGRATED, name), path.join(folder, name));
}

/** A desktop that has its whole copy already; false when none was kept for this person. */
export function putWarmDesktop(folder: string): boolean {
  const kept = path.join(WARM, path.basename(folder));
  if (!existsSync(kept)) return false;
  cpSync(kept, folder, { recursive: true });
  return true;
}

/** Keeps the files of a desktop that is closed, as the first state of later runs. */
export function keepWarm(folder: string): void {
  cpSync(folder, path.join(WARM, path.basename(folder)), { recursive: true });
}

export function removeSimFiles(): void {
  rmSync(SIM_FOLDER, { recursive: true, force: true });
}
