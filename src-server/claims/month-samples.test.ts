import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleLot } from '../../src-shared/domain/claims/sampling.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { claimDraft } from '../testing/claim-draft-fixture.ts';
import { ENGINES, openTestCentral, type TestCentral } from '../testing/central-store.ts';
import { inCommand, newTestId, seedSmallCompany, testUser, TEST_NOW_MS } from '../testing/small-company.ts';
import { drawMonthSamples } from './month-samples.ts';
import { submitClaims } from './submit-claims.ts';

const PLAN = 'PLAN-1';

describe.each(ENGINES)('the least sample of a month on %s', (engine) => {
  let store: TestCentral;
  let ids: string[];

  beforeAll(async () => {
    store = await openTestCentral(engine);
    await seedSmallCompany(store.db);
    const drafts = ['M-1', 'M-2', 'M-3', 'M-4'].map((stationRef, index) =>
      claimDraft({ stationRef, mileageKm: 41_000 + index * 100, submittedDate: '2026-03-12' }),
    );
    await inCommand(store.db, testUser('U-L1', ['l1']), (context) => submitClaims(context.db, drafts, context));
    // nobody draws at the arrival: the plan comes after it
    await store.db
      .updateTable('claim')
      .set({ status: 'AUTO_APPROVED', queue: 'NONE', decidedLevel: 'AUTO', decidedAtMs: 1, closedDate: '2026-03-12' })
      .set({ payableFen: 12_000, approvedFen: 12_000 })
      .execute();
    await store.db.updateTable('claim').set({ status: 'PAID' }).where('stationRef', '=', 'M-4').execute();
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
        ...rowIdentity(PLAN, 'g'),
        ...{ code: 'P', paramsJson: JSON.stringify(params), validFromDate: '2026-03-01', validToDate: null },
      })
      .execute();
    const open = await store.db.selectFrom('claim').select('id').where('status', '=', 'AUTO_APPROVED').execute();
    ids = open.map(({ id }) => id).sort((a, b) => sampleLot(PLAN, a) - sampleLot(PLAN, b));
  });
  afterAll(() => store.close());

  const step = (today: string): Promise<number> =>
    store.db.transaction().execute((db) => drawMonthSamples(db, { nowMs: TEST_NOW_MS, today, newId: newTestId }));

  it('waits five days, then brings the claim with the lowest lot back to a person, once', async () => {
    expect(ids).toHaveLength(3);
    expect([await step('2026-03-16'), await step('2026-03-17'), await step('2026-03-18')]).toEqual([0, 1, 0]);
    const claims = await store.db
      .selectFrom('claim')
      .select(['id', 'status', 'statusBefore', 'queue', 'holdReason', 'approvedFen', 'closedDate', 'decidedLevel'])
      .where('queue', '<>', 'NONE')
      .execute();
    expect(claims).toEqual([
      {
        ...{ id: ids[0], status: 'IN_REVIEW', statusBefore: 'AUTO_APPROVED', queue: 'WAITING', holdReason: 'SAMPLE' },
        ...{ approvedFen: 0, closedDate: null, decidedLevel: null },
      },
    ]);
    expect(await store.db.selectFrom('sampleCase').select(['planId', 'claimId', 'result']).execute()).toEqual([
      { planId: PLAN, claimId: ids[0], result: null },
    ]);
    const [entry] = await store.db.selectFrom('auditDecision').selectAll().where('action', '=', 'REOPEN').execute();
    expect(entry).toMatchObject({
      ...{ claimId: ids[0], level: 'SYSTEM', statusFrom: 'AUTO_APPROVED', statusTo: 'IN_REVIEW' },
      ...{ decidedBy: 'system', amountAfterFen: 12_000 },
    });
    const lines = await store.db
      .selectFrom('claimLine')
      .selectAll()
      .where('claimId', '=', ids[0] ?? '')
      .execute();
    expect(lines.map(({ decision, approvedFen }) => [decision, approvedFen])).toEqual([['PENDING', 0]]);
  });

  it('draws nothing for claims from before the day the plan counts from', async () => {
    await store.db.deleteFrom('sampleCase').execute();
    const [{ paramsJson } = { paramsJson: '{}' }] = await store.db.selectFrom('samplePlan').selectAll().execute();
    const params = { ...(JSON.parse(paramsJson) as object), minimumFromDate: '2026-03-13' };
    await store.db
      .updateTable('samplePlan')
      .set({ paramsJson: JSON.stringify(params) })
      .execute();
    expect(await step('2026-03-20')).toBe(0);
  });
});
