import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { Caller } from '../http/caller.ts';
import { openTestCentral, type TestCentral } from '../testing/central-store.ts';
import { claimDraft } from '../testing/claim-draft-fixture.ts';
import { inCommand, newTestId, seedSmallCompany, testUser, TEST_NOW_MS } from '../testing/small-company.ts';
import { findPicture } from './audit.procedures.ts';
import { submitClaims } from './submit-claims.ts';

const clerk = testUser('U-L1', ['l1']);
let store: TestCentral;
let region: string;
let hitClaim: string;

async function submit(stationRef: string): Promise<string> {
  const drafts = [claimDraft({ stationRef, submittedAtMs: TEST_NOW_MS })];
  const [result] = await inCommand(store.db, clerk, (context) => submitClaims(context.db, drafts, context));
  return result?.outcome === 'submitted' ? result.claimId : '';
}

async function attach(claimId: string, id: string): Promise<string> {
  const content = Buffer.from(`picture ${id}`);
  const fileSha256 = createHash('sha256').update(content).digest('hex');
  await store.db
    .insertInto('attachment')
    .values({
      ...rowIdentity(id, 'r:1', claimId),
      ...{ ownerType: 'CLAIM', ownerId: claimId, claimId, kind: 'FAULT_PART', fileName: id, contentType: 'image/png' },
      ...{ fileSha256, sizeBytes: content.length, uploadedAtMs: TEST_NOW_MS },
    })
    .execute();
  await store.db
    .insertInto('attachmentContent')
    .values({ fileSha256, content, sizeBytes: content.length, storedAtMs: TEST_NOW_MS })
    .execute();
  return fileSha256;
}

const seenFrom = (regionId: string | null, fileSha256: string) =>
  findPicture(store.db, { user: { ...clerk, regionId } } as unknown as Caller, fileSha256).then(
    () => 'given',
    (error: unknown) => (String(error).includes('picture-not-kept') ? 'picture-not-kept' : String(error)),
  );

beforeAll(async () => {
  store = await openTestCentral('pglite');
  await seedSmallCompany(store.db);
  const own = await store.db.selectFrom('station').select('regionId').executeTakeFirstOrThrow();
  region = own.regionId;
  await store.db
    .insertInto('region')
    .values({ ...rowIdentity('FAR', 'g'), code: '9', name: 'Far' })
    .execute();
  hitClaim = await submit('PAIR-1');
});
afterAll(() => store.close());

it('gives the other half of a pair to whoever judges the hit, and no other picture of that claim', async () => {
  const farClaim = await submit('PAIR-2');
  await store.db.updateTable('claim').set({ regionId: 'FAR' }).where('id', '=', farClaim).execute();
  const [twin, beside] = [await attach(farClaim, 'far-twin'), await attach(farClaim, 'far-beside')];
  const mine = await attach(hitClaim, 'mine');
  expect([await seenFrom(region, twin), await seenFrom('FAR', twin), await seenFrom(null, twin)]).toEqual([
    ...['picture-not-kept', 'given', 'given'],
  ]);
  const hit = {
    ...{ ...rowIdentity(newTestId(), 'r:1', hitClaim), claimId: hitClaim, ruleId: 'A03', rulesetVersion: 1 },
    ...{ severity: 'WARN', hitAtMs: TEST_NOW_MS, state: 'OPEN' },
    evidenceJson: JSON.stringify({ attachmentId: 'mine', otherAttachmentId: 'far-twin' }),
  };
  await store.db
    .insertInto('ruleHit')
    .values({ ...hit, mode: 'SHADOW' })
    .execute();
  expect(await seenFrom(region, twin)).toBe('picture-not-kept');
  await store.db.updateTable('ruleHit').set({ mode: 'LIVE' }).where('id', '=', hit.id).execute();
  expect([await seenFrom(region, twin), await seenFrom(region, beside), await seenFrom('FAR', mine)]).toEqual([
    ...['given', 'picture-not-kept', 'picture-not-kept'],
  ]);
});
