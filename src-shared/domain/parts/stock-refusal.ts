/** Answers that mean: less lies there by the book than was to be taken away, and what each is to the next cycle count. Stock §4.5. */
export const STOCK_REFUSALS = {
  'order-stock-gone': 'SHORT_PICK',
  'application-stock-gone': 'SHORT_PICK',
  'damage-stock-gone': 'SHORT_PICK',
  'return-stock-gone': 'SHORT_PICK',
  'count-balance-negative': 'NEGATIVE',
} as const;
export type StockRefusalReason = keyof typeof STOCK_REFUSALS;

/** What was to be taken from where, for which paper; thousandths of a base unit. */
export interface RefusedStock {
  warehouseId: string;
  partId: string;
  qtyMilli: number;
  docNo: string | null;
}

/** The facts of a refused posting as an answer carries them beside what its sentence says. */
export function refusedStock({ warehouseId, partId, qtyMilli, docNo }: RefusedStock): {
  refusedWarehouseId: string;
  refusedPartId: string;
  refusedMilli: number;
  refusedDocNo: string | null;
} {
  return {
    ...{ refusedWarehouseId: warehouseId, refusedPartId: partId },
    ...{ refusedMilli: qtyMilli, refusedDocNo: docNo },
  };
}

/** What an answer says was refused; null where it was no posting that would have left less than nothing. Stock §2.2. */
export function refusedStockOf(
  reason: string,
  details: Readonly<Record<string, string | number | boolean | null>>,
): (RefusedStock & { reason: StockRefusalReason }) | null {
  const { refusedWarehouseId: warehouseId, refusedPartId: partId, refusedMilli, refusedDocNo } = details;
  if (!isStockRefusal(reason) || typeof warehouseId !== 'string' || typeof partId !== 'string') return null;
  if (typeof refusedMilli !== 'number' || refusedMilli <= 0) return null;
  return {
    reason,
    warehouseId,
    partId,
    qtyMilli: refusedMilli,
    docNo: refusedDocNo == null ? null : String(refusedDocNo),
  };
}

function isStockRefusal(reason: string): reason is StockRefusalReason {
  return Object.hasOwn(STOCK_REFUSALS, reason);
}
