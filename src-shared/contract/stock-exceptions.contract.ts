import { oc } from '@orpc/contract';
import { z } from 'zod';
import { STOCK_EXCEPTIONS } from '../domain/parts/stock-exceptions.ts';
import { ListOrder, OrderRequest, PageRequest } from './query.ts';
import { Fen, InstantMs, RowId } from './values.ts';

const Kind = z.enum(STOCK_EXCEPTIONS);

/** One thing somebody has to look into, and where it lies; quantities and values are null where they are withheld or there is none. */
export const ExceptionRow = z.object({
  id: z.string(),
  kind: Kind,
  atMs: InstantMs,
  warehouseName: z.string().nullable(),
  docNo: z.string().nullable(),
  partText: z.string().nullable(),
  qtyMilli: z.int().nullable(),
  valueFen: Fen.nullable(),
  /** What it is about where the other columns do not say: a person, the step a sheet is at. */
  note: z.string().nullable(),
  /** The place it is opened at, and what is searched for there. */
  room: z.string(),
  thing: RowId.nullable(),
  search: z.string().nullable(),
});
export type ExceptionRow = z.infer<typeof ExceptionRow>;

/** How much there is of a kind; 0 is said as well. */
export const ExceptionKind = z.object({
  kind: Kind,
  number: z.int(),
  oldestAtMs: InstantMs.nullable(),
  valueFen: Fen.nullable(),
});
export type ExceptionKind = z.infer<typeof ExceptionKind>;

export const stockExceptions = {
  exceptionKinds: oc.input(z.object({})).output(z.object({ kinds: z.array(ExceptionKind), days: z.int() })),
  /** The rows of one kind, what has waited longest first. */
  exceptions: oc.input(PageRequest.extend({ kind: Kind })).output(
    z.object({
      rows: z.array(ExceptionRow),
      total: z.int(),
      totals: z.object({ valueFen: Fen }),
    }),
  ),
  exceptionOrder: oc.input(OrderRequest.extend({ kind: Kind })).output(ListOrder),
};
