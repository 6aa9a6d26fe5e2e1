import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { claimDraft } from '../testing/claim-draft-fixture.ts';
import { ENGINES, openTestCentral, type TestCentral } from '../testing/central-store.ts';
import { inCommand, seedSmallCompany, testUser } from '../testing/small-company.ts';
import { photoArrived } from './photo-arrived.ts';
import { submitClaims } from './submit-claims.ts';

const clerk = testUser('U-L1', ['l1']);

describe.each(ENGINES)('what is changed on a claim after its submission, on %s', (engine) => {
  let store: TestCentral;
  let claimId: string;

  beforeAll(async () => {
    store = await openTestCentral(engine);
    await seedSmallCompany(store.db);
    // submitted late, so that a person has to look at it
    const draft = claimDraft({ stationRef: 'E-1', failureDate: '2026-01-25', repairFinishDate: '2026-01-26' });
    const [result] = await inCommand(store.db, clerk, (context) => submitClaims(context.db, [draft], context));
    claimId = result?.outcome === 'submitted' ? result.claimId : '';
  });
  afterAll(() => store.close());

  const editsOf = () =>
    store.db
      .selectFrom('claimEdit')
      .select(['lineSeq', 'field', 'oldValue', 'newValue', 'wasReturned'])
      .where('claimId', '=', claimId)
      .orderBy('id')
      .execute();

  async function isHit(): Promise<boolean> {
    await inCommand(store.db, clerk, (context) => photoArrived(context.db, claimId, context));
    const hits = await store.db.selectFrom('ruleHit').select('ruleId').where('claimId', '=', claimId).execute();
    return hits.some(({ ruleId }) => ruleId === 'G03');
  }

  it('the first submission, words and amounts written as they were are no edit', async () => {
    await store.db
      .updateTable('claimLine')
      .set({ description: 'anew', claimedFen: sql`claimed_fen`, hoursCenti: sql`hours_centi` })
      .where('claimId', '=', claimId)
      .execute();
    expect({ edits: await editsOf(), hit: await isHit() }).toEqual({ edits: [], hit: false });
  });

  it('an amount the station never stated is worked out anew by evaluations, and nobody edits it', async () => {
    const lines = store.db.updateTable('claimLine').where('claimId', '=', claimId).where('seq', '=', 1);
    const { detailJson } = await store.db
      .selectFrom('claimLine')
      .select('detailJson')
      .where('claimId', '=', claimId)
      .where('seq', '=', 1)
      .executeTakeFirstOrThrow();
    await lines.set({ detailJson: '{"amountStated":false,"hoursStated":false}' }).execute();
    await lines.set({ claimedFen: sql`claimed_fen + 5`, hoursCenti: sql`hours_centi + 5` }).execute();
    await store.db
      .updateTable('claim')
      .set({ claimedFen: sql`claimed_fen + 5` })
      .where('id', '=', claimId)
      .execute();
    await lines.set({ claimedFen: sql`claimed_fen - 5`, hoursCenti: sql`hours_centi - 5` }).execute();
    await store.db
      .updateTable('claim')
      .set({ claimedFen: sql`claimed_fen - 5` })
      .where('id', '=', claimId)
      .execute();
    await lines.set({ detailJson }).execute();
    expect(await editsOf()).toEqual([]);
  });

  it('an amount written over past the program is noted by the store and found when the claim is judged next', async () => {
    const line = store.db.updateTable('claimLine').where('claimId', '=', claimId).where('seq', '=', 1);
    await line.set({ claimedFen: sql`claimed_fen + 1` }).execute();
    const [edit, ...more] = await editsOf();
    expect(edit).toMatchObject({ lineSeq: 1, field: 'claimedFen', wasReturned: 0 });
    expect(Number(edit?.newValue) - Number(edit?.oldValue)).toBe(1);
    expect({ more, hit: await isHit() }).toEqual({ more: [], hit: true });
    const { evidenceJson } = await store.db
      .selectFrom('ruleHit')
      .select('evidenceJson')
      .where('claimId', '=', claimId)
      .where('ruleId', '=', 'G03')
      .executeTakeFirstOrThrow();
    expect(JSON.parse(evidenceJson)).toMatchObject({ field: 'claimedFen', lineSeq: 1, context: 'claimedFen' });
  });

  it('what was noted stays as it is', async () => {
    await expect(store.db.updateTable('claimEdit').set({ wasReturned: 1 }).execute()).rejects.toThrow('append-only');
    await expect(store.db.deleteFrom('claimEdit').execute()).rejects.toThrow('append-only');
  });

  it('a claim that was never submitted has no edits', async () => {
    const claim = await store.db.selectFrom('claim').selectAll().where('id', '=', claimId).executeTakeFirstOrThrow();
    const draft = { ...claim, id: `${claimId}D`, no: null, stationRef: 'E-2', workOrderId: null, submittedAtMs: null };
    await store.db
      .insertInto('claim')
      .values({ ...draft, status: 'DRAFT', queue: 'NONE' })
      .execute();
    await store.db
      .updateTable('claim')
      .set({ claimedFen: 7, failureDate: '2026-01-01' })
      .where('id', '=', draft.id)
      .execute();
    expect(await store.db.selectFrom('claimEdit').select('id').where('claimId', '=', draft.id).execute()).toEqual([]);
  });
});
