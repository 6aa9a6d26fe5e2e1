import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { CountStep } from '../../../src-shared/contract/counts.contract.ts';
import type { SignedInUser } from '../../../src-shared/contract/session.contract.ts';
import type { Role } from '../../../src-shared/contract/values.ts';
import type { BodyOf, CommandOutcome } from '../../commands/command-handler.ts';
import { openTestCentral, type Engine, type TestCentral } from '../../testing/central-store.ts';
import { addUser } from '../../testing/rows.ts';
import { inCommand, newTestId, seedSmallCompany, testUser, TEST_NOW_MS } from '../../testing/small-company.ts';
import { seedSmallWarehouse, warehouseMovement, WAREHOUSE_PARTS } from '../../testing/small-warehouse.ts';
import { countCommands } from '../counts.commands.ts';

/** The ledger of the parts room, which counts post to. */
type Ledger = Parameters<typeof countCommands>[0];

export const MINUTE_MS = 60_000;

/** A small warehouse and the people who count in it, for the tests of one describe: every test is a day later than the one before. */
export function countingDesk(engine: Engine, ledger: Ledger) {
  const { postMovements } = ledger;
  const commands = countCommands(ledger);
  let store: TestCentral;
  let manager: SignedInUser;
  let keeper: SignedInUser;
  let counter: SignedInUser;
  let recounter: SignedInUser;
  let finance: SignedInUser;
  beforeAll(async () => {
    store = await openTestCentral(engine);
    await seedSmallCompany(store.db);
    await seedSmallWarehouse(store.db, 'R1');
    const person = async (role: Role): Promise<SignedInUser> =>
      testUser(await addUser(store.db, { login: role, roles: [role] }), [role]);
    manager = await person('partsManager');
    keeper = await person('warehouse');
    counter = await person('counter');
    recounter = await person('recounter');
    finance = await person('finance');
  });
  afterAll(() => store.close());

  /** Every test begins with ten pieces in each bin: what the one before left is cancelled or posted. */
  let now = TEST_NOW_MS;
  beforeEach(async () => {
    now += 24 * 60 * MINUTE_MS;
    const stock = await store.db.selectFrom('stockBalance').select(['partId', 'qtyMilli']).execute();
    const held = new Map(stock.map(({ partId, qtyMilli }) => [partId, qtyMilli]));
    const drafts = WAREHOUSE_PARTS.flatMap((partId) => {
      const pieces = 10 - (held.get(partId) ?? 0) / 1000;
      const idemKey = `open:${partId}:${String(now)}`;
      return pieces === 0 ? [] : [warehouseMovement(partId, pieces, now - 120 * MINUTE_MS, { idemKey })];
    });
    await inCommand(store.db, manager, (context) => postMovements(context, drafts), now - 120 * MINUTE_MS);
  });

  const plan = async (more: Partial<BodyOf<'count.plan'>['request']> = {}): Promise<string> => {
    const request = {
      ...{ type: 'ADHOC' as const, name: '临时', warehouseId: 'W1', zones: [], blind: true, mode: 'ROLL' as const },
      ...{ plannedDate: '2026-03-20', counterUserId: counter.id, recounterUserId: recounter.id },
      ...{ capacity: null, samplePctBp: null, release: true, ...more },
    };
    const outcome = await inCommand(
      store.db,
      manager,
      (context) => commands['count.plan'](context, { kind: 'count.plan', request }),
      now,
    );
    return (output(outcome)['sheetIds'] as string[])[0] ?? '';
  };
  const lines = (sheetId: string) =>
    store.db.selectFrom('countLine').selectAll().where('sheetId', '=', sheetId).orderBy('lineNo').execute();
  const sheetOf = (sheetId: string) =>
    store.db.selectFrom('countSheet').selectAll().where('id', '=', sheetId).executeTakeFirstOrThrow();
  const count = async (
    user: SignedInUser,
    sheetId: string,
    pieces: Partial<Record<string, number>>,
    atMs = now,
  ): Promise<CommandOutcome> => {
    const { round } = await sheetOf(sheetId);
    const open = (await lines(sheetId)).filter((line) => line.round === round);
    const entries = open.map((line) => ({
      ...{ entryId: newTestId(), lineId: line.id, kind: 'COUNT' as const, method: 'GRID' as const, note: null },
      ...{ qtyMilli: (pieces[line.partId] ?? 10) * 1000, countedAtMs: atMs },
    }));
    return inCommand(
      store.db,
      user,
      (context) => commands['count.enter'](context, { kind: 'count.enter', sheetId, round, entries }),
      atMs,
    );
  };
  const step = async (
    user: SignedInUser,
    sheetId: string,
    name: CountStep,
    more: { note?: string; lineIds?: string[]; atMs?: number } = {},
  ): Promise<CommandOutcome> => {
    const { _v: version } = await sheetOf(sheetId);
    const body = { kind: 'count.step' as const, sheetId, version, step: name, note: '', lineIds: [], ...more };
    return inCommand(store.db, user, (context) => commands['count.step'](context, body), more.atMs ?? now);
  };
  const explainAll = async (sheetId: string): Promise<void> => {
    const differing = (await lines(sheetId)).filter((line) => (line.varianceMilli ?? 0) !== 0);
    if (differing.length === 0) return;
    const body = { sheetId, lineIds: differing.map(({ id }) => id), reasonCode: 'COUNT_ERROR', reasonText: null };
    const outcome = await inCommand(
      store.db,
      keeper,
      (context) => commands['count.explain'](context, { kind: 'count.explain', ...body }),
      now,
    );
    output(outcome);
  };
  const move = (drafts: Parameters<Ledger['postMovements']>[1], atMs: number) =>
    inCommand(store.db, keeper, (context) => postMovements(context, drafts), atMs);
  const balances = async (): Promise<Record<string, number>> => {
    const rows = await store.db.selectFrom('stockBalance').select(['partId', 'qtyMilli']).execute();
    return Object.fromEntries(rows.map(({ partId, qtyMilli }) => [partId, qtyMilli / 1000]));
  };
  return {
    ...{ commands, plan, lines, sheetOf, count, step, explainAll, move, balances },
    /** The store and the people are there once the first test begins. */
    get store() {
      return store;
    },
    get people() {
      return { manager, keeper, counter, recounter, finance };
    },
    /** The moment of the test; one may go on to a later one. */
    get now() {
      return now;
    },
    set now(atMs: number) {
      now = atMs;
    },
  };
}

/** What a command gave back that must have been applied. */
export function output(outcome: CommandOutcome): Record<string, unknown> {
  if (outcome.status !== 'applied') throw new Error(`${outcome.status}: ${outcome.reason}`);
  return outcome.output ?? {};
}
