import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { afterAll, beforeAll } from 'vitest';
import { replicaMigrations } from '../../migrations/replica/index.ts';
import { migrate } from '../../src-shared/database/migrate.ts';
import { addStoreFunctions } from '../db/store-functions.ts';
import type { ReadStores } from '../db/stores.ts';

type TestRow = Record<string, string | number | null>;

interface TableColumn {
  name: string;
  type: string;
  notnull: number;
  dflt_value: string | null;
}

/**
 * A copy in memory with every table and nothing in them, for a room's questions; it lives as long as the file of tests. `add`
 * takes a row with what is given; the other columns that must have a value get an empty one.
 */
export function testReplica(): { stores: ReadStores; add: (table: string, row: TestRow) => void } {
  let file: Database.Database;
  beforeAll(async () => {
    file = new Database(':memory:');
    file.pragma('foreign_keys = off');
    addStoreFunctions(file);
    await migrate(new Kysely<never>({ dialect: new SqliteDialect({ database: file }) }), replicaMigrations);
  });
  afterAll(() => {
    file.close();
  });
  return {
    stores: {
      access: 'read',
      get replicaFile() {
        return file;
      },
    } as unknown as ReadStores,
    add(table, row) {
      const columns = file.pragma(`table_info(${table})`) as TableColumn[];
      const required = columns.filter((column) => column.notnull === 1 && column.dflt_value === null);
      const empty: TestRow = Object.fromEntries(required.map(({ name, type }) => [name, type === 'INTEGER' ? 0 : '']));
      const whole: TestRow = { ...empty, _v: 1, _scope: 'g', _k: 1, _bucket: 1, ...row };
      const names = Object.keys(whole);
      file
        .prepare(`insert into ${table} (${names.join()}) values (${names.map((name) => `@${name}`).join()})`)
        .run(whole);
    },
  };
}
