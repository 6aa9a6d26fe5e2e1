import { MOST_FROZEN } from '../../src-shared/contract/list-limits.ts';
import { PlanReasonsRow, type PlanningRow } from '../../src-shared/contract/parts.contract.ts';
import type { GridQuery, ListOrder } from '../../src-shared/contract/query.ts';
import { columnSql, queryCondition } from '../db/grid-filter.ts';
import type { ReadStores } from '../db/stores.ts';
import { PLANNING, PLANNING_COLUMNS, PLANNING_TEXT_CONDITION, SHORT_AT } from './planning-query.ts';
import type { OrderAsked, PageAsked } from '../db/room-list.ts';

type StoredRow = Omit<PlanningRow, 'reasons'> & { explainJson: string | null; partId: string; warehouseId: string };

interface PlanningTotals {
  toOrder: number;
  valueFen: number;
  excessFen: number;
  computedAtMs: number | null;
}

/** One page of planning, and over everything the query finds how many keys are to be ordered and what lies in excess. */
export function planningPage(
  stores: ReadStores,
  { query, offset, limit }: PageAsked,
): { rows: PlanningRow[]; total: number; totals: PlanningTotals } {
  const condition = queryCondition(PLANNING_COLUMNS, PLANNING_TEXT_CONDITION, query);
  const rows = stores.replicaFile
    .prepare(
      `select s.*, ${SHORT_AT} as shortAt from ${PLANNING} where ${condition.sql} order by ${orderOf(query)} limit ? offset ?`,
    )
    .all(...condition.params, limit, offset) as StoredRow[];
  const { total, ...totals } = stores.replicaFile
    .prepare(
      `select count(*) as total, coalesce(sum(s.orderMilli > 0), 0) as toOrder, coalesce(sum(s.valueFen), 0) as valueFen,
              coalesce(sum(case when s.onHandMilli > 0
                then cast(round(s.valueFen * 1.0 * s.excessMilli / s.onHandMilli) as integer) end), 0) as excessFen,
              max(s.computedAtMs) as computedAtMs from ${PLANNING} where ${condition.sql}`,
    )
    .get(...condition.params) as PlanningTotals & { total: number };
  return { rows: rows.map(shown), total, totals };
}

function shown({ explainJson, partId: _part, warehouseId: _warehouse, ...row }: StoredRow): PlanningRow {
  return { ...row, reasons: explainJson === null ? null : PlanReasonsRow.parse(JSON.parse(explainJson)) };
}

/** The ids of all keys the query finds, in its order. */
export function planningOrder(stores: ReadStores, { query, anchorId }: OrderAsked): ListOrder {
  const condition = queryCondition(PLANNING_COLUMNS, PLANNING_TEXT_CONDITION, query);
  const ids = stores.replicaFile
    .prepare(`select s.id from ${PLANNING} where ${condition.sql} order by ${orderOf(query)}`)
    .pluck()
    .all(...condition.params) as string[];
  const at = anchorId === null ? -1 : ids.indexOf(anchorId);
  return { ids: ids.length > MOST_FROZEN ? null : ids, total: ids.length, place: at < 0 ? null : at };
}

function orderOf(query: GridQuery): string {
  const keys = query.sort.map(({ column, direction }) => `${columnSql(PLANNING_COLUMNS, column).sql} ${direction}`);
  return [...(keys.length > 0 ? keys : ['s.warehouseName', 's.partNo']), 's.id'].join(', ');
}
