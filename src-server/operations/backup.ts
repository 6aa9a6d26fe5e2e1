import { existsSync, mkdirSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../src-shared/errors.ts';
import { openEmbedded, openPostgres, type CentralStore } from '../db/open-central.ts';
import { rotateEpoch } from '../sync/feed.repository.ts';
import { readBackup, writeBackup } from './backup-file.ts';
import { hasPgTool, runPgTool } from './pg-tools.ts';

export interface StorePlace {
  dataFolder: string;
  /** PostgreSQL; null = the embedded store in `dataFolder`. */
  databaseUrl: string | null;
}

export interface BackupDone {
  file: string;
  /** `pg_dump` where it is installed and new enough, else the file of our own. */
  format: 'pg_dump' | 'hedui';
  /** Null where pg_dump counts for itself. */
  rows: number | null;
}

/**
 * Writes the store to a file that must not exist yet. PostgreSQL goes on serving; the embedded store must be stopped,
 * because only one process may have it open.
 */
export async function backup(place: StorePlace, file: string): Promise<BackupDone> {
  if (existsSync(file)) throw new AppError('CONFLICT', 'backup-exists', { file });
  mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
  if (place.databaseUrl !== null && (await hasPgTool('pg_dump', place.databaseUrl))) {
    await runPgTool('pg_dump', ['--format=custom', '--no-owner', `--file=${file}.part`], place.databaseUrl);
    await rename(`${file}.part`, file);
    return { file, format: 'pg_dump', rows: null };
  }
  const rows = await withStore(place, (store) => writeBackup(store.db, file));
  return { file, format: 'hedui', rows };
}

/**
 * Fills an empty store from a backup and rotates its epoch, so that every desktop takes a snapshot and sends again what
 * the lost hours had taken from the server.
 */
export async function restore(place: StorePlace, file: string): Promise<BackupDone> {
  if (!existsSync(file)) throw new AppError('NOT_FOUND', 'backup-missing', { file });
  if ((await magicOf(file)) === 'PGDMP') {
    if (place.databaseUrl === null) throw new AppError('BAD_REQUEST', 'backup-needs-postgres', { file });
    if (!(await hasPgTool('pg_restore', place.databaseUrl))) {
      throw new AppError('BAD_REQUEST', 'backup-tool-missing', { tool: 'pg_restore' });
    }
    await runPgTool('pg_restore', ['--exit-on-error', '--single-transaction', '--no-owner', file], place.databaseUrl);
    // A number that any lost server may have given out in the meantime is passed over as well: the epoch decides.
    await withStore(place, (store) => rotateEpoch(store.db));
    return { file, format: 'pg_dump', rows: null };
  }
  const rows = await withStore(place, (store) => readBackup(store.db, file));
  return { file, format: 'hedui', rows };
}

async function withStore<Result>(place: StorePlace, work: (store: CentralStore) => Promise<Result>): Promise<Result> {
  const { dataFolder, databaseUrl } = place;
  mkdirSync(dataFolder, { recursive: true });
  const store =
    databaseUrl === null ? await openEmbedded(path.join(dataFolder, 'central')) : await openPostgres(databaseUrl, 2);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

async function magicOf(file: string): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(5), 0, 5, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await handle.close();
  }
}
