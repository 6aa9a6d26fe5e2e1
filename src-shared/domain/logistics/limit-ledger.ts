import { addDays, daysBetween } from '../units/dates.ts';

/** What may happen to a station's limits (stock §2.4, 额度变化). */
export const LIMIT_ENTRY_TYPES = [
  'LIMIT_SET',
  'TEMP_LIMIT',
  'CASH_IN',
  'CASH_OUT',
  'HOLD',
  'RELEASE',
  'USE',
  'INVOICE',
  'PAYMENT',
  'OFFSET_LABOUR',
  'PENALTY',
] as const;
export type LimitEntryType = (typeof LIMIT_ENTRY_TYPES)[number];

/** What a person enters by itself; the others follow from papers. */
export const ENTERED_TYPES = [
  'LIMIT_SET',
  'TEMP_LIMIT',
  'CASH_IN',
  'CASH_OUT',
  'PAYMENT',
  'OFFSET_LABOUR',
  'PENALTY',
] as const satisfies readonly LimitEntryType[];
export type EnteredType = (typeof ENTERED_TYPES)[number];
/** Whose limits these are to change: there is no controller of credit among the roles, finance does it. */
export const LIMIT_KEEPERS = ['finance'] as const;

/** An entry of the ledger in fen. `cashPartFen` is what of a hold, a use or an invoice is paid from cash. */
export interface LimitEntry {
  type: LimitEntryType;
  /** Limits: the change, of either sign. An invoice below zero is a credit note. */
  amountFen: number;
  cashPartFen: number;
  /** The last day of a temporary limit. */
  untilDate: string | null;
  entryDate: string;
}

/** The sums of a ledger, in fen. */
export interface LimitSums {
  creditLimitFen: number;
  tempLimitFen: number;
  cashFen: number;
  cashHeldFen: number;
  usedFen: number;
  heldFen: number;
}

export const NO_LIMITS: LimitSums = {
  ...{ creditLimitFen: 0, tempLimitFen: 0, cashFen: 0, cashHeldFen: 0, usedFen: 0, heldFen: 0 },
};

const credit = ({ amountFen, cashPartFen }: LimitEntry): number => amountFen - cashPartFen;

const EFFECTS: Readonly<Record<LimitEntryType, (entry: LimitEntry) => Partial<LimitSums>>> = {
  LIMIT_SET: ({ amountFen }) => ({ creditLimitFen: amountFen }),
  TEMP_LIMIT: ({ amountFen }) => ({ tempLimitFen: amountFen }),
  CASH_IN: ({ amountFen }) => ({ cashFen: amountFen }),
  CASH_OUT: ({ amountFen }) => ({ cashFen: -amountFen }),
  HOLD: (entry) => ({ heldFen: credit(entry), cashHeldFen: entry.cashPartFen }),
  RELEASE: (entry) => ({ heldFen: -credit(entry), cashHeldFen: -entry.cashPartFen }),
  USE: (entry) => ({ usedFen: credit(entry), cashFen: -entry.cashPartFen }),
  // what is invoiced was used before; only a credit note gives something back
  INVOICE: (entry) => (entry.amountFen < 0 ? { usedFen: credit(entry) } : {}),
  PAYMENT: ({ amountFen }) => ({ usedFen: -amountFen }),
  OFFSET_LABOUR: ({ amountFen }) => ({ usedFen: -amountFen }),
  PENALTY: ({ amountFen }) => ({ usedFen: amountFen }),
};

/** The sums after these entries; what an account carries is never anything else. Stock §2.4. */
export function limitSums(entries: readonly LimitEntry[], start: LimitSums = NO_LIMITS): LimitSums {
  const { creditLimitFen, tempLimitFen, cashFen, cashHeldFen, usedFen, heldFen } = start;
  const sums: LimitSums = { creditLimitFen, tempLimitFen, cashFen, cashHeldFen, usedFen, heldFen };
  for (const entry of entries) {
    for (const [name, fen] of Object.entries(EFFECTS[entry.type](entry)) as [keyof LimitSums, number][])
      sums[name] += fen;
  }
  return sums;
}

/** The day of the oldest invoice that payments, oldest first, have not covered yet; null when nothing is open. Stock §4.12. */
export function oldestOpenDate(entries: readonly LimitEntry[]): string | null {
  const isPaying = ({ type, amountFen }: LimitEntry): boolean =>
    type === 'PAYMENT' || type === 'OFFSET_LABOUR' || (type === 'INVOICE' && amountFen < 0);
  let paidFen = entries.filter(isPaying).reduce((sum, entry) => sum + Math.abs(credit(entry)), 0);
  const invoices = entries.filter(({ type, amountFen }) => type === 'INVOICE' && amountFen > 0);
  for (const invoice of invoices.toSorted((a, b) => (a.entryDate < b.entryDate ? -1 : 1))) {
    paidFen -= credit(invoice);
    if (paidFen < 0) return invoice.entryDate;
  }
  return null;
}

/** Days the oldest open invoice is past its term; 0 when nothing is overdue. Refuses `invalid-date`. Stock §4.12. */
export function overdueDays(oldest: string | null, today: string, termDays: number): number {
  return oldest === null ? 0 : Math.max(0, daysBetween(addDays(oldest, termDays), today));
}

/** What may still be ordered for: free cash and the credit that is left, the temporary limit only while it holds. Stock §4.12. */
export function availableFen(
  account: LimitSums & { tempUntilDate: string | null; isBlocked: boolean },
  today: string,
): number {
  if (account.isBlocked) return 0;
  const tempFen = account.tempUntilDate !== null && today <= account.tempUntilDate ? account.tempLimitFen : 0;
  const freeCashFen = Math.max(account.cashFen - account.cashHeldFen, 0);
  return freeCashFen + account.creditLimitFen + tempFen - account.usedFen - account.heldFen;
}
