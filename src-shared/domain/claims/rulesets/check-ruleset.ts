import { isBusinessDate } from '../../units/dates.ts';
import type { SplitCondition, SplitRule } from '../../settlement/split.ts';
import { RULE_FUNCTIONS } from '../rule-registry.ts';
import type { RuleParameter, RuleRow, Ruleset } from '../ruleset-types.ts';
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
  | 'ruleset-cap-amount';

/** Why a ruleset cannot stand: which row, which field. */
export interface RulesetFault {
  row: string;
  field: string;
  reason: RulesetFaultReason;
}

const MOST_RULES = 200;

/**
 * Everything that keeps a changed ruleset from standing, compared with the one it was made from: the same rules, their
 * parameters of the same names and kinds, a split table that gives every line exactly one rule. Claims §4.3, §5.
 */
export function checkRuleset(changed: RulesetContent, base: RulesetContent): RulesetFault[] {
  return [...ruleFaults(changed.rules, base.rules), ...splitFaults(changed.tables.split), ...capFaults(changed)];
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
  const { validFrom, validTo } = rule;
  const areDates = [validFrom, validTo].every((day) => day === null || isBusinessDate(day));
  if (!areDates || (validFrom !== null && validTo !== null && validTo < validFrom))
    add('validFrom', 'ruleset-split-dates');
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

function capFaults({ tables }: RulesetContent): RulesetFault[] {
  return tables.caps.flatMap(({ id, capFen }) =>
    Number.isSafeInteger(capFen) && capFen >= 0 ? [] : [fault(id, 'capFen', 'ruleset-cap-amount')],
  );
}

function fault(row: string, field: string, reason: RulesetFaultReason): RulesetFault {
  return { row, field, reason };
}
