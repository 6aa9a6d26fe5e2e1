import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BodyOf, CommandOutcome } from '../commands/command-handler.ts';
import { claimDraft } from '../testing/claim-draft-fixture.ts';
import { openTestCentral, type TestCentral } from '../testing/central-store.ts';
import { inCommand, seedSmallCompany, testUser, TEST_NOW_MS } from '../testing/small-company.ts';
import { claimCommands } from './claims.commands.ts';
import { submitClaims } from './submit-claims.ts';

const clerk = testUser('U-L1', ['l1']);
const supervisor = testUser('U-L2', ['l2']);
const other = testUser('U-L2b', ['l2']);
const commands = claimCommands();
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]).toString('base64');

describe("what is entered on a station's behalf", () => {
  let store: TestCentral;

  beforeAll(async () => {
    store = await openTestCentral('pglite');
    await seedSmallCompany(store.db);
    await inCommand(store.db, clerk, (context) =>
      submitClaims(context.db, [claimDraft({ stationRef: 'W-1' })], context),
    );
  });
  afterAll(() => store.close());

  const claim = () => store.db.selectFrom('claim').selectAll().executeTakeFirstOrThrow();
  const say = async (
    step: BodyOf<'station.word'>['step'],
    user = clerk,
    change: Partial<BodyOf<'station.word'>> = {},
  ): Promise<CommandOutcome> => {
    const { id: claimId, _v: version } = await claim();
    return inCommand(store.db, user, (context) =>
      commands['station.word'](context, {
        ...{ kind: 'station.word', claimId, version, step, text: '传真答复' },
        proof: { fileName: 'fax.png', contentBase64: PNG },
        ...change,
      }),
    );
  };
  const set = (change: object) => store.db.updateTable('claim').set(change).execute();

  it('needs a claim that waits for it, in the version that was seen, and a picture of the paper', async () => {
    await set({ status: 'IN_REVIEW' });
    await expect(say('answer')).rejects.toMatchObject({ data: { reason: 'intake-not-in-this-status' } });
    await set({ status: 'RETURNED', queue: 'WAITING', returnCount: 1, decidedAtMs: TEST_NOW_MS, decidedBy: 'U-L1' });
    expect(await say('answer', clerk, { version: 1 })).toMatchObject({ status: 'conflict', reason: 'claim-changed' });
    const text = { fileName: 'fax.txt', contentBase64: Buffer.from('words').toString('base64') };
    await expect(say('answer', clerk, { proof: text })).rejects.toMatchObject({
      data: { reason: 'application-photo-no-picture' },
    });
    expect((await claim()).status).toBe('RETURNED');
  });

  it('stands in the history as the word of the station, with the paper beside it and not among the photographs', async () => {
    expect(await say('answer')).toMatchObject({ status: 'applied', output: { status: 'IN_REVIEW' } });
    expect(await claim()).toMatchObject({ status: 'IN_REVIEW', queue: 'ANSWERED', queuedAtMs: TEST_NOW_MS });
    const remark = await store.db.selectFrom('claimRemark').selectAll().executeTakeFirstOrThrow();
    expect(remark).toMatchObject({ direction: 'FROM_STATION', text: '传真答复', createdBy: 'U-L1' });
    const paper = await store.db
      .selectFrom('attachment')
      .selectAll()
      .where('id', '=', remark.attachmentId ?? '')
      .executeTakeFirstOrThrow();
    expect(paper).toMatchObject({ claimId: null, ownerId: remark.claimId, kind: 'FORM', contentType: 'image/png' });
    const entry = await store.db.selectFrom('auditDecision').selectAll().where('action', '=', 'ANSWER').execute();
    expect(entry).toMatchObject([{ level: 'STATION', decidedBy: 'U-L1', statusTo: 'IN_REVIEW' }]);
  });

  it('is not answered by whoever entered the appeal', async () => {
    await set({ status: 'REJECTED', queue: 'NONE', decidedAtMs: TEST_NOW_MS, decidedBy: 'U-L1' });
    expect(await say('appeal', supervisor)).toMatchObject({ status: 'applied', output: { status: 'APPEAL' } });
    const uphold = async (user: typeof supervisor): Promise<CommandOutcome> => {
      const { id: claimId, _v: version } = await claim();
      const decision = { action: 'REJECT' as const, reasonCode: 'R13', note: '', holdReason: null, lines: [] };
      return inCommand(store.db, user, (context) =>
        commands['claim.decide'](context, { kind: 'claim.decide', claimId, version, decision }),
      );
    };
    expect(await uphold(supervisor)).toMatchObject({ status: 'rejected', reason: 'decision-own-word' });
    expect(await uphold(other)).toMatchObject({ status: 'applied', output: { status: 'REJECTED' } });
    await expect(say('appeal', clerk)).rejects.toMatchObject({ data: { reason: 'intake-appealed-before' } });
  });

  it('withdraws for good', async () => {
    await set({ status: 'RETURNED', queue: 'WAITING' });
    expect(await say('withdraw')).toMatchObject({ status: 'applied', output: { status: 'WITHDRAWN' } });
    await expect(say('answer')).rejects.toMatchObject({ data: { reason: 'intake-not-in-this-status' } });
  });
});
