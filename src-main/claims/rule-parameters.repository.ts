import type { RuleParameter } from '../../src-shared/domain/claims/ruleset-types.ts';
import { FIRST_RULES } from '../../src-shared/domain/claims/first-rules.ts';
import type { ReadStores } from '../db/stores.ts';

type Parameters = Readonly<Record<string, RuleParameter>>;

/** The parameters a rule had in the version a claim was judged by; the first ones where that version is not here. */
export function ruleParameters(stores: ReadStores, version: unknown, ruleId: string): Parameters {
  const json = stores.replicaFile
    .prepare(
      `select rules_json from ruleset where status = 'PUBLISHED'
        order by ruleset_version = @version desc, ruleset_version desc limit 1`,
    )
    .pluck()
    .get({ version: version ?? null }) as string | undefined;
  const rules = json === undefined ? FIRST_RULES : (JSON.parse(json) as { id: string; parameters: Parameters }[]);
  return rules.find(({ id }) => id === ruleId)?.parameters ?? {};
}
