import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestApp } from '../../src-main/testing/test-app.ts';
import { postMovements, unbalancedKeys } from '../../src-server/parts/post-movements.ts';
import { addUser } from '../../src-server/testing/rows.ts';
import { inCommand, testUser } from '../../src-server/testing/small-company.ts';
import { seedSmallWarehouse, warehouseMovement, WAREHOUSE_PARTS } from '../../src-server/testing/small-warehouse.ts';
import { openCompany, until, type Company } from './claims-company.ts';

const MINUTE_MS = 60_000;
const OPENING = 100;
/** What is truly missing or too many on the shelf, by part; everything else that differs is a movement. */
const WRONG: Readonly<Record<string, number>> = { P2: -1, P5: 4 };

let company: Company;
let manager: TestApp;
let near: TestApp;
let away: TestApp;
let store: TestApp;
let isAwayOnline = true;
let cut = new AbortController();

/** The network of the second counter: without it nothing new begins, and what was open breaks off. */
const cutNetwork: typeof globalThis.fetch = (input, init) => {
  if (!isAwayOnline) return Promise.reject(new TypeError('no network'));
  const own = [...(init?.signal ? [init.signal] : []), ...(input instanceof Request ? [input.signal] : [])];
  return globalThis.fetch(input, { ...init, signal: AbortSignal.any([cut.signal, ...own]) });
};
/** The clocks of both counters are behind; by them they would have counted before what had left the shelf already. */
const SLOW_MINUTES = 7;
const clock = (): number => Date.now() - SLOW_MINUTES * MINUTE_MS;
const ids: Record<string, string> = {};

beforeAll(async () => {
  company = await openCompany(0);
  const { db } = company.server.store;
  await seedSmallWarehouse(db, company.regionId);
  await db.updateTable('warehouseBin').set({ zone: 'B' }).where('id', 'in', ['B-P4', 'B-P5', 'B-P6']).execute();
  for (const [login, role] of [
    ['near', 'counter'],
    ['away', 'counter'],
    ['peijian', 'partsManager'],
    ['jihua', 'planner'],
  ] as const)
    ids[login] = await addUser(db, { login, roles: [role] });
  const opening = WAREHOUSE_PARTS.map((part) =>
    warehouseMovement(part, OPENING, Date.now() - 60 * MINUTE_MS, { idemKey: `opening:${part}` }),
  );
  const poster = testUser('system', ['warehouse']);
  await inCommand(db, poster, (context) => postMovements(context, opening), Date.now());
  manager = await company.desktop('peijian');
  near = await company.desktop('near', { clock });
  store = await company.desktop('jihua');
  away = await company.desktop('away', {
    clock,
    fetch: cutNetwork,
  });
});

afterAll(async () => {
  await company.close();
});

/** Issues of so many pieces of every part, posted by the third desktop from a file. */
async function issue(name: string, pieces: number, effectiveAtMs: number): Promise<void> {
  const moment = new Date(effectiveAtMs + 8 * 60 * MINUTE_MS).toISOString().slice(0, 19).replace('T', ' ');
  const rows = WAREHOUSE_PARTS.map((part, at) =>
    [
      'ZX01',
      `A-01-0${String(at + 1)}`,
      `00${part}`,
      'ISSUE_SALE',
      String(pieces),
      '100',
      moment,
      `${name}-${part}`,
    ].join(','),
  );
  const text = ['warehouseCode,binCode,partNo,type,qtyMilli,unitFen,effectiveAtMs,docNo', ...rows].join('\n');
  const { exchange } = store.client;
  const piece = Buffer.from(text).toString('base64');
  const { fileId } = await exchange.upload({ fileId: null, fileName: `${name}.csv`, piece, last: true });
  const found = await exchange.inspect({ fileId, kind: 'stockMovements', sheet: null, headerRowNo: null });
  const { sheet, headerRowNo, suggestedMapping: mapping } = found;
  const preview = await exchange.preview({ fileId, kind: 'stockMovements', sheet, headerRowNo, mapping });
  expect(preview.issues).toEqual([]);
  const { importId } = await exchange.commit({ previewId: preview.previewId });
  const state = () => exchange.importState({ importId });
  await until(`${name} is posted`, async () => (await state()).state !== 'sending');
  expect(await state()).toMatchObject({ state: 'done', created: WAREHOUSE_PARTS.length });
}

async function planned(zone: string, login: string): Promise<string> {
  const request = {
    ...{ type: 'ADHOC' as const, name: `${zone} 区`, warehouseId: 'W1', zones: [zone], blind: true },
    ...{ mode: 'ROLL' as const, plannedDate: '2026-11-30', counterUserId: ids[login] ?? '', recounterUserId: null },
    ...{ capacity: null, samplePctBp: null, release: true },
  };
  return (await online(() => manager.client.counts.plan(request))).sheetIds[0] ?? '';
}

const detail = (app: TestApp, id: string) => app.client.counts.sheet({ id });

async function count(app: TestApp, id: string, pieces: (part: string) => number): Promise<void> {
  const { lines, sheet } = await detail(app, id);
  const entries = lines.map((line) => ({
    ...{ lineId: line.id, kind: 'COUNT' as const, method: 'GRID' as const, note: null },
    qtyMilli: pieces(line.partId) * 1000,
  }));
  await app.client.counts.enter({ sheetId: id, round: sheet.round, entries });
}

