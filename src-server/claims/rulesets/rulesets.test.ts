import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Comparison } from '../../../src-shared/contract/server/rules.contract.ts';
import { FIRST_RULESET } from '../../../src-shared/domain/claims/first-ruleset.ts';
import { NO_COMPARISON } from '../../../src-shared/domain/claims/rulesets/compare-evaluations.ts';
import type { RulesetContent } from '../../../src-shared/domain/claims/rulesets/check-ruleset.ts';
import { REASON_CODES } from '../../../src-shared/domain/claims/reason-codes.ts';
import { rowIdentity } from '../../../src-shared/domain/units/row-identity.ts';
import {
  masterRowOf,
  type MasterEdit,
  type MasterRow,
  type MasterTable,
} from '../../../src-shared/domain/claims/rulesets/master-edits.ts';
import type { SharesBp, SplitRule } from '../../../src-shared/domain/settlement/split.ts';
import { mayCommand } from '../../commands/role-gate.ts';
import type { BodyOf, CommandContext, CommandOutcome } from '../../commands/command-handler.ts';
import type { CentralDb } from '../../db/open-central.ts';
import { openTestCentral } from '../../testing/central-store.ts';
import { claimDraft, labourLine } from '../../testing/claim-draft-fixture.ts';
import { addUser, markAsDemo } from '../../testing/rows.ts';
import { inCommand, seedSmallCompany, testUser, TEST_NOW_MS, TEST_TODAY } from '../../testing/small-company.ts';
import { ask, signIn, startTestServer, type Failure, type TestServer } from '../../testing/test-server.ts';
import { loadClaimSettings } from '../evaluation-facts.repository.ts';
import { recheckClaims } from '../recheck-claims.ts';
import { submitClaims } from '../submit-claims.ts';
import { beginComparison, comparisonChanges, noteProgress } from './comparison.repository.ts';
import { newestPublished } from './ruleset.repository.ts';
import { RulesetComparisons } from './comparisons.ts';
import { rulesetCommands } from './ruleset.commands.ts';

const admin = testUser('U-ADMIN', ['warrantyAdmin']);
const other = testUser('U-OTHER', ['warrantyAdmin']);
const clerk = testUser('U-L1', ['l1']);
/** Rules of the draft count from here, five days after the suite's day. */
const LATER = '2026-03-25';
const LATER_MS = TEST_NOW_MS + 5 * 86_400_000;

let server: TestServer;
let comparisons: RulesetComparisons;
let nextNo = 0;

beforeAll(async () => {
  server = await startTestServer('pglite', {}, { store: await openTestCentral('pglite') });
  const { db } = server.store;
  await markAsDemo(db);
  await seedSmallCompany(db);
  await addUser(db, { login: 'admin', roles: ['warrantyAdmin'] });
  await addUser(db, { login: 'east', roles: ['warrantyAdmin'], regionId: 'R1' });
  await addUser(db, { login: 'clerk', roles: ['l1', 'admin'] });
  comparisons = new RulesetComparisons({
    db,
    ...{ nowMs: () => TEST_NOW_MS, today: () => TEST_TODAY, newId: () => `COMPARE-${String((nextNo += 1))}` },
    onError: (error) => {
      throw error;
    },
  });
});
afterAll(async () => {
  await comparisons.close();
  await server.close();
});

type Body = BodyOf<'ruleset.saveDraft' | 'ruleset.dropDraft' | 'ruleset.publish'>;
type Handler = (context: CommandContext, body: Body) => Promise<CommandOutcome>;

const run = (user: typeof admin, body: Body): Promise<unknown> =>
  inCommand(server.store.db, user, (context) => (rulesetCommands[body.kind] as Handler)(context, body)).then(
    (outcome) => outcome,
    (error: { data?: unknown }) => {
      if (error.data === undefined) throw error;
      return error.data;
    },
  );
const save = (version: number, content: RulesetContent, user = admin): Promise<unknown> =>
  run(user, {
    kind: 'ruleset.saveDraft',
    version,
    content: structuredClone(content) as BodyOf<'ruleset.saveDraft'>['content'],
    note: '',
  });
const publish = (version: number, change: Partial<BodyOf<'ruleset.publish'>> = {}, user = admin): Promise<unknown> =>
  run(user, {
    ...{ kind: 'ruleset.publish', version, effectiveDate: LATER, confirmedShadowed: [], note: '' },
    ...change,
  });

