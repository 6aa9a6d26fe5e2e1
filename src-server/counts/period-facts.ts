import { sql, type Kysely } from 'kysely';
import { countSettingsOf } from '../../src-shared/domain/counts/first-counts.ts';
import { endsYear, type PeriodFacts } from '../../src-shared/domain/counts/period-checklist.ts';
import { OPEN_COUNT_STATUSES } from '../../src-shared/domain/counts/sheet-transition.ts';
import {
  addMonths,
  nextToClose,
  startOfMonthMs,
  type StockPeriod,
} from '../../src-shared/domain/counts/stock-period.ts';
import { addDays } from '../../src-shared/domain/units/dates.ts';
import type { CommandContext } from '../commands/command-handler.ts';
import type { CentralTables } from '../db/central-tables.generated.ts';
import type { Db } from './counts.repository.ts';

/** The months that were ever closed. */
export async function periodsOf(db: Kysely<CentralTables>): Promise<StockPeriod[]> {
  return db.selectFrom('stockPeriod').select(['month', 'closedSeq']).execute();
}

/** Everything the checklist of a month looks at, as the server knows it; `unbalancedKeys` was counted before. */
export async function periodFacts(
  { db, today }: CommandContext,
  month: string,
  { periods, unbalancedKeys }: { periods: readonly StockPeriod[]; unbalancedKeys: number },
): Promise<PeriodFacts> {
  const next = nextToClose(periods);
  const lastDate = addDays(`${addMonths(month, 1)}-01`, -1);
  return {
    hasEnded: today > lastDate,
    isNext: next === null || next === month,
    openSheets: await openSheets(db, { month, lastDate }),
    negativeKeys: await numberOf(db, sql`select count(*) as n from stock_balance where qty_milli < 0`),
    unbalancedKeys,
    notCounted: await notCounted(db, { month, lastDate }),
    inTransitKeys: await numberOf(
      db,
      sql`select count(*) as n from stock_balance where condition = 'IN_TRANSIT' and qty_milli <> 0`,
    ),
    isReconciled:
      (await numberOf(
        db,
        sql`select count(*) as n from recon_run where status = 'SIGNED' and cutoff_date >= ${lastDate}`,
      )) > 0,
  };
}

/** Numbers given out for the month that are neither posted nor void: every one of them is asked for. */
async function openSheets(db: Db, { month, lastDate }: { month: string; lastDate: string }): Promise<string[]> {
  const rows = await db
    .selectFrom('countSheet')
    .innerJoin('countPlan', 'countPlan.id', 'countSheet.planId')
    .select('countSheet.sheetNo')
    .where('countSheet.status', 'in', ['DRAFT', ...OPEN_COUNT_STATUSES])
    .where((where) =>
      where.or([
        where('countSheet.snapAtMs', '<', startOfMonthMs(addMonths(month, 1))),
        where.and([where('countSheet.snapAtMs', 'is', null), where('countPlan.plannedFromDate', '<=', lastDate)]),
      ]),
    )
    .orderBy('countSheet.sheetNo')
    .execute();
  return rows.map(({ sheetNo }) => sheetNo);
}

/** Warehouses under the headquarters with stock that nobody counted as a whole for the end of the year. */
async function notCounted(db: Db, { month, lastDate }: { month: string; lastDate: string }): Promise<string[] | null> {
  const settings = await db.selectFrom('setting').select(['settingKey', 'valueJson']).execute();
  const { yearEndMonth, yearEndCountDays } = countSettingsOf(settings);
  if (!endsYear(month, yearEndMonth)) return null;
  const { rows } = await sql<{ code: string }>`
    select w.code from warehouse w
     where w.controlled_by = 'HQ'
       and exists (select 1 from stock_balance b where b.warehouse_id = w.id and b.qty_milli <> 0)
       and not exists (select 1 from count_sheet s join count_plan p on p.id = s.plan_id
                        where s.warehouse_id = w.id and p.type = 'FULL' and s.status in ('POSTED', 'CLOSED')
                          and p.planned_from_date >= ${addDays(lastDate, -yearEndCountDays)})
     order by w.code`.execute(db);
  return rows.map(({ code }) => code);
}

async function numberOf(db: Db, question: ReturnType<typeof sql>): Promise<number> {
  const { rows } = await (question as ReturnType<typeof sql<{ n: number }>>).execute(db);
  return Number(rows[0]?.n ?? 0);
}
