import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CountStep } from '../../src-shared/contract/counts.contract.ts';
import { REPLICATED_TABLES } from '../../src-shared/contract/replicated-tables.generated.ts';
import type { SignedInUser } from '../../src-shared/contract/session.contract.ts';
import type { Role } from '../../src-shared/contract/values.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import { insertRows } from '../db/bulk-rows.ts';
import { postMovements, unbalancedKeys } from '../parts/post-movements.ts';
import { addUser, markAsDemo } from '../testing/rows.ts';
import { inCommand, newTestId, seedSmallCompany, testUser, TEST_NOW_MS } from '../testing/small-company.ts';
import { seedSmallWarehouse, warehouseMovement } from '../testing/small-warehouse.ts';
import { ask, readStream, signIn, startTestServer, type TestServer } from '../testing/test-server.ts';
import { countCommands } from './counts.commands.ts';

const PARTS = 200;
const BINS = 100;
const LINES = PARTS * BINS;
/** Receipts and issues that each key has behind it. */
const HISTORY = 4;
const ENTRIES_AT_ONCE = 1000;
/** One piece is missing in every so many lines. */
const SHORT_EVERY = 100;
/**
 * Stock §5.1: the server posts such a sheet within 10 s. Nobody else should wait for it longer than about a second; on a machine
 * that is busy with other tests it is three times as much. Before it was made for large sheets, both were minutes.
 */
const LONGEST_STEP_MS = 30_000;
const LONGEST_WAIT_MS = 3000;

const commands = countCommands({ postMovements, unbalancedKeys });
let server: TestServer;
let token = '';
let people: Record<'partsManager' | 'counter' | 'recounter' | 'finance', SignedInUser>;

beforeAll(async () => {
  server = await startTestServer('postgres');
  const { db } = server.store;
  await markAsDemo(db);
  await seedSmallCompany(db);
  await seedSmallWarehouse(db, 'R1');
  const person = async (role: Role): Promise<SignedInUser> =>
    testUser(await addUser(db, { login: role, roles: [role] }), [role]);
  people = {
    partsManager: await person('partsManager'),
    counter: await person('counter'),
    recounter: await person('recounter'),
    finance: await person('finance'),
  };
  ({ accessToken: token } = await signIn(server, 'counter'));
  await fillWarehouse();
}, 300_000);
afterAll(() => server.close());

async function fillWarehouse(): Promise<void> {
  const { db } = server.store;
  const parts = Array.from({ length: PARTS }, (_, at) => `Q${String(at)}`);
  const bins = Array.from({ length: BINS }, (_, at) => `C${String(at)}`);
  await insertRows(
    db,
    'part',
    parts.map((id) => ({
      ...{ ...rowIdentity(id, 'g'), partNo: `10${id}`, name: `配件 ${id}`, uom: '件', uomWhole: 1 },
      ...{ issuePriceFen: 12_000, supplyPriceFen: 10_000, oldPartPolicy: 'NONE' },
    })),
  );
  await insertRows(
    db,
    'warehouseBin',
    bins.map((id, at) => ({
      ...rowIdentity(id, 'g'),
      ...{ warehouseId: 'W1', code: `Z-${id}`, zone: 'Z', walkSeq: at, type: 'STOCK' },
    })),
  );
  for (let day = HISTORY; day > 0; day -= 1) {
    const drafts = bins.flatMap((binId) =>
      parts.map((partId) =>
        warehouseMovement(partId, day === HISTORY ? 13 : -1, TEST_NOW_MS - day * 86_400_000, {
          ...{ binId, idemKey: `${binId}:${partId}:${String(day)}` },
        }),
      ),
    );
    await inCommand(db, people.partsManager, (context) => postMovements(context, drafts));
  }
}

