import { MOST_FROZEN } from '../../src-shared/contract/list-limits.ts';
import type { GridQuery, ListOrder } from '../../src-shared/contract/query.ts';
import {
  ReconContributions,
  ReconGroups,
  ReconSuggestions,
  type ReconDocument,
  type ReconGroup,
  type ReconItemRow,
  type ReconView,
} from '../../src-shared/contract/reconciliation.contract.ts';
import type { DifferenceClass } from '../../src-shared/domain/reconciliation/reconcile-key.ts';
import { AppError } from '../../src-shared/errors.ts';
import { columnSql, queryCondition } from '../db/grid-filter.ts';
import type { ReadStores } from '../db/stores.ts';
import { ITEM_COLUMNS, ITEM_TEXT_CONDITION, ITEMS } from './recon-query.ts';
import type { OrderAsked, PageAsked } from '../db/room-list.ts';

interface ItemTotals {
  differenceMilli: number;
  contributionMilli: number;
  withheld: number;
}

interface Asked {
  runId: string;
  view: ReconView;
  userId: string;
}

/** The field in which the contribution of a class stands by itself; what is unexplained is stored as one anyway. */
const FIELD_OF_CLASS = {
  OPENING: 'openingMilli',
  TIMING_IN_TRANSIT: 'timingMilli',
  UOM: 'uomMilli',
  DUPLICATE_POSTING: 'duplicateMilli',
  MISSING_IN_ERP: 'missingInErpMilli',
  MISSING_IN_SYSTEM: 'missingInSystemMilli',
  SIGN_ERROR: 'signMilli',
  SUBSTITUTION: 'substitutionMilli',
  LOCATION: 'locationMilli',
  QTY_MISMATCH: 'quantityMilli',
} as const satisfies Partial<Record<DifferenceClass, keyof ReconItemRow>>;
type ByClass = Record<(typeof FIELD_OF_CLASS)[keyof typeof FIELD_OF_CLASS], number | null>;

type StoredItem = Omit<ReconItemRow, 'contributions' | keyof ByClass> & { contributionsJson: string | null };

/** Which keys of the run a view shows; `@me` is who looks. */
const VIEWS: Readonly<Record<ReconView, string>> = {
  differing: `s.verdict <> 'AGREE'`,
  unexplained: 's.unexplainedMilli <> 0',
  unowned: `s.verdict <> 'AGREE' and (s.ownerUserId is null or s.dueDate is null)`,
  mine: 's.ownerUserId = ?',
  all: '1',
};

function conditionOf({ runId, view, userId }: Asked, query: GridQuery): { sql: string; params: (string | number)[] } {
  const condition = queryCondition(ITEM_COLUMNS, ITEM_TEXT_CONDITION, query);
  const mine = view === 'mine' ? [userId] : [];
  return {
    sql: `s.runId = ? and ${VIEWS[view]} and (${condition.sql})`,
    params: [runId, ...mine, ...(condition.params as (string | number)[])],
  };
}

/** One page of a run's keys, with both sides of the invariant over everything the query finds. */
export function itemPage(
  stores: ReadStores,
  { query, offset, limit, ...asked }: Asked & PageAsked,
): { rows: ReconItemRow[]; total: number; totals: ItemTotals } {
  const condition = conditionOf(asked, query);
  const rows = stores.replicaFile
    .prepare(`select s.* from ${ITEMS} where ${condition.sql} order by ${orderOf(query)} limit ? offset ?`)
    .all(...condition.params, limit, offset) as StoredItem[];
  const { total, ...totals } = stores.replicaFile
    .prepare(
      `select count(*) as total, coalesce(sum(s.differenceMilli), 0) as differenceMilli,
              coalesce(sum((select sum(json_extract(j.value, '$.qtyMilli')) from json_each(s.contributionsJson) j)), 0)
                as contributionMilli,
              coalesce(sum(s.differenceMilli is null), 0) as withheld
         from ${ITEMS} where ${condition.sql}`,
    )
    .get(...condition.params) as ItemTotals & { total: number };
  return { rows: rows.map(rowOf), total, totals };
}

