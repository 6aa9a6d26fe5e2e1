import Database from 'better-sqlite3';
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { replicaMigrations } from '../../migrations/replica/index.ts';
import { openFile } from '../../src-main/db/open-stores.ts';
import { typed } from '../../src-main/db/typed-store.ts';
import { openTestApp } from '../../src-main/testing/test-app.ts';
import { serveSchemas } from '../../src-server/sync/schema-versions.ts';
import type { WireSchema } from '../../src-shared/contract/released-schemas.ts';
import { REPLICATED_TABLES } from '../../src-shared/contract/replicated-tables.generated.ts';
import { migrate } from '../../src-shared/database/migrate.ts';
import { SCHEMA_HASH } from '../../src-shared/database/schema-hash.ts';
import { openCompany, until, untilLive, type Company } from './claims-company.ts';

/** A step that adds columns and tables: the copy stands before it and is brought through it and all that came after. */
const ADDITIVE_STEP = '0140-statement-life';
const OLD_HASH = '0b5e55ed';

let company: Company;

beforeAll(async () => {
  company = await openCompany(20);
});
afterAll(async () => {
  serveSchemas([]);
  await company.close();
});

/** The same copy as the program before the step would hold it: its tables and columns, its place in the feed. */
async function asBefore(file: string): Promise<WireSchema> {
  const older = `${file}.older`;
  const database = openFile(older, 'replica', 'write');
  const steps = replicaMigrations.slice(
    0,
    replicaMigrations.findIndex(({ name }) => name === ADDITIVE_STEP),
  );
  await migrate(typed<never>(database), steps);
  database.prepare('attach ? as present').run(file);
  const columnsOf = (table: string): string[] =>
    database.prepare('select name from pragma_table_info(?, ?)').pluck().all(table, 'main') as string[];
  const tables = REPLICATED_TABLES.flatMap(({ id, name, columns }) => {
    const held = columnsOf(name);
    return held.length === 0 ? [] : [{ id, name, columns: columns.filter((column) => held.includes(column)) }];
  });
  for (const { name, columns } of tables) {
    database.exec(`insert into main.${name} (${columns.join(',')}) select ${columns.join(',')} from present.${name}`);
  }
  database.exec('insert or replace into main.sync_state select * from present.sync_state');
  database
    .prepare(`update sync_state set value = replace(value, ?, ?) where state_key = 'cursor'`)
    .run(SCHEMA_HASH, OLD_HASH);
  database.exec('detach present');
  database.close();
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
  const put = new Database(older);
  put.prepare('vacuum into ?').run(file);
  put.close();
  return { hash: OLD_HASH, tables, defaults: {} };
}

test('case 22: a copy of the program before the last additive step is opened, gets what was added, and agrees in every row', async () => {
  const first = await company.desktop('clerk');
  const profiles = path.join(first.dataFolder, 'profiles');
  const file = path.join(profiles, readdirSync(profiles)[0] ?? '', 'replica.db');
  await first.close({ keepFolder: true });
  const old = await asBefore(file);
  const columns = (tables: readonly { columns: readonly string[] }[]): number =>
    tables.reduce((sum, table) => sum + table.columns.length, 0);
  expect(columns(old.tables)).toBeLessThan(columns(REPLICATED_TABLES));
  serveSchemas([old]);
  await company.addClaims(3);
  const again = await openTestApp({
    serverUrl: company.server.url,
    dataFolder: first.dataFolder,
    secretText: first.secrets.text ?? '',
  });
  await again.client.session.signInDemo({ login: 'clerk' });
  await untilLive(again);
  const query = { filters: [], text: '', sort: [] };
  await until('the new claims are there as well', async () => {
    const { total } = await again.client.claims.page({ query, offset: 0, limit: 1 });
    return total === 23;
  });
  const replica = new Database(file, { readonly: true });
  const known = new Map(old.tables.map(({ name, columns: held }) => [name, held.length]));
  const changed = REPLICATED_TABLES.filter(({ name, columns: now }) => known.get(name) !== now.length);
  const rows = (tables: readonly { name: string }[]): number =>
    tables.reduce(
      (sum, { name }) => sum + (replica.prepare(`select count(*) from ${name}`).pluck().get() as number),
      0,
    );
  // only the changed tables were fetched; of the others nothing came a second time
  const built = again.logs.flatMap((line) => (line.includes('replica built') ? [/"rows":(\d+)/.exec(line)?.[1]] : []));
  expect(built).toEqual([String(rows(changed))]);
  expect(rows(changed)).toBeLessThan(rows(REPLICATED_TABLES));
  const cursor = replica.prepare(`select value from sync_state where state_key = 'cursor'`).pluck().get();
  replica.close();
  expect(String(cursor)).toContain(SCHEMA_HASH);
  await until('both sides agree to the last column', async () => {
    const report = await again.client.sync.checkData({}).catch(() => null); // asked for in the middle of a connection
    return report !== null && report.level === 2 && report.mismatches.length === 0;
  });
  await again.close();
}, 300_000);
