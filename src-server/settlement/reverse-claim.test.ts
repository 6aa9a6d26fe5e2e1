import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recheckClaims } from '../claims/recheck-claims.ts';
import { refreshStandings } from '../claims/station-standing.ts';
import { submitClaims } from '../claims/submit-claims.ts';
import type { BodyOf, CommandOutcome } from '../commands/command-handler.ts';
import { claimDraft } from '../testing/claim-draft-fixture.ts';
import { ENGINES, openTestCentral, type TestCentral } from '../testing/central-store.ts';
import { inCommand, seedSmallCompany, testUser } from '../testing/small-company.ts';
import { settlementCommands } from './settlement.commands.ts';

const clerk = testUser('U-L1', ['l1']);
const supervisor = testUser('U-L2', ['l2']);
const finance = testUser('U-FI', ['finance']);
const commands = settlementCommands({ recheckClaims, refreshStandings });

const APPROVED_FEN = 30_000;

describe.each(ENGINES)('the reversal of a paid claim on %s', (engine) => {
  let store: TestCentral;
  let claimId = '';

  beforeAll(async () => {
    store = await openTestCentral(engine);
    await seedSmallCompany(store.db);
    const drafts = [
      claimDraft({ stationRef: 'R-1', failureDate: '2026-02-02', repairFinishDate: '2026-02-03', mileageKm: 41_000 }),
      claimDraft({ stationRef: 'R-2', failureDate: '2026-03-02', repairFinishDate: '2026-03-03', mileageKm: 46_000 }),
    ];
    await inCommand(store.db, clerk, (context) => submitClaims(context.db, drafts, context));
    await store.db
      .updateTable('claim')
      .set({ status: 'APPROVED', approvedFen: APPROVED_FEN, payableFen: APPROVED_FEN, claimedFen: APPROVED_FEN })
      .set({ queue: 'NONE' })
      .execute();
    const first = await claimOf('R-1');
    claimId = first.id;
  });
  afterAll(() => store.close());

  const claimOf = (stationRef: string) =>
    store.db.selectFrom('claim').selectAll().where('stationRef', '=', stationRef).executeTakeFirstOrThrow();
  const run = (month: string, lastDay: string): Promise<CommandOutcome> =>
    inCommand(store.db, clerk, (context) =>
      commands['settlement.run'](context, {
        kind: 'settlement.run',
        request: {
          ...{ kind: 'MONTHLY', periodFromDate: `${month}-01`, periodToDate: lastDay, taxDate: lastDay },
          ...{ includeEarlier: false, claimantIds: [] },
        },
      }),
    );
  const adjustments = () =>
    store.db
      .selectFrom('statementAdjustment')
      .select(['id', 'kind', 'stage', 'amountFen', 'taxRateBp', 'status', 'createdBy', 'approvedBy', 'statementId'])
      .where('refClaimId', '=', claimId)
      .orderBy('id')
      .execute();
  const step = async (
    what: BodyOf<'reversal.step'>['step'],
    user = supervisor,
    change: Partial<BodyOf<'reversal.step'>> = {},
  ): Promise<CommandOutcome> => {
    const open = (await adjustments()).find((row) => row.kind === 'REVERSAL' && row.status === 'OPEN');
    return inCommand(store.db, user, (context) =>
      commands['reversal.step'](context, {
        ...{ kind: 'reversal.step', claimId, step: what, reasonCode: 'R34', note: '抽查发现不实', penaltyTimes: 0 },
        adjustmentId: open?.id ?? null,
        ...change,
      }),
    );
  };

  it('is refused while no statement has paid the claim', async () => {
    expect(await step('propose')).toMatchObject({ status: 'rejected', reason: 'reversal-not-paid' });
    expect(await run('2026-02', '2026-02-28')).toMatchObject({ output: { claimCount: 1 } });
    expect(await step('propose')).toMatchObject({ status: 'rejected', reason: 'reversal-not-paid' });
  });

  it('is proposed by the supervisor, withdrawn, proposed again, and refused or confirmed by nobody else than finance', async () => {
    await store.db.updateTable('statement').set({ status: 'PAID' }).execute();
    await store.db.updateTable('claim').set({ status: 'PAID' }).where('id', '=', claimId).execute();
    expect(await step('propose', clerk)).toMatchObject({ reason: 'reversal-not-your-role' });
    expect(await step('propose')).toMatchObject({ status: 'applied', output: { status: 'PAID' } });
    expect(await step('propose', supervisor, { adjustmentId: null })).toMatchObject({
      ...{ status: 'conflict', reason: 'reversal-changed' },
    });
    expect(await step('withdraw')).toMatchObject({ status: 'applied' });
    expect(await step('propose', supervisor, { penaltyTimes: 3 })).toMatchObject({ status: 'applied' });
    expect(await step('confirm')).toMatchObject({ reason: 'reversal-not-your-role' });
    expect(await step('confirm', testUser('U-L2', ['l2', 'finance']))).toMatchObject({
      reason: 'reversal-same-person',
    });
    // Nothing of it is on a statement before it is confirmed.
    expect(await run('2026-03', '2026-03-10')).toMatchObject({ output: { claimCount: 1, netFen: APPROVED_FEN } });
    await store.db.updateTable('claim').set({ status: 'POSTED' }).where('stationRef', '=', 'R-2').execute();
  });

  it('takes back in the next statement exactly what was paid, once, and leaves the first statement as it was', async () => {
    const before = await store.db.selectFrom('statement').selectAll().orderBy('id').execute();
    const lines = await store.db.selectFrom('statementClaim').selectAll().orderBy('id').execute();
    const [paid] = await store.db.selectFrom('claimLine').selectAll().where('claimId', '=', claimId).execute();
    expect(await step('confirm', finance, { note: '' })).toMatchObject({
      ...{ status: 'applied', output: { claimId, status: 'REVERSED' } },
    });
    expect(await claimOf('R-1')).toMatchObject({ status: 'REVERSED', statusBefore: 'PAID', approvedFen: APPROVED_FEN });
    expect(await step('propose')).toMatchObject({ status: 'rejected', reason: 'reversal-not-paid' });
    expect(await run('2026-03', '2026-03-31')).toMatchObject({
      ...{ status: 'applied', output: { statementCount: 1, claimCount: 0, netFen: 0 } },
    });
    const [, , last] = await store.db.selectFrom('statement').selectAll().orderBy('id').execute();
    expect(last).toMatchObject({
      ...{ preTaxAdjFen: -APPROVED_FEN, taxBaseFen: -APPROVED_FEN, taxFen: -3_900, grossFen: -33_900 },
      ...{ offsetFen: -90_000, payableFen: 0, carryOutFen: -123_900 },
    });
    expect((await adjustments()).map(({ id: _id, ...row }) => row)).toEqual([
      {
        ...{ kind: 'REVERSAL', stage: 'PRE_TAX', amountFen: -APPROVED_FEN, taxRateBp: 1300, status: 'CANCELLED' },
        ...{ createdBy: 'U-L2', approvedBy: null, statementId: null },
      },
      {
        ...{ kind: 'REVERSAL', stage: 'PRE_TAX', amountFen: -APPROVED_FEN, taxRateBp: 1300, status: 'STATED' },
        ...{ createdBy: 'U-L2', approvedBy: 'U-FI', statementId: last?.id },
      },
      {
        ...{ kind: 'PENALTY', stage: 'POST_TAX', amountFen: -3 * APPROVED_FEN, taxRateBp: null, status: 'STATED' },
        ...{ createdBy: 'U-L2', approvedBy: 'U-FI', statementId: last?.id },
      },
    ]);
    expect((await store.db.selectFrom('statement').selectAll().orderBy('id').execute()).slice(0, 2)).toEqual(before);
    expect(await store.db.selectFrom('statementClaim').selectAll().orderBy('id').execute()).toEqual(lines);
    expect(await store.db.selectFrom('claimLine').selectAll().where('claimId', '=', claimId).execute()).toEqual([paid]);
  });

  it('stands in the history with both persons, and no second reversal can be written', async () => {
    const history = await store.db
      .selectFrom('auditDecision')
      .select(['action', 'level', 'statusFrom', 'statusTo', 'amountBeforeFen', 'amountAfterFen', 'decidedBy'])
      .where('claimId', '=', claimId)
      .where('action', 'like', 'REVERSE%')
      .orderBy('id')
      .execute();
    expect(
      history.map(({ action, decidedBy, statusTo, amountAfterFen }) => [action, decidedBy, statusTo, amountAfterFen]),
    ).toEqual([
      ['REVERSE_PROPOSE', 'U-L2', 'PAID', APPROVED_FEN],
      ['REVERSE_WITHDRAW', 'U-L2', 'PAID', APPROVED_FEN],
      ['REVERSE_PROPOSE', 'U-L2', 'PAID', APPROVED_FEN],
      ['REVERSE', 'U-FI', 'REVERSED', 0],
    ]);
    const [row] = await store.db.selectFrom('statementAdjustment').selectAll().where('status', '=', 'STATED').execute();
    await expect(
      store.db
        .insertInto('statementAdjustment')
        .values({ ...row, id: 'TWICE', kind: 'REVERSAL' } as never)
        .execute(),
    ).rejects.toThrow(/statement_adjustment_reversal/);
  });

  it('comes into the next statement again, once and whole, when the statement that took it is voided', async () => {
    const taken = await store.db.selectFrom('statement').selectAll().orderBy('id').execute();
    const last = taken.at(-1);
    expect(
      await inCommand(store.db, supervisor, (context) =>
        commands['statement.advance'](context, {
          ...{ kind: 'statement.advance', statementId: last?.id ?? '', version: last?._v ?? 0 },
          ...{ action: 'void', note: '重做' },
        }),
      ),
    ).toMatchObject({ status: 'applied', output: { status: 'VOID' } });
    const freed = (await adjustments()).filter(({ status }) => status !== 'CANCELLED');
    expect(freed.map(({ kind, status, statementId }) => [kind, status, statementId])).toEqual([
      ['REVERSAL', 'APPROVED', null],
      ['PENALTY', 'APPROVED', null],
    ]);
    // the claim stays what finance made of it: neither paid nor to be paid again
    expect(await claimOf('R-1')).toMatchObject({ status: 'REVERSED', statusBefore: 'PAID' });
    expect(await step('propose')).toMatchObject({ status: 'rejected', reason: 'reversal-not-paid' });
    expect(await run('2026-03', '2026-03-31')).toMatchObject({ output: { statementCount: 1, claimCount: 0 } });
    const again = (await store.db.selectFrom('statement').selectAll().orderBy('id').execute()).at(-1);
    expect(again?.id).not.toBe(last?.id);
    const { preTaxAdjFen, taxFen, grossFen, offsetFen, payableFen, carryOutFen } = last ?? {};
    expect(again).toMatchObject({ preTaxAdjFen, taxFen, grossFen, offsetFen, payableFen, carryOutFen });
    const stated = (await adjustments()).filter(({ statementId }) => statementId === again?.id);
    expect(stated.map(({ kind, status }) => [kind, status])).toEqual([
      ['REVERSAL', 'STATED'],
      ['PENALTY', 'STATED'],
    ]);
  });

  it('has one winner when two ask for it at once, and one when it is withdrawn while finance confirms it', async () => {
    const other = await claimOf('R-2');
    const at = (who: typeof supervisor, what: BodyOf<'reversal.step'>['step'], adjustmentId: string | null) =>
      inCommand(store.db, who, (context) =>
        commands['reversal.step'](context, {
          ...{ kind: 'reversal.step', claimId: other.id, step: what, reasonCode: 'R34', note: '抽查', penaltyTimes: 1 },
          adjustmentId,
        }),
      );
    const ofOther = () =>
      store.db
        .selectFrom('statementAdjustment')
        .select(['id', 'kind', 'status', 'createdBy'])
        .where('refClaimId', '=', other.id)
        .where('status', '<>', 'CANCELLED')
        .orderBy('id')
        .execute();
    const second = testUser('U-L2B', ['l2']);
    const asked = await Promise.all([supervisor, second, supervisor].map((who) => at(who, 'propose', null)));
    expect(asked.map(({ status }) => status).toSorted()).toEqual(['applied', 'conflict', 'conflict']);
    const [reversal, ...others] = await ofOther();
    expect([reversal?.kind, ...others.map(({ kind }) => kind)]).toEqual(['REVERSAL', 'PENALTY']);
    const proposer = reversal?.createdBy === second.id ? second : supervisor;
    const ended = await Promise.all([
      at(finance, 'confirm', reversal?.id ?? ''),
      at(proposer, 'withdraw', reversal?.id ?? ''),
    ]);
    expect(ended.filter(({ status }) => status === 'applied')).toHaveLength(1);
    const isConfirmed = ended[0]?.status === 'applied';
    expect((await claimOf('R-2')).status).toBe(isConfirmed ? 'REVERSED' : 'POSTED');
    expect((await ofOther()).map(({ status }) => status)).toEqual(isConfirmed ? ['APPROVED', 'APPROVED'] : []);
  });
});
