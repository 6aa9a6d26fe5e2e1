import { sql } from 'kysely';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { AppError } from '../../src-shared/errors.ts';
import { ENGINES, openTestCentral, type TestCentral } from '../testing/central-store.ts';
import { addCustomer } from '../testing/rows.ts';
import { savepoint } from './savepoint.ts';
import { lockStore } from './store-lock.ts';

describe.each(ENGINES)('the central store on %s', (engine) => {
  let store: TestCentral;
  beforeAll(async () => {
    store = await openTestCentral(engine);
  });
  afterAll(() => store.close());

  const valueOf = async (expression: string): Promise<unknown> =>
    (await sql<{ value: unknown }>`select ${sql.raw(expression)} as value`.execute(store.db)).rows[0]?.value;

  it('case 30: reads whole numbers up to 2^53−1 as numbers and refuses what a number cannot hold', async () => {
    expect(await valueOf('9007199254740991::bigint')).toBe(Number.MAX_SAFE_INTEGER);
    await expect(valueOf('9007199254740993::bigint')).rejects.toThrow('integer-out-of-range');
    await expect(valueOf('1.5::numeric')).rejects.toThrow('numeric-refused');
    await expect(valueOf('(select sum(n) from (values (1::bigint)) as v(n))')).rejects.toThrow('numeric-refused');
    await expect(sql`insert into document_sequence values ('x', 9007199254740992)`.execute(store.db)).rejects.toThrow();
  });

  it('keeps one request out of the transaction of another, and shows nothing before its commit', async () => {
    let seen: Promise<unknown> = Promise.resolve();
    const failing = store.db.transaction().execute(async (transaction) => {
      await addCustomer(transaction, 'r:1', 'not yet');
      seen = store.db.selectFrom('customer').select('id').where('name', '=', 'not yet').execute();
      await addCustomer(transaction, 'r:1', 'not yet');
      throw new Error('undone');
    });
    await expect(failing).rejects.toThrow('undone');
    expect(await seen).toEqual([]);
  });

  it('runs transactions that are asked for together one after another or beside each other, and each whole', async () => {
    const add = (name: string): Promise<string> =>
      store.db.transaction().execute(async (transaction) => {
        await addCustomer(transaction, 'r:1', name);
        return addCustomer(transaction, 'r:1', name);
      });
    await Promise.all(Array.from({ length: 10 }, (_, number) => add(`pair ${String(number)}`)));
    const { rows } = await sql<{ n: number }>`
      select count(*) as n from customer where name like 'pair %' group by name`.execute(store.db);
    expect(rows.map((row) => row.n)).toEqual(Array.from({ length: 10 }, () => 2));
  });

  it('undoes a part of a transaction and keeps the rest, also with a part inside a part', async () => {
    await store.db.transaction().execute(async (transaction) => {
      await addCustomer(transaction, 'r:1', 'outside');
      await savepoint(transaction, async () => {
        await addCustomer(transaction, 'r:1', 'first part');
        const broken = savepoint(transaction, () => sql`select 1 / 0`.execute(transaction));
        await expect(broken).rejects.toThrow();
        await addCustomer(transaction, 'r:1', 'first part');
      });
      const undone = savepoint(transaction, async () => {
        await addCustomer(transaction, 'r:1', 'second part');
        throw new Error('undone');
      });
      await expect(undone).rejects.toThrow('undone');
    });
    const count = async (name: string): Promise<number> =>
      (await store.db.selectFrom('customer').select('id').where('name', '=', name).execute()).length;
    expect([await count('outside'), await count('first part'), await count('second part')]).toEqual([1, 2, 0]);
  });
});

describe('connections that PostgreSQL ends', () => {
  let store: TestCentral;
  let admin: pg.Client;

  beforeAll(async () => {
    store = await openTestCentral('postgres');
    admin = new pg.Client({ connectionString: store.databaseUrl ?? '' });
    await admin.connect();
  });
  afterAll(async () => {
    await admin.end();
    await store.close();
  });

  it('fail what runs on them and not the process, also between two statements of a transaction', async () => {
    const work = store.db.transaction().execute(async (transaction) => {
      await addCustomer(transaction, 'r:1', 'lost');
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(transaction);
      await admin.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
      const isGone = async (): Promise<void> => {
        const { rows: left } = await admin.query('select 1 from pg_stat_activity where pid = $1', [rows[0]?.pid]);
        expect(left).toEqual([]);
      };
      await vi.waitFor(isGone, { timeout: 60_000 });
      await addCustomer(transaction, 'r:1', 'lost as well');
    });
    await expect(work).rejects.toThrow(/connection|terminat/i);
    expect(await store.db.selectFrom('customer').select('id').execute()).toEqual([]);
  });
});

describe('the lock of an embedded store', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'hedui-lock-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function reasonOf(work: () => unknown): string {
    try {
      work();
      return 'none';
    } catch (error) {
      return error instanceof AppError ? error.data.reason : String(error);
    }
  }

  it('refuses a second holder in the same process until the first lets go', () => {
    const first = lockStore(folder);
    expect(reasonOf(() => lockStore(folder))).toBe('store-in-use');
    first.release();
    lockStore(folder).release();
  });

  it('refuses another process, and is free again the moment that process is killed', async () => {
    const program = `import { lockStore } from ${JSON.stringify(new URL('./store-lock.ts', import.meta.url).href)};
      lockStore(${JSON.stringify(folder)}); console.log('held'); setInterval(() => {}, 1000);`;
    const holder = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise((resolve) => holder.stdout.once('data', resolve));
    expect(reasonOf(() => lockStore(folder))).toBe('store-in-use');
    const ended = new Promise((resolve) => holder.once('exit', resolve));
    holder.kill('SIGKILL');
    await ended;
    lockStore(folder).release();
  });
});
