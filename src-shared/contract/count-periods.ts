import { oc } from '@orpc/contract';
import { z } from 'zod';
import { PERIOD_CHECKS } from '../domain/counts/period-checklist.ts';
import { Fen, InstantMs } from './values.ts';

/** A month of the stock ledger, YYYY-MM. */
export const StockMonth = z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/);

const CheckedItem = z.object({
  check: z.enum(PERIOD_CHECKS),
  /** null = checked by the server when the month is closed. */
  isDone: z.boolean().nullable(),
  isNeeded: z.boolean(),
  number: z.int(),
  names: z.array(z.string()),
});

/** A month as it stands; its figures are there once it is closed. Design §8 Periods. */
export const StockPeriodRow = z.object({
  month: StockMonth,
  isClosed: z.boolean(),
  closedAtMs: InstantMs.nullable(),
  closedByName: z.string().nullable(),
  /** The last number of the ledger that belongs to it. */
  closedSeq: z.int().nullable(),
  note: z.string().nullable(),
  openingFen: Fen.nullable(),
  closingFen: Fen.nullable(),
  movementCount: z.int().nullable(),
  /** Of these: for earlier, closed months. */
  lateCount: z.int().nullable(),
  lateFen: Fen.nullable(),
  /** What came for it after it was closed, and is booked in a later month. */
  afterCount: z.int().nullable(),
  afterFen: Fen.nullable(),
});
export type StockPeriodRow = z.infer<typeof StockPeriodRow>;

/** The checklist of a month, as it is or as it was when it was closed, and how it was closed and opened. */
export const StockPeriodDetail = z.object({
  items: z.array(CheckedItem),
  events: z.array(
    z.object({
      action: z.enum(['CLOSE', 'REOPEN']),
      byName: z.string(),
      atMs: InstantMs,
      note: z.string().nullable(),
      closingFen: Fen.nullable(),
    }),
  ),
  mayClose: z.boolean(),
  mayReopen: z.boolean(),
});
export type StockPeriodDetail = z.infer<typeof StockPeriodDetail>;

const Moved = oc
  .input(z.object({ month: StockMonth, note: z.string().max(500) }))
  .output(z.object({ month: StockMonth, closedSeq: z.int().nullable() }));

/** The months of the stock ledger; they are part of the counts room. */
export const countPeriodProcedures = {
  periods: oc.input(z.object({})).output(z.object({ rows: z.array(StockPeriodRow) })),
  period: oc.input(z.object({ month: StockMonth })).output(StockPeriodDetail),
  closePeriod: Moved,
  reopenPeriod: Moved,
};
