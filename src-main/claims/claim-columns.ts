import { CLERK_ACTS, HIT_FATES } from '../../src-shared/contract/figure-conditions.ts';
import { HELD_STATUSES, KEPT_STATUSES } from '../../src-shared/domain/claims/assign-claim.ts';
import { MIS_BANDS } from '../../src-shared/domain/claims/mis-band.ts';
import { FRAUD_REASONS } from '../../src-shared/domain/claims/reason-codes.ts';
import { DECIDED_STATUSES } from '../../src-shared/domain/claims/audit-figures.ts';
import type { Condition } from '../db/grid-filter.ts';
import { clerkActs } from './figures/clerk-acts.ts';
import { personIs } from './figures/person-label.ts';
import { ruleHits } from './figures/rule-hits.ts';

/** A column a grid may sort and filter by: the only place where its name in the store stands. */
export interface GridColumn {
  /** Of a column that can only be asked for, see `GridColumnSource`. */
  asked?: (value: string) => Condition | null;
  /** Column of the claim row or an expression over it; `c` is the claim or its overlay. */
  sql: string;
  kind: 'text' | 'number';
  /** An index over (column, id) exists, so that a page needs no prepared ordering. */
  indexed?: true;
  /** Every claim has a value of its own: no further key is needed. */
  unique?: true;
  /** A condition no list shows, and none is ordered by: its value lies two tables away, which a million claims are too many for. */
  unordered?: true;
}

function quoted(statuses: readonly string[]): string {
  return statuses.map((status) => `'${status}'`).join(', ');
}

/** The final statuses as a list of SQL. */
export const DECIDED = quoted(DECIDED_STATUSES);

/** True of a claim that was decided for good; a return or a hold is a decision as well, but not the last one. */
export const IS_DECIDED = `c.status in (${DECIDED})`;
/** The domain's `outcomeOfClaim`; null while the claim is undecided. */
export const OUTCOME = `case when not (${IS_DECIDED}) then null when c.approved_fen <= 0 then 'REJECTED'
  when c.approved_fen < c.payable_fen then 'PARTIAL' else 'APPROVED' end`;
const FRAUDS = quoted(FRAUD_REASONS);
const FRAUD_LINES = `from claim_line l where l.claim_id = c.id and l.decision in ('REJECT', 'REDUCE') and l.reason_code in (${FRAUDS})`;
const REVERSED_AS_FRAUD = `c.status = 'REVERSED' and exists (select 1 from statement_adjustment a where a.ref_claim_id = c.id
  and a.kind = 'REVERSAL' and a.status in ('APPROVED', 'STATED') and a.reason_code in (${FRAUDS}))`;
const REFUSED_AS_FRAUD = `c.approved_fen <= 0 and coalesce(c.reason_code, '') in (${FRAUDS})`;
/** A decided claim of which deceit is confirmed: the whole, one line of it, or its payment reversed (0363). */
export const IS_FRAUD = `(${IS_DECIDED} and (${REFUSED_AS_FRAUD} or ${REVERSED_AS_FRAUD}
  or c.approved_fen < c.claimed_fen and exists (select 1 ${FRAUD_LINES})))`;
/** What deceit did not get: all that was claimed, or the cut of its lines; fen, 0 without deceit. */
export const SAVED_FEN = `case when not ${IS_FRAUD} then 0 when ${REFUSED_AS_FRAUD} or ${REVERSED_AS_FRAUD} then c.claimed_fen
  else (select sum(l.claimed_fen - l.approved_fen) ${FRAUD_LINES}) end`;
/** The grade of the station on the day of the repair. */
export const STATION_GRADE = `(select t.grade from station_terms t where t.station_id = c.station_id
  and t.valid_from_date <= c.repair_finish_date and (t.valid_to_date is null or t.valid_to_date >= c.repair_finish_date)
  order by t.valid_from_date desc limit 1)`;
/** Since when it waits where it is, as a business date. */
export const QUEUED_DATE = `date(coalesce(c.queued_at_ms, c.submitted_at_ms) / 1000 + 28800, 'unixepoch')`;
export const SERIES = '(select m.series from product_model m where m.id = c.model_id)';
export const COMPONENT_NAME = '(select g.name from component_group g where g.id = c.component_group_id)';
/** Who made the part that failed. */
export const SUPPLIER_NAME = `(select s.name from part p join supplier s on s.id = p.supplier_id where p.id = c.causal_part_id)`;
/** The name of the domain's band its months in service fall into; null where the vehicle's age is not known. */
export const MIS_BAND = `case when c.age_months is null then null ${MIS_BANDS.map(({ name, lastMonth }) =>
  lastMonth === null ? `else '${name}'` : `when c.age_months <= ${String(lastMonth)} then '${name}'`,
).join(' ')} end`;
export const REGION_NAME = '(select r.name from region r where r.id = c.region_id)';
/** The rules alone passed it: nobody looked at it. */
export const BY_RULES = `(coalesce(c.decided_level, '') = 'AUTO' and c.reason_code is null and ${IS_DECIDED})`;
/** The domain's `claimHolder`; null = nobody has it in hand. */
export const HOLDER_ID = `case when c.status in (${quoted(HELD_STATUSES)})
  then coalesce(c.assigned_to, case when c.status in (${quoted(KEPT_STATUSES)}) then c.decided_by end) end`;
