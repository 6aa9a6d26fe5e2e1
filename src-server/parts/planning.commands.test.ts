import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SignedInUser } from '../../src-shared/contract/session.contract.ts';
import { businessDateOf } from '../../src-shared/domain/units/business-date.ts';
import type { CommandOutcome } from '../commands/command-handler.ts';
import { ENGINES, openTestCentral, type TestCentral } from '../testing/central-store.ts';
import { addUser } from '../testing/rows.ts';
import { inCommand, seedSmallCompany, testUser, TEST_NOW_MS } from '../testing/small-company.ts';
import { seedSmallWarehouse, warehouseMovement } from '../testing/small-warehouse.ts';
import { planningCommands } from './planning.commands.ts';
import { postMovements } from './post-movements.ts';

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
const commands = planningCommands();

describe.each(ENGINES)('planning on %s', (engine) => {
  let store: TestCentral;
  let planner: SignedInUser;
  let elsewhere: SignedInUser;
  beforeAll(async () => {
    store = await openTestCentral(engine);
    await seedSmallCompany(store.db);
    await seedSmallWarehouse(store.db, 'R1');
    planner = testUser(await addUser(store.db, { login: 'planner', roles: ['planner'] }), ['planner']);
    elsewhere = { ...planner, regionId: 'R2' };
    await store.db.updateTable('warehouse').set({ leadTimeDays: 21 }).where('id', '=', 'W1').execute();
    // a year of P1: 12 a week, every fourth week 16; P2 was last asked for long ago; P3 is new
    const drafts = [
      warehouseMovement('P1', 900, TEST_NOW_MS - 400 * DAY_MS, { idemKey: 'open 1', type: 'OPENING' }),
      warehouseMovement('P2', 50, TEST_NOW_MS - 800 * DAY_MS, { idemKey: 'open 2', type: 'OPENING' }),
      warehouseMovement('P2', -1, TEST_NOW_MS - 390 * DAY_MS, { idemKey: 'sold 2', type: 'ISSUE_SALE' }),
      warehouseMovement('P3', 5, TEST_NOW_MS - 30 * DAY_MS, { idemKey: 'open 3' }),
      ...Array.from({ length: 52 }, (_, at) =>
        warehouseMovement('P1', at % 4 === 0 ? -16 : -12, TEST_NOW_MS - DAY_MS - at * WEEK_MS - 3_600_000, {
          ...{ idemKey: `sold 1 ${String(at)}`, type: 'ISSUE_SALE', docNo: `XS-${String(at)}` },
        }),
      ),
    ];
    await inCommand(store.db, planner, (context) => postMovements(context, drafts));
  });
  afterAll(() => store.close());

  const run = (name: 'planning.compute' | 'planning.adopt', body: object, user = planner): Promise<CommandOutcome> =>
    inCommand(store.db, user, (context) =>
      commands[name]({ ...context, today: businessDateOf(TEST_NOW_MS) }, { kind: name, ...body } as never),
    );
  const settings = async () => {
    const rows = await store.db.selectFrom('partWarehouseSetting').selectAll().orderBy('partId').execute();
    return new Map(rows.map((row) => [row.partId, row]));
  };

  it('works out every part that has moved, and sends nothing again when nothing has changed', async () => {
    expect(await run('planning.compute', {})).toEqual({ status: 'applied', output: { keys: 3, changed: 3 } });
    const found = await settings();
    expect(found.get('P1')).toMatchObject({
      ...{ computedMethod: 'NORMAL', abcClass: 'A', serviceLevelBp: 9800, weekMeanMilli: 13_000 },
      // σ of 13 × 16 and 39 × 12 is √(156/51) = 1.749; 2.0537 · 1.749 · √(3 + 1) = 7.18; 13 · 3 + 7.18 = 46.18
      ...{ computedSafetyMilli: 8_000, computedReorderMilli: 47_000, computedMaxMilli: 99_000 },
      ...{ issuedMilli: 676_000, safetyMilli: null, approvedBy: null },
    });
    expect(found.get('P2')).toMatchObject({ computedMethod: 'POISSON', computedReorderMilli: 0, issuedMilli: 0 });
    expect(found.get('P3')).toMatchObject({ computedMethod: 'MANUAL', computedReorderMilli: null });
    expect(await run('planning.compute', {})).toEqual({ status: 'applied', output: { keys: 3, changed: 0 } });
  });

  it('turns over what a year of full months says', async () => {
    const found = await settings();
    const { rows } = {
      rows: await store.db.selectFrom('stockMovement').selectAll().where('partId', '=', 'P1').execute(),
    };
    const today = businessDateOf(TEST_NOW_MS);
    const ends = Array.from({ length: 13 }, (_, at) => {
      const [year = 0, month = 0] = today.split('-').map(Number);
      return Date.UTC(year, month - 1 - 12 + at, 1) - 8 * 3_600_000;
    });
    const valueAt = (ms: number): number =>
      rows.filter(({ effectiveAtMs }) => effectiveAtMs < ms).reduce((sum, { valueFen }) => sum + valueFen, 0);
    const values = ends.map(valueAt);
    const average = (values.reduce((sum, each) => sum + each, 0) - ((values[0] ?? 0) + (values[12] ?? 0)) / 2) / 12;
    const issued = rows
      .filter(({ effectiveAtMs: at, type }) => type === 'ISSUE_SALE' && at >= (ends[0] ?? 0) && at < (ends[12] ?? 0))
      .reduce((sum, { valueFen }) => sum - valueFen, 0);
    expect(found.get('P1')).toMatchObject({
      ...{ averageStockFen: Math.round(average), issuedFen: issued },
      ...{ turnsCenti: Math.round((issued / average) * 100), daysTenths: Math.round((average * 3650) / issued) },
    });
  });

  it('takes over what was computed, or figures of one’s own, and keeps the computed ones beside them', async () => {
    const ids = new Map([...(await settings())].map(([partId, { id }]) => [partId, id]));
    const [one = '', three = ''] = [ids.get('P1'), ids.get('P3')];
    expect(await run('planning.adopt', { settingIds: [one, three], own: null })).toEqual({
      ...{ status: 'applied', output: { adopted: 1 } },
    });
    const own = { safetyMilli: 2_000, reorderMilli: 4_000, maxMilli: 9_000, packMilli: 1_000, moqMilli: 0 };
    await run('planning.adopt', { settingIds: [three], own });
    const found = await settings();
    expect(found.get('P1')).toMatchObject({
      ...{ method: 'NORMAL', safetyMilli: 8_000, reorderMilli: 47_000, minMilli: 47_000, maxMilli: 99_000 },
      ...{ approvedBy: planner.id, approvedAtMs: TEST_NOW_MS },
    });
    expect(found.get('P3')).toMatchObject({ method: 'MANUAL', ...own, minMilli: 4_000, computedReorderMilli: null });
    // working it out again leaves what was approved
    await run('planning.compute', {});
    expect((await settings()).get('P3')).toMatchObject(own);
  });

  it('refuses keys without figures and keys of other regions', async () => {
    const [id = ''] = [...(await settings())].filter(([partId]) => partId === 'P3').map(([, row]) => row.id);
    expect(await run('planning.adopt', { settingIds: [id], own: null })).toMatchObject({
      ...{ status: 'rejected', reason: 'planning-nothing-computed' },
    });
    expect(await run('planning.adopt', { settingIds: [id], own: null }, elsewhere)).toMatchObject({
      ...{ status: 'rejected', reason: 'planning-other-region' },
    });
  });

  it('lowers a class only when it was found twice in a row', async () => {
    const cut = (abcClass: string) =>
      store.db
        .updateTable('partWarehouseSetting')
        .set({ abcClass, abcLowerRuns: 0 })
        .where('partId', '=', 'P2')
        .execute();
    await cut('A');
    await run('planning.compute', {});
    expect((await settings()).get('P2')).toMatchObject({ abcClass: 'A', abcLowerRuns: 1 });
    await run('planning.compute', {});
    expect((await settings()).get('P2')).toMatchObject({ abcClass: 'C', abcLowerRuns: 0 });
  });

  it('takes every issue without a document for an order of its own, those of one document for one', async () => {
    // 40 weeks of three single pieces; in the last week thirty of them, on P4 without documents, on P5 all on one
    const weeks = Array.from({ length: 40 }, (_, at) => at);
    const issues = (partId: string, docOf: (week: number, piece: number) => string | null) =>
      weeks.flatMap((week) =>
        Array.from({ length: week === 0 ? 30 : 3 }, (_, piece) =>
          warehouseMovement(partId, -1, TEST_NOW_MS - DAY_MS - week * WEEK_MS - 3_600_000, {
            ...{ idemKey: `single ${partId} ${String(week)} ${String(piece)}`, type: 'ISSUE_SALE' as const },
            docNo: docOf(week, piece),
          }),
        ),
      );
    const opening = (partId: string) =>
      warehouseMovement(partId, 200, TEST_NOW_MS - 300 * DAY_MS, { idemKey: `open ${partId}`, type: 'OPENING' });
    await inCommand(store.db, planner, (context) =>
      postMovements(context, [
        ...[opening('P4'), opening('P5')],
        ...issues('P4', () => null),
        ...issues('P5', (week, piece) => (week === 0 ? 'XS-ALL' : `XS5-${String(week)}-${String(piece)}`)),
      ]),
    );
    await run('planning.compute', {});
    const found = await settings();
    const excludedOf = (partId: string): unknown =>
      (JSON.parse(found.get(partId)?.explainJson ?? '{}') as { excluded: unknown }).excluded;
    expect(excludedOf('P4')).toEqual([]);
    expect(excludedOf('P5')).toEqual([{ docNo: 'XS-ALL', qtyMilli: 30_000, weeksAgo: 0, why: 'OUTLIER' }]);
  });
});