/** Late after two days instead of thirty, and a fifth of the labour is the station's. */
function changedRules(): RulesetContent {
  const { rules, tables } = FIRST_RULESET;
  const labourBp: SharesBp = [8_000, 0, 2_000];
  return {
    rules: rules.map((row) =>
      row.id === 'G02' ? { ...row, parameters: { ...row.parameters, warnAfterDays: 2 } } : row,
    ),
    tables: {
      ...tables,
      split: tables.split.map((rule) => (rule.id === 'SR-IN-MAKER' ? { ...rule, labourBp } : rule)),
    },
  };
}

/** Two hours at 60.00, so 120.00 each: submitted five days late, a day late, a day late and before the quarter. */
async function submit(
  ref: string,
  finishDate: string,
  submittedDate: string,
  at = { today: TEST_TODAY, nowMs: TEST_NOW_MS },
) {
  const draft = claimDraft({
    ...{ stationRef: ref, failureDate: finishDate, repairFinishDate: finishDate, submittedDate },
    ...{ submittedAtMs: Date.parse(`${submittedDate}T02:00:00Z`), lines: [labourLine()] },
  });
  const [result] = await inCommand(server.store.db, clerk, (context) =>
    submitClaims(context.db, [draft], { ...context, ...at }),
  );
  if (result?.outcome !== 'submitted') throw new Error(JSON.stringify(result));
  return result;
}

const versionOf = async (claimId: string): Promise<number | null> =>
  (await server.store.db.selectFrom('claim').select('rulesetVersion').where('id', '=', claimId).executeTakeFirst())
    ?.rulesetVersion ?? null;

async function compared(draftVersion: number): Promise<Comparison> {
  const { id } = await comparisons.start({
    ...{ draftVersion, fromDate: '2025-10-01', toDate: '2025-12-31', user: admin },
  });
  await comparisons.ended(id);
  return comparisons.find(id);
}

it('a draft is compared on the claims of a quarter, published with a date, and claims keep the version they were judged by', async () => {
  const before = await submit('A-0', '2025-06-01', '2025-06-02');
  const late = await submit('A-1', '2025-10-05', '2025-10-10');
  const prompt = await submit('A-2', '2025-12-10', '2025-12-11');
  expect(await versionOf(late.claimId)).toBe(1);

  expect(await save(0, changedRules())).toMatchObject({ output: { version: 1, rulesetVersion: 2 } });
  const comparison = await compared(1);
  // 120.00 → 96.00 for both; the late one loses a tenth more (86.40) and asks for a person
  expect(comparison).toMatchObject({
    ...{ status: 'DONE', done: 2, total: 2, baseRulesetVersion: 1 },
    totals: {
      ...{ claims: 2, changed: 2, decisionsChanged: 1, toPerson: 1, toRules: 0, amountsChanged: 2 },
      ...{ payableUpFen: 0, payableDownFen: 3_360 + 2_400 },
    },
  });
  const page = (offset: number) =>
    comparisonChanges(server.store.db, { comparisonId: comparison.id, offset, limit: 1 });
  expect(await page(0)).toMatchObject([
    {
      ...{ claimId: late.claimId, claimNo: late.claimNo, dispositionBefore: 'AUTO_APPROVED' },
      ...{
        dispositionAfter: 'IN_REVIEW',
        payableBeforeFen: 12_000,
        payableAfterFen: 8_640,
        newRules: 'G02',
        goneRules: '',
      },
    },
  ]);
  expect(await page(1)).toMatchObject([
    { claimId: prompt.claimId, dispositionAfter: 'AUTO_APPROVED', payableAfterFen: 9_600 },
  ]);
  expect(await page(2)).toEqual([]);

  expect(await publish(1, { effectiveDate: '2026-03-19' })).toMatchObject({ reason: 'ruleset-date-past' });
  const both = await Promise.all([publish(1), publish(1, {}, other)]);
  expect(both.filter((outcome) => JSON.stringify(outcome).includes('"applied"'))).toHaveLength(1);
  expect(both.filter((outcome) => JSON.stringify(outcome).includes('"ruleset-draft-gone"'))).toHaveLength(1);

  const today = await submit('B-1', '2026-03-11', '2026-03-12');
  const onTheDay = await submit('B-2', '2026-01-25', LATER, { today: LATER, nowMs: LATER_MS });
  expect(onTheDay).toMatchObject({ payableFen: 8_640 });
  expect(today.payableFen).toBe(12_000);
  expect([await versionOf(before.claimId), await versionOf(late.claimId), await versionOf(today.claimId)]).toEqual([
    1, 1, 1,
  ]);

  // the new rules would hit the late claim; a re-check looks for new facts and leaves it as it was approved
  const again = await inCommand(server.store.db, clerk, (context) =>
    recheckClaims(context.db, [late.claimId], { ...context, today: LATER, nowMs: LATER_MS }),
  );
  expect(again).toEqual([]);
  expect([await versionOf(late.claimId), await versionOf(onTheDay.claimId)]).toEqual([1, 2]);
});

