import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { IntakeClaim, IntakeRequest, IntakeWorkOrder } from '../../src-shared/contract/server/intake.contract.ts';
import { photoArrived } from '../claims/photo-arrived.ts';
import { resubmitLines } from '../claims/resubmit-claim.ts';
import { writeStationWord } from '../claims/station-word.ts';
import { submitClaims } from '../claims/submit-claims.ts';
import type { Caller } from '../http/caller.ts';
import { moveStatement } from '../settlement/statement-events.ts';
import { openTestCentral, type TestCentral } from '../testing/central-store.ts';
import { newTestId, testUser, TEST_NOW_MS, TEST_TODAY } from '../testing/small-company.ts';
import { intakeHandlers, type IntakeHandlers } from './intake.handlers.ts';
import { HOME, NEARER, seedDoorCompany, STATION_PHONE, VEHICLES, vinOf } from './testing/door-company.ts';

type Request = z.input<typeof IntakeRequest>;
type Order = z.input<typeof IntakeWorkOrder>;
type Claim = z.input<typeof IntakeClaim>;
type ClaimLine = Claim['lines'][number];

const station: Caller = {
  user: { ...testUser('U-ST', ['station']), stationId: 'ST1' },
  ...{ regionCode: '1', stationCode: null, engineerId: null, deviceId: 'D', tokenExpiresAtMs: TEST_NOW_MS },
};

const EMPTY = {
  opCode: null,
  partNo: null,
  hoursCenti: null,
  qtyMilli: null,
  km: null,
  unitFen: null,
  claimedFen: null,
};
const labour: ClaimLine = {
  ...{ ...EMPTY, costType: 'LABOUR', opCode: 'L-100', description: '更换水泵', hoursCenti: 200, supplyMode: null },
};
const pump: ClaimLine = {
  ...{ ...EMPTY, costType: 'MATERIAL', partNo: 'PUMP-1', description: '水泵总成', qtyMilli: 1000 },
  supplyMode: 'STATION_STOCK',
};
const seat: ClaimLine = { ...pump, partNo: 'SEAT-1', description: '座椅坐垫' };
const travel: ClaimLine = { ...EMPTY, costType: 'TRAVEL', description: '外出差旅', km: 100, supplyMode: null };

/** What one repair sends; what is left out is an honest repair of a water pump in the workshop. */
interface Sent {
  vehicle?: number;
  request?: Partial<Request>;
  order?: Partial<Order>;
  claim?: Partial<Claim>;
}

const pumpOfOrder = { partNo: 'PUMP-1', qtyMilli: 1000, supplyMode: 'STATION_STOCK' as const, isCausal: true };
const trip = {
  ...{ from: HOME, to: { latMicro: 29_300_000, lngMicro: 119_800_000 }, kmOut: 50, kmBack: 50 },
  ...{ departAt: '2026-03-11T07:00:00+08:00', returnAt: '2026-03-11T13:00:00+08:00' },
};
const dispatch = {
  ...{ dispatchedAt: '2026-03-10T08:10:00+08:00', acceptedAt: '2026-03-10T08:20:00+08:00' },
  ...{ arrivedAt: '2026-03-11T08:50:00+08:00', arrivedPlace: trip.to },
};
const field = { place: 'FIELD' as const, trips: [trip], dispatch };

