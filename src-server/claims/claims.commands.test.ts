import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DecisionRequest } from '../../src-shared/domain/claims/decision-types.ts';
import { claimDraft, labourLine } from '../testing/claim-draft-fixture.ts';
import { ENGINES, openTestCentral, type TestCentral } from '../testing/central-store.ts';
import { inCommand, seedSmallCompany, testUser, TEST_NOW_MS, TEST_TODAY } from '../testing/small-company.ts';
import { claimCommands } from './claims.commands.ts';
import { submitClaims } from './submit-claims.ts';

const clerk = testUser('U-L1', ['l1']);
const supervisor = testUser('U-L2', ['l2']);
const approve = { action: 'APPROVE', reasonCode: null, note: '', holdReason: null, lines: [] } as const;
const reject = { ...approve, action: 'REJECT', reasonCode: 'R13' } as const;
const commands = claimCommands();

describe.each(ENGINES)('claims on %s', (engine) => {
  let store: TestCentral;

  beforeAll(async () => {
    store = await openTestCentral(engine);
    await seedSmallCompany(store.db);
  });
  afterAll(() => store.close());

  const submit = (...drafts: Parameters<typeof claimDraft>[0][]) =>
    inCommand(store.db, clerk, (context) => submitClaims(context.db, drafts.map(claimDraft), context));
  const submitOne = async (change: Parameters<typeof claimDraft>[0]): Promise<string> => {
    const [result] = await submit(change);
    if (result?.outcome !== 'submitted') throw new Error(`not submitted: ${JSON.stringify(result)}`);
    return result.claimId;
  };
  const claimOf = (id: string) =>
    store.db.selectFrom('claim').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const decide = async (claimId: string, decision: DecisionRequest, user = clerk, version?: number) => {
    const seen = version ?? (await claimOf(claimId))._v;
    const body = { kind: 'claim.decide', claimId, version: seen, decision: { ...decision, lines: [] } } as never;
    return inCommand(store.db, user, async (context) => ({
      commandId: context.commandId,
      outcome: await commands['claim.decide'](context, body),
    }));
  };

  it('a sound claim is numbered, valued by the rules and approved by itself', async () => {
    const id = await submitOne({
      stationRef: 'A-1',
      failureDate: '2026-01-05',
      repairFinishDate: '2026-01-06',
      submittedDate: '2026-01-10',
    });
    const claim = await claimOf(id);
    expect(claim).toMatchObject({
      ...{ no: 'SPJH1260100001', status: 'AUTO_APPROVED', payableFen: 12_000, approvedFen: 12_000, cutFen: 0 },
      ...{ queue: 'NONE', _scope: 'r:1', claimantCode: 'S001', decidedLevel: 'AUTO', warrantyPosition: 'IN' },
    });
    const order = await store.db
      .selectFrom('workOrder')
      .selectAll()
      .where('id', '=', claim.workOrderId ?? '')
      .executeTakeFirst();
    expect(order).toMatchObject({ status: 'CLAIMED', stationRef: 'A-1', vinText: claim.vinText });
    const vehicle = await store.db
      .selectFrom('vehicle')
      .select('lastMileageKm')
      .where('id', '=', 'V1')
      .executeTakeFirst();
    expect(vehicle?.lastMileageKm).toBe(50_000);
  });

  it('a claim for an unknown vehicle is stopped at the door and leaves nothing behind', async () => {
    const [result] = await submit({ stationRef: 'B-1', vehicle: null, vinText: 'LXCBUS7B4D1009999' });
    expect(result).toMatchObject({ outcome: 'refused' });
    const rows = await store.db.selectFrom('claim').select('id').where('stationRef', '=', 'B-1').execute();
    expect(rows).toEqual([]);
  });

  it('an expensive claim waits for a person, whose decision stands until it is taken back in time', async () => {
    const id = await submitOne(expensive('C-1', '2025-06-05'));
    expect(await claimOf(id)).toMatchObject({ status: 'IN_REVIEW', queue: 'DECIDE', approvedFen: 0 });
    const { commandId, outcome } = await decide(id, reject);
    expect(outcome).toMatchObject({ status: 'applied', output: { status: 'REJECTED', approvedFen: 0 } });
    const undo = { kind: 'claim.undo', claimId: id, decisionCommandId: commandId } as const;
    const late = TEST_NOW_MS + 31_000;
    const tooLate = await inCommand(store.db, clerk, (context) => commands['claim.undo'](context, undo), late);
    expect(tooLate).toMatchObject({ status: 'rejected', reason: 'undo-too-late' });
    const notYours = await inCommand(store.db, supervisor, (context) => commands['claim.undo'](context, undo));
    expect(notYours).toMatchObject({ status: 'rejected', reason: 'undo-not-yours' });
    const undone = await inCommand(
      store.db,
      clerk,
      (context) => commands['claim.undo'](context, undo),
      TEST_NOW_MS + 1000,
    );
    expect(undone).toMatchObject({ status: 'applied', output: { status: 'IN_REVIEW' } });
    const history = await store.db
      .selectFrom('auditDecision')
      .select('action')
      .where('claimId', '=', id)
      .orderBy('id')
      .execute();
    expect(history.map((row) => row.action)).toEqual(['REJECT', 'UNDO']);
  });

  it('the second of two decisions on one claim is a conflict that tells the first', async () => {
    const id = await submitOne(expensive('D-1', '2025-07-05'));
    const { _v: version } = await claimOf(id);
    await decide(id, approve, clerk, version);
    const { outcome } = await decide(id, reject, supervisor, version);
    expect(outcome).toMatchObject({
      ...{ status: 'conflict', reason: 'claim-changed' },
      current: { status: 'APPROVED', decidedByName: 'Name of U-L1', action: 'APPROVE', decidedAtMs: TEST_NOW_MS },
    });
  });

  it('an amount above the limit becomes a proposal that only another person confirms', async () => {
    const id = await submitOne({
      ...expensive('E-1', '2025-08-05'),
      lines: [
        labourLine({
          costType: 'OTHER',
          opId: null,
          hoursCenti: null,
          unitFen: null,
          qtyMilli: 1000,
          claimedFen: 600_000,
        }),
      ],
    });
    const first = await claimOf(id);
    const both = testUser('U-BOTH', ['l1', 'l2']);
    expect(first.payableFen).toBeGreaterThan(500_000);
    const { outcome } = await decide(id, approve, both);
    expect(outcome).toMatchObject({ status: 'applied', output: { status: 'L2_REVIEW' } });
    expect((await decide(id, approve, both)).outcome).toMatchObject({ reason: 'decision-same-person' });
    expect((await decide(id, approve, supervisor)).outcome).toMatchObject({ status: 'applied' });
  });

  it('a deputy confirms for an absent supervisor, and the history names both', async () => {
    const id = await submitOne({ ...expensive('G-1', '2025-11-05') });
    expect((await decide(id, { ...approve, action: 'REJECT', reasonCode: 'R34' })).outcome).toMatchObject({
      output: { status: 'L2_REVIEW' },
    });
    const absent = { userId: supervisor.id, name: supervisor.name, roles: ['l2' as const], untilDate: TEST_TODAY };
    const deputy = { ...testUser('U-DEPUTY', ['l1', 'l2']), standsIn: [absent] };
    expect((await decide(id, { ...approve, action: 'REJECT', reasonCode: 'R34' }, deputy)).outcome).toMatchObject({
      output: { status: 'REJECTED' },
    });
    const entries = await store.db
      .selectFrom('auditDecision')
      .select(['level', 'decidedBy', 'decidedFor', 'decidedForName'])
      .where('claimId', '=', id)
      .where('level', 'in', ['L1', 'L2'])
      .orderBy('level')
      .execute();
    expect(entries).toEqual([
      { level: 'L1', decidedBy: clerk.id, decidedFor: null, decidedForName: null },
      { level: 'L2', decidedBy: deputy.id, decidedFor: supervisor.id, decidedForName: supervisor.name },
    ]);
  });

  it('a bulk decision gives one result per claim and is taken back as one', async () => {
    const a = await submitOne(expensive('F-1', '2025-09-05'));
    const b = await submitOne(expensive('F-2', '2025-10-05'));
    const targets = [
      [a, (await claimOf(a))._v],
      [b, 99],
      ['NOWHERE', 1],
    ] as [string, number][];
    const body = { kind: 'claim.decideMany', batchId: 'B1', decision: { ...approve, lines: [] }, targets } as const;
    const done = await inCommand(store.db, clerk, async (context) => ({
      id: context.commandId,
      outcome: await commands['claim.decideMany'](context, body as never),
    }));
    expect(done.outcome).toMatchObject({
      status: 'applied',
      targets: [
        { id: a, outcome: 'applied' },
        { id: b, outcome: 'conflict', reason: 'claim-changed' },
        { id: 'NOWHERE', outcome: 'rejected', reason: 'claim-unknown' },
      ],
    });
    const undo = { kind: 'claim.undoMany', batchId: 'B1', commandIds: [done.id] } as const;
    const undone = await inCommand(store.db, clerk, (context) =>
      commands['claim.undoMany'](context, { ...undo, commandIds: [done.id] }),
    );
    expect(undone).toMatchObject({ status: 'applied', targets: [{ id: a, outcome: 'applied' }] });
    expect((await claimOf(a)).status).toBe('IN_REVIEW');
  });
});

/** Two operations' hours in material: above the limit of automatic approval. */
function expensive(stationRef: string, finishDate: string): Parameters<typeof claimDraft>[0] {
  const line = labourLine({
    costType: 'OTHER',
    opId: null,
    itemCode: null,
    description: '拖车',
    hoursCenti: null,
    unitFen: null,
    qtyMilli: 1000,
    claimedFen: 90_000,
  });
  return {
    ...{ stationRef, failureDate: finishDate, repairFinishDate: finishDate, submittedDate: finishDate },
    ...{
      lines: [line],
      mileageKm: 10_000 + Number(finishDate.slice(5, 7)) * 1000,
      submittedAtMs: Date.parse(finishDate),
    },
  };
}
