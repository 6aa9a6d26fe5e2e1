import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { migrateStore } from './migrate-store.ts';
import { openLocalForWriting, openReplicaForWriting, type StoreKind } from './open-stores.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'hedui-new-stores-'));
const opened: Database.Database[] = [];

function contentOf(database: Database.Database): unknown {
  opened.push(database);
  return {
    schema: database.prepare(`select type, name, sql from sqlite_master order by type, name`).all(),
    steps: database.prepare('select name from schema_migration order by name').pluck().all(),
  };
}

afterAll(() => {
  for (const database of opened) database.close();
  rmSync(folder, { recursive: true, force: true });
});

describe.each<[StoreKind, () => Promise<Database.Database>]>([
  ['local', () => openLocalForWriting(folder)],
  ['replica', () => openReplicaForWriting(folder, 0)],
])('a new %s file', (kind, open) => {
  it('has the schema and the names of the steps that lead to it one by one', async () => {
    const stepByStep = new Database(':memory:');
    await migrateStore(stepByStep, kind);
    expect(contentOf(await open())).toEqual(contentOf(stepByStep));
  });

  it('is not made a second time', async () => {
    expect(contentOf(await open())).toMatchObject({ steps: expect.arrayContaining(['0130-query-scheme']) as unknown });
  });
});
