import type { Kysely } from 'kysely';
import { evaluateClaim } from '../../src-shared/domain/claims/evaluate-claim.ts';
import { FIRST_RULESET } from '../../src-shared/domain/claims/first-ruleset.ts';
import type { Ruleset } from '../../src-shared/domain/claims/ruleset-types.ts';
import { loadInputs, openSources } from '../../src-server/claims/evaluate-batch.ts';
import { readStored } from '../../src-server/claims/recheck-claims.ts';
import type { CentralTables } from '../../src-server/db/central-tables.generated.ts';
import type { PlantedCompany } from './planted-company.ts';

/** The first ruleset with every rule awake; O04, whose classes the customer has yet to name, with engines. */
export const ALL_AWAKE: Ruleset = {
  ...FIRST_RULESET,
  rules: FIRST_RULESET.rules.map((row) => ({
    ...row,
    mode: row.mode === 'OFF' ? 'SHADOW' : row.mode,
    parameters: row.id === 'O04' ? { ...row.parameters, classes: ['ENGINE'] } : row.parameters,
  })),
};

const CLAIMS_TOGETHER = 500;

/**
 * The rules that hit each claim, judged by the server from its tables as it judges on a re-check; a claim that came in on
 * another's order is judged as it came in.
 */
export async function judgePlants(
  db: Kysely<CentralTables>,
  { facts, doorOrders }: Pick<PlantedCompany, 'facts' | 'doorOrders'>,
): Promise<Map<string, Set<string>>> {
  const sources = await openSources(db, ALL_AWAKE, true);
  const claimIds = facts.rows('claim').map((claim) => claim.id);
  const rulesByClaim = new Map<string, Set<string>>();
  for (let start = 0; start < claimIds.length; start += CLAIMS_TOGETHER) {
    const stored = await readStored(db, claimIds.slice(start, start + CLAIMS_TOGETHER), facts.options);
    const claims = stored.claims.map((claim) => ({
      ...claim,
      workOrderId: doorOrders.get(claim.id) ?? claim.workOrderId,
    }));
    const inputOf = await loadInputs(db, { ...stored.batch, claims }, sources);
    for (const claim of claims) {
      const { hits } = evaluateClaim(inputOf(claim), ALL_AWAKE);
      rulesByClaim.set(claim.id, new Set(hits.map((hit) => hit.ruleId)));
    }
  }
  return rulesByClaim;
}
