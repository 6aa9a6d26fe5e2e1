import type { StockPeriodDetail, StockPeriodRow } from '../../src-shared/contract/count-periods.ts';
import { countSettingsOf } from '../../src-shared/domain/counts/first-counts.ts';
import {
  endsYear,
  PERIOD_ROLES,
  periodChecklist,
  type CheckedItem,
} from '../../src-shared/domain/counts/period-checklist.ts';
import { OPEN_COUNT_STATUSES } from '../../src-shared/domain/counts/sheet-transition.ts';
import {
  addMonths,
  lastClosed,
  monthOf,
  monthsToShow,
  nextToClose,
  startOfMonthMs,
  type StockPeriod,
} from '../../src-shared/domain/counts/stock-period.ts';
import { businessDateOf } from '../../src-shared/domain/units/business-date.ts';
import { addDays } from '../../src-shared/domain/units/dates.ts';
import type { ReadStores } from '../db/stores.ts';

type StoredPeriod = Omit<StockPeriodRow, 'isClosed' | 'afterCount' | 'afterFen'> & {
  id: string;
  checklistJson: string;
};

const PERIODS = `select id, month, closed_at_ms as closedAtMs, closed_by_name as closedByName, closed_seq as closedSeq, note,
  opening_fen as openingFen, closing_fen as closingFen, movement_count as movementCount, late_count as lateCount,
  late_fen as lateFen, checklist_json as checklistJson from stock_period`;

const OPEN_PERIOD: Omit<StoredPeriod, 'month' | 'id' | 'checklistJson'> = {
  ...{ closedAtMs: null, closedByName: null, closedSeq: null, note: null, openingFen: null, closingFen: null },
  ...{ movementCount: null, lateCount: null, lateFen: null },
};

/** The periods of this copy as far as booking is concerned with them. */
export function periodsOf({ replicaFile }: ReadStores): StockPeriod[] {
  return replicaFile.prepare('select month, closed_seq as closedSeq from stock_period').all() as StockPeriod[];
}

/** The months of the ledger, the newest first, with what came for each after it was closed. */
export function periodRows(stores: ReadStores, { nowMs }: { nowMs: number }): { rows: StockPeriodRow[] } {
  const stored = new Map(
    (stores.replicaFile.prepare(PERIODS).all() as StoredPeriod[]).map(({ id: _id, checklistJson: _list, ...row }) => [
      row.month,
      row,
    ]),
  );
  const after = stores.replicaFile.prepare(
    `select count(*) as afterCount, coalesce(sum(value_fen), 0) as afterFen from stock_movement
      where seq > ? and effective_at_ms < ? and effective_at_ms >= ?`,
  );
  const first = [...stored.keys()].sort()[0];
  const rows = monthsToShow([...stored.values()], monthOf(nowMs)).map((month): StockPeriodRow => {
    const row = stored.get(month) ?? { ...OPEN_PERIOD, month };
    const from = month === first ? 0 : startOfMonthMs(month); // the first one has everything before it
    const came =
      row.closedSeq === null
        ? { afterCount: null, afterFen: null }
        : (after.get(row.closedSeq, startOfMonthMs(addMonths(month, 1)), from) as {
            afterCount: number;
            afterFen: number;
          });
    return { ...row, isClosed: row.closedSeq !== null, ...came };
  });
  return { rows };
}

/** What stands against closing a month, as this copy knows it; of a closed one, how it was closed. */
export function periodDetail(
  stores: ReadStores,
  { month, nowMs, roles }: { month: string; nowMs: number; roles: readonly string[] },
): StockPeriodDetail {
  const periods = periodsOf(stores);
  const stored = stores.replicaFile.prepare(`${PERIODS} where month = ?`).get(month) as StoredPeriod | undefined;
  const isClosed = stored?.closedSeq != null;
  const has = (wanted: readonly string[]): boolean => wanted.some((role) => roles.includes(role));
  const next = nextToClose(periods);
  return {
    items: isClosed
      ? (JSON.parse(stored.checklistJson) as CheckedItem[])
      : periodChecklist({ ...factsOf(stores, { month, nowMs }), isNext: next === null || next === month }),
    events:
      stored === undefined
        ? []
        : (stores.replicaFile
            .prepare(
              `select action, done_by_name as byName, done_at_ms as atMs, note, closing_fen as closingFen
                 from stock_period_event where period_id = ? order by done_at_ms desc, id desc`,
            )
            .all(stored.id) as StockPeriodDetail['events']),
    mayClose: !isClosed && has(PERIOD_ROLES.close),
    mayReopen: isClosed && lastClosed(periods) === month && has(PERIOD_ROLES.reopen),
  };
}

function factsOf(stores: ReadStores, { month, nowMs }: { month: string; nowMs: number }) {
  const file = stores.replicaFile;
  const lastDate = addDays(`${addMonths(month, 1)}-01`, -1);
  const numberOf = (text: string, ...params: unknown[]): number =>
    Number(
      file
        .prepare(text)
        .pluck()
        .get(...params),
    );
  return {
    hasEnded: businessDateOf(nowMs) > lastDate,
    openSheets: file
      .prepare(
        `select s.sheet_no from count_sheet s join count_plan p on p.id = s.plan_id
          where s.status in ('DRAFT', ${OPEN_COUNT_STATUSES.map((status) => `'${status}'`).join(', ')})
            and (s.snap_at_ms < @endMs or (s.snap_at_ms is null and p.planned_from_date <= @lastDate))
          order by s.sheet_no`,
      )
      .pluck()
      .all({ endMs: startOfMonthMs(addMonths(month, 1)), lastDate }) as string[],
    negativeKeys: numberOf('select count(*) from stock_balance where qty_milli < 0'),
    unbalancedKeys: null,
    notCounted: notCounted(stores, { month, lastDate }),
    inTransitKeys: numberOf(`select count(*) from stock_balance where condition = 'IN_TRANSIT' and qty_milli <> 0`),
    isReconciled: numberOf(`select count(*) from recon_run where status = 'SIGNED' and cutoff_date >= ?`, lastDate) > 0,
  };
}

function notCounted(
  { replicaFile }: ReadStores,
  { month, lastDate }: { month: string; lastDate: string },
): string[] | null {
  const settings = replicaFile.prepare('select setting_key as settingKey, value_json as valueJson from setting').all();
  const { yearEndMonth, yearEndCountDays } = countSettingsOf(settings as Parameters<typeof countSettingsOf>[0]);
  if (!endsYear(month, yearEndMonth)) return null;
  return replicaFile
    .prepare(
      `select w.code from warehouse w
        where w.controlled_by = 'HQ'
          and exists (select 1 from stock_balance b where b.warehouse_id = w.id and b.qty_milli <> 0)
          and not exists (select 1 from count_sheet s join count_plan p on p.id = s.plan_id
                           where s.warehouse_id = w.id and p.type = 'FULL' and s.status in ('POSTED', 'CLOSED')
                             and p.planned_from_date >= ?)
        order by w.code`,
    )
    .pluck()
    .all(addDays(lastDate, -yearEndCountDays)) as string[];
}
