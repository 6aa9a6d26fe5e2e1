import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SignedInUser } from '../../src-shared/contract/session.contract.ts';
import type { Role } from '../../src-shared/contract/values.ts';
import { handoverControlNo, type HandoverKind } from '../../src-shared/domain/settings/handover.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { claimCommands } from '../claims/claims.commands.ts';
import { decisionsOf } from '../claims/evidence-records.repository.ts';
import { claimsInHand } from '../claims/hand-over-claims.ts';
import { submitClaims } from '../claims/submit-claims.ts';
import type { BodyOf, CommandOutcome } from '../commands/command-handler.ts';
import type { HandoverPart, WorkItem } from '../commands/handover-part.ts';
import { loadPeople } from '../commands/people.repository.ts';
import { countCommands } from '../counts/counts.commands.ts';
import { sheetsInHand } from '../counts/hand-over-sheets.ts';
import { applicationsInHand, regionsInHand } from '../logistics/hand-over-applications.ts';
import { logisticsCommands } from '../logistics/logistics.commands.ts';
import { postMovements, unbalancedKeys } from '../parts/post-movements.ts';
import { differencesInHand, ownersToday } from '../reconciliation/hand-over-differences.ts';
import { claimDraft, labourLine } from '../testing/claim-draft-fixture.ts';
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
import { seedSmallWarehouse, warehouseMovement, WAREHOUSE_PARTS } from '../testing/small-warehouse.ts';
import { handoverCommands } from './handover.commands.ts';

const PARTS = [claimsInHand, sheetsInHand, differencesInHand, applicationsInHand, regionsInHand];
const commands = handoverCommands(PARTS);
const claims = claimCommands();
const counts = countCommands({ postMovements, unbalancedKeys });

