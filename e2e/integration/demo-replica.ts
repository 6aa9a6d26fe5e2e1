import { sql } from 'kysely';
import { afterAll, beforeAll } from 'vitest';
import { testReplica } from '../../src-main/testing/test-replica.ts';
import { storeOnPGlite, type CentralStore } from '../../src-server/db/open-central.ts';
import { seedDemoCompany } from '../../src-server/demo/seed-demo-company.ts';
import { REPLICATED_TABLES } from '../../src-shared/contract/replicated-tables.generated.ts';

export const TODAY = '2026-11-23';
export const NOW_MS = Date.parse(`${TODAY}T00:30:00Z`);
const ROWS_PER_READ = 20_000;

/** The demo company in a copy in memory, as a person who may see everything holds it; it is there once the first test begins. */
export function demoReplica(scale: number): ReturnType<typeof testReplica> {
  const replica = testReplica();
  let central: CentralStore;
  beforeAll(async () => {
    central = await storeOnPGlite({});
    await seedDemoCompany(central.db, { seed: 'hedui', today: TODAY, scale, nowMs: NOW_MS });
    for (const { name, columns } of REPLICATED_TABLES) await copyTable(name, columns);
  }, 300_000);
  afterAll(() => central.close());

  const copyTable = async (name: string, columns: readonly string[]): Promise<void> => {
    const file = replica.stores.replicaFile;
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
  };
  return replica;
}
