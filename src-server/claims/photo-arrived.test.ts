import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { photoLook } from '../photos/photo-hash.ts';
import { openTestCentral, type TestCentral } from '../testing/central-store.ts';
import { claimDraft } from '../testing/claim-draft-fixture.ts';
import { inCommand, newTestId, seedSmallCompany, testUser, TEST_NOW_MS } from '../testing/small-company.ts';
import { photoArrived } from './photo-arrived.ts';
import { submitClaims } from './submit-claims.ts';

const clerk = testUser('U-L1', ['l1']);
const OTHER_VIN = 'LXCBUS7B6D1000346';
let store: TestCentral;

beforeAll(async () => {
  store = await openTestCentral('pglite');
  await seedSmallCompany(store.db);
  const vehicle = await store.db.selectFrom('vehicle').selectAll().where('id', '=', 'V1').executeTakeFirstOrThrow();
  await store.db
    .insertInto('vehicle')
    .values({ ...vehicle, ...rowIdentity('V2', vehicle._scope), vin: OTHER_VIN, plateNo: '浙G54321', engineNo: 'E-2' })
    .execute();
});
afterAll(() => store.close());

const fixture = (name: string): Buffer => readFileSync(new URL(`../photos/testing/${name}.jpg`, import.meta.url));

/** A claim of one of the two vehicles; the later it is submitted, the higher the number. */
async function submit(number: number, change: Parameters<typeof claimDraft>[0] = {}): Promise<string> {
  const draft = claimDraft({
    stationRef: `P-${String(number)}`,
    submittedAtMs: TEST_NOW_MS + number * 1000,
    ...change,
  });
  const [result] = await inCommand(store.db, clerk, (context) => submitClaims(context.db, [draft], context));
  return result?.outcome === 'submitted' ? result.claimId : '';
}

const ofOther = {
  vehicle: { id: 'V2', vin: OTHER_VIN, plateNo: '浙G54321', productLine: 'COACH', modelId: 'M1' },
  vinText: OTHER_VIN,
} as const;

async function attach(claimId: string, name: string): Promise<void> {
  const content = fixture(name);
  const claim = await store.db.selectFrom('claim').select('_scope').where('id', '=', claimId).executeTakeFirstOrThrow();
  await store.db
    .insertInto('attachment')
    .values({
      ...rowIdentity(newTestId(), claim._scope, claimId),
      ...{ ownerType: 'CLAIM', ownerId: claimId, claimId, kind: 'FAULT_PART', fileName: `${name}.jpg` },
      ...{ contentType: 'image/jpeg', fileSha256: createHash('sha256').update(content).digest('hex') },
      ...{ sizeBytes: content.length, uploadedAtMs: TEST_NOW_MS, ...photoLook(content) },
    })
    .execute();
  await inCommand(store.db, clerk, (context) => photoArrived(context.db, claimId, context));
}

async function stateOf(claimId: string) {
  const claim = await store.db.selectFrom('claim').selectAll().where('id', '=', claimId).executeTakeFirstOrThrow();
  const hits = await store.db.selectFrom('ruleHit').select(['ruleId', 'mode']).where('claimId', '=', claimId).execute();
  const rules = hits.map(({ ruleId, mode }) => `${ruleId} ${mode}`).toSorted();
  return { status: claim.status, headline: claim.headlineRuleId, version: claim._v, rules };
}

it('the photograph of another vehicle stands beside a claim in review as soon as it arrives', async () => {
  await attach(await submit(1), 'gearbox');
  // submitted late, so that a person has to look at it
  const late = await submit(2, { ...ofOther, failureDate: '2026-01-25', repairFinishDate: '2026-01-26' });
  expect(await stateOf(late)).toMatchObject({ status: 'IN_REVIEW', headline: 'G02' });

  await attach(late, 'pump');
  const before = await stateOf(late);
  expect(before.rules).not.toContain('A02 LIVE');
  await attach(late, 'gearbox');
  const after = await stateOf(late);
  expect(after).toMatchObject({ status: 'IN_REVIEW', headline: 'A02' });
  expect(after.rules).toEqual(expect.arrayContaining(['A02 LIVE', 'A03 SHADOW', 'G02 LIVE']));
});

it('an approved claim comes back when its photograph turns out to be another vehicle’s', async () => {
  const clean = await submit(3, { ...ofOther, lines: [{ ...claimDraft().lines[0]!, opId: null, itemCode: null }] });
  // whether the sample took it or not: say it was let pass
  const passed = { status: 'AUTO_APPROVED', queue: 'NONE', approvedFen: 12_000, decidedLevel: 'AUTO' };
  await store.db.updateTable('claim').set(passed).where('id', '=', clean).execute();
  await attach(clean, 'gearbox');
  expect(await stateOf(clean)).toMatchObject({ status: 'IN_REVIEW', headline: 'A02' });
});

it('the same photograph saved anew is found by its look, and changes nothing a clerk sees while the rule is in shadow', async () => {
  const late = await submit(4, {
    ...ofOther,
    ...{ failureDate: '2026-01-05', repairFinishDate: '2026-01-06', submittedAtMs: TEST_NOW_MS + 4000 },
    lines: [{ ...claimDraft().lines[0]!, opId: null, itemCode: null }],
  });
  const before = await stateOf(late);
  await attach(late, 'gearbox-grey');
  const after = await stateOf(late);
  expect(after.rules.filter((rule) => !before.rules.includes(rule))).toEqual(['A03 SHADOW']);
  expect(after.version).toBe(before.version);
});
