import { describe, expect, it } from 'vitest';
import type { SignedInUser } from '../../src-shared/contract/session.contract.ts';
import type { CommandOutcome } from '../commands/command-handler.ts';
import { postMovements, unbalancedKeys } from '../parts/post-movements.ts';
import { ENGINES } from '../testing/central-store.ts';
import { inCommand, newTestId } from '../testing/small-company.ts';
import { warehouseMovement, WAREHOUSE_PARTS } from '../testing/small-warehouse.ts';
import { countingDesk, MINUTE_MS, output } from './testing/counting-desk.ts';

describe.each(ENGINES)('counting on %s', (engine) => {
  const desk = countingDesk(engine, { postMovements, unbalancedKeys });
  const { commands, plan, lines, sheetOf, count, step, explainAll, move, balances } = desk;

  it('goes from the plan to the ledger with one recount, by four different people', async () => {
    const sheetId = await plan();
    const walked = await lines(sheetId);
    expect(walked.map((line) => line.partId)).toEqual([...WAREHOUSE_PARTS].reverse());
    expect(walked.map((line) => line.bookQtyMilli)).toEqual(WAREHOUSE_PARTS.map(() => 10_000));
    expect(await count(desk.people.recounter, sheetId, {})).toMatchObject({
      status: 'rejected',
      reason: 'count-not-assigned',
    });
    output(await count(desk.people.counter, sheetId, { P2: 3, P4: 16 }));
    const submitted = output(await step(desk.people.counter, sheetId, 'submit'));
    expect(submitted).toMatchObject({ status: 'RECOUNT' });
    expect(await count(desk.people.counter, sheetId, {})).toMatchObject({
      status: 'rejected',
      reason: 'count-same-person',
    });
    // the second finds what the first found in one bin, and the book's quantity in the other: a third one decides
    output(await count(desk.people.recounter, sheetId, { P2: 3 }, desk.now + MINUTE_MS));
    expect(output(await step(desk.people.recounter, sheetId, 'submit'))).toMatchObject({
      status: 'RECOUNT',
      recount: 1,
    });
    expect(await count(desk.people.recounter, sheetId, {})).toMatchObject({
      status: 'rejected',
      reason: 'count-same-person',
    });
    output(await count(desk.people.keeper, sheetId, {}, desk.now + 2 * MINUTE_MS));
    expect(output(await step(desk.people.keeper, sheetId, 'submit'))).toMatchObject({ status: 'REVIEW' });
    const judged = await lines(sheetId);
    expect(judged.filter((line) => line.varianceMilli !== 0).map((line) => [line.partId, line.varianceMilli])).toEqual([
      ['P2', -7_000],
    ]);
    expect(await step(desk.people.manager, sheetId, 'approve')).toMatchObject({ reason: 'count-reason-missing' });
    await explainAll(sheetId);
    expect(await step(desk.people.keeper, sheetId, 'approve')).toMatchObject({ reason: 'count-approver-counted' });
    expect(output(await step(desk.people.manager, sheetId, 'approve'))).toMatchObject({ status: 'POSTED', posted: 1 });
    expect(await balances()).toMatchObject({ P2: 3, P4: 10 });
    expect(await unbalancedKeys(desk.store)).toEqual([]);
    const withheld = await desk.store.db.selectFrom('syncWithheld').select('pk').execute();
    expect(withheld).toEqual([]);
  });

  it('takes an amount above the second limit from the parts desk.people.manager and desk.people.finance together only', async () => {
    const sheetId = await plan({ recounterUserId: null });
    output(await count(desk.people.counter, sheetId, { P1: 400 }));
    output(await step(desk.people.counter, sheetId, 'submit'));
    await explainAll(sheetId);
    expect(await step(desk.people.keeper, sheetId, 'approve')).toMatchObject({ reason: 'count-over-limit' });
    expect(output(await step(desk.people.manager, sheetId, 'approve'))).toMatchObject({
      status: 'REVIEW',
      waitsFor: 'finance',
    });
    expect(await step(desk.people.manager, sheetId, 'approve')).toMatchObject({ reason: 'count-approved-by-you' });
    expect(output(await step(desk.people.finance, sheetId, 'approve'))).toMatchObject({ status: 'POSTED' });
    expect(await balances()).toMatchObject({ P1: 400 });
  });

  it('says so instead of posting when a movement came in after the review', async () => {
    const sheetId = await plan();
    output(await count(desk.people.counter, sheetId, {}));
    output(await step(desk.people.counter, sheetId, 'submit'));
    await finishRecount(sheetId);
    await move(
      [warehouseMovement('P3', -1, desk.now - 30 * MINUTE_MS, { idemKey: `late:${String(desk.now)}` })],
      desk.now,
    );
    expect(output(await step(desk.people.manager, sheetId, 'approve'))).toMatchObject({
      status: 'REVIEW',
      lateLines: 1,
    });
    await explainAll(sheetId);
    expect(output(await step(desk.people.manager, sheetId, 'approve'))).toMatchObject({ status: 'POSTED', posted: 1 });
    expect(await balances()).toMatchObject({ P3: 10 });
  });

  /** Sampled lines may be asked for once more; everybody finds the same. */
  const finishRecount = async (sheetId: string): Promise<void> => {
    if ((await sheetOf(sheetId)).status !== 'RECOUNT') return;
    output(await count(desk.people.recounter, sheetId, {}));
    output(await step(desk.people.recounter, sheetId, 'submit'));
  };

  it('ends in the same truth whether late movements are booked before, between or after two counts', async () => {
    // eight pieces on the shelf at the first count, eleven at the second; three movements, booked whenever
    const shelf = async (when: 'before' | 'between' | 'after'): Promise<unknown> => {
      desk.now += 24 * 60 * MINUTE_MS;
      const base = desk.now;
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
      expect(await unbalancedKeys(desk.store)).toEqual([]);
      const reported = async (id: string): Promise<number | undefined | null> =>
        (await lines(id)).find((line) => line.partId === 'P5')?.reportedMilli;
      return { balance: (await balances())['P5'], first: await reported(first), second: await reported(second) };
    };
    const counted = async (pieces: number, atMs: number): Promise<string> => {
      desk.now = atMs;
      const sheetId = await plan({ recounterUserId: null });
      output(await count(desk.people.counter, sheetId, { ...(await balances()), P5: pieces }, atMs));
      output(await step(desk.people.counter, sheetId, 'submit'));
      await explainAll(sheetId);
      output(await step(desk.people.manager, sheetId, 'approve'));
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
    expect(await step(desk.people.manager, sheetId, 'cancel')).toMatchObject({ reason: 'count-needs-note' });
    const open = await desk.store.db.selectFrom('countSheet').select('id').where('status', '=', 'RELEASED').execute();
    for (const { id } of open) output(await step(desk.people.manager, id, 'cancel', { note: '停电' }));
    output(await step(desk.people.manager, await plan(), 'cancel', { note: '停电' }));
  });

  it('holds its bins in BLOCK mode until it is cancelled or posted, and no other', async () => {
    const sheetId = await plan({ type: 'CYCLE', capacity: 1, mode: 'BLOCK' });
    const [line] = await lines(sheetId);
    const held = line?.partId ?? '';
    const free = WAREHOUSE_PARTS.find((partId) => partId !== held) ?? '';
    const issue = (partId: string, name: string) =>
      move([warehouseMovement(partId, -1, desk.now, { idemKey: `block:${name}` })], desk.now);
    await expect(issue(held, 'held')).rejects.toThrow('stock-held-by-count');
    await issue(free, 'free');
    output(await step(desk.people.manager, sheetId, 'cancel', { note: '停电' }));
    await issue(held, 'held');
    expect(await unbalancedKeys(desk.store)).toEqual([]);
  });

  it('takes what lies in a bin beside the sheet: once, blind like the rest, counted again by another, posted', async () => {
    const sheetId = await plan();
    const item = {
      ...{ entryId: newTestId(), lineId: newTestId(), partId: 'P1', binId: 'B-P2', qtyMilli: 2_000 },
      ...{ countedAtMs: desk.now, method: 'SCAN' as const, note: null },
    };
    const find = (user: SignedInUser, more: Partial<typeof item> = {}): Promise<CommandOutcome> =>
      inCommand(
        desk.store.db,
        user,
        (context) =>
          commands['count.found'](context, { kind: 'count.found', sheetId, round: 1, items: [{ ...item, ...more }] }),
        desk.now,
      );
    expect(await find(desk.people.recounter)).toMatchObject({ reason: 'count-not-assigned' });
    expect(await find(desk.people.counter, { binId: 'B-NO' })).toMatchObject({ reason: 'bin-unknown' });
    expect(await find(desk.people.counter, { qtyMilli: 1_500 })).toMatchObject({ reason: 'whole-unit-decimals' });
    expect(await find(desk.people.counter, { binId: 'B-P1' })).toMatchObject({ reason: 'count-already-on-sheet' });
    output(await find(desk.people.counter));
    output(await find(desk.people.counter));
    const added = (await lines(sheetId)).filter(({ origin }) => origin === 'FOUND');
    expect(added).toMatchObject([{ id: item.lineId, lineNo: 7, bookQtyMilli: 0, binId: 'B-P2' }]);
    expect(await sheetOf(sheetId)).toMatchObject({ lineCount: 7, status: 'COUNTING' });
    const kept = await desk.store.db
      .selectFrom('syncWithheld')
      .select('userId')
      .where('pk', '=', item.lineId)
      .execute();
    expect(kept.map(({ userId }) => userId).sort()).toEqual([desk.people.counter.id, desk.people.recounter.id].sort());
    const entry = await desk.store.db
      .selectFrom('syncWithheld')
      .select('userId')
      .where('pk', '=', item.entryId)
      .execute();
    expect(entry).toEqual([{ userId: desk.people.recounter.id }]);

    const planned = (await lines(sheetId)).filter(({ origin }) => origin === 'PLANNED');
    const entries = planned.map((line) => ({
      ...{ entryId: newTestId(), lineId: line.id, kind: 'COUNT' as const, method: 'GRID' as const, note: null },
      ...{ qtyMilli: 10_000, countedAtMs: desk.now },
    }));
    output(
      await inCommand(
        desk.store.db,
        desk.people.counter,
        (context) => commands['count.enter'](context, { kind: 'count.enter', sheetId, round: 1, entries }),
        desk.now,
      ),
    );
    expect(output(await step(desk.people.counter, sheetId, 'submit'))).toMatchObject({ status: 'RECOUNT' });
    const again = (await lines(sheetId)).filter(({ round }) => round === 2);
    expect(again.map(({ id }) => id)).toContain(item.lineId);
    const second = again.map((line) => ({
      ...{ entryId: newTestId(), lineId: line.id, kind: 'COUNT' as const, method: 'GRID' as const, note: null },
      ...{ qtyMilli: line.id === item.lineId ? 2_000 : 10_000, countedAtMs: desk.now },
    }));
    const body = { kind: 'count.enter' as const, sheetId, round: 2, entries: second };
    output(
      await inCommand(
        desk.store.db,
        desk.people.recounter,
        (context) => commands['count.enter'](context, body),
        desk.now,
      ),
    );
    expect(output(await step(desk.people.recounter, sheetId, 'submit'))).toMatchObject({ status: 'REVIEW' });
    await explainAll(sheetId);
    expect(output(await step(desk.people.manager, sheetId, 'approve'))).toMatchObject({ status: 'POSTED', posted: 1 });
    const stock = await desk.store.db
      .selectFrom('stockBalance')
      .select('qtyMilli')
      .where('binId', '=', 'B-P2')
      .execute();
    expect(stock.map(({ qtyMilli }) => qtyMilli).sort()).toEqual([10_000, 2_000].sort());
    expect(await unbalancedKeys(desk.store)).toEqual([]);
  });
});
