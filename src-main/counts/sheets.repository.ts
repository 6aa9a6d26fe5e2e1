import { MOST_FROZEN } from '../../src-shared/contract/list-limits.ts';
import type { CountSheetRow, CycleLoad } from '../../src-shared/contract/counts.contract.ts';
import type { GridQuery, ListOrder } from '../../src-shared/contract/query.ts';
import { cycleLoad } from '../../src-shared/domain/counts/cycle.ts';
import { countSettingsOf } from '../../src-shared/domain/counts/first-counts.ts';
import { columnSql, queryCondition } from '../db/grid-filter.ts';
import type { ReadStores } from '../db/stores.ts';
import { SHEET_COLUMNS, SHEET_TEXT_CONDITION, SHEETS } from './sheet-query.ts';
import type { OrderAsked, PageAsked } from '../db/room-list.ts';

interface SheetTotals {
  lineCount: number;
  leftCount: number;
}

/** One page of count sheets with count and sums over everything the query finds. */
export function sheetPage(
  stores: ReadStores,
  { query, offset, limit }: PageAsked,
): { rows: CountSheetRow[]; total: number; totals: SheetTotals } {
  const condition = queryCondition(SHEET_COLUMNS, SHEET_TEXT_CONDITION, query);
  const rows = stores.replicaFile
    .prepare(`select s.* from ${SHEETS} where ${condition.sql} order by ${orderOf(query)} limit ? offset ?`)
    .all(...condition.params, limit, offset) as CountSheetRow[];
  const { total, ...totals } = stores.replicaFile
    .prepare(
      `select count(*) as total, coalesce(sum(s.lineCount), 0) as lineCount, coalesce(sum(s.leftCount), 0) as leftCount
         from ${SHEETS} where ${condition.sql}`,
    )
    .get(...condition.params) as SheetTotals & { total: number };
  return { rows, total, totals };
}

/** The ids of all sheets the query finds, in its order. */
export function sheetOrder(stores: ReadStores, { query, anchorId }: OrderAsked): ListOrder {
  const condition = queryCondition(SHEET_COLUMNS, SHEET_TEXT_CONDITION, query);
  const ids = stores.replicaFile
    .prepare(`select s.id from ${SHEETS} where ${condition.sql} order by ${orderOf(query)}`)
    .pluck()
    .all(...condition.params) as string[];
  const at = anchorId === null ? -1 : ids.indexOf(anchorId);
  return { ids: ids.length > MOST_FROZEN ? null : ids, total: ids.length, place: at < 0 ? null : at };
}

/** Work in hand before what is done, the newest first. */
const FIRST_ORDER = [
  `case s.status when 'REVIEW' then 0 when 'RECOUNT' then 1 when 'COUNTING' then 2 when 'RELEASED' then 3
     when 'DRAFT' then 4 when 'POSTED' then 5 when 'CLOSED' then 6 else 7 end`,
  's.plannedDate desc',
  's.sheetNo desc',
];

function orderOf(query: GridQuery): string {
  const keys = query.sort.map(({ column, direction }) => `${columnSql(SHEET_COLUMNS, column).sql} ${direction}`);
  return [...(keys.length > 0 ? keys : FIRST_ORDER), 's.id'].join(', ');
}

interface WarehouseRow {
  id: string;
  code: string;
  name: string;
  keyCount: number;
}

interface Options {
  warehouses: (WarehouseRow & { zones: string[]; load: CycleLoad })[];
  people: { id: string; name: string; roles: string[] }[];
}

/** Warehouses that hold stock with their zones, and everybody who may count. */
export function planOptions(stores: ReadStores, _input: null): Options {
  const file = stores.replicaFile;
  const warehouses = file
    .prepare(
      `select w.id, w.code, w.name, count(b.id) as keyCount from warehouse w join stock_balance b on b.warehouse_id = w.id
        group by w.id order by w.code`,
    )
    .all() as WarehouseRow[];
  const loadOf = cycleLoads(stores);
  const zones = file
    .prepare(
      `select distinct warehouse_id as warehouseId, zone from warehouse_bin
        where zone is not null and type = 'STOCK' order by zone`,
    )
    .all() as { warehouseId: string; zone: string }[];
  const people = file
    .prepare(
      `select u.id, u.name, group_concat(r.role) as roles from app_user u join user_role r on r.user_id = u.id
        where u.status = 'ACTIVE' and r.role in ('counter', 'recounter', 'warehouse', 'partsManager')
        group by u.id order by u.name`,
    )
    .all() as { id: string; name: string; roles: string }[];
  return {
    warehouses: warehouses.map((row) => ({
      ...row,
      zones: zones.filter(({ warehouseId }) => warehouseId === row.id).map(({ zone }) => zone),
      load: loadOf(row.id),
    })),
    people: people.map((row) => ({ ...row, roles: row.roles.split(',') })),
  };
}

/** What cycle counting asks of each warehouse a day: its keys by class, as often as is set, over the days that are counted on. Stock §4.5. */
function cycleLoads({ replicaFile: file }: ReadStores): (warehouseId: string) => CycleLoad {
  const settings = countSettingsOf(
    file.prepare('select setting_key as settingKey, value_json as valueJson from setting').all() as Parameters<
      typeof countSettingsOf
    >[0],
  );
  const rows = file
    .prepare(
      `select b.warehouse_id as warehouseId, coalesce(s.abc_class, 'C') as abcClass, count(*) as keys
         from stock_balance b left join part_warehouse_setting s on s.part_id = b.part_id and s.warehouse_id = b.warehouse_id
        group by 1, 2`,
    )
    .all() as { warehouseId: string; abcClass: string; keys: number }[];
  const { countsPerYearA, countsPerYearB, countsPerYearC, countWorkdays: workdays } = settings;
  const perYear = { A: countsPerYearA, B: countsPerYearB, C: countsPerYearC };
  const keysOf = new Map(rows.map(({ warehouseId, abcClass, keys }) => [`${warehouseId} ${abcClass}`, keys]));
  return (warehouseId) => {
    const classes = (['A', 'B', 'C'] as const).map((abcClass) => ({
      ...{ abcClass, keys: keysOf.get(`${warehouseId} ${abcClass}`) ?? 0, countsPerYear: perYear[abcClass] },
    }));
    const asked = classes.map(({ keys, countsPerYear }) => ({ parts: keys, countsPerYear }));
    return { classes, workdays, ...cycleLoad({ classes: asked, workdays: Math.max(1, workdays) }) };
  };
}
