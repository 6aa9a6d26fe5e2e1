import type { z } from 'zod';
import type {
  ClaimLineDetail,
  RuleHitDetail,
  TraceStep,
  VisitEntry,
  WarrantyDetail,
} from '../../src-shared/contract/claims.contract.ts';
import type { ReadStores } from '../db/stores.ts';
import type { OverlayPatch } from '../sync/overlay.ts';
import type { Row } from '../sync/overlay-rows.ts';
import { factsOf } from './claim-row.ts';

type LineValue = z.infer<typeof ClaimLineDetail>;
type HitValue = z.infer<typeof RuleHitDetail>;
type Trace = z.infer<typeof TraceStep>[];

const VISITS = 50;

/** The lines with their money's way; what a pending decision sets stands over the stored values. */
export function claimLines(stores: ReadStores, id: string, patch: OverlayPatch | null): LineValue[] {
  const rows = stores.replicaFile
    .prepare(
      `select id, seq, cost_type as costType, item_code as itemCode, description, qty_milli as qtyMilli,
              hours_centi as hoursCenti, km, unit_fen as unitFen, is_main as isMain, is_causal as isCausal,
              claimed_fen as claimedFen, std_fen as stdFen, mfr_fen as mfrFen, cust_fen as custFen,
              station_fen as stationFen, payable_fen as payableFen, approved_fen as approvedFen, decision,
              reason_code as reasonCode, calc_trace_json as traceJson
         from claim_line where claim_id = ? order by seq`,
    )
    .all(id) as (Omit<LineValue, 'isMain' | 'isCausal' | 'trace'> & {
    isMain: number;
    isCausal: number;
    traceJson: string | null;
  })[];
  const changes = new Map((patch?.lines ?? []).map((line) => [line.seq, line]));
  return rows.map(({ traceJson, ...row }) => {
    const line = { ...row, ...changes.get(row.seq), isMain: row.isMain === 1, isCausal: row.isCausal === 1 };
    return { ...line, trace: traceOf(traceJson, line) };
  });
}

/** The stored steps, ended by what was approved once somebody has decided. */
function traceOf(
  json: string | null,
  line: { decision: string; approvedFen: number; reasonCode: string | null },
): Trace {
  const stored: unknown = json === null ? [] : JSON.parse(json);
  const steps = (Array.isArray(stored) ? stored : []) as Trace;
  const calculated = steps.filter((step) => step.step !== 'approved');
  if (line.decision === 'PENDING') return calculated;
  const facts = { decision: line.decision, reasonCode: line.reasonCode };
  return [...calculated, { step: 'approved', ruleId: null, rulesetVersion: null, amountFen: line.approvedFen, facts }];
}

/** Hits of live rules; shadow ones are the administrator's. */
export function ruleHits(stores: ReadStores, id: string): HitValue[] {
  const severityRank = `case severity when 'BLOCK' then 0 when 'WARN' then 1 else 2 end`;
  const rows = stores.replicaFile
    .prepare(
      `select id, rule_id as ruleId, ruleset_version as rulesetVersion, severity, line_seq as lineSeq, evidence_json as factsJson,
              state from rule_hit where claim_id = ? and mode = 'LIVE' order by ${severityRank}, rule_id, line_seq`,
    )
    .all(id) as (Omit<HitValue, 'facts'> & { factsJson: string })[];
  return rows.map(({ factsJson, ...hit }) => ({ ...hit, facts: factsOf(factsJson) }));
}

/** The warranty bar; a claim that was not evaluated yet says so. */
export function warrantyOf(full: Row): z.infer<typeof WarrantyDetail> {
  const empty = {
    position: 'UNKNOWN' as const,
    policyName: null,
    policyVersion: null,
    startDate: null,
    startSource: null,
    months: null,
    kmLimit: null,
    firstDayOut: null,
    failureDate: String(full.failure_date),
    effectiveKm: typeof full.mileage_km === 'number' ? full.mileage_km : null,
    daysLeft: null,
    kmLeft: null,
  };
  if (typeof full.warranty_json !== 'string') return empty;
  return { ...empty, ...(JSON.parse(full.warranty_json) as object) };
}

/** Repair, submission and evaluation in the order of time; decisions stand in their own list. */
export function claimEvents(stores: ReadStores, full: Row): { event: string; atMs: number }[] {
  const order = stores.replicaFile
    .prepare(
      `select r.reported_at_ms as reportedAt, w.in_at_ms as inAt, w.start_at_ms as startAt, w.finish_at_ms as finishAt,
              (select min(d.dispatched_at_ms) from dispatch d where d.request_id = r.id) as dispatchedAt
         from work_order w left join repair_request r on r.id = w.request_id where w.id = ?`,
    )
    .get(full.work_order_id) as Row | undefined;
  const moments: [string, Row[string] | undefined][] = [
    ['reported', order?.reportedAt],
    ['dispatched', order?.dispatchedAt],
    ['arrived', order?.inAt],
    ['started', full.repair_start_at_ms ?? order?.startAt],
    ['finished', full.repair_finish_at_ms ?? order?.finishAt],
    ['submitted', full.submitted_at_ms],
  ];
  return moments
    .flatMap(([event, atMs]) => (typeof atMs === 'number' ? [{ event, atMs }] : []))
    .toSorted((a, b) => a.atMs - b.atMs);
}

type VisitValue = z.infer<typeof VisitEntry>;

/** Other claims of the same vehicle, newest first. */
export function claimVisits(stores: ReadStores, full: Row): VisitValue[] {
  return stores.replicaFile
    .prepare(
      `select c.id as claimId, c.no, coalesce(o.status, c.status) as status, c.repair_finish_date as repairFinishDate,
              c.claimant_name as claimantName, c.main_item_text as mainItem, c.mileage_km as mileageKm, c.claimed_fen as claimedFen
         from claim c left join claim_overlay o on o.id = c.id
        where c.vehicle_id = ? and c.id <> ? order by c.repair_finish_date desc, c.id desc limit ?`,
    )
    .all(full.vehicle_id, full.id, VISITS) as VisitValue[];
}
