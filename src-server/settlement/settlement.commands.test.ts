import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunRequest } from '../../src-shared/contract/settlement.contract.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { recheckClaims } from '../claims/recheck-claims.ts';
import { refreshStandings } from '../claims/station-standing.ts';
import { submitClaims } from '../claims/submit-claims.ts';
import type { BodyOf, CommandOutcome } from '../commands/command-handler.ts';
import { claimDraft } from '../testing/claim-draft-fixture.ts';
import { ENGINES, openTestCentral, type TestCentral } from '../testing/central-store.ts';
import { inCommand, seedSmallCompany, testUser, TEST_NOW_MS } from '../testing/small-company.ts';
import { settlementCommands } from './settlement.commands.ts';

const clerk = testUser('U-L1', ['l1']);
const supervisor = testUser('U-L2', ['l2']);
const commands = settlementCommands({ recheckClaims, refreshStandings });

const request: RunRequest = {
  ...{ kind: 'MONTHLY', periodFromDate: '2026-02-01', periodToDate: '2026-02-28', taxDate: '2026-02-28' },
  ...{ includeEarlier: false, claimantIds: [] },
};

describe.each(ENGINES)('settlement on %s', (engine) => {
  let store: TestCentral;

  beforeAll(async () => {
    store = await openTestCentral(engine);
    await seedSmallCompany(store.db);
    const drafts = [
      approvedIn('2026-02-03', { stationRef: 'A-1', mileageKm: 41_000 }),
      approvedIn('2026-02-20', { stationRef: 'A-2', mileageKm: 42_000, type: 'GOODWILL', lines: [] }),
      approvedIn('2026-02-25', { stationRef: 'A-3', mileageKm: 43_000, stationId: 'ST2' }),
      approvedIn('2026-01-05', { stationRef: 'A-4', mileageKm: 40_000 }),
    ];
    await inCommand(store.db, clerk, (context) => submitClaims(context.db, drafts, context));
    await store.db
      .updateTable('claim')
      .set({ status: 'APPROVED', approvedFen: 12_000, payableFen: 12_000, claimedFen: 12_000, queue: 'NONE' })
      .execute();
    await store.db
      .insertInto('statementAdjustment')
      .values({
        ...rowIdentity('ADJ1', 'r:1'),
        ...{ statementId: null, claimantId: 'ST1', stationId: 'ST1', kind: 'OLD_PART_MISSING', stage: 'POST_TAX' },
        ...{ amountFen: -1_000, taxRateBp: null, createdBy: 'U-L1', createdAtMs: 0, approvedBy: 'U-L2' },
        status: 'APPROVED',
      })
      .execute();
  });
  afterAll(() => store.close());

  const run = (change: Partial<RunRequest> = {}, nowMs = TEST_NOW_MS): Promise<CommandOutcome> =>
    inCommand(
      store.db,
      clerk,
      (context) => commands['settlement.run'](context, { kind: 'settlement.run', request: { ...request, ...change } }),
      nowMs,
    );
  const statements = () =>
    store.db.selectFrom('statement').selectAll().where('status', '<>', 'VOID').orderBy('claimantCode').execute();
  const advance = async (
    action: BodyOf<'statement.advance'>['action'],
    user = clerk,
    note = '',
  ): Promise<CommandOutcome> => {
    const [statement] = await statements();
    const body = { statementId: statement?.id ?? '', version: statement?._v ?? 0, action, note };
    return inCommand(store.db, user, (context) =>
      commands['statement.advance'](context, { kind: 'statement.advance', ...body }),
    );
  };

  it('a run makes one statement per claimant with tax, set-off and the status of the claims', async () => {
    const outcome = await run();
    expect(outcome).toMatchObject({
      status: 'applied',
      output: { repeated: false, statementCount: 2, claimCount: 3, netFen: 36_000, returnedToReview: 0, leftOut: [] },
    });
    const [first, second] = await statements();
    expect(first).toMatchObject({
      ...{ no: 'JSJH1260201', claimantCode: 'S001', claimCount: 2, netFen: 24_000, taxFen: 3_120, grossFen: 27_120 },
      ...{ offsetFen: -1_000, payableFen: 26_120, payout: 'PAY', status: 'DRAFT', taxpayerType: 'GENERAL' },
    });
    // The own workshop settles internally: no tax; below the minimum it is carried.
    expect(second).toMatchObject({
      taxFen: 0,
      grossFen: 12_000,
      payableFen: 0,
      carryOutFen: 12_000,
      payout: 'DEFERRED',
    });
    const stated = await store.db
      .selectFrom('claim')
      .select(['status', 'statusBefore'])
      .where('statementId', '=', first?.id ?? '')
      .execute();
    expect(stated).toEqual([
      { status: 'STATED', statusBefore: 'APPROVED' },
      { status: 'STATED', statusBefore: 'APPROVED' },
    ]);
  });

  it('running it again makes nothing and says so, with the same totals and the same fingerprint', async () => {
    const before = await statements();
    const outcome = await run();
    expect(outcome).toMatchObject({ output: { repeated: true, statementCount: 2, claimCount: 3, netFen: 36_000 } });
    expect(await statements()).toEqual(before);
  });

  it('goes to the station only through two persons', async () => {
    expect(await advance('approve', supervisor)).toMatchObject({ reason: 'statement-step-not-allowed' });
    expect(await advance('propose')).toMatchObject({ status: 'applied', output: { status: 'L1_CHECKED' } });
    expect(await advance('approve')).toMatchObject({ reason: 'statement-not-your-role' });
    const standsIn = [{ userId: 'U-L2', name: '主管', roles: ['l2' as const], untilDate: '2026-12-31' }];
    const deputy = { ...testUser('U-L1b', ['l1', 'l2']), standsIn };
    expect(await advance('approve', deputy)).toMatchObject({ reason: 'statement-not-your-role' });
    const both = testUser('U-L1', ['l1', 'l2']);
    expect(await advance('approve', both)).toMatchObject({ reason: 'statement-same-person' });
    expect(await advance('approve', supervisor)).toMatchObject({ status: 'applied' });
    expect(await advance('send')).toMatchObject({ status: 'applied' });
    expect(await advance('confirm')).toMatchObject({ reason: 'statement-needs-note' });
    expect(await advance('confirm', clerk, '传真件 2026-03-20')).toMatchObject({ output: { status: 'CONFIRMED' } });
  });

  it('a void statement frees its claims and adjustments, and the same run makes it anew', async () => {
    expect(await advance('void', supervisor, '重做')).toMatchObject({ status: 'applied' });
    const freed = await store.db.selectFrom('claim').select('status').where('stationId', '=', 'ST1').execute();
    expect(freed.map((claim) => claim.status)).toEqual(['APPROVED', 'APPROVED', 'APPROVED']);
    expect(await run()).toMatchObject({ output: { repeated: false, statementCount: 2, claimCount: 3 } });
    const [anew] = await statements();
    expect(anew).toMatchObject({ no: 'JSJH1260202', offsetFen: -1_000, payableFen: 26_120 });
  });

  it('a claim taken off leaves the rest with new totals', async () => {
    const [statement] = await statements();
    const claim = await store.db
      .selectFrom('claim')
      .select('id')
      .where('statementId', '=', statement?.id ?? '')
      .where('stationRef', '=', 'A-2')
      .executeTakeFirstOrThrow();
    const outcome = await inCommand(store.db, clerk, (context) =>
      commands['statement.detachClaim'](context, {
        ...{ kind: 'statement.detachClaim', statementId: statement?.id ?? '', claimId: claim.id },
        version: statement?._v ?? 0,
      }),
    );
    expect(outcome).toMatchObject({ status: 'applied' });
    const [after] = await statements();
    expect(after).toMatchObject({ claimCount: 1, netFen: 12_000, grossFen: 13_560, payableFen: 0, payout: 'DEFERRED' });
  });

  it('what was carried comes into the next statement of the claimant', async () => {
    const change = { periodFromDate: '2026-03-01', periodToDate: '2026-03-31', includeEarlier: true };
    expect(await run(change, TEST_NOW_MS + 1000)).toMatchObject({ output: { statementCount: 1, claimCount: 2 } });
    const next = await store.db
      .selectFrom('statement')
      .selectAll()
      .where('periodToDate', '=', '2026-03-31')
      .executeTakeFirst();
    expect(next).toMatchObject({ carryInFen: 12_560, monthsDeferred: 1, netFen: 24_000, payableFen: 39_680 });
  });
});

/** A claim of one labour line finished on the day. */
function approvedIn(day: string, change: Parameters<typeof claimDraft>[0]): ReturnType<typeof claimDraft> {
  const base = claimDraft({ failureDate: day, repairFinishDate: day, submittedDate: day });
  return { ...base, submittedAtMs: Date.parse(day), ...change };
}
