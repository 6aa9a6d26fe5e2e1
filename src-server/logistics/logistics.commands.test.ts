import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApplicationStep } from '../../src-shared/contract/logistics.contract.ts';
import { APPLICATION_ACTIONS, isListedMove } from '../../src-shared/domain/logistics/application-transition.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { postMovements, unbalancedKeys } from '../parts/post-movements.ts';
import { ENGINES } from '../testing/central-store.ts';
import { newTestId, TEST_TODAY } from '../testing/small-company.ts';

import { openApplicationDesk, type ApplicationDesk } from './testing/application-desk.ts';

describe.each(ENGINES)('parts applications on %s', (engine) => {
  let desk: ApplicationDesk;
  beforeAll(async () => {
    desk = await openApplicationDesk(engine, postMovements);
  });
  afterAll(() => desk.close());

  it('says what is wrong with a request field by field, all at once, and keeps nothing of it', async () => {
    const outcome = await desk.save(
      desk.request({
        stationCode: 'S9',
        vin: 'LXC',
        lines: [
          { partNo: '00P1', qtyMilli: 1500 },
          { partNo: 'nix', qtyMilli: null },
        ],
      }),
    );
    expect(outcome).toEqual({
      ...{ status: 'rejected', reason: 'application-faulty' },
      details: {
        ...{ station: 'missing', vin: 'unknown', 'lines.0.qty': 'notWhole', 'lines.1.part': 'unknown' },
        'lines.1.qty': 'missing',
      },
    });
    expect(await desk.store.db.selectFrom('partsApplication').select('id').execute()).toEqual([]);
  });

  it('goes from the wish to the old part that is due, and the ledger and the promise go with it', async () => {
    const id = await desk.draft();
    expect(await desk.stored(id)).toMatchObject({
      status: 'DRAFT',
      appNo: null,
      _scope: 'r:1',
      holderRole: 'requester',
    });
    desk.outputOf(await desk.step(id, 'dispatcher', 'submit'));
    expect(await desk.stored(id)).toMatchObject({
      status: 'SUBMITTED',
      appNo: 'SJ-2603-00001',
      holderRole: 'regionManager',
    });
    expect(await desk.step(id, 'warrantyAdmin', 'inWarranty')).toMatchObject({
      reason: 'application-step-not-allowed',
    });
    desk.outputOf(await desk.step(id, 'regionManager', 'regionApprove'));
    expect(await desk.step(id, 'warrantyAdmin', 'inWarranty')).toMatchObject({
      ...{ status: 'rejected', reason: 'application-verdict-gaps', details: { photo: 'missing' } },
    });
    desk.outputOf(await desk.photo(id));
    expect(await desk.photo(id)).toMatchObject({ reason: 'application-photo-again' });
    expect(await desk.photo(id, 'x.exe', 'TVqQAAMA')).toMatchObject({ reason: 'application-photo-no-picture' });
    desk.outputOf(await desk.step(id, 'warrantyAdmin', 'inWarranty'));
    desk.outputOf(await desk.step(id, 'partsManager', 'allocate'));
    expect(await desk.held('P1')).toEqual(['HELD 2']);
    desk.outputOf(await desk.step(id, 'partsManager', 'sendErp', { erpOrderNo: '45000123' }));
    expect(await desk.step(id, 'warehouse', 'ship')).toMatchObject({
      ...{ reason: 'application-erp-missing', details: { lineNo: 1, erpQty: 0 } },
    });
    await desk.store.db
      .insertInto('erpDocumentLine')
      .values({
        ...rowIdentity(newTestId(), 'g'),
        ...{ erpSystem: 'SAP', docType: 'WA', docNo: '49001', lineNo: '1', partNo: '00P1', qtyMilli: -1000 },
        ...{ postingDate: TEST_TODAY, ourDocNo: 'SJ-2603-00001' },
      })
      .execute();
    desk.outputOf(await desk.step(id, 'warehouse', 'ship', { pieces: 1 }));
    expect(await desk.stored(id)).toMatchObject({ status: 'SHIPPED', holderRole: 'warehouse', isWithoutErp: 0 });
    expect(await desk.held('P1')).toEqual(['PICKED 1']);
    expect(await desk.step(id, 'dispatcher', 'sign')).toMatchObject({ reason: 'application-rest-unshipped' });
    expect(await desk.step(id, 'warehouse', 'ship', { pieces: 1, isWithoutErp: true })).toMatchObject({
      reason: 'application-needs-note',
    });
    desk.outputOf(await desk.step(id, 'warehouse', 'ship', { pieces: 1, isWithoutErp: true, note: 'ERP 停机' }));
    expect(await desk.stored(id)).toMatchObject({ holderRole: 'station', holderName: '金华站', isWithoutErp: 1 });
    expect(await desk.held('P1')).toEqual(['CONSUMED 2']);
    desk.outputOf(await desk.step(id, 'dispatcher', 'sign'));
    expect(await desk.stored(id)).toMatchObject({ status: 'OLD_DUE', holderRole: 'station' });
    const oldParts = await desk.store.db
      .selectFrom('oldPart')
      .select(['tagNo', 'partId', 'qtyMilli', 'status', 'dueDate', 'claimId', '_scope'])
      .execute();
    expect(oldParts).toEqual([
      {
        ...{ tagNo: 'JJ-2603-00001', partId: 'P1', qtyMilli: 2000, status: 'DUE', dueDate: '2026-04-09' },
        ...{ claimId: null, _scope: 'r:1' },
      },
    ]);
    const moves = await desk.store.db
      .selectFrom('stockMovement')
      .select(['type', 'qtyMilli', 'valueFen', 'docNo'])
      .where('docType', '=', 'APPLICATION')
      .execute();
    expect(moves).toEqual(
      [1, 2].map(() => ({ type: 'ISSUE_WARRANTY', qtyMilli: -1000, valueFen: -10_000, docNo: 'SJ-2603-00001' })),
    );
    expect(await unbalancedKeys(desk.store)).toEqual([]);
    expect(await desk.step(id, 'partsManager', 'close')).toMatchObject({
      ...{ reason: 'application-old-parts-owed', details: { number: 1, tagNo: 'JJ-2603-00001' } },
    });
    await desk.store.db.updateTable('oldPart').set({ status: 'RECEIVED' }).execute();
    desk.outputOf(await desk.step(id, 'partsManager', 'close'));
    expect(await desk.stored(id)).toMatchObject({ status: 'CLOSED', holderRole: null });
  });

  it('suspects who asks again, also under the old number of a part, and the reviewer must choose', async () => {
    const first = await desk.judged({ lines: [{ partNo: '00P3', qtyMilli: 1000 }] });
    expect((await desk.linesOf(first))[0]).toMatchObject({ partId: 'P3', substitutePartId: 'P4' });
    const again = await desk.draft({ lines: [{ partNo: '00P4', qtyMilli: 1000 }] });
    desk.outputOf(await desk.step(again, 'dispatcher', 'submit'));
    const suspect = await desk.stored(again);
    expect(suspect).toMatchObject({ status: 'DUP_SUSPECT', holderRole: 'partsManager' });
    expect(JSON.parse(suspect.suspectsJson)).toEqual([
      {
        ...{ applicationId: first, appNo: (await desk.stored(first)).appNo, because: ['VIN_PART'], partNos: ['00P4'] },
        daysBefore: 0,
      },
    ]);
    expect(await desk.step(again, 'regionManager', 'regionApprove')).toMatchObject({
      reason: 'application-step-not-allowed',
    });
    expect(await desk.step(again, 'partsManager', 'notDuplicate')).toMatchObject({ reason: 'application-needs-note' });
    expect(await desk.step(again, 'partsManager', 'isDuplicate', { dupOfId: again })).toMatchObject({
      reason: 'application-no-suspect',
    });
    desk.outputOf(await desk.step(again, 'partsManager', 'isDuplicate', { dupOfId: first }));
    expect(await desk.stored(again)).toMatchObject({ status: 'REJECTED', dupOfNo: (await desk.stored(first)).appNo });
    const third = await desk.draft({ kind: 'PAID', vin: '', lines: [{ partNo: '00P4', qtyMilli: 1000 }] });
    desk.outputOf(await desk.step(third, 'dispatcher', 'submit'));
    expect(await desk.stored(third)).toMatchObject({ status: 'SUBMITTED', appNo: 'PJ-2603-00001' });
  });

  it('names who was first, and when', async () => {
    const id = await desk.draft({ kind: 'INTERNAL', vin: '', lines: [{ partNo: '00P5', qtyMilli: 1000 }] });
    const { _v: version } = await desk.stored(id);
    desk.outputOf(
      await desk.save(
        desk.request({ kind: 'INTERNAL', vin: '', lines: [{ partNo: '00P5', qtyMilli: 3000 }] }),
        id,
        version,
        'partsManager',
      ),
    );
    const late = await desk.save(desk.request({ kind: 'INTERNAL', vin: '' }), id, version);
    expect(late).toMatchObject({
      ...{ status: 'conflict', reason: 'application-changed' },
      details: { byName: 'Name of ' + desk.who('partsManager').id, at: '2026-03-20 10:00' },
    });
    expect((await desk.linesOf(id)).map(({ qtyReqMilli }) => qtyReqMilli)).toEqual([3000]);
  });

  it('keeps other regions out', async () => {
    const id = await desk.draft({ lines: [{ partNo: '00P2', qtyMilli: 1000 }] });
    desk.outputOf(await desk.step(id, 'dispatcher', 'submit'));
    const far = { ...desk.who('regionManager'), regionId: 'R2' };
    desk.people.set('far', far);
    expect(await desk.step(id, 'far', 'regionApprove')).toMatchObject({ reason: 'application-other-region' });
  });

  it('never leaves the whitelist, whoever tries what in whatever order', { timeout: 60_000 }, async () => {
    const tries = fc.array(
      fc.record({
        role: fc.constantFrom('dispatcher', 'regionManager', 'warrantyAdmin', 'partsManager', 'planner', 'warehouse'),
        name: fc.constantFrom(
          ...([
            'submit',
            'notDuplicate',
            'isDuplicate',
            'regionApprove',
            'regionReject',
            'inWarranty',
            'goodwill',
          ] as const),
          ...([
            'outOfWarranty',
            'convert',
            'allocate',
            'sendErp',
            'ship',
            'endShipping',
            'sign',
            'close',
            'cancel',
          ] as const),
        ),
      }),
      { minLength: 12, maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('WARRANTY' as const, 'PAID' as const), tries, async (kind, attempts) => {
        const id = await desk.draft({ kind, lines: [{ partNo: '00P6', qtyMilli: 1000 }] });
        desk.outputOf(await desk.photo(id));
        const departsAt = WAY.findIndex(({ name }) => name === attempts[0]?.name);
        for (const { role, name } of [...WAY.slice(0, departsAt < 0 ? 3 : departsAt + 1), ...attempts])
          await desk.step(id, role, name, { note: 'x', erpOrderNo: '1', isWithoutErp: true, pieces: 1 });
      }),
      { numRuns: engine === 'pglite' ? 12 : 6 },
    );
    const events = await desk.store.db
      .selectFrom('partsApplicationEvent')
      .select(['applicationId', 'action', 'statusFrom', 'statusTo'])
      .orderBy('id')
      .execute();
    const unlisted = events.filter(({ action, statusFrom, statusTo }) => {
      const known = APPLICATION_ACTIONS.find((each) => each === action);
      return known === undefined || !isListedMove(known, statusFrom as 'DRAFT', statusTo as 'DRAFT');
    });
    expect(unlisted).toEqual([]);
    for (const history of Map.groupBy(events, ({ applicationId }) => applicationId).values())
      for (const [at, event] of history.entries())
        expect(event.statusFrom).toBe(at === 0 ? 'DRAFT' : history[at - 1]?.statusTo);
    expect(new Set(events.map(({ statusTo }) => statusTo)).size).toBeGreaterThan(10);
    expect(await unbalancedKeys(desk.store)).toEqual([]);
  });
});

/** A way through, from which the attempts depart somewhere. */
const WAY: readonly { role: string; name: ApplicationStep }[] = [
  { role: 'dispatcher', name: 'submit' },
  { role: 'partsManager', name: 'notDuplicate' },
  { role: 'regionManager', name: 'regionApprove' },
  { role: 'warrantyAdmin', name: 'inWarranty' },
  { role: 'partsManager', name: 'allocate' },
  { role: 'partsManager', name: 'sendErp' },
  { role: 'warehouse', name: 'ship' },
  { role: 'dispatcher', name: 'sign' },
];
