import type { SplitCondition, SplitRule } from '../../settlement/split.ts';
import { IMPOSSIBLE, LAST_SPLIT_RULE, SPLIT_FIELDS } from './split-fields.ts';

/** A rule of the split table that no line can ever reach, and the rules before it that take everything it asks for. */
export interface ShadowedRule {
  ruleId: string;
  /** In their order; empty = the rule asks for something that cannot be. */
  by: readonly string[];
}

/** A rule as a box: what it lets through in each dimension. A dimension it does not name is whole. */
type Box = ReadonlyMap<string, ReadonlySet<string>>;

const VALIDITY = 'repairFinishDate';
/** No fact at all fails every condition (claims §4.3), and stands for itself. */
const NOTHING = 'nothing';
const ELSE = 'else';
/** What an engineer does not have; every station has one of the known grades. */
const GRADE = 'grade';

const IMPOSSIBLE_BOXES: readonly Box[] = IMPOSSIBLE.map(
  (fields) =>
    new Map(Object.entries(fields).map(([field, values]) => [field, new Set(values.map((one) => one ?? NOTHING))])),
);

/**
 * The rules that can never be the first to match, in the order of the table. Exact: each rule is the product of what it
 * asks per field over the values that any rule tells apart, and what earlier rules take is cut out of it. Claims §4.3.
 */
export function shadowedSplitRules(rules: readonly SplitRule[]): ShadowedRule[] {
  const inOrder = [...rules].sort((a, b) => a.priority - b.priority || (a.id < b.id ? -1 : 1));
  const atoms = atomsOf(inOrder);
  const boxes = inOrder.map((rule) => boxOf(rule, atoms));
  const shadowed: ShadowedRule[] = [];
  for (const [index, rule] of inOrder.entries()) {
    if (rule.id === LAST_SPLIT_RULE) continue;
    const possible = IMPOSSIBLE_BOXES.reduce<Box[]>(
      (parts, cannotBe) => parts.flatMap((part) => without(part, cannotBe, atoms)),
      [boxes[index] ?? new Map()].filter((box) => !isEmpty(box)),
    );
    if (possible.length === 0) {
      shadowed.push({ ruleId: rule.id, by: [] });
      continue;
    }
    const earlier = inOrder.slice(0, index).map(({ id }, at): [string, Box] => [id, boxes[at] ?? new Map()]);
    const whole = earlier.find(([, other]) => possible.every((part) => without(part, other, atoms).length === 0));
    if (whole !== undefined) {
      shadowed.push({ ruleId: rule.id, by: [whole[0]] });
      continue;
    }
    const by: string[] = [];
    let left = possible;
    for (const [id, other] of earlier) {
      if (left.some((part) => overlaps(part, other, atoms))) by.push(id);
      left = left.flatMap((part) => without(part, other, atoms));
      if (left.length === 0) break;
    }
    if (left.length === 0) shadowed.push({ ruleId: rule.id, by });
  }
  return shadowed;
}

/** The values of every dimension that any rule tells apart. */
function atomsOf(rules: readonly SplitRule[]): ReadonlyMap<string, ReadonlySet<string>> {
  const atoms = new Map<string, Set<string>>(
    SPLIT_FIELDS.flatMap(({ field, codes, always }) => {
      if (always) return [[field, new Set(codes)]];
      return field === GRADE ? [[field, new Set([NOTHING, ...codes])]] : [];
    }),
  );
  const add = (field: string, values: readonly string[]): void => {
    const known = atoms.get(field) ?? new Set([NOTHING, ELSE]);
    for (const value of values) known.add(value);
    atoms.set(field, known);
  };
  for (const { conditions, validFrom, validTo } of rules) {
    for (const condition of conditions) add(condition.field, valuesOf(condition));
    // a day stands for the time from it to the next day that is named; "else" for the time before all of them
    const days = [validFrom, validTo === null ? null : dayAfter(validTo)].filter((day) => day !== null);
    if (days.length > 0) add(VALIDITY, days);
  }
  atoms.get(VALIDITY)?.delete(NOTHING);
  return atoms;
}

/** Thresholds stand for the span that ends with them, codes for themselves. */
function valuesOf({ op, value }: SplitCondition): string[] {
  if (op === 'isTrue') return ['true'];
  if (op === 'atMost') return [String(value)];
  return Array.isArray(value) ? value.map(String) : [];
}

function boxOf({ conditions, validFrom, validTo }: SplitRule, atoms: ReadonlyMap<string, ReadonlySet<string>>): Box {
  const box = new Map<string, ReadonlySet<string>>();
  const narrow = (field: string, keep: (atom: string) => boolean): void => {
    const known = box.get(field) ?? atoms.get(field) ?? new Set();
    box.set(field, new Set([...known].filter(keep)));
  };
  for (const condition of conditions) narrow(condition.field, (atom) => atom !== NOTHING && holds(condition, atom));
  if (validFrom !== null) narrow(VALIDITY, (day) => day !== ELSE && day >= validFrom);
  if (validTo !== null) narrow(VALIDITY, (day) => day === ELSE || day <= validTo);
  return box;
}

function holds({ op, value }: SplitCondition, atom: string): boolean {
  const listed = Array.isArray(value) && value.map(String).includes(atom);
  if (op === 'in') return listed;
  if (op === 'notIn') return !listed;
  if (op === 'isTrue') return atom === 'true';
  return atom !== ELSE && Number(atom) <= Number(value);
}

const isEmpty = (box: Box): boolean => [...box.values()].some((atoms) => atoms.size === 0);

function overlaps(box: Box, other: Box, atoms: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  if (isEmpty(other)) return false;
  return [...other].every(([field, allowed]) =>
    [...(box.get(field) ?? atoms.get(field) ?? [])].some((atom) => allowed.has(atom)),
  );
}

/** What is left of a box when another one is cut out of it: at most one piece per dimension the other one names. */
function without(box: Box, other: Box, atoms: ReadonlyMap<string, ReadonlySet<string>>): Box[] {
  if (!overlaps(box, other, atoms)) return [box];
  const left: Box[] = [];
  const rest = new Map(box);
  for (const [field, taken] of other) {
    const own = rest.get(field) ?? atoms.get(field) ?? new Set<string>();
    const outside = new Set([...own].filter((atom) => !taken.has(atom)));
    if (outside.size > 0) left.push(new Map(rest).set(field, outside));
    rest.set(field, new Set([...own].filter((atom) => taken.has(atom))));
  }
  return left;
}

/** The day after as text that sorts after every time of the day itself and before the next day. */
const dayAfter = (day: string): string => `${day}~`;
