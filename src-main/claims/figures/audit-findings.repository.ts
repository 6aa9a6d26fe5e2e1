import type { ClerkLoad, CutByReason, RulePrecision } from '../../../src-shared/contract/audit-figures.contract.ts';
import { CLERK_ACTS, type ClerkAct, type HitFate } from '../../../src-shared/contract/figure-conditions.ts';
import { CLERK_STEPS } from './clerk-acts.ts';
import { personLabels } from './person-label.ts';
import { HIT_FATE_SQL, HITS, RULE_REASONS } from './rule-hits.ts';
import type { ReadStores } from '../../db/stores.ts';
import { IS_DECIDED } from '../claim-columns.ts';
import { claimsInHand } from '../claim-receivers.repository.ts';
import type { DecidedBetween } from './audit-figures.repository.ts';

const DECIDED_BETWEEN = `${IS_DECIDED} and c.decided_at_ms >= @fromMs and c.decided_at_ms < @beforeMs`;
const HOUR_MS = 3_600_000;

/** What was cut, by the reason the decision named; the most expensive reason first (claims §6.6). */
export function cutsByReason({ replicaFile }: ReadStores, between: DecidedBetween): CutByReason[] {
  return replicaFile
    .prepare(
      `select c.reason_code as reasonCode, count(*) as claims, sum(c.claimed_fen - c.approved_fen) as cutFen
         from claim c where ${DECIDED_BETWEEN} and c.approved_fen < c.claimed_fen
        group by c.reason_code order by cutFen desc, reasonCode`,
    )
    .all(between) as CutByReason[];
}

/** What became of the claims every rule hit; the rule with the most claims first (claims §6.6, "hits upheld / hits"). */
export function rulePrecisions({ replicaFile }: ReadStores, between: DecidedBetween): RulePrecision[] {
  const count = (fate: HitFate): string => `count(distinct case when ${HIT_FATE_SQL[fate]} then c.id end)`;
  return replicaFile
    .prepare(
      `with ${RULE_REASONS}
       select h.rule_id as ruleId, h.mode, ${count('hitBy')} as hits, ${count('upheldBy')} as upheld,
              ${count('overriddenBy')} as overridden
         from ${HITS}
        where ${DECIDED_BETWEEN}
        group by h.rule_id, h.mode order by hits desc, ruleId`,
    )
    .all(between) as RulePrecision[];
}

/**
 * Claims by person within the period: decided, taken back within a day, given away and taken over, and the hours the decisions
 * were made in (claims §6.6); beside them what the person has in hand now.
 */
export function clerkLoads(stores: ReadStores, between: DecidedBetween): ClerkLoad[] {
  const labelOf = personLabels(stores);
  const loads = new Map<string, ClerkLoad>();
  const of = (id: string): ClerkLoad => {
    const load = loads.get(id) ?? { ...NO_LOAD, name: labelOf(id) };
    loads.set(id, load);
    return load;
  };
  for (const act of CLERK_ACTS) {
    for (const { id, claims, hourCount } of claimsByPerson(stores, act, between)) {
      const load = of(id);
      load[FIGURE_OF_ACT[act]] = claims;
      if (act === 'decidedBy') load.hourCount = hourCount;
    }
  }
  for (const [id, { count }] of claimsInHand(stores)) of(id).inHand = count;
  return [...loads.values()].sort(
    (left, right) =>
      right.decisions - left.decisions || right.inHand - left.inHand || (left.name < right.name ? -1 : 1),
  );
}

const NO_LOAD = { decisions: 0, undone: 0, hourCount: 0, inHand: 0, handedOver: 0, takenOver: 0 };

const FIGURE_OF_ACT = {
  decidedBy: 'decisions',
  undoneOf: 'undone',
  handedOverBy: 'handedOver',
  takenOverBy: 'takenOver',
} as const satisfies Record<ClerkAct, keyof ClerkLoad>;

interface PersonClaims {
  id: string;
  claims: number;
  hourCount: number;
}

function claimsByPerson({ replicaFile }: ReadStores, act: ClerkAct, between: DecidedBetween): PersonClaims[] {
  const { whose, which } = CLERK_STEPS[act];
  return replicaFile
    .prepare(
      `select ${whose} as id, count(distinct d.claim_id) as claims,
              count(distinct d.decided_at_ms / ${String(HOUR_MS)}) as hourCount
         from audit_decision d
        where d.decided_at_ms >= @fromMs and d.decided_at_ms < @beforeMs and ${whose} is not null and ${which}
        group by ${whose}`,
    )
    .all(between) as PersonClaims[];
}
