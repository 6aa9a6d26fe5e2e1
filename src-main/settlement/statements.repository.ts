import type { z } from 'zod';
import { MOST_FROZEN } from '../../src-shared/contract/list-limits.ts';
import type { GridQuery, ListOrder } from '../../src-shared/contract/query.ts';
import type { RunPreviewRow, RunRequest, StatementRow } from '../../src-shared/contract/settlement.contract.ts';
import { columnSql, queryCondition } from '../db/grid-filter.ts';
import type { ReadStores } from '../db/stores.ts';
import { STATEMENT_COLUMNS, STATEMENT_SELECT, STATEMENT_TEXT_CONDITION } from './statement-query.ts';
import type { OrderAsked, PageAsked } from '../db/room-list.ts';

export type StatementRowValue = z.infer<typeof StatementRow>;
type RunRequestValue = z.infer<typeof RunRequest>;

interface StatementTotals {
  claimCount: number;
  claimedFen: number;
  netFen: number;
  taxFen: number;
  grossFen: number;
  payableFen: number;
}

/** One page of statements with count and sums over everything the query finds. */
export function statementPage(
  stores: ReadStores,
  { query, offset, limit }: PageAsked,
): { rows: StatementRowValue[]; total: number; totals: StatementTotals } {
  const condition = queryCondition(STATEMENT_COLUMNS, STATEMENT_TEXT_CONDITION, query);
  const order = orderOf(query);
  const rows = stores.replicaFile
    .prepare(`select ${STATEMENT_SELECT} from statement s where ${condition.sql} order by ${order} limit ? offset ?`)
    .all(...condition.params, limit, offset) as StatementRowValue[];
  const { total, ...totals } = stores.replicaFile
    .prepare(
      `select count(*) as total, coalesce(sum(s.claim_count), 0) as claimCount,
              coalesce(sum(s.claimed_fen), 0) as claimedFen, coalesce(sum(s.net_fen), 0) as netFen,
              coalesce(sum(s.tax_fen), 0) as taxFen,
              coalesce(sum(s.gross_fen), 0) as grossFen, coalesce(sum(s.payable_fen), 0) as payableFen
         from statement s where ${condition.sql}`,
    )
    .get(...condition.params) as StatementTotals & { total: number };
  return { rows, total, totals };
}

function orderOf(query: GridQuery): string {
  const keys = query.sort.map(({ column, direction }) => `${columnSql(STATEMENT_COLUMNS, column).sql} ${direction}`);
  return [...(keys.length > 0 ? keys : ['s.period_to_date desc', 's.no desc']), 's.id'].join(', ');
}

/** The ids of all statements the query finds, in its order; beyond what a list holds only their number and one place. */
export function statementOrder(stores: ReadStores, { query, anchorId }: OrderAsked): ListOrder {
  const condition = queryCondition(STATEMENT_COLUMNS, STATEMENT_TEXT_CONDITION, query);
  const ids = stores.replicaFile
    .prepare(`select s.id from statement s where ${condition.sql} order by ${orderOf(query)}`)
    .pluck()
    .all(...condition.params) as string[];
  const at = anchorId === null ? -1 : ids.indexOf(anchorId);
  return { ids: ids.length > MOST_FROZEN ? null : ids, total: ids.length, place: at < 0 ? null : at };
}

/** What a run would take, by claimant: approved claims finished in the period that stand on no statement. */
export function previewRun(stores: ReadStores, request: RunRequestValue): z.infer<typeof RunPreviewRow>[] {
  return stores.replicaFile
    .prepare(
      `select claimant_id as claimantId, claimant_code as claimantCode, claimant_name as claimantName, count(*) as claimCount,
              sum(claimed_fen) as claimedFen, sum(case when status = 'AUTO_APPROVED' then payable_fen else approved_fen end) as approvedFen
         from claim
        where status in ('APPROVED', 'PARTIAL', 'AUTO_APPROVED') and statement_id is null
          and repair_finish_date <= @to and (@earlier = 1 or repair_finish_date >= @from)
          and (@everyone = 1 or claimant_id in (select value from json_each(@claimants)))
        group by claimant_id order by claimant_code`,
    )
    .all({
      from: request.periodFromDate,
      to: request.periodToDate,
      earlier: request.includeEarlier ? 1 : 0,
      everyone: request.claimantIds.length === 0 ? 1 : 0,
      claimants: JSON.stringify(request.claimantIds),
    }) as z.infer<typeof RunPreviewRow>[];
}

export interface RunValue {
  id: string;
  runKey: string;
  kind: string;
  periodFromDate: string;
  periodToDate: string;
  startedAtMs: number;
  startedByName: string | null;
  statementCount: number;
  claimCount: number;
  netFen: number;
  payableFen: number;
  claimsSha256: string | null;
}

export function settlementRuns(stores: ReadStores, _input: null): RunValue[] {
  return stores.replicaFile
    .prepare(
      `select r.id, r.run_key as runKey, r.kind, r.period_from_date as periodFromDate, r.period_to_date as periodToDate,
              r.started_at_ms as startedAtMs, u.name as startedByName, r.statement_count as statementCount,
              r.claim_count as claimCount, r.net_fen as netFen, r.payable_fen as payableFen, r.claims_sha256 as claimsSha256
         from settlement_run r left join app_user u on u.id = r.started_by
        order by r.started_at_ms desc, r.id desc limit 500`,
    )
    .all() as RunValue[];
}
