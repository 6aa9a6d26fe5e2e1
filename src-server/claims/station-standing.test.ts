import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { CommandOutcome } from '../commands/command-handler.ts';
import { claimDraft } from '../testing/claim-draft-fixture.ts';
import { ENGINES, openTestCentral, type TestCentral } from '../testing/central-store.ts';
import { inCommand, newTestId, seedSmallCompany, testUser, TEST_NOW_MS } from '../testing/small-company.ts';
import { claimCommands } from './claims.commands.ts';
import { forgetOldRecords } from './station-standing.ts';
import { submitClaims } from './submit-claims.ts';

const clerk = testUser('U-L1', ['l1']);
const supervisor = testUser('U-L2', ['l2']);
const commands = claimCommands();
const REFS = ['S-1', 'S-2', 'S-3', 'S-4', 'S-5', 'S-6'];

describe.each(ENGINES)('what the samples make of their station on %s', (engine) => {
  let store: TestCentral;

  beforeAll(async () => {
    store = await openTestCentral(engine);
    await seedSmallCompany(store.db);
    const drafts = REFS.map((stationRef, index) => claimDraft({ stationRef, mileageKm: 41_000 + index * 100 }));
    await inCommand(store.db, clerk, (context) => submitClaims(context.db, drafts, context));
    const params = {
      baseBp: 200,
      newStationBp: 2000,
      newStationMonths: 3,
      ownFleetBp: 1000,
      minimumPerStationMonth: 1,
    };
    await store.db
      .insertInto('samplePlan')
      .values({
        ...rowIdentity('PLAN', 'g'),
        ...{ code: 'P', paramsJson: JSON.stringify(params), validFromDate: '2026-01-01', validToDate: null },
      })
      .execute();
    // the first five were drawn for the sample, the sixth is a claim like any other
    await store.db
      .updateTable('claim')
      .set({ status: 'IN_REVIEW', queue: 'WAITING', holdReason: 'SAMPLE', worstSeverity: 0 })
      .set({ payableFen: 12_000, claimedFen: 12_000, approvedFen: 0, cutFen: 0 })
      .execute();
    await store.db.deleteFrom('ruleHit').execute();
    const open = { decision: 'PENDING', approvedFen: 0, reasonCode: null };
    await store.db
      .updateTable('claimLine')
      .set({ payableFen: 12_000, claimedFen: 12_000, ...open })
      .execute();
    for (const stationRef of REFS.slice(0, 5)) {
      const { id: claimId, _scope } = await claimOf(stationRef);
      await store.db
        .insertInto('sampleCase')
        .values({
          ...rowIdentity(newTestId(), _scope, claimId),
          ...{ planId: 'PLAN', claimId, drawnAtMs: 1, result: null, reviewedBy: null, reviewedAtMs: null },
        })
        .execute();
    }
  });
  afterAll(() => store.close());

  const claimOf = (stationRef: string) =>
    store.db.selectFrom('claim').selectAll().where('stationRef', '=', stationRef).executeTakeFirstOrThrow();
  const station = () =>
    store.db
      .selectFrom('station')
      .select(['auditRisk', 'autoEligible', 'samplesRead', 'samplesMissed', 'lastFraudDate', 'stoppedBySamples'])
      .where('id', '=', 'ST1')
      .executeTakeFirstOrThrow();
  const decide = async (
    stationRef: string,
    action: 'APPROVE' | 'REJECT',
    reasonCode: string | null = null,
    user = clerk,
  ): Promise<CommandOutcome> => {
    const { id: claimId, _v: version } = await claimOf(stationRef);
    const decision = { action, reasonCode, note: '', holdReason: null, lines: [] };
    return inCommand(store.db, user, (context) =>
      commands['claim.decide'](context, { kind: 'claim.decide', claimId, version, decision }),
    );
  };
  const forget = (today: string): Promise<number> =>
    store.db.transaction().execute((db) => forgetOldRecords(db, { nowMs: TEST_NOW_MS, today, newId: newTestId }));

  it('counts what was read, and stops the station with the fifth sample of which one had to be rejected', async () => {
    for (const stationRef of ['S-1', 'S-2', 'S-3'])
      expect(await decide(stationRef, 'APPROVE')).toMatchObject({ status: 'applied' });
    expect(await station()).toMatchObject({ auditRisk: 0, autoEligible: 1, samplesRead: 3, samplesMissed: 0 });
    await decide('S-4', 'REJECT', 'R13');
    expect(await station()).toMatchObject({ auditRisk: 25, autoEligible: 1, samplesRead: 4, samplesMissed: 1 });
    await decide('S-5', 'APPROVE');
    expect(await station()).toMatchObject({ auditRisk: 20, autoEligible: 0, stoppedBySamples: 1, lastFraudDate: null });
  });

  it('takes it back with the decision that is undone', async () => {
    const entry = await store.db
      .selectFrom('auditDecision')
      .innerJoin('claim', 'claim.id', 'auditDecision.claimId')
      .select(['claim.id as claimId', 'auditDecision.commandId as commandId'])
      .where('claim.stationRef', '=', 'S-5')
      .where('auditDecision.action', '=', 'APPROVE')
      .executeTakeFirstOrThrow();
    const { claimId, commandId } = entry;
    const undone = await inCommand(store.db, clerk, (context) =>
      commands['claim.undo'](context, { kind: 'claim.undo', claimId, decisionCommandId: commandId ?? '' }),
    );
    expect(undone).toMatchObject({ status: 'applied' });
    expect(await station()).toMatchObject({ auditRisk: 25, autoEligible: 1, stoppedBySamples: 0, samplesRead: 4 });
    await decide('S-5', 'APPROVE');
    expect(await station()).toMatchObject({ autoEligible: 0, samplesRead: 5 });
  });

  it('a fraud that two persons confirm speaks against it for three months, wherever it was found', async () => {
    expect(await decide('S-6', 'REJECT', 'R34')).toMatchObject({ output: { status: 'L2_REVIEW' } });
    expect(await station()).toMatchObject({ auditRisk: 20, lastFraudDate: null });
    expect(await decide('S-6', 'REJECT', 'R34', supervisor)).toMatchObject({ output: { status: 'REJECTED' } });
    expect(await station()).toEqual({
      ...{ auditRisk: 80, autoEligible: 0, samplesRead: 5, samplesMissed: 1, lastFraudDate: '2026-03-20' },
      stoppedBySamples: 1,
    });
  });

  it('nothing of the station passes without a person from then on', async () => {
    const draft = claimDraft({
      stationRef: 'S-7',
      mileageKm: 51_000,
      failureDate: '2026-03-15',
      repairFinishDate: '2026-03-16',
    });
    await inCommand(store.db, clerk, (context) => submitClaims(context.db, [draft], context));
    expect((await claimOf('S-7')).status).toBe('IN_REVIEW');
  });

  it('is forgotten with the months, once; whom a person took off stays off', async () => {
    expect([await forget('2026-06-19'), await forget('2026-06-20'), await forget('2026-06-20')]).toEqual([0, 1, 0]);
    expect(await station()).toMatchObject({
      auditRisk: 20,
      autoEligible: 0,
      lastFraudDate: '2026-03-20',
      samplesRead: 5,
    });
    expect([await forget('2026-09-21'), await forget('2026-09-21')]).toEqual([1, 0]);
    expect(await station()).toMatchObject({ auditRisk: 0, autoEligible: 1, stoppedBySamples: 0, samplesRead: 0 });
    await store.db.updateTable('station').set({ autoEligible: 0, samplesRead: 1 }).where('id', '=', 'ST1').execute();
    await forget('2026-09-22');
    expect(await station()).toMatchObject({ autoEligible: 0, stoppedBySamples: 0, samplesRead: 0 });
  });
});