/** Runs one command and says how long it took and how long others waited meanwhile: for the server, and to post a movement. */
async function timedCommand(
  name: string,
  user: SignedInUser,
  work: (context: CommandContext) => Promise<CommandOutcome>,
): Promise<Record<string, unknown>> {
  const waits = { server: 0, ledger: 0, feed: 0 };
  let isOver = false;
  const ticks = (async () => {
    while (!isOver) {
      const askedMs = performance.now();
      await ask(`${server.url}/readyz`);
      waits.server = Math.max(waits.server, performance.now() - askedMs);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  })();
  const posts = (async () => {
    while (!isOver) {
      const askedMs = performance.now();
      const draft = warehouseMovement('P1', 1, TEST_NOW_MS - 1000, { idemKey: newTestId() });
      await inCommand(server.store.db, people.partsManager, (context) => postMovements(context, [draft]));
      waits.ledger = Math.max(waits.ledger, performance.now() - askedMs);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  })();
  const startedMs = performance.now();
  const outcome = await inCommand(server.store.db, user, work);
  const ms = performance.now() - startedMs;
  isOver = true;
  await Promise.all([ticks, posts]);
  const committedMs = performance.now();
  await settled();
  waits.feed = performance.now() - committedMs;
  console.log(
    name,
    Math.round(ms),
    JSON.stringify(waits, (_, value: unknown) => (typeof value === 'number' ? Math.round(value) : value)),
  );
  if (outcome.status !== 'applied') throw new Error(`${name}: ${outcome.status} ${outcome.reason}`);
  expect.soft(ms, `${name}: time`).toBeLessThan(LONGEST_STEP_MS);
  expect.soft(waits.server, `${name}: another request waits`).toBeLessThan(LONGEST_WAIT_MS);
  expect.soft(waits.ledger, `${name}: another posting waits`).toBeLessThan(LONGEST_WAIT_MS);
  return outcome.output ?? {};
}

async function settled(): Promise<void> {
  const waiting = async (): Promise<number> => (await ask<{ waiting: number }>(`${server.url}/readyz`)).body.waiting;
  while ((await waiting()) > 0) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** What the blind counter's desktop asks for after a step: everything since, with what is withheld taken out. Returns its cursor. */
async function timedDelta(cursor: string): Promise<string> {
  const askedMs = performance.now();
  const news = await readStream(`${server.url}/sync/v1/delta?cursor=${cursor}`, token);
  const ms = performance.now() - askedMs;
  process.stdout.write(`delta: ${String(Math.round(ms))} ms\n`);
  expect.soft(ms, 'a delta').toBeLessThan(LONGEST_STEP_MS);
  const columns: readonly string[] = REPLICATED_TABLES.find(({ name }) => name === 'count_line')?.columns ?? [];
  const books = (news.rows.get('count_line') ?? []).map((cells) => cells[columns.indexOf('book_qty_milli')]);
  expect(books.filter((book) => book !== null)).toEqual([]);
  return news.cursor;
}

const sheetOf = (id: string) =>
  server.store.db.selectFrom('countSheet').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const linesOf = (id: string) =>
  server.store.db.selectFrom('countLine').selectAll().where('sheetId', '=', id).orderBy('lineNo').execute();

async function step(user: SignedInUser, sheetId: string, name: CountStep, round = 0): Promise<Record<string, unknown>> {
  const { _v: version } = await sheetOf(sheetId);
  const body = { kind: 'count.step' as const, sheetId, version, step: name, note: '', lineIds: [] };
  return timedCommand(`${name} ${String(round)}`, user, (context) => commands['count.step'](context, body));
}

async function countAll(user: SignedInUser, sheetId: string): Promise<void> {
  const { round } = await sheetOf(sheetId);
  const open = (await linesOf(sheetId)).filter((line) => line.round === round);
  const entries = open.map((line) => ({
    ...{ entryId: newTestId(), lineId: line.id, kind: 'COUNT' as const, method: 'GRID' as const, note: null },
    ...{ qtyMilli: line.lineNo % SHORT_EVERY === 0 ? 9_000 : 10_000, countedAtMs: TEST_NOW_MS },
  }));
  let longest = 0;
  for (let start = 0; start < entries.length; start += ENTRIES_AT_ONCE) {
    const body = {
      ...{ kind: 'count.enter' as const, sheetId, round },
      entries: entries.slice(start, start + ENTRIES_AT_ONCE),
    };
    const startedMs = performance.now();
    await inCommand(server.store.db, user, (context) => commands['count.enter'](context, body));
    longest = Math.max(longest, performance.now() - startedMs);
  }
  expect.soft(longest, 'a message of counts').toBeLessThan(LONGEST_WAIT_MS);
  await settled();
}

it('a blind sheet of 20,000 lines goes from its release to the ledger, and nobody else waits for it', async () => {
  const { partsManager, counter, recounter, finance } = people;
  const { cursor } = await readStream(`${server.url}/sync/v1/snapshot?tier=all`, token);
  const request = {
    ...{ type: 'FULL' as const, name: '年终', warehouseId: 'W1', zones: ['Z'], blind: true, mode: 'ROLL' as const },
    ...{ plannedDate: '2026-03-20', counterUserId: counter.id, recounterUserId: recounter.id },
    ...{ capacity: null, samplePctBp: null, release: false },
  };
  const planned = await timedCommand('plan', partsManager, (context) =>
    commands['count.plan'](context, { kind: 'count.plan', request }),
  );
  const [sheetId = ''] = planned['sheetIds'] as string[];
  await step(partsManager, sheetId, 'release');
  expect(await linesOf(sheetId)).toHaveLength(LINES);
  const news = await timedDelta(cursor);
  await countAll(counter, sheetId);
  expect(await step(counter, sheetId, 'submit', 1)).toMatchObject({ status: 'RECOUNT' });
  await timedDelta(news);
  await countAll(recounter, sheetId);
  expect(await step(recounter, sheetId, 'submit', 2)).toMatchObject({ status: 'REVIEW' });
  const differing = (await linesOf(sheetId)).filter((line) => (line.varianceMilli ?? 0) !== 0);
  const why = { sheetId, lineIds: differing.map(({ id }) => id), reasonCode: 'COUNT_ERROR', reasonText: null };
  await timedCommand('explain', partsManager, (context) =>
    commands['count.explain'](context, { kind: 'count.explain', ...why }),
  );
  await step(partsManager, sheetId, 'approve', 1);
  if ((await sheetOf(sheetId)).status !== 'POSTED') await step(finance, sheetId, 'approve', 2);
  expect(await sheetOf(sheetId)).toMatchObject({ status: 'POSTED', lineCount: LINES });
  expect(await unbalancedKeys(server.store)).toEqual([]);
  const posted = await server.store.db
    .selectFrom('stockMovement')
    .select('qtyMilli')
    .where('type', '=', 'COUNT_ADJ')
    .execute();
  expect(posted.map(({ qtyMilli }) => qtyMilli)).toEqual(Array.from({ length: LINES / SHORT_EVERY }, () => -1000));
  const withheld = await server.store.db.selectFrom('syncWithheld').select('pk').execute();
  expect(withheld).toEqual([]);
}, 1_800_000);
