import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DamageStepInput } from '../../src-shared/contract/goods-receipts.contract.ts';
import type { SignedInUser } from '../../src-shared/contract/session.contract.ts';
import type { Role } from '../../src-shared/contract/values.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { BodyOf, CommandOutcome } from '../commands/command-handler.ts';
import { postMovements, unbalancedKeys } from '../parts/post-movements.ts';
import { ENGINES, openTestCentral, type TestCentral } from '../testing/central-store.ts';
import { addUser } from '../testing/rows.ts';
import { inCommand, newTestId, seedSmallCompany, testUser, TEST_TODAY } from '../testing/small-company.ts';
import { seedSmallWarehouse } from '../testing/small-warehouse.ts';
import { logisticsCommands } from './logistics.commands.ts';

const commands = logisticsCommands({ postMovements });
const picture = (last: number): string => Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, last]).toString('base64');

describe.each(ENGINES)('receipts and damage on %s', (engine) => {
  let store: TestCentral;
  const people = new Map<string, SignedInUser>();
  beforeAll(async () => {
    store = await openTestCentral(engine);
    await seedSmallCompany(store.db);
    await seedSmallWarehouse(store.db, 'R1');
    await store.db
      .insertInto('warehouseBin')
      .values({ ...rowIdentity('Q1', 'g'), warehouseId: 'W1', code: 'Q-01', type: 'QUARANTINE' })
      .execute();
    await store.db
      .insertInto('supplier')
      .values({ ...rowIdentity('SUP', 'g'), code: 'V100', name: '远东泵业', status: 'ACTIVE' })
      .execute();
    for (const [lineNo, partNo, qtyMilli, unitPriceMicro] of [
      ['1', '00P1', 5000, 12_340_000],
      ['2', '00P2', 2000, null],
    ] as const)
      await store.db
        .insertInto('erpDocumentLine')
        .values({
          ...{ ...rowIdentity(newTestId(), 'g'), erpSystem: 'SAP', docType: 'LF', docNo: '18001', lineNo, partNo },
          ...{ qtyMilli, unitPriceMicro, partnerCode: 'V100', postingDate: TEST_TODAY },
        })
        .execute();
    const roles: Role[] = ['partsManager', 'warehouse', 'finance'];
    for (const role of roles)
      people.set(role, testUser(await addUser(store.db, { login: role, roles: [role] }), [role]));
  });
  afterAll(() => store.close());

  const who = (role: string): SignedInUser => {
    const user = people.get(role);
    if (user === undefined) throw new Error(role);
    return user;
  };
  const outputOf = (outcome: CommandOutcome): Record<string, unknown> => {
    if (outcome.status !== 'applied') throw new Error(JSON.stringify(outcome));
    return outcome.output ?? {};
  };
  type Line = BodyOf<'goods.receive'>['lines'][number];
  const line = (partNo: string, ok: number, more: Partial<Omit<Line, 'partNo' | 'okMilli'>> = {}): Line => ({
    ...{ partNo, okMilli: ok * 1000, damagedMilli: 0, wrongMilli: 0, overMilli: 0, ...more },
  });
  const receive = (lines: Line[], change: Partial<BodyOf<'goods.receive'>> = {}) =>
    inCommand(store.db, who('warehouse'), (context) =>
      commands['goods.receive'](context, {
        ...{ kind: 'goods.receive', sourceDocNo: '18001', warehouseId: 'W1', carrier: '德邦', waybill: 'D1' },
        ...{ arrivedDate: TEST_TODAY, note: '', lines, ...change },
      }),
    );
  const report = (id: string) =>
    store.db.selectFrom('damageReport').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const step = async (
    id: string,
    role: string,
    name: DamageStepInput['step'],
    change: Partial<DamageStepInput> = {},
  ) => {
    const { _v: version } = await report(id);
    return inCommand(store.db, who(role), (context) =>
      commands['damage.step'](context, {
        ...{ kind: 'damage.step', reportId: id, version, step: name, note: '', liability: null, claimFen: null },
        ...{ disposition: null, claimNo: '', ...change },
      }),
    );
  };
  const photo = (id: string, last: number) =>
    inCommand(store.db, who('warehouse'), (context) =>
      commands['damage.photo'](context, {
        ...{ kind: 'damage.photo', reportId: id, fileName: `${String(last)}.jpg`, contentBase64: picture(last) },
      }),
    );
  const lying = async (partId: string): Promise<string[]> => {
    const rows = await store.db
      .selectFrom('stockBalance')
      .select(['binId', 'condition', 'qtyMilli', 'valueFen'])
      .where('partId', '=', partId)
      .where('qtyMilli', '<>', 0)
      .orderBy('condition')
      .execute();
    return rows.map(
      (row) => `${row.condition} ${row.binId ?? '-'} ${String(row.qtyMilli / 1000)} ${String(row.valueFen)}`,
    );
  };

  it('refuses what the document does not announce, half pieces, more than is due and days to come', async () => {
    expect(await receive([line('00P1', 1)], { sourceDocNo: '999' })).toMatchObject({
      reason: 'receipt-document-unknown',
    });
    expect(await receive([line('00P3', 1)])).toMatchObject({ reason: 'receipt-part-not-announced' });
    expect(await receive([line('00P1', 1.5)])).toMatchObject({ reason: 'order-qty-not-whole' });
    expect(await receive([line('00P1', 6)])).toMatchObject({ reason: 'order-arrival-moreThanOpen' });
    expect(await receive([line('00P1', 1)], { arrivedDate: '2026-03-21' })).toMatchObject({
      reason: 'receipt-in-the-future',
    });
    expect(await lying('P1')).toEqual([]);
  });

  it('takes in at the document’s price, the damaged into quarantine, and follows the damage to the claim', async () => {
    const kept = outputOf(await receive([line('00P1', 2, { damagedMilli: 1000, wrongMilli: 1000 }), line('00P2', 2)]));
    const id = String(kept.reportId);
    // at 12.34 yuan a piece; the other part's document has no price, so its supply price counts
    expect(await lying('P1')).toEqual(['DAMAGED Q1 1 1234', 'NEW - 2 2468']);
    expect(await lying('P2')).toEqual(['NEW - 2 20000']);
    const lines = await store.db
      .selectFrom('goodsReceiptLine')
      .innerJoin('part', 'part.id', 'goodsReceiptLine.partId')
      .select(['partNo', 'qtySentMilli', 'qtyOkMilli', 'qtyShortMilli', 'qtyDamagedMilli', 'qtyWrongMilli'])
      .orderBy('lineNo')
      .execute();
    expect(lines[0]).toEqual({
      ...{ partNo: '00P1', qtySentMilli: 5000, qtyOkMilli: 2000, qtyShortMilli: 1000, qtyDamagedMilli: 1000 },
      qtyWrongMilli: 1000,
    });
    expect(await report(id)).toMatchObject({
      ...{ status: 'DRAFT', valueFen: 1234, claimFen: 1234, supplierId: 'SUP', isLate: 0, carrier: '德邦' },
    });
    expect(await step(id, 'warehouse', 'submit')).toMatchObject({
      ...{ reason: 'damage-photos-missing', details: { number: 2 } },
    });
    outputOf(await photo(id, 1));
    expect(await photo(id, 1)).toMatchObject({ reason: 'application-photo-again' });
    outputOf(await photo(id, 2));
    outputOf(await step(id, 'warehouse', 'submit'));
    expect(await step(id, 'finance', 'setLiability', { liability: 'CARRIER', claimFen: 1500 })).toMatchObject({
      reason: 'damage-not-your-role',
    });
    outputOf(await step(id, 'partsManager', 'setLiability', { liability: 'CARRIER', claimFen: 1500 }));
    outputOf(await step(id, 'finance', 'approve'));
    outputOf(await step(id, 'warehouse', 'dispose', { disposition: 'SCRAP' }));
    expect(await lying('P1')).toEqual(['NEW - 2 2468']);
    expect(await step(id, 'finance', 'close', { note: 'x' })).toMatchObject({ reason: 'damage-claim-first' });
    outputOf(await step(id, 'finance', 'claim', { claimNo: 'SP-77' }));
    outputOf(await step(id, 'finance', 'close', { note: '已赔付' }));
    expect(await report(id)).toMatchObject({ status: 'CLOSED', claimNo: 'SP-77', claimFen: 1500, holderRole: null });
    expect(await unbalancedKeys(store)).toEqual([]);
  });

  it('waits for what is still due of the document, flags what is reported late, and puts accepted goods back', async () => {
    const kept = outputOf(await receive([line('00P1', 0, { damagedMilli: 2000 })], { arrivedDate: '2026-03-10' }));
    const id = String(kept.reportId);
    expect(await report(id)).toMatchObject({ isLate: 1, valueFen: 2468 });
    expect(await receive([line('00P1', 1)])).toMatchObject({ reason: 'order-arrival-moreThanOpen' });
    outputOf(await photo(id, 3));
    outputOf(await photo(id, 4));
    outputOf(await step(id, 'warehouse', 'submit'));
    outputOf(await step(id, 'partsManager', 'setLiability', { liability: 'SELF' }));
    outputOf(await step(id, 'finance', 'approve'));
    outputOf(await step(id, 'warehouse', 'dispose', { disposition: 'ACCEPT' }));
    expect(await lying('P1')).toEqual(['NEW - 4 4936']);
    expect(await step(id, 'finance', 'claim', { claimNo: '1' })).toMatchObject({
      reason: 'damage-nobody-to-claim-from',
    });
    outputOf(await step(id, 'finance', 'close', { note: '自理' }));
    expect(await unbalancedKeys(store)).toEqual([]);
  });

  it('never changes a receipt', async () => {
    await expect(store.db.updateTable('goodsReceipt').set({ carrier: 'x' }).execute()).rejects.toThrow();
    await expect(store.db.deleteFrom('goodsReceiptLine').execute()).rejects.toThrow();
  });
});
