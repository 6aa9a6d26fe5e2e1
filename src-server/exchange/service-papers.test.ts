import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SignedInUser } from '../../src-shared/contract/session.contract.ts';
import type { BodyOf } from '../commands/command-handler.ts';
import { paperArrived } from '../claims/paper-arrived.ts';
import { photoArrived } from '../claims/photo-arrived.ts';
import { releaseHolds } from '../claims/release-holds.ts';
import { resubmitLines } from '../claims/resubmit-claim.ts';
import { writeStationWord } from '../claims/station-word.ts';
import { submitClaims } from '../claims/submit-claims.ts';
import { hideNewRows } from '../counts/blindness.ts';
import { countFileRoom } from '../counts/count-file-room.ts';
import type { Caller } from '../http/caller.ts';
import { intakeHandlers } from '../intake/intake.handlers.ts';
import { seedDoorCompany, vinOf } from '../intake/testing/door-company.ts';
import { postMovements } from '../parts/post-movements.ts';
import { moveStatement } from '../settlement/statement-events.ts';
import { openTestCentral, type TestCentral } from '../testing/central-store.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { inCommand, newTestId, testUser, TEST_NOW_MS, TEST_TODAY } from '../testing/small-company.ts';
import { exchangeCommands } from './exchange.commands.ts';

const commands = exchangeCommands({ submitClaims, postMovements, countFileRoom, hideNewRows, paperArrived });
const station: Caller = {
  user: { ...testUser('U-ST', ['station']), stationId: 'ST1' },
  ...{ regionCode: '1', stationCode: null, engineerId: null, deviceId: 'D', tokenExpiresAtMs: TEST_NOW_MS },
};
const agent = testUser('U-AG', ['agent']);
const warehouse = testUser('U-WH', ['warehouse']);
const dispatcher = testUser('U-DP', ['dispatcher']);
const admin = testUser('U-AD', ['admin']);

