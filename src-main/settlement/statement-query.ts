import type { GridColumnSource } from '../db/grid-filter.ts';

/** The allow-list for statements: keys are the fields of `StatementRow`. */
export const STATEMENT_COLUMNS: Readonly<Record<string, GridColumnSource>> = {
  id: { sql: 's.id', kind: 'text' },
  no: { sql: 's.no', kind: 'text' },
  status: { sql: 's.status', kind: 'text' },
  kind: { sql: 's.kind', kind: 'text' },
  claimantType: { sql: 's.claimant_type', kind: 'text' },
  claimantCode: { sql: 's.claimant_code', kind: 'text' },
  claimantName: { sql: 's.claimant_name', kind: 'text' },
  regionId: { sql: 's.region_id', kind: 'text' },
  periodFromDate: { sql: 's.period_from_date', kind: 'text' },
  periodToDate: { sql: 's.period_to_date', kind: 'text' },
  claimCount: { sql: 's.claim_count', kind: 'number' },
  claimedFen: { sql: 's.claimed_fen', kind: 'number' },
  netFen: { sql: 's.net_fen', kind: 'number' },
  taxFen: { sql: 's.tax_fen', kind: 'number' },
  grossFen: { sql: 's.gross_fen', kind: 'number' },
  payableFen: { sql: 's.payable_fen', kind: 'number' },
  carryOutFen: { sql: 's.carry_out_fen', kind: 'number' },
  payout: { sql: 's.payout', kind: 'text' },
  createdAtMs: { sql: 's.created_at_ms', kind: 'number' },
};

/** What the quick search of statements looks through. */
export const STATEMENT_TEXT_CONDITION = `(s.no like @contains escape '\\' or s.claimant_name like @contains escape '\\'
  or s.claimant_code like @starts escape '\\'
  or s.claimant_code in (select code from station where @isLetters and name_initials(name) like @contains))`;

export const STATEMENT_SELECT = `s.id, s._v as version, s.no, s.status, s.kind, s.claimant_type as claimantType,
  s.claimant_code as claimantCode, s.claimant_name as claimantName, s.region_id as regionId,
  s.period_from_date as periodFromDate, s.period_to_date as periodToDate, s.claim_count as claimCount,
  s.claimed_fen as claimedFen, s.net_fen as netFen, s.tax_fen as taxFen, s.gross_fen as grossFen,
  s.payable_fen as payableFen, s.carry_out_fen as carryOutFen, s.payout, s.created_at_ms as createdAtMs`;