describe.each(ENGINES)('handing work over on %s', (engine) => {
  let store: TestCentral;
  const people = new Map<string, SignedInUser>();
  const who = (login: string): SignedInUser => people.get(login) ?? testUser(login, []);
  beforeAll(async () => {
    store = await openTestCentral(engine);
    await seedSmallCompany(store.db);
    await seedSmallWarehouse(store.db, 'R1');
    const roles: Record<string, Role[]> = {
      leaver: ['l1', 'counter', 'dispatcher', 'regionManager'],
      heir: ['l1', 'counter', 'dispatcher', 'regionManager'],
      other: ['counter'],
      clerk: ['l1'],
      manager: ['partsManager'],
      admin: ['admin'],
    };
    for (const [login, own] of Object.entries(roles))
      people.set(login, testUser(await addUser(store.db, { login, roles: own }), own));
    await inCommand(store.db, who('manager'), (context) =>
      postMovements(
        context,
        WAREHOUSE_PARTS.map((id) => warehouseMovement(id, 10, TEST_NOW_MS - 9000, { idemKey: `in ${id}` })),
      ),
    );
  });
  afterAll(() => store.close());

  const claimOf = (id: string) =>
    store.db.selectFrom('claim').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const submit = async (stationRef: string, day: string): Promise<string> => {
    const line = labourLine({
      ...{ costType: 'OTHER', opId: null, itemCode: null, description: '拖车', hoursCenti: null, unitFen: null },
      ...{ qtyMilli: 1000, claimedFen: 90_000 },
    });
    const draft = {
      ...{ stationRef, failureDate: day, repairFinishDate: day, submittedDate: day, lines: [line] },
      ...{ mileageKm: 10_000 + Number(day.slice(5, 7)) * 1000, submittedAtMs: Date.parse(day) },
    };
    const [result] = await inCommand(store.db, who('clerk'), (context) =>
      submitClaims(context.db, [claimDraft(draft)], context),
    );
    if (result?.outcome !== 'submitted') throw new Error(JSON.stringify(result));
    return result.claimId;
  };
  const decide = async (login: string, claimId: string, more: object): Promise<CommandOutcome> => {
    const { _v: version } = await claimOf(claimId);
    const decision = { reasonCode: null, note: '', holdReason: null, lines: [], ...more } as never;
    return inCommand(store.db, who(login), (context) =>
      claims['claim.decide'](context, { kind: 'claim.decide', claimId, version, decision }),
    );
  };
  const found = async (part: HandoverPart, from: string, to: string | null = null): Promise<WorkItem[]> => {
    const all = await loadPeople(store.db, TEST_TODAY);
    const person = (login: string) => all.get(who(login).id) ?? Promise.reject(new Error(login));
    return part.find(store.db, { from: await person(from), to: to === null ? null : await person(to), people: all });
  };
  const expected = async (from: string, kinds: readonly HandoverPart[] = PARTS) => {
    const rows = [];
    for (const part of kinds) {
      const items = await found(part, from);
      rows.push({ kind: part.kind, count: items.length, controlNo: handoverControlNo(items) });
    }
    return rows.filter(({ count }) => count > 0);
  };
  const order = (
    by: string,
    from: string,
    to: string,
    seen: { kind: HandoverKind; count: number; controlNo: number }[],
  ): Promise<CommandOutcome | { reason: string }> =>
    inCommand(store.db, who(by), (context) =>
      commands['work.handOver'](context, {
        ...{ kind: 'work.handOver', fromUserId: who(from).id, toUserId: who(to).id, reason: '调岗' },
        expected: seen,
      } satisfies BodyOf<'work.handOver'>),
    ).catch((error: { data?: { reason: string } }) => {
      if (error.data === undefined) throw error;
      return error.data;
    });

  const blindSheet = async (counter: string, recounter: string): Promise<string> => {
    const request = {
      ...{ type: 'ADHOC' as const, name: '交接', warehouseId: 'W1', zones: [], blind: true, mode: 'ROLL' as const },
      ...{ plannedDate: TEST_TODAY, counterUserId: who(counter).id, recounterUserId: who(recounter).id },
      ...{ capacity: null, samplePctBp: null, release: true },
    };
    const outcome = await inCommand(store.db, who('manager'), (context) =>
      counts['count.plan'](context, { kind: 'count.plan', request }),
    );
    return outcome.status === 'applied' ? ((outcome.output?.['sheetIds'] as string[])[0] ?? '') : '';
  };
  const withheld = async (login: string, table: string): Promise<number> => {
    const { id } = await store.db
      .selectFrom('syncTable')
      .select('id')
      .where('name', '=', table)
      .executeTakeFirstOrThrow();
    const rows = await store.db
      .selectFrom('syncWithheld')
      .select('pk')
      .where('userId', '=', who(login).id)
      .where('tbl', '=', id)
      .execute();
    return rows.length;
  };

  it('a clerk takes a claim, gives it away and gets it back into the queue, each with both names in its history', async () => {
    const id = await submit('T-1', '2025-03-05');
    expect(await decide('leaver', id, { action: 'ASSIGN', assignTo: who('leaver').id })).toMatchObject({
      status: 'applied',
    });
    expect(await claimOf(id)).toMatchObject({ assignedTo: who('leaver').id, status: 'IN_REVIEW', decidedBy: null });
    expect(await decide('clerk', id, { action: 'ASSIGN', assignTo: who('heir').id })).toMatchObject({
      ...{ status: 'rejected', reason: 'handover-not-yours', details: { name: 'leaver' } },
    });
    expect(await decide('clerk', id, { action: 'ASSIGN', assignTo: who('clerk').id })).toMatchObject({
      status: 'applied',
    });
    expect(await decide('clerk', id, { action: 'ASSIGN', assignTo: null })).toMatchObject({ status: 'applied' });
    const entries = await store.db
      .selectFrom('auditDecision')
      .select(['action', 'handedFromName', 'handedToName', 'decidedByName'])
      .where('claimId', '=', id)
      .where('action', '=', 'ASSIGN')
      .orderBy('id')
      .execute();
    const evidence = await decisionsOf(store.db, [{ id } as never]);
    expect(evidence.get(id)?.filter(({ level }) => level !== 'AUTO') ?? []).toEqual([]);
    expect(entries.map(({ handedFromName, handedToName }) => [handedFromName, handedToName])).toEqual([
      [null, 'leaver'],
      ['leaver', 'clerk'],
      ['clerk', null],
    ]);
  });

  it('everything in hand goes in one order, and what was seen is what goes', async () => {
    const taken = await submit('H-1', '2025-04-05');
    const onHold = await submit('H-2', '2025-05-05');
    const free = await submit('H-3', '2025-06-05');
    await decide('leaver', taken, { action: 'ASSIGN', assignTo: who('leaver').id });
    await decide('leaver', onHold, { action: 'HOLD', holdReason: 'WAIT_CALL' });
    const sheetId = await blindSheet('leaver', 'other');
    await store.db
      .insertInto('reconRun')
      .values({
        ...rowIdentity('RUN1', 'r:1'),
        ...{ cutoffAtMs: TEST_NOW_MS, scopeJson: '{}', ledgerSeq: 0, status: 'WORKING', startedBy: 'x', runNo: 'DZ-1' },
      })
      .execute();
    await store.db
      .insertInto('reconItem')
      .values({
        ...rowIdentity('ITEM1', 'r:1', 'RUN1'),
        ...{ runId: 'RUN1', warehouseId: 'W1', partId: 'P1', ownerUserId: who('leaver').id },
      })
      .execute();
    const saved = await inCommand(store.db, who('leaver'), (context) =>
      logisticsCommands({ postMovements })['application.save'](context, {
        ...{ kind: 'application.save', applicationId: null, version: 0 },
        request: {
          ...{ kind: 'WARRANTY', urgency: 'VOR', stationCode: 'S001', workOrderNo: '', vin: TEST_VIN, mileageKm: 9 },
          ...{ faultCode: '', faultText: '漏水', note: '', lines: [{ partNo: '00P1', qtyMilli: 1000 }] },
        },
      }),
    );
    const applicationId = saved.status === 'applied' ? String(saved.output?.['applicationId']) : '';
    await store.db
      .updateTable('region')
      .set({ managerUserId: who('leaver').id })
      .where('id', '=', 'R1')
      .execute();

    const seen = await expected('leaver');
    expect(seen.map(({ kind, count }) => [kind, count])).toEqual([
      ['CLAIM', 2],
      ['COUNT_SHEET', 1],
      ['DIFFERENCE', 1],
      ['APPLICATION', 1],
      ['REGION', 1],
    ]);
    expect(await order('clerk', 'leaver', 'heir', seen)).toMatchObject({ reason: 'handover-not-yours-to-order' });
    expect(await order('admin', 'leaver', 'clerk', seen)).toMatchObject({ reason: 'handover-refused-items' });
    const claimVersion = (await claimOf(taken))._v;
    await store.db.updateTable('claim').set({ plateNo: '浙G1' }).where('id', '=', taken).execute();
    expect(await order('admin', 'leaver', 'heir', seen)).toMatchObject({ reason: 'handover-changed' });
    expect((await claimOf(taken)).assignedTo).toBe(who('leaver').id);
    expect((await claimOf(taken))._v).toBe(claimVersion + 1);

    const now = await expected('leaver');
    expect(await order('admin', 'leaver', 'heir', now)).toMatchObject({ status: 'applied', output: { count: 6 } });
    expect(await expected('leaver')).toEqual([]);
    expect(await claimOf(taken)).toMatchObject({ assignedTo: who('heir').id });
    expect(await claimOf(onHold)).toMatchObject({
      ...{ assignedTo: who('heir').id, status: 'ON_HOLD', decidedBy: who('leaver').id },
    });
    expect((await claimOf(free)).assignedTo).toBeNull();
    const sheet = await store.db
      .selectFrom('countSheet')
      .selectAll()
      .where('id', '=', sheetId)
      .executeTakeFirstOrThrow();
    expect(sheet).toMatchObject({ counterUserId: who('heir').id, recounterUserId: who('other').id });
    const item = await store.db.selectFrom('reconItem').select('ownerUserId').executeTakeFirstOrThrow();
    expect(item.ownerUserId).toBe(who('heir').id);
    const application = await store.db
      .selectFrom('partsApplication')
      .selectAll()
      .where('id', '=', applicationId)
      .executeTakeFirstOrThrow();
    expect(application).toMatchObject({
      ...{ requestedByName: 'Name of ' + who('leaver').id, handledByName: 'heir', holderName: 'heir' },
    });
    const region = await store.db.selectFrom('region').select('managerUserId').executeTakeFirstOrThrow();
    expect(region.managerUserId).toBe(who('heir').id);
    const rows = await store.db.selectFrom('handoverItem').select(['kind', 'itemNo', 'amountFen']).execute();
    expect(rows).toHaveLength(6);
    const [entry] = await store.db
      .selectFrom('auditDecision')
      .selectAll()
      .where('claimId', '=', onHold)
      .where('action', '=', 'ASSIGN')
      .execute();
    expect(entry).toMatchObject({
      ...{ level: 'SYSTEM', handedFromName: 'leaver', handedToName: 'heir', note: '调岗', statusTo: 'ON_HOLD' },
    });
    const [event] = await store.db
      .selectFrom('countEvent')
      .selectAll()
      .where('sheetId', '=', sheetId)
      .where('action', '=', 'handOver')
      .execute();
    expect(event?.note).toBe('leaver → heir · 调岗');
  });

  it('whoever counts from now on goes on from what was entered, and whoever counts no more may know the book again', async () => {
    const before = await store.db.selectFrom('countSheet').selectAll().executeTakeFirstOrThrow();
    const cancel = {
      ...{ sheetId: before.id, version: before._v, note: '重来', lineIds: [] },
      step: 'cancel',
    } as const;
    await inCommand(store.db, who('manager'), (context) =>
      counts['count.step'](context, { kind: 'count.step', ...cancel }),
    );
    const sheetId = await blindSheet('leaver', 'other');
    const [line] = await store.db.selectFrom('countLine').selectAll().where('sheetId', '=', sheetId).limit(1).execute();
    const entry = {
      ...{ entryId: newTestId(), lineId: line?.id ?? '', kind: 'COUNT' as const, method: 'GRID' as const, note: null },
      ...{ qtyMilli: 9000, countedAtMs: TEST_NOW_MS },
    };
    await inCommand(store.db, who('leaver'), (context) =>
      counts['count.enter'](context, { kind: 'count.enter', sheetId, round: 1, entries: [entry] }),
    );
    expect([await withheld('leaver', 'stock_balance'), await withheld('heir', 'stock_balance')]).toEqual([6, 0]);
    expect(await found(sheetsInHand, 'leaver', 'other')).toMatchObject([{ refusal: { reason: 'count-same-person' } }]);
    const seen = await expected('leaver', [sheetsInHand]);
    expect(await order('leaver', 'leaver', 'heir', seen)).toMatchObject({ status: 'applied' });
    expect([await withheld('leaver', 'stock_balance'), await withheld('heir', 'stock_balance')]).toEqual([0, 6]);
    // the entry of the first round: kept from the recounter, not from whoever counts on
    expect([await withheld('other', 'count_entry'), await withheld('heir', 'count_entry')]).toEqual([1, 0]);
    const again = { ...entry, entryId: newTestId(), qtyMilli: 10_000 };
    const enter = (login: string) =>
      inCommand(store.db, who(login), (context) =>
        counts['count.enter'](context, { kind: 'count.enter', sheetId, round: 1, entries: [again] }),
      );
    expect(await enter('leaver')).toMatchObject({ status: 'rejected', reason: 'count-not-assigned' });
    expect(await enter('heir')).toMatchObject({ status: 'applied' });
  });

  it('what was signed stays, and the next run asks whoever has got the differences since', async () => {
    const ownerOf = await ownersToday(store.db, 0);
    expect(ownerOf(who('leaver').id)).toBe(who('heir').id);
    const later = await ownersToday(store.db, TEST_NOW_MS + 1);
    expect(later(who('leaver').id)).toBe(who('leaver').id);
  });
});
