import { MOST_FROZEN } from '../../src-shared/contract/list-limits.ts';
import type { GridQuery, ListOrder } from '../../src-shared/contract/query.ts';
import { startOfYesterday } from '../../src-shared/domain/units/business-date.ts';
import type { ReadStores, WriteStores } from '../db/stores.ts';
import { columnSql } from '../db/grid-filter.ts';
import type { Row } from '../sync/overlay-rows.ts';
import { auditHealth } from './audit-health.repository.ts';
import { CLAIM_COLUMNS, HOLDER_ID } from './claim-columns.ts';
import { orderedPage, preparedOrdering } from './claim-orderings.ts';
import { bothArms, indexPage, isIndexOrder } from './claim-query.ts';
import { CLAIM_ROW_JOINS, CLAIM_ROW_SELECT, claimRow, type ClaimRowValue } from './claim-row.ts';
import type { OrderAsked, PageAsked } from '../db/room-list.ts';

type Stores = ReadStores | WriteStores;

/** Beyond this, skipping along an index costs more than a slice of a prepared ordering. */
const DEEPEST_INDEX_OFFSET = 20_000;
const DISTINCT_VALUES = 500;

export function hasOverlay(stores: Stores): boolean {
  return stores.replicaFile.prepare('select 1 from claim_overlay limit 1').get() !== undefined;
}

/** Ids or row numbers of the page, then the rows themselves: overlay first, base row otherwise. */
export function claimPage(
  stores: ReadStores,
  { query, offset, limit }: PageAsked,
): { rows: ClaimRowValue[]; total: number } {
  const named = namedIds(query);
  if (named !== null) {
    const rows = rowsById(stores, named, hasOverlay(stores));
    return { rows: rows.slice(offset, offset + limit), total: rows.length };
  }
  // One state of the data for the number of rows and the rows.
  return stores.replicaFile.transaction(() => foundPage(stores, query, { offset, limit }))();
}

function foundPage(
  stores: ReadStores,
  query: GridQuery,
  { offset, limit }: { offset: number; limit: number },
): { rows: ClaimRowValue[]; total: number } {
  const overlaid = hasOverlay(stores);
  const total = claimCount(stores, query);
  if (isIndexOrder(query) && offset <= DEEPEST_INDEX_OFFSET) {
    const { sql, params } = indexPage(query, overlaid, { offset, limit });
    const ids = stores.replicaFile
      .prepare(sql)
      .pluck()
      .all(...params) as string[];
    return { rows: rowsById(stores, ids, overlaid), total };
  }
  const rowids = orderedPage(stores, query, overlaid, { offset, limit, total });
  return { rows: rowsByRowid(stores, rowids, overlaid), total };
}

/** The ids of a question for certain claims and nothing else, as a list asks that holds its own order. */
function namedIds(query: GridQuery): string[] | null {
  const [filter, ...others] = query.filters;
  if (filter?.column !== 'id' || filter.op !== 'in' || others.length > 0) return null;
  return query.text === '' && query.sort.length === 0 ? filter.values.map(String) : null;
}

/** The ids of all the query finds, in its order; beyond what a list holds only their number and the place of one of them. */
export function claimOrder(stores: ReadStores, { query, anchorId }: OrderAsked): ListOrder {
  const overlaid = hasOverlay(stores);
  const total = claimTotals(stores, query).count;
  if (total > MOST_FROZEN) {
    const rowid = stores.replicaFile.prepare('select rowid from claim where id = ?').pluck().get(anchorId);
    const at = rowid === undefined ? -1 : preparedOrdering(stores, query, overlaid).indexOf(Number(rowid));
    return { ids: null, total, place: at < 0 ? null : at };
  }
  const ids = isIndexOrder(query) ? idsByIndex(stores, query, overlaid) : idsOfOrdering(stores, query, overlaid);
  const at = anchorId === null ? -1 : ids.indexOf(anchorId);
  return { ids, total: ids.length, place: at < 0 ? null : at };
}

function idsByIndex(stores: ReadStores, query: GridQuery, overlaid: boolean): string[] {
  const { sql, params } = indexPage(query, overlaid, { offset: 0, limit: MOST_FROZEN });
  return stores.replicaFile
    .prepare(sql)
    .pluck()
    .all(...params) as string[];
}

function idsOfOrdering(stores: ReadStores, query: GridQuery, overlaid: boolean): string[] {
  const rowids = preparedOrdering(stores, query, overlaid);
  const rows = stores.replicaFile
    .prepare('select rowid as rid, id from claim where rowid in (select value from json_each(?))')
    .all(JSON.stringify([...rowids])) as { rid: number | bigint; id: string }[];
  const byRowid = new Map(rows.map(({ rid, id }) => [Number(rid), id]));
  return [...rowids].flatMap((rowid) => byRowid.get(rowid) ?? []);
}

