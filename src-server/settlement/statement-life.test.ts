import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { recheckClaims } from '../claims/recheck-claims.ts';
import { refreshStandings } from '../claims/station-standing.ts';
import { submitClaims } from '../claims/submit-claims.ts';
import type { BodyOf, CommandOutcome } from '../commands/command-handler.ts';
import { claimDraft } from '../testing/claim-draft-fixture.ts';
import { ENGINES, openTestCentral, type TestCentral } from '../testing/central-store.ts';
import { inCommand, newTestId, seedSmallCompany, testUser, TEST_NOW_MS, TEST_TODAY } from '../testing/small-company.ts';
import { settlementCommands } from './settlement.commands.ts';
import { confirmSilent } from './silence.ts';

const clerk = testUser('U-L1', ['l1']);
const supervisor = testUser('U-L2', ['l2']);
const finance = testUser('U-FI', ['finance']);
const commands = settlementCommands({ recheckClaims, refreshStandings });
const TAX_NO = '91330700MA2HEDUI0X';
const DAY_MS = 86_400_000;

/** One station's statement of two claims of 120.00 each: net 240.00, tax 31.20, gross and payable 271.20. */
const INVOICE = {
  ...{ invoiceNo: '26330000000012345678', invoiceCode: null, issueDate: '2026-03-20', sellerTaxNo: TAX_NO },
  ...{ buyerTaxNo: null, netFen: 24_000, taxRateBp: 1300, taxFen: 3_120, grossFen: 27_120, kind: 'SPECIAL' as const },
};