it('of two who change the draft one is told who was first; a draft can be thrown away', async () => {
  const content = changedRules();
  const stricter = {
    ...content,
    rules: content.rules.map((row) => (row.id === 'V04' ? { ...row, mode: 'SHADOW' as const } : row)),
  };
  expect(await save(0, stricter)).toMatchObject({ output: { version: 1, rulesetVersion: 3 } });
  expect(await save(0, content, other)).toMatchObject({
    ...{ code: 'CONFLICT', reason: 'ruleset-draft-changed' },
    details: { version: 1, byName: admin.name },
  });
  await expect(
    comparisons.start({ draftVersion: 7, fromDate: TEST_TODAY, toDate: TEST_TODAY, user: admin }),
  ).rejects.toMatchObject({ data: { reason: 'comparison-other-draft' } });
  expect(await run(other, { kind: 'ruleset.dropDraft', version: 1 })).toMatchObject({ status: 'applied' });
  expect(await publish(1)).toMatchObject({ reason: 'ruleset-draft-gone', details: { byName: other.name } });
  // a number is not used again
  expect(await save(0, stricter)).toMatchObject({ output: { rulesetVersion: 4 } });
  const saved = await server.store.db
    .selectFrom('ruleset')
    .selectAll()
    .where('status', '=', 'DRAFT')
    .executeTakeFirstOrThrow();
  const versionOfRule = (id: string): number | undefined =>
    (JSON.parse(saved.rulesJson) as RulesetContent['rules']).find((row) => row.id === id)?.version;
  expect([versionOfRule('V04'), versionOfRule('G02'), versionOfRule('V01')]).toEqual([2, 2, 1]);
});

it('a shadowed rule is named and refused until it is confirmed; so is a table with a line that no rule takes', async () => {
  const { rules, tables } = changedRules();
  const first = tables.split.find(({ id }) => id === 'SR-IN-MAKER');
  if (first === undefined) throw new Error('no such rule');
  const never: SplitRule = { ...first, id: 'SR-NEVER', priority: 51, conditions: first.conditions };
  expect(await save(1, { rules, tables: { ...tables, split: [...tables.split, never] } })).toMatchObject({
    status: 'applied',
  });
  expect(await publish(2)).toMatchObject({
    ...{ code: 'RULE_BROKEN', reason: 'ruleset-shadowed', details: { row: 'SR-NEVER', by: 'SR-IN-MAKER', count: 1 } },
  });
  const lastGone = { ...tables, split: tables.split.filter(({ id }) => id !== 'SR-NONE') };
  expect(await save(2, { rules, tables: lastGone })).toMatchObject({ reason: 'ruleset-split-last' });
  expect(await publish(2, { confirmedShadowed: ['SR-NEVER'], effectiveDate: TEST_TODAY })).toMatchObject({
    ...{ reason: 'ruleset-date-before-last', details: { version: 2, effectiveDate: LATER } },
  });
  expect(await publish(2, { confirmedShadowed: ['SR-NEVER'] })).toMatchObject({ output: { rulesetVersion: 4 } });
  expect(await save(0, { rules, tables: { ...tables, split: [...tables.split, never] } })).toMatchObject({
    status: 'applied',
  });
  expect(await publish(1)).toMatchObject({ reason: 'ruleset-no-change' });
});

