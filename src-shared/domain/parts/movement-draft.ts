import type { MovementType } from './movement-types.ts';

/** What stock is told apart by (stock §2.2). */
export interface StockKey {
  warehouseId: string;
  binId: string | null;
  partId: string;
  owner: string;
  condition: string;
  batchNo: string;
  serialNo: string;
}

export interface MovementDraft extends StockKey {
  /** Names the movement for ever: the same key is the same movement, whoever sends it and how often. */
  idemKey: string;
  regionCode: string;
  qtyMilli: number;
  valueFen: number;
  effectiveAtMs: number;
  type: MovementType;
  docType: string | null;
  docNo: string | null;
  lineUid: string | null;
  erpDocNo: string | null;
  erpLine: string | null;
  note: string | null;
}

export type MovementOutcome =
  | { outcome: 'created' | 'unchanged'; movementId: string }
  /** The key stands for another movement already; the ledger is never changed, only corrected by a new row. */
  | { outcome: 'differs'; movementId: string; qtyMilli: number; valueFen: number };