function rowsByRowid(stores: ReadStores, rowids: readonly number[], overlaid: boolean): ClaimRowValue[] {
  const rows = stores.replicaFile
    .prepare(
      `select c.rowid as rid, ${CLAIM_ROW_SELECT} from claim c ${CLAIM_ROW_JOINS}
        where c.rowid in (select value from json_each(?))`,
    )
    .all(JSON.stringify(rowids)) as Row[];
  const byRowid = new Map(rows.map((row): [unknown, Row] => [row.rid, row]));
  const found = rowids.map((rowid) => byRowid.get(rowid)).filter((row) => row !== undefined);
  return withOverlay(stores, found, overlaid);
}

/** The claims of these ids as they stand here, in the order of the ids; unknown ids are left out. */
export function rowsById(stores: Stores, ids: readonly string[], overlaid: boolean): ClaimRowValue[] {
  const rows = stores.replicaFile
    .prepare(
      `select ${CLAIM_ROW_SELECT} from claim c ${CLAIM_ROW_JOINS} where c.id in (select value from json_each(?))`,
    )
    .all(JSON.stringify(ids)) as Row[];
  const byId = new Map(rows.map((row): [unknown, Row] => [row.id, row]));
  return withOverlay(
    stores,
    ids.map((id) => byId.get(id)).filter((row) => row !== undefined),
    overlaid,
  );
}

function withOverlay(stores: Stores, rows: readonly Row[], overlaid: boolean): ClaimRowValue[] {
  if (!overlaid) return rows.map((row) => claimRow(row, false));
  const overlays = stores.replicaFile
    .prepare(
      `select ${CLAIM_ROW_SELECT} from claim_overlay c ${CLAIM_ROW_JOINS} where c.id in (select value from json_each(?))`,
    )
    .all(JSON.stringify(rows.map((row) => row.id))) as Row[];
  const byId = new Map(overlays.map((row) => [row.id, row]));
  return rows.map((row) => {
    const overlay = byId.get(row.id);
    return overlay === undefined ? claimRow(row, false) : claimRow(overlay, true);
  });
}

export interface ClaimTotalsValue {
  count: number;
  claimedFen: number;
  payableFen: number;
  approvedFen: number;
  cutFen: number;
}

/** What has been counted and summed up in one state of the data, by the conditions. */
interface KnownTotals {
  version: string;
  totals: Map<string, ClaimTotalsValue>;
  counts: Map<string, number>;
}

const totalsByFile = new WeakMap<object, KnownTotals>();

/** Count and sums over everything the query finds; computed once per state of the data. */
export function claimTotals(stores: Stores, query: GridQuery): ClaimTotalsValue {
  const { totals } = knownTotals(stores);
  const key = conditionsKey(query);
  const found = totals.get(key) ?? sumUp(stores, query);
  totals.set(key, found);
  return found;
}

/** The count alone: an index mostly has it, while the sums read every row. */
function claimCount(stores: Stores, query: GridQuery): number {
  const { totals, counts } = knownTotals(stores);
  const key = conditionsKey(query);
  const found = totals.get(key)?.count ?? counts.get(key) ?? countUp(stores, query);
  counts.set(key, found);
  return found;
}

function conditionsKey(query: GridQuery): string {
  return JSON.stringify([query.filters, query.text]);
}

function knownTotals(stores: Stores): KnownTotals {
  const version = stores.replicaVersion();
  const before = totalsByFile.get(stores.replicaFile);
  const known = before?.version === version ? before : { version, totals: new Map(), counts: new Map() };
  totalsByFile.set(stores.replicaFile, known);
  return known;
}

function countUp(stores: Stores, query: GridQuery): number {
  const arms = bothArms('1', query, hasOverlay(stores));
  return stores.replicaFile
    .prepare(`select count(*) from (${arms.sql})`)
    .pluck()
    .get(...arms.params) as number;
}

function sumUp(stores: Stores, query: GridQuery): ClaimTotalsValue {
  const arms = bothArms(
    'c.claimed_fen as claimed, c.payable_fen as payable, c.approved_fen as approved, c.cut_fen as cut',
    query,
    hasOverlay(stores),
  );
  return stores.replicaFile
    .prepare(
      `select count(*) as count, coalesce(sum(claimed), 0) as claimedFen, coalesce(sum(payable), 0) as payableFen,
              coalesce(sum(approved), 0) as approvedFen, coalesce(sum(cut), 0) as cutFen from (${arms.sql})`,
    )
    .get(...arms.params) as ClaimTotalsValue;
}

