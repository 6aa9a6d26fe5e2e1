import { movingAverage } from '../parts/moving-average.ts';

/** One balance of a part in a warehouse from which may be taken, in the order it is walked by. */
export interface PickableBalance {
  id: string;
  qtyMilli: number;
  valueFen: number;
}

export interface Pick {
  balanceId: string;
  /** Positive, in thousandths. */
  qtyMilli: number;
  /** What leaves stock by moving average, positive. */
  valueFen: number;
}

/** Takes a quantity out of balances in their order; null when they do not hold so much. Values by moving average (stock §4.10). */
export function pickStock(balances: readonly PickableBalance[], qtyMilli: number): Pick[] | null {
  const picks: Pick[] = [];
  let leftMilli = qtyMilli;
  for (const balance of balances) {
    const takenMilli = Math.min(leftMilli, balance.qtyMilli);
    if (takenMilli <= 0) continue;
    const [row] = movingAverage({
      start: { qtyMilli: balance.qtyMilli, valueFen: balance.valueFen, lastCostFen: null, standardCostFen: null },
      steps: [{ type: 'ISSUE', qtyMilli: takenMilli }],
    });
    // taken from nought, as the negative of nought is another number than nought
    picks.push({ balanceId: balance.id, qtyMilli: takenMilli, valueFen: 0 - (row?.moveValueFen ?? 0) });
    leftMilli -= takenMilli;
  }
  return leftMilli === 0 ? picks : null;
}
