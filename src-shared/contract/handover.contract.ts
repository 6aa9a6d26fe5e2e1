import { z } from 'zod';
import { HANDOVER_KINDS } from '../domain/settings/handover.ts';
import { Fen, InstantMs, RowId, Scalar } from './values.ts';

export const HandoverKindSchema = z.enum(HANDOVER_KINDS);
export const HandoverReason = z.string().trim().min(1).max(200);

/** What of one kind was looked at before the order: count and control number. */
export const HandoverExpected = z.object({ kind: HandoverKindSchema, count: z.int(), controlNo: z.int() });
export type HandoverExpected = z.infer<typeof HandoverExpected>;

/** Why one thing cannot go to the receiver. */
const HandoverRefused = z.object({ no: z.string(), reason: z.string(), details: z.record(z.string(), Scalar) });

/** What somebody has in hand of one kind. */
export const HandoverSummary = HandoverExpected.extend({
  /** Payable, in fen; null where the kind is no money. */
  amountFen: Fen.nullable(),
  /** Lines of count sheets, applications of regions; null where the kind has none. */
  number: z.int().nullable(),
  refusedCount: z.int(),
  /** At most the first 20. */
  refused: z.array(HandoverRefused),
});
export type HandoverSummary = z.infer<typeof HandoverSummary>;

export const HandoverPreview = z.object({ kinds: z.array(HandoverSummary) });
export type HandoverPreview = z.infer<typeof HandoverPreview>;

export const HandoverItem = z.object({ kind: HandoverKindSchema, no: z.string(), amountFen: Fen.nullable() });
export type HandoverItem = z.infer<typeof HandoverItem>;

/** An order that was carried out, with the names of its day. */
export const Handover = z.object({
  id: RowId,
  fromName: z.string(),
  toName: z.string(),
  orderedByName: z.string(),
  orderedAtMs: InstantMs,
  reason: z.string(),
  kinds: z.array(z.object({ kind: HandoverKindSchema, count: z.int() })),
});
export type Handover = z.infer<typeof Handover>;

export const HandoverAsk = z.object({
  fromUserId: RowId,
  /** Null = not chosen yet: nothing is said of what could not go. */
  toUserId: RowId.nullable(),
});
export type HandoverAsk = z.infer<typeof HandoverAsk>;

export const HandoverOrder = z.object({
  fromUserId: RowId,
  toUserId: RowId,
  reason: HandoverReason,
  expected: z.array(HandoverExpected).min(1).max(HANDOVER_KINDS.length),
});

/** Somebody a claim may be handed to. */
export const ClaimReceiver = z.object({
  id: RowId,
  name: z.string(),
  roles: z.array(z.string()),
  regionName: z.string().nullable(),
  /** Claims in hand now. */
  inHand: z.int(),
  /** Away today: who stands in (0156). */
  deputyName: z.string().nullable(),
});
export type ClaimReceiver = z.infer<typeof ClaimReceiver>;
