import { isBusinessDate } from '../../units/dates.ts';
import type { SplitCondition, SplitRule } from '../../settlement/split.ts';
import { RULE_FUNCTIONS } from '../rule-registry.ts';
import type { CapRow, LevelLimits, RuleParameter, RuleRow, Ruleset } from '../ruleset-types.ts';
import type { MasterFaultReason } from './check-masters.ts';
import { LAST_SPLIT_RULE, OPERATORS_OF, SPLIT_FIELDS } from './split-fields.ts';

export type RulesetContent = Pick<Ruleset, 'rules' | 'tables'>;

export type RulesetFaultReason =
  | 'ruleset-rule-unknown'
  | 'ruleset-rule-missing'
  | 'ruleset-rule-fixed'
  | 'ruleset-rule-cannot-run'
  | 'ruleset-parameter-unknown'
  | 'ruleset-parameter-kind'
  | 'ruleset-parameter-negative'
  | 'ruleset-split-name'
  | 'ruleset-split-priority'
  | 'ruleset-split-shares'
  | 'ruleset-split-condition'
  | 'ruleset-split-dates'
  | 'ruleset-split-last'
  | 'ruleset-cap-name'
  | 'ruleset-cap-level'
  | 'ruleset-cap-dates'
  | 'ruleset-cap-amount'
  | 'ruleset-limit-amount'
  | 'ruleset-limit-order'
  | MasterFaultReason;

/** Why a ruleset cannot stand: which row, which field. */
export interface RulesetFault {
  row: string;
  field: string;
  reason: RulesetFaultReason;
}

const MOST_RULES = 200;

/** What a ceiling may hold for, from the narrowest; of a claim as a whole it names no kind of cost. */
export const CAP_LEVELS: readonly CapRow['level'][] = ['LINE', 'COST_TYPE', 'CLAIM'];
export const CAP_COST_TYPES: readonly string[] = ['LABOUR', 'MATERIAL', 'HANDLING', 'TRAVEL', 'SUBLET', 'OTHER'];

/**
 * Everything that keeps a changed ruleset from standing, compared with the one it was made from: the same rules, their
 * parameters of the same names and kinds, a split table that gives every line exactly one rule. Claims §4.3, §5.
 */
export function checkRuleset(changed: RulesetContent, base: RulesetContent): RulesetFault[] {
  return [
    ...ruleFaults(changed.rules, base.rules),
    ...splitFaults(changed.tables.split),
    ...capFaults(changed),
    ...limitFaults(changed.tables.limits),
  ];
}

function ruleFaults(rules: readonly RuleRow[], base: readonly RuleRow[]): RulesetFault[] {
  const known = new Map(base.map((row) => [row.id, row]));
  const given = new Map(rules.map((row) => [row.id, row]));
  return [
    ...base.flatMap(({ id }) => (given.has(id) ? [] : [fault(id, 'id', 'ruleset-rule-missing')])),
    ...rules.flatMap((row, index) => {
      const before = known.get(row.id);
      if (before === undefined || rules.findIndex(({ id }) => id === row.id) !== index)
        return [fault(row.id, 'id', 'ruleset-rule-unknown')];
      return [...fixedFaults(row, before), ...parameterFaults(row, before)];
    }),
  ];
}

/** What a rule does by class and reason belongs to its code and is not edited; one without code cannot run. */
function fixedFaults(row: RuleRow, before: RuleRow): RulesetFault[] {
  const faults: RulesetFault[] = [];
  if (row.classes.join() !== before.classes.join()) faults.push(fault(row.id, 'classes', 'ruleset-rule-fixed'));
  if (row.mode !== 'OFF' && !Object.hasOwn(RULE_FUNCTIONS, row.id))
    faults.push(fault(row.id, 'mode', 'ruleset-rule-cannot-run'));
  return faults;
}

function parameterFaults({ id, parameters }: RuleRow, before: RuleRow): RulesetFault[] {
  const names = new Set([...Object.keys(parameters), ...Object.keys(before.parameters)]);
  return [...names].flatMap((name): RulesetFault[] => {
    const [value, was] = [parameters[name], before.parameters[name]];
    if (value === undefined || was === undefined) return [fault(id, name, 'ruleset-parameter-unknown')];
    if (kindOf(value) !== kindOf(was)) return [fault(id, name, 'ruleset-parameter-kind')];
    if (typeof value !== 'number') return [];
    if (!Number.isSafeInteger(value)) return [fault(id, name, 'ruleset-parameter-kind')];
    return value < 0 ? [fault(id, name, 'ruleset-parameter-negative')] : [];
  });
}

const kindOf = (value: RuleParameter): string => (Array.isArray(value) ? 'list' : typeof value);

