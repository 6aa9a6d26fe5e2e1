import type { ApplicationRequest, ApplicationStep } from '../../../src-shared/contract/logistics.contract.ts';
import type { SignedInUser } from '../../../src-shared/contract/session.contract.ts';
import type { Role } from '../../../src-shared/contract/values.ts';
import { rowIdentity } from '../../../src-shared/domain/units/row-identity.ts';
import type { BodyOf, CommandOutcome } from '../../commands/command-handler.ts';
import type { ENGINES } from '../../testing/central-store.ts';
import { openTestCentral } from '../../testing/central-store.ts';
import { addUser } from '../../testing/rows.ts';
import { inCommand, seedSmallCompany, testUser, TEST_NOW_MS, TEST_VIN } from '../../testing/small-company.ts';
import { seedSmallWarehouse, warehouseMovement } from '../../testing/small-warehouse.ts';
import { logisticsCommands } from '../logistics.commands.ts';

/** How the parts room posts; the tests bring it, rooms do not reach into each other. */
type PostMovements = Parameters<typeof logisticsCommands>[0]['postMovements'];

/** Two pixels, as a camera would send them. */
const PICTURE = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2]).toString('base64');

/** What the tests of the applications work with: a small company with a warehouse, its people, and what each of them does. */
export async function openApplicationDesk(engine: (typeof ENGINES)[number], postMovements: PostMovements) {
  const commands = logisticsCommands({ postMovements });
  const people = new Map<string, SignedInUser>();
  const store = await openTestCentral(engine);

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

  await seedSmallCompany(store.db);
  await seedSmallWarehouse(store.db, 'R1');
  await store.db.updateTable('part').set({ oldPartPolicy: 'RETURN', returnDays: 20 }).where('id', '=', 'P1').execute();
  await store.db
    .insertInto('partSupersession')
    .values({
      ...rowIdentity('SUP1', 'g'),
      ...{ oldPartId: 'P3', newPartId: 'P4', type: 'FULL', validFromDate: '2026-01-01' },
    })
    .execute();
  const roles: Role[] = ['dispatcher', 'regionManager', 'warrantyAdmin', 'partsManager', 'planner', 'warehouse'];
  for (const role of roles) people.set(role, testUser(await addUser(store.db, { login: role, roles: [role] }), [role]));
  people.set('finance', testUser(await addUser(store.db, { login: 'finance', roles: ['finance'] }), ['finance']));
  await setLimit(1_000_000);
  await inCommand(store.db, who('warehouse'), (context) =>
    postMovements(context, [
      ...['P1', 'P2', 'P4', 'P5'].map((id) => warehouseMovement(id, 10, TEST_NOW_MS - 1000, { idemKey: `in ${id}` })),
      warehouseMovement('P6', 400, TEST_NOW_MS - 1000, { idemKey: 'in P6' }),
    ]),
  );

  return {
    ...{ store, people, who, setLimit, account, request, save, draft, stored, linesOf, step, photo, outputOf },
    ...{ judged, held, close: () => store.close() },
  };
}

export type ApplicationDesk = Awaited<ReturnType<typeof openApplicationDesk>>;
