import type { RulesetWorkshop } from '../../../src-shared/contract/rules.contract.ts';
import {
  parameterText,
  readParameters,
  type ParameterLabels,
} from '../../../src-shared/domain/claims/rulesets/parameter-text.ts';
import { LIMITED_LEVELS } from '../../../src-shared/domain/claims/rulesets/check-ruleset.ts';
import { rulesetDifferences } from '../../../src-shared/domain/claims/rulesets/ruleset-difference.ts';
import { SPLIT_FIELDS } from '../../../src-shared/domain/claims/rulesets/split-fields.ts';
import {
  conditionText,
  readCondition,
  readShares,
  sharesText,
} from '../../../src-shared/domain/claims/rulesets/split-text.ts';
import type { SplitRule } from '../../../src-shared/domain/settlement/split.ts';
import { Sheet } from '../../grid/sheet.ts';
import { masterEditsOf, masterSheets, type MasterLines, type MasterSheets } from './master-sheets.ts';

type Masters = RulesetWorkshop['masters'];
export type Content = RulesetWorkshop['published']['content'];
export type RuleContent = Content['rules'][number];

/** A rule as a row of the sheet. */
export interface RuleLine {
  id: string;
  severity: RuleContent['severity'];
  mode: RuleContent['mode'];
  parameters: string;
  reasonCode: string;
}

/** A rule of the split table as a row of the sheet: every cell is text as it is typed, dates and numbers too. */
export type SplitLine = {
  /** Of the sheet; the rule's own name may change. */
  id: string;
  name: string;
  priority: number | null;
  labour: string;
  material: string;
  travel: string;
  validFrom: string | null;
  validTo: string | null;
} & Record<string, string | number | null>;

/** A ceiling as a row of the sheet; empty words stand for any. */
export interface CapLine {
  id: string;
  name: string;
  level: string;
  costType: string | null;
  claimType: string | null;
  productLine: string | null;
  capFen: number | null;
  validFrom: string | null;
  validTo: string | null;
}

/** Up to which amount a level decides alone, as a row of the sheet. */
export interface LimitLine {
  id: LimitedLevel;
  limitFen: number | null;
}

type LimitedLevel = (typeof LIMITED_LEVELS)[number]['level'];

export interface Sheets {
  rules: Sheet<RuleLine>;
  split: Sheet<SplitLine>;
  caps: Sheet<CapLine>;
  limits: Sheet<LimitLine>;
  masters: MasterSheets;
}

export function sheetsOf({ rules, tables }: Content, masters: Masters, labels: ParameterLabels): Sheets {
  const caps = tables.caps.map((cap) => capLine(cap, labels));
  return {
    rules: new Sheet(rules.map((row) => ruleLine(row, labels))),
    split: new Sheet([...tables.split].sort((a, b) => a.priority - b.priority).map((rule) => splitLine(rule, labels))),
    caps: new Sheet(caps),
    limits: new Sheet(limitLines(tables)),
    masters: masterSheets(masters, tables.masters ?? [], labels),
  };
}

function limitLines({ limits }: Content['tables']): LimitLine[] {
  return LIMITED_LEVELS.map(({ level, key }) => ({ id: level, limitFen: limits?.[key] ?? null }));
}

function ruleLine({ id, severity, mode, parameters, reasonCode }: RuleContent, labels: ParameterLabels): RuleLine {
  return { id, severity, mode, reasonCode, parameters: parameterText(parameters, labels) };
}

function capLine(cap: Content['tables']['caps'][number], { wordsOf }: ParameterLabels): CapLine {
  const cells = CAP_SCOPES.map((key) => [key, cap[key] === null ? null : wordsOf(key).textOf(cap[key])]);
  return { ...cap, ...Object.fromEntries(cells), name: cap.id };
}

function splitLine(rule: Content['tables']['split'][number], { wordsOf }: ParameterLabels): SplitLine {
  return {
    ...{ id: rule.id, name: rule.id, priority: rule.priority },
    ...Object.fromEntries(
      SPLIT_FIELDS.map(({ field }) => [field, conditionText(rule.conditions, field, wordsOf(field))]),
    ),
    ...{ labour: sharesText(rule.labourBp), material: sharesText(rule.materialBp), travel: sharesText(rule.travelBp) },
    ...{ validFrom: rule.validFrom, validTo: rule.validTo },
  };
}

