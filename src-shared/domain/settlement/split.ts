import { requireBusinessDate } from '../units/dates.ts';
import { Refusal, refuseNegative } from '../units/refusal.ts';
import { roundHalfAway, sumExact, toSafeNumber } from '../units/rounding.ts';

export interface SplitCondition {
  field: string;
  op: string;
  value: unknown;
}

export type SharesBp = readonly [maker: number, customer: number, station: number];

export interface SplitRule {
  id: string;
  priority: number;
  validFrom: string | null;
  validTo: string | null;
  conditions: readonly SplitCondition[];
  labourBp: SharesBp;
  materialBp: SharesBp;
  travelBp: SharesBp;
}

export type SplitFact = string | number | boolean | null;
export type SplitFacts = Readonly<Record<string, SplitFact | undefined>>;

/** Which column of the table each kind of cost reads (claims §4.3). */
const COLUMN_OF_COST_TYPE: Readonly<Record<string, 'labourBp' | 'materialBp' | 'travelBp'>> = {
  LABOUR: 'labourBp',
  MATERIAL: 'materialBp',
  HANDLING: 'materialBp',
  TRAVEL: 'travelBp',
  SUBLET: 'travelBp',
  OTHER: 'travelBp',
};

const CONDITION_HOLDS: Readonly<Record<string, (fact: string | number | boolean, value: unknown) => boolean>> = {
  in: (fact, value) => Array.isArray(value) && value.includes(fact),
  notIn: (fact, value) => Array.isArray(value) && !value.includes(fact),
  atMost: (fact, value) => typeof fact === 'number' && typeof value === 'number' && fact <= value,
  isTrue: (fact) => fact === true,
};

/**
 * `amountFen` split over `sharesBp` by cumulative rounding in the given order; the parts always add up to the amount, and a
 * negative amount gives the exact negation. Refuses `negative-input`, then `shares-not-100-percent`. Claims §4.2.
 */
export function splitCumulative(input: { amountFen: number; sharesBp: readonly number[] }): number[] {
  refuseNegative(...input.sharesBp);
  if (sumExact(input.sharesBp) !== 10000) throw new Refusal('shares-not-100-percent');
  return cumulativeParts(BigInt(input.amountFen), input.sharesBp, 10000n);
}

/**
 * Amounts cut pro rata to a cap by cumulative rounding; unchanged when their sum is within it. Refuses `negative-input`.
 * Claims §4.1 step 5.
 */
export function capProRata(input: { amountsFen: readonly number[]; capFen: number }): number[] {
  refuseNegative(...input.amountsFen, input.capFen);
  const sum = input.amountsFen.reduce((total, amountFen) => total + BigInt(amountFen), 0n);
  if (sum <= BigInt(input.capFen)) return [...input.amountsFen];
  return cumulativeParts(BigInt(input.capFen), input.amountsFen, sum);
}

/**
 * The first rule by priority, then id, in force on the day whose conditions all hold, with the shares of the cost type's
 * column. A fact that is null or absent fails every condition. Refuses `unknown-cost-type`, `invalid-date`,
 * `no-rule-matches`. Claims §4.3.
 */
export function splitRuleFor(input: {
  rules: readonly SplitRule[];
  facts: SplitFacts;
  costType: string;
  onDate: string;
}): { ruleId: string; sharesBp: number[] } {
  const column = Object.hasOwn(COLUMN_OF_COST_TYPE, input.costType) ? COLUMN_OF_COST_TYPE[input.costType] : undefined;
  if (column === undefined) throw new Refusal('unknown-cost-type');
  requireBusinessDate(input.onDate);
  for (const rule of input.rules) requireBusinessDate(rule.validFrom, rule.validTo);
  let first: SplitRule | null = null;
  for (const rule of input.rules) {
    if ((first === null || comesBefore(rule, first)) && ruleMatches(rule, input)) first = rule;
  }
  if (first === null) throw new Refusal('no-rule-matches');
  return { ruleId: first.id, sharesBp: [...first[column]] };
}

/** Whether one condition of a split rule holds for the facts; the "try it" box shows this per condition. Claims §4.3. */
export function splitConditionHolds(condition: SplitCondition, facts: SplitFacts): boolean {
  const fact = Object.hasOwn(facts, condition.field) ? facts[condition.field] : null;
  if (fact === null || fact === undefined) return false;
  const holds = Object.hasOwn(CONDITION_HOLDS, condition.op) ? CONDITION_HOLDS[condition.op] : undefined;
  return holds !== undefined && holds(fact, condition.value);
}

function cumulativeParts(amount: bigint, weights: readonly number[], whole: bigint): number[] {
  let weightSoFar = 0n;
  let given = 0n;
  return weights.map((weight) => {
    weightSoFar += BigInt(weight);
    const upTo = roundHalfAway(amount * weightSoFar, whole);
    const part = upTo - given;
    given = upTo;
    return toSafeNumber(part);
  });
}

function comesBefore(rule: SplitRule, other: SplitRule): boolean {
  return rule.priority === other.priority ? rule.id < other.id : rule.priority < other.priority;
}

function ruleMatches(rule: SplitRule, input: { facts: SplitFacts; onDate: string }): boolean {
  const inForce =
    (rule.validFrom === null || rule.validFrom <= input.onDate) &&
    (rule.validTo === null || input.onDate <= rule.validTo);
  return inForce && rule.conditions.every((condition) => splitConditionHolds(condition, input.facts));
}