it('one comparison at a time, told of and stopped by any server; one whose server has gone has failed', async () => {
  const { db } = server.store;
  const { _v: draftVersion } = await db
    .selectFrom('ruleset')
    .select('_v')
    .where('status', '=', 'DRAFT')
    .executeTakeFirstOrThrow();
  const wanted = { draftVersion, fromDate: '2025-10-01', toDate: '2025-12-31', user: admin };
  const elsewhere = {
    ...{ id: 'ELSEWHERE', draftId: 'DRAFT', draftVersion, baseRulesetVersion: 4 },
    ...{ fromDate: wanted.fromDate, toDate: wanted.toDate, startedBy: other.id, startedByName: other.name },
  };
  await beginComparison(db, elsewhere, TEST_NOW_MS);
  await expect(comparisons.start(wanted)).rejects.toMatchObject({
    data: { reason: 'comparison-running', details: { byName: other.name } },
  });
  const progress = { done: 1, total: 2, totals: NO_COMPARISON, nowMs: TEST_NOW_MS };
  expect(await noteProgress(db, 'ELSEWHERE', progress)).toBe(true);
  expect(await comparisons.cancel('ELSEWHERE')).toMatchObject({ status: 'CANCELLED', done: 1, total: 2 });
  expect(await noteProgress(db, 'ELSEWHERE', progress)).toBe(false); // so its server stops
  await beginComparison(db, elsewhere, TEST_NOW_MS - 60_000);
  expect(await comparisons.find('ELSEWHERE')).toMatchObject({ status: 'FAILED', problem: 'comparison-lost' });
  const { id } = await comparisons.start(wanted);
  await comparisons.ended(id);
  expect(await comparisons.find(id)).toMatchObject({ status: 'DONE', done: 2 });
  await expect(comparisons.find('ELSEWHERE')).rejects.toMatchObject({ data: { reason: 'comparison-not-found' } });
});

it('limits of the levels are part of a version and hold from its date on', async () => {
  const { db } = server.store;
  const { _v: version } = await db
    .selectFrom('ruleset')
    .select('_v')
    .where('status', '=', 'DRAFT')
    .executeTakeFirstOrThrow();
  const { rules, tables } = changedRules();
  const limits = { autoApproveLimitFen: 9_000, l1LimitFen: 100_000, l2LimitFen: 200_000 };
  expect(await save(version, { rules, tables: { ...tables, limits: { ...limits, l2LimitFen: 1 } } })).toMatchObject({
    ...{ code: 'RULE_BROKEN', reason: 'ruleset-limit-order', details: { row: 'L2', field: 'limitFen' } },
  });
  expect(await save(version, { rules, tables: { ...tables, limits } })).toMatchObject({ status: 'applied' });
  // 96.00 was below 500.00 and is above 90.00
  expect(await compared(version + 1)).toMatchObject({ totals: { changed: 1, decisionsChanged: 1, toPerson: 1 } });
  expect(await publish(version + 1)).toMatchObject({ status: 'applied' });
  expect(await loadClaimSettings(db, TEST_TODAY)).toMatchObject({ autoApproveLimitFen: 50_000, l1LimitFen: 500_000 });
  expect(await loadClaimSettings(db, LATER)).toMatchObject(limits);
  const dear = await submit('C-1', '2026-04-19', '2026-04-20', {
    ...{ today: '2026-04-20', nowMs: Date.parse('2026-04-20T02:00:00Z') },
  });
  const { status } = await db
    .selectFrom('claim')
    .select('status')
    .where('id', '=', dear.claimId)
    .executeTakeFirstOrThrow();
  expect([dear.payableFen, status]).toEqual([9_600, 'IN_REVIEW']);
});

/** One edit of a row as it stands in the store. */
function editOf(
  table: MasterTable,
  row: Record<string, unknown> & { id: string },
  change: MasterRow | null,
): MasterEdit {
  const before = masterRowOf(table, row);
  return { table, id: row.id, before, after: change === null ? null : { ...before, ...change } };
}

