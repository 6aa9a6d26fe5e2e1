import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SignedInUser } from '../../src-shared/contract/session.contract.ts';
import type { Role } from '../../src-shared/contract/values.ts';
import { businessDateOf } from '../../src-shared/domain/units/business-date.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { CommandOutcome } from '../commands/command-handler.ts';
import { hideNewRows } from '../counts/blindness.ts';
import { countCommands } from '../counts/counts.commands.ts';
import { postMovements, unbalancedKeys } from '../parts/post-movements.ts';
import { ENGINES, openTestCentral, type TestCentral } from '../testing/central-store.ts';
import { addUser } from '../testing/rows.ts';
import { inCommand, newTestId, seedSmallCompany, testUser, TEST_NOW_MS } from '../testing/small-company.ts';
import { seedSmallWarehouse, warehouseMovement } from '../testing/small-warehouse.ts';
import { reconCommands } from './recon.commands.ts';

const commands = reconCommands({ hideNewRows });
const counts = countCommands({ postMovements, unbalancedKeys });
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

describe.each(ENGINES)('reconciling on %s', (engine) => {
  let store: TestCentral;
  let manager: SignedInUser;
  let keeper: SignedInUser;
  let counter: SignedInUser;
  beforeAll(async () => {
    store = await openTestCentral(engine);
    await seedSmallCompany(store.db);
    await seedSmallWarehouse(store.db, 'R1');
    await store.db.updateTable('warehouse').set({ erpPlant: '1000', erpSloc: '0001' }).where('id', '=', 'W1').execute();
    const person = async (role: Role): Promise<SignedInUser> =>
      testUser(await addUser(store.db, { login: role, roles: [role] }), [role]);
    manager = await person('partsManager');
    keeper = await person('warehouse');
    counter = await person('counter');
  });
  afterAll(() => store.close());

  const start = (
    cutoffDate: string,
    more: { controlRows?: number; controlQtyMilli?: number } = {},
    atMs = TEST_NOW_MS,
  ) =>
    inCommand(
      store.db,
      manager,
      (context) =>
        commands['recon.start'](
          { ...context, today: businessDateOf(atMs) },
          {
            kind: 'recon.start',
            request: {
              ...{ warehouseIds: ['W1'], cutoffDate, erpSystem: 'SAP', controlRows: null, controlQtyMilli: null },
              ...more,
            },
          },
        ),
      atMs,
    );
  const step = (runId: string, name: 'refresh' | 'sign' | 'cancel', note = '', user = manager) =>
    inCommand(store.db, user, (context) =>
      commands['recon.step'](context, { kind: 'recon.step', runId, version: 1, step: name, note }),
    );
  const assign = (runId: string, itemIds: string[], ownerUserId: string | null = keeper.id) =>
    inCommand(store.db, manager, (context) =>
      commands['recon.assign'](context, {
        ...{ kind: 'recon.assign', runId, itemIds, ownerUserId, dueDate: '2026-03-31', resolution: '查原始单据' },
      }),
    );
  const itemsByPart = async (runId: string) => {
    const rows = await store.db.selectFrom('reconItem').selectAll().where('runId', '=', runId).execute();
    return new Map(rows.map((row) => [row.partId, row]));
  };
  const classes = async (runId: string): Promise<Record<string, unknown>> =>
    Object.fromEntries(
      [...(await itemsByPart(runId))]
        .sort()
        .map(([partId, row]) => [
          partId,
          [row.ledgerMilli, row.erpMilli, row.countedMilli]
            .map((milli) => (milli === null ? null : milli / 1000))
            .join('/') +
            ` ${row.verdict ?? ''} ` +
            (JSON.parse(row.contributionsJson ?? '[]') as { class: string; qtyMilli: number }[])
              .map((each) => `${each.class} ${String(each.qtyMilli / 1000)}`)
              .join(', '),
        ]),
    );
  const move = (partId: string, pieces: number, atMs: number, more: Parameters<typeof warehouseMovement>[3]) =>
    inCommand(store.db, keeper, (context) => postMovements(context, [warehouseMovement(partId, pieces, atMs, more)]));
  const erpSays = (date: string, pieces: Record<string, number>) =>
    store.db
      .insertInto('erpBalance')
      .values(
        Object.entries(pieces).map(([partNo, qty]) => ({
          ...rowIdentity(newTestId(), 'g'),
          ...{ erpSystem: 'SAP', extractDate: date, plant: '1000', sloc: '0001', partNo, qtyMilli: qty * 1000 },
        })),
      )
      .execute();
  const erpBooked = (docNo: string, partNo: string, pieces: number, more: { postingDate: string; ourDocNo: string }) =>
    store.db
      .insertInto('erpDocumentLine')
      .values({
        ...rowIdentity(newTestId(), 'g'),
        ...{ erpSystem: 'SAP', docType: 'WE', docNo, lineNo: '1', partNo, plant: '1000', sloc: '0001' },
        ...{ qtyMilli: pieces * 1000, ...more },
      })
      .execute();

  it('explains every key, waits for owners, looks again before it signs, and locks what is signed', async () => {
    const opening = TEST_NOW_MS - 60 * DAY_MS;
    for (const partId of ['P1', 'P2', 'P3', 'P4', 'P5']) await move(partId, 10, opening, { idemKey: `open ${partId}` });
    await move('P1', 5, TEST_NOW_MS - 20 * DAY_MS, { idemKey: 'a', docNo: 'RK-1' });
    await erpBooked('51', '00P1', 5, { postingDate: '2026-03-01', ourDocNo: 'RK-1' });
    await move('P2', -2, TEST_NOW_MS - 2 * DAY_MS, { idemKey: 'b', docNo: 'XS-1' });
    await move('P3', 4, TEST_NOW_MS - 15 * DAY_MS, { idemKey: 'c', docNo: 'RK-2' });
    // what the ERP writes with a blank and small letters is the same part
    await erpSays('2026-03-19', { ' 00p1': 15, '00P2': 10, '00P3': 10, '00P4': 10, '00P5': 13, FOREIGN: 1 });

    expect(await start('2026-03-18')).toMatchObject({ status: 'rejected', reason: 'recon-no-extract' });
    expect(await start('2026-03-19', { controlRows: 7 })).toMatchObject({ reason: 'recon-control-rows' });
    expect(await start('2026-03-19', { controlQtyMilli: 1 })).toMatchObject({ reason: 'recon-control-qty' });
    expect(await start('2026-04-19')).toMatchObject({ reason: 'recon-cutoff-ahead' });
    const started = output(await start('2026-03-19', { controlRows: 6, controlQtyMilli: 59_000 }));
    const runId = String(started['runId']);
    expect(await start('2026-03-19')).toMatchObject({ reason: 'recon-run-open' });
    expect(await classes(runId)).toEqual({
      P1: '15/15/ AGREE ',
      P2: '8/10/ NOT_COUNTED TIMING_IN_TRANSIT -2',
      P3: '14/10/ NOT_COUNTED MISSING_IN_ERP 4',
      P4: '10/10/ AGREE ',
      P5: '10/13/ NOT_COUNTED UNEXPLAINED -3',
    });
    const run = await store.db.selectFrom('reconRun').selectAll().where('id', '=', runId).executeTakeFirstOrThrow();
    expect(JSON.parse(run.unmappedJson)).toEqual([{ what: 'PART', code: 'FOREIGN', rows: 1, qtyMilli: 1000 }]);

    expect(await step(runId, 'sign')).toMatchObject({ reason: 'recon-residual-unowned', details: { number: 1 } });
    expect(await step(runId, 'sign', '', keeper)).toMatchObject({ reason: 'recon-not-yours' });
    const rest = (await itemsByPart(runId)).get('P5');
    output(await assign(runId, [rest?.id ?? '']));
    await move('P4', 1, TEST_NOW_MS - DAY_MS, { idemKey: 'late' });
    expect(output(await step(runId, 'sign'))).toEqual({ status: 'WORKING', changed: 1 });
    expect(await classes(runId)).toMatchObject({ P4: '11/10/ NOT_COUNTED TIMING_IN_TRANSIT 1' });
    expect(output(await step(runId, 'sign'))).toEqual({ status: 'SIGNED', changed: 0 });

    expect(await assign(runId, [rest?.id ?? ''])).toMatchObject({ reason: 'recon-locked' });
    expect(await step(runId, 'refresh')).toMatchObject({ reason: 'recon-locked' });
    await expect(
      store.db
        .updateTable('reconItem')
        .set({ erpMilli: 1 })
        .where('id', '=', rest?.id ?? '')
        .execute(),
    ).rejects.toThrow(/signed/);
  });

  it('carries what is open into the next run: cleared, older, or owned by whom it was', async () => {
    const now = TEST_NOW_MS + 5 * DAY_MS;
    await erpBooked('52', '00P2', -2, { postingDate: '2026-03-21', ourDocNo: 'XS-1' });
    await erpSays('2026-03-24', { '00P1': 15, '00P2': 8, '00P3': 10, '00P4': 10, '00P5': 13 });
    const runId = String(output(await start('2026-03-24', {}, now))['runId']);
    expect(await classes(runId)).toEqual({
      P1: '15/15/ AGREE ',
      P2: '8/8/ AGREE ',
      P3: '14/10/ NOT_COUNTED MISSING_IN_ERP 4',
      P4: '11/10/ NOT_COUNTED TIMING_IN_TRANSIT 1',
      P5: '10/13/ NOT_COUNTED OPENING -3',
    });
    const items = await itemsByPart(runId);
    expect(items.get('P5')).toMatchObject({
      ownerUserId: keeper.id,
      dueDate: '2026-03-31',
      resolutionDoc: '查原始单据',
    });
    const run = await store.db.selectFrom('reconRun').selectAll().where('id', '=', runId).executeTakeFirstOrThrow();
    expect(run).toMatchObject({ carriedCount: 4, clearedCount: 1 });
    expect(await step(runId, 'cancel')).toMatchObject({ reason: 'recon-needs-note' });
    output(await step(runId, 'cancel', '换日期'));
    expect(await start('2026-03-19', {}, now)).toMatchObject({ reason: 'recon-cutoff-signed' });
  });

  it('takes the shelf from the last count, and says nothing to whoever counts blind', async () => {
    const now = TEST_NOW_MS + 6 * DAY_MS;
    const request = {
      ...{ type: 'ADHOC' as const, name: '临时', warehouseId: 'W1', zones: [], blind: true, mode: 'ROLL' as const },
      ...{ plannedDate: '2026-03-26', counterUserId: counter.id, recounterUserId: null },
      ...{ capacity: null, samplePctBp: null, release: true },
    };
    const planned = await inCommand(
      store.db,
      manager,
      (context) => counts['count.plan'](context, { kind: 'count.plan', request }),
      now,
    );
    const [sheetId = ''] = output(planned)['sheetIds'] as string[];
    const lines = await store.db.selectFrom('countLine').selectAll().where('sheetId', '=', sheetId).execute();
    const pieces: Record<string, number> = { P1: 15, P2: 8, P3: 14, P4: 10, P5: 13 };
    const entries = lines.map((line) => ({
      ...{ entryId: newTestId(), lineId: line.id, kind: 'COUNT' as const, method: 'GRID' as const, note: null },
      ...{ qtyMilli: (pieces[line.partId] ?? 0) * 1000, countedAtMs: now },
    }));
    const enter = { kind: 'count.enter' as const, sheetId, round: 1, entries };
    output(await inCommand(store.db, counter, (context) => counts['count.enter'](context, enter), now));
    const submit = { kind: 'count.step' as const, sheetId, version: 1, step: 'submit' as const, note: '', lineIds: [] };
    output(await inCommand(store.db, counter, (context) => counts['count.step'](context, submit), now));
    await move('P3', -1, now + 2 * HOUR_MS, { idemKey: 'after the count' });
    await erpSays('2026-03-26', { '00P1': 15, '00P2': 8, '00P3': 10, '00P4': 10, '00P5': 13 });
    const runId = String(output(await start('2026-03-26', {}, now + DAY_MS))['runId']);
    expect(await classes(runId)).toEqual({
      P1: '15/15/15 AGREE ',
      P2: '8/8/8 AGREE ',
      P3: '13/10/13 ERP_SIDE MISSING_IN_ERP 4, TIMING_IN_TRANSIT -1',
      P4: '11/10/10 SYSTEM_SIDE MISSING_IN_ERP 1',
      P5: '10/13/13 SYSTEM_SIDE OPENING -3',
    });
    const items = [...(await itemsByPart(runId)).values()].map(({ id }) => id);
    const withheld = await store.db
      .selectFrom('syncWithheld')
      .select(['userId', 'pk'])
      .where('pk', 'in', items)
      .execute();
    expect(withheld.map(({ userId }) => userId)).toEqual(items.map(() => counter.id));
  });
});

function output(outcome: CommandOutcome): Record<string, unknown> {
  if (outcome.status !== 'applied') throw new Error(JSON.stringify(outcome));
  return outcome.output ?? {};
}
