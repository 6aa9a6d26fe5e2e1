import { closeSync, existsSync, fsyncSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import { storeErrorKind } from '../db/store-errors.ts';

/** Room for some thousands of commands. */
const RESERVE_BYTES = 4 * 1024 * 1024;
const FILE = 'reserve.bin';

/** Sets room aside for the work of a person whose disk fills up (sync §6, case 19); without room for it there is none. */
export function setReserve(folder: string): void {
  const file = path.join(folder, FILE);
  if (existsSync(file) && statSync(file).size >= RESERVE_BYTES) return;
  try {
    const handle = openSync(file, 'w');
    try {
      // Real bytes and not a hole: a sparse file would set nothing aside.
      writeSync(handle, Buffer.alloc(RESERVE_BYTES, 1));
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch {
    rmSync(file, { force: true }); // the disk is full already
  }
}

/** Runs `work`; on a full disk gives the reserve up and runs it once more, so that what a person did is still saved. */
export function withReserve<T>(folder: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const file = path.join(folder, FILE);
    if (storeErrorKind(error) !== 'full' || !existsSync(file)) throw error;
    rmSync(file);
    return work();
  }
}
