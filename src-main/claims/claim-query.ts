import type { GridQuery, Sort } from '../../src-shared/contract/query.ts';
import { AppError } from '../../src-shared/errors.ts';
import { columnSql, queryCondition, type Condition } from '../db/grid-filter.ts';
import type { Statement } from '../db/list-orderings.ts';
import { CLAIM_COLUMNS, CLAIM_TEXT_CONDITION } from './claim-columns.ts';

type Conditions = Pick<GridQuery, 'filters' | 'text'>;

const NOT_OVERLAID = 'not exists (select 1 from claim_overlay o where o.id = c.id)';

/** Rows of both arms: base rows without an overlay, and overlaid rows, each through its own index (design §8). */
export function bothArms(columns: string, query: Conditions, hasOverlay: boolean): Statement {
  const condition = conditionOf(query);
  if (!hasOverlay) return { sql: `select ${columns} from claim c where ${condition.sql}`, params: condition.params };
  return {
    sql: `select ${columns} from claim c where ${condition.sql} and ${NOT_OVERLAID}
          union all select ${columns} from claim_overlay c where ${condition.sql}`,
    params: [...condition.params, ...condition.params],
  };
}

export function conditionOf(query: Conditions): Condition {
  return queryCondition(CLAIM_COLUMNS, CLAIM_TEXT_CONDITION, query);
}

/** What a grid without an order of its own shows: a queue by risk, anything else newest repair first. */
export function effectiveSort(query: GridQuery): readonly Sort[] {
  if (query.sort.length > 0) return query.sort;
  const isQueue = singleValue(query, 'queue') !== null;
  return [{ column: isQueue ? 'riskScore' : 'repairFinishDate', direction: 'desc' }];
}

/** Orders an index delivers together with one condition: [condition column or none, order column]. */
const COVERED: readonly (readonly [condition: string | null, order: string])[] = [
  ['queue', 'riskScore'],
  ['status', 'repairFinishDate'],
  [null, 'no'],
  [null, 'repairFinishDate'],
  [null, 'submittedAtMs'],
  [null, 'claimedFen'],
  [null, 'payableFen'],
];

/** True when pages can be read straight from an index in the order asked for; else an ordering is prepared once. */
export function isIndexOrder(query: GridQuery): boolean {
  const [first, ...rest] = effectiveSort(query);
  if (first === undefined || rest.length > 0 || query.text.trim() !== '') return false;
  return COVERED.some(([condition, order]) => {
    if (order !== first.column) return false;
    if (condition === null) return query.filters.length === 0;
    return query.filters.length === 1 && singleValue(query, condition) !== null;
  });
}

interface OrderTerm {
  sql: string;
  direction: Sort['direction'];
}

/** Conditions that are no column of a list are refused like a column that does not exist. */
function orderSql(name: string): string {
  const { sql, asked, unordered } = columnSql(CLAIM_COLUMNS, name);
  if (asked !== undefined || unordered === true) throw new AppError('BAD_REQUEST', 'unknown-column', { column: name });
  return sql;
}

/** The id is the last key, in the direction the indexes have it. */
function orderTerms(query: GridQuery): OrderTerm[] {
  const sort = effectiveSort(query);
  const terms = sort.map(({ column, direction }) => ({ sql: orderSql(column), direction }));
  const last = sort.at(-1);
  const follows =
    last?.column === 'riskScore' ? (last.direction === 'desc' ? 'asc' : 'desc') : (last?.direction ?? 'asc');
  const [first] = sort;
  if (first !== undefined && columnSql(CLAIM_COLUMNS, first.column).unique === true) return terms.slice(0, 1);
  return [...terms, { sql: 'c.id', direction: follows }];
}

/** Ids of one page by index. */
export function indexPage(query: GridQuery, hasOverlay: boolean, page: { offset: number; limit: number }): Statement {
  const terms = orderTerms(query);
  const columns = ['c.id as id', ...terms.map((term, at) => `${term.sql} as k${String(at)}`)].join(', ');
  const arms = bothArms(columns, query, hasOverlay);
  const order = terms.map((term, at) => `${hasOverlay ? `k${String(at)}` : term.sql} ${term.direction}`).join(', ');
  return { sql: `${arms.sql} order by ${order} limit ? offset ?`, params: [...arms.params, page.limit, page.offset] };
}

/** Row numbers of all claims the query finds, in its order: what a prepared ordering holds. */
export function wholeOrder(query: GridQuery, hasOverlay: boolean): Statement {
  const isFiltered = query.filters.length > 0 || query.text.trim() !== '';
  const terms = orderTerms(query);
  // Under conditions an index in the order asked for would be followed into the table row by row, all over the file: the
  // plus keeps SQLite from it.
  return rowNumbers(query, isFiltered ? terms.map((term) => ({ ...term, sql: `+${term.sql}` })) : terms, hasOverlay);
}

