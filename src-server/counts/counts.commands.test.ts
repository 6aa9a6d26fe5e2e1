import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { CountStep } from '../../src-shared/contract/counts.contract.ts';
import type { SignedInUser } from '../../src-shared/contract/session.contract.ts';
import type { Role } from '../../src-shared/contract/values.ts';
import type { BodyOf, CommandOutcome } from '../commands/command-handler.ts';
import { postMovements, unbalancedKeys } from '../parts/post-movements.ts';
import { ENGINES, openTestCentral, type TestCentral } from '../testing/central-store.ts';
import { addUser } from '../testing/rows.ts';
import { inCommand, newTestId, seedSmallCompany, testUser, TEST_NOW_MS } from '../testing/small-company.ts';
import { seedSmallWarehouse, warehouseMovement, WAREHOUSE_PARTS } from '../testing/small-warehouse.ts';
import { closeCounts } from './close-counts.ts';
import { countCommands } from './counts.commands.ts';

const commands = countCommands({ postMovements, unbalancedKeys });
const MINUTE_MS = 60_000;

describe.each(ENGINES)('counting on %s', (engine) => {
  let store: TestCentral;
  let manager: SignedInUser;
  let keeper: SignedInUser;
  let counter: SignedInUser;
  let recounter: SignedInUser;
  let finance: SignedInUser;
  beforeAll(async () => {
    store = await openTestCentral(engine);
    await seedSmallCompany(store.db);
    await seedSmallWarehouse(store.db, 'R1');
    const person = async (role: Role): Promise<SignedInUser> =>
      testUser(await addUser(store.db, { login: role, roles: [role] }), [role]);
    manager = await person('partsManager');
    keeper = await person('warehouse');
    counter = await person('counter');
    recounter = await person('recounter');
    finance = await person('finance');
  });
  afterAll(() => store.close());

  /** Every test begins with ten pieces in each bin: what the one before left is cancelled or posted. */
  let now = TEST_NOW_MS;
  beforeEach(async () => {
    now += 24 * 60 * MINUTE_MS;
    const stock = await store.db.selectFrom('stockBalance').select(['partId', 'qtyMilli']).execute();
    const held = new Map(stock.map(({ partId, qtyMilli }) => [partId, qtyMilli]));
    const drafts = WAREHOUSE_PARTS.flatMap((partId) => {
      const pieces = 10 - (held.get(partId) ?? 0) / 1000;
      const idemKey = `open:${partId}:${String(now)}`;
      return pieces === 0 ? [] : [warehouseMovement(partId, pieces, now - 120 * MINUTE_MS, { idemKey })];
    });
    await inCommand(store.db, manager, (context) => postMovements(context, drafts), now - 120 * MINUTE_MS);
  });

  const plan = async (more: Partial<BodyOf<'count.plan'>['request']> = {}): Promise<string> => {
    const request = {
      ...{ type: 'ADHOC' as const, name: '临时', warehouseId: 'W1', zones: [], blind: true, mode: 'ROLL' as const },
      ...{ plannedDate: '2026-03-20', counterUserId: counter.id, recounterUserId: recounter.id },
      ...{ capacity: null, samplePctBp: null, release: true, ...more },
    };
    const outcome = await inCommand(
      store.db,
      manager,
      (context) => commands['count.plan'](context, { kind: 'count.plan', request }),
      now,
    );
    return (output(outcome)['sheetIds'] as string[])[0] ?? '';
  };
  const lines = (sheetId: string) =>
    store.db.selectFrom('countLine').selectAll().where('sheetId', '=', sheetId).orderBy('lineNo').execute();
  const sheetOf = (sheetId: string) =>
    store.db.selectFrom('countSheet').selectAll().where('id', '=', sheetId).executeTakeFirstOrThrow();
  const count = async (
    user: SignedInUser,
    sheetId: string,
    pieces: Partial<Record<string, number>>,
    atMs = now,
  ): Promise<CommandOutcome> => {
    const { round } = await sheetOf(sheetId);
    const open = (await lines(sheetId)).filter((line) => line.round === round);
    const entries = open.map((line) => ({
      ...{ entryId: newTestId(), lineId: line.id, kind: 'COUNT' as const, method: 'GRID' as const, note: null },
      ...{ qtyMilli: (pieces[line.partId] ?? 10) * 1000, countedAtMs: atMs },
    }));
    return inCommand(
      store.db,
      user,
      (context) => commands['count.enter'](context, { kind: 'count.enter', sheetId, round, entries }),
      atMs,
    );
  };
  const step = async (
    user: SignedInUser,
    sheetId: string,
    name: CountStep,
    more: { note?: string; lineIds?: string[]; atMs?: number } = {},
  ): Promise<CommandOutcome> => {
    const { _v: version } = await sheetOf(sheetId);
    const body = { kind: 'count.step' as const, sheetId, version, step: name, note: '', lineIds: [], ...more };
    return inCommand(store.db, user, (context) => commands['count.step'](context, body), more.atMs ?? now);
  };
  const explainAll = async (sheetId: string): Promise<void> => {
    const differing = (await lines(sheetId)).filter((line) => (line.varianceMilli ?? 0) !== 0);
    if (differing.length === 0) return;
    const body = { sheetId, lineIds: differing.map(({ id }) => id), reasonCode: 'COUNT_ERROR', reasonText: null };
    const outcome = await inCommand(
      store.db,
      keeper,
      (context) => commands['count.explain'](context, { kind: 'count.explain', ...body }),
      now,
    );
    output(outcome);
  };
  const move = (drafts: Parameters<typeof postMovements>[1], atMs: number) =>
    inCommand(store.db, keeper, (context) => postMovements(context, drafts), atMs);
  const balances = async (): Promise<Record<string, number>> => {
    const rows = await store.db.selectFrom('stockBalance').select(['partId', 'qtyMilli']).execute();
    return Object.fromEntries(rows.map(({ partId, qtyMilli }) => [partId, qtyMilli / 1000]));
  };

  it('goes from the plan to the ledger with one recount, by four different people', async () => {
    const sheetId = await plan();
    const walked = await lines(sheetId);
    expect(walked.map((line) => line.partId)).toEqual([...WAREHOUSE_PARTS].reverse());
    expect(walked.map((line) => line.bookQtyMilli)).toEqual(WAREHOUSE_PARTS.map(() => 10_000));
    expect(await count(recounter, sheetId, {})).toMatchObject({ status: 'rejected', reason: 'count-not-assigned' });
    output(await count(counter, sheetId, { P2: 3, P4: 16 }));
    const submitted = output(await step(counter, sheetId, 'submit'));
    expect(submitted).toMatchObject({ status: 'RECOUNT' });
    expect(await count(counter, sheetId, {})).toMatchObject({ status: 'rejected', reason: 'count-same-person' });
    // the second finds what the first found in one bin, and the book's quantity in the other: a third one decides
    output(await count(recounter, sheetId, { P2: 3 }, now + MINUTE_MS));
    expect(output(await step(recounter, sheetId, 'submit'))).toMatchObject({ status: 'RECOUNT', recount: 1 });
    expect(await count(recounter, sheetId, {})).toMatchObject({ status: 'rejected', reason: 'count-same-person' });
    output(await count(keeper, sheetId, {}, now + 2 * MINUTE_MS));
    expect(output(await step(keeper, sheetId, 'submit'))).toMatchObject({ status: 'REVIEW' });
    const judged = await lines(sheetId);
    expect(judged.filter((line) => line.varianceMilli !== 0).map((line) => [line.partId, line.varianceMilli])).toEqual([
      ['P2', -7_000],
    ]);
    expect(await step(manager, sheetId, 'approve')).toMatchObject({ reason: 'count-reason-missing' });
    await explainAll(sheetId);
    expect(await step(keeper, sheetId, 'approve')).toMatchObject({ reason: 'count-approver-counted' });
    expect(output(await step(manager, sheetId, 'approve'))).toMatchObject({ status: 'POSTED', posted: 1 });
    expect(await balances()).toMatchObject({ P2: 3, P4: 10 });
    expect(await unbalancedKeys(store)).toEqual([]);
    const withheld = await store.db.selectFrom('syncWithheld').select('pk').execute();
    expect(withheld).toEqual([]);
  });

  it('takes an amount above the second limit from the parts manager and finance together only', async () => {
    const sheetId = await plan({ recounterUserId: null });
    output(await count(counter, sheetId, { P1: 400 }));
    output(await step(counter, sheetId, 'submit'));
    await explainAll(sheetId);
    expect(await step(keeper, sheetId, 'approve')).toMatchObject({ reason: 'count-over-limit' });
    expect(output(await step(manager, sheetId, 'approve'))).toMatchObject({ status: 'REVIEW', waitsFor: 'finance' });
    expect(await step(manager, sheetId, 'approve')).toMatchObject({ reason: 'count-approved-by-you' });
    expect(output(await step(finance, sheetId, 'approve'))).toMatchObject({ status: 'POSTED' });
    expect(await balances()).toMatchObject({ P1: 400 });
  });

  it('says so instead of posting when a movement came in after the review', async () => {
    const sheetId = await plan();
    output(await count(counter, sheetId, {}));
    output(await step(counter, sheetId, 'submit'));
    await finishRecount(sheetId);
    await move([warehouseMovement('P3', -1, now - 30 * MINUTE_MS, { idemKey: `late:${String(now)}` })], now);
    expect(output(await step(manager, sheetId, 'approve'))).toMatchObject({ status: 'REVIEW', lateLines: 1 });
    await explainAll(sheetId);
    expect(output(await step(manager, sheetId, 'approve'))).toMatchObject({ status: 'POSTED', posted: 1 });
    expect(await balances()).toMatchObject({ P3: 10 });
  });

  /** Sampled lines may be asked for once more; everybody finds the same. */
  const finishRecount = async (sheetId: string): Promise<void> => {
    if ((await sheetOf(sheetId)).status !== 'RECOUNT') return;
    output(await count(recounter, sheetId, {}));
    output(await step(recounter, sheetId, 'submit'));
  };

  it('ends in the same truth whether late movements are booked before, between or after two counts', async () => {
    // eight pieces on the shelf at the first count, eleven at the second; three movements, booked whenever
    const shelf = async (when: 'before' | 'between' | 'after'): Promise<unknown> => {
      now += 24 * 60 * MINUTE_MS;
      const base = now;
      const have = ((await balances())['P5'] ?? 0) - 10;
      const level = { idemKey: `level:${when}` };
      if (have !== 0) await move([warehouseMovement('P5', -have, base - 90 * MINUTE_MS, level)], base - 90 * MINUTE_MS);
      const late = [
        warehouseMovement('P5', -3, base - 30 * MINUTE_MS, { idemKey: `${when}:a` }),
        warehouseMovement('P5', 4, base + 30 * MINUTE_MS, { idemKey: `${when}:b` }),
        warehouseMovement('P5', -2, base + 90 * MINUTE_MS, { idemKey: `${when}:c` }),
      ];
      const [a, b, c] = late;
      if (a === undefined || b === undefined || c === undefined) throw new Error('three movements');
      if (when === 'before') await move([a], base - 20 * MINUTE_MS);
      const first = await counted(8, base);
      if (when === 'between') await move([a, b], base + 40 * MINUTE_MS);
      if (when === 'before') await move([b], base + 40 * MINUTE_MS);
      const second = await counted(11, base + 60 * MINUTE_MS);
      if (when === 'after') await move([c, b, a], base + 100 * MINUTE_MS);
      else await move([c], base + 100 * MINUTE_MS);
      // again and again: the same movement is the same movement
      await move(late, base + 110 * MINUTE_MS);
      expect(await unbalancedKeys(store)).toEqual([]);
      const reported = async (id: string): Promise<number | undefined | null> =>
        (await lines(id)).find((line) => line.partId === 'P5')?.reportedMilli;
      return { balance: (await balances())['P5'], first: await reported(first), second: await reported(second) };
    };
    const counted = async (pieces: number, atMs: number): Promise<string> => {
      now = atMs;
      const sheetId = await plan({ recounterUserId: null });
      output(await count(counter, sheetId, { ...(await balances()), P5: pieces }, atMs));
      output(await step(counter, sheetId, 'submit'));
      await explainAll(sheetId);
      output(await step(manager, sheetId, 'approve'));
      return sheetId;
    };
    const truth = { balance: 9, first: 1_000, second: -1_000 };
    expect(await shelf('before')).toEqual(truth);
    expect(await shelf('between')).toEqual(truth);
    expect(await shelf('after')).toEqual(truth);
  });

  it('lets no second sheet take a key, and frees it when the first is cancelled', async () => {
    const sheetId = await plan({ type: 'CYCLE', capacity: 2 });
    expect(await lines(sheetId)).toHaveLength(2);
    await expect(plan()).rejects.toThrow('count-keys-taken');
    expect(await lines(await plan({ type: 'CYCLE', capacity: 9 }))).toHaveLength(4);
    expect(await step(manager, sheetId, 'cancel')).toMatchObject({ reason: 'count-needs-note' });
    const open = await store.db.selectFrom('countSheet').select('id').where('status', '=', 'RELEASED').execute();
    for (const { id } of open) output(await step(manager, id, 'cancel', { note: '停电' }));
    output(await step(manager, await plan(), 'cancel', { note: '停电' }));
  });

  it('counts first, in a cycle, what the last reconciliation or the last count found wrong', async () => {
    const chosen = async (): Promise<(string | undefined)[]> => {
      const sheetId = await plan({ type: 'CYCLE', capacity: 1 });
      const partIds = (await lines(sheetId)).map(({ partId }) => partId);
      output(await step(manager, sheetId, 'cancel', { note: '只看轮到谁' }));
      return partIds;
    };
    // with nothing told apart the first code has its turn, so that any other one has it for its event
    await store.db.updateTable('stockBalance').set({ lastCountAtMs: now }).execute();
    expect(await chosen()).toEqual(['P1']);
    const run = async (id: string, daysAhead: number, verdict: string): Promise<void> => {
      const cutoffAtMs = now + daysAhead * 24 * 60 * MINUTE_MS;
      const given = { scopeJson: '{}', ledgerSeq: 1, status: 'WORKING', startedBy: manager.id, startedByName: '经理' };
      await store.db
        .insertInto('reconRun')
        .values({ ...rowIdentity(id, 'g'), ...given, runNo: id, cutoffAtMs, startedAtMs: now })
        .execute();
      const found = { warehouseId: 'W1', partId: 'P4', ledgerMilli: 10_000, erpMilli: 10_000, countedMilli: 9_000 };
      await store.db
        .insertInto('reconItem')
        .values({ ...rowIdentity(`${id}-P4`, 'g'), runId: id, ...found, verdict })
        .execute();
    };
    await run('DZ-1', 1, 'PHYSICAL_VARIANCE');
    expect(await chosen()).toEqual(['P4']);
    // the next run agrees: nothing is left to look for
    await run('DZ-2', 2, 'AGREE');
    expect(await chosen()).toEqual(['P1']);
    const sheetId = await plan();
    output(await count(counter, sheetId, { P5: 4 }, now + MINUTE_MS));
    output(await step(counter, sheetId, 'submit'));
    output(await count(recounter, sheetId, { P5: 4 }, now + 2 * MINUTE_MS));
    output(await step(recounter, sheetId, 'submit'));
    await explainAll(sheetId);
    output(await step(manager, sheetId, 'approve'));
    await store.db
      .updateTable('stockBalance')
      .set({ lastCountAtMs: now + MINUTE_MS })
      .execute();
    await store.db
      .updateTable('countLine')
      .set({ countedAtMs: now + MINUTE_MS })
      .where('sheetId', '=', sheetId)
      .execute();
    expect(await chosen()).toEqual(['P5']);
    // an issue that was refused weighs more than a count out of tolerance
    await store.db
      .insertInto('stockRefusal')
      .values({
        ...{ ...rowIdentity(newTestId(), 'r:R1'), warehouseId: 'W1', partId: 'P3', qtyMilli: 1000, docNo: 'DB-1' },
        ...{
          reason: 'order-stock-gone',
          refusedAtMs: now + 2 * MINUTE_MS,
          refusedBy: manager.id,
          refusedByName: '经理',
        },
      })
      .execute();
    expect(await chosen()).toEqual(['P3']);
  });

  it('closes a posted sheet when the ERP has the whole of its adjustment, or needs none of it', async () => {
    const close = (): Promise<number> =>
      store.db.transaction().execute((db) => closeCounts(db, { nowMs: now, today: '2026-03-20', newId: newTestId }));
    const status = async (sheetId: string): Promise<string> => (await sheetOf(sheetId)).status;
    const posted = async (pieces: Partial<Record<string, number>>): Promise<string> => {
      const sheetId = await plan();
      output(await count(counter, sheetId, pieces, now + MINUTE_MS));
      output(await step(counter, sheetId, 'submit'));
      if ((await sheetOf(sheetId)).status === 'RECOUNT') {
        output(await count(recounter, sheetId, pieces, now + 2 * MINUTE_MS));
        output(await step(recounter, sheetId, 'submit'));
      }
      await explainAll(sheetId);
      output(await step(manager, sheetId, 'approve'));
      return sheetId;
    };
    // what the tests before have left is outside the ERP
    await close();
    await store.db.updateTable('warehouse').set({ erpPlant: '1000' }).where('id', '=', 'W1').execute();
    const equal = await posted({});
    const sheetId = await posted({ P1: 7, P2: 12 });
    expect([await status(equal), await status(sheetId)]).toEqual(['POSTED', 'POSTED']);
    expect(await close()).toBe(1);
    expect([await status(equal), await status(sheetId)]).toEqual(['CLOSED', 'POSTED']);
    const adjustment = () =>
      store.db.selectFrom('countAdjustment').selectAll().where('sheetId', '=', sheetId).executeTakeFirstOrThrow();
    const { adjNo } = await adjustment();
    const erp = async (docNo: string, partNo: string, pieces: number, state: string | null = null): Promise<void> => {
      const line = { ...{ erpSystem: 'SAP', docType: 'MB', docNo, lineNo: partNo }, partNo, qtyMilli: pieces * 1000 };
      await store.db
        .insertInto('erpDocumentLine')
        .values({ ...rowIdentity(newTestId(), 'g'), ...line, status: state, ourDocNo: `盘点 ${adjNo}，3月` })
        .execute();
    };
    await erp('4900', '00P1', -3);
    await erp('4899', '00P2', 2, 'CANCELLED');
    expect(await close()).toBe(0);
    await erp('4900', '00P2', 2);
    expect(await close()).toBe(1);
    expect([await status(sheetId), (await adjustment()).erpDocNo]).toEqual(['CLOSED', '4900']);
    expect(await close()).toBe(0);
    const outside = await posted({ P3: 8 });
    expect(await close()).toBe(0);
    await store.db.updateTable('warehouse').set({ erpPlant: null }).where('id', '=', 'W1').execute();
    expect(await close()).toBe(1);
    expect(await status(outside)).toBe('CLOSED');
    const events = await store.db
      .selectFrom('countEvent')
      .select(['action', 'note', 'doneBy'])
      .where('statusTo', '=', 'CLOSED')
      .where('sheetId', 'in', [equal, sheetId, outside])
      .orderBy('id')
      .execute();
    expect(events).toEqual([
      { action: 'closeEqual', note: null, doneBy: 'system' },
      { action: 'closeErp', note: '4900', doneBy: 'system' },
      { action: 'closeOutside', note: null, doneBy: 'system' },
    ]);
  });

  it('posts a difference whose reason must be seen only with a photograph of it, kept once', async () => {
    const sheetId = await plan();
    output(await count(counter, sheetId, { P1: 8 }, now + MINUTE_MS));
    output(await step(counter, sheetId, 'submit'));
    if ((await sheetOf(sheetId)).status === 'RECOUNT') {
      output(await count(recounter, sheetId, { P1: 8 }, now + 2 * MINUTE_MS));
      output(await step(recounter, sheetId, 'submit'));
    }
    const line = (await lines(sheetId)).find(({ partId }) => partId === 'P1');
    const lineId = line?.id ?? '';
    const explain = { kind: 'count.explain' as const, sheetId, lineIds: [lineId], reasonText: null };
    output(
      await inCommand(store.db, keeper, (context) =>
        commands['count.explain'](context, { ...explain, reasonCode: 'DAMAGE' }),
      ),
    );
    expect(await step(manager, sheetId, 'approve')).toMatchObject({
      ...{ reason: 'count-photo-missing', details: { lines: String(line?.lineNo) } },
    });
    const photo = (user: SignedInUser, content: Buffer) =>
      inCommand(store.db, user, (context) =>
        commands['count.photo'](context, {
          ...{ kind: 'count.photo', sheetId, lineId, fileName: '破损.jpg', contentBase64: content.toString('base64') },
        }),
      );
    const jpeg = Buffer.from([0xff, 0xd8, 0xff, 1, 2, 3]);
    expect(await photo(counter, jpeg)).toMatchObject({ reason: 'count-not-your-role' });
    expect(await photo(keeper, Buffer.from('no picture'))).toMatchObject({ reason: 'application-photo-no-picture' });
    output(await photo(keeper, jpeg));
    expect(await photo(keeper, jpeg)).toMatchObject({ reason: 'application-photo-again' });
    expect(output(await step(manager, sheetId, 'approve'))).toMatchObject({ status: 'POSTED' });
    expect(await photo(keeper, Buffer.from([0xff, 0xd8, 0xff, 9]))).toMatchObject({ reason: 'count-step-not-allowed' });
  });

  it('holds its bins in BLOCK mode until it is cancelled or posted, and no other', async () => {
    const sheetId = await plan({ type: 'CYCLE', capacity: 1, mode: 'BLOCK' });
    const [line] = await lines(sheetId);
    const held = line?.partId ?? '';
    const free = WAREHOUSE_PARTS.find((partId) => partId !== held) ?? '';
    const issue = (partId: string, name: string) =>
      move([warehouseMovement(partId, -1, now, { idemKey: `block:${name}` })], now);
    await expect(issue(held, 'held')).rejects.toThrow('stock-held-by-count');
    await issue(free, 'free');
    output(await step(manager, sheetId, 'cancel', { note: '停电' }));
    await issue(held, 'held');
    expect(await unbalancedKeys(store)).toEqual([]);
  });

  it('takes what lies in a bin beside the sheet: once, blind like the rest, counted again by another, posted', async () => {
    const sheetId = await plan();
    const item = {
      ...{ entryId: newTestId(), lineId: newTestId(), partId: 'P1', binId: 'B-P2', qtyMilli: 2_000 },
      ...{ countedAtMs: now, method: 'SCAN' as const, note: null },
    };
    const find = (user: SignedInUser, more: Partial<typeof item> = {}): Promise<CommandOutcome> =>
      inCommand(
        store.db,
        user,
        (context) =>
          commands['count.found'](context, { kind: 'count.found', sheetId, round: 1, items: [{ ...item, ...more }] }),
        now,
      );
    expect(await find(recounter)).toMatchObject({ reason: 'count-not-assigned' });
    expect(await find(counter, { binId: 'B-NO' })).toMatchObject({ reason: 'bin-unknown' });
    expect(await find(counter, { qtyMilli: 1_500 })).toMatchObject({ reason: 'whole-unit-decimals' });
    expect(await find(counter, { binId: 'B-P1' })).toMatchObject({ reason: 'count-already-on-sheet' });
    output(await find(counter));
    output(await find(counter));
    const added = (await lines(sheetId)).filter(({ origin }) => origin === 'FOUND');
    expect(added).toMatchObject([{ id: item.lineId, lineNo: 7, bookQtyMilli: 0, binId: 'B-P2' }]);
    expect(await sheetOf(sheetId)).toMatchObject({ lineCount: 7, status: 'COUNTING' });
    const kept = await store.db.selectFrom('syncWithheld').select('userId').where('pk', '=', item.lineId).execute();
    expect(kept.map(({ userId }) => userId).sort()).toEqual([counter.id, recounter.id].sort());
    const entry = await store.db.selectFrom('syncWithheld').select('userId').where('pk', '=', item.entryId).execute();
    expect(entry).toEqual([{ userId: recounter.id }]);

    const planned = (await lines(sheetId)).filter(({ origin }) => origin === 'PLANNED');
    const entries = planned.map((line) => ({
      ...{ entryId: newTestId(), lineId: line.id, kind: 'COUNT' as const, method: 'GRID' as const, note: null },
      ...{ qtyMilli: 10_000, countedAtMs: now },
    }));
    output(
      await inCommand(
        store.db,
        counter,
        (context) => commands['count.enter'](context, { kind: 'count.enter', sheetId, round: 1, entries }),
        now,
      ),
    );
    expect(output(await step(counter, sheetId, 'submit'))).toMatchObject({ status: 'RECOUNT' });
    const again = (await lines(sheetId)).filter(({ round }) => round === 2);
    expect(again.map(({ id }) => id)).toContain(item.lineId);
    const second = again.map((line) => ({
      ...{ entryId: newTestId(), lineId: line.id, kind: 'COUNT' as const, method: 'GRID' as const, note: null },
      ...{ qtyMilli: line.id === item.lineId ? 2_000 : 10_000, countedAtMs: now },
    }));
    const body = { kind: 'count.enter' as const, sheetId, round: 2, entries: second };
    output(await inCommand(store.db, recounter, (context) => commands['count.enter'](context, body), now));
    expect(output(await step(recounter, sheetId, 'submit'))).toMatchObject({ status: 'REVIEW' });
    await explainAll(sheetId);
    expect(output(await step(manager, sheetId, 'approve'))).toMatchObject({ status: 'POSTED', posted: 1 });
    const stock = await store.db.selectFrom('stockBalance').select('qtyMilli').where('binId', '=', 'B-P2').execute();
    expect(stock.map(({ qtyMilli }) => qtyMilli).sort()).toEqual([10_000, 2_000].sort());
    expect(await unbalancedKeys(store)).toEqual([]);
  });
});

function output(outcome: CommandOutcome): Record<string, unknown> {
  if (outcome.status !== 'applied') throw new Error(`${outcome.status}: ${outcome.reason}`);
  return outcome.output ?? {};
}
