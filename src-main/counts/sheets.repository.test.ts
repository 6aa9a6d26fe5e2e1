import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { expect, it } from 'vitest';
import { replicaMigrations } from '../../migrations/replica/index.ts';
import { migrate } from '../../src-shared/database/migrate.ts';
import type { ReadStores } from '../db/stores.ts';
import { planOptions } from './sheets.repository.ts';

it('says what cycle counting asks of a warehouse a day, from its keys by class and how often each is counted', async () => {
  const file = new Database(':memory:');
  await migrate(new Kysely<never>({ dialect: new SqliteDialect({ database: file }) }), replicaMigrations);
  file.pragma('foreign_keys = off');
  file.exec(
    `insert into warehouse (id, _v, _scope, _k, _bucket, code, name, region_id) values ('W1', 1, 'g', 1, 1, 'ZX', '库', 'R')`,
  );
  const key = file.prepare(
    `insert into stock_balance (id, _v, _scope, _k, _bucket, warehouse_id, part_id, owner, condition, batch_no, serial_no, last_seq, last_move_at_ms)
     values (?, 1, 'g', 1, 1, 'W1', ?, 'HQ', 'NEW', '', '', 1, 1)`,
  );
  const classed = file.prepare(
    `insert into part_warehouse_setting (id, _v, _scope, _k, _bucket, part_id, warehouse_id, method, abc_class)
     values (?, 1, 'g', 1, 1, ?, 'W1', 'MANUAL', ?)`,
  );
  // 12 of class A, 18 of B, 90 without a class, which are counted like C
  for (let at = 0; at < 120; at += 1) {
    key.run(`B${String(at)}`, `P${String(at)}`);
    if (at < 30) classed.run(`S${String(at)}`, `P${String(at)}`, at < 12 ? 'A' : 'B');
  }
  const stores = { access: 'read', replicaFile: file } as unknown as ReadStores;
  expect(planOptions(stores, null).warehouses[0]?.load).toEqual({
    classes: [
      { abcClass: 'A', keys: 12, countsPerYear: 4 },
      { abcClass: 'B', keys: 18, countsPerYear: 2 },
      { abcClass: 'C', keys: 90, countsPerYear: 1 },
    ],
    ...{ workdays: 250, loadPerDayCenti: 70, capacityLines: 1 },
  });
  file.close();
});
