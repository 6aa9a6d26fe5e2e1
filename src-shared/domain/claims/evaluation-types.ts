import type { ClaimEvidence, ComponentGroupFact, FaultPartFact, PartApplicabilityFact } from './evidence-types.ts';
import type { Facts, RuleMode, Severity } from './ruleset-types.ts';

/*
 * What an evaluation reads and answers. Field names are those of the stores' columns (camelCase, flags 0/1, enumerations
 * as text), so rows fit without conversion; extra columns do no harm. Money in fen, hours in hundredths, quantities in
 * thousandths, distances in km. Load `masters` once per batch (`indexMasters`), the rest by `in (…)` over up to 5,000 claims:
 * vehicles, stations with their terms, work orders, readings and history by vehicle id.
 */

export interface ClaimFact {
  id: string;
  no: string | null;
  claimantType: string;
  claimantId: string;
  type: string;
  stationId: string | null;
  workOrderId: string | null;
  vinText: string;
  productLine: string;
  regionId: string;
  failureDate: string;
  repairFinishDate: string;
  mileageKm: number | null;
  causalPartId: string | null;
  componentGroupId: string | null;
  mainOpId: string | null;
  responsibility: string;
  preauthId: string | null;
  campaignId: string | null;
  submittedAtMs: number | null;
  submittedDate: string | null;
  plateNo?: string | null;
  modelId?: string | null;
  complaintCode?: string | null;
  causeCode?: string | null;
  actionCode?: string | null;
  createdBy?: string | null;
  repairStartAtMs?: number | null;
  repairFinishAtMs?: number | null;
}

/** What a line carries beyond its columns; `claim_line.detail_json`. Absent fields count as null or 0. */
export interface LineDetail {
  /** false = the station stated no amount; the claimed amount is the claimed quantity at the standard price. */
  amountStated?: boolean;
  /** false = the station stated no hours; the standard hours of the operation are claimed. */
  hoursStated?: boolean;
  /** Distance there and back by road, km; null = not known. */
  routeKm?: number | null;
  fromLatMicro?: number | null;
  fromLngMicro?: number | null;
  toLatMicro?: number | null;
  toLngMicro?: number | null;
  night?: boolean;
  holiday?: boolean;
  tollFen?: number;
  tollReceiptFen?: number;
  lodgingReceiptFen?: number;
  personNights?: number;
  engineerDays?: number;
}

export interface LineFact {
  seq: number;
  costType: string;
  opId: string | null;
  partId: string | null;
  itemCode: string | null;
  description: string;
  qtyMilli: number | null;
  /** Claimed hours; null = the standard hours are claimed. */
  hoursCenti: number | null;
  km: number | null;
  /** LABOUR: claimed rate per hour; MATERIAL: claimed unit price. 0 = not stated. */
  unitFen: number;
  supplyMode: string | null;
  isMain: number;
  isCausal: number;
  /** null = no amount stated: the claimed quantity at the standard price. */
  claimedFen: number | null;
  detail: LineDetail;
}

export interface VehicleFact {
  id: string;
  vin: string;
  productLine: string;
  mfgDate: string | null;
  saleDate: string | null;
  inServiceDate: string | null;
  inServiceSource: string | null;
  status: string;
  plateNo?: string | null;
  engineNo?: string | null;
  modelId?: string | null;
  series?: string | null;
  customerId?: string | null;
}

export interface StationFact {
  id: string;
  code: string;
  name: string;
  type: string;
  status: string;
  auditRisk: number;
  autoEligible: number;
  latMicro?: number | null;
  lngMicro?: number | null;
  serviceRadiusKm?: number | null;
  hostedCustomerId?: string | null;
  /** The terms in force on the repair finish date; null = none were. */
  terms: StationTermsFact | null;
}

export interface StationTermsFact {
  grade: string;
  contractNo: string | null;
  contractFromDate: string | null;
  contractToDate: string | null;
  productLines?: string;
}

export interface WorkOrderFact {
  id: string;
  no: string;
  place: string;
  payType: string;
}

export interface EngineerFact {
  id: string;
  empNo: string;
  status: string;
}

