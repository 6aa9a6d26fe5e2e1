import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestApp } from '../../src-main/testing/test-app.ts';
import { countCommands } from '../../src-server/counts/counts.commands.ts';
import { postMovements, unbalancedKeys } from '../../src-server/parts/post-movements.ts';
import { inCommand, testUser } from '../../src-server/testing/small-company.ts';
import { seedSmallWarehouse, warehouseMovement, WAREHOUSE_PARTS } from '../../src-server/testing/small-warehouse.ts';
import { addUser } from '../../src-server/testing/rows.ts';
import { openCompany, until, type Company } from './claims-company.ts';

/** Quantities nothing else in the company has. */
const BOOK_PIECES = 70_413;
const LATER_PIECES = 60_219;

let company: Company;
let counter: TestApp;
let manager: TestApp;
let ids: { counter: string; recounter: string };

beforeAll(async () => {
  company = await openCompany(0, 'pglite', { commandHandlers: countCommands({ postMovements, unbalancedKeys }) });
  const { db } = company.server.store;
  await seedSmallWarehouse(db, company.regionId);
  ids = {
    counter: await addUser(db, { login: 'pandian', roles: ['counter'] }),
    recounter: await addUser(db, { login: 'fupan', roles: ['recounter'] }),
  };
  await addUser(db, { login: 'peijian', roles: ['partsManager'] });
  await move('opening', BOOK_PIECES, Date.now() - 3_600_000);
  counter = await company.desktop('pandian');
  manager = await company.desktop('peijian');
});

afterAll(async () => {
  await company.close();
});

async function move(idemKey: string, pieces: number, atMs: number): Promise<void> {
  const drafts = WAREHOUSE_PARTS.map((part) =>
    warehouseMovement(part, pieces, atMs, { idemKey: `${idemKey}:${part}` }),
  );
  const poster = testUser('system', ['warehouse']);
  await inCommand(company.server.store.db, poster, (context) => postMovements(context, drafts), Date.now());
}

function replicaOf(app: TestApp): string {
  const [profile = ''] = readdirSync(path.join(app.dataFolder, 'profiles'));
  return path.join(app.dataFolder, 'profiles', profile);
}

function ask<T>(app: TestApp, text: string): T[] {
  const file = new Database(path.join(replicaOf(app), 'replica.db'), { readonly: true });
  try {
    file.pragma('busy_timeout = 60000');
    return file.prepare(text).pluck().all() as T[];
  } finally {
    file.close();
  }
}

/** Every number of every table of the file, and whatever bytes SQLite still keeps of the value, as it stores it. */
function holds(app: TestApp, milli: number): boolean {
  const tables = ask<string>(app, `select name from sqlite_schema where type = 'table'`);
  const found = tables.some((table) => {
    const columns = ask<string>(app, `select name from pragma_table_info('${table}')`);
    const anywhere = columns.map((column) => `"${column}" = ${String(milli)}`).join(' or ');
    return ask<number>(app, `select count(*) from "${table}" where ${anywhere}`).some((count) => count > 0);
  });
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(milli);
  return found || ['replica.db', 'replica.db-wal'].some((name) => contains(path.join(replicaOf(app), name), bytes));
}

function contains(file: string, bytes: Buffer): boolean {
  try {
    return readFileSync(file).includes(bytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

const book = BOOK_PIECES * 1000;
const later = (BOOK_PIECES + LATER_PIECES) * 1000;

test('the file of a blind counter holds no book quantity of its sheet, by no way, until it is posted', async () => {
  await until('the stock is here', () => Promise.resolve(holds(counter, book) && holds(manager, book)));
  const request = {
    ...{ type: 'ADHOC' as const, name: '盲盘', warehouseId: 'W1', zones: [], blind: true, mode: 'ROLL' as const },
    ...{ plannedDate: '2026-11-30', counterUserId: ids.counter, recounterUserId: ids.recounter },
    ...{ capacity: null, samplePctBp: null, release: true },
  };
  const { sheetIds } = await online(() => manager.client.counts.plan(request));
  const [id = ''] = sheetIds;
  const lines = async (app: TestApp) => (await app.client.counts.sheet({ id })).lines;
  await until('the sheet is with its counter', async () => (await sheets(counter)) === 1);
  await until('the book has left his disk', () => Promise.resolve(!holds(counter, book)));
  expect((await lines(counter)).map((line) => line.bookMilli)).toEqual(WAREHOUSE_PARTS.map(() => null));
  expect((await lines(manager)).map((line) => line.bookMilli)).toEqual(WAREHOUSE_PARTS.map(() => book));

  // what moves while he counts would tell him as well
  await move('while', LATER_PIECES, Date.now());
  await until('the manager sees it', () => Promise.resolve(holds(manager, later)));
  await until('the counter is level', async () => (await counter.client.sync.checkData({})).mismatches.length === 0);
  expect([holds(counter, later), holds(counter, LATER_PIECES * 1000), holds(counter, book)]).toEqual([
    ...[false, false, false],
  ]);

  // a copy made anew is as blind
  await counter.client.sync.rebuild({});
  await until('it is level again', async () => (await counter.client.sync.state({})).phase === 'live');
  expect([holds(counter, later), holds(counter, book)]).toEqual([false, false]);

  const entries = (await lines(counter)).map((line) => ({
    ...{ lineId: line.id, kind: 'COUNT' as const, qtyMilli: later, method: 'GRID' as const, note: null },
  }));
  await counter.client.counts.enter({ sheetId: id, round: 1, entries });
  await until('it is with the manager', async () => (await lines(manager)).every((line) => line.firstMilli === later));
  const { version } = (await counter.client.counts.sheet({ id })).sheet;
  const step = { sheetId: id, version, step: 'submit' as const, note: '', lineIds: [] };
  const submitted = await online(() => counter.client.counts.step(step));
  expect(['REVIEW', 'RECOUNT']).toContain(submitted.status);
}, 180_000);

/** A desktop that has just changed its copy is without the server for a moment. */
async function online<T>(call: () => Promise<T>): Promise<T> {
  let answer: T | undefined;
  await until('the server takes it', async () => {
    try {
      answer = await call();
      return true;
    } catch (error) {
      if (error instanceof Error && error.message === 'needs-server') return false;
      throw error;
    }
  });
  if (answer === undefined) throw new Error('no answer');
  return answer;
}

async function sheets(app: TestApp): Promise<number> {
  const everything = { filters: [], text: '', sort: [] };
  return (await app.client.counts.sheets({ query: everything, offset: 0, limit: 1 })).total;
}