function splitFaults(split: readonly SplitRule[]): RulesetFault[] {
  const last = [...split].sort((a, b) => a.priority - b.priority || (a.id < b.id ? -1 : 1)).at(-1);
  const isLastSound = last?.id === LAST_SPLIT_RULE && last.conditions.length === 0 && isAlways(last);
  return [
    ...(isLastSound && split.length <= MOST_RULES ? [] : [fault(LAST_SPLIT_RULE, 'id', 'ruleset-split-last')]),
    ...split.flatMap((rule, index) => splitRuleFaults(rule, split.slice(0, index))),
  ];
}

const isAlways = ({ validFrom, validTo }: SplitRule): boolean => validFrom === null && validTo === null;

function splitRuleFaults(rule: SplitRule, before: readonly SplitRule[]): RulesetFault[] {
  const faults: RulesetFault[] = [];
  const add = (field: string, reason: RulesetFaultReason): void => void faults.push(fault(rule.id, field, reason));
  if (!/^SR-[A-Z0-9][A-Z0-9-]{0,28}$/.test(rule.id) || before.some(({ id }) => id === rule.id))
    add('id', 'ruleset-split-name');
  if (!Number.isSafeInteger(rule.priority) || rule.priority < 0) add('priority', 'ruleset-split-priority');
  for (const field of ['labourBp', 'materialBp', 'travelBp'] as const) {
    const shares = rule[field];
    const isSound = shares.length === 3 && shares.every((share) => Number.isInteger(share) && share >= 0);
    if (!isSound || shares[0] + shares[1] + shares[2] !== 10_000) add(field, 'ruleset-split-shares');
  }
  if (!hasDates(rule)) add('validFrom', 'ruleset-split-dates');
  for (const [index, condition] of rule.conditions.entries()) {
    const again = rule.conditions.slice(0, index).some(({ field }) => field === condition.field);
    if (again || !isCondition(condition)) add(condition.field, 'ruleset-split-condition');
  }
  return faults;
}

function isCondition({ field, op, value }: SplitCondition): boolean {
  const column = SPLIT_FIELDS.find((each) => each.field === field);
  if (column === undefined || !OPERATORS_OF[column.kind].includes(op)) return false;
  if (column.kind === 'flag') return value === null;
  if (column.kind === 'number') return Number.isSafeInteger(value) && Number(value) >= 0;
  return (
    Array.isArray(value) && value.length > 0 && value.every((code) => column.codes.some((known) => known === code))
  );
}

/** A ceiling: a name of its own, an amount, known words, and a kind of cost where it is one of a kind of cost. */
function capFaults({ tables }: RulesetContent): RulesetFault[] {
  return tables.caps.flatMap((cap, index) => {
    const faults: RulesetFault[] = [];
    const add = (field: string, reason: RulesetFaultReason): void => void faults.push(fault(cap.id, field, reason));
    const isAgain = tables.caps.slice(0, index).some(({ id }) => id === cap.id);
    if (!/^CAP-[A-Z0-9][A-Z0-9-]{0,28}$/.test(cap.id) || isAgain) add('id', 'ruleset-cap-name');
    if (!Number.isSafeInteger(cap.capFen) || cap.capFen < 0) add('capFen', 'ruleset-cap-amount');
    if (!CAP_LEVELS.includes(cap.level) || !isLevelSound(cap)) add('level', 'ruleset-cap-level');
    if (cap.costType !== null && !CAP_COST_TYPES.includes(cap.costType)) add('costType', 'ruleset-cap-level');
    if (!hasDates(cap)) add('validFrom', 'ruleset-cap-dates');
    return faults;
  });
}

/** The levels that have a limit, from the lowest, and the key of each; above the last the third level decides. */
export const LIMITED_LEVELS = [
  { level: 'AUTO', key: 'autoApproveLimitFen' },
  { level: 'L1', key: 'l1LimitFen' },
  { level: 'L2', key: 'l2LimitFen' },
] as const satisfies readonly { level: string; key: keyof LevelLimits }[];

/** Limits that leave no gap: every level has one, and none may less than the level below it. */
function limitFaults(limits: LevelLimits | undefined): RulesetFault[] {
  if (limits === undefined) return [];
  return LIMITED_LEVELS.flatMap(({ level, key }, index) => {
    const [limitFen, below] = [limits[key], LIMITED_LEVELS[index - 1]];
    if (!Number.isSafeInteger(limitFen) || limitFen < 0) return [fault(level, 'limitFen', 'ruleset-limit-amount')];
    return below !== undefined && limits[below.key] > limitFen ? [fault(level, 'limitFen', 'ruleset-limit-order')] : [];
  });
}

/** A ceiling of a kind of cost names it, one of a whole claim does not, one of a line may. */
function isLevelSound({ level, costType }: CapRow): boolean {
  return level === 'LINE' || (level === 'CLAIM') === (costType === null);
}

function hasDates({ validFrom, validTo }: Pick<SplitRule, 'validFrom' | 'validTo'>): boolean {
  const areDates = [validFrom, validTo].every((day) => day === null || isBusinessDate(day));
  return areDates && (validFrom === null || validTo === null || validFrom <= validTo);
}

function fault(row: string, field: string, reason: RulesetFaultReason): RulesetFault {
  return { row, field, reason };
}
