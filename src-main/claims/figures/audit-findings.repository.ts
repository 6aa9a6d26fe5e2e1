import type { ClerkLoad, CutByReason, RulePrecision } from '../../../src-shared/contract/audit-figures.contract.ts';
import type { ReadStores } from '../../db/stores.ts';
import { IS_DECIDED } from '../claim-columns.ts';
import type { DecidedBetween } from './audit-figures.repository.ts';

const DECIDED_BETWEEN = `${IS_DECIDED} and c.decided_at_ms >= @fromMs and c.decided_at_ms < @beforeMs`;
const HOUR_MS = 3_600_000;
const UNDO_COUNTS_MS = 24 * HOUR_MS;

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

/** What became of the hits of every rule; the rule with the most hits first (claims §6.6, "hits upheld / hits"). */
export function rulePrecisions({ replicaFile }: ReadStores, between: DecidedBetween): RulePrecision[] {
  return replicaFile
    .prepare(
      `select h.rule_id as ruleId, h.mode, count(*) as hits,
              sum(h.state <> 'OVERRIDDEN' and c.approved_fen < c.claimed_fen) as upheld,
              sum(h.state = 'OVERRIDDEN') as overridden
         from claim c join rule_hit h on h.claim_id = c.id where ${DECIDED_BETWEEN}
        group by h.rule_id, h.mode order by hits desc, ruleId`,
    )
    .all(between) as RulePrecision[];
}

/** Decisions by person within the period, those taken back within a day, and the hours they were made in (claims §6.6). */
export function clerkLoads({ replicaFile }: ReadStores, between: DecidedBetween): ClerkLoad[] {
  return replicaFile
    .prepare(
      `select d.decided_by_name as name, count(*) as decisions,
              count(distinct d.decided_at_ms / ${String(HOUR_MS)}) as hourCount,
              sum(exists (select 1 from audit_decision u where u.claim_id = d.claim_id and u.undoes_id = d.id
                             and u.decided_at_ms - d.decided_at_ms <= ${String(UNDO_COUNTS_MS)})) as undone
         from audit_decision d
        where d.decided_at_ms >= @fromMs and d.decided_at_ms < @beforeMs
          and d.level <> 'AUTO' and d.level <> 'SYSTEM' and d.action <> 'UNDO'
        group by d.decided_by, d.decided_by_name order by decisions desc, name`,
    )
    .all(between) as ClerkLoad[];
}
