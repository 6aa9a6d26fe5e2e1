import { HELD_STATUSES, KEPT_STATUSES } from '../../src-shared/domain/claims/assign-claim.ts';
import { DECIDED_STATUSES } from '../../src-shared/domain/claims/audit-figures.ts';

/** A column a grid may sort and filter by: the only place where its name in the store stands. */
export interface GridColumn {
  /** Column of the claim row or an expression over it; `c` is the claim or its overlay. */
  sql: string;
  kind: 'text' | 'number';
  /** An index over (column, id) exists, so that a page needs no prepared ordering. */
  indexed?: true;
  /** Every claim has a value of its own: no further key is needed. */
  unique?: true;
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
