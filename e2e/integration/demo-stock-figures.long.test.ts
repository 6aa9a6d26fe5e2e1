import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { figuresOffRows, figuresWithRows } from '../../src-main/parts/reports/testing/rows-behind.ts';
import { testReplica } from '../../src-main/testing/test-replica.ts';
import { storeOnPGlite, type CentralStore } from '../../src-server/db/open-central.ts';
import { seedDemoCompany } from '../../src-server/demo/seed-demo-company.ts';
import { REPLICATED_TABLES } from '../../src-shared/contract/replicated-tables.generated.ts';
import { REPORT_FIGURES, STOCK_REPORTS } from '../../src-shared/contract/stock-reports.ts';

const TODAY = '2026-11-23';
const NOW_MS = Date.parse(`${TODAY}T00:30:00Z`);
const ROWS_PER_READ = 20_000;

const { stores } = testReplica();
let central: CentralStore;

beforeAll(async () => {
  central = await storeOnPGlite({});
  await seedDemoCompany(central.db, { seed: 'hedui', today: TODAY, scale: 0.1, nowMs: NOW_MS });
  for (const { name, columns } of REPLICATED_TABLES) await copyTable(name, columns);
}, 300_000);

afterAll(() => central.close());

/** As a copy of somebody who may see everything holds it. */
async function copyTable(name: string, columns: readonly string[]): Promise<void> {
  const file = stores.replicaFile;
  const names = columns.join(', ');
  const insert = file.prepare(`insert into ${name} (${names}) values (${columns.map(() => '?').join()})`);
  for (let offset = 0; ; offset += ROWS_PER_READ) {
    const { rows } = await sql
      .raw<Record<string, unknown>>(
        `select ${names} from ${name} order by id limit ${String(ROWS_PER_READ)} offset ${String(offset)}`,
      )
      .execute(central.db.withoutPlugins());
    file.transaction(() => {
      for (const row of rows) insert.run(columns.map((column) => row[column]));
    })();
    if (rows.length < ROWS_PER_READ) return;
  }
}

describe('the reports of stock over the demo company', () => {
  const opened = STOCK_REPORTS.filter((name) => REPORT_FIGURES[name] !== undefined);

  it.each(opened)('%s: every figure is the sum of the rows it opens', (name) => {
    const asked = { name, warehouseId: null, fromDate: '2025-11-24', toDate: TODAY, nowMs: NOW_MS };
    expect(figuresOffRows(stores, asked)).toEqual([]);
    expect(figuresWithRows(stores, asked)).toBeGreaterThan(0);
  });
});
