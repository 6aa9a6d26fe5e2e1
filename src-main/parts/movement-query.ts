import type { Filter, GridQuery, Sort } from '../../src-shared/contract/query.ts';
import { startOfBusinessDate } from '../../src-shared/domain/units/business-date.ts';
import {
  columnSql,
  filterCondition,
  queryCondition,
  type Condition,
  type GridColumnSource,
} from '../db/grid-filter.ts';
import type { Statement } from '../db/list-orderings.ts';

const DAY_MS = 86_400_000;

/** A column of a movement: its own, or one of what it points to, found through `key`. */
interface MovementColumn extends GridColumnSource {
  of?: Master;
  /** Dates are asked for by day, kept by instant. */
  isInstant?: true;
}

interface Master {
  table: 'warehouse' | 'part' | 'warehouse_bin';
  key: string;
}

const WAREHOUSE: Master = { table: 'warehouse', key: 'm.warehouse_id' };
const PART: Master = { table: 'part', key: 'm.part_id' };
const BIN: Master = { table: 'warehouse_bin', key: 'm.bin_id' };
const text = (sql: string, of?: Master): MovementColumn => ({ sql, kind: 'text', ...(of === undefined ? {} : { of }) });
const number = (sql: string): MovementColumn => ({ sql, kind: 'number' });

/** The allow-list for movements: keys are the fields of `MovementRow`. */
export const MOVEMENT_COLUMNS: Readonly<Record<string, MovementColumn>> = {
  id: text('m.id'),
  seq: number('m.seq'),
  warehouseName: text('x.name', WAREHOUSE),
  binCode: text('x.code', BIN),
  partNo: text('x.part_no', PART),
  partName: text('x.name', PART),
  type: text('m.type'),
  docNo: text('m.doc_no'),
  erpDocNo: text('m.erp_doc_no'),
  owner: text('m.owner'),
  condition: text('m.condition'),
  qtyMilli: number('m.qty_milli'),
  valueFen: number('m.value_fen'),
  effectiveAtMs: { ...number('m.effective_at_ms'), isInstant: true },
  postedAtMs: { ...number('m.posted_at_ms'), isInstant: true },
};

/** What the quick search of movements looks through. */
const TEXT_CONDITION = `(m.part_id in (select x.id from part x where x.part_no like @starts escape '\\'
    or x.drawing_no like @starts escape '\\' or x.name like @contains escape '\\'
    or (@isLetters and name_initials(x.name) like @contains))
  or m.doc_no like @starts escape '\\' or m.erp_doc_no like @starts escape '\\')`;

/**
 * How the movements of the parts and warehouses asked for are found: by their index, row by row, all over the file; by the row
 * numbers that the index of parts has, in the order of the file; or by reading the table from end to end.
 */
export type MastersBy = 'index' | 'numbers' | 'table';

/** What a question asks of movements; what it asks of parts and warehouses is asked of these first. */
export function movementCondition(
  { filters, text: searched }: Pick<GridQuery, 'filters' | 'text'>,
  by: MastersBy = 'index',
): Condition {
  const parts = filters.map((filter): Condition => {
    const { of, isInstant } = columnSql(MOVEMENT_COLUMNS, filter.column);
    const { sql, params } = filterCondition(MOVEMENT_COLUMNS, isInstant === true ? asInstants(filter) : filter);
    if (of === undefined) return { sql, params };
    const asked = `in (select x.id from ${of.table} x where ${sql})`;
    if (by === 'numbers' && of === PART)
      return { sql: `m.rowid in (select s.rowid from stock_movement s where s.part_id ${asked})`, params };
    return { sql: `${by === 'index' ? '' : '+'}${of.key} ${asked}`, params };
  });
  if (searched.trim() !== '') parts.push(queryCondition({}, TEXT_CONDITION, { filters: [], text: searched }));
  if (parts.length === 0) return { sql: 'true', params: [] };
  return { sql: parts.map((part) => part.sql).join(' and '), params: parts.flatMap((part) => part.params) };
}

/** Days as their first and last instant. */
function asInstants({ column, op, values }: Filter): Filter {
  const isEnd = (at: number): boolean => op === 'atMost' || (op === 'between' && at === 1);
  const instant = (value: string | number, at: number): string | number =>
    typeof value === 'number' ? value : startOfBusinessDate(value) + (isEnd(at) ? DAY_MS - 1 : 0);
  return { column, op, values: values.map(instant) };
}

