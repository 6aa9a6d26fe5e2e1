import type { SignedInUser } from '../../src-shared/contract/session.contract.ts';
import type { Role } from '../../src-shared/contract/values.ts';
import type { PreparationStep } from '../../src-shared/domain/parts/preparation-plan.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { CommandOutcome } from '../commands/command-handler.ts';
import { hideNewRows } from '../counts/blindness.ts';
import { goodsRoom } from '../logistics/goods-outlook.ts';
import { openTestCentral, type Engine } from './central-store.ts';
import { addUser } from './rows.ts';
import { inCommand, seedSmallCompany, testUser, TEST_NOW_MS } from './small-company.ts';
import { seedSmallWarehouse, warehouseMovement } from './small-warehouse.ts';
import { postMovements } from '../parts/post-movements.ts';
import { preparationCommands } from '../parts/preparation.commands.ts';

export const PREPARATION_COMMANDS = preparationCommands({ goods: goodsRoom, hideNewRows });
const commands = PREPARATION_COMMANDS;

/** What an applied command gives back; a refused one fails the test with its reason. */
export function outputOf(outcome: CommandOutcome): Record<string, unknown> {
  if (outcome.status !== 'applied') throw new Error(JSON.stringify(outcome));
  return outcome.output ?? {};
}

export type PreparationCompany = Awaited<ReturnType<typeof openPreparationCompany>>;

/** A source W1 and three station warehouses short of the parts of the worked example (stock §4.8), with who plans and who approves. */
export async function openPreparationCompany(engine: Engine) {
  const people = new Map<string, SignedInUser>();
  function who(login: string): SignedInUser {
    const user = people.get(login);
    if (user === undefined) throw new Error(login);
    return user;
  }

  const store = await openTestCentral(engine);
  await seedSmallCompany(store.db);
  await seedSmallWarehouse(store.db, 'R1');
  const place = { regionId: 'R1', level: 3, parentId: 'W1' };
  await store.db
    .insertInto('warehouse')
    .values([
      { ...rowIdentity('SA', 'g'), code: 'SA', name: '甲站库', ...place, stationId: 'ST1' },
      { ...rowIdentity('SB', 'g'), code: 'SB', name: '乙站库', ...place },
      { ...rowIdentity('SC', 'g'), code: 'SC', name: '丙站库', ...place },
    ])
    .execute();
  for (const [login, role] of [
    ['planner', 'planner'],
    ['planner2', 'planner'],
    ['boss', 'partsManager'],
    ['boss2', 'partsManager'],
  ] as const satisfies (readonly [string, Role])[])
    people.set(login, testUser(await addUser(store.db, { login, roles: [role] }), [role]));
  const setting = (partId: string, warehouseId: string, safety: number, [mean, pack] = [0, 1]) => ({
    ...{ ...rowIdentity(`${partId}-${warehouseId}`, 'g'), partId, warehouseId, method: 'MANUAL' },
    ...{ weekMeanMilli: mean * 1000, safetyMilli: safety * 1000, packMilli: pack * 1000 },
  });
  await store.db
    .insertInto('partWarehouseSetting')
    .values([
      // the worked example of stock §4.8: 20 for 12, 9 and 7
      ...[setting('P1', 'SA', 12), setting('P1', 'SB', 9), setting('P1', 'SC', 7)],
      // 5 a week for 4 weeks and 3 kept: 23, of which 6 lie there: 17, in packs of 5 that is 20
      setting('P2', 'SB', 3, [5, 5]),
      // nothing is needed
      setting('P3', 'SC', 2),
    ])
    .execute();
  await inCommand(store.db, who('planner'), (context) =>
    postMovements(context, [
      warehouseMovement('P1', 20, TEST_NOW_MS - 2000, { idemKey: 'in P1' }),
      warehouseMovement('P2', 500, TEST_NOW_MS - 2000, { idemKey: 'in P2' }),
      warehouseMovement('P2', 6, TEST_NOW_MS - 1000, { idemKey: 'SB P2', warehouseId: 'SB', binId: null }),
      warehouseMovement('P3', 5, TEST_NOW_MS - 1000, { idemKey: 'SC P3', warehouseId: 'SC', binId: null }),
    ]),
  );

  const make = (login = 'planner') =>
    inCommand(store.db, who(login), (context) =>
      commands['preparation.make'](context, {
        ...{ kind: 'preparation.make', request: { warehouseId: 'W1', weeks: 4, seasonBp: 10_000, note: '' } },
      }),
    );
  const made = async (): Promise<string> => String(outputOf(await make()).planId);
  const planOf = (id: string) =>
    store.db.selectFrom('preparationPlan').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const linesOf = (id: string) =>
    store.db.selectFrom('preparationLine').selectAll().where('planId', '=', id).orderBy('lineNo').execute();
  /** As `part for share`. */
  const shares = async (id: string): Promise<string[]> =>
    (await linesOf(id)).map((line) => `${line.partId} ${line.warehouseId} ${String(line.confirmedMilli / 1000)}`);
  const step = async (
    id: string,
    login: string,
    name: PreparationStep,
    { note = '', version }: { note?: string; version?: number } = {},
  ) => {
    const { _v } = await planOf(id);
    return inCommand(store.db, who(login), (context) =>
      commands['preparation.step'](context, {
        ...{ kind: 'preparation.step', planId: id, version: version ?? _v, step: name, note },
      }),
    );
  };
  const change = async (id: string, key: string, pieces: number, reason = '客户车队') => {
    const { _v: version } = await planOf(id);
    const line = (await linesOf(id)).find(({ partId, warehouseId }) => `${partId} ${warehouseId}` === key);
    return inCommand(store.db, who('planner2'), (context) =>
      commands['preparation.change'](context, {
        ...{ kind: 'preparation.change', planId: id, version, lineId: line?.id ?? '', qtyMilli: pieces * 1000, reason },
      }),
    );
  };
  const askFor = (id: string, urgency: string, pieces: number) =>
    store.db.transaction().execute(async (db) => {
      await db
        .insertInto('partsApplication')
        .values({
          ...{
            ...rowIdentity(id, 'r:1'),
            kind: 'PAID',
            urgency,
            status: 'SUBMITTED',
            stationId: 'ST1',
            regionId: 'R1',
          },
          ...{
            sinceMs: 0,
            requestedBy: 'x',
            requestedByName: 'x',
            requestedAtMs: 0,
            changedByName: 'x',
            changedAtMs: 0,
          },
        })
        .execute();
      await db
        .insertInto('partsApplicationLine')
        .values({
          ...{ ...rowIdentity(`${id}-1`, 'r:1', id), applicationId: id, lineNo: 1, partId: 'P1' },
          qtyReqMilli: pieces * 1000,
        })
        .execute();
    });

  /** Every plan, order and purchase of the test before is over. */
  const clear = async (): Promise<void> => {
    await store.db.updateTable('preparationPlan').set({ status: 'DONE' }).execute();
    await store.db.updateTable('goodsOrder').set({ status: 'CANCELLED' }).execute();
    await store.db.deleteFrom('purchaseRequestLine').execute();
    await store.db.deleteFrom('purchaseRequest').execute();
  };
  return { store, who, make, made, planOf, linesOf, shares, step, change, askFor, clear };
}