describe('calls of the service desk and old parts at the warehouse', () => {
  let store: TestCentral;
  let sent = 0;
  let imports = 0;

  beforeAll(async () => {
    store = await openTestCentral('pglite');
    await seedDoorCompany(store.db);
    await store.db.updateTable('station').set({ autoEligible: 0 }).execute();
  });
  afterAll(() => store.close());

  /** A repair of a pump on a vehicle of its own, sent by the station. */
  async function claimed(oldSerial: string) {
    sent += 1;
    const number = String(sent);
    const intake = intakeHandlers({
      ...{ db: store.db, newId: newTestId, nowMs: () => TEST_NOW_MS + sent, today: () => TEST_TODAY },
      ...{ submitClaims, moveStatement, resubmitLines, writeStationWord, photoArrived, onCommitted: () => undefined },
    });
    const empty = { opCode: null, partNo: null, hoursCenti: null, qtyMilli: null, km: null, unitFen: null };
    const { no } = await intake.submitClaim(
      {
        ...{ number, workOrderNumber: null, vin: vinOf(sent), plateNo: null, type: 'WARRANTY' },
        ...{ failureDate: '2026-03-10', startAt: '2026-03-11T09:00:00+08:00', finishAt: '2026-03-11T11:00:00+08:00' },
        ...{ mileageKm: 50_000, complaintText: '漏水', responsibility: 'MAKER' },
        workOrder: {
          ...{ place: 'SHOP', customerSigned: true, labour: [{ opCode: 'L-100', hoursCenti: 200, technician: null }] },
          parts: [{ partNo: 'PUMP-1', qtyMilli: 1000, supplyMode: 'STATION_STOCK', oldSerial }],
        },
        lines: [
          {
            ...{ ...empty, costType: 'LABOUR', opCode: 'L-100', description: '更换水泵', hoursCenti: 200 },
            ...{ claimedFen: null, supplyMode: null },
          },
          {
            ...{ ...empty, costType: 'MATERIAL', partNo: 'PUMP-1', description: '水泵总成', qtyMilli: 1000 },
            ...{ claimedFen: null, supplyMode: 'STATION_STOCK', oldPartTag: `TAG-${number}` },
          },
        ],
      },
      station,
    );
    const columns = ['id', 'no', 'status', 'workOrderId'] as const;
    const row = await store.db.selectFrom('claim').select(columns).where('no', '=', no).executeTakeFirstOrThrow();
    return { ...row, no, tagNo: `TAG-${number}` };
  }

  async function bring(
    importKind: 'followUpCalls' | 'oldPartReceipts' | 'preauths' | 'dispatches',
    key: string,
    values: Record<string, unknown>,
    user: SignedInUser = importKind === 'followUpCalls' ? agent : warehouse,
  ) {
    imports += 1;
    const body: BodyOf<'exchange.import'> = {
      ...{ kind: 'exchange.import', importId: `I${String(imports)}`, importKind, fileName: 'a.xlsx' },
      ...{ fileSha256: 'a'.repeat(64), mappingSha256: 'b'.repeat(64), part: 1, parts: 1 },
      things: [{ key, rowNos: [2], values }],
    };
    const outcome = await inCommand(store.db, user, (context) => commands['exchange.import'](context, body));
    if (outcome.status !== 'applied') return { outcome: outcome.reason, reasons: [] as string[] };
    const thing = outcome.imported?.[0];
    return { outcome: thing?.outcome, reasons: thing?.issues.map(({ reason }) => reason) ?? [] };
  }

  const call = (docNo: string, more: Record<string, unknown>) =>
    bring('followUpCalls', docNo, {
      ...{ docNo, calledAtMs: Date.parse('2026-03-12T02:00:00Z'), calledBy: '何静', reached: 'Y', repaired: true },
      ...{ paidAnything: false, travelHappened: null, ...more },
    });
  const receive = (tagNo: string, more: Record<string, unknown> = {}) =>
    bring('oldPartReceipts', tagNo, { tagNo, ...more });

  async function hitsOf(claimId: string): Promise<string[]> {
    const rows = await store.db.selectFrom('ruleHit').select('ruleId').where('claimId', '=', claimId).execute();
    return rows.map((row) => row.ruleId);
  }

  const hold = (id: string, holdReason: string) =>
    store.db
      .updateTable('claim')
      .set({ status: 'ON_HOLD', holdReason, queue: 'WAITING', decidedAtMs: TEST_NOW_MS })
      .where('id', '=', id)
      .execute();
  const stateOf = (id: string) =>
    store.db.selectFrom('claim').select(['status', 'holdReason']).where('id', '=', id).executeTakeFirstOrThrow();

  it('a denied repair is found by G04, one the customer confirms is not; both holds end with the call', async () => {
    const [denied, confirmed, waiting] = [await claimed('A-1'), await claimed('A-2'), await claimed('A-3')];
    for (const { id } of [denied, confirmed, waiting]) await hold(id, 'WAIT_CALL');
    expect(await releaseHolds(store.db, { nowMs: TEST_NOW_MS, today: TEST_TODAY, newId: newTestId })).toBe(0);
    expect(await call(denied.no, { repaired: false })).toEqual({ outcome: 'updated', reasons: [] });
    expect(await call(confirmed.no, {})).toEqual({ outcome: 'updated', reasons: [] });
    expect(await call(confirmed.no, {})).toEqual({ outcome: 'unchanged', reasons: [] });
    expect(await hitsOf(denied.id)).toContain('G04');
    expect(await hitsOf(confirmed.id)).not.toContain('G04');
    const released = { status: 'IN_REVIEW', holdReason: null };
    expect([await stateOf(denied.id), await stateOf(confirmed.id)]).toEqual([released, released]);
    expect(await stateOf(waiting.id)).toEqual({ status: 'ON_HOLD', holdReason: 'WAIT_CALL' });
  });

  it('three calls nobody answers are found by G05, two are not; what is older or of nobody is refused', async () => {
    const { id, no } = await claimed('B-1');
    const unreached = (hour: number) =>
      call(no, {
        ...{ reached: 'N', repaired: null, paidAnything: null },
        calledAtMs: Date.parse(`2026-03-12T0${String(hour)}:00:00Z`),
      });
    await unreached(1);
    await unreached(2);
    expect(await hitsOf(id)).not.toContain('G05');
    expect(await unreached(1)).toEqual({ outcome: 'refused', reasons: ['call-older'] });
    await unreached(3);
    expect(await hitsOf(id)).toContain('G05');
    expect(await call(no, { reached: 'N' })).toEqual({ outcome: 'refused', reasons: ['answer-of-nobody'] });
    expect(await call(no, { repaired: null })).toEqual({ outcome: 'refused', reasons: ['value-missing'] });
    expect(await call('SP-NONE', {})).toEqual({ outcome: 'refused', reasons: ['order-or-claim-unknown'] });
    expect(await call(no, { calledAtMs: TEST_NOW_MS + 1 })).toEqual({
      outcome: 'refused',
      reasons: ['call-out-of-time'],
    });
  });

  it('a customer who paid is found by W05', async () => {
    const [paid, free] = [await claimed('C-1'), await claimed('C-2')];
    await call(paid.no, { paidAnything: true });
    await call(free.no, { paidAnything: false });
    expect(await hitsOf(paid.id)).toContain('W05');
    expect(await hitsOf(free.id)).not.toContain('W05');
    const results = await store.db
      .selectFrom('followUpCall')
      .select('result')
      .where('claimId', 'in', [paid.id, free.id])
      .orderBy('claimId')
      .execute();
    expect(results.map((row) => row.result)).toEqual(['PARTIAL', 'CONFIRMED']);
  });

  it('a wrong old part is found by O02, a good one is not; the hold ends when the last part is in', async () => {
    const [wrong, good] = [await claimed('D-1'), await claimed('D-2')];
    for (const { id } of [wrong, good]) await hold(id, 'WAIT_OLD_PART');
    const found = await receive(wrong.tagNo, { inspectResult: 'NOT_FAULTY', inspector: '蒋国庆' });
    expect(found).toEqual({ outcome: 'updated', reasons: [] });
    await receive(good.tagNo, { partNo: 'PUMP-1', inspectResult: 'OK', inspector: '蒋国庆' });
    expect(await hitsOf(wrong.id)).toContain('O02');
    expect(await hitsOf(good.id)).not.toContain('O02');
    const released = { status: 'IN_REVIEW', holdReason: null };
    expect([await stateOf(wrong.id), await stateOf(good.id)]).toEqual([released, released]);
  });

  it('one old part that comes back on two claims is found by O03, two are not', async () => {
    const first = await claimed('E-1');
    await receive(first.tagNo);
    const [again, other] = [await claimed('E-1'), await claimed('E-2')];
    expect(await hitsOf(again.id)).toContain('O03');
    expect(await hitsOf(other.id)).not.toContain('O03');
  });

  it('an old part is late one day after its days and the grace, and not when it came in', async () => {
    const [late, came] = [await claimed('F-1'), await claimed('F-2')];
    await receive(came.tagNo);
    const { dueDate } = await store.db
      .selectFrom('oldPart')
      .select('dueDate')
      .where('tagNo', '=', late.tagNo)
      .executeTakeFirstOrThrow();
    expect(dueDate).toBe('2026-03-30');
    const on = async (today: string) => {
      await photoArrived(store.db, late.id, { nowMs: TEST_NOW_MS, today, newId: newTestId });
      await photoArrived(store.db, came.id, { nowMs: TEST_NOW_MS, today, newId: newTestId });
      return [(await hitsOf(late.id)).includes('O01'), (await hitsOf(came.id)).includes('O01')];
    };
    const grace = { last: '2026-04-06', over: '2026-04-07' };
    expect([await on(grace.last), await on(grace.over)]).toEqual([
      [false, false],
      [true, false],
    ]);
  });

  it.each([
    ['a label nobody knows', { tagNo: 'TAG-NONE' }, 'old-part-unknown'],
    ['the label of another part', { partNo: 'SEAT-1' }, 'old-part-of-other-part'],
    ['more than was claimed', { receivedQtyMilli: 1001 }, 'old-part-too-many'],
    ['a judgement nobody stands for', { inspectResult: 'OK' }, 'value-missing'],
  ])('refuses %s', async (_what, more, reason) => {
    const { tagNo } = await claimed(`G-${reason}`);
    expect(await receive(tagNo, more)).toEqual({ outcome: 'refused', reasons: [reason] });
    expect(await receive(tagNo)).toEqual({ outcome: 'updated', reasons: [] });
    expect(await receive(tagNo)).toEqual({ outcome: 'unchanged', reasons: [] });
  });

  /** A claim of a file; one row of labour, one of a part, one of travel where it is told. */
  async function fileClaim(jobCardNo: string, head: Record<string, unknown>, rows: readonly Record<string, unknown>[]) {
    sent += 1;
    imports += 1;
    const values = {
      ...{ stationCode: 'S001', jobCardNo, vin: vinOf(sent), finishDate: '2026-03-11', mileageKm: 50_000, ...head },
      lines: rows.map((row, index) => ({ rowNo: index + 2, ...row })),
    };
    const body: BodyOf<'exchange.import'> = {
      ...{ kind: 'exchange.import', importId: `I${String(imports)}`, importKind: 'claims', fileName: 'a.xlsx' },
      ...{ fileSha256: 'a'.repeat(64), mappingSha256: 'b'.repeat(64), part: 1, parts: 1 },
      things: [{ key: jobCardNo, rowNos: [2], values }],
    };
    const clerk = testUser('U-L1', ['l1']);
    const outcome = await inCommand(store.db, clerk, (context) => commands['exchange.import'](context, body));
    if (outcome.status !== 'applied') throw new Error(outcome.reason);
    const thing = outcome.imported?.[0];
    return {
      id: thing?.targetId ?? '',
      issues: thing?.issues.map(({ reason, field, rowNo }) => [reason, field, rowNo]),
    };
  }

  const hours = { costType: 'LABOUR', opCode: 'L-100', description: '更换水泵', hoursCenti: 200 };
  const pump = { costType: 'MATERIAL', partNo: 'PUMP-1', description: '水泵总成', qtyMilli: 1000 };
  const seat = { ...pump, partNo: 'SEAT-1', description: '座椅坐垫' };
  const way = { costType: 'TRAVEL', description: '外出差旅', km: 100, toLatMicro: 29_300_000, toLngMicro: 119_800_000 };
  const free = { ...pump, supplyMode: 'FREE_ISSUE' };
  const complaintCode = 'F-LEAK';

  type FileCase = [head: Record<string, unknown>, rows: Record<string, unknown>[]];
  const IN_FILES: readonly [rule: string, hit: FileCase, nearMiss: FileCase][] = [
    ['P03', [{ complaintCode }, [hours, pump, { ...seat, isCausal: true }]], [{ complaintCode }, [hours, pump, seat]]],
    ['P04', [{}, [hours, free]], [{}, [hours, { ...free, issueDoc: 'LY-1' }]]],
    [
      'L04',
      [{}, [{ ...hours, hoursCenti: 1201, technician: '孙工' }]],
      [{}, [{ ...hours, hoursCenti: 1200, technician: '李工' }]],
    ],
    ['T01', [{}, [hours, way]], [{}, [hours, { ...way, km: 80 }]]],
    ['G06', [{}, [{ ...hours, opCode: 'L-200' }]], [{ preauthNo: 'YS-1' }, [{ ...hours, opCode: 'L-200' }]]],
  ];

  it.each(IN_FILES)('%s is found by the columns of a file, and not one step inside it', async (rule, hit, nearMiss) => {
    const [found, missed] = [await fileClaim(`${rule}-1`, ...hit), await fileClaim(`${rule}-2`, ...nearMiss)];
    expect([found.issues, missed.issues]).toEqual([[], []]);
    expect(await hitsOf(found.id)).toContain(rule);
    expect(await hitsOf(missed.id)).not.toContain(rule);
  });

  it.each<[string, Record<string, unknown>, Record<string, unknown>[], unknown[]]>([
    ['a cause among the complaints', { complaintCode: 'F-SEAL' }, [hours], ['fault-code-unknown', 'complaintCode', 2]],
    ['an approval nobody gave', { preauthNo: 'YS-9' }, [hours], ['preauth-unknown', 'preauthNo', 2]],
    ['a campaign that is none', { campaignCode: 'K-9' }, [hours], ['campaign-unknown', 'campaignCode', 2]],
    ['a failed part that is labour', {}, [pump, { ...hours, isCausal: true }], ['not-the-one-line', 'isCausal', 3]],
    [
      'a way back before the way out',
      {},
      [{ ...way, departAtMs: 2, returnAtMs: 1 }],
      ['time-before-start', 'returnAtMs', 2],
    ],
    ['a finish on another day', { finishAtMs: 1 }, [hours], ['finish-on-another-day', 'finishAtMs', 2]],
  ])('refuses in a file %s, by row and field', async (_what, head, rows, issue) => {
    expect((await fileClaim(`X-${String(issue[0])}`, head, rows)).issues).toEqual([issue]);
  });

  it('leaves no order of a claim that a rule of class entry stops', async () => {
    await store.db.updateTable('station').set({ status: 'SUSPENDED' }).where('id', '=', 'ST1').execute();
    const { issues } = await fileClaim('Y-1', {}, [{ ...hours, technician: '孙工' }, pump, way]);
    await store.db.updateTable('station').set({ status: 'ACTIVE' }).where('id', '=', 'ST1').execute();
    expect(issues?.[0]?.[0]).toBe('claim-stopped-by-rule');
    const orders = await store.db.selectFrom('workOrder').select('id').where('stationRef', '=', 'Y-1').execute();
    expect(orders).toEqual([]);
  });

  const approval = { stationCode: 'S001', validFromDate: '2026-03-01', validToDate: '2026-03-31', status: 'GRANTED' };
  const approve = (no: string, more: Record<string, unknown>) =>
    bring('preauths', no, { no, ...approval, vin: vinOf(sent), amountLimitFen: 2_000_000, ...more }, admin);

  it('an approval that was brought is read by G06; one that is lowered below the claim is found on the claim at once', async () => {
    sent += 1;
    expect(await approve('YS-100', {})).toEqual({ outcome: 'created', reasons: [] });
    sent -= 1;
    const dear = [{ ...hours, opCode: 'L-200' }];
    const { id, issues } = await fileClaim('PA-1', { preauthNo: 'YS-100' }, dear);
    expect(issues).toEqual([]);
    const { vinText } = await store.db
      .selectFrom('claim')
      .select('vinText')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    expect(await approve('YS-100', { vin: vinText })).toEqual({ outcome: 'unchanged', reasons: [] });
    expect(await hitsOf(id)).not.toContain('G06');
    expect(await approve('YS-100', { vin: vinText, amountLimitFen: 1 })).toEqual({ outcome: 'updated', reasons: [] });
    expect(await hitsOf(id)).toContain('G06');
  });

  it('refuses an approval for what is not known, and one whose use forbids another vehicle', async () => {
    expect(await approve('YS-101', { vin: 'NO-SUCH-VIN' })).toEqual({
      outcome: 'refused',
      reasons: ['vehicle-unknown'],
    });
    expect(await approve('YS-102', { stationCode: 'S999' })).toEqual({
      outcome: 'refused',
      reasons: ['station-unknown'],
    });
    expect(await approve('YS-100', { vin: vinOf(1) })).toEqual({ outcome: 'refused', reasons: ['preauth-in-use'] });
    expect(await approve('YS-103', { validToDate: '2026-02-01' })).toMatchObject({ outcome: 'refused' });
  });

  it('holds travel to the road the dispatcher measured, brought after the claim', async () => {
    const { id } = await fileClaim('DP-1', {}, [hours, { ...way, km: 80 }]);
    expect(await hitsOf(id)).not.toContain('T01');
    const claim = await store.db
      .selectFrom('claim')
      .innerJoin('workOrder', 'workOrder.id', 'claim.workOrderId')
      .select(['claim.vehicleId', 'claim.stationId', 'claim.regionId', 'claim._scope', 'workOrder.id as orderId'])
      .where('claim.id', '=', id)
      .executeTakeFirstOrThrow();
    const reportedAtMs = Date.parse('2026-03-10T00:00:00Z');
    await store.db
      .insertInto('repairRequest')
      .values({
        ...rowIdentity('RQ-1', claim._scope),
        ...{ no: 'BX-1', vehicleId: claim.vehicleId, stationId: claim.stationId, regionId: claim.regionId },
        ...{ reportedAtMs, channel: 'STATION', breakdown: 1, status: 'NEW' },
      })
      .execute();
    await store.db.updateTable('workOrder').set({ requestId: 'RQ-1' }).where('id', '=', claim.orderId).execute();
    const paper = (more: Record<string, unknown>) =>
      bring(
        'dispatches',
        'BX-1',
        { requestNo: 'BX-1', stationCode: 'S001', dispatchedAtMs: reportedAtMs, dispatchedBy: '何静', ...more },
        dispatcher,
      );
    expect(await paper({ routeKm: 80, arrivedAtMs: reportedAtMs + 1 })).toEqual({ outcome: 'created', reasons: [] });
    expect(await hitsOf(id)).not.toContain('T01');
    expect(await paper({ routeKm: 20 })).toEqual({ outcome: 'updated', reasons: [] });
    expect(await hitsOf(id)).toContain('T01');
    expect(await paper({ routeKm: 20 })).toEqual({ outcome: 'unchanged', reasons: [] });
    const request = await store.db
      .selectFrom('repairRequest')
      .select('status')
      .where('id', '=', 'RQ-1')
      .executeTakeFirst();
    expect(request?.status).not.toBe('NEW');
    expect(await paper({ dispatchedAtMs: 1 })).toEqual({ outcome: 'refused', reasons: ['dispatch-out-of-time'] });
    const arrivedAtMs = reportedAtMs + 30 * 60_000;
    expect(await paper({ routeKm: 20, arrivedAtMs })).toEqual({ outcome: 'updated', reasons: [] });
    expect(await paper({ dispatchedAtMs: arrivedAtMs + 1 })).toEqual({ outcome: 'created', reasons: [] });
    expect(await paper({ arrivedAtMs: 1 })).toEqual({ outcome: 'refused', reasons: ['time-before-start'] });
    expect(await paper({ requestNo: 'BX-NONE' })).toEqual({ outcome: 'refused', reasons: ['request-unknown'] });
  });

  it('lets nobody bring what is not his', async () => {
    const { no, tagNo } = await claimed('H-1');
    const values = { docNo: no, calledAtMs: TEST_NOW_MS, calledBy: '何静', reached: 'N' };
    expect(await bring('followUpCalls', no, values, warehouse)).toEqual({ outcome: 'role-not-allowed', reasons: [] });
    expect(await bring('oldPartReceipts', tagNo, { tagNo }, agent)).toEqual({
      outcome: 'role-not-allowed',
      reasons: [],
    });
  });

  it('brings an approved claim back when the customer denies the repair', async () => {
    const { id, no } = await claimed('I-1');
    await store.db.updateTable('claim').set({ status: 'APPROVED', queue: 'NONE' }).where('id', '=', id).execute();
    await call(no, { repaired: false });
    expect(await stateOf(id)).toMatchObject({ status: 'IN_REVIEW' });
  });
});
