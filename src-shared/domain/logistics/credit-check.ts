import { requireBusinessDate } from '../units/dates.ts';
import { Refusal } from '../units/refusal.ts';
import { sumExact } from '../units/rounding.ts';

export interface CreditInput {
  amountFen: number;
  cashFen: number;
  cashHoldFen: number;
  limitFen: number;
  tempLimitFen: number;
  /** The last day of the temporary limit; null = not in force. */
  tempUntil: string | null;
  today: string;
  usedFen: number;
  heldFen: number;
  overdueDays: number;
  maxOverdueDays: number;
  blocked: boolean;
}

export interface CreditResult {
  result: 'PASS' | 'SHORT' | 'OVERDUE' | 'BLOCKED';
  shortFen: number;
  useCashFen: number;
  useCreditFen: number;
}

/**
 * Whether a station may order for an amount: not blocked, nothing overdue too long, and what free cash does not pay is within
 * the credit that is left (which may be negative: then even a cash order is short). Refuses `amount-not-positive`.
 * Stock §4.12.
 */
export function creditCheck(input: CreditInput): CreditResult {
  if (input.amountFen <= 0) throw new Refusal('amount-not-positive');
  requireBusinessDate(input.today, input.tempUntil);
  if (input.blocked) return { result: 'BLOCKED', shortFen: 0, useCashFen: 0, useCreditFen: 0 };
  if (input.overdueDays > input.maxOverdueDays) {
    return { result: 'OVERDUE', shortFen: 0, useCashFen: 0, useCreditFen: 0 };
  }
  const useCashFen = Math.min(input.amountFen, Math.max(input.cashFen - input.cashHoldFen, 0));
  const useCreditFen = input.amountFen - useCashFen;
  const tempFen = input.tempUntil !== null && input.today <= input.tempUntil ? input.tempLimitFen : 0;
  const availableFen = sumExact([input.limitFen, tempFen, -input.usedFen, -input.heldFen]);
  const shortFen = Math.max(0, useCreditFen - availableFen);
  return { result: shortFen === 0 ? 'PASS' : 'SHORT', shortFen, useCashFen, useCreditFen };
}
