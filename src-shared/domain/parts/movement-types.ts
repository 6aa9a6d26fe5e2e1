/**
 * The kinds of stock movements (stock §2.2) with the sign a document's own quantity takes in the ledger: a sales note
 * over 6 pieces is −6, a return note written as −6 pieces of sale is +6. Kinds that go both ways keep the sign they have.
 */
export const MOVEMENT_SIGNS = {
  RECEIPT: 1,
  ISSUE_SALE: -1,
  ISSUE_WARRANTY: -1,
  TRANSFER_OUT: -1,
  TRANSFER_IN: 1,
  RETURN_NEW: 1,
  OLD_IN: 1,
  OLD_OUT: -1,
  DAMAGE: -1,
  SCRAP: -1,
  COUNT_ADJ: 1,
  COUNT_REANCHOR: 1,
  VALUE_ADJ: 1,
  RECLASS: 1,
  OPENING: 1,
  REVERSAL: 1,
} as const;
export type MovementType = keyof typeof MOVEMENT_SIGNS;
export const MOVEMENT_TYPES = Object.keys(MOVEMENT_SIGNS) as MovementType[];

export const STOCK_OWNERS = ['HQ', 'STATION'] as const;
export const STOCK_CONDITIONS = ['NEW', 'WARRANTY', 'OLD', 'DAMAGED', 'QUARANTINE', 'IN_TRANSIT'] as const;

/** The quantity of the ledger in thousandths for a quantity as the document of this kind writes it. */
export function ledgerQtyMilli(type: MovementType, documentQtyMilli: number): number {
  return documentQtyMilli === 0 ? 0 : MOVEMENT_SIGNS[type] * documentQtyMilli;
}

/** Units that are counted in whole pieces, where the part's master does not say. */
const WHOLE_UNITS: ReadonlySet<string> = new Set([
  '个',
  '件',
  '套',
  '台',
  '只',
  '根',
  '条',
  '片',
  '支',
  'EA',
  'PC',
  'PCS',
  'SET',
]);

/** True when a quantity in thousandths of this unit must be a multiple of 1000 (stock §2 conventions). */
export function isWholeUnit(part: { uom: string; uomWhole: number | null }): boolean {
  return part.uomWhole === null ? WHOLE_UNITS.has(part.uom.trim().toUpperCase()) : part.uomWhole === 1;
}
