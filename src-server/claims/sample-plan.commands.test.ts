import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FIRST_SAMPLE_PLAN } from '../../src-shared/domain/claims/sample-plan.ts';
import { mayCommand } from '../commands/role-gate.ts';
import { ENGINES, openTestCentral, type TestCentral } from '../testing/central-store.ts';
import { inCommand, newTestId, testUser, TEST_NOW_MS, TEST_TODAY } from '../testing/small-company.ts';
import { makeFirstPlan, samplePlanCommands } from './sample-plan.commands.ts';
import { samplePlanOn } from './sample.repository.ts';

const supervisor = testUser('U-L2', ['l2']);
const admin = testUser('U-ADMIN', ['warrantyAdmin']);

describe.each(ENGINES)('the plan of the samples on %s', (engine) => {
  let store: TestCentral;
  beforeAll(async () => {
    store = await openTestCentral(engine);
  });
  afterAll(() => store.close());

  const save = (
    change: Partial<typeof FIRST_SAMPLE_PLAN>,
    fromDate: string,
    version: number,
    user = supervisor,
  ): Promise<unknown> =>
    inCommand(store.db, user, (context) =>
      samplePlanCommands['samplePlan.save'](context, {
        ...{ kind: 'samplePlan.save', figures: { ...FIRST_SAMPLE_PLAN, ...change }, fromDate, version },
      }),
    ).then(
      (outcome) => outcome,
      (error: { data?: unknown }) => error.data,
    );
  const first = (): Promise<boolean> =>
    makeFirstPlan(store.db, { nowMs: TEST_NOW_MS, today: TEST_TODAY, newId: newTestId });
  const plans = () =>
    store.db
      .selectFrom('samplePlan')
      .select(['code', 'validFromDate', 'validToDate', 'paramsJson'])
      .orderBy('validFromDate')
      .execute();

  it('the first setup gives a company the values of the specification from today on, once', async () => {
    expect(await samplePlanOn(store.db, TEST_TODAY)).toBeNull();
    expect([await first(), await first()]).toEqual([true, false]);
    expect(await plans()).toEqual([
      {
        ...{ code: 'SP-1', validFromDate: TEST_TODAY, validToDate: null },
        paramsJson: JSON.stringify(FIRST_SAMPLE_PLAN),
      },
    ]);
    const change = await store.db.selectFrom('configurationChange').selectAll().execute();
    expect(change).toMatchObject([{ version: 1, changedBy: 'system', subjectKey: 'samplePlan' }]);
  });

  it('what has begun never changes: a new one begins tomorrow at the earliest, and closes the one before', async () => {
    expect(await save({ baseBp: 500 }, TEST_TODAY, 1)).toMatchObject({ reason: 'sample-plan-date-past' });
    expect(await save({ baseBp: 500 }, '2026-02-30', 1)).toMatchObject({ reason: 'sample-plan-date-past' });
    expect(await save({}, '2026-04-01', 1)).toMatchObject({ reason: 'sample-plan-no-change' });
    expect(await save({ baseBp: 500 }, '2026-04-01', 1)).toEqual({ status: 'applied', output: { version: 2 } });
    expect((await plans()).map(({ code, validFromDate, validToDate }) => [code, validFromDate, validToDate])).toEqual([
      ['SP-1', TEST_TODAY, '2026-03-31'],
      ['SP-2', '2026-04-01', null],
    ]);
    const [today, later] = [await samplePlanOn(store.db, TEST_TODAY), await samplePlanOn(store.db, '2026-04-01')];
    expect([today?.params.baseBp, later?.params.baseBp]).toEqual([200, 500]);
    expect(today?.id).not.toBe(later?.id);
  });

  it('one that has not begun is changed in its place, its day too', async () => {
    expect(await save({ baseBp: 700 }, '2026-03-21', 2, admin)).toMatchObject({ output: { version: 3 } });
    expect((await plans()).map(({ code, validFromDate, validToDate }) => [code, validFromDate, validToDate])).toEqual([
      ['SP-1', TEST_TODAY, '2026-03-20'],
      ['SP-2', '2026-03-21', null],
    ]);
  });

  it('refuses figures out of range, and whoever has not seen the last change', async () => {
    expect(await save({ ownFleetBp: 10_001 }, '2026-04-01', 3)).toEqual({
      ...{ status: 'rejected', reason: 'sample-plan-range' },
      details: { field: 'ownFleetBp', least: 0, most: 10_000 },
    });
    expect(await save({ baseBp: 900 }, '2026-04-01', 2)).toMatchObject({
      ...{ code: 'CONFLICT', reason: 'sample-plan-changed' },
      details: { version: 3, byName: admin.name },
    });
  });

  it('is for supervisors and administrators', () => {
    const may = (['l1', 'l2', 'l3', 'warrantyAdmin', 'admin', 'finance', 'auditor'] as const).filter((role) =>
      mayCommand([role], 'samplePlan.save'),
    );
    expect(may).toEqual(['l2', 'l3', 'warrantyAdmin', 'admin']);
  });
});
