import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DueSteps } from '../due/due-steps.ts';
import { claimDraft } from '../testing/claim-draft-fixture.ts';
import { ENGINES, openTestCentral, type TestCentral } from '../testing/central-store.ts';
import { inCommand, newTestId, seedSmallCompany, testUser, TEST_NOW_MS, TEST_TODAY } from '../testing/small-company.ts';
import { expireReturns } from './expire-returns.ts';
import { submitClaims } from './submit-claims.ts';

const DAY_MS = 86_400_000;

describe.each(ENGINES)('returns that nobody answers on %s', (engine) => {
  let store: TestCentral;

  beforeAll(async () => {
    store = await openTestCentral(engine);
    await seedSmallCompany(store.db);
    const drafts = ['E-1', 'E-2', 'E-3'].map((stationRef, index) =>
      claimDraft({ stationRef, mileageKm: 41_000 + index * 100 }),
    );
    await inCommand(store.db, testUser('U-L1', ['l1']), (context) => submitClaims(context.db, drafts, context));
    await store.db.updateTable('claim').set({ status: 'RETURNED', queue: 'WAITING', returnCount: 1 }).execute();
    const decidedAt = (ref: string, decidedAtMs: number) =>
      store.db.updateTable('claim').set({ decidedAtMs }).where('stationRef', '=', ref).execute();
    await decidedAt('E-1', TEST_NOW_MS - 15 * DAY_MS - 1);
    await decidedAt('E-2', TEST_NOW_MS - 15 * DAY_MS);
    await decidedAt('E-3', TEST_NOW_MS);
  });
  afterAll(() => store.close());

  it('expire after the configured days by the server’s clock, with an entry in their history', async () => {
    const errors: unknown[] = [];
    let committed = 0;
    const clock = new DueSteps({
      ...{ db: store.db, nowMs: () => TEST_NOW_MS, today: () => TEST_TODAY, newId: newTestId },
      steps: { broken: () => Promise.reject(new Error('one step fails')), 'expire-returns': expireReturns },
      onCommitted: () => (committed += 1),
      onError: (step, error) => errors.push([step, String(error)]),
    });
    expect(await clock.run()).toEqual({ broken: 0, 'expire-returns': 1 });
    expect(await clock.run()).toEqual({ broken: 0, 'expire-returns': 0 });
    expect([committed, errors[0]]).toEqual([1, ['broken', 'Error: one step fails']]);
    const claims = await store.db
      .selectFrom('claim')
      .select(['stationRef', 'status', 'statusBefore', 'reasonCode', 'closedDate', 'queue'])
      .orderBy('stationRef')
      .execute();
    expect(claims).toMatchObject([
      { status: 'EXPIRED', statusBefore: 'RETURNED', reasonCode: 'R19', closedDate: TEST_TODAY, queue: 'NONE' },
      { status: 'RETURNED' },
      { status: 'RETURNED' },
    ]);
    const entries = await store.db.selectFrom('auditDecision').selectAll().where('action', '=', 'EXPIRE').execute();
    expect(entries).toMatchObject([
      { level: 'SYSTEM', statusFrom: 'RETURNED', statusTo: 'EXPIRED', decidedBy: 'system' },
    ]);
  });
});
