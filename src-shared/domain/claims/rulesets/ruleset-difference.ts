import type { SplitRule } from '../../settlement/split.ts';
import type { CapRow, LevelLimits, RuleRow, RulesetTables } from '../ruleset-types.ts';
import type { MasterEdit, MasterRow, MasterTable } from './master-edits.ts';
import { masterRowName } from './check-masters.ts';
import { LIMITED_LEVELS, type RulesetContent } from './check-ruleset.ts';

export type RulesetTable = 'rules' | 'split' | 'caps' | 'risk' | 'limits' | MasterTable;

/** One cell that differs; a row that came or went has the field `row`. Values are JSON. */
export interface RulesetDifference {
  table: RulesetTable;
  row: string;
  field: string;
  before: string | null;
  after: string | null;
}

/** Every cell in which the second ruleset differs from the first, table by table, rows in the order of the first. */
export function rulesetDifferences(before: RulesetContent, after: RulesetContent): RulesetDifference[] {
  return [
    ...tableDifferences('rules', before.rules.map(ruleCells), after.rules.map(ruleCells)),
    ...tableDifferences('split', before.tables.split.map(splitCells), after.tables.split.map(splitCells)),
    ...tableDifferences('caps', before.tables.caps.map(capCells), after.tables.caps.map(capCells)),
    ...tableDifferences('risk', [{ id: 'risk', ...before.tables.risk }], [{ id: 'risk', ...after.tables.risk }]),
    ...tableDifferences('limits', limitCells(before.tables.limits), limitCells(after.tables.limits)),
    ...masterDifferences(before.tables, after.tables),
  ];
}

/** The content as it is published: a rule that differs from the one before counts its version up, any other keeps it. */
export function withRuleVersions(content: RulesetContent, before: RulesetContent): RulesetContent {
  const changed = new Set(
    tableDifferences('rules', before.rules.map(ruleCells), content.rules.map(ruleCells)).map(({ row }) => row),
  );
  const versions = new Map(before.rules.map((row) => [row.id, row.version]));
  const rules = content.rules.map((row) => {
    const version = versions.get(row.id) ?? 0;
    return { ...row, version: changed.has(row.id) ? version + 1 : version };
  });
  return { ...content, rules };
}

type Cells = { id: string } & Record<string, unknown>;

function ruleCells({ id, mode, severity, reasonCode, parameters }: RuleRow): Cells {
  return { id, mode, severity, reasonCode, ...parameters };
}

function splitCells({ conditions, ...rule }: SplitRule): Cells {
  const asked = conditions.map(({ field, op, value }): [string, unknown] => [
    field,
    op === 'notIn' ? { not: value } : (value ?? true),
  ]);
  return { ...rule, ...Object.fromEntries(asked) };
}

function limitCells(limits: LevelLimits | undefined): Cells[] {
  return limits === undefined ? [] : LIMITED_LEVELS.map(({ level, key }) => ({ id: level, limitFen: limits[key] }));
}

/** Cell by cell what one draft would make of the masters and the other would not; a row without an edit stands as it is. */
function masterDifferences(before: RulesetTables, after: RulesetTables): RulesetDifference[] {
  const [was, is] = [editsById(before), editsById(after)];
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((id): RulesetDifference[] => {
    const [one, other] = [was.get(id), is.get(id)];
    const edit = one ?? other;
    if (edit === undefined) return [];
    const [from, to] = [one === undefined ? other?.before : one.after, other === undefined ? one?.before : other.after];
    const cells = (row: MasterRow | null | undefined): Cells[] => (row == null ? [] : [{ ...row, id }]);
    const row = masterRowName(edit.table, edit.after ?? edit.before ?? {});
    return tableDifferences(edit.table, cells(from), cells(to)).map((difference) => ({ ...difference, row }));
  });
}

function editsById({ masters }: RulesetTables): Map<string, MasterEdit> {
  return new Map((masters ?? []).map((edit) => [edit.id, edit]));
}

const capCells = (cap: CapRow): Cells => ({ ...cap });

function tableDifferences(table: RulesetTable, before: readonly Cells[], after: readonly Cells[]): RulesetDifference[] {
  const later = new Map(after.map((row) => [row.id, row]));
  const known = new Set(before.map(({ id }) => id));
  return [
    ...before.flatMap((row): RulesetDifference[] => {
      const now = later.get(row.id);
      return now === undefined
        ? [{ table, row: row.id, field: 'row', before: json(row), after: null }]
        : cellDifferences(table, row, now);
    }),
    ...after.flatMap((row): RulesetDifference[] =>
      known.has(row.id) ? [] : [{ table, row: row.id, field: 'row', before: null, after: json(row) }],
    ),
  ];
}

function cellDifferences(table: RulesetTable, before: Cells, after: Cells): RulesetDifference[] {
  const fields = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...fields].flatMap((field): RulesetDifference[] => {
    const [was, is] = [json(before[field]), json(after[field])];
    return was === is ? [] : [{ table, row: before.id, field, before: was, after: is }];
  });
}

const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));
