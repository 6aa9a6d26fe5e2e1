import { afterAll, beforeAll, expect, it } from 'vitest';
import { claimDraft } from '../testing/claim-draft-fixture.ts';
import { openTestCentral, type TestCentral } from '../testing/central-store.ts';
import { inCommand, seedSmallCompany, testUser } from '../testing/small-company.ts';
import { recheckClaims } from './recheck-claims.ts';
import { submitClaims } from './submit-claims.ts';

const clerk = testUser('U-L1', ['l1']);
let store: TestCentral;

beforeAll(async () => {
  store = await openTestCentral('pglite');
  await seedSmallCompany(store.db);
});
afterAll(() => store.close());

it('an approved claim comes back to the queue when a rule hits it only on the re-check, and only then', async () => {
  const drafts = [
    claimDraft({
      stationRef: 'A',
      failureDate: '2026-01-05',
      repairFinishDate: '2026-01-05',
      submittedDate: '2026-01-06',
    }),
  ];
  const [result] = await inCommand(store.db, clerk, (context) => submitClaims(context.db, drafts, context));
  const claimId = result?.outcome === 'submitted' ? result.claimId : '';
  const kept: string[] = [];
  const recheck = () =>
    inCommand(store.db, clerk, (context) =>
      recheckClaims(context.db, [claimId], context, (ids) => Promise.resolve(void kept.push(...ids))),
    );
  expect(await recheck()).toEqual([]);
  expect(kept.splice(0)).toEqual([claimId]);

  // The start of the warranty turns out to be years earlier: the failure lies outside.
  await store.db.updateTable('vehicle').set({ inServiceDate: '2022-02-01' }).execute();
  expect(await recheck()).toEqual([claimId]);
  expect(kept).toEqual([]);

  const claim = await store.db.selectFrom('claim').selectAll().where('id', '=', claimId).executeTakeFirstOrThrow();
  expect(claim).toMatchObject({ status: 'IN_REVIEW', queue: 'DECIDE', approvedFen: 0, statusBefore: 'AUTO_APPROVED' });
  const entry = await store.db
    .selectFrom('auditDecision')
    .selectAll()
    .where('claimId', '=', claimId)
    .orderBy('id', 'desc')
    .executeTakeFirst();
  expect(entry).toMatchObject({ level: 'SYSTEM', action: 'REOPEN', note: 'W01', reasonCode: 'R03' });
  expect(await recheck()).toEqual([]);
});

it('a failure to keep what passed is the failure of the re-check', async () => {
  const { id } = await store.db.selectFrom('claim').select('id').executeTakeFirstOrThrow();
  const failing = inCommand(store.db, clerk, (context) =>
    recheckClaims(context.db, [id], context, () => Promise.reject(new Error('the disk is full'))),
  );
  await expect(failing).rejects.toThrow('the disk is full');
});
