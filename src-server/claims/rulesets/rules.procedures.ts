import type { TrialAnswer } from '../../../src-shared/contract/server/rules.contract.ts';
import { mayEditRules } from '../../../src-shared/contract/ruleset.schema.ts';
import { levelLimitsOf } from '../../../src-shared/domain/claims/first-rates.ts';
import { tryRuleset } from '../../../src-shared/domain/claims/rulesets/try-ruleset.ts';
import type { Ruleset } from '../../../src-shared/domain/claims/ruleset-types.ts';
import { isBusinessDate } from '../../../src-shared/domain/units/dates.ts';
import { AppError } from '../../../src-shared/errors.ts';
import type { CentralDb } from '../../db/open-central.ts';
import type { Caller } from '../../http/caller.ts';
import { signedIn } from '../../http/procedures.ts';
import { loadInputs, openSources } from '../evaluate-batch.ts';
import { loadStoredSettings } from '../evaluation-facts.repository.ts';
import { readStored } from '../recheck-claims.ts';
import { underDraft } from './compare-claims.ts';
import { comparisonChanges, findComparison } from './comparison.repository.ts';
import type { RulesetComparisons } from './comparisons.ts';
import { newestPublished, standingDraft } from './ruleset.repository.ts';

interface RulesOptions {
  db: CentralDb;
  comparisons: RulesetComparisons;
  nowMs(): number;
  today(): string;
}

/** The workshop's work beside its commands; only the warranty administrator of the whole company gets an answer. */
export function rulesProcedures({ db, comparisons, nowMs, today }: RulesOptions) {
  return {
    compare: signedIn.rules.compare.handler(({ input, context: { caller } }) => {
      requireEditor(caller);
      const { fromDate, toDate } = input;
      if (!isBusinessDate(fromDate) || !isBusinessDate(toDate) || toDate < fromDate)
        throw new AppError('BAD_REQUEST', 'comparison-dates', { fromDate, toDate });
      return comparisons.start({ ...input, user: caller.user });
    }),
    latest: signedIn.rules.latest.handler(async ({ context: { caller } }) => {
      requireEditor(caller);
      return { comparison: await findComparison(db, {}, nowMs()) };
    }),
    comparison: signedIn.rules.comparison.handler(({ input, context: { caller } }) => {
      requireEditor(caller);
      return comparisons.find(input.comparisonId);
    }),
    cancel: signedIn.rules.cancel.handler(({ input, context: { caller } }) => {
      requireEditor(caller);
      return comparisons.cancel(input.comparisonId);
    }),
    changes: signedIn.rules.changes.handler(async ({ input, context: { caller } }) => {
      requireEditor(caller);
      return { rows: await comparisonChanges(db, input) };
    }),
    tryOn: signedIn.rules.tryOn.handler(({ input, context: { caller } }) => {
      requireEditor(caller);
      return tryOn(db, input.claimNo.trim(), today());
    }),
  };
}

function requireEditor({ user }: Caller): void {
  if (!mayEditRules(user.roles)) throw new AppError('FORBIDDEN', 'rules-not-yours');
  if (user.regionId !== null) throw new AppError('FORBIDDEN', 'rules-whole-company');
}

async function tryOn(db: CentralDb, claimNo: string, today: string): Promise<TrialAnswer> {
  const claim = await db
    .selectFrom('claim')
    .select(['id', 'no', 'rulesetVersion'])
    .where('no', '=', claimNo)
    .executeTakeFirst();
  if (claim === undefined) throw new AppError('NOT_FOUND', 'rules-claim-unknown', { claimNo });
  const [published, draft] = [await newestPublished(db), await standingDraft(db)];
  const trial = async (ruleset: Ruleset): Promise<TrialAnswer['published']> => {
    const { claims, batch } = await readStored(db, [claim.id], { today });
    const inputOfClaim = await loadInputs(db, batch, await openSources(db, ruleset, true));
    const [stored] = claims;
    if (stored === undefined) throw new AppError('NOT_FOUND', 'rules-claim-unknown', { claimNo });
    const limits = ruleset.tables.limits ?? levelLimitsOf(await loadStoredSettings(db));
    return tryRuleset(underDraft(inputOfClaim(stored), ruleset, limits), ruleset);
  };
  return {
    ...{ claimId: claim.id, claimNo: claim.no, judgedByVersion: claim.rulesetVersion },
    published: await trial(published.content),
    draft: draft === null ? null : await trial(draft.content),
  };
}
