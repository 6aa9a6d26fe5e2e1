import { oc } from '@orpc/contract';
import { z } from 'zod';
import { ListOrder, OrderRequest, PageRequest } from './query.ts';
import { Fen, InstantMs, RowId } from './values.ts';

/** Integer thousandths of a part's base unit. */
const Milli = z.int();

/** What lies in one place in one condition; quantities and values are null where they are withheld from who looks. */
export const BalanceRow = z.object({
  id: RowId,
  warehouseCode: z.string(),
  warehouseName: z.string(),
  binCode: z.string().nullable(),
  partId: RowId,
  partNo: z.string(),
  drawingNo: z.string().nullable(),
  partName: z.string(),
  uom: z.string(),
  condition: z.string(),
  owner: z.string(),
  abcClass: z.string().nullable(),
  qtyMilli: Milli.nullable(),
  /** Held or picked of the part in the whole warehouse, and what is free there: on hand in order less reserved. */
  reservedMilli: Milli,
  availableMilli: Milli.nullable(),
  valueFen: Fen.nullable(),
  /** Per base unit, rounded; null without stock. */
  averageFen: Fen.nullable(),
  lastMoveAtMs: InstantMs,
  lastCountAtMs: InstantMs.nullable(),
});
export type BalanceRow = z.infer<typeof BalanceRow>;

/** A row of the ledger with what lay there after it, in the order of the ledger. */
export const LedgerRow = z.object({
  id: RowId,
  seq: z.int(),
  type: z.string(),
  docNo: z.string().nullable(),
  effectiveAtMs: InstantMs,
  postedAtMs: InstantMs,
  qtyMilli: Milli.nullable(),
  valueFen: Fen.nullable(),
  afterMilli: Milli.nullable(),
  afterFen: Fen.nullable(),
});
export type LedgerRow = z.infer<typeof LedgerRow>;

export const PartCard = z.object({
  partNo: z.string(),
  drawingNo: z.string().nullable(),
  oemCode: z.string().nullable(),
  name: z.string(),
  spec: z.string().nullable(),
  uom: z.string(),
  packs: z.string(),
  supplierName: z.string().nullable(),
  isSafety: z.boolean(),
  isSerialised: z.boolean(),
  oldPartPolicy: z.string(),
  status: z.string(),
  prices: z.array(z.object({ kind: z.string(), amountFen: Fen })),
  /** The chain the part stands in: what it replaces and what replaces it. */
  supersession: z.array(
    z.object({
      direction: z.enum(['REPLACES', 'REPLACED_BY']),
      partNo: z.string(),
      name: z.string(),
      type: z.string(),
    }),
  ),
  models: z.array(z.object({ code: z.string(), name: z.string() })),
});
export type PartCard = z.infer<typeof PartCard>;

export const partsContract = {
  balances: oc
    .input(PageRequest)
    .output(
      z.object({ rows: z.array(BalanceRow), total: z.int(), totals: z.object({ valueFen: Fen, withheld: z.int() }) }),
    ),
  balanceOrder: oc.input(OrderRequest).output(ListOrder),
  /** One key: its row, its ledger, its part. */
  balance: oc
    .input(z.object({ id: RowId }))
    .output(z.object({ row: BalanceRow, ledger: z.array(LedgerRow), part: PartCard })),
};
