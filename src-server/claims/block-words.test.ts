import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { claimDraft } from '../testing/claim-draft-fixture.ts';
import { openTestCentral, type TestCentral } from '../testing/central-store.ts';
import { inCommand, seedSmallCompany, testUser } from '../testing/small-company.ts';
import type { BodyOf } from '../commands/command-handler.ts';
import { claimCommands } from './claims.commands.ts';
import { submitClaims } from './submit-claims.ts';

const supervisor = testUser('U-L2', ['l2']);
const commands = claimCommands();

describe('a word for each rule that blocks', () => {
  let store: TestCentral;

  beforeAll(async () => {
    store = await openTestCentral('pglite');
    await seedSmallCompany(store.db);
    await inCommand(store.db, supervisor, (context) => submitClaims(context.db, [claimDraft()], context));
    const { id, _scope } = await claim();
    await store.db.deleteFrom('ruleHit').execute();
    for (const ruleId of ['G06', 'W01'])
      await store.db
        .insertInto('ruleHit')
        .values({
          ...rowIdentity(`H-${ruleId}`, _scope, id),
          ...{
            claimId: id,
            ruleId,
            rulesetVersion: 1,
            severity: 'BLOCK',
            lineSeq: null,
            evidenceJson: '{}',
            mode: 'LIVE',
          },
          ...{ state: 'OPEN', hitAtMs: 1 },
        })
        .execute();
    await store.db
      .updateTable('claim')
      .set({ status: 'L2_REVIEW', queue: 'OVER_LIMIT', worstSeverity: 3, decidedBy: 'U-L1', decidedAtMs: 1 })
      .set({ payableFen: 12_000, claimedFen: 12_000 })
      .execute();
  });
  afterAll(() => store.close());

  const claim = () => store.db.selectFrom('claim').selectAll().executeTakeFirstOrThrow();
  const hits = () =>
    store.db
      .selectFrom('ruleHit')
      .select(['ruleId', 'state', 'overrideBy', 'overrideReason'])
      .orderBy('ruleId')
      .execute();
  const pass = async (blocks: BodyOf<'claim.decide'>['decision']['blocks']) => {
    const { id: claimId, _v: version } = await claim();
    const decision = {
      action: 'APPROVE' as const,
      reasonCode: null,
      note: '特批',
      holdReason: null,
      lines: [],
      blocks,
    };
    return inCommand(store.db, supervisor, (context) =>
      commands['claim.decide'](context, { kind: 'claim.decide', claimId, version, decision }),
    );
  };

  it('refuses a decision that forgets one, stays with its rule, and is taken back with the decision', async () => {
    const explained = { ruleId: 'G06', state: 'EXPLAINED' as const, note: '审批单已补' };
    expect(await pass([explained])).toMatchObject({ reason: 'decision-block-not-named', details: { ruleIds: 'W01' } });
    const wrong = { ruleId: 'W01', state: 'OVERRIDDEN' as const, note: '起保日录错' };
    expect(await pass([explained, wrong])).toMatchObject({ status: 'applied', output: { status: 'APPROVED' } });
    expect(await hits()).toEqual([
      { ruleId: 'G06', state: 'EXPLAINED', overrideBy: 'U-L2', overrideReason: '审批单已补' },
      { ruleId: 'W01', state: 'OVERRIDDEN', overrideBy: 'U-L2', overrideReason: '起保日录错' },
    ]);
    const { id: claimId } = await claim();
    const entry = await store.db
      .selectFrom('auditDecision')
      .select('commandId')
      .where('action', '=', 'OVERRIDE')
      .executeTakeFirstOrThrow();
    const body = { kind: 'claim.undo' as const, claimId, decisionCommandId: entry.commandId ?? '' };
    expect(await inCommand(store.db, supervisor, (context) => commands['claim.undo'](context, body))).toMatchObject({
      ...{ status: 'applied', output: { status: 'L2_REVIEW' } },
    });
    expect((await hits()).map(({ state, overrideBy }) => [state, overrideBy])).toEqual([
      ['OPEN', null],
      ['OPEN', null],
    ]);
  });
});