/** The newest entry first, unless another order is asked for. */
export function movementSort(query: GridQuery): readonly Sort[] {
  return query.sort.length > 0 ? query.sort : [{ column: 'seq', direction: 'desc' }];
}

/** The name of the one warehouse a ledger is asked for and nothing else, null for the whole ledger; undefined with other conditions. */
export function soleWarehouse({ filters, text: searched }: GridQuery): string | null | undefined {
  const [filter, ...others] = filters;
  if (searched.trim() !== '' || others.length > 0) return undefined;
  if (filter === undefined) return null;
  const isOne = filter.column === 'warehouseName' && filter.op === 'in' && filter.values.length === 1;
  return isOne ? String(filter.values[0]) : undefined;
}

/** The conditions of a question that are asked of these masters, of parts and warehouses unless named: an index has their movements. */
export function conditionsOfMasters(
  { filters }: GridQuery,
  of: readonly Master['table'][] = ['part', 'warehouse'],
): Filter[] {
  return filters.filter(({ column }) => {
    const table = columnSql(MOVEMENT_COLUMNS, column).of?.table;
    return table !== undefined && of.includes(table);
  });
}

/** One end of an order, or the whole of it. */
interface Asked {
  from: 'first' | 'last';
  /** Null = all of them. */
  rows: number | null;
  /** So many rows meet the conditions that an end is soon found by looking along an index. */
  walks: boolean;
  by: MastersBy;
}

/**
 * Row numbers of what a question finds in its order, or of one end of it: the other end comes last one first. However the rows are
 * found, rows of one key stand in the same order.
 */
export function orderOfMovements(query: GridQuery, { from, rows, walks, by }: Asked): Statement {
  const sort = movementSort(query);
  const turned = (direction: Sort['direction']): string =>
    (direction === 'asc') === (from === 'first') ? 'asc' : 'desc';
  const statement = (source: string, keys: readonly string[], { sql, params }: Condition): Statement => ({
    sql: `select m.rowid from ${source} where ${sql} order by ${keys.join(', ')}${rows === null ? '' : ` limit ${String(rows)}`}`,
    params,
  });
  const [first, ...others] = sort;
  const isPlain = query.filters.length === 0 && query.text.trim() === '';
  if (first !== undefined && others.length === 0) {
    const { of, sql } = columnSql(MOVEMENT_COLUMNS, first.column);
    const direction = turned(first.direction);
    const condition = movementCondition(query, walks ? 'table' : by);
    if (of !== undefined && of.table !== 'warehouse_bin') {
      const keys = [sql, ...INDEXED[of.table]];
      // the masters in their order, and an index that has the movements of each: nothing is sorted
      if (isPlain || walks)
        return statement(
          `${of.table} x cross join stock_movement m on ${of.key} = x.id`,
          keys.map((key) => `${key} ${direction}`),
          isPlain ? condition : movementCondition(query),
        );
      const [name, ...rest] = keys.map((key) => `${key} ${direction}`);
      return statement(
        `stock_movement m cross join ${of.table} x on x.id = ${of.key}`,
        [`+${name ?? ''}`, ...rest],
        condition,
      );
    }
    if (first.column === 'seq' && walks)
      return statement('stock_movement m indexed by stock_movement_seq', [`m.seq ${direction}`], condition);
  }
  const keys = sort.map(({ column, direction }) => `${plain(column)} ${turned(direction)}`);
  const last = turned(sort.at(-1)?.direction ?? 'desc');
  // the plus keeps SQLite from following an index into the table row by row, all over the file
  return statement('stock_movement m', [...keys, `+m.seq ${last}`], movementCondition(query, by));
}

/** What the index of a master goes on with, and then that of its movements. */
const INDEXED = {
  warehouse: ['x.id', 'm.seq'],
  part: ['x.rowid', 'm.warehouse_id', 'm.effective_at_ms', 'm.rowid'],
} as const;

function plain(name: string): string {
  const { of, sql } = columnSql(MOVEMENT_COLUMNS, name);
  return of === undefined ? `+${sql}` : `(select ${sql} from ${of.table} x where x.id = ${of.key})`;
}