export const HOLDER_NAME = `(select u.name from app_user u where u.id = ${HOLDER_ID})`;
/** Business date of the decision (Shanghai, UTC+8). */
export const DECIDED_DATE = `date(c.decided_at_ms / 1000 + 28800, 'unixepoch')`;

/** The allow-list for claims: keys are the fields of `ClaimRow`, plus `riskScore`, which sorts and is never shown. */
export const CLAIM_COLUMNS: Readonly<Record<string, GridColumn>> = {
  id: { sql: 'c.id', kind: 'text' },
  ...Object.fromEntries(CLERK_ACTS.map((act) => [act, { sql: 'null', kind: 'text' as const, asked: clerkActs(act) }])),
  ...Object.fromEntries(HIT_FATES.map((fate) => [fate, { sql: 'null', kind: 'text' as const, asked: ruleHits(fate) }])),
  finalBy: { sql: 'null', kind: 'text', asked: (name) => personIs('c.decided_by', name) },
  inHandOf: { sql: 'null', kind: 'text', asked: (name) => personIs(HOLDER_ID, name) },
  no: { sql: 'c.no', kind: 'text', indexed: true, unique: true },
  status: { sql: 'c.status', kind: 'text' },
  queue: { sql: 'c.queue', kind: 'text' },
  type: { sql: 'c.type', kind: 'text' },
  claimantType: { sql: 'c.claimant_type', kind: 'text' },
  claimantCode: { sql: 'c.claimant_code', kind: 'text' },
  claimantName: { sql: 'c.claimant_name', kind: 'text' },
  regionId: { sql: 'c.region_id', kind: 'text' },
  regionName: { sql: REGION_NAME, kind: 'text' },
  productLine: { sql: 'c.product_line', kind: 'text' },
  modelName: { sql: 'c.model_name', kind: 'text' },
  vin: { sql: 'c.vin_text', kind: 'text' },
  plateNo: { sql: 'c.plate_no', kind: 'text' },
  failureDate: { sql: 'c.failure_date', kind: 'text' },
  repairFinishDate: { sql: 'c.repair_finish_date', kind: 'text', indexed: true },
  submittedAtMs: { sql: 'c.submitted_at_ms', kind: 'number', indexed: true },
  mileageKm: { sql: 'c.mileage_km', kind: 'number' },
  mainItem: { sql: 'c.main_item_text', kind: 'text' },
  claimedFen: { sql: 'c.claimed_fen', kind: 'number', indexed: true },
  payableFen: { sql: 'c.payable_fen', kind: 'number', indexed: true },
  approvedFen: { sql: 'c.approved_fen', kind: 'number' },
  cutFen: { sql: 'c.cut_fen', kind: 'number' },
  worstSeverity: { sql: 'c.worst_severity', kind: 'number' },
  hitCount: { sql: 'c.hit_count', kind: 'number' },
  hitSignature: { sql: 'c.hit_signature', kind: 'text' },
  headline: { sql: 'c.headline_rule_id', kind: 'text' },
  riskScore: { sql: 'c.risk_score', kind: 'number' },
  holdReason: { sql: 'c.hold_reason', kind: 'text' },
  reasonCode: { sql: 'c.reason_code', kind: 'text' },
  decidedAtMs: { sql: 'c.decided_at_ms', kind: 'number' },
  decidedDate: { sql: DECIDED_DATE, kind: 'text' },
  outcome: { sql: OUTCOME, kind: 'text' },
  byRules: { sql: BY_RULES, kind: 'number' },
  isFraud: { sql: IS_FRAUD, kind: 'number' },
  stationGrade: { sql: STATION_GRADE, kind: 'text' },
  queuedDate: { sql: QUEUED_DATE, kind: 'text' },
  series: { sql: SERIES, kind: 'text' },
  componentName: { sql: COMPONENT_NAME, kind: 'text' },
  supplierName: { sql: SUPPLIER_NAME, kind: 'text', unordered: true },
  misBand: { sql: MIS_BAND, kind: 'text' },
  holderId: { sql: HOLDER_ID, kind: 'text' },
  holderName: { sql: HOLDER_NAME, kind: 'text' },
  returnCount: { sql: 'c.return_count', kind: 'number' },
  decidedByName: { sql: '(select u.name from app_user u where u.id = c.decided_by)', kind: 'text' },
  statementId: { sql: 'c.statement_id', kind: 'text' },
  statementNo: { sql: '(select s.no from statement s where s.id = c.statement_id)', kind: 'text' },
};

/** What the quick search looks through: number, end of the VIN, plate, claimant by name, code or initials. */
export const CLAIM_TEXT_CONDITION = `(c.no like @contains escape '\\' or c.vin_text like @ends escape '\\'
  or c.plate_no like @contains escape '\\' or c.claimant_name like @contains escape '\\' or c.claimant_code like @starts escape '\\'
  or c.claimant_code in (select code from station where @isLetters and name_initials(name) like @contains))`;
