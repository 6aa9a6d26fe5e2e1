import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { postMovements } from '../parts/post-movements.ts';
import { ENGINES } from '../testing/central-store.ts';
import { newTestId, TEST_TODAY } from '../testing/small-company.ts';

import { openApplicationDesk, type ApplicationDesk } from './testing/application-desk.ts';

describe.each(ENGINES)('what parts applications promise, cost and send on %s', (engine) => {
  let desk: ApplicationDesk;
  beforeAll(async () => {
    desk = await openApplicationDesk(engine, postMovements);
  });
  afterAll(() => desk.close());

  it('counts what the ERP has sent of a part once, although two lines came to ask for it', async () => {
    const id = await desk.judged({
      lines: [
        { partNo: '00P3', qtyMilli: 1000 },
        { partNo: '00P4', qtyMilli: 1000 },
      ],
    });
    desk.outputOf(await desk.step(id, 'partsManager', 'allocate', { pieces: 1 }));
    desk.outputOf(await desk.step(id, 'partsManager', 'sendErp', { erpOrderNo: '45000777' }));
    const { appNo } = await desk.stored(id);
    await desk.store.db
      .insertInto('erpDocumentLine')
      .values({
        ...rowIdentity(newTestId(), 'g'),
        ...{ erpSystem: 'SAP', docType: 'WA', docNo: '49777', lineNo: '1', partNo: '00P4', qtyMilli: -1000 },
        ...{ postingDate: TEST_TODAY, ourDocNo: appNo },
      })
      .execute();
    expect(await desk.step(id, 'warehouse', 'ship', { pieces: 1 })).toMatchObject({
      ...{ reason: 'application-erp-missing', details: { lineNo: 1, erpQty: 1 } },
    });
    expect((await desk.linesOf(id)).map(({ qtyShipMilli }) => qtyShipMilli)).toEqual([0, 0]);
  });

  it('offers a sale where the warranty does not pay, once', async () => {
    const id = await desk.draft({ lines: [{ partNo: '00P2', qtyMilli: 2000 }] });
    desk.outputOf(await desk.photo(id));
    desk.outputOf(await desk.step(id, 'dispatcher', 'submit'));
    desk.outputOf(await desk.step(id, 'regionManager', 'regionApprove'));
    expect(await desk.step(id, 'warrantyAdmin', 'outOfWarranty')).toMatchObject({ reason: 'application-needs-note' });
    desk.outputOf(await desk.step(id, 'warrantyAdmin', 'outOfWarranty', { note: '超里程' }));
    const { convertedToNo } = desk.outputOf(await desk.step(id, 'dispatcher', 'convert'));
    expect(await desk.stored(id)).toMatchObject({
      status: 'REJECTED',
      warrantyVerdict: 'OUT_OF_WARRANTY',
      convertedToNo,
    });
    expect(await desk.step(id, 'dispatcher', 'convert')).toMatchObject({ reason: 'application-not-convertible' });
    const paid = await desk.store.db
      .selectFrom('partsApplication')
      .select(['id', 'kind', 'status', 'convertedFromNo'])
      .where('appNo', '=', String(convertedToNo))
      .executeTakeFirstOrThrow();
    expect(paid).toMatchObject({ kind: 'PAID', status: 'SUBMITTED', convertedFromNo: (await desk.stored(id)).appNo });
    desk.outputOf(await desk.step(paid.id, 'regionManager', 'regionApprove'));
    desk.outputOf(await desk.step(paid.id, 'partsManager', 'allocate'));
    desk.outputOf(await desk.step(paid.id, 'partsManager', 'sendErp', { erpOrderNo: '45000124' }));
    desk.outputOf(await desk.step(paid.id, 'warehouse', 'ship', { isWithoutErp: true, note: 'ERP 停机' }));
    expect(await desk.step(paid.id, 'dispatcher', 'sign', { pieces: 1 })).toMatchObject({
      reason: 'application-short-needs-note',
    });
    desk.outputOf(await desk.step(paid.id, 'dispatcher', 'sign', { pieces: 1, note: '少一件' }));
    expect(await desk.stored(paid.id)).toMatchObject({ status: 'CLOSED' });
    expect((await desk.linesOf(paid.id))[0]).toMatchObject({
      qtyShipMilli: 2000,
      qtyRecvMilli: 1000,
      returnRequired: 0,
    });
  });

  it('holds what a paid application costs, and no more than the limit unless somebody who may lets it through', async () => {
    const before = await desk.account();
    await desk.setLimit(before.usedFen + before.heldFen + 20_000);
    const id = await desk.draft({ kind: 'PAID', vin: '', lines: [{ partNo: '00P6', qtyMilli: 2000 }] });
    desk.outputOf(await desk.step(id, 'dispatcher', 'submit'));
    desk.outputOf(await desk.step(id, 'regionManager', 'regionApprove'));
    // two pieces at 120 yuan are 40 yuan beyond the 200 that are left
    expect(await desk.step(id, 'partsManager', 'allocate')).toMatchObject({
      ...{ reason: 'credit-short', details: { shortFen: 4000 } },
    });
    expect(await desk.step(id, 'partsManager', 'releaseCredit', { note: 'x' })).toMatchObject({
      reason: 'application-not-your-role',
    });
    expect(await desk.step(id, 'finance', 'releaseCredit')).toMatchObject({ reason: 'application-needs-note' });
    desk.outputOf(await desk.step(id, 'finance', 'releaseCredit', { note: '月底回款', untilDate: TEST_TODAY }));
    desk.outputOf(await desk.step(id, 'partsManager', 'allocate'));
    expect(await desk.account()).toMatchObject({ usedFen: before.usedFen, heldFen: before.heldFen + 24_000 });
    desk.outputOf(await desk.step(id, 'partsManager', 'sendErp', { erpOrderNo: '45000900' }));
    desk.outputOf(await desk.step(id, 'warehouse', 'ship', { pieces: 1, isWithoutErp: true, note: 'ERP 停机' }));
    expect(await desk.account()).toMatchObject({
      ...{ usedFen: before.usedFen + 12_000, heldFen: before.heldFen + 12_000 },
    });
    desk.outputOf(await desk.step(id, 'partsManager', 'endShipping', { note: '不再需要' }));
    expect(await desk.account()).toMatchObject({ usedFen: before.usedFen + 12_000, heldFen: before.heldFen });
    await desk.setLimit(1_000_000);
  });

  it('promises no piece twice, also when two promise at once', async () => {
    const ids = [
      await desk.judged({ lines: [{ partNo: '00P5', qtyMilli: 8000 }] }),
      await desk.judged({ lines: [{ partNo: '00P5', qtyMilli: 8000 }] }),
    ];
    const outcomes = await Promise.all(ids.map((id) => desk.step(id, 'partsManager', 'allocate', { pieces: 8 })));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['applied', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      ...{ reason: 'application-stock-short', details: { lineNo: 1, freeQty: 2 } },
    });
    const winner = ids[outcomes.findIndex(({ status }) => status === 'applied')] ?? '';
    desk.outputOf(await desk.step(winner, 'dispatcher', 'cancel', { note: '客户取消' }));
    expect(await desk.held('P5')).toEqual(['RELEASED 8']);
  });
});
