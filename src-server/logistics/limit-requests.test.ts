import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LimitDecision, LimitRequest } from '../../src-shared/contract/limits.contract.ts';
import type { SignedInUser } from '../../src-shared/contract/session.contract.ts';
import type { Role } from '../../src-shared/contract/values.ts';
import { limitSums, type EnteredType, type LimitEntry } from '../../src-shared/domain/logistics/limit-ledger.ts';
import type { CommandOutcome } from '../commands/command-handler.ts';
import { postMovements } from '../parts/post-movements.ts';
import { ENGINES, openTestCentral, type TestCentral } from '../testing/central-store.ts';
import { addUser } from '../testing/rows.ts';
import { inCommand, seedSmallCompany, testUser, TEST_NOW_MS } from '../testing/small-company.ts';
import { seedSmallWarehouse, warehouseMovement } from '../testing/small-warehouse.ts';
import { logisticsCommands } from './logistics.commands.ts';

const commands = logisticsCommands({ postMovements });

describe.each(ENGINES)('limits that are asked for on %s', (engine) => {
  let store: TestCentral;
  const people = new Map<string, SignedInUser>();
  beforeAll(async () => {
    store = await openTestCentral(engine);
    await seedSmallCompany(store.db);
    await seedSmallWarehouse(store.db, 'R1');
    await store.db.updateTable('part').set({ priceL3Fen: 10_000 }).execute();
    const roles: Role[] = ['dispatcher', 'regionManager', 'partsManager', 'warehouse', 'finance'];
    for (const role of roles)
      people.set(role, testUser(await addUser(store.db, { login: role, roles: [role] }), [role]));
    people.set('finance2', testUser(await addUser(store.db, { login: 'finance2', roles: ['finance'] }), ['finance']));
    await inCommand(store.db, who('warehouse'), (context) =>
      postMovements(context, [warehouseMovement('P1', 900, TEST_NOW_MS - 1000, { idemKey: 'in P1' })]),
    );
  });
  afterAll(() => store.close());

  const who = (name: string): SignedInUser => {
    const user = people.get(name);
    if (user === undefined) throw new Error(name);
    return user;
  };
  const outputOf = (outcome: CommandOutcome): Record<string, unknown> => {
    if (outcome.status !== 'applied') throw new Error(JSON.stringify(outcome));
    return outcome.output ?? {};
  };
  const ask = (name: string, change: Partial<LimitRequest> = {}) =>
    inCommand(store.db, who(name), (context) =>
      commands['limit.request'](context, {
        kind: 'limit.request',
        request: { stationId: 'ST1', kind: 'LIMIT_SET', amountFen: 0, untilDate: null, reason: '年度核定', ...change },
      }),
    );
  type Decided = Partial<Pick<LimitDecision, 'note' | 'version'>>;
  const decide = async (asked: unknown, name: string, step: LimitDecision['step'], change: Decided = {}) => {
    const changeId = String(asked);
    const row = await store.db
      .selectFrom('limitChange')
      .select('_v')
      .where('id', '=', changeId)
      .executeTakeFirstOrThrow();
    return inCommand(store.db, who(name), (context) =>
      commands['limit.decide'](context, {
        ...{ kind: 'limit.decide', changeId, version: row._v, step, note: '', ...change },
      }),
    );
  };
  const enter = (type: EnteredType, amountFen: number) =>
    inCommand(store.db, who('finance'), (context) =>
      commands['limit.change'](context, {
        ...{ kind: 'limit.change', stationId: 'ST1', type, amountFen, untilDate: '2026-04-30', note: '记账' },
      }),
    );
  const account = () => store.db.selectFrom('limitAccount').selectAll().executeTakeFirstOrThrow();
  /** The account is what its ledger sums up to, and the ledger has every number once. */
  const proven = async (): Promise<void> => {
    const row = await account();
    const entries = await store.db
      .selectFrom('limitEntry')
      .selectAll()
      .where('accountId', '=', row.id)
      .orderBy('entryNo')
      .execute();
    expect(row).toMatchObject(limitSums(entries as LimitEntry[]));
    expect(entries.map(({ entryNo }) => entryNo)).toEqual(entries.map((_, index) => index + 1));
  };
  const sale = async (pieces: number): Promise<string> => {
    const kept = await inCommand(store.db, who('dispatcher'), (context) =>
      commands['goodsOrder.save'](context, {
        ...{ kind: 'goodsOrder.save', orderId: null, version: 0 },
        request: {
          ...{ kind: 'SALE', reason: null, fromWarehouseId: 'W1', toWarehouseId: null, stationCode: 'S001', note: '' },
          lines: [{ partNo: '00P1', qtyMilli: pieces * 1000 }],
        },
      }),
    );
    return String(outputOf(kept).orderId);
  };
  const stored = (id: string) =>
    store.db.selectFrom('goodsOrder').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const step = async (orderId: string, name: 'submit' | 'cancel') => {
    const { _v: version } = await stored(orderId);
    return inCommand(store.db, who('dispatcher'), (context) =>
      commands['goodsOrder.step'](context, {
        ...{ kind: 'goodsOrder.step', orderId, version, step: name, note: '撤回', carrier: '', waybill: '' },
        ...{ number: '', untilDate: null, lines: [] },
      }),
    );
  };

  it('raises a limit by little at once, by much only with the region and a second person of finance', async () => {
    expect(await ask('partsManager', { amountFen: 100_000, reason: ' ' })).toMatchObject({
      reason: 'limit-needs-reason',
    });
    expect(outputOf(await ask('finance', { amountFen: 100_000 }))).toMatchObject({ status: 'EFFECTIVE' });
    expect(await enter('LIMIT_SET', 30_000_000)).toMatchObject({ reason: 'limit-ask-first' });
    const { changeId, status } = outputOf(await ask('finance', { amountFen: 30_000_000 }));
    expect(status).toBe('REQUESTED');
    expect(await decide(changeId, 'finance', 'financeApprove')).toMatchObject({ reason: 'limit-second-person' });
    expect(await decide(changeId, 'finance2', 'financeApprove')).toMatchObject({ reason: 'limit-region-first' });
    expect(await decide(changeId, 'regionManager', 'refuse')).toMatchObject({ reason: 'limit-needs-reason' });
    outputOf(await decide(changeId, 'regionManager', 'regionApprove'));
    expect(await decide(changeId, 'finance2', 'financeApprove', { version: 1 })).toMatchObject({
      ...{ status: 'conflict', reason: 'limit-change-changed' },
    });
    expect(await account()).toMatchObject({ creditLimitFen: 100_000 });
    outputOf(await decide(changeId, 'finance2', 'financeApprove'));
    expect(await account()).toMatchObject({ creditLimitFen: 30_000_000 });
    expect(await decide(changeId, 'finance2', 'refuse', { note: '晚了' })).toMatchObject({
      reason: 'limit-step-not-allowed',
    });
    outputOf(await ask('finance', { amountFen: 100_000, reason: '下调' }));
    await proven();
  });

  it('asks for the region when a small rise has become a large one before it is decided', async () => {
    outputOf(await enter('LIMIT_SET', 20_000_000));
    const { changeId } = outputOf(await ask('partsManager', { amountFen: 25_000_000 }));
    outputOf(await enter('LIMIT_SET', 100_000));
    expect(await decide(changeId, 'finance', 'financeApprove')).toMatchObject({ reason: 'limit-region-first' });
    outputOf(await decide(changeId, 'finance', 'refuse', { note: '先还款' }));
    await proven();
  });

  it('sets a temporary limit through its last day, and a later day for the same amount', async () => {
    const season = { kind: 'TEMP_LIMIT' as const, amountFen: 50_000 };
    expect(await ask('finance', { ...season, untilDate: '2026-03-19' })).toMatchObject({
      reason: 'limit-until-missing',
    });
    outputOf(await ask('finance', { ...season, untilDate: '2026-03-20' }));
    outputOf(await ask('finance', { ...season, untilDate: '2026-03-31' }));
    expect(await account()).toMatchObject({ tempLimitFen: 50_000, tempUntilDate: '2026-03-31' });
    outputOf(await ask('finance', { ...season, amountFen: 0, untilDate: '2026-03-31' }));
    await proven();
  });

  it('uses no limit twice, however many submit at once', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 12; n += 1) ids.push(await sale(3));
    await Promise.all(ids.map((id) => step(id, 'submit').then(outputOf)));
    const statuses = await Promise.all(ids.map(async (id) => (await stored(id)).status));
    expect(statuses.filter((status) => status === 'CREDIT_OK')).toHaveLength(3);
    expect(await account()).toMatchObject({ heldFen: 90_000, creditLimitFen: 100_000 });
    await Promise.all(ids.map((id) => step(id, 'cancel').then(outputOf)));
    expect(await account()).toMatchObject({ heldFen: 0, usedFen: 0 });
    await proven();
  });

  it('stands at the sum of its ledger whatever happens at once', { timeout: 60_000 }, async () => {
    const act = fc.constantFrom('order', 'in', 'pay', 'penalty', 'ask', 'temp');
    const acts = fc.array(fc.record({ act, fen: fc.integer({ min: 1, max: 60_000 }) }), { minLength: 4, maxLength: 8 });
    const doIt = async (each: { act: string; fen: number }): Promise<unknown> => {
      if (each.act === 'in') return enter('CASH_IN', each.fen);
      if (each.act === 'pay') return enter('PAYMENT', each.fen);
      if (each.act === 'penalty') return enter('PENALTY', each.fen);
      if (each.act === 'ask') return ask('finance', { amountFen: each.fen });
      if (each.act === 'temp')
        return ask('finance', { kind: 'TEMP_LIMIT', amountFen: each.fen, untilDate: '2026-03-31' });
      const id = await sale(1 + (each.fen % 4));
      outputOf(await step(id, 'submit'));
      return each.fen % 2 === 0 ? step(id, 'cancel') : undefined;
    };
    await fc.assert(
      fc.asyncProperty(acts, async (each) => {
        await Promise.all(each.map(doIt));
        await proven();
      }),
      { numRuns: engine === 'pglite' ? 4 : 6 },
    );
  });
});
