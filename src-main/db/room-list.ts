import { MOST_FROZEN } from '../../src-shared/contract/list-limits.ts';
import type { GridQuery, ListOrder } from '../../src-shared/contract/query.ts';
import { columnSql, queryCondition, type GridColumnSource } from './grid-filter.ts';
import type { ReadStores } from './stores.ts';

/** A list of a room: what it selects from as `s`, what may be asked of it, and in which order it stands at first. */
export interface RoomSource {
  from: string;
  columns: Readonly<Record<string, GridColumnSource>>;
  textCondition: string;
  firstOrder: readonly string[];
  /** Figures over everything the query finds, as SQL with their names. */
  totals: string;
}

/** A page of a list that is asked for. */
export interface PageAsked {
  query: GridQuery;
  offset: number;
  limit: number;
}

/** The whole order of a list that is asked for, and the row whose place in it is. */
export interface OrderAsked {
  query: GridQuery;
  anchorId: string | null;
}

/** One page of a list with its figures. */
export function listPage<Row, Totals>(
  { replicaFile }: ReadStores,
  source: RoomSource,
  { query, offset, limit }: PageAsked,
): { rows: Row[]; total: number; totals: Totals } {
  const condition = queryCondition(source.columns, source.textCondition, query);
  const rows = replicaFile
    .prepare(
      `select s.* from ${source.from} where ${condition.sql} order by ${orderOf(source, query)} limit ? offset ?`,
    )
    .all(...condition.params, limit, offset) as Row[];
  const { total, ...totals } = replicaFile
    .prepare(`select count(*) as total, ${source.totals} from ${source.from} where ${condition.sql}`)
    .get(...condition.params) as Totals & { total: number };
  return { rows, total, totals: totals as unknown as Totals };
}

/** The ids of all rows the query finds, in its order. */
export function listOrder({ replicaFile }: ReadStores, source: RoomSource, { query, anchorId }: OrderAsked): ListOrder {
  const condition = queryCondition(source.columns, source.textCondition, query);
  const ids = replicaFile
    .prepare(`select s.id from ${source.from} where ${condition.sql} order by ${orderOf(source, query)}`)
    .pluck()
    .all(...condition.params) as string[];
  const at = anchorId === null ? -1 : ids.indexOf(anchorId);
  return { ids: ids.length > MOST_FROZEN ? null : ids, total: ids.length, place: at < 0 ? null : at };
}

function orderOf({ columns, firstOrder }: RoomSource, query: GridQuery): string {
  const keys = query.sort.map(({ column, direction }) => `${columnSql(columns, column).sql} ${direction}`);
  return [...(keys.length > 0 ? keys : firstOrder), 's.id'].join(', ');
}

/** What somebody has to do before what is done; whoever has waited longest first. */
export const WAITING_FIRST = [
  's.holderRole is null',
  'case when s.holderRole is null then -s.sinceMs else s.sinceMs end',
];

/** The allow-list of a list's columns: text and numbers by name. */
export function columnsOf(texts: string, numbers: string): Record<string, GridColumnSource> {
  const named = (names: string, kind: 'text' | 'number'): [string, GridColumnSource][] =>
    names
      .split(/\s+/)
      .filter(Boolean)
      .map((name) => [name, { sql: `s.${name}`, kind }]);
  return Object.fromEntries([...named(texts, 'text'), ...named(numbers, 'number')]);
}
