import { sql } from 'kysely';
import type { DemandOrder } from '../../src-shared/domain/parts/plan-part.ts';
import type { CommandContext } from '../commands/command-handler.ts';

type Db = CommandContext['db'];

const WEEK_MS = 7 * 86_400_000;
/** What takes good stock out of a warehouse for somebody, and what comes back of it. Stock §4.4. */
const DEMAND = sql`type in ('ISSUE_SALE', 'ISSUE_WARRANTY', 'TRANSFER_OUT', 'RETURN_NEW')`;
/** Stock that can be given out. */
const GOOD = sql`condition in ('NEW', 'WARRANTY')`;
const CAMPAIGN = 'TECH_CAMPAIGN';

/** What the ledger says of one part in a warehouse. */
export interface PartFacts {
  partId: string;
  qtyMilli: number;
  valueFen: number;
  firstMoveAtMs: number;
  lastIssueAtMs: number | null;
  /** Given out within the last year, less what came back. */
  issuedMilli: number;
  /** The value of the stock at 13 month-ends, and what the issues between them cost. */
  monthEndFen: number[];
  issueCostFen: number;
  orders: DemandOrder[];
}

export interface PlanningMoment {
  /** The last instant that is looked at. */
  asOfMs: number;
  yearAgoMs: number;
  /** The ends of 13 months, the oldest first. */
  monthEndsMs: readonly number[];
  weeks: number;
}

/** Every part that has moved in the warehouse up to the moment, from its ledger. */
export async function readPlanningFacts(db: Db, warehouseId: string, moment: PlanningMoment): Promise<PartFacts[]> {
  const { asOfMs, yearAgoMs, weeks } = moment;
  const ends = sql.raw(moment.monthEndsMs.map((ms) => String(ms + 1)).join(','));
  const { rows: months } = await sql<Record<string, string>>`
    select part_id as part, width_bucket(effective_at_ms::bigint, array[${ends}]::bigint[]) as bucket,
           sum(qty_milli)::bigint as qty, sum(value_fen)::bigint as value, min(effective_at_ms) as first,
           max(effective_at_ms) filter (where ${DEMAND} and qty_milli < 0) as last_issue,
           coalesce(-sum(value_fen) filter (where ${DEMAND}), 0)::bigint as cost,
           coalesce(-sum(qty_milli) filter (where ${DEMAND} and effective_at_ms > ${yearAgoMs}::bigint), 0)::bigint as issued
      from stock_movement
     where warehouse_id = ${warehouseId} and effective_at_ms <= ${asOfMs} and ${GOOD}
     group by 1, 2`.execute(db.withoutPlugins());
  // what has no document is an order by itself (0185): together they would look like one far above the others
  const { rows: orders } = await sql<Record<string, string>>`
    select part_id as part, floor((${asOfMs}::bigint - effective_at_ms) / ${WEEK_MS}::numeric)::int as weeks_ago, doc_no,
           (doc_type is not distinct from ${CAMPAIGN}::text)::int as campaign, (-sum(qty_milli))::bigint as qty
      from stock_movement
     where warehouse_id = ${warehouseId} and effective_at_ms <= ${asOfMs}
       and effective_at_ms > ${asOfMs - weeks * WEEK_MS} and ${DEMAND} and ${GOOD}
     group by 1, 2, 3, 4, coalesce(doc_no, id) having sum(qty_milli) <> 0 order by 1, 2, 3, coalesce(doc_no, id)`.execute(
    db.withoutPlugins(),
  );
  const ordersOf = Map.groupBy(orders, ({ part }) => String(part));
  return [...Map.groupBy(months, ({ part }) => String(part))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([partId, rows]): PartFacts => {
      const sum = (name: string): number => rows.reduce((total, row) => total + Number(row[name]), 0);
      const within = rows.filter(({ bucket }) => Number(bucket) >= 1 && Number(bucket) <= 12);
      const issues = rows.flatMap(({ last_issue: last }) => (last == null ? [] : [Number(last)]));
      return {
        ...{ partId, qtyMilli: sum('qty'), valueFen: sum('value'), issuedMilli: sum('issued') },
        firstMoveAtMs: Math.min(...rows.map(({ first }) => Number(first))),
        lastIssueAtMs: issues.length === 0 ? null : Math.max(...issues),
        monthEndFen: moment.monthEndsMs.map((_, end) =>
          rows.filter(({ bucket }) => Number(bucket) <= end).reduce((total, { value }) => total + Number(value), 0),
        ),
        issueCostFen: within.reduce((total, { cost }) => total + Number(cost), 0),
        orders: (ordersOf.get(partId) ?? []).map((row) => ({
          ...{ weeksAgo: Number(row.weeks_ago), qtyMilli: Number(row.qty), docNo: row.doc_no ?? null },
          isCampaign: Number(row.campaign) === 1,
        })),
      };
    });
}
