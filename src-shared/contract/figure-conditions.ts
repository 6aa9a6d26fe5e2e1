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
  auditor: 'finalBy',
  productLine: 'productLine',
  grade: 'stationGrade',
  series: 'series',
  model: 'modelName',
  component: 'componentName',
  misBand: 'misBand',
  supplier: 'supplierName',
};

const OUTCOMES = ['APPROVED', 'PARTIAL', 'REJECTED'];

/** What a figure asks of a decided claim beside its period and group. */
export const FIGURE_CONDITIONS: Readonly<Record<string, readonly Filter[]>> = {
  decided: [],
  byRules: [is('byRules', 1)],
  // those whose audit took somebody's days
  byPeople: [is('byRules', 0)],
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
  // nobody has no name to be asked by
  if (by === 'auditor' && key === '') return [...decidedIn(period), is('decidedByName', '')];
  return [...decidedIn(period), is(COLUMN_OF_GROUPING[by], key)];
}

/** What a person did with claims, as the figures of clerks count it; each is a condition of its own on the claims. */
export const CLERK_ACTS = ['decidedBy', 'undoneOf', 'handedOverBy', 'takenOverBy'] as const;
export type ClerkAct = (typeof CLERK_ACTS)[number];

/** The claims a person did that with in a period: the value of the condition reads as it is shown. */
export function clerkCondition(act: ClerkAct, name: string, { fromDate, toDate }: FigurePeriod): Filter {
  return is(act, `${name} ${fromDate}–${toDate}`);
}

/** Whom and which days the value of such a condition names; null for anything else. */
export function readClerkCondition(value: string): ({ name: string } & FigurePeriod) | null {
  const read = /^(.+) (\d{4}-\d\d-\d\d)–(\d{4}-\d\d-\d\d)$/.exec(value);
  const [, name, fromDate, toDate] = read ?? [];
  return name === undefined || fromDate === undefined || toDate === undefined ? null : { name, fromDate, toDate };
}

/** What became of a rule's hits, as its figures count the claims; each is a condition of its own on the claims. */
export const HIT_FATES = ['hitBy', 'upheldBy', 'overriddenBy'] as const;
export type HitFate = (typeof HIT_FATES)[number];

interface RuleInMode {
  ruleId: string;
  mode: string;
}

const LIVE = 'LIVE';

/** The claims a rule hit in such a way; the mode is named where it is not live. */
export function ruleCondition(fate: HitFate, { ruleId, mode }: RuleInMode): Filter {
  return is(fate, mode === LIVE ? ruleId : `${ruleId} ${mode}`);
}

/** Which rule in which mode the value of such a condition names; null for anything else. */
export function readRuleCondition(value: string): RuleInMode | null {
  const [, ruleId, mode = LIVE] = /^([A-Z]\d\d)(?: ([A-Z]+))?$/.exec(value) ?? [];
  return ruleId === undefined ? null : { ruleId, mode };
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
