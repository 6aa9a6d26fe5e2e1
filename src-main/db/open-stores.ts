import { existsSync, renameSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '../../src-shared/errors.ts';
import { asAppError, storeErrorKind } from './store-errors.ts';
import { addStoreFunctions } from './store-functions.ts';
import { STORE_STEPS } from './store-steps.generated.ts';

export const LOCAL_FILE = 'local.db';
export const REPLICA_FILE = 'replica.db';
export const NEW_REPLICA_FILE = 'replica.new.db';

/** The durable store loses nothing at a power cut; a lost tail of the replica is fetched again (sync §3.13). */
const SYNCHRONOUS = { local: 'FULL', replica: 'NORMAL' } as const satisfies Record<StoreKind, string>;

export type StoreKind = keyof typeof STORE_STEPS;

/** Opens one file with the pragmas of its kind; a read-only connection never changes the file's journal mode. */
export function openFile(file: string, kind: StoreKind, access: 'read' | 'write'): Database.Database {
  const database = new Database(file, { readonly: access === 'read', fileMustExist: access === 'read' });
  try {
    database.pragma('busy_timeout = 5000');
    if (access === 'write') database.pragma('journal_mode = WAL');
    database.pragma(`synchronous = ${SYNCHRONOUS[kind]}`);
    database.pragma(`foreign_keys = ${kind === 'local' ? 'ON' : 'OFF'}`);
    database.pragma('trusted_schema = OFF');
    database.pragma('temp_store = MEMORY');
    database.pragma(`cache_size = ${kind === 'replica' ? -64_000 : -8_000}`);
    database.pragma('journal_size_limit = 67108864');
    if (kind === 'replica') database.pragma('mmap_size = 268435456');
    // A row that left this desk's scopes or a cell withheld from it is overwritten, not only unlinked (sync §6, case 25).
    if (kind === 'replica' && access === 'write') database.pragma('secure_delete = ON');
    if (kind === 'replica') addStoreFunctions(database);
    database.pragma('user_version'); // the first real read: a foreign or damaged file shows itself here
    database.prepare('select count(*) from sqlite_master').get();
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Brings a file to this program's schema. A new file gets it at once; the steps and what runs them are loaded only where
 * one is missing: at every other start they would cost the thread a third of its time to be ready.
 */
async function bringToSchema(database: Database.Database, kind: StoreKind): Promise<void> {
  const known = database.prepare(`select 1 from sqlite_master where name = 'schema_migration'`).get() !== undefined;
  if (!known) return makeSchema(database, kind);
  const done = database.prepare('select name from schema_migration order by name').pluck().all();
  if (done.join() === STORE_STEPS[kind].join()) return;
  const { migrateStore } = await import('./migrate-store.ts');
  await migrateStore(database, kind);
}

async function makeSchema(database: Database.Database, kind: StoreKind): Promise<void> {
  const { EMPTY_STORES } = await import('./empty-stores.generated.ts');
  database.transaction(() => database.exec(EMPTY_STORES[kind].join(';\n'))).immediate();
}

/** Opens `local.db` for writing and brings it to this program's schema. It is never renamed, replaced or emptied here. */
export async function openLocalForWriting(folder: string): Promise<Database.Database> {
  const file = path.join(folder, LOCAL_FILE);
  try {
    const database = openFile(file, 'local', 'write');
    await bringToSchema(database, 'local');
    return database;
  } catch (error) {
    throw asAppError(error, LOCAL_FILE);
  }
}

/**
 * Opens `replica.db` for writing. A file that is no readable database is put aside under another name, because the
 * server has all of it; a file of a newer program is refused.
 */
export async function openReplicaForWriting(folder: string, nowMs: number): Promise<Database.Database> {
  const file = path.join(folder, REPLICA_FILE);
  try {
    return await openReplicaFile(file);
  } catch (error) {
    if (storeErrorKind(error) !== 'damaged') throw asAppError(error, REPLICA_FILE);
    quarantine(file, nowMs);
    return openReplicaFile(file);
  }
}

/** Opens or creates a replica file with the schema of this program. */
export async function openReplicaFile(file: string): Promise<Database.Database> {
  const database = openFile(file, 'replica', 'write');
  try {
    await bringToSchema(database, 'replica');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Renames the file with its journal; nothing is deleted. */
export function quarantine(file: string, nowMs: number): string {
  const aside = `${file}.corrupt-${String(nowMs)}`;
  for (const suffix of ['-wal', '-shm', '']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
  }
  return aside;
}

/** Only one process may work in a profile folder; the operating system gives the lock back when the process dies. */
export function lockProfile(folder: string): Database.Database {
  const lock = new Database(path.join(folder, 'profile.lock'));
  try {
    lock.pragma('busy_timeout = 200');
    lock.pragma('journal_mode = DELETE');
    lock.exec('begin exclusive');
    return lock;
  } catch (error) {
    lock.close();
    throw new AppError('CONFLICT', 'profile-in-use', {}, error);
  }
}