export interface MileageReadingFact {
  id: string;
  readingKm: number;
  readDate: string;
  sourceDocId: string | null;
  stationId: string | null;
  meterSeq: number;
  offsetKm: number;
}

/** Another claim of the same vehicle. Loaders may pass every claim; the rules leave out deleted, withdrawn and rejected ones and the claim itself. */
export interface HistoryClaimFact {
  id: string;
  no: string | null;
  status: string;
  type: string;
  stationId: string | null;
  claimantCode: string;
  claimantName: string;
  workOrderId: string | null;
  mainOpId: string | null;
  causalPartId: string | null;
  componentGroupId: string | null;
  repairFinishDate: string;
  submittedAtMs: number | null;
  claimedFen?: number;
  campaignId?: string | null;
}

export interface RateFact {
  id: string;
  rateKey: string;
  costType: string;
  stationId: string | null;
  grade: string | null;
  regionId: string | null;
  productLine: string | null;
  claimType: string | null;
  value: number;
  validFromDate: string;
  validToDate: string | null;
}

export interface OperationFact {
  id: string;
  opCode: string;
  name: string;
  componentGroupId: string | null;
  stdHoursCenti: number;
  overlapGroup: string | null;
  overlapDeductCenti: number;
  maxPerClaim: number | null;
  catalogueVersion: number;
  modelId?: string | null;
  series?: string | null;
  productLine?: string | null;
  /** Kinds of attachments separated by commas. */
  requiredPhotoKinds?: string;
  needsPreauth?: number;
  isGeneric?: number;
}

export interface OperationIncludeFact {
  opId: string;
  includedOpId: string;
}

export interface PartFact {
  id: string;
  partNo: string;
  name: string;
  componentGroupId: string | null;
  issuePriceFen: number;
  maxQtyPerVehicleMilli: number | null;
  isWear: number;
}

export interface WarrantyPolicyFact {
  id: string;
  code: string;
  policyVersion: number;
  productLine: string;
  name: string;
  validFromDate: string;
  validToDate: string | null;
  startRule: string;
  startDays: number;
  defaultDays: number;
}

export interface WarrantyCoverageFact {
  id: string;
  policyId: string;
  componentGroupId: string | null;
  partId: string | null;
  months: number | null;
  kmLimit: number | null;
  mode: string;
  labourMonths: number | null;
  materialMonths: number | null;
  excluded: number;
}

/** A special approval (特批质保) of this vehicle; a null group covers the whole vehicle, a null limit leaves the policy's. */
export interface WarrantyOverrideFact {
  componentGroupId: string | null;
  months: number | null;
  kmLimit: number | null;
  validFromDate: string | null;
  validToDate: string | null;
}

/** A part fitted under warranty earlier (配件质保); it extends the cover of that part, never shortens it. */
export interface FittedPartFact {
  partId: string;
  fittedDate: string;
  months: number | null;
}

/** Rows of the masters as loaded; `operations` and `parts` may be only those the batch refers to (all operations of one claim must be there). */
export interface MasterRows {
  rates: readonly RateFact[];
  operations: readonly OperationFact[];
  operationIncludes: readonly OperationIncludeFact[];
  parts: readonly PartFact[];
  componentGroups: readonly ComponentGroupFact[];
  policies: readonly WarrantyPolicyFact[];
  coverages: readonly WarrantyCoverageFact[];
  applicabilities?: readonly PartApplicabilityFact[];
  faultParts?: readonly FaultPartFact[];
}

/** `MasterRows` by key; made once per batch by `indexMasters`. */
export interface Masters {
  ratesByKey: ReadonlyMap<string, readonly RateFact[]>;
  operations: ReadonlyMap<string, OperationFact>;
  /** Operations contained in the work of the key. */
  includedOps: ReadonlyMap<string, ReadonlySet<string>>;
  parts: ReadonlyMap<string, PartFact>;
  componentGroups: ReadonlyMap<string, ComponentGroupFact>;
  policiesByLine: ReadonlyMap<string, readonly WarrantyPolicyFact[]>;
  coveragesByPolicy: ReadonlyMap<string, readonly WarrantyCoverageFact[]>;
  /** null = not loaded. */
  applicabilitiesByPart: ReadonlyMap<string, readonly PartApplicabilityFact[]> | null;
  faultGroups: ReadonlyMap<string, ReadonlySet<string>> | null;
  /** What a fault is called, by its code. */
  faultNames?: ReadonlyMap<string, string>;
}

