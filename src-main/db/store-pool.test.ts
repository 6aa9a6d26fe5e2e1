import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Logger } from '../app-services.ts';
import { NEW_REPLICA_FILE, openFile, openReplicaFile } from './open-stores.ts';
import { StorePool } from './store-pool.ts';

const quiet: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined };

let folder: string;
let pool: StorePool | null = null;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'hedui-pool-'));
});

afterEach(async () => {
  await pool?.close();
  pool = null;
  rmSync(folder, { recursive: true, force: true });
});

test('case 4: what was queued is read by every thread and is there after a restart', async () => {
  pool = await StorePool.open(folder, quiet);
  const command = { id: '01ARZ3NDEKTSV4RRFFQ69G5FAV', batchId: null, madeBy: '{}', madeAtMs: 1 };
  const body = { kind: 'statement.advance', statementId: 's', version: 1, action: 'propose', note: '' } as const;
  await pool.write('outbox.enqueue', { ...command, body });
  const opened = pool;
  const seen = await Promise.all(['a', 'b', 'c', 'd'].map((affinity) => opened.read('outbox.counts', null, affinity)));
  expect(seen.map((counts) => counts.waiting)).toEqual([1, 1, 1, 1]);
  await pool.close();
  pool = await StorePool.open(folder, quiet);
  expect((await pool.read('outbox.counts', null)).waiting).toBe(1);
});

test('case 4: the store of what people do asks for a sync with every commit, the copy of the server only at checkpoints', () => {
  const asked = (kind: 'local' | 'replica'): unknown[] => {
    const database = openFile(path.join(folder, `${kind}.db`), kind, 'write');
    const pragmas = ['journal_mode', 'synchronous'].map((name) => database.pragma(name, { simple: true }));
    database.close();
    return pragmas;
  };
  expect(asked('local')).toEqual(['wal', 2]);
  expect(asked('replica')).toEqual(['wal', 1]);
});

test('case 20: a second program on the same data is told so and changes nothing', async () => {
  pool = await StorePool.open(folder, quiet);
  await expect(StorePool.open(folder, quiet)).rejects.toMatchObject({ data: { reason: 'profile-in-use' } });
});

test('case 21: a damaged replica is put aside and a fresh one begun', async () => {
  writeFileSync(path.join(folder, 'replica.db'), Buffer.alloc(8192, 'this is no database'));
  pool = await StorePool.open(folder, quiet);
  expect((await pool.read('replica.standing', null)).complete).toBe(false);
  expect(readdirSync(folder).filter((name) => name.startsWith('replica.db.corrupt-'))).toHaveLength(1);
});

test('a damaged store of unsent work is refused by name and not touched', async () => {
  const file = path.join(folder, 'local.db');
  writeFileSync(file, Buffer.alloc(8192, 'this is no database'));
  await expect(StorePool.open(folder, quiet)).rejects.toMatchObject({ data: { reason: 'store-damaged' } });
  expect(readFileSync(file).equals(Buffer.alloc(8192, 'this is no database'))).toBe(true);
});

test('data of a newer program are refused and not touched', async () => {
  pool = await StorePool.open(folder, quiet);
  await pool.close();
  pool = null;
  const local = new Database(path.join(folder, 'local.db'));
  local.exec(`insert into schema_migration (name) values ('9999-from-the-future')`);
  local.close();
  await expect(StorePool.open(folder, quiet)).rejects.toMatchObject({ data: { reason: 'store-newer-than-program' } });
});

test('a finished file takes the place of the old one while reads go on', async () => {
  pool = await StorePool.open(folder, quiet);
  const next = await openReplicaFile(path.join(folder, NEW_REPLICA_FILE));
  next.exec(`insert into sync_state (state_key, value) values ('complete', '1'), ('seq', '42'), ('tier', 'all')`);
  next.pragma('wal_checkpoint(TRUNCATE)');
  next.close();
  const swapped = pool.swapReplica();
  const during = pool.read('replica.standing', null);
  await swapped;
  expect(await during).toMatchObject({ complete: true, seq: 42, tier: 'all' });
  expect(existsSync(path.join(folder, NEW_REPLICA_FILE))).toBe(false);
});
