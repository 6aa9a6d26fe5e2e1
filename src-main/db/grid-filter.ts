import type { Filter, GridQuery } from '../../src-shared/contract/query.ts';
import { AppError } from '../../src-shared/errors.ts';
import { mayBeInitials } from './name-initials.ts';

export interface GridColumnSource {
  sql: string;
  kind: 'text' | 'number';
  /** Of a column that can only be asked for: what its one value asks of the rows; null = nothing that is known. */
  asked?: (value: string) => Condition | null;
}

export interface Condition {
  sql: string;
  params: (string | number)[];
}

type Columns = Readonly<Record<string, GridColumnSource>>;

/** The store's expression of a grid column; a name outside the allow-list is refused and never reaches SQL. */
export function columnSql<Column extends GridColumnSource>(
  columns: Readonly<Record<string, Column>>,
  name: string,
): Column {
  const column = Object.hasOwn(columns, name) ? columns[name] : undefined;
  if (column === undefined) throw new AppError('BAD_REQUEST', 'unknown-column', { column: name });
  return column;
}

type Operator = (column: string, values: readonly (string | number)[]) => Condition;

const marks = (values: readonly unknown[]): string => values.map(() => '?').join(',');
const like =
  (pattern: (text: string) => string): Operator =>
  (column, values) =>
    anyOf(
      values.map((value) => ({ sql: `${column} like ? escape '\\'`, params: [pattern(escapeLike(String(value)))] })),
    );

/** A period has become two dates before a question comes here. */
type StoreOperator = Exclude<Filter['op'], 'period'>;

const OPERATORS: Readonly<Record<StoreOperator, { values: 'none' | 'one' | 'two' | 'any'; condition: Operator }>> = {
  in: {
    values: 'any',
    // The blank among the values of a column stands for nothing at all as well.
    condition: (column, values) => ({
      sql: values.includes('') ? `coalesce(${column}, '') in (${marks(values)})` : `${column} in (${marks(values)})`,
      params: [...values],
    }),
  },
  notIn: {
    values: 'any',
    condition: (column, values) => ({
      sql: `(${column} is null or ${column} not in (${marks(values)}))`,
      params: [...values],
    }),
  },
  contains: { values: 'any', condition: like((text) => `%${text}%`) },
  startsWith: { values: 'any', condition: like((text) => `${text}%`) },
  endsWith: { values: 'any', condition: like((text) => `%${text}`) },
  between: {
    values: 'two',
    condition: (column, values) => ({ sql: `${column} between ? and ?`, params: [...values] }),
  },
  atLeast: { values: 'one', condition: (column, values) => ({ sql: `${column} >= ?`, params: [...values] }) },
  atMost: { values: 'one', condition: (column, values) => ({ sql: `${column} <= ?`, params: [...values] }) },
  blank: { values: 'none', condition: (column) => ({ sql: `(${column} is null or ${column} = '')`, params: [] }) },
  notBlank: {
    values: 'none',
    condition: (column) => ({ sql: `(${column} is not null and ${column} <> '')`, params: [] }),
  },
};

const VALUE_COUNT = { none: [0, 0], one: [1, 1], two: [2, 2], any: [0, 500] } as const;

/** One filter as SQL with its values as parameters. */
export function filterCondition(columns: Columns, filter: Filter): Condition {
  const column = columnSql(columns, filter.column);
  if (column.asked !== undefined) return askedCondition(column.asked, filter);
  if (filter.op === 'period') throw new AppError('BAD_REQUEST', 'bad-filter', { column: filter.column, op: filter.op });
  const operator = OPERATORS[filter.op];
  const [least, most] = VALUE_COUNT[operator.values];
  const isPattern = filter.op === 'contains' || filter.op === 'startsWith' || filter.op === 'endsWith';
  const fits = filter.values.every(
    (value) => isPattern || typeof value === (column.kind === 'text' ? 'string' : 'number'),
  );
  if (filter.values.length < least || filter.values.length > most || !fits) {
    throw new AppError('BAD_REQUEST', 'bad-filter', { column: filter.column, op: filter.op });
  }
  return operator.condition(column.sql, filter.values);
}

function askedCondition(asked: (value: string) => Condition | null, { column, op, values }: Filter): Condition {
  const [value, ...others] = values;
  const condition = op === 'in' && typeof value === 'string' && others.length === 0 ? asked(value) : null;
  if (condition === null) throw new AppError('BAD_REQUEST', 'bad-filter', { column, op });
  return condition;
}

/** All filters and the quick search joined by "and"; `true` when there are none. */
export function queryCondition(
  columns: Columns,
  textCondition: string,
  query: Pick<GridQuery, 'filters' | 'text'>,
): Condition {
  const parts = query.filters.map((filter) => filterCondition(columns, filter));
  const text = query.text.trim();
  if (text !== '') parts.push(textSearch(textCondition, text));
  if (parts.length === 0) return { sql: 'true', params: [] };
  return { sql: parts.map((part) => part.sql).join(' and '), params: parts.flatMap((part) => part.params) };
}

/** `@contains`, `@starts` and `@ends` of a room's search condition, each as one positional parameter; `@isLetters` says whether it can be initials. */
function textSearch(condition: string, text: string): Condition {
  const escaped = escapeLike(text);
  const patterns: Record<string, string> = { contains: `%${escaped}%`, starts: `${escaped}%`, ends: `%${escaped}` };
  const params: string[] = [];
  // two or more Latin letters may be the initials of a Chinese name; anything else is never compared with them
  const worded = condition.replaceAll('@isLetters', mayBeInitials(text) ? 'true' : 'false');
  const sql = worded.replaceAll(/@(contains|starts|ends)/g, (_match, name: string) => {
    params.push(patterns[name] ?? '');
    return '?';
  });
  return { sql, params };
}

function anyOf(parts: readonly Condition[]): Condition {
  if (parts.length === 0) return { sql: 'false', params: [] };
  return { sql: `(${parts.map((part) => part.sql).join(' or ')})`, params: parts.flatMap((part) => part.params) };
}

function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, (character) => `\\${character}`);
}
