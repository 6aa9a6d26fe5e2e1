import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApplicationRequest, ApplicationStep } from '../../src-shared/contract/logistics.contract.ts';
import type { SignedInUser } from '../../src-shared/contract/session.contract.ts';
import type { Role } from '../../src-shared/contract/values.ts';
import { APPLICATION_ACTIONS, isListedMove } from '../../src-shared/domain/logistics/application-transition.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { BodyOf, CommandOutcome } from '../commands/command-handler.ts';
import { postMovements, unbalancedKeys } from '../parts/post-movements.ts';
import { ENGINES, openTestCentral, type TestCentral } from '../testing/central-store.ts';
import { addUser } from '../testing/rows.ts';
import {
  inCommand,
  newTestId,
  seedSmallCompany,
  testUser,
  TEST_NOW_MS,
  TEST_TODAY,
  TEST_VIN,
} from '../testing/small-company.ts';
import { seedSmallWarehouse, warehouseMovement } from '../testing/small-warehouse.ts';
import { logisticsCommands } from './logistics.commands.ts';

const commands = logisticsCommands({ postMovements });
/** Two pixels, as a camera would send them. */
const PICTURE = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2]).toString('base64');

describe.each(ENGINES)('parts applications on %s', (engine) => {
  let store: TestCentral;
  const people = new Map<string, SignedInUser>();
  beforeAll(async () => {
    store = await openTestCentral(engine);
    await seedSmallCompany(store.db);
    await seedSmallWarehouse(store.db, 'R1');
    await store.db
      .updateTable('part')
      .set({ oldPartPolicy: 'RETURN', returnDays: 20 })
      .where('id', '=', 'P1')
      .execute();
    await store.db
      .insertInto('partSupersession')
      .values({
        ...rowIdentity('SUP1', 'g'),
        ...{ oldPartId: 'P3', newPartId: 'P4', type: 'FULL', validFromDate: '2026-01-01' },
      })
      .execute();
    const roles: Role[] = ['dispatcher', 'regionManager', 'warrantyAdmin', 'partsManager', 'planner', 'warehouse'];
    for (const role of roles)
      people.set(role, testUser(await addUser(store.db, { login: role, roles: [role] }), [role]));
    people.set('finance', testUser(await addUser(store.db, { login: 'finance', roles: ['finance'] }), ['finance']));
    await setLimit(1_000_000);
    await inCommand(store.db, who('warehouse'), (context) =>
      postMovements(context, [
        ...['P1', 'P2', 'P4', 'P5'].map((id) => warehouseMovement(id, 10, TEST_NOW_MS - 1000, { idemKey: `in ${id}` })),
        warehouseMovement('P6', 400, TEST_NOW_MS - 1000, { idemKey: 'in P6' }),
      ]),
    );
  });
  afterAll(() => store.close());

  function who(role: string): SignedInUser {
    const user = people.get(role);
    if (user === undefined) throw new Error(role);
    return user;
  }

  const setLimit = (amountFen: number, stationId = 'ST1') =>
    inCommand(store.db, who('finance'), (context) =>
      commands['limit.change'](context, {
        ...{ kind: 'limit.change', stationId, type: 'LIMIT_SET', amountFen, untilDate: null, note: '年度' },
      }),
    );
  const account = () =>
    store.db
      .selectFrom('limitAccount')
      .select(['usedFen', 'heldFen', 'creditLimitFen'])
      .where('stationId', '=', 'ST1')
      .executeTakeFirstOrThrow();
  const request = (change: Partial<ApplicationRequest> = {}): ApplicationRequest => ({
    ...{ kind: 'WARRANTY', urgency: 'VOR', stationCode: 'S001', workOrderNo: '', vin: TEST_VIN, mileageKm: 12_000 },
    ...{ faultCode: '', faultText: '水泵漏水', note: '', lines: [{ partNo: '00P1', qtyMilli: 2000 }] },
    ...change,
  });
  const save = (asked: ApplicationRequest, applicationId: string | null = null, version = 0, role = 'dispatcher') =>
    inCommand(store.db, who(role), (context) =>
      commands['application.save'](context, { kind: 'application.save', applicationId, version, request: asked }),
    );
  const draft = async (change: Partial<ApplicationRequest> = {}): Promise<string> =>
    String(outputOf(await save(request(change))).applicationId);
  const stored = (id: string) =>
    store.db.selectFrom('partsApplication').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const linesOf = (id: string) =>
    store.db.selectFrom('partsApplicationLine').selectAll().where('applicationId', '=', id).orderBy('lineNo').execute();
  type StepChange = Partial<Omit<BodyOf<'application.step'>, 'lines'>> & { pieces?: number };
  const step = async (id: string, role: string, name: ApplicationStep, { pieces = 2, ...change }: StepChange = {}) => {
    const { _v: version } = await stored(id);
    const lines = (await linesOf(id)).map(({ id: lineId }) => ({ lineId, qtyMilli: pieces * 1000, warehouseId: 'W1' }));
    return inCommand(store.db, who(role), (context) =>
      commands['application.step'](context, {
        ...{
          kind: 'application.step',
          applicationId: id,
          version,
          step: name,
          note: '',
          erpOrderNo: '',
          dupOfId: null,
        },
        ...{ isWithoutErp: false, lines, ...change },
      }),
    );
  };
  const photo = (id: string, fileName = '故障件.jpg', contentBase64 = PICTURE) =>
    inCommand(store.db, who('dispatcher'), (context) =>
      commands['application.photo'](context, {
        ...{ kind: 'application.photo', applicationId: id, photoKind: 'FAULT_PART', fileName, contentBase64 },
      }),
    );
  const outputOf = (outcome: CommandOutcome): Record<string, unknown> => {
    if (outcome.status !== 'applied') throw new Error(JSON.stringify(outcome));
    return outcome.output ?? {};
  };
  /** As far as the verdict, allowed by whoever must. */
  const judged = async (change: Partial<ApplicationRequest> = {}): Promise<string> => {
    const id = await draft(change);
    outputOf(await photo(id));
    outputOf(await step(id, 'dispatcher', 'submit'));
    if ((await stored(id)).status === 'DUP_SUSPECT')
      outputOf(await step(id, 'partsManager', 'notDuplicate', { note: '另一侧' }));
    outputOf(await step(id, 'regionManager', 'regionApprove'));
    outputOf(await step(id, 'warrantyAdmin', 'inWarranty'));
    return id;
  };
  const held = async (partId: string): Promise<string[]> => {
    const rows = await store.db
      .selectFrom('stockReservation')
      .select(['state', 'qtyMilli'])
      .where('partId', '=', partId)
      .orderBy('id')
      .execute();
    return rows.map(({ state, qtyMilli }) => `${state} ${String(qtyMilli / 1000)}`);
  };

  it('says what is wrong with a request field by field, all at once, and keeps nothing of it', async () => {
    const outcome = await save(
      request({
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
    expect(await store.db.selectFrom('partsApplication').select('id').execute()).toEqual([]);
  });

  it('goes from the wish to the old part that is due, and the ledger and the promise go with it', async () => {
    const id = await draft();
    expect(await stored(id)).toMatchObject({ status: 'DRAFT', appNo: null, _scope: 'r:1', holderRole: 'requester' });
    outputOf(await step(id, 'dispatcher', 'submit'));
    expect(await stored(id)).toMatchObject({
      status: 'SUBMITTED',
      appNo: 'SJ-2603-00001',
      holderRole: 'regionManager',
    });
    expect(await step(id, 'warrantyAdmin', 'inWarranty')).toMatchObject({ reason: 'application-step-not-allowed' });
    outputOf(await step(id, 'regionManager', 'regionApprove'));
    expect(await step(id, 'warrantyAdmin', 'inWarranty')).toMatchObject({
      ...{ status: 'rejected', reason: 'application-verdict-gaps', details: { photo: 'missing' } },
    });
    outputOf(await photo(id));
    expect(await photo(id)).toMatchObject({ reason: 'application-photo-again' });
    expect(await photo(id, 'x.exe', 'TVqQAAMA')).toMatchObject({ reason: 'application-photo-no-picture' });
    outputOf(await step(id, 'warrantyAdmin', 'inWarranty'));
    outputOf(await step(id, 'partsManager', 'allocate'));
    expect(await held('P1')).toEqual(['HELD 2']);
    outputOf(await step(id, 'partsManager', 'sendErp', { erpOrderNo: '45000123' }));
    expect(await step(id, 'warehouse', 'ship')).toMatchObject({
      ...{ reason: 'application-erp-missing', details: { lineNo: 1, erpQty: 0 } },
    });
    await store.db
      .insertInto('erpDocumentLine')
      .values({
        ...rowIdentity(newTestId(), 'g'),
        ...{ erpSystem: 'SAP', docType: 'WA', docNo: '49001', lineNo: '1', partNo: '00P1', qtyMilli: -1000 },
        ...{ postingDate: TEST_TODAY, ourDocNo: 'SJ-2603-00001' },
      })
      .execute();
    outputOf(await step(id, 'warehouse', 'ship', { pieces: 1 }));
    expect(await stored(id)).toMatchObject({ status: 'SHIPPED', holderRole: 'warehouse', isWithoutErp: 0 });
    expect(await held('P1')).toEqual(['PICKED 1']);
    expect(await step(id, 'dispatcher', 'sign')).toMatchObject({ reason: 'application-rest-unshipped' });
    expect(await step(id, 'warehouse', 'ship', { pieces: 1, isWithoutErp: true })).toMatchObject({
      reason: 'application-needs-note',
    });
    outputOf(await step(id, 'warehouse', 'ship', { pieces: 1, isWithoutErp: true, note: 'ERP 停机' }));
    expect(await stored(id)).toMatchObject({ holderRole: 'station', holderName: '金华站', isWithoutErp: 1 });
    expect(await held('P1')).toEqual(['CONSUMED 2']);
    outputOf(await step(id, 'dispatcher', 'sign'));
    expect(await stored(id)).toMatchObject({ status: 'OLD_DUE', holderRole: 'station' });
    const oldParts = await store.db
      .selectFrom('oldPart')
      .select(['tagNo', 'partId', 'qtyMilli', 'status', 'dueDate', 'claimId', '_scope'])
      .execute();
    expect(oldParts).toEqual([
      {
        ...{ tagNo: 'JJ-2603-00001', partId: 'P1', qtyMilli: 2000, status: 'DUE', dueDate: '2026-04-09' },
        ...{ claimId: null, _scope: 'r:1' },
      },
    ]);
    const moves = await store.db
      .selectFrom('stockMovement')
      .select(['type', 'qtyMilli', 'valueFen', 'docNo'])
      .where('docType', '=', 'APPLICATION')
      .execute();
    expect(moves).toEqual(
      [1, 2].map(() => ({ type: 'ISSUE_WARRANTY', qtyMilli: -1000, valueFen: -10_000, docNo: 'SJ-2603-00001' })),
    );
    expect(await unbalancedKeys(store)).toEqual([]);
    expect(await step(id, 'partsManager', 'close')).toMatchObject({
      ...{ reason: 'application-old-parts-owed', details: { number: 1, tagNo: 'JJ-2603-00001' } },
    });
    await store.db.updateTable('oldPart').set({ status: 'RECEIVED' }).execute();
    outputOf(await step(id, 'partsManager', 'close'));
    expect(await stored(id)).toMatchObject({ status: 'CLOSED', holderRole: null });
  });

  it('suspects who asks again, also under the old number of a part, and the reviewer must choose', async () => {
    const first = await judged({ lines: [{ partNo: '00P3', qtyMilli: 1000 }] });
    expect((await linesOf(first))[0]).toMatchObject({ partId: 'P3', substitutePartId: 'P4' });
    const again = await draft({ lines: [{ partNo: '00P4', qtyMilli: 1000 }] });
    outputOf(await step(again, 'dispatcher', 'submit'));
    const suspect = await stored(again);
    expect(suspect).toMatchObject({ status: 'DUP_SUSPECT', holderRole: 'partsManager' });
    expect(JSON.parse(suspect.suspectsJson)).toEqual([
      {
        ...{ applicationId: first, appNo: (await stored(first)).appNo, because: ['VIN_PART'], partNos: ['00P4'] },
        daysBefore: 0,
      },
    ]);
    expect(await step(again, 'regionManager', 'regionApprove')).toMatchObject({
      reason: 'application-step-not-allowed',
    });
    expect(await step(again, 'partsManager', 'notDuplicate')).toMatchObject({ reason: 'application-needs-note' });
    expect(await step(again, 'partsManager', 'isDuplicate', { dupOfId: again })).toMatchObject({
      reason: 'application-no-suspect',
    });
    outputOf(await step(again, 'partsManager', 'isDuplicate', { dupOfId: first }));
    expect(await stored(again)).toMatchObject({ status: 'REJECTED', dupOfNo: (await stored(first)).appNo });
    const third = await draft({ kind: 'PAID', vin: '', lines: [{ partNo: '00P4', qtyMilli: 1000 }] });
    outputOf(await step(third, 'dispatcher', 'submit'));
    expect(await stored(third)).toMatchObject({ status: 'SUBMITTED', appNo: 'PJ-2603-00001' });
  });

  it('counts what the ERP has sent of a part once, although two lines came to ask for it', async () => {
    const id = await judged({
      lines: [
        { partNo: '00P3', qtyMilli: 1000 },
        { partNo: '00P4', qtyMilli: 1000 },
      ],
    });
    outputOf(await step(id, 'partsManager', 'allocate', { pieces: 1 }));
    outputOf(await step(id, 'partsManager', 'sendErp', { erpOrderNo: '45000777' }));
    const { appNo } = await stored(id);
    await store.db
      .insertInto('erpDocumentLine')
      .values({
        ...rowIdentity(newTestId(), 'g'),
        ...{ erpSystem: 'SAP', docType: 'WA', docNo: '49777', lineNo: '1', partNo: '00P4', qtyMilli: -1000 },
        ...{ postingDate: TEST_TODAY, ourDocNo: appNo },
      })
      .execute();
    expect(await step(id, 'warehouse', 'ship', { pieces: 1 })).toMatchObject({
      ...{ reason: 'application-erp-missing', details: { lineNo: 1, erpQty: 1 } },
    });
    expect((await linesOf(id)).map(({ qtyShipMilli }) => qtyShipMilli)).toEqual([0, 0]);
  });

  it('offers a sale where the warranty does not pay, once', async () => {
    const id = await draft({ lines: [{ partNo: '00P2', qtyMilli: 2000 }] });
    outputOf(await photo(id));
    outputOf(await step(id, 'dispatcher', 'submit'));
    outputOf(await step(id, 'regionManager', 'regionApprove'));
    expect(await step(id, 'warrantyAdmin', 'outOfWarranty')).toMatchObject({ reason: 'application-needs-note' });
    outputOf(await step(id, 'warrantyAdmin', 'outOfWarranty', { note: '超里程' }));
    const { convertedToNo } = outputOf(await step(id, 'dispatcher', 'convert'));
    expect(await stored(id)).toMatchObject({ status: 'REJECTED', warrantyVerdict: 'OUT_OF_WARRANTY', convertedToNo });
    expect(await step(id, 'dispatcher', 'convert')).toMatchObject({ reason: 'application-not-convertible' });
    const paid = await store.db
      .selectFrom('partsApplication')
      .select(['id', 'kind', 'status', 'convertedFromNo'])
      .where('appNo', '=', String(convertedToNo))
      .executeTakeFirstOrThrow();
    expect(paid).toMatchObject({ kind: 'PAID', status: 'SUBMITTED', convertedFromNo: (await stored(id)).appNo });
    outputOf(await step(paid.id, 'regionManager', 'regionApprove'));
    outputOf(await step(paid.id, 'partsManager', 'allocate'));
    outputOf(await step(paid.id, 'partsManager', 'sendErp', { erpOrderNo: '45000124' }));
    outputOf(await step(paid.id, 'warehouse', 'ship', { isWithoutErp: true, note: 'ERP 停机' }));
    expect(await step(paid.id, 'dispatcher', 'sign', { pieces: 1 })).toMatchObject({
      reason: 'application-short-needs-note',
    });
    outputOf(await step(paid.id, 'dispatcher', 'sign', { pieces: 1, note: '少一件' }));
    expect(await stored(paid.id)).toMatchObject({ status: 'CLOSED' });
    expect((await linesOf(paid.id))[0]).toMatchObject({ qtyShipMilli: 2000, qtyRecvMilli: 1000, returnRequired: 0 });
  });

  it('holds what a paid application costs, and no more than the limit unless somebody who may lets it through', async () => {
    const before = await account();
    await setLimit(before.usedFen + before.heldFen + 20_000);
    const id = await draft({ kind: 'PAID', vin: '', lines: [{ partNo: '00P6', qtyMilli: 2000 }] });
    outputOf(await step(id, 'dispatcher', 'submit'));
    outputOf(await step(id, 'regionManager', 'regionApprove'));
    // two pieces at 120 yuan are 40 yuan beyond the 200 that are left
    expect(await step(id, 'partsManager', 'allocate')).toMatchObject({
      ...{ reason: 'credit-short', details: { shortFen: 4000 } },
    });
    expect(await step(id, 'partsManager', 'releaseCredit', { note: 'x' })).toMatchObject({
      reason: 'application-not-your-role',
    });
    expect(await step(id, 'finance', 'releaseCredit')).toMatchObject({ reason: 'application-needs-note' });
    outputOf(await step(id, 'finance', 'releaseCredit', { note: '月底回款', untilDate: TEST_TODAY }));
    outputOf(await step(id, 'partsManager', 'allocate'));
    expect(await account()).toMatchObject({ usedFen: before.usedFen, heldFen: before.heldFen + 24_000 });
    outputOf(await step(id, 'partsManager', 'sendErp', { erpOrderNo: '45000900' }));
    outputOf(await step(id, 'warehouse', 'ship', { pieces: 1, isWithoutErp: true, note: 'ERP 停机' }));
    expect(await account()).toMatchObject({
      ...{ usedFen: before.usedFen + 12_000, heldFen: before.heldFen + 12_000 },
    });
    outputOf(await step(id, 'partsManager', 'endShipping', { note: '不再需要' }));
    expect(await account()).toMatchObject({ usedFen: before.usedFen + 12_000, heldFen: before.heldFen });
    await setLimit(1_000_000);
  });

  it('names who was first, and when', async () => {
    const id = await draft({ kind: 'INTERNAL', vin: '', lines: [{ partNo: '00P5', qtyMilli: 1000 }] });
    const { _v: version } = await stored(id);
    outputOf(
      await save(
        request({ kind: 'INTERNAL', vin: '', lines: [{ partNo: '00P5', qtyMilli: 3000 }] }),
        id,
        version,
        'partsManager',
      ),
    );
    const late = await save(request({ kind: 'INTERNAL', vin: '' }), id, version);
    expect(late).toMatchObject({
      ...{ status: 'conflict', reason: 'application-changed' },
      details: { byName: 'Name of ' + who('partsManager').id, at: '2026-03-20 10:00' },
    });
    expect((await linesOf(id)).map(({ qtyReqMilli }) => qtyReqMilli)).toEqual([3000]);
  });

  it('promises no piece twice, also when two promise at once', async () => {
    const ids = [
      await judged({ lines: [{ partNo: '00P5', qtyMilli: 8000 }] }),
      await judged({ lines: [{ partNo: '00P5', qtyMilli: 8000 }] }),
    ];
    const outcomes = await Promise.all(ids.map((id) => step(id, 'partsManager', 'allocate', { pieces: 8 })));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['applied', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      ...{ reason: 'application-stock-short', details: { lineNo: 1, freeQty: 2 } },
    });
    const winner = ids[outcomes.findIndex(({ status }) => status === 'applied')] ?? '';
    outputOf(await step(winner, 'dispatcher', 'cancel', { note: '客户取消' }));
    expect(await held('P5')).toEqual(['RELEASED 8']);
  });

  it('keeps other regions out', async () => {
    const id = await draft({ lines: [{ partNo: '00P2', qtyMilli: 1000 }] });
    outputOf(await step(id, 'dispatcher', 'submit'));
    const far = { ...who('regionManager'), regionId: 'R2' };
    people.set('far', far);
    expect(await step(id, 'far', 'regionApprove')).toMatchObject({ reason: 'application-other-region' });
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
        const id = await draft({ kind, lines: [{ partNo: '00P6', qtyMilli: 1000 }] });
        outputOf(await photo(id));
        const departsAt = WAY.findIndex(({ name }) => name === attempts[0]?.name);
        for (const { role, name } of [...WAY.slice(0, departsAt < 0 ? 3 : departsAt + 1), ...attempts])
          await step(id, role, name, { note: 'x', erpOrderNo: '1', isWithoutErp: true, pieces: 1 });
      }),
      { numRuns: engine === 'pglite' ? 12 : 6 },
    );
    const events = await store.db
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
    expect(await unbalancedKeys(store)).toEqual([]);
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
