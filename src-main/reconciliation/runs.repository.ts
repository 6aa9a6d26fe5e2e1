import { MOST_FROZEN } from '../../src-shared/contract/list-limits.ts';
import type { GridQuery, ListOrder } from '../../src-shared/contract/query.ts';
import { ReconUnmapped, type ReconRunRow } from '../../src-shared/contract/reconciliation.contract.ts';
import { DIFFERENCE_CLASSES, type DifferenceClass } from '../../src-shared/domain/reconciliation/reconcile-key.ts';
import {
  RECON_ACTIONS,
  reconRefusal,
  type ReconAction,
} from '../../src-shared/domain/reconciliation/run-transition.ts';
import { AppError } from '../../src-shared/errors.ts';
import { columnSql, queryCondition } from '../db/grid-filter.ts';
import type { ReadStores } from '../db/stores.ts';
import { RUN_COLUMNS, RUN_TEXT_CONDITION, RUNS } from './recon-query.ts';
import type { OrderAsked, PageAsked } from '../db/room-list.ts';

interface RunTotals {
  unexplainedCount: number;
}

/** One page of runs with the residuals of everything the query finds. */
export function runPage(
  stores: ReadStores,
  { query, offset, limit }: PageAsked,
): { rows: ReconRunRow[]; total: number; totals: RunTotals } {
  const condition = queryCondition(RUN_COLUMNS, RUN_TEXT_CONDITION, query);
  const rows = stores.replicaFile
    .prepare(`select s.* from ${RUNS} where ${condition.sql} order by ${orderOf(query)} limit ? offset ?`)
    .all(...condition.params, limit, offset) as ReconRunRow[];
  const { total, ...totals } = stores.replicaFile
    .prepare(
      `select count(*) as total, coalesce(sum(s.unexplainedCount), 0) as unexplainedCount from ${RUNS} where ${condition.sql}`,
    )
    .get(...condition.params) as RunTotals & { total: number };
  return { rows, total, totals };
}

/** The ids of all runs the query finds, in its order. */
export function runOrder(stores: ReadStores, { query, anchorId }: OrderAsked): ListOrder {
  const condition = queryCondition(RUN_COLUMNS, RUN_TEXT_CONDITION, query);
  const ids = stores.replicaFile
    .prepare(`select s.id from ${RUNS} where ${condition.sql} order by ${orderOf(query)}`)
    .pluck()
    .all(...condition.params) as string[];
  const at = anchorId === null ? -1 : ids.indexOf(anchorId);
  return { ids: ids.length > MOST_FROZEN ? null : ids, total: ids.length, place: at < 0 ? null : at };
}

/** Work in hand before what is done, the newest first. */
const FIRST_ORDER = [
  `case s.status when 'WORKING' then 0 when 'MATCHED' then 1 when 'SIGNED' then 2 else 3 end`,
  's.cutoffDate desc',
  's.runNo desc',
];

function orderOf(query: GridQuery): string {
  const keys = query.sort.map(({ column, direction }) => `${columnSql(RUN_COLUMNS, column).sql} ${direction}`);
  return [...(keys.length > 0 ? keys : FIRST_ORDER), 's.id'].join(', ');
}

interface RunDetail {
  run: ReconRunRow;
  classes: { class: DifferenceClass; keys: number; qtyMilli: number }[];
  unmapped: ReturnType<typeof ReconUnmapped.parse>;
  trend: { cutoffDate: string; unexplainedCount: number }[];
  allowedActions: string[];
}

const TREND_RUNS = 8;

/** One run: what its differences are made of, what has no place here, and how the residuals went before it. */
export function runDetail(stores: ReadStores, { id, roles }: { id: string; roles: readonly string[] }): RunDetail {
  const file = stores.replicaFile;
  const run = file.prepare(`select s.* from ${RUNS} where s.id = ?`).get(id) as ReconRunRow | undefined;
  if (run === undefined) throw new AppError('NOT_FOUND', 'recon-run-unknown', { id });
  const classes = file
    .prepare(
      `select json_extract(j.value, '$.class') as class, count(*) as keys, sum(json_extract(j.value, '$.qtyMilli')) as qtyMilli
         from recon_item i, json_each(i.contributions_json) j where i.run_id = ? group by 1`,
    )
    .all(id) as RunDetail['classes'];
  const stored = file
    .prepare('select unmapped_json as unmappedJson, scope_json as scopeJson from recon_run where id = ?')
    .get(id) as { unmappedJson: string; scopeJson: string };
  const trend = file
    .prepare(
      `select r.cutoff_date as cutoffDate, (select count(*) from recon_item i where i.run_id = r.id
          and i.unexplained_milli <> 0) as unexplainedCount
         from recon_run r where r.status <> 'CANCELLED' and r.scope_json = ? and r.cutoff_date <= ?
        order by r.cutoff_date desc limit ${String(TREND_RUNS)}`,
    )
    .all(stored.scopeJson, run.cutoffDate) as RunDetail['trend'];
  return {
    run,
    classes: classes.sort((a, b) => DIFFERENCE_CLASSES.indexOf(a.class) - DIFFERENCE_CLASSES.indexOf(b.class)),
    unmapped: ReconUnmapped.parse(JSON.parse(stored.unmappedJson)),
    trend: trend.reverse(),
    allowedActions: (Object.keys(RECON_ACTIONS) as ReconAction[]).filter(
      (action) => reconRefusal(run.status, action, roles, 'x') === null,
    ),
  };
}

interface Options {
  warehouses: { id: string; code: string; name: string; isMapped: boolean }[];
  extracts: { erpSystem: string; extractDate: string; rows: number; qtyMilli: number | null }[];
  people: { id: string; name: string; roles: string[] }[];
}

const EXTRACTS_SHOWN = 60;

/** Warehouses, the extracts that have been loaded, and everybody who may answer for a difference. */
export function runOptions(stores: ReadStores, _input: null): Options {
  const file = stores.replicaFile;
  const warehouses = file
    .prepare(
      `select w.id, w.code, w.name, w.erp_plant is not null as isMapped from warehouse w
        where w.erp_plant is not null or exists (select 1 from stock_balance b where b.warehouse_id = w.id) order by w.code`,
    )
    .all() as { id: string; code: string; name: string; isMapped: number }[];
  const extracts = file
    .prepare(
      `select erp_system as erpSystem, extract_date as extractDate, count(*) as rows,
              case when count(qty_milli) = count(*) then sum(qty_milli) end as qtyMilli
         from erp_balance group by 1, 2 order by 2 desc, 1 limit ${String(EXTRACTS_SHOWN)}`,
    )
    .all() as Options['extracts'];
  const people = file
    .prepare(
      `select u.id, u.name, group_concat(r.role) as roles from app_user u join user_role r on r.user_id = u.id
        where u.status = 'ACTIVE' and r.role in ('partsManager', 'warehouse', 'planner', 'finance') group by u.id order by u.name`,
    )
    .all() as { id: string; name: string; roles: string }[];
  return {
    warehouses: warehouses.map((row) => ({ ...row, isMapped: row.isMapped === 1 })),
    extracts,
    people: people.map((row) => ({ ...row, roles: row.roles.split(',') })),
  };
}
