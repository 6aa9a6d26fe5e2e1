import { fraction, roundedTimes, type Fraction } from '../units/fraction.ts';
import { Refusal } from '../units/refusal.ts';
import { roundHalfAway, toSafeNumber } from '../units/rounding.ts';

export interface CostStart {
  qtyMilli: number;
  valueFen: number;
  /** Fen per base unit. */
  lastCostFen: number | null;
  standardCostFen: number | null;
}

/** One posting; which fields a kind has says its row in stock §4.10. */
export interface CostStep {
  type: string;
  qtyMilli?: number;
  valueFen?: number;
  originalQtyMilli?: number;
  originalValueFen?: number;
  diffFen?: number;
  poolQtyMilli?: number;
}

export interface CostRow {
  qtyMilli: number;
  valueFen: number;
  /** Signed as it changes the stock's value. */
  moveValueFen: number;
  /** What of a late price change no longer lies in stock. */
  varianceFen: number;
  /** Per base unit, rounded; null without stock. */
  averageFen: number | null;
}

interface Stock {
  qty: bigint;
  value: bigint;
  /** Fen per thousandth of a base unit. */
  lastCost: Fraction | null;
  standardCost: Fraction | null;
}

interface Move {
  qty: bigint;
  value: bigint;
  variance?: bigint;
  lastCost?: Fraction;
}

const whole = (value: number | undefined): bigint => BigInt(value ?? 0);
const costOf = (fen: number | null): Fraction | null => (fen === null ? null : { num: BigInt(fen), den: 1000n });

function receive(_: Stock, step: CostStep): Move {
  const [qty, value] = [whole(step.qtyMilli), whole(step.valueFen)];
  return { qty, value, lastCost: { num: value, den: qty } };
}

function takeIn(_: Stock, step: CostStep): Move {
  return { qty: whole(step.qtyMilli), value: whole(step.valueFen) };
}

/** The whole value goes with the whole quantity, so that no residue stays. */
function takeOut(stock: Stock, step: CostStep): Move {
  const qty = whole(step.qtyMilli);
  if (qty > stock.qty) throw new Refusal('negative-on-hand');
  return { qty: -qty, value: -(qty === stock.qty ? stock.value : roundHalfAway(stock.value * qty, stock.qty)) };
}

function find(stock: Stock, step: CostStep): Move {
  const qty = whole(step.qtyMilli);
  const cost = stock.qty > 0n ? { num: stock.value, den: stock.qty } : (stock.lastCost ?? stock.standardCost);
  if (cost === null) throw new Refusal('cost-required');
  return { qty, value: roundHalfAway(cost.num * qty, cost.den) };
}

function takeBack(_: Stock, step: CostStep): Move {
  const [qty, original] = [whole(step.qtyMilli), whole(step.originalQtyMilli)];
  if (qty > original) throw new Refusal('return-exceeds-issue');
  return { qty, value: roundHalfAway(whole(step.originalValueFen) * qty, original) };
}

function changePrice(stock: Stock, step: CostStep): Move {
  const [diff, pool] = [whole(step.diffFen), whole(step.poolQtyMilli)];
  const stillHere = stock.qty < pool ? stock.qty : pool;
  const value = roundHalfAway(diff * stillHere, pool);
  return { qty: 0n, value, variance: diff - value };
}

const STEPS: ReadonlyMap<string, (stock: Stock, step: CostStep) => Move> = new Map([
  ['RECEIPT', receive],
  ['TRANSFER_IN', takeIn],
  ['ISSUE', takeOut],
  ['TRANSFER_OUT', takeOut],
  ['COUNT_LOSS', takeOut],
  ['COUNT_GAIN', find],
  ['RETURN', takeBack],
  ['PRICE_CHANGE', changePrice],
]);

/**
 * Quantity and value of a part after each posting by moving average, exact. The first refused step refuses all:
 * `unknown-step`, `quantity-not-positive`, `negative-on-hand`, `cost-required`, `return-exceeds-issue`. Stock §4.10.
 */
export function movingAverage(input: { start: CostStart; steps: readonly CostStep[] }): CostRow[] {
  const { start } = input;
  let stock: Stock = {
    qty: BigInt(start.qtyMilli),
    value: BigInt(start.valueFen),
    lastCost: costOf(start.lastCostFen),
    standardCost: costOf(start.standardCostFen),
  };
  return input.steps.map((step) => {
    const post = STEPS.get(step.type);
    if (post === undefined) throw new Refusal('unknown-step');
    const qtyMilli = step.type === 'PRICE_CHANGE' ? step.poolQtyMilli : step.qtyMilli;
    if (!((qtyMilli ?? 0) > 0)) throw new Refusal('quantity-not-positive');
    const move = post(stock, step);
    const { qty, value } = { qty: stock.qty + move.qty, value: stock.value + move.value };
    stock = { ...stock, qty, value, lastCost: move.lastCost ?? stock.lastCost };
    return {
      qtyMilli: toSafeNumber(qty),
      valueFen: toSafeNumber(value),
      moveValueFen: toSafeNumber(move.value),
      varianceFen: toSafeNumber(move.variance ?? 0n),
      averageFen: qty === 0n ? null : roundedTimes(fraction(value, qty), 1000n),
    };
  });
}
