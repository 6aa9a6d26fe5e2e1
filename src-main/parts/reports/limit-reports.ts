import type { Database } from 'better-sqlite3';
import type { StockReportRow } from '../../../src-shared/contract/stock-reports.ts';
import { logisticsSettingsOf } from '../../../src-shared/domain/logistics/first-logistics.ts';
import {
  availableFen,
  limitSums,
  NO_LIMITS,
  oldestOpenDate,
  overdueDays,
  type LimitEntry,
  type LimitSums,
} from '../../../src-shared/domain/logistics/limit-ledger.ts';
import { SERVED_STATIONS } from './logistics-reports.ts';
import { placeOfStation } from './report-place.ts';

/** Whose limits are asked for, and the days: `asOfDate` is the last of them that has begun. */
export interface LimitParams {
  warehouseId: string | null;
  fromDate: string;
  asOfDate: string;
}

interface Account {
  id: string;
  place: string | null;
  stationName: string;
  isBlocked: number;
}

interface Entry extends LimitEntry {
  accountId: string;
  entryNo: number;
  docNo: string | null;
  note: string | null;
  doneByName: string;
}

interface Ledger {
  account: Account;
  /** Up to the last day, in the order of their days. */
  entries: readonly Entry[];
}

/** 11. The limits of every station at the end of the days, from its ledger alone, with how often they changed in these days. */
export function limitsReport(file: Database, params: LimitParams): StockReportRow[] {
  const { creditTermDays } = settingsOf(file);
  const { asOfDate, fromDate } = params;
  return ledgersOf(file, params).map(({ account, entries }) => {
    const sums = limitSums(entries);
    const until = untilDateAfter(entries);
    return {
      ...{ accountKey: account.id, place: account.place, stationName: account.stationName },
      ...figuresOf(sums, { until, asOfDate, isBlocked: account.isBlocked === 1 }),
      overdueDays: overdueDays(oldestOpenDate(entries), asOfDate, creditTermDays),
      changes: entries.filter(({ entryDate }) => entryDate >= fromDate).length,
    };
  });
}

/** 11. Every change of the days with the limits as they were after it; its last one is what the station's row says. */
export function limitEntriesReport(file: Database, params: LimitParams): StockReportRow[] {
  return ledgersOf(file, params).flatMap(({ account, entries }) => {
    let sums = NO_LIMITS;
    let until: string | null = null;
    const rows = entries.map((entry): StockReportRow => {
      sums = limitSums([entry], sums);
      if (entry.type === 'TEMP_LIMIT') until = entry.untilDate;
      const { entryNo, entryDate, type, docNo, amountFen, cashPartFen, note, doneByName } = entry;
      return {
        ...{
          place: account.place,
          stationName: account.stationName,
          entryNo,
          entryDate,
          type,
          docNo,
          amountFen,
          cashPartFen,
        },
        ...figuresOf(sums, { until, asOfDate: entryDate, isBlocked: false }),
        ...{ note, doneByName },
      };
    });
    return rows.filter((_, at) => (entries[at]?.entryDate ?? '') >= params.fromDate);
  });
}

/**
 * 11.2. What every entry of its ledger did to a station's limits, as they hold on the last day: a temporary limit that has run out by
 * then has done nothing. What a blocked station may no longer order for is taken back by the block, on a row without an entry.
 */
export function limitRowsReport(file: Database, params: LimitParams): StockReportRow[] {
  const { asOfDate, fromDate } = params;
  return ledgersOf(file, params).flatMap(({ account, entries }) => {
    const stand = (upTo: number, isBlocked: boolean): StockReportRow => {
      const taken = entries.slice(0, upTo);
      return figuresOf(limitSums(taken), { until: untilDateAfter(taken), asOfDate, isBlocked });
    };
    const rows = entries.map((entry, at): StockReportRow => {
      const { entryNo, entryDate, type, docNo, amountFen, note, doneByName } = entry;
      return {
        ...{ accountKey: account.id, entryNo, entryDate, type, docNo, amountFen, note, doneByName },
        ...differenceOf(stand(at + 1, false), stand(at, false)),
        changes: entryDate >= fromDate ? 1 : 0,
      };
    });
    if (account.isBlocked === 0) return rows;
    const block = differenceOf(stand(entries.length, true), stand(entries.length, false));
    return [...rows, { accountKey: account.id, type: 'BLOCK', changes: 0, ...block }];
  });
}

function differenceOf(after: StockReportRow, before: StockReportRow): StockReportRow {
  return Object.fromEntries(Object.entries(after).map(([key, fen]) => [key, Number(fen) - Number(before[key])]));
}

/** What is held of credit and of cash stands as one sum, so that the row adds up to what is available. */
function figuresOf(
  { creditLimitFen, tempLimitFen, cashFen, cashHeldFen, usedFen, heldFen }: LimitSums,
  { until, asOfDate, isBlocked }: { until: string | null; asOfDate: string; isBlocked: boolean },
): StockReportRow {
  const sums = { creditLimitFen, tempLimitFen, cashFen, cashHeldFen, usedFen, heldFen };
  return {
    ...{ creditLimitFen, tempLimitFen: until !== null && asOfDate <= until ? tempLimitFen : 0, cashFen },
    ...{ heldFen: heldFen + cashHeldFen, usedFen },
    availableFen: availableFen({ ...sums, tempUntilDate: until, isBlocked }, asOfDate),
  };
}

function untilDateAfter(entries: readonly Entry[]): string | null {
  return entries.findLast(({ type }) => type === 'TEMP_LIMIT')?.untilDate ?? null;
}

function ledgersOf(file: Database, { warehouseId, asOfDate }: LimitParams): Ledger[] {
  const accounts = file
    .prepare(
      `select a.id, ${placeOfStation('t.id')} as place, t.name as stationName, a.is_blocked as isBlocked
         from limit_account a join station t on t.id = a.station_id
        where @warehouseId is null or a.station_id in ${SERVED_STATIONS} order by t.code`,
    )
    .all({ warehouseId }) as Account[];
  const entries = file
    .prepare(
      `select account_id as accountId, entry_no as entryNo, type, amount_fen as amountFen, cash_part_fen as cashPartFen,
              until_date as untilDate, entry_date as entryDate, doc_no as docNo, note, done_by_name as doneByName
         from limit_entry where entry_date <= ? order by account_id, entry_date, entry_no`,
    )
    .all(asOfDate) as Entry[];
  const byAccount = Map.groupBy(entries, ({ accountId }) => accountId);
  return accounts.map((account) => ({ account, entries: byAccount.get(account.id) ?? [] }));
}

function settingsOf(file: Database): ReturnType<typeof logisticsSettingsOf> {
  const rows = file.prepare('select setting_key as settingKey, value_json as valueJson from setting').all();
  return logisticsSettingsOf(rows as { settingKey: string; valueJson: string }[]);
}