export interface EvaluationSettings {
  /** A claim above this payable amount is never approved without a person. */
  autoApproveLimitFen: number;
}

export interface EvaluationInput {
  claim: ClaimFact;
  lines: readonly LineFact[];
  vehicle: VehicleFact | null;
  station: StationFact | null;
  workOrder: WorkOrderFact | null;
  engineer: EngineerFact | null;
  mileageReadings: readonly MileageReadingFact[];
  history: readonly HistoryClaimFact[];
  warrantyOverrides: readonly WarrantyOverrideFact[];
  fittedParts: readonly FittedPartFact[];
  masters: Masters;
  settings: EvaluationSettings;
  /** What else is known; absent fields leave their rules silent. */
  evidence?: ClaimEvidence;
  /** True when the sample plan drew this claim (claims §6.5); it is then never approved without a person. */
  sampled: boolean;
  evaluatedOnDate: string;
}

export type WarrantyPositionCode = 'IN' | 'OUT_BY_DATE' | 'OUT_BY_KM' | 'EXCLUDED' | 'CAMPAIGN' | 'UNKNOWN';

/** Where the vehicle stands; the same fields as `WarrantyDetail` of the contract (stored in `claim.warranty_json`). */
export interface WarrantyResult {
  position: WarrantyPositionCode;
  policyName: string | null;
  policyVersion: number | null;
  startDate: string | null;
  startSource: string | null;
  months: number | null;
  kmLimit: number | null;
  firstDayOut: string | null;
  failureDate: string;
  effectiveKm: number | null;
  daysLeft: number | null;
  kmLeft: number | null;
}

export type TraceStepName = 'claimed' | 'quantity' | 'price' | 'standard' | 'split' | 'cap' | 'payable' | 'approved';

/** Same shape as `TraceStep` of the contract. */
export interface TraceStep {
  step: TraceStepName;
  ruleId: string | null;
  rulesetVersion: number | null;
  amountFen: number;
  facts: Facts;
}

export interface Hit {
  ruleId: string;
  severity: Severity;
  mode: Exclude<RuleMode, 'OFF'>;
  lineSeq: number | null;
  facts: Facts;
}

export interface EvaluatedLine {
  seq: number;
  /** Claimed hours after the standard hours were put in place of missing ones; null on other lines. */
  hoursCenti: number | null;
  claimedFen: number;
  /** At 100 %, never above what was claimed; the three shares add up to it. */
  stdFen: number;
  /** The worst rule that cut this line; null when nothing was cut before the split. */
  ruleId: string | null;
  splitRuleId: string;
  mfrShareBp: number;
  custShareBp: number;
  stationShareBp: number;
  mfrFen: number;
  custFen: number;
  stationFen: number;
  /** What the maker pays unless an auditor cuts it: the maker's share after cuts for lateness and caps. */
  payableFen: number;
  trace: TraceStep[];
}

export type Disposition = 'AUTO_APPROVED' | 'IN_REVIEW' | 'AUTO_REJECTED';

export interface Evaluation {
  rulesetVersion: number;
  warranty: WarrantyResult;
  /** Age in whole months between the start of the warranty and the failure; null without a start. */
  ageMonths: number | null;
  hits: Hit[];
  lines: EvaluatedLine[];
  claimedFen: number;
  stdFen: number;
  payableFen: number;
  riskScore: number;
  /** 0 no live hit, 1 info, 2 warn, 3 block. */
  worstSeverity: 0 | 1 | 2 | 3;
  /** Ids of the live rules hit, sorted, without repetition, joined by a comma. */
  signature: string;
  hitCount: number;
  /** The worst live hit, for the queue's one sentence. */
  headline: { ruleId: string; facts: Facts } | null;
  disposition: Disposition;
  /** Live hits that stop the submission; empty when the claim may be submitted. */
  entryBlocks: Hit[];
  /** The reason code the rules propose when the disposition is a rejection; null otherwise. */
  proposedReasonCode: string | null;
}
