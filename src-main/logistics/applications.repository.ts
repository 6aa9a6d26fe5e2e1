import { MOST_FROZEN } from '../../src-shared/contract/list-limits.ts';
import type { ApplicationRow } from '../../src-shared/contract/logistics.contract.ts';
import type { GridQuery, ListOrder } from '../../src-shared/contract/query.ts';
import { columnSql, queryCondition } from '../db/grid-filter.ts';
import type { ReadStores } from '../db/stores.ts';
import { APPLICATION_COLUMNS, APPLICATION_TEXT_CONDITION, APPLICATIONS } from './application-query.ts';
import type { OrderAsked, PageAsked } from '../db/room-list.ts';

interface ApplicationTotals {
  open: number;
  vor: number;
}

/** One page of applications, with how many somebody still has to work on and how many vehicles are off the road for them. */
export function applicationPage(
  stores: ReadStores,
  { query, offset, limit }: PageAsked,
): { rows: ApplicationRow[]; total: number; totals: ApplicationTotals } {
  const condition = queryCondition(APPLICATION_COLUMNS, APPLICATION_TEXT_CONDITION, query);
  const rows = stores.replicaFile
    .prepare(`select s.* from ${APPLICATIONS} where ${condition.sql} order by ${orderOf(query)} limit ? offset ?`)
    .all(...condition.params, limit, offset) as ApplicationRow[];
  const { total, ...totals } = stores.replicaFile
    .prepare(
      `select count(*) as total, coalesce(sum(s.holderRole is not null), 0) as open,
              coalesce(sum(s.holderRole is not null and s.urgency = 'VOR'), 0) as vor
         from ${APPLICATIONS} where ${condition.sql}`,
    )
    .get(...condition.params) as ApplicationTotals & { total: number };
  return { rows, total, totals };
}

/** The ids of all applications the query finds, in its order. */
export function applicationOrder(stores: ReadStores, { query, anchorId }: OrderAsked): ListOrder {
  const condition = queryCondition(APPLICATION_COLUMNS, APPLICATION_TEXT_CONDITION, query);
  const ids = stores.replicaFile
    .prepare(`select s.id from ${APPLICATIONS} where ${condition.sql} order by ${orderOf(query)}`)
    .pluck()
    .all(...condition.params) as string[];
  const at = anchorId === null ? -1 : ids.indexOf(anchorId);
  return { ids: ids.length > MOST_FROZEN ? null : ids, total: ids.length, place: at < 0 ? null : at };
}

/** What somebody has to do before what is done; a vehicle off the road first, then whoever has waited longest. */
const FIRST_ORDER = [
  's.holderRole is null',
  's.urgencyRank',
  'case when s.holderRole is null then -s.sinceMs else s.sinceMs end',
];

function orderOf(query: GridQuery): string {
  const keys = query.sort.map(({ column, direction }) => `${columnSql(APPLICATION_COLUMNS, column).sql} ${direction}`);
  return [...(keys.length > 0 ? keys : FIRST_ORDER), 's.id'].join(', ');
}

interface Options {
  stations: { code: string; name: string; regionName: string }[];
}

/** The stations somebody may ask for. */
export function applicationOptions(stores: ReadStores, _input: null): Options {
  const stations = stores.replicaFile
    .prepare(
      `select t.code, t.name, r.name as regionName from station t join region r on r.id = t.region_id
        where t.status = 'ACTIVE' order by t.code`,
    )
    .all() as Options['stations'];
  return { stations };
}