it('rates, terms of warranty and reason codes are drafted, compared and published with the version', async () => {
  const { db } = server.store;
  const rate = await db.selectFrom('rate').selectAll().where('rateKey', '=', 'LABOUR_HOUR').executeTakeFirstOrThrow();
  const cover = await db.selectFrom('warrantyCoverage').selectAll().executeTakeFirstOrThrow();
  await insertReasons(db);
  const reason = await db.selectFrom('reasonCode').selectAll().where('code', '=', 'R40').executeTakeFirstOrThrow();
  const base = (await newestPublished(db)).content;
  const withMasters = (...masters: MasterEdit[]): RulesetContent => ({
    ...base,
    tables: { ...base.tables, masters },
  });
  const cheaper = editOf('rates', rate, { value: 50_00 });
  const shorter = editOf('coverages', cover, { months: 1 });
  const told = editOf('reasons', reason, { textEn: 'Serial number missing', isOffered: 0 });

  const used = REASON_CODES.find(({ code }) => code === base.rules[0]?.reasonCode)?.code ?? '';
  const usedRow = await db.selectFrom('reasonCode').selectAll().where('code', '=', used).executeTakeFirstOrThrow();
  expect(await save(0, withMasters(editOf('reasons', usedRow, null)))).toMatchObject({
    ...{ reason: 'master-reason-in-rules', details: { row: used, field: 'code' } },
  });
  expect(await save(0, withMasters(editOf('rates', { ...rate, value: 1 }, { value: 2 })))).toMatchObject({
    ...{ code: 'CONFLICT', reason: 'master-changed' },
  });
  const beside: MasterEdit = {
    ...{ table: 'rates', id: 'NEW', before: null },
    after: { ...masterRowOf('rates', rate), value: 1, validFromDate: '2026-01-01' },
  };
  expect(await save(0, withMasters(beside))).toMatchObject({
    ...{ reason: 'master-rate-overlap', details: { field: 'validFromDate' } },
  });

  expect(await save(0, withMasters(cheaper, told))).toMatchObject({ output: { version: 1 } });
  // two hours at 50.00 instead of 60.00, a fifth of it the station's: 80.00 for 96.00 (below the 90.00 of the limits
  // again), 72.00 for 86.40
  expect(await compared(1)).toMatchObject({
    totals: { ...{ changed: 2, amountsChanged: 2, decisionsChanged: 1, toRules: 1 }, payableDownFen: 1_600 + 1_440 },
  });
  expect(await save(1, withMasters(cheaper, told, shorter))).toMatchObject({ status: 'applied' });
  expect(await publish(2, { effectiveDate: '2026-06-01' })).toMatchObject({ status: 'applied' });

  const rates = await db
    .selectFrom('rate')
    .select(['value', 'validFromDate', 'validToDate'])
    .where('rateKey', '=', 'LABOUR_HOUR')
    .where('productLine', rate.productLine === null ? 'is' : '=', rate.productLine)
    .orderBy('validFromDate')
    .execute();
  expect(rates).toEqual([
    { value: rate.value, validFromDate: rate.validFromDate, validToDate: '2026-05-31' },
    { value: 50_00, validFromDate: '2026-06-01', validToDate: null },
  ]);
  const policies = await db
    .selectFrom('warrantyPolicy as p')
    .innerJoin('warrantyCoverage as c', 'c.policyId', 'p.id')
    .select(['p.policyVersion', 'p.validFromDate', 'p.validToDate', 'c.months', 'c.labourBp'])
    .where('p.code', '=', (eb) => eb.selectFrom('warrantyPolicy').select('code').where('id', '=', cover.policyId))
    .where('c.componentGroupId', cover.componentGroupId === null ? 'is' : '=', cover.componentGroupId)
    .orderBy('p.policyVersion')
    .execute();
  expect(policies).toMatchObject([
    { months: cover.months, validToDate: '2026-05-31' },
    { months: 1, validFromDate: '2026-06-01', validToDate: null, labourBp: cover.labourBp },
  ]);
  expect(
    await db.selectFrom('reasonCode').select(['textEn', 'isOffered']).where('code', '=', 'R40').executeTakeFirst(),
  ).toEqual({ textEn: 'Serial number missing', isOffered: 0 });
  expect(await save(0, base)).toMatchObject({ output: { version: 1 } });
  expect(await publish(1, { effectiveDate: '2026-06-01' })).toMatchObject({ reason: 'ruleset-no-change' });
});

async function insertReasons(db: CentralDb): Promise<void> {
  for (const reason of REASON_CODES)
    await db
      .insertInto('reasonCode')
      .values({ ...rowIdentity(`REASON-${reason.code}`, 'g'), ...reason })
      .onConflict((conflict) => conflict.column('code').doNothing())
      .execute();
}

it('nobody but the warranty administrator of the whole company gets at the workshop', async () => {
  expect(mayCommand(['warrantyAdmin'], 'ruleset.publish')).toBe(true);
  for (const role of ['l1', 'l2', 'l3', 'admin', 'management', 'auditor'] as const)
    expect([role, mayCommand([role], 'ruleset.saveDraft')]).toEqual([role, false]);
  expect(mayCommand(['warrantyAdmin', 'auditor'], 'ruleset.publish')).toBe(false);
  expect(await save(0, changedRules(), { ...admin, regionId: 'R1' })).toMatchObject({ reason: 'rules-whole-company' });
  const asks = async (login: string): Promise<[number, string | undefined]> => {
    const token = (await signIn(server, login)).accessToken;
    const { status, body } = await ask<Partial<Failure>>(`${server.url}/rules/v1/comparisons`, { token });
    return [status, body.data?.reason];
  };
  expect(await asks('admin')).toEqual([200, undefined]);
  expect(await asks('clerk')).toEqual([403, 'rules-not-yours']);
  expect(await asks('east')).toEqual([403, 'rules-whole-company']);
});
