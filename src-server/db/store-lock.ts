import Database from 'better-sqlite3';
import path from 'node:path';
import { AppError } from '../../src-shared/errors.ts';

export interface StoreLock {
  release(): void;
}

/**
 * Holds the folder of an embedded store for this process alone; a second process (or a second server in this one) is
 * refused. PGlite itself lets two processes write one folder and loses rows without an error (design §8).
 *
 * Node has neither flock nor LockFileEx, a pid file outlives a crash and lies after a reboot, and a socket name is
 * not seen from another container on the same folder. SQLite does have the locks of the operating system (fcntl on
 * Linux, LockFileEx on Windows): an empty database held in EXCLUSIVE mode is a lock on the very folder, and the
 * system drops it with the process however that ends.
 */
export function lockStore(folder: string): StoreLock {
  const database = new Database(path.join(folder, 'store.lock'), { timeout: 0 });
  try {
    database.pragma('journal_mode = delete');
    database.pragma('locking_mode = exclusive');
    database.exec('begin exclusive');
  } catch (error) {
    database.close();
    throw new AppError('CONFLICT', 'store-in-use', { folder }, error);
  }
  return { release: () => database.close() };
}
