import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { codesIn } from '../../src-shared/domain/reconciliation/document.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { SignedInUser } from '../../src-shared/contract/session.contract.ts';
import { findPicture } from '../claims/audit.procedures.ts';
import type { Caller } from '../http/caller.ts';
import { postMovements, unbalancedKeys } from '../parts/post-movements.ts';
import { ENGINES } from '../testing/central-store.ts';
import { inCommand, newTestId } from '../testing/small-company.ts';
import { closeCounts } from './close-counts.ts';
import { countingDesk, MINUTE_MS, output } from './testing/counting-desk.ts';

describe.each(ENGINES)('what follows from counts on %s', (engine) => {
  const desk = countingDesk(engine, { postMovements, unbalancedKeys });
  const { commands, plan, lines, sheetOf, count, step, explainAll } = desk;

  it('counts first, in a cycle, what the last reconciliation or the last count found wrong', async () => {
    const chosen = async (): Promise<(string | undefined)[]> => {
      const sheetId = await plan({ type: 'CYCLE', capacity: 1 });
      const partIds = (await lines(sheetId)).map(({ partId }) => partId);
      output(await step(desk.people.manager, sheetId, 'cancel', { note: '只看轮到谁' }));
      return partIds;
    };
    // with nothing told apart the first code has its turn, so that any other one has it for its event
    await desk.store.db.updateTable('stockBalance').set({ lastCountAtMs: desk.now }).execute();
    expect(await chosen()).toEqual(['P1']);
    const run = async (id: string, daysAhead: number, verdict: string): Promise<void> => {
      const cutoffAtMs = desk.now + daysAhead * 24 * 60 * MINUTE_MS;
      const given = {
        scopeJson: '{}',
        ledgerSeq: 1,
        status: 'WORKING',
        startedBy: desk.people.manager.id,
        startedByName: '经理',
      };
      await desk.store.db
        .insertInto('reconRun')
        .values({ ...rowIdentity(id, 'g'), ...given, runNo: id, cutoffAtMs, startedAtMs: desk.now })
        .execute();
      const found = { warehouseId: 'W1', partId: 'P4', ledgerMilli: 10_000, erpMilli: 10_000, countedMilli: 9_000 };
      await desk.store.db
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
    output(await count(desk.people.counter, sheetId, { P5: 4 }, desk.now + MINUTE_MS));
    output(await step(desk.people.counter, sheetId, 'submit'));
    output(await count(desk.people.recounter, sheetId, { P5: 4 }, desk.now + 2 * MINUTE_MS));
    output(await step(desk.people.recounter, sheetId, 'submit'));
    await explainAll(sheetId);
    output(await step(desk.people.manager, sheetId, 'approve'));
    await desk.store.db
      .updateTable('stockBalance')
      .set({ lastCountAtMs: desk.now + MINUTE_MS })
      .execute();
    await desk.store.db
      .updateTable('countLine')
      .set({ countedAtMs: desk.now + MINUTE_MS })
      .where('sheetId', '=', sheetId)
      .execute();
    expect(await chosen()).toEqual(['P5']);
    // an issue that was refused weighs more than a count out of tolerance
    await desk.store.db
      .insertInto('stockRefusal')
      .values({
        ...{ ...rowIdentity(newTestId(), 'r:R1'), warehouseId: 'W1', partId: 'P3', qtyMilli: 1000, docNo: 'DB-1' },
        ...{
          reason: 'order-stock-gone',
          refusedAtMs: desk.now + 2 * MINUTE_MS,
          refusedBy: desk.people.manager.id,
          refusedByName: '经理',
        },
      })
      .execute();
    expect(await chosen()).toEqual(['P3']);
  });

  it('closes a posted sheet when the ERP has the whole of its adjustment, or needs none of it', async () => {
    const close = (): Promise<number> =>
      desk.store.db
        .transaction()
        .execute((db) => closeCounts(db, { nowMs: desk.now, today: '2026-03-20', newId: newTestId }));
    const status = async (sheetId: string): Promise<string> => (await sheetOf(sheetId)).status;
    const posted = async (pieces: Partial<Record<string, number>>): Promise<string> => {
      // an hour after the sheet before: its adjustment is not posted between two rounds of this one
      desk.now += 60 * MINUTE_MS;
      const sheetId = await plan();
      output(await count(desk.people.counter, sheetId, pieces, desk.now + MINUTE_MS));
      output(await step(desk.people.counter, sheetId, 'submit'));
      if ((await sheetOf(sheetId)).status === 'RECOUNT') {
        output(await count(desk.people.recounter, sheetId, pieces, desk.now + 2 * MINUTE_MS));
        output(await step(desk.people.recounter, sheetId, 'submit'));
      }
      await explainAll(sheetId);
      output(await step(desk.people.manager, sheetId, 'approve'));
      return sheetId;
    };
    // what the tests before have left is outside the ERP
    await close();
    await desk.store.db.updateTable('warehouse').set({ erpPlant: '1000' }).where('id', '=', 'W1').execute();
    const equal = await posted({});
    const sheetId = await posted({ P1: 7, P2: 12 });
    expect([await status(equal), await status(sheetId)]).toEqual(['POSTED', 'POSTED']);
    expect(await close()).toBe(1);
    expect([await status(equal), await status(sheetId)]).toEqual(['CLOSED', 'POSTED']);
    const adjustment = () =>
      desk.store.db.selectFrom('countAdjustment').selectAll().where('sheetId', '=', sheetId).executeTakeFirstOrThrow();
    const { adjNo } = await adjustment();
    const erp = async (
      ...[docNo, partNo, pieces, state = null, named = adjNo]: [string, string, number, (string | null)?, string?]
    ): Promise<void> => {
      const line = { ...{ erpSystem: 'SAP', docType: 'MB', docNo, lineNo: partNo }, partNo, qtyMilli: pieces * 1000 };
      await desk.store.db
        .insertInto('erpDocumentLine')
        .values({ ...rowIdentity(newTestId(), 'g'), ...line, status: state, ourDocNo: `盘点（${named}），3月` })
        .execute();
    };
    await erp('4900', '00P1', -3);
    await erp('4899', '00P2', 2, 'CANCELLED');
    // the number of another adjustment, which only begins like ours
    await erp('4898', '00P2', 2, null, `${adjNo}1`);
    expect(await close()).toBe(0);
    const fullWidth = adjNo.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
    await erp('4900', '00P2', 2, null, fullWidth.toLowerCase());
    expect(await close()).toBe(1);
    expect([await status(sheetId), (await adjustment()).erpDocNo]).toEqual(['CLOSED', '4900']);
    expect(await close()).toBe(0);
    const outside = await posted({ P3: 8 });
    expect(await close()).toBe(0);
    await desk.store.db.updateTable('warehouse').set({ erpPlant: null }).where('id', '=', 'W1').execute();
    expect(await close()).toBe(1);
    expect(await status(outside)).toBe('CLOSED');
    const events = await desk.store.db
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

  it('finds in the store what the reconciliation finds in a reference text', async () => {
    const texts = ['盘点 PY-2603-001，3月', '-PY-1/2.b_ (py-２) ＰＹ－３', '', '年终', 'No.PY-7;PY-8'];
    for (const text of texts) {
      const { rows } = await sql<{ codes: string[] }>`select codes_in(${text}) as codes`.execute(desk.store.db);
      expect(rows[0]?.codes).toEqual(codesIn(text));
    }
  });

  it('posts a difference whose reason must be seen only with a photograph of it, kept once', async () => {
    const sheetId = await plan();
    output(await count(desk.people.counter, sheetId, { P1: 8 }, desk.now + MINUTE_MS));
    output(await step(desk.people.counter, sheetId, 'submit'));
    if ((await sheetOf(sheetId)).status === 'RECOUNT') {
      output(await count(desk.people.recounter, sheetId, { P1: 8 }, desk.now + 2 * MINUTE_MS));
      output(await step(desk.people.recounter, sheetId, 'submit'));
    }
    const line = (await lines(sheetId)).find(({ partId }) => partId === 'P1');
    const lineId = line?.id ?? '';
    const explain = { kind: 'count.explain' as const, sheetId, lineIds: [lineId], reasonText: null };
    output(
      await inCommand(desk.store.db, desk.people.keeper, (context) =>
        commands['count.explain'](context, { ...explain, reasonCode: 'DAMAGE' }),
      ),
    );
    expect(await step(desk.people.manager, sheetId, 'approve')).toMatchObject({
      ...{ reason: 'count-photo-missing', details: { lines: String(line?.lineNo) } },
    });
    const photo = (user: SignedInUser, content: Buffer) =>
      inCommand(desk.store.db, user, (context) =>
        commands['count.photo'](context, {
          ...{ kind: 'count.photo', sheetId, lineId, fileName: '破损.jpg', contentBase64: content.toString('base64') },
        }),
      );
    const jpeg = Buffer.from([0xff, 0xd8, 0xff, 1, 2, 3]);
    expect(await photo(desk.people.counter, jpeg)).toMatchObject({ reason: 'count-not-your-role' });
    expect(await photo(desk.people.keeper, Buffer.from('no picture'))).toMatchObject({
      reason: 'application-photo-no-picture',
    });
    output(await photo(desk.people.keeper, jpeg));
    expect(await photo(desk.people.keeper, jpeg)).toMatchObject({ reason: 'application-photo-again' });
    const { fileSha256, regionId } = await desk.store.db
      .selectFrom('attachment')
      .innerJoin('countLine', 'countLine.id', 'attachment.ownerId')
      .innerJoin('warehouse', 'warehouse.id', 'countLine.warehouseId')
      .select(['attachment.fileSha256', 'warehouse.regionId'])
      .where('countLine.id', '=', lineId)
      .executeTakeFirstOrThrow();
    const seenFrom = (region: string | null) =>
      findPicture(
        desk.store.db,
        { user: { ...desk.people.manager, regionId: region } } as unknown as Caller,
        fileSha256,
      );
    for (const region of [null, regionId])
      expect(await seenFrom(region)).toMatchObject({ contentBase64: jpeg.toString('base64') });
    await expect(seenFrom('another region')).rejects.toThrow('picture-not-kept');
    expect(output(await step(desk.people.manager, sheetId, 'approve'))).toMatchObject({ status: 'POSTED' });
    expect(await photo(desk.people.keeper, Buffer.from([0xff, 0xd8, 0xff, 9]))).toMatchObject({
      reason: 'count-step-not-allowed',
    });
  });
});
