import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SignedInUser } from '../../src-shared/contract/session.contract.ts';
import type { Role } from '../../src-shared/contract/values.ts';
import { bookedMonth, startOfMonthMs } from '../../src-shared/domain/counts/stock-period.ts';
import { businessDateOf } from '../../src-shared/domain/units/business-date.ts';
import type { CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import { postMovements, unbalancedKeys } from '../parts/post-movements.ts';
import { ENGINES, openTestCentral, type TestCentral } from '../testing/central-store.ts';
import { addUser } from '../testing/rows.ts';
import { inCommand, newTestId, seedSmallCompany, testUser } from '../testing/small-company.ts';
import { seedSmallWarehouse, warehouseMovement, WAREHOUSE_PARTS } from '../testing/small-warehouse.ts';
import { countCommands } from './counts.commands.ts';
import { periodsOf } from './period-facts.ts';

const commands = countCommands({ postMovements, unbalancedKeys });
const at = (date: string): number => Date.parse(`${date}T10:00:00+08:00`);

describe.each(ENGINES)('months of stock on %s', (engine) => {
  let store: TestCentral;
  let manager: SignedInUser;
  let keeper: SignedInUser;
  let counter: SignedInUser;
  let finance: SignedInUser;
  let both: SignedInUser;

  beforeAll(async () => {
    store = await openTestCentral(engine);
    await seedSmallCompany(store.db);
    await seedSmallWarehouse(store.db, 'R1');
    const person = async (login: string, roles: Role[]): Promise<SignedInUser> =>
      testUser(await addUser(store.db, { login, roles }), roles);
    manager = await person('manager', ['partsManager']);
    keeper = await person('keeper', ['warehouse']);
    counter = await person('counter', ['counter']);
    finance = await person('finance', ['finance']);
    both = await person('both', ['partsManager', 'finance']);
    await move(
      'opening',
      '2026-03-02',
      WAREHOUSE_PARTS.map((part) => [part, 10]),
      '2026-03-02',
    );
  });
  afterAll(() => store.close());

  const run = (
    user: SignedInUser,
    date: string,
    work: (context: CommandContext) => Promise<CommandOutcome>,
  ): Promise<CommandOutcome> =>
    inCommand(store.db, user, (context) => work({ ...context, today: businessDateOf(at(date)) }), at(date));
  const move = (key: string, effective: string, moved: readonly (readonly [string, number])[], posted: string) => {
    const drafts = moved.map(([part, pieces]) =>
      warehouseMovement(part, pieces, at(effective), { idemKey: `${key}:${part}` }),
    );
    return inCommand(store.db, keeper, (context) => postMovements(context, drafts), at(posted));
  };
  const close = (user: SignedInUser, month: string, date: string, note = '') =>
    run(user, date, (context) => commands['count.closePeriod'](context, { kind: 'count.closePeriod', month, note }));
  const reopen = (user: SignedInUser, month: string, date: string, note = '单据补到') =>
    run(user, date, (context) => commands['count.reopenPeriod'](context, { kind: 'count.reopenPeriod', month, note }));
  const period = (month: string) =>
    store.db.selectFrom('stockPeriod').selectAll().where('month', '=', month).executeTakeFirstOrThrow();
  /** What the ledger itself says of a month: every row up to its last number, of goods that moved before its end. */
  const ledgerOf = async (closedSeq: number, endMs: number): Promise<number> => {
    const { rows } = await sql<{ fen: number }>`select coalesce(sum(value_fen), 0)::bigint as fen from stock_movement
      where seq <= ${closedSeq} and effective_at_ms < ${endMs}`.execute(store.db);
    return Number(rows[0]?.fen);
  };

  it('closes March after its count, and a movement that comes late is booked in April with its moment kept', async () => {
    const sheetId = await count('2026-03-20', 'P1', 9);
    expect(await close(manager, '2026-03', '2026-04-02', '无')).toMatchObject({
      ...{ status: 'rejected', reason: 'period-not-ready', details: { checks: 'sheets reconciled' } },
    });
    await post(sheetId, '2026-03-21');
    expect(await close(finance, '2026-03', '2026-04-02', '无')).toMatchObject({ reason: 'period-not-your-role' });
    expect(await close(manager, '2026-03', '2026-03-31', '无')).toMatchObject({ reason: 'period-not-ready' });
    expect(await close(manager, '2026-03', '2026-04-02')).toMatchObject({ reason: 'period-needs-note' });
    expect(await close(manager, '2026-03', '2026-04-02', '本月无对账')).toMatchObject({ status: 'applied' });
    const march = await period('2026-03');
    expect(march).toMatchObject({ closingFen: 590_000, movementCount: 7, lateCount: 0 });
    expect(await close(manager, '2026-03', '2026-04-02', '再结')).toMatchObject({ reason: 'period-closed-already' });

    await move('late', '2026-03-18', [['P1', -2]], '2026-04-03');
    const rows = await store.db
      .selectFrom('stockMovement')
      .select(['type', 'qtyMilli', 'effectiveAtMs', 'seq'])
      .where('seq', '>', march.closedSeq ?? 0)
      .orderBy('seq')
      .execute();
    const periods = await periodsOf(store.db);
    expect(
      rows.map((row) => [row.type, row.qtyMilli, businessDateOf(row.effectiveAtMs), bookedMonth(row, periods)]),
    ).toEqual([
      ['ISSUE_SALE', -2000, '2026-03-18', '2026-04'],
      ['COUNT_REANCHOR', 2000, '2026-03-20', '2026-04'],
    ]);
    expect(await ledgerOf(march.closedSeq ?? 0, startOfMonthMs('2026-04'))).toBe(march.closingFen);
    expect(await unbalancedKeys(store)).toEqual([]);
    const balance = await store.db.selectFrom('stockBalance').select('qtyMilli').where('partId', '=', 'P1').execute();
    expect(balance).toEqual([{ qtyMilli: 9000 }]);
  });

  it('closes months in their order, each beginning where the one before ended', async () => {
    expect(await close(manager, '2026-05', '2026-06-02', '跳过')).toMatchObject({ reason: 'period-not-ready' });
    await move('april', '2026-04-10', [['P2', 5]], '2026-04-10');
    expect(await close(both, '2026-04', '2026-05-02', '本月无对账')).toMatchObject({ status: 'applied' });
    const [march, april] = [await period('2026-03'), await period('2026-04')];
    expect(april).toMatchObject({
      openingFen: march.closingFen,
      closingFen: 640_000,
      movementCount: 3,
      lateCount: 2,
      lateFen: 0,
    });
  });

  it('opens only the last closed month again, by somebody else, with the reason; what came late falls back into it', async () => {
    expect(await reopen(finance, '2026-03', '2026-05-03')).toMatchObject({ reason: 'period-not-the-last' });
    expect(await reopen(manager, '2026-04', '2026-05-03')).toMatchObject({ reason: 'period-not-your-role' });
    expect(await reopen(both, '2026-04', '2026-05-03')).toMatchObject({ reason: 'period-closed-by-you' });
    expect(await reopen(finance, '2026-04', '2026-05-03', ' ')).toMatchObject({ reason: 'period-needs-note' });
    await move('too-late', '2026-04-29', [['P3', 1]], '2026-05-03');
    expect(await reopen(finance, '2026-04', '2026-05-03')).toMatchObject({ status: 'applied' });
    expect(await close(manager, '2026-04', '2026-05-04', '补一张入库')).toMatchObject({ status: 'applied' });
    expect(await period('2026-04')).toMatchObject({ closingFen: 650_000, movementCount: 4, lateCount: 2 });
    const events = await store.db
      .selectFrom('stockPeriodEvent')
      .select(['action', 'closingFen'])
      .orderBy('id')
      .execute();
    expect(events.map(({ action, closingFen }) => [action, closingFen])).toEqual([
      ...[
        ['CLOSE', 590_000],
        ['CLOSE', 640_000],
        ['REOPEN', 640_000],
        ['CLOSE', 650_000],
      ],
    ]);
  });

  it('keeps a closed month in the database itself', async () => {
    const change = sql`update stock_period set closing_fen = closing_fen + 1 where month = '2026-04'`;
    await expect(change.execute(store.db)).rejects.toThrow('it is closed');
    await expect(sql`delete from stock_period`.execute(store.db)).rejects.toThrow('a period stays');
    await expect(sql`delete from stock_period_event`.execute(store.db)).rejects.toThrow();
  });

  it('asks for a full count of every warehouse where the month ends the year', async () => {
    for (const month of ['2026-05', '2026-06', '2026-07', '2026-08', '2026-09', '2026-10', '2026-11'])
      expect(await close(manager, month, '2027-01-04', '无对账')).toMatchObject({ status: 'applied' });
    await store.db.updateTable('warehouse').set({ controlledBy: 'HQ' }).execute();
    expect(await close(manager, '2026-12', '2027-01-04', '无对账')).toMatchObject({
      ...{ reason: 'period-not-ready', details: { checks: 'yearEnd reconciled' } },
    });
    const sheetId = await count('2026-12-20', 'P2', 15, 'FULL');
    await post(sheetId, '2026-12-21');
    expect(await close(manager, '2026-12', '2027-01-04', '无对账')).toMatchObject({ status: 'applied' });
  });

  /** Counts every bin as its book has it, but one. */
  const count = async (
    date: string,
    part: string,
    pieces: number,
    type: 'ADHOC' | 'FULL' = 'ADHOC',
  ): Promise<string> => {
    const request = {
      ...{ type, name: '盘点', warehouseId: 'W1', zones: [], blind: true, mode: 'ROLL' as const },
      ...{ plannedDate: date, counterUserId: counter.id, recounterUserId: null },
      ...{ capacity: null, samplePctBp: null, release: true },
    };
    const planned = await run(manager, date, (context) =>
      commands['count.plan'](context, { kind: 'count.plan', request }),
    );
    const [sheetId = ''] = planned.status === 'applied' ? (planned.output?.['sheetIds'] as string[]) : [];
    const lines = await store.db.selectFrom('countLine').selectAll().where('sheetId', '=', sheetId).execute();
    const entries = lines.map((line) => ({
      ...{ entryId: newTestId(), lineId: line.id, kind: 'COUNT' as const, method: 'GRID' as const, note: null },
      ...{ qtyMilli: line.partId === part ? pieces * 1000 : (line.bookQtyMilli ?? 0), countedAtMs: at(date) },
    }));
    await run(counter, date, (context) =>
      commands['count.enter'](context, { kind: 'count.enter', sheetId, round: 1, entries }),
    );
    return sheetId;
  };
  const post = async (sheetId: string, date: string): Promise<void> => {
    const step = async (user: SignedInUser, name: 'submit' | 'approve'): Promise<void> => {
      const { _v: version } = await store.db
        .selectFrom('countSheet')
        .select('_v')
        .where('id', '=', sheetId)
        .executeTakeFirstOrThrow();
      const body = { kind: 'count.step' as const, sheetId, version, step: name, note: '', lineIds: [] };
      expect(await run(user, date, (context) => commands['count.step'](context, body))).toMatchObject({
        status: 'applied',
      });
    };
    await step(counter, 'submit');
    const differing = await store.db
      .selectFrom('countLine')
      .select('id')
      .where('sheetId', '=', sheetId)
      .where('varianceMilli', '<>', 0)
      .execute();
    if (differing.length > 0) {
      const why = { sheetId, lineIds: differing.map(({ id }) => id), reasonCode: 'COUNT_ERROR', reasonText: null };
      await run(keeper, date, (context) => commands['count.explain'](context, { kind: 'count.explain', ...why }));
    }
    await step(manager, 'approve');
  };
});
