import { z } from 'zod';
import { STATION_STEPS } from '../domain/claims/station-word.ts';
import { SentPicture } from './picture.contract.ts';
import { Fen, InstantMs, RowId } from './values.ts';

/** What was paid and is taken back, or is about to be (decision 0340); amounts in fen, negative. */
export const ClaimReversal = z.object({
  adjustmentId: RowId,
  status: z.enum(['OPEN', 'APPROVED', 'STATED']),
  amountFen: Fen,
  penaltyFen: Fen,
  reasonCode: z.string().nullable(),
  note: z.string().nullable(),
  proposedByName: z.string().nullable(),
  proposedAtMs: InstantMs,
  confirmedByName: z.string().nullable(),
  /** The later statement that carries it. */
  statementId: RowId.nullable(),
  statementNo: z.string().nullable(),
});

/**
 * What an approval says of one rule that blocks: OVERRIDDEN = the rule is wrong here, which counts against the rule;
 * EXPLAINED = it is right, and what it found has a reason that was accepted (decision 0343).
 */
export const BlockWord = z.object({
  ruleId: z.string().max(10),
  state: z.enum(['EXPLAINED', 'OVERRIDDEN']),
  note: z.string().trim().min(1).max(500),
});
export type BlockWord = z.infer<typeof BlockWord>;

/** What a station said, entered on its behalf, with a picture of the paper that proves it (design §8). */
export const StationWordInput = z.object({
  claimId: RowId,
  version: z.int(),
  step: z.enum(STATION_STEPS),
  text: z.string().trim().min(1).max(500),
  proof: SentPicture,
});

/** A remark between the audit and the station. */
export const ClaimRemark = z.object({
  id: RowId,
  direction: z.string(),
  lineSeq: z.int().nullable(),
  field: z.string().nullable(),
  attachmentId: RowId.nullable(),
  /** The paper behind a word that was entered on the station's behalf. */
  proof: z.object({ fileName: z.string(), fileSha256: z.string() }).nullable(),
  text: z.string(),
  byName: z.string(),
  atMs: InstantMs,
});
