import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Database } from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { NEW_REPLICA_FILE } from '../db/open-stores.ts';
import { openFresh, openKept, removeBuild } from './build-file.ts';
import { enterBulk, leaveBulk, outlivedItsMachine } from './build-mode.ts';
import type { BuildInput } from './replica-builder.ts';
import { readState, STATE_KEYS, writeState } from './replica-state.ts';

const KEY = 'server|schema|scopes';
const DAY_MS = 86_400_000;

let folder: string;
let file: string;
let database: Database;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'hedui-build-mode-'));
  file = path.join(folder, NEW_REPLICA_FILE);
  database = await openFresh(file, { buildKey: KEY } as BuildInput);
});

afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

function pragmas(): unknown[] {
  return ['journal_mode', 'synchronous', 'temp_store'].map((name) => database.pragma(name, { simple: true }));
}

/** The files as a process leaves them that dies now: taken from under the open connection. */
function takeAsKilled(): string {
  const killed = mkdtempSync(path.join(folder, 'killed-'));
  for (const name of readdirSync(folder)) {
    if (name.startsWith(NEW_REPLICA_FILE)) copyFileSync(path.join(folder, name), path.join(killed, name));
  }
  return path.join(killed, NEW_REPLICA_FILE);
}

test('a file is filled without waiting for the disk, and is as careful as the one in use afterwards', () => {
  expect(pragmas()).toEqual(['wal', 1, 2]);
  enterBulk(database);
  expect(pragmas()).toEqual(['truncate', 0, 1]);
  leaveBulk(database);
  expect(pragmas()).toEqual(['wal', 1, 2]);
  expect(readState(database, STATE_KEYS.buildBoot)).toBe('');
});

test('a process that dies between two blocks finds the first one whole and nothing of the second', async () => {
  enterBulk(database);
  writeState(database, { [STATE_KEYS.buildBlocks]: '1' });
  database.exec('begin immediate');
  writeState(database, { [STATE_KEYS.buildBlocks]: '2' });
  database.pragma('cache_spill = 1');
  database.pragma('cache_size = 1');
  database.exec(`create table filler as with recursive n(i) as (values (1) union all select i + 1 from n where i < 20000)
                 select i, hex(randomblob(50)) as text from n`);
  const killed = takeAsKilled();
  database.exec('rollback');
  expect(existsSync(`${killed}-journal`)).toBe(true);
  expect(statSync(killed).size).toBeGreaterThan(1_000_000);
  const kept = await openKept(killed, KEY);
  expect(kept).not.toBeNull();
  if (kept === null) return;
  expect(readState(kept, STATE_KEYS.buildBlocks)).toBe('1');
  expect(kept.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(kept.prepare(`select 1 from sqlite_master where name = 'filler'`).get()).toBeUndefined();
  kept.close();
});

test('what a machine filled before it was started anew is thrown away, what went to the disk in order is not', async () => {
  enterBulk(database);
  const startedAtMs = Number(readState(database, STATE_KEYS.buildBoot));
  expect(outlivedItsMachine(database, startedAtMs + 5000)).toBe(false);
  expect(outlivedItsMachine(database, startedAtMs + DAY_MS)).toBe(true);
  writeState(database, { [STATE_KEYS.buildBoot]: String(startedAtMs - DAY_MS) });
  const killed = takeAsKilled();
  expect(await openKept(killed, KEY)).toBeNull();
  expect(existsSync(killed)).toBe(false);

  leaveBulk(database);
  const kept = await openKept(takeAsKilled(), KEY);
  expect(kept).not.toBeNull();
  kept?.close();
});

test('a build that is thrown away takes its journals along: a stale one would be played into the next file', () => {
  const names = ['', '-journal', '-wal', '-shm'].map((suffix) => path.join(folder, `other.db${suffix}`));
  for (const name of names) writeFileSync(name, 'x');
  removeBuild(path.join(folder, 'other.db'));
  expect(names.filter((name) => existsSync(name))).toEqual([]);
});
