import type { LineDetail, LineFact } from './evaluation-types.ts';

/** The columns of `claim_line` an evaluation reads. */
export interface StoredClaimLine {
  seq: number;
  costType: string;
  opId: string | null;
  partId: string | null;
  itemCode: string | null;
  description: string;
  qtyMilli: number | null;
  hoursCenti: number | null;
  km: number | null;
  unitFen: number;
  supplyMode: string | null;
  detailJson: string | null;
  isMain: number;
  isCausal: number;
  claimedFen: number;
}

/**
 * A stored line as the evaluation reads it. Where the detail says that the station stated no amount or no hours, the
 * stored values were put there by an earlier evaluation and are computed anew.
 */
export function lineFactOf(row: StoredClaimLine): LineFact {
  const detail: LineDetail = row.detailJson === null ? {} : (JSON.parse(row.detailJson) as LineDetail);
  return {
    seq: row.seq,
    costType: row.costType,
    opId: row.opId,
    partId: row.partId,
    itemCode: row.itemCode,
    description: row.description,
    qtyMilli: row.qtyMilli,
    hoursCenti: detail.hoursStated === false ? null : row.hoursCenti,
    km: row.km,
    unitFen: row.unitFen,
    supplyMode: row.supplyMode,
    isMain: row.isMain,
    isCausal: row.isCausal,
    claimedFen: detail.amountStated === false ? null : row.claimedFen,
    detail,
  };
}
