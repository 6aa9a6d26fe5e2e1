import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { replicaMigrations } from '../../migrations/replica/index.ts';
import { migrate } from '../../src-shared/database/migrate.ts';
import type { ReadStores } from '../db/stores.ts';
import { lastProof } from './stock-proof.repository.ts';

let file: Database.Database;
beforeAll(async () => {
  file = new Database(':memory:');
  await migrate(new Kysely<never>({ dialect: new SqliteDialect({ database: file }) }), replicaMigrations);
});
afterAll(() => {
  file.close();
});

it('shows the newest proof of the ledger, and none before the first night', () => {
  const stores = { access: 'read', replicaFile: file } as unknown as ReadStores;
  expect(lastProof(stores, {})).toEqual({ proof: null });
  const add = file.prepare(
    `insert into stock_proof (id, _v, _scope, _k, _bucket, proved_date, proved_at_ms, ledger_seq, key_count, wrong_count, wrong_json)
     values (?, 1, 'g', 1, 1, ?, ?, 9, 4, ?, ?)`,
  );
  add.run('B', '2026-10-02', 2, 1, '["00P1"]');
  add.run('A', '2026-10-01', 1, 0, '[]');
  expect(lastProof(stores, {})).toEqual({
    proof: { provedAtMs: 2, keyCount: 4, wrongCount: 1, wrongPartNos: ['00P1'] },
  });
});