describe.each(ENGINES)('the life of a statement after its approval on %s', (engine) => {
  let store: TestCentral;
  let round = 0;

  beforeAll(async () => {
    store = await openTestCentral(engine);
    await seedSmallCompany(store.db);
    await store.db.updateTable('stationTerms').set({ taxNo: TAX_NO }).execute();
  });
  afterAll(() => store.close());

  /** A fresh statement for station 1 and one for the own workshop, each round in a month of its own. */
  beforeEach(async () => {
    round += 1;
    const month = `2025-${String(round).padStart(2, '0')}`;
    const drafts = [
      draft(`${month}-03`, `A${round}-1`, 'ST1', 40_000 + round * 100),
      draft(`${month}-20`, `A${round}-2`, 'ST1', 40_050 + round * 100),
      draft(`${month}-21`, `A${round}-3`, 'ST2', 40_060 + round * 100),
    ];
    await inCommand(store.db, clerk, (context) => submitClaims(context.db, drafts, context));
    await store.db
      .updateTable('claim')
      .set({ status: 'APPROVED', approvedFen: 12_000, payableFen: 12_000, claimedFen: 12_000, queue: 'NONE' })
      .where('stationRef', 'like', `A${round}-%`)
      .execute();
    const request = {
      ...{
        kind: 'MONTHLY' as const,
        periodFromDate: `${month}-01`,
        periodToDate: `${month}-28`,
        taxDate: '2026-03-20',
      },
      ...{ includeEarlier: false, claimantIds: [] },
    };
    await inCommand(
      store.db,
      clerk,
      (context) => commands['settlement.run'](context, { kind: 'settlement.run', request }),
      TEST_NOW_MS + round,
    );
  });

  const statement = async (claimantCode = 'S001') =>
    store.db
      .selectFrom('statement')
      .selectAll()
      .where('claimantCode', '=', claimantCode)
      .orderBy('createdAtMs', 'desc')
      .executeTakeFirstOrThrow();
  const claimsOf = async (statementId: string) =>
    store.db.selectFrom('claim').selectAll().where('statementId', '=', statementId).orderBy('id').execute();
  const advance = async (
    action: BodyOf<'statement.advance'>['action'],
    user = clerk,
    { note = '', code = 'S001' } = {},
  ): Promise<CommandOutcome> => {
    const { id: statementId, _v: version } = await statement(code);
    return inCommand(store.db, user, (context) =>
      commands['statement.advance'](context, { kind: 'statement.advance', statementId, version, action, note }),
    );
  };
  const invoice = async (change: Partial<typeof INVOICE> = {}, user = finance): Promise<CommandOutcome> => {
    const { id: statementId, _v: version } = await statement();
    return inCommand(store.db, user, (context) =>
      commands['statement.addInvoice'](context, {
        ...{ kind: 'statement.addInvoice', statementId, version },
        invoice: { ...INVOICE, invoiceNo: INVOICE.invoiceNo.slice(0, -2) + String(10 + round), ...change },
      }),
    );
  };
  const pay = async (amountFen: number, code = 'S001'): Promise<CommandOutcome> => {
    const { id: statementId, _v: version } = await statement(code);
    const payment = { amountFen, paidDate: '2026-03-25', bankRef: 'FK1', erpDoc: null };
    return inCommand(store.db, finance, (context) =>
      commands['statement.addPayment'](context, { kind: 'statement.addPayment', statementId, version, payment }),
    );
  };
  const sendToStation = async (code = 'S001'): Promise<void> => {
    await advance('propose', clerk, { code });
    await advance('approve', supervisor, { code });
    expect(await advance('send', clerk, { code })).toMatchObject({ output: { status: 'WAIT_STATION' } });
  };

  it('goes the whole way to PAID: invoice matched, closed and posted, paid in two parts, each step in its history', async () => {
    await sendToStation();
    await advance('confirm', clerk, { note: '传真件' });
    expect(await invoice({ sellerTaxNo: '91330700MA2HEDUI0Y' })).toMatchObject({
      ...{ status: 'rejected', reason: 'invoice-other-seller', details: { ruleId: 'F02', field: 'sellerTaxNo' } },
    });
    expect(await invoice({ netFen: 24_001, grossFen: 27_121 })).toMatchObject({
      reason: 'invoice-net-above-statement',
    });
    expect(await invoice({}, clerk)).toMatchObject({ reason: 'statement-not-your-role' });
    expect(await store.db.selectFrom('invoice').select('id').execute()).toEqual([]);
    expect(await invoice({ issueDate: '2026-03-19' })).toMatchObject({
      output: { status: 'INVOICED', warning: 'invoice-before-approval' },
    });
    expect(await advance('close', supervisor)).toMatchObject({ reason: 'statement-not-your-role' });
    expect(await advance('close', finance)).toMatchObject({ output: { status: 'CLOSED' } });
    const { id } = await statement();
    expect((await claimsOf(id)).map(({ status, closedDate }) => [status, closedDate])).toEqual([
      ['POSTED', TEST_TODAY],
      ['POSTED', TEST_TODAY],
    ]);
    expect(await pay(27_121)).toMatchObject({ reason: 'payment-above-payable' });
    expect(await pay(20_000)).toMatchObject({ output: { status: 'CLOSED', openFen: 7_120 } });
    expect(await pay(7_120)).toMatchObject({ output: { status: 'PAID', openFen: 0 } });
    expect((await claimsOf(id)).map(({ status }) => status)).toEqual(['PAID', 'PAID']);
    const events = await store.db
      .selectFrom('statementEvent')
      .select(['action', 'statusTo', 'doneBy', 'note'])
      .where('statementId', '=', id)
      .orderBy('id')
      .execute();
    expect(events.map(({ action, statusTo, doneBy }) => `${action} ${statusTo} ${doneBy}`)).toEqual([
      ...['propose L1_CHECKED U-L1', 'approve APPROVED U-L2', 'send WAIT_STATION U-L1', 'confirm CONFIRMED U-L1'],
      ...['invoice INVOICED U-FI', 'close CLOSED U-FI', 'pay PAID U-FI'],
    ]);
    expect(events[3]?.note).toBe('传真件');
  });

  it('what is closed stays as it is, whoever writes', async () => {
    await sendToStation();
    await advance('confirm', clerk, { note: '传真件' });
    await invoice();
    await advance('close', finance);
    const closed = await statement();
    expect(await advance('void', supervisor, { note: '错' })).toMatchObject({ reason: 'statement-step-not-allowed' });
    const edit = store.db.updateTable('statement').set({ payableFen: 1 }).where('id', '=', closed.id).execute();
    await expect(edit).rejects.toThrow(/closed and stays/);
    const reopen = store.db.updateTable('statement').set({ status: 'DRAFT' }).where('id', '=', closed.id).execute();
    await expect(reopen).rejects.toThrow(/closed and stays/);
    const claim = (await claimsOf(closed.id))[0];
    const cut = store.db
      .updateTable('claim')
      .set({ approvedFen: 1 })
      .where('id', '=', claim?.id ?? '')
      .execute();
    await expect(cut).rejects.toThrow(/posted and stays/);
    expect(await statement()).toEqual(closed);
  });

  it('an invoice number serves once, on whatever statement', async () => {
    await sendToStation();
    await advance('confirm', clerk, { note: '传真件' });
    await store.db
      .insertInto('invoice')
      .values({
        ...rowIdentity(newTestId(), 'r:1'),
        ...{ statementId: (await statement('S002')).id, invoiceNo: '99999999', issueDate: '2026-03-01', netFen: 1 },
        ...{ taxRateBp: 1300, taxFen: 0, grossFen: 1, kind: 'NORMAL', status: 'MATCHED' },
      })
      .execute();
    const other = await statement('S002');
    expect(await invoice({ invoiceNo: '99999999' })).toMatchObject({
      ...{ reason: 'invoice-used-before', details: { otherNo: other.no, ruleId: 'F03' } },
    });
  });

  it('silence confirms after five working days by the clock, not a day earlier; without an invoice it goes on', async () => {
    await sendToStation('S002');
    const { sentAtMs } = await statement('S002');
    expect(sentAtMs).toBe(TEST_NOW_MS);
    const at = (today: string) =>
      store.db
        .transaction()
        .execute((db) => confirmSilent(db, { nowMs: TEST_NOW_MS + 9 * DAY_MS, today, newId: newTestId }));
    // sent on Friday 20 March: five working days end on Friday 27 March
    expect(await at('2026-03-27')).toBe(0);
    expect(await at('2026-03-28')).toBe(1);
    expect(await at('2026-03-28')).toBe(0);
    const confirmed = await statement('S002');
    expect(confirmed).toMatchObject({ status: 'INVOICED', confirmedAtMs: TEST_NOW_MS + 9 * DAY_MS });
    const last = await store.db
      .selectFrom('statementEvent')
      .select(['action', 'doneBy'])
      .where('statementId', '=', confirmed.id)
      .orderBy('id', 'desc')
      .limit(2)
      .execute();
    expect(last.map(({ action, doneBy }) => `${action} ${doneBy}`)).toEqual(['invoice system', 'silence system']);
  });

  it('a disputed claim is moved on and put back, and the rest goes to the station again', async () => {
    await sendToStation();
    expect(await advance('object', clerk)).toMatchObject({ reason: 'statement-needs-note' });
    expect(await advance('object', clerk, { note: '第二张有异议' })).toMatchObject({ output: { status: 'DISPUTED' } });
    const { id: statementId } = await statement();
    const [, claim] = await claimsOf(statementId);
    const claimId = claim?.id ?? '';
    const move = async (kind: 'statement.detachClaim' | 'statement.attachClaim') => {
      const { _v: version } = await statement();
      return inCommand(store.db, clerk, (context) => {
        const body = { statementId, version, claimId };
        return kind === 'statement.detachClaim'
          ? commands[kind](context, { kind, ...body })
          : commands[kind](context, { kind, ...body });
      });
    };
    expect(await move('statement.detachClaim')).toMatchObject({ status: 'applied' });
    expect(await statement()).toMatchObject({ claimCount: 1, netFen: 12_000, status: 'DISPUTED' });
    expect(await move('statement.attachClaim')).toMatchObject({ status: 'applied' });
    expect(await move('statement.attachClaim')).toMatchObject({ reason: 'claim-not-attachable' });
    expect(await statement()).toMatchObject({ claimCount: 2, netFen: 24_000, grossFen: 27_120 });
    expect(await move('statement.detachClaim')).toMatchObject({ status: 'applied' });
    expect(await advance('send', clerk)).toMatchObject({ reason: 'statement-not-your-role' });
    expect(await advance('send', supervisor)).toMatchObject({ output: { status: 'WAIT_STATION' } });
    expect(await move('statement.attachClaim')).toMatchObject({ reason: 'statement-not-open' });
  });

  it('a closed period takes no posting', async () => {
    await sendToStation();
    await advance('confirm', clerk, { note: '传真件' });
    await invoice();
    const period = { ...rowIdentity(`P-${round}`, 'g'), room: 'claims', periodCode: '2026-03', status: 'CLOSED' };
    await store.db
      .insertInto('period')
      .values({ ...period, fromDate: '2026-03-01', toDate: '2026-03-31' })
      .execute();
    await expect(advance('close', finance)).rejects.toMatchObject({ data: { reason: 'period-closed' } });
    await store.db.deleteFrom('period').where('id', '=', period.id).execute();
    expect((await statement()).status).toBe('INVOICED');
  });
});

function draft(day: string, stationRef: string, stationId: string, mileageKm: number): ReturnType<typeof claimDraft> {
  const base = claimDraft({ failureDate: day, repairFinishDate: day, submittedDate: day });
  return { ...base, submittedAtMs: Date.parse(day), stationRef, stationId, mileageKm };
}