/** An empty rule, for whoever adds one below the last row. */
export function newSplitLine(id: string): SplitLine {
  return {
    ...{ id, name: 'SR-', priority: null },
    ...Object.fromEntries(SPLIT_FIELDS.map(({ field }) => [field, ''])),
    ...{ labour: '0/100/0', material: '0/100/0', travel: '0/100/0', validFrom: null, validTo: null },
  };
}

/** An empty ceiling. */
export function newCapLine(id: string): CapLine {
  return {
    ...{ id, name: 'CAP-', level: 'CLAIM', costType: null, claimType: null, productLine: null },
    ...{ capFen: null, validFrom: null, validTo: null },
  };
}

interface Rows {
  rules: readonly RuleLine[];
  split: readonly SplitLine[];
  caps: readonly CapLine[];
  limits: readonly LimitLine[];
  masters: MasterLines;
}

/** The rows as a ruleset; what cannot be read stays as it was, because the sheet takes no such cell. */
export function contentOf(
  { rules, split, caps, limits, masters: lines }: Rows,
  { before, masters, labels }: { before: Content; masters: Masters; labels: ParameterLabels },
): Content {
  const known = new Map(before.rules.map((row) => [row.id, row]));
  return {
    rules: rules.flatMap((line): RuleContent[] => {
      const row = known.get(line.id);
      if (row === undefined) return [];
      const read = readParameters(line.parameters, row.parameters, labels);
      const parameters = read.ok ? (read.parameters as RuleContent['parameters']) : row.parameters;
      return [{ ...row, mode: line.mode, severity: line.severity, parameters }];
    }),
    tables: {
      ...before.tables,
      split: split.map((line) => splitRule(line, labels) as Content['tables']['split'][number]),
      caps: caps.map(({ name, level, capFen, ...cap }) => ({
        ...cap,
        ...Object.fromEntries(CAP_SCOPES.map((key) => [key, codeOf(cap[key], key, labels)])),
        ...{ id: name, level: level as Content['tables']['caps'][number]['level'], capFen: capFen ?? -1 },
      })),
      limits: limitsOf(limits),
      masters: masterEditsOf(lines, masters, labels) as Content['tables']['masters'],
    },
  };
}

/** A level without an amount is −1: the check names its row. */
function limitsOf(lines: readonly LimitLine[]): NonNullable<Content['tables']['limits']> {
  const limitFen = new Map(lines.map((line) => [line.id, line.limitFen]));
  const of = (level: LimitedLevel): number => limitFen.get(level) ?? -1;
  return { autoApproveLimitFen: of('AUTO'), l1LimitFen: of('L1'), l2LimitFen: of('L2') };
}

/** The columns of a ceiling that hold a code. */
const CAP_SCOPES = ['costType', 'claimType', 'productLine'] as const;

/** The code behind a cell; the sheet takes no other text. */
function codeOf(text: string | null, name: string, { wordsOf }: ParameterLabels): string | null {
  return text === null ? null : (wordsOf(name).codeOf(text) ?? text);
}

function splitRule(line: SplitLine, { wordsOf }: ParameterLabels): SplitRule {
  return {
    ...{ id: line.name, priority: line.priority ?? -1, validFrom: line.validFrom, validTo: line.validTo },
    conditions: SPLIT_FIELDS.flatMap(
      ({ field }) => readCondition(String(line[field] ?? ''), field, wordsOf(field)) ?? [],
    ),
    labourBp: readShares(line.labour) ?? [0, 0, 0],
    materialBp: readShares(line.material) ?? [0, 0, 0],
    travelBp: readShares(line.travel) ?? [0, 0, 0],
  };
}

/** The cells that differ, as `table row field`; a row that came has all of them. */
export function changedCells(before: Content, after: Content): ReadonlySet<string> {
  return new Set(rulesetDifferences(before, after).map(({ table, row, field }) => `${table} ${row} ${field}`));
}