function rowOf({ contributionsJson, ...row }: StoredItem): ReconItemRow {
  const contributions = ReconContributions.parse(JSON.parse(contributionsJson ?? '[]'));
  const byClass = Object.fromEntries(
    Object.entries(FIELD_OF_CLASS).map(([name, field]) => [
      field,
      contributions.find((each) => each.class === name)?.qtyMilli ?? null,
    ]),
  ) as ByClass;
  return { ...row, ...byClass, contributions };
}

/** The keys of one run as a workbook takes them: the run is one of the conditions, by its number. */
export function exportedItemPage(
  stores: ReadStores,
  { query, offset, limit }: PageAsked,
): { rows: ReconItemRow[]; total: number } {
  const condition = queryCondition(ITEM_COLUMNS, ITEM_TEXT_CONDITION, query);
  const rows = stores.replicaFile
    .prepare(`select s.* from ${ITEMS} where ${condition.sql} order by ${orderOf(query)} limit ? offset ?`)
    .all(...condition.params, limit, offset) as StoredItem[];
  const total = stores.replicaFile
    .prepare(`select count(*) from ${ITEMS} where ${condition.sql}`)
    .pluck()
    .get(...condition.params) as number;
  return { rows: rows.map(rowOf), total };
}

/** The ids of all keys the query finds, in its order. */
export function itemOrder(stores: ReadStores, { query, anchorId, ...asked }: Asked & OrderAsked): ListOrder {
  const condition = conditionOf(asked, query);
  const ids = stores.replicaFile
    .prepare(`select s.id from ${ITEMS} where ${condition.sql} order by ${orderOf(query)}`)
    .pluck()
    .all(...condition.params) as string[];
  const at = anchorId === null ? -1 : ids.indexOf(anchorId);
  return { ids: ids.length > MOST_FROZEN ? null : ids, total: ids.length, place: at < 0 ? null : at };
}

function orderOf(query: GridQuery): string {
  const keys = query.sort.map(({ column, direction }) => `${columnSql(ITEM_COLUMNS, column).sql} ${direction}`);
  return [...(keys.length > 0 ? keys : ['s.warehouseCode', 's.partNo']), 's.id'].join(', ');
}

interface ItemDetail {
  row: ReconItemRow;
  packs: string;
  groups: ReconGroup[];
  suggestions: { ours: ReconDocument; erp: ReconDocument }[];
}

/** One key with the documents of both sides and the pairs a person may join. */
export function itemDetail(stores: ReadStores, { id }: { id: string }): ItemDetail {
  const file = stores.replicaFile;
  const row = file.prepare(`select s.* from ${ITEMS} where s.id = ?`).get(id) as StoredItem | undefined;
  if (row === undefined) throw new AppError('NOT_FOUND', 'recon-item-unknown', { id });
  const stored = file
    .prepare(
      `select i.documents_json as documentsJson, i.suggestions_json as suggestionsJson,
              (select group_concat(u.uom || ' = ' || case when u.den = 1 then u.num else u.num || '/' || u.den end
                 || ' ' || p.uom, ' · ') from uom_conversion u join part p on p.id = u.part_id
                where u.part_id = i.part_id) as packs
         from recon_item i where i.id = ?`,
    )
    .get(id) as { documentsJson: string | null; suggestionsJson: string | null; packs: string | null };
  const groups = ReconGroups.parse(JSON.parse(stored.documentsJson ?? '[]'));
  const ours = new Map(groups.flatMap((group) => group.ours.map((each) => [each.id, each])));
  const erp = new Map(groups.flatMap((group) => group.erp.map((each) => [each.id, each])));
  const suggestions = ReconSuggestions.parse(JSON.parse(stored.suggestionsJson ?? '[]')).flatMap((pair) => {
    const [mine, theirs] = [ours.get(pair.oursId), erp.get(pair.erpId)];
    return mine === undefined || theirs === undefined ? [] : [{ ours: mine, erp: theirs }];
  });
  return { row: rowOf(row), packs: stored.packs ?? '', groups, suggestions };
}
