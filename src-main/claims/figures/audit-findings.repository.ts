import type { ClerkLoad, CutByReason, RulePrecision } from '../../../src-shared/contract/audit-figures.contract.ts';
import { IS_DECISION, IS_UNDONE } from './clerk-acts.ts';
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

/** Reason code of every rule in every version, and whether the rule cuts amounts by itself. */
const RULE_REASONS = `rule_reason as materialized (
  select r.ruleset_version, json_extract(one.value, '$.id') as rule_id,
         json_extract(one.value, '$.reasonCode') as reason_code,
         instr(json_extract(one.value, '$.classes'), 'autoReduce') > 0 as cuts
    from ruleset r, json_each(r.rules_json) one where r.status = 'PUBLISHED')`;

/**
 * Whether the decision says what the hit says: the claim, or a line the hit is about, was refused or cut for the rule's
 * reason, or the rule's own cut was let stand.
 */
const IS_UPHELD = `h.state <> 'OVERRIDDEN' and c.approved_fen < c.claimed_fen and (
  c.reason_code = n.reason_code or exists (
    select 1 from claim_line l
     where l.claim_id = c.id and (h.line_seq is null or l.seq = h.line_seq)
       and (l.reason_code = n.reason_code and l.approved_fen < l.claimed_fen
         or n.cuts and instr(l.calc_trace_json, '"ruleId":"' || h.rule_id || '"') > 0)))`;

/** What became of the hits of every rule; the rule with the most hits first (claims §6.6, "hits upheld / hits"). */
export function rulePrecisions({ replicaFile }: ReadStores, between: DecidedBetween): RulePrecision[] {
  return replicaFile
    .prepare(
      `with ${RULE_REASONS}
       select h.rule_id as ruleId, h.mode, count(*) as hits,
              coalesce(sum(${IS_UPHELD}), 0) as upheld, sum(h.state = 'OVERRIDDEN') as overridden
         from claim c join rule_hit h on h.claim_id = c.id
         left join rule_reason n on n.ruleset_version = h.ruleset_version and n.rule_id = h.rule_id
        where ${DECIDED_BETWEEN}
        group by h.rule_id, h.mode order by hits desc, ruleId`,
    )
    .all(between) as RulePrecision[];
}

/**
 * Decisions by person within the period, those taken back within a day, and the hours they were made in (claims §6.6); beside
 * them what the person has in hand now, and what went over to others and came from them in the period.
 */
export function clerkLoads(stores: ReadStores, between: DecidedBetween): ClerkLoad[] {
  const loads = new Map<string, ClerkLoad>();
  const of = (id: string, name: string): ClerkLoad => {
    const load = loads.get(id) ?? { ...NO_LOAD, name };
    loads.set(id, load);
    return load;
  };
  for (const { id, name, ...counts } of decisionsBy(stores, between)) Object.assign(of(id, name), counts);
  for (const { from, fromName, to, toName, count } of handovers(stores, between)) {
    if (from !== null) of(from, fromName ?? from).handedOver += count;
    if (to !== null) of(to, toName ?? to).takenOver += count;
  }
  for (const [id, { name, count }] of claimsInHand(stores)) of(id, name).inHand = count;
  return [...loads.values()].sort(
    (left, right) =>
      right.decisions - left.decisions || right.inHand - left.inHand || (left.name < right.name ? -1 : 1),
  );
}

const NO_LOAD = { decisions: 0, undone: 0, hourCount: 0, inHand: 0, handedOver: 0, takenOver: 0 };

type Decided = Pick<ClerkLoad, 'name' | 'decisions' | 'undone' | 'hourCount'> & { id: string };

function decisionsBy({ replicaFile }: ReadStores, between: DecidedBetween): Decided[] {
  return replicaFile
    .prepare(
      `select d.decided_by as id, d.decided_by_name as name, count(*) as decisions,
              count(distinct d.decided_at_ms / ${String(HOUR_MS)}) as hourCount,
              sum(${IS_UNDONE}) as undone
         from audit_decision d
        where d.decided_at_ms >= @fromMs and d.decided_at_ms < @beforeMs
          and ${IS_DECISION}
        group by d.decided_by order by decisions desc, name`,
    )
    .all(between) as Decided[];
}

interface HandedCount {
  from: string | null;
  fromName: string | null;
  to: string | null;
  toName: string | null;
  count: number;
}

function handovers({ replicaFile }: ReadStores, between: DecidedBetween): HandedCount[] {
  return replicaFile
    .prepare(
      `select handed_from as "from", max(handed_from_name) as fromName, handed_to as "to", max(handed_to_name) as toName,
              count(*) as count
         from audit_decision
        where action = 'ASSIGN' and decided_at_ms >= @fromMs and decided_at_ms < @beforeMs
        group by handed_from, handed_to`,
    )
    .all(between) as HandedCount[];
}
