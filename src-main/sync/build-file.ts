import { rmSync } from 'node:fs';
import path from 'node:path';
import type { Database } from 'better-sqlite3';
import { AppError } from '../../src-shared/errors.ts';
import { openFile, openReplicaFile, REPLICA_FILE } from '../db/open-stores.ts';
import { storeErrorKind } from '../db/store-errors.ts';
import { outlivedItsMachine } from './build-mode.ts';
import { dropScopes } from './replica-repair.ts';
import type { BuildInput } from './replica-builder.ts';
import { readState, STATE_KEYS, writeState } from './replica-state.ts';

/** The half-built file, when it is one of this program for the same server, schema and scopes and whole; otherwise it goes. */
export async function openKept(file: string, buildKey: string): Promise<Database | null> {
  try {
    const database = await openReplicaFile(file);
    const ours = readState(database, STATE_KEYS.buildKey) === buildKey;
    if (ours && !outlivedItsMachine(database)) return database;
    database.close();
  } catch (error) {
    if (storeErrorKind(error) === null && !(error instanceof AppError)) throw error;
  }
  removeBuild(file);
  return null;
}

/** What is half built is nobody's work: the server has all of it. Its journals go first, and never without it. */
export function removeBuild(file: string): void {
  for (const suffix of ['-journal', '-wal', '-shm', '']) rmSync(file + suffix, { force: true });
}

export async function openFresh(file: string, input: BuildInput): Promise<Database> {
  const database = await openReplicaFile(file);
  const indexes = database
    .prepare(`select name, sql from sqlite_master where type = 'index' and sql is not null`)
    .all() as { name: string; sql: string }[];
  database.exec('begin immediate');
  for (const index of indexes) database.exec(`drop index ${index.name}`);
  writeState(database, {
    [STATE_KEYS.buildKey]: input.buildKey,
    [STATE_KEYS.buildStage]: 'blocks',
    [STATE_KEYS.buildIndexes]: JSON.stringify(indexes.map((index) => index.sql)),
  });
  database.exec('commit');
  return database;
}

/**
 * A copy of the serving file under the new cursor, without the scopes no longer granted: what it lacks is loaded into it,
 * the feed from its old place on is replayed, and only then does it take the place of the old one.
 */
export async function openCopy(file: string, input: BuildInput): Promise<Database> {
  const source = openFile(path.join(input.folder, REPLICA_FILE), 'replica', 'read');
  try {
    source.prepare('vacuum into ?').run(file);
  } finally {
    source.close();
  }
  const database = await openReplicaFile(file);
  database
    .transaction(() => {
      database.exec(`delete from claim_overlay; delete from sync_state where state_key like 'build.%'`);
      dropScopes(database, input.patch?.drop ?? []);
      writeState(database, {
        [STATE_KEYS.complete]: '0',
        [STATE_KEYS.cursor]: input.patch?.cursor ?? '',
        [STATE_KEYS.buildKey]: input.buildKey,
        [STATE_KEYS.buildStage]: 'blocks',
        [STATE_KEYS.buildIndexes]: '[]',
      });
    })
    .immediate();
  return database;
}
