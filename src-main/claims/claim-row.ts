import type { z } from 'zod';
import type { ClaimRow } from '../../src-shared/contract/claim-row.contract.ts';
import {
  BY_RULES,
  COMPONENT_NAME,
  DECIDED_DATE,
  HOLDER_ID,
  HOLDER_NAME,
  IS_FRAUD,
  MIS_BAND,
  OUTCOME,
  QUEUED_DATE,
  REGION_NAME,
  SERIES,
  STATION_GRADE,
  SUPPLIER_NAME,
} from './claim-columns.ts';
import type { Row } from '../sync/overlay-rows.ts';

export type ClaimRowValue = z.infer<typeof ClaimRow>;

/** The columns a claim row is made of, of the base row or its overlay. */
export const CLAIM_ROW_SELECT = `c.id, c._v, c.no, c.status, c.queue, c.type, c.claimant_type, c.claimant_code, c.claimant_name,
  c.region_id, c.product_line, c.model_name, c.vin_text, c.plate_no, c.failure_date, c.repair_finish_date, c.submitted_at_ms,
  c.mileage_km, c.main_item_text, c.claimed_fen, c.payable_fen, c.approved_fen, c.cut_fen, c.worst_severity, c.hit_count,
  c.hit_signature, c.headline_rule_id, c.headline_json, c.hold_reason, c.reason_code, c.decided_at_ms, u.name as decided_by_name,
  ${DECIDED_DATE} as decided_date, ${REGION_NAME} as region_name, ${OUTCOME} as outcome, ${BY_RULES} as by_rules,
  ${IS_FRAUD} as is_fraud, ${STATION_GRADE} as station_grade, ${QUEUED_DATE} as queued_date, ${SERIES} as series, ${COMPONENT_NAME} as component_name,
  ${SUPPLIER_NAME} as supplier_name, ${MIS_BAND} as mis_band, c.return_count, ${HOLDER_ID} as holder_id, ${HOLDER_NAME} as holder_name, c.statement_id, s.no as statement_no`;
export const CLAIM_ROW_JOINS = `left join app_user u on u.id = c.decided_by left join statement s on s.id = c.statement_id`;

/** A stored row as the screens know it. */
export function claimRow(row: Row, pending: boolean): ClaimRowValue {
  const value = {
    id: row.id,
    version: row._v,
    no: row.no,
    status: row.status,
    queue: row.queue,
    type: row.type,
    claimantType: row.claimant_type,
    claimantCode: row.claimant_code,
    claimantName: row.claimant_name,
    regionId: row.region_id,
    regionName: row.region_name,
    productLine: row.product_line,
    modelName: row.model_name,
    vin: row.vin_text,
    plateNo: row.plate_no,
    failureDate: row.failure_date,
    repairFinishDate: row.repair_finish_date,
    submittedAtMs: row.submitted_at_ms,
    mileageKm: row.mileage_km,
    mainItem: row.main_item_text,
    claimedFen: row.claimed_fen,
    payableFen: row.payable_fen,
    approvedFen: row.approved_fen,
    cutFen: row.cut_fen,
    worstSeverity: row.worst_severity,
    hitCount: row.hit_count,
    hitSignature: row.hit_signature,
    headline: headlineOf(row),
    holdReason: row.hold_reason,
    reasonCode: row.reason_code,
    decidedAtMs: row.decided_at_ms,
    decidedDate: row.decided_date,
    decidedByName: row.decided_by_name,
    outcome: row.outcome,
    byRules: row.by_rules === 1,
    isFraud: row.is_fraud === 1,
    stationGrade: row.station_grade,
    queuedDate: row.queued_date,
    series: row.series,
    componentName: row.component_name,
    supplierName: row.supplier_name,
    misBand: row.mis_band,
    returnCount: row.return_count,
    holderId: row.holder_id,
    holderName: row.holder_name,
    statementId: row.statement_id,
    statementNo: row.statement_no,
    pending,
  };
  return value as ClaimRowValue; // the store's columns have these types; the contract checks them once more on the way out
}

function headlineOf(row: Row): ClaimRowValue['headline'] {
  if (typeof row.headline_rule_id !== 'string') return null;
  return { ruleId: row.headline_rule_id, facts: factsOf(row.headline_json) };
}

/** JSON facts of a rule; anything that is no flat object counts as none. */
export function factsOf(text: Row[string] | undefined): Record<string, string | number | boolean | null> {
  if (typeof text !== 'string') return {};
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter(([, fact]) => fact === null || ['string', 'number', 'boolean'].includes(typeof fact)),
  );
}
