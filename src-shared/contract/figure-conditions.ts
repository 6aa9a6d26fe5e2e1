import type { FigureGrouping } from './audit-figures.contract.ts';
import type { Filter } from './query.ts';

export interface FigurePeriod {
  fromDate: string;
  toDate: string;
}

const is = (column: string, ...values: (string | number)[]): Filter => ({ column, op: 'in', values });

/** The column of the claims a grouping stands for. */
const COLUMN_OF_GROUPING: Readonly<Record<Exclude<FigureGrouping, 'month'>, string>> = {
  region: 'regionName',
  station: 'claimantCode',
  auditor: 'decidedByName',
  productLine: 'productLine',
  grade: 'stationGrade',
  series: 'series',
  model: 'modelName',
  component: 'componentName',
};

const OUTCOMES = ['APPROVED', 'PARTIAL', 'REJECTED'];

/** What a figure asks of a decided claim beside its period and group. */
export const FIGURE_CONDITIONS: Readonly<Record<string, readonly Filter[]>> = {
  decided: [],
  byRules: [is('byRules', 1)],
  firstPass: [is('outcome', 'APPROVED'), is('returnCount', 0)],
  partial: [is('outcome', 'PARTIAL')],
  rejected: [is('outcome', 'REJECTED')],
  returned: [{ column: 'returnCount', op: 'atLeast', values: [1] }],
  fraud: [is('isFraud', 1)],
  cut: [{ column: 'cutFen', op: 'atLeast', values: [1] }],
};

/** Conditions that find the claims of a group of the period; null = of all groups. */
export function groupConditions(by: FigureGrouping, key: string | null, period: FigurePeriod): Filter[] {
  if (key === null) return decidedIn(period);
  if (by === 'month') return decidedIn(monthWithin(key, period));
  return [...decidedIn(period), is(COLUMN_OF_GROUPING[by], key)];
}

/** The claims that were decided for good between two days. */
export function decidedIn({ fromDate, toDate }: FigurePeriod): Filter[] {
  return [{ column: 'decidedDate', op: 'between', values: [fromDate, toDate] }, is('outcome', ...OUTCOMES)];
}

/** The days of a month that lie in the period, too. */
function monthWithin(month: string, { fromDate, toDate }: FigurePeriod): FigurePeriod {
  const [first, last] = [`${month}-01`, `${month}-31`];
  return { fromDate: first < fromDate ? fromDate : first, toDate: last > toDate ? toDate : last };
}
