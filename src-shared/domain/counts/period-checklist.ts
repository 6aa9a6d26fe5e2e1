/** What is known of a month that is to be closed; numbers count what stands against it. */
export interface PeriodFacts {
  hasEnded: boolean;
  /** The months before it are closed. */
  isNext: boolean;
  /** Sheets whose book was frozen in it, or planned for it, and that are neither posted nor void: by number. */
  openSheets: readonly string[];
  negativeKeys: number;
  /** Keys whose balance is not the sum of their movements; null = only the server can tell, when it closes. */
  unbalancedKeys: number | null;
  /** Warehouses without a posted full count, where the month ends a year; null in other months, which do not ask. */
  notCounted: readonly string[] | null;
  inTransitKeys: number;
  isReconciled: boolean;
}

export const PERIOD_CHECKS = [
  'ended',
  'inOrder',
  'sheets',
  'balances',
  'negative',
  'yearEnd',
  'inTransit',
  'reconciled',
] as const;
export type PeriodCheck = (typeof PERIOD_CHECKS)[number];

export interface CheckedItem {
  check: PeriodCheck;
  /** null = checked by the server when the month is closed. */
  isDone: boolean | null;
  /** Without it the month is not closed; the others may be passed with a note. */
  isNeeded: boolean;
  number: number;
  names: string[];
}

interface Found {
  isDone: boolean | null;
  number?: number;
  names?: readonly string[];
}

const RULES: Readonly<Record<PeriodCheck, { isNeeded: boolean; look: (facts: PeriodFacts) => Found }>> = {
  ended: { isNeeded: true, look: ({ hasEnded }) => ({ isDone: hasEnded }) },
  inOrder: { isNeeded: true, look: ({ isNext }) => ({ isDone: isNext }) },
  sheets: { isNeeded: true, look: ({ openSheets }) => none(openSheets.length, openSheets) },
  balances: {
    isNeeded: true,
    look: ({ unbalancedKeys }) => (unbalancedKeys === null ? { isDone: null } : none(unbalancedKeys)),
  },
  negative: { isNeeded: true, look: ({ negativeKeys }) => none(negativeKeys) },
  yearEnd: { isNeeded: true, look: ({ notCounted }) => none(notCounted?.length ?? 0, notCounted ?? []) },
  inTransit: { isNeeded: false, look: ({ inTransitKeys }) => none(inTransitKeys) },
  reconciled: { isNeeded: false, look: ({ isReconciled }) => ({ isDone: isReconciled }) },
};

function none(number: number, names: readonly string[] = []): Found {
  return { isDone: number === 0, number, names };
}

/** The checklist of closing a month of stock, in the order it is read. Design §8 Periods, stock §3.1 and §5. */
export function periodChecklist(facts: PeriodFacts): CheckedItem[] {
  const asked = PERIOD_CHECKS.filter((check) => check !== 'yearEnd' || facts.notCounted !== null);
  return asked.map((check) => {
    const { isNeeded, look } = RULES[check];
    const { isDone, number = 0, names = [] } = look(facts);
    return { check, isDone, isNeeded, number, names: [...names] };
  });
}

/** Why a month with this checklist is not closed, as a reason word, or null. A note carries what may be passed. */
export function closeRefusal(items: readonly CheckedItem[], note: string): string | null {
  if (items.some(({ isDone, isNeeded }) => isNeeded && isDone === false)) return 'period-not-ready';
  if (items.some(({ isDone }) => isDone === false) && note.trim() === '') return 'period-needs-note';
  return null;
}

/** Who closes months of stock, and who opens one again: never the same person, so that nobody reopens his own closing unseen. */
export const PERIOD_ROLES = { close: ['partsManager'], reopen: ['finance'] } as const;

/** Whether a month ends a year whose stock is counted. `yearEndMonth` 1–12. */
export function endsYear(month: string, yearEndMonth: number): boolean {
  return Number(month.slice(5, 7)) === yearEndMonth;
}
