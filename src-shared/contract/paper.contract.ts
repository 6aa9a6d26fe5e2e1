import { z } from 'zod';
import { BusinessDate, Fen, RowId, Scalar } from './values.ts';

/** The documents and masters that lead to each other (联查). */
export const PaperKind = z.enum([
  'claim',
  'workOrder',
  'request',
  'statement',
  'oldPart',
  'supplierClaim',
  'vehicle',
  'station',
  'dispatch',
  'followUp',
  'preauth',
  'campaign',
  'partsIssue',
  'partsApplication',
  'box',
  'invoice',
  'payment',
  'adjustment',
]);
export type PaperKind = z.infer<typeof PaperKind>;

/** A paper as one line in the list of another. */
export const PaperLink = z.object({
  kind: PaperKind,
  id: RowId,
  no: z.string(),
  text: z.string().nullable(),
  status: z.string().nullable(),
  businessDate: BusinessDate.nullable(),
  amountFen: Fen.nullable(),
});
export type PaperLink = z.infer<typeof PaperLink>;

/** One paper: its own facts, and everything it leads to. */
export const Paper = z.object({
  kind: PaperKind,
  id: RowId,
  no: z.string(),
  /** Names are facts of the catalogue, in the order they are read. */
  facts: z.record(z.string(), Scalar),
  links: z.array(PaperLink),
  /** Kinds of which there are more than are given: only the newest are. */
  cut: z.array(PaperKind),
});
export type Paper = z.infer<typeof Paper>;
