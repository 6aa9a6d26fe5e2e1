import { z } from 'zod';
import { CLAIM_OUTCOMES } from '../domain/claims/audit-figures.ts';
import { BusinessDate, ClaimQueue, ClaimStatus, Fen, InstantMs, RowId, Scalar } from './values.ts';

/** A sentence of the catalogue with its facts; the renderer words it in the user's language. */
export const Sentence = z.object({ ruleId: z.string(), facts: z.record(z.string(), Scalar) });
export type Sentence = z.infer<typeof Sentence>;

export const ClaimRow = z.object({
  id: RowId,
  version: z.int(),
  no: z.string().nullable(),
  status: ClaimStatus,
  queue: ClaimQueue,
  type: z.string(),
  claimantType: z.string(),
  claimantCode: z.string(),
  claimantName: z.string(),
  regionId: RowId,
  regionName: z.string().nullable(),
  productLine: z.string(),
  modelName: z.string().nullable(),
  vin: z.string(),
  plateNo: z.string().nullable(),
  failureDate: BusinessDate,
  repairFinishDate: BusinessDate,
  submittedAtMs: InstantMs.nullable(),
  mileageKm: z.int().nullable(),
  mainItem: z.string().nullable(),
  claimedFen: Fen,
  payableFen: Fen,
  approvedFen: Fen,
  cutFen: Fen,
  worstSeverity: z.int(),
  hitCount: z.int(),
  hitSignature: z.string(),
  headline: Sentence.nullable(),
  /** What it waits for; SAMPLE = drawn to be read although the rules would pass it. */
  holdReason: z.string().nullable(),
  reasonCode: z.string().nullable(),
  decidedAtMs: InstantMs.nullable(),
  decidedDate: BusinessDate.nullable(),
  decidedByName: z.string().nullable(),
  /** What became of it; null while it is undecided. */
  outcome: z.enum(CLAIM_OUTCOMES).nullable(),
  /** Passed by the rules alone, without a person. */
  byRules: z.boolean(),
  // isFraud: deceit is confirmed (0363); stationGrade: on the day of the repair
  ...{ isFraud: z.boolean(), queuedDate: BusinessDate.nullable(), stationGrade: z.string().nullable() },
  // supplierName: of the part that failed; misBand: months in service at the failure, as a band
  ...{ series: z.string().nullable(), componentName: z.string().nullable() },
  ...{ supplierName: z.string().nullable(), misBand: z.string().nullable() },
  returnCount: z.int(),
  /** Who has it in hand; null = everybody of its level, or nobody any more (0210). */
  ...{ holderId: RowId.nullable(), holderName: z.string().nullable() },
  statementId: RowId.nullable(),
  statementNo: z.string().nullable(),
  /** True while a decision made here waits for the server. */
  pending: z.boolean(),
});
export type ClaimRow = z.infer<typeof ClaimRow>;

export const ClaimTotals = z.object({
  count: z.int(),
  claimedFen: Fen,
  payableFen: Fen,
  approvedFen: Fen,
  cutFen: Fen,
});
export type ClaimTotals = z.infer<typeof ClaimTotals>;