export interface QueueSummaryValue {
  queue: 'DECIDE' | 'ANSWERED' | 'OVER_LIMIT' | 'WAITING';
  count: number;
  oldestAtMs: number | null;
  payableFen: number;
}

interface QueuesValue {
  queues: QueueSummaryValue[];
  autoApprovedSinceYesterday: number;
  leftToDecide: number;
  inHand: { count: number; payableFen: number };
  straightThroughBp: number;
  sampled: number;
  olderThanThreeDays: number;
  olderThanDate: string;
}

/** The four queues with count, oldest claim and money, and what the rules have passed since yesterday morning. */
export function claimQueues(stores: ReadStores, { nowMs, userId }: { nowMs: number; userId: string }): QueuesValue {
  const names = ['DECIDE', 'ANSWERED', 'OVER_LIMIT', 'WAITING'] as const;
  const filter = { column: 'queue', op: 'in' as const, values: [...names] };
  const arms = bothArms(
    `c.queue as queue, c.queued_at_ms as queued, c.submitted_at_ms as submitted, c.payable_fen as payable, ${HOLDER_ID} as holder`,
    { filters: [filter], text: '' },
    hasOverlay(stores),
  );
  const rows = stores.replicaFile
    .prepare(
      `select queue, count(*) as count, min(coalesce(queued, submitted)) as oldestAtMs, sum(payable) as payableFen,
              sum(holder is @userId) as mine, sum(case when holder is @userId then payable else 0 end) as mineFen
         from (${arms.sql}) group by queue`,
    )
    .all(...arms.params, { userId }) as (QueueSummaryValue & { mine: number; mineFen: number })[];
  const inHand = {
    count: rows.reduce((sum, { mine }) => sum + mine, 0),
    payableFen: rows.reduce((sum, { mineFen }) => sum + mineFen, 0),
  };
  const byName = new Map(rows.map(({ mine: _mine, mineFen: _fen, ...row }) => [row.queue, row]));
  const queues = names.map((queue) => byName.get(queue) ?? { queue, count: 0, oldestAtMs: null, payableFen: 0 });
  const passed = stores.replicaFile
    .prepare(`select count(*) from claim where status = 'AUTO_APPROVED' and evaluated_at_ms >= ?`)
    .pluck()
    .get(startOfYesterday(nowMs));
  const leftToDecide = byName.get('DECIDE')?.count ?? 0;
  return { queues, autoApprovedSinceYesterday: Number(passed), leftToDecide, inHand, ...auditHealth(stores, nowMs) };
}

/** The values of one column under the other conditions, most frequent first. */
export function distinctValues(
  stores: ReadStores,
  { query, column }: { query: GridQuery; column: string },
): { value: string | number | null; count: number }[] {
  const { sql } = columnSql(CLAIM_COLUMNS, column);
  const others = { ...query, filters: query.filters.filter((filter) => filter.column !== column) };
  const arms = bothArms(`${sql} as value`, others, hasOverlay(stores));
  return stores.replicaFile
    .prepare(`select value, count(*) as count from (${arms.sql}) group by value order by count desc, value limit ?`)
    .all(...arms.params, DISTINCT_VALUES) as { value: string | number | null; count: number }[];
}

/** Count and sums of everything the query finds by the values of one column, the largest groups first. */
export function groupTotals(
  stores: ReadStores,
  { query, column }: { query: GridQuery; column: string },
): { value: string | number | null; count: number; claimedFen: number; payableFen: number }[] {
  const { sql } = columnSql(CLAIM_COLUMNS, column);
  const arms = bothArms(
    `${sql} as value, c.claimed_fen as claimed, c.payable_fen as payable`,
    query,
    hasOverlay(stores),
  );
  return stores.replicaFile
    .prepare(
      `select value, count(*) as count, coalesce(sum(claimed), 0) as claimedFen, coalesce(sum(payable), 0) as payableFen
         from (${arms.sql}) group by value order by count desc, value limit ?`,
    )
    .all(...arms.params, DISTINCT_VALUES) as ReturnType<typeof groupTotals>;
}

const MOST_PLACES = 1000;

/** Where in the query's order the rows stand that hold a text; the rows found are those of the quick search. */
export function findPlaces(
  stores: ReadStores,
  { query, text }: { query: GridQuery; text: string },
): { places: number[]; total: number } {
  const overlaid = hasOverlay(stores);
  const holding = new Set(preparedOrdering(stores, { filters: query.filters, text, sort: query.sort }, overlaid));
  const places: number[] = [];
  let total = 0;
  for (const [place, rowid] of preparedOrdering(stores, query, overlaid).entries()) {
    if (!holding.has(rowid)) continue;
    total += 1;
    if (places.length < MOST_PLACES) places.push(place);
  }
  return { places, total };
}