async function step(app: TestApp, id: string, name: 'submit' | 'approve'): Promise<string> {
  const { version } = (await detail(app, id)).sheet;
  const asked = { sheetId: id, version, step: name, note: '', lineIds: [] };
  return (await online(() => app.client.counts.step(asked))).status;
}

/** Reasons and approval by the manager; returns the differences he approved. */
async function approve(id: string): Promise<Record<string, number>> {
  await until('the manager has it', async () => (await detail(manager, id)).sheet.status === 'REVIEW');
  const { lines } = await detail(manager, id);
  const differing = lines.filter(({ varianceMilli }) => (varianceMilli ?? 0) !== 0);
  const lineIds = differing.map((line) => line.id);
  const reason = { sheetId: id, lineIds, reasonCode: 'COUNT_ERROR', reasonText: null };
  await online(() => manager.client.counts.explain(reason));
  await until('the reasons are here', async () =>
    (await detail(manager, id)).lines.every((line) => !lineIds.includes(line.id) || line.reasonCode !== null),
  );
  expect(await step(manager, id, 'approve')).toBe('POSTED');
  return Object.fromEntries(differing.map((line) => [line.partId, (line.varianceMilli ?? 0) / 1000]));
}

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

async function stock(): Promise<Record<string, number>> {
  const rows = await company.server.store.db.selectFrom('stockBalance').select(['partId', 'qtyMilli']).execute();
  return Object.fromEntries(rows.map(({ partId, qtyMilli }) => [partId, qtyMilli / 1000]).sort());
}

test('two desktops count different bins of one warehouse while a third posts issues, one of them offline for the whole count: the result is right and nobody waits', async () => {
  const began = Date.now();
  const sheetA = await planned('A', 'near');
  const sheetB = await planned('B', 'away');
  const isThere = async (app: TestApp, id: string): Promise<boolean> => {
    const { rows } = await app.client.counts.sheets({
      ...{ query: { filters: [], text: '', sort: [] }, offset: 0, limit: 10 },
    });
    return rows.some((row) => row.id === id);
  };
  await until('both have their sheets', async () => (await isThere(near, sheetA)) && (await isThere(away, sheetB)));

  isAwayOnline = false;
  cut.abort();

  // Fifteen pieces of each part have left the shelf when they count; three of them are booked by then.
  await issue('early', 3, began - 20 * MINUTE_MS);
  const onShelf = (part: string): number => OPENING - 3 - 5 - 7 + (WRONG[part] ?? 0);
  await Promise.all([count(near, sheetA, onShelf), count(away, sheetB, onShelf)]);
  const countedAtMs = Date.now();
  await issue('late', 5, began - 10 * MINUTE_MS);

  // The first is submitted, approved and posted while the other one has not been heard of.
  expect((await away.client.sync.state({})).waitingCommands).toBeGreaterThan(0);
  await until('the server has the counts', async () =>
    (await detail(manager, sheetA)).lines.every((line) => line.firstMilli !== null),
  );
  expect(await step(near, sheetA, 'submit')).toBe('REVIEW');
  // Seven pieces are missing that nobody has booked yet: they come late even for the posted count.
  expect(await approve(sheetA)).toEqual({ P1: -7, P2: -8, P3: -7 });
  // a file says when to the second
  await until('the next second has begun', () => Promise.resolve(Date.now() > countedAtMs + 1000));
  await issue('after', 2, Date.now());
  await issue('latest', 7, began - 5 * MINUTE_MS);
  expect((await detail(manager, sheetB)).lines.every((line) => line.firstMilli === null)).toBe(true);

  cut = new AbortController();
  isAwayOnline = true;
  await away.client.sync.now({});
  await until('what was counted without a network is with the manager', async () =>
    (await detail(manager, sheetB)).lines.every((line) => line.firstMilli !== null),
  );
  await until('it is level', async () => (await away.client.sync.state({})).phase === 'live');
  expect(await step(away, sheetB, 'submit')).toBe('REVIEW');
  // Everything is booked by now, and what moved after the count does not matter to it.
  expect(await approve(sheetB)).toEqual({ P5: 4 });

  // Both counted by the server's clock, also the one that was away, and it is said that theirs was behind.
  for (const id of [sheetA, sheetB]) {
    for (const line of (await detail(manager, id)).lines) expect(line.clockOffMin).toBe(-SLOW_MINUTES);
  }
  const entries = await company.server.store.db.selectFrom('countEntry').select('countedAtMs').execute();
  for (const entry of entries) {
    expect(entry.countedAtMs).toBeGreaterThan(began - 5000);
    expect(entry.countedAtMs).toBeLessThan(countedAtMs + 5000);
  }

  // What lies there: the count, less what left after it.
  const truth = Object.fromEntries(WAREHOUSE_PARTS.map((part) => [part, onShelf(part) - 2]));
  expect(await stock()).toEqual(truth);
  expect(await unbalancedKeys(company.server.store)).toEqual([]);
  // The posted count was answered by the opposite entry: the truth stands, the difference it reported is the true one.
  await until('the true differences are shown', async () => {
    const shown = (await detail(manager, sheetA)).lines.map((line) => [line.partId, (line.reportedMilli ?? 0) / 1000]);
    return JSON.stringify(Object.fromEntries(shown.sort())) === JSON.stringify({ P1: 0, P2: -1, P3: 0 });
  });
}, 180_000);
