import { requireBusinessDate } from '../units/dates.ts';
import { Refusal, refuseNegative } from '../units/refusal.ts';
import { mulDivRound, roundHalfAway, sumExact, toSafeNumber } from '../units/rounding.ts';

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
  return sharesOf(input.amountFen, input.sharesBp);
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
  columnOf(input.costType);
  const rule = matchingSplitRule(input);
  return { ruleId: rule.id, sharesBp: sharesOfCostType(rule, input.costType) };
}

/** The rule `splitRuleFor` finds, for all kinds of cost; refuses `invalid-date`, `no-rule-matches`. Claims §4.3. */
export function matchingSplitRule(input: {
  rules: readonly SplitRule[];
  facts: SplitFacts;
  onDate: string;
}): SplitRule {
  requireBusinessDate(input.onDate);
  const first = inOrderOf(input.rules).find((rule) => ruleMatches(rule, input));
  if (first === undefined) throw new Refusal('no-rule-matches');
  return first;
}

/** The shares [maker, customer, station] of a kind of cost in basis points; refuses `unknown-cost-type`. */
export function sharesOfCostType(rule: SplitRule, costType: string): number[] {
  return [...rule[columnOf(costType)]];
}

function columnOf(costType: string): 'labourBp' | 'materialBp' | 'travelBp' {
  const column = Object.hasOwn(COLUMN_OF_COST_TYPE, costType) ? COLUMN_OF_COST_TYPE[costType] : undefined;
  if (column === undefined) throw new Refusal('unknown-cost-type');
  return column;
}

const inOrder = new WeakMap<readonly SplitRule[], readonly SplitRule[]>();

/** The rules by priority, then id, their dates checked; made once for a table, which is immutable data of a ruleset. */
function inOrderOf(rules: readonly SplitRule[]): readonly SplitRule[] {
  const known = inOrder.get(rules);
  if (known !== undefined) return known;
  for (const rule of rules) requireBusinessDate(rule.validFrom, rule.validTo);
  const sorted = [...rules].sort((a, b) => (comesBefore(a, b) ? -1 : comesBefore(b, a) ? 1 : 0));
  inOrder.set(rules, sorted);
  return sorted;
}

/** Whether one condition of a split rule holds for the facts; the "try it" box shows this per condition. Claims §4.3. */
export function splitConditionHolds(condition: SplitCondition, facts: SplitFacts): boolean {
  const fact = Object.hasOwn(facts, condition.field) ? facts[condition.field] : null;
  if (fact === null || fact === undefined) return false;
  const holds = Object.hasOwn(CONDITION_HOLDS, condition.op) ? CONDITION_HOLDS[condition.op] : undefined;
  return holds !== undefined && holds(fact, condition.value);
}

/** As `cumulativeParts` of 10 000 basis points. */
function sharesOf(amountFen: number, sharesBp: readonly number[]): number[] {
  let shareSoFarBp = 0;
  let givenFen = 0;
  return sharesBp.map((shareBp) => {
    shareSoFarBp += shareBp;
    const upToFen = mulDivRound(amountFen, shareSoFarBp, 10_000);
    const partFen = upToFen - givenFen;
    givenFen = upToFen;
    return partFen;
  });
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

/** Whether the rule's own dates include the day; open ends do. Claims §4.3. */
export function splitRuleInForce(rule: SplitRule, onDate: string): boolean {
  return (rule.validFrom === null || rule.validFrom <= onDate) && (rule.validTo === null || onDate <= rule.validTo);
}

function ruleMatches(rule: SplitRule, input: { facts: SplitFacts; onDate: string }): boolean {
  return (
    splitRuleInForce(rule, input.onDate) &&
    rule.conditions.every((condition) => splitConditionHolds(condition, input.facts))
  );
}
