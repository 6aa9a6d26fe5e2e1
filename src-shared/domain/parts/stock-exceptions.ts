/** What the parts manager looks at first thing in the morning, the gravest kind first. Stock §5 (0350). */
export const STOCK_EXCEPTIONS = [
  'PROOF',
  'REFUSED',
  'LATE',
  'PROMISE',
  'ROAD',
  'ERP',
  'UNBOOKED',
  'SHEET',
  'CLOCK',
] as const;
export type StockException = (typeof STOCK_EXCEPTIONS)[number];