/** One end of an order: the first rows of it, or the last ones, the last one first. */
export interface End {
  from: 'first' | 'last';
  rows: number;
}

/** The keys of a row that has at least `rows` - 1 others before it. */
export interface Bound {
  key: string | number | null;
  id: string;
}

/** Row numbers of one end of an order: SQLite keeps these few and sorts no other; what stands behind the bound it need not compare. */
export function endOfOrder(query: GridQuery, hasOverlay: boolean, end: End, bound: Bound | undefined): Statement {
  const terms = endTerms(query, end);
  const { sql, params } = rowNumbers(query, terms, hasOverlay, boundCondition(terms, bound));
  return { sql: `${sql} limit ?`, params: [...params, end.rows] };
}

/**
 * The bound among the newest claims the conditions hold for. Without it an order that begins with them is the worst case of all: claims are
 * stored as they came, and every single one would take the place of one that is kept.
 */
export function boundOfEnd(query: GridQuery, hasOverlay: boolean, end: End, newestRows: number): Statement {
  const terms = endTerms(query, end);
  const condition = conditionOf(query);
  const keys = terms.map((term, at) => `${term.sql} as k${String(at)}`).join(', ');
  const order = terms.map((term, at) => `k${String(at)} ${term.direction}`).join(', ');
  return {
    sql: `select k0 as key, id from (
            select ${keys}, c.id as id from claim c not indexed
             where ${condition.sql} and ${hasOverlay ? NOT_OVERLAID : 'true'} order by c.rowid desc limit ?)
           order by ${order} limit 1 offset ?`,
    params: [...condition.params, newestRows, end.rows - 1],
  };
}

function endTerms(query: GridQuery, { from }: End): OrderTerm[] {
  return from === 'first' ? orderTerms(query) : orderTerms(query).map(turned);
}

/**
 * Nothing stands before everything else, and behind it when the order is turned. The plus keeps SQLite from following an index of the key
 * into the table, row by row.
 */
function boundCondition(terms: readonly OrderTerm[], bound: Bound | undefined): Condition {
  const [first, second, ...others] = terms.map(({ sql, direction }) => ({ sql: `+${sql}`, direction }));
  if (first === undefined || bound === undefined) return EVERYTHING;
  const operator = first.direction === 'asc' ? '<=' : '>=';
  const orNothing = first.direction === 'asc' ? `${first.sql} is null or ` : '';
  const isOneDirection = second?.direction === first.direction && others.length === 0;
  if (bound.key === null) {
    if (!isOneDirection) return EVERYTHING;
    const before = first.direction === 'asc' ? `${first.sql} is null and` : `${first.sql} is not null or`;
    return { sql: `(${before} ${second.sql} ${operator} ?)`, params: [bound.id] };
  }
  if (isOneDirection)
    return { sql: `(${orNothing}(${first.sql}, ${second.sql}) ${operator} (?, ?))`, params: [bound.key, bound.id] };
  return { sql: `(${orNothing}${first.sql} ${operator} ?)`, params: [bound.key] };
}

const EVERYTHING: Condition = { sql: 'true', params: [] };

function rowNumbers(
  query: GridQuery,
  terms: readonly OrderTerm[],
  hasOverlay: boolean,
  within: Condition = EVERYTHING,
): Statement {
  const keys = terms.map((term, at) => `${term.sql} as k${String(at)}`).join(', ');
  const order = terms.map((term, at) => `k${String(at)} ${term.direction}`).join(', ');
  const asked = conditionOf(query);
  const condition = { sql: `${asked.sql} and ${within.sql}`, params: [...asked.params, ...within.params] };
  if (!hasOverlay) {
    const direct = terms.map((term) => `${term.sql} ${term.direction}`).join(', ');
    return { sql: `select c.rowid from claim c where ${condition.sql} order by ${direct}`, params: condition.params };
  }
  return {
    sql: `select rid from (
            select c.rowid as rid, ${keys} from claim c where ${condition.sql} and ${NOT_OVERLAID}
            union all
            select (select b.rowid from claim b where b.id = c.id) as rid, ${keys} from claim_overlay c where ${condition.sql}
          ) order by ${order}`,
    params: [...condition.params, ...condition.params],
  };
}

function turned(term: OrderTerm): OrderTerm {
  return { ...term, direction: term.direction === 'asc' ? 'desc' : 'asc' };
}

function singleValue(query: GridQuery, column: string): string | number | null {
  const [filter, ...others] = query.filters.filter((candidate) => candidate.column === column);
  if (filter === undefined || others.length > 0 || filter.op !== 'in' || filter.values.length !== 1) return null;
  return filter.values[0] ?? null;
}