describe('what a station sends arrives where the rules read', () => {
  let store: TestCentral;
  let intake: IntakeHandlers;
  let sent = 0;

  beforeAll(async () => {
    store = await openTestCentral('pglite');
    await seedDoorCompany(store.db);
    intake = intakeHandlers({
      ...{ db: store.db, newId: newTestId, nowMs: () => TEST_NOW_MS + sent, today: () => TEST_TODAY },
      ...{ submitClaims, moveStatement, resubmitLines, writeStationWord, photoArrived, onCommitted: () => undefined },
    });
  });
  afterAll(() => store.close());

  /** The documents of one repair of a vehicle nobody has seen yet. */
  function documentsOf({ vehicle, request, order, claim }: Sent) {
    sent += 1;
    const number = String(sent);
    const vin = vinOf(vehicle ?? sent);
    const times = { startAt: '2026-03-11T09:00:00+08:00', finishAt: '2026-03-11T11:00:00+08:00' };
    return {
      request: IntakeRequest.parse({
        ...{ number: `R-${number}`, reportedAt: '2026-03-10T08:00:00+08:00', vin, plateNo: null, caller: '周师傅' },
        ...{ phone: `1380000${number.padStart(4, '0')}`, mileageKm: 50_000, complaintText: '漏水' },
        ...{ complaintCode: 'F-LEAK', locationText: '金华', place: HOME, breakdown: false },
        ...request,
      }),
      order: IntakeWorkOrder.parse({
        ...{ number: `W-${number}`, requestNumber: `R-${number}`, vin, plateNo: null, mileageInKm: 50_000 },
        ...{ mileageOutKm: 50_001, ...times, place: 'SHOP', complaintText: '漏水', technician: null },
        ...{ customerSigned: true, payType: 'WARRANTY', complaintCode: 'F-LEAK', causeCode: 'F-SEAL' },
        ...{ actionCode: 'REPLACE', labour: [{ opCode: 'L-100', hoursCenti: 200, technician: `技师${number}` }] },
        ...{ parts: [{ ...pumpOfOrder, oldSerial: `OLD-${number}`, newSerial: `NEW-${number}` }] },
        ...order,
      }),
      claim: IntakeClaim.parse({
        ...{ number: `C-${number}`, workOrderNumber: `W-${number}`, vin, plateNo: null, type: 'WARRANTY' },
        ...{ failureDate: '2026-03-10', ...times, mileageKm: 50_001, complaintText: '漏水', responsibility: 'MAKER' },
        ...{ lines: [labour, pump], ...claim },
      }),
    };
  }

  /** Sends request, order and claim; answers the rules that found something, live or in shadow, sorted. */
  async function rulesHit(what: Sent): Promise<string[]> {
    const documents = documentsOf(what);
    await intake.registerRequest(documents.request, station);
    await intake.registerWorkOrder(documents.order, station);
    const { no } = await intake.submitClaim(documents.claim, station);
    return hitsOf(no);
  }

  async function hitsOf(claimNo: string): Promise<string[]> {
    const rows = await store.db
      .selectFrom('ruleHit')
      .innerJoin('claim', 'claim.id', 'ruleHit.claimId')
      .select('ruleHit.ruleId')
      .where('claim.no', '=', claimNo)
      .orderBy('ruleHit.ruleId')
      .execute();
    return [...new Set(rows.map((row) => row.ruleId))];
  }

  const hoursOf = (technician: string, hoursCenti: number) => ({
    labour: [{ opCode: 'L-100', hoursCenti, technician }],
  });
  const tripOf = (departAt: string, returnAt: string) => ({
    ...field,
    trips: [{ ...trip, departAt: `2026-03-11T${departAt}:00+08:00`, returnAt: `2026-03-11T${returnAt}:00+08:00` }],
  });
  const freePump = (issueDoc: string | null) => ({
    parts: [{ ...pumpOfOrder, supplyMode: 'FREE_ISSUE' as const, issueDoc }],
  });

  const anHourBefore = { finishAt: '2026-03-11T10:00:00+08:00' };

  /** What must be found, what must not, and what another repair sent before. */
  const CASES: readonly [rule: string, hit: Sent, nearMiss: Sent, before?: readonly Sent[]][] = [
    [
      'P03',
      { claim: { lines: [labour, pump, { ...seat, isCausal: true }] } },
      { claim: { lines: [labour, pump, seat] } },
    ],
    [
      'P04',
      { order: freePump(null), claim: { lines: [labour, { ...pump, supplyMode: 'FREE_ISSUE' }] } },
      { order: freePump('LY-1'), claim: { lines: [labour, { ...pump, supplyMode: 'FREE_ISSUE' }] } },
    ],
    [
      'P06',
      { order: { parts: [{ ...pumpOfOrder, newSerial: 'NEW-TWICE' }] } },
      { order: { parts: [{ ...pumpOfOrder, newSerial: 'NEW-ONCE' }] } },
      [{ order: { ...anHourBefore, parts: [{ ...pumpOfOrder, newSerial: 'NEW-TWICE' }] }, claim: anHourBefore }],
    ],
    ['G05', { request: { phone: STATION_PHONE } }, { request: { phone: `${STATION_PHONE}9` } }],
    [
      'L04',
      { order: hoursOf('孙工', 501) },
      { order: hoursOf('李工', 500) },
      [{ order: hoursOf('孙工', 700) }, { order: hoursOf('李工', 700) }],
    ],
    [
      'T01',
      { order: field, claim: { lines: [labour, { ...travel, km: 100 }] } },
      { order: field, claim: { lines: [labour, { ...travel, km: 80 }] } },
    ],
    [
      'T02',
      { request: { place: { ...NEARER, latMicro: NEARER.latMicro - 50_000 } }, order: field },
      { request: { place: { ...HOME, latMicro: HOME.latMicro + 440_000 } }, order: field },
    ],
    ['T03', { order: { ...field, dispatch: { ...dispatch, arrivedAt: null } } }, { order: field }],
    [
      'T04',
      { order: tripOf('15:30', '17:00') },
      { order: tripOf('17:01', '18:00') },
      [{ order: tripOf('14:00', '15:31') }],
    ],
    [
      'G06',
      { claim: { lines: [{ ...labour, opCode: 'L-200' }] } },
      { claim: { lines: [{ ...labour, opCode: 'L-200' }], preauthNo: 'YS-1' } },
    ],
    [
      'D06',
      { claim: { type: 'CAMPAIGN', campaignCode: 'K-1' }, order: { payType: 'CAMPAIGN' } },
      { claim: { type: 'CAMPAIGN', campaignCode: 'K-1' }, order: { payType: 'CAMPAIGN' }, vehicle: VEHICLES },
    ],
  ];

  it.each(CASES)('%s is found by what came through the door, and not one step inside it', async (...row) => {
    const [rule, hit, nearMiss, before = []] = row;
    for (const earlier of before) await rulesHit(earlier);
    const found = { hit: await rulesHit(hit), nearMiss: await rulesHit(nearMiss) };
    expect(found.hit).toContain(rule);
    expect(found.nearMiss).not.toContain(rule);
  });

  it('writes hours, parts, trip, dispatch, call and old part of an order that a claim brings along, once', async () => {
    const { request, order, claim } = documentsOf({ order: field });
    const { labour: hours, parts, trips } = order;
    const brought: z.infer<typeof IntakeClaim> = {
      ...claim,
      ...{ workOrderNumber: null, complaintCode: 'F-LEAK', lines: [...claim.lines, { ...travel, km: 80 }] },
      workOrder: {
        ...{ requestNumber: request.number, place: 'FIELD', customerSigned: true, dispatch, technician: '赵工' },
        ...{ labour: hours, parts, trips },
      },
    };
    brought.lines[1] = { ...pump, oldPartTag: 'TAG-1', isCausal: true };
    await intake.registerRequest(request, station);
    const first = await intake.submitClaim(brought, station);
    expect(await intake.submitClaim(brought, station)).toEqual(first);
    const { db } = store;
    const row = await db.selectFrom('claim').selectAll().where('no', '=', first.no).executeTakeFirstOrThrow();
    const ofOrder = <T extends 'workOrderLabour' | 'workOrderPart' | 'workOrderTravel' | 'followUpCall'>(table: T) =>
      db
        .selectFrom(table as 'workOrderLabour')
        .selectAll()
        .where('workOrderId', '=', row.workOrderId ?? '')
        .execute();
    const number = claim.number.slice(2);
    expect(await ofOrder('workOrderLabour')).toMatchObject([
      { opId: 'OP1', hoursCenti: 200, technician: `技师${number}` },
    ]);
    expect(await ofOrder('workOrderPart')).toMatchObject([
      { partId: 'P-PUMP', qtyMilli: 1000, oldSerial: `OLD-${number}`, newSerial: `NEW-${number}`, isCausal: 1 },
    ]);
    expect(await ofOrder('workOrderTravel')).toMatchObject([{ kmOut: 50, toLatMicro: trip.to.latMicro, people: 1 }]);
    const dueAtMs = Date.parse('2026-03-14T11:00:00+08:00');
    expect(await ofOrder('followUpCall')).toMatchObject([
      { claimId: row.id, dueAtMs, phone: request.phone, result: null },
    ]);
    const paper = await db
      .selectFrom('dispatch')
      .innerJoin('repairRequest', 'repairRequest.id', 'dispatch.requestId')
      .select(['dispatch.status', 'arriveLatMicro', 'targetId', 'repairRequest.status as requestStatus'])
      .where('repairRequest.stationRef', '=', request.number)
      .execute();
    expect(paper).toEqual([
      { status: 'ARRIVED', arriveLatMicro: trip.to.latMicro, targetId: 'ST1', requestStatus: 'CLOSED' },
    ]);
    const oldParts = await db.selectFrom('oldPart').selectAll().where('claimId', '=', row.id).execute();
    expect(oldParts).toMatchObject([
      { tagNo: 'TAG-1', status: 'TAGGED', partId: 'P-PUMP', serial: `OLD-${number}`, dueDate: '2026-03-30' },
    ]);
    expect(row).toMatchObject({ complaintCode: 'F-LEAK', causalPartId: 'P-PUMP', mainOpId: 'OP1' });
  });

  it('remembers that the customer was to pay for an order that is claimed afterwards (W05)', async () => {
    const claimAfter = async (steps: readonly Order['payType'][]) => {
      const [first = 'WARRANTY', ...later] = steps;
      const { request, order, claim } = documentsOf({ order: { payType: first } });
      await intake.registerRequest(request, station);
      await intake.registerWorkOrder(order, station);
      for (const [index, payType] of later.entries()) {
        const correction = { number: order.number, correctionNumber: `${order.number}-K${String(index)}`, payType };
        const once = await intake.correctWorkOrder({ ...correction, text: '登记有误' }, station);
        expect(await intake.correctWorkOrder({ ...correction, text: '登记有误' }, station)).toEqual(once);
      }
      const { no } = await intake.submitClaim(claim, station);
      return hitsOf(no);
    };
    expect(await claimAfter(['PAID', 'WARRANTY'])).toContain('W05');
    expect(await claimAfter(['GOODWILL', 'WARRANTY'])).not.toContain('W05');
    expect(await claimAfter(['WARRANTY', 'WARRANTY'])).not.toContain('W05');
    await expect(claimAfter(['WARRANTY', 'PAID'])).rejects.toThrow('intake-work-order-paid');
    const notes = await store.db
      .selectFrom('workOrderEdit')
      .select(['oldValue', 'newValue', 'changedBy'])
      .orderBy('id')
      .execute();
    const changedBy = 'U-ST';
    expect(notes).toEqual([
      { oldValue: 'PAID', newValue: 'WARRANTY', changedBy },
      { oldValue: 'GOODWILL', newValue: 'WARRANTY', changedBy },
      { oldValue: 'WARRANTY', newValue: 'PAID', changedBy },
    ]);
  });

  it('takes the main operation and the causal part by what they are, whatever the order of the lines', async () => {
    const check: ClaimLine = { ...labour, opCode: 'L-300', description: '检查冷却系统', hoursCenti: 50 };
    const mainOf = async (lines: ClaimLine[]) => {
      const { request, order, claim } = documentsOf({ claim: { lines } });
      await intake.registerRequest(request, station);
      await intake.registerWorkOrder(order, station);
      const { no } = await intake.submitClaim(claim, station);
      const columns = ['mainOpId', 'causalPartId'] as const;
      return store.db.selectFrom('claim').select(columns).where('no', '=', no).executeTakeFirstOrThrow();
    };
    const heaviest = { mainOpId: 'OP1', causalPartId: 'P-PUMP' };
    expect(await mainOf([check, labour, seat, pump])).toEqual(heaviest);
    expect(await mainOf([pump, seat, labour, check])).toEqual(heaviest);
    const named = await mainOf([{ ...check, isMain: true }, labour, { ...seat, isCausal: true }, pump]);
    expect(named).toEqual({ mainOpId: 'OP3', causalPartId: 'P-SEAT' });
  });

  const REFUSED: readonly [what: string, sent: Sent, reason: string, field: string][] = [
    ['an order without work', { order: { labour: [], parts: [] } }, 'intake-order-without-work', 'labour'],
    ['an order nobody signed', { order: { customerSigned: false } }, 'intake-order-not-signed', 'customerSigned'],
    ['mileage that runs back', { order: { mileageOutKm: 49_999 } }, 'intake-mileage-backwards', 'mileageOutKm'],
    [
      'an operation of the order that nobody knows',
      { order: { labour: [{ opCode: 'NONE', hoursCenti: 1, technician: null }] } },
      'intake-code-unknown',
      'labour.0.opCode',
    ],
    [
      'a part of the order that nobody knows',
      { order: { parts: [pumpOfOrder, { ...pumpOfOrder, partNo: 'NONE', isCausal: false }] } },
      'intake-code-unknown',
      'parts.1.partNo',
    ],
    ['a cause among the complaints', { order: { complaintCode: 'F-SEAL' } }, 'intake-code-unknown', 'complaintCode'],
    [
      'a dispatch of no request',
      { order: { requestNumber: null, dispatch } },
      'intake-dispatch-without-request',
      'requestNumber',
    ],
    [
      'an arrival before the dispatch',
      { order: { dispatch: { ...dispatch, arrivedAt: '2026-03-10T08:15:00+08:00' } } },
      'intake-dispatch-out-of-order',
      'dispatch.arrivedAt',
    ],
    ['an order the customer paid for', { order: { payType: 'PAID' } }, 'intake-work-order-paid', 'workOrderNumber'],
    ['an approval nobody gave', { claim: { preauthNo: 'YS-9' } }, 'intake-code-unknown', 'preauthNo'],
    ['a campaign that is none', { claim: { campaignCode: 'K-9' } }, 'intake-code-unknown', 'campaignCode'],
    [
      'two main operations',
      {
        claim: {
          lines: [
            { ...labour, isMain: true },
            { ...labour, isMain: true },
          ],
        },
      },
      'intake-not-the-one-line',
      'lines.1.isMain',
    ],
    [
      'a causal line of labour',
      { claim: { lines: [{ ...labour, isCausal: true }] } },
      'intake-not-the-one-line',
      'lines.0.isCausal',
    ],
    [
      'a label on a part that stays',
      { claim: { lines: [labour, { ...seat, oldPartTag: 'TAG-9' }] } },
      'intake-old-part-not-owed',
      'lines.1.oldPartTag',
    ],
  ];

  it.each(REFUSED)('refuses %s and leaves nothing of it', async (_what, what, reason, refusedField) => {
    const before = await countRows();
    const { request, order, claim } = documentsOf(what);
    await intake.registerRequest(request, station);
    const refusal = intake.registerWorkOrder(order, station).then(() => intake.submitClaim(claim, station));
    await expect(refusal).rejects.toMatchObject({ data: { reason, details: { field: refusedField } } });
    const after = await countRows();
    const isOfClaim = reason === 'intake-work-order-paid' || what.claim !== undefined;
    const [orders, hours] = isOfClaim ? [1, 1] : [0, 0];
    expect(after).toEqual({
      ...before,
      workOrder: before.workOrder + orders,
      workOrderLabour: before.workOrderLabour + hours,
    });
  });

  async function countRows() {
    const countOf = async (table: 'workOrder' | 'workOrderLabour' | 'dispatch' | 'claim' | 'oldPart') => {
      const row = await store.db
        .selectFrom(table as 'claim')
        .select((count) => count.fn.countAll<number>().as('rows'))
        .executeTakeFirstOrThrow();
      return Number(row.rows);
    };
    return {
      ...{ workOrder: await countOf('workOrder'), workOrderLabour: await countOf('workOrderLabour') },
      ...{ dispatch: await countOf('dispatch'), claim: await countOf('claim'), oldPart: await countOf('oldPart') },
    };
  }
});
