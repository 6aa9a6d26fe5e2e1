import {
  REPORT_COLUMNS,
  type StockReportFacts,
  type StockReportName,
  type StockReportRequest,
  type StockReportRow,
} from '../../../src-shared/contract/stock-reports.ts';
import { startOfBusinessDate } from '../../../src-shared/domain/units/business-date.ts';
import type { ReadStores } from '../../db/stores.ts';
import { COUNT_REASONS, COUNT_SUMMARY, COUNT_VARIANCE, NOT_COUNTED, SHEET_NUMBERS } from './count-reports.ts';
import { RECON, RECON_DOCUMENTS, RECON_RUN } from './recon-reports.ts';
import { PLANNING_REPORT, STOCK_LEDGER, TURNOVER_REPORT } from './stock-reports.ts';
import { YEAR_END_ROLL } from './year-end-report.ts';

const DAY_MS = 86_400_000;
/** A list on the screen; the workbook has all of it. */
const MOST_SHOWN = 2000;

const SOURCES: Readonly<Record<StockReportName, string>> = {
  countVariance: COUNT_VARIANCE,
  countSummary: COUNT_SUMMARY,
  notCounted: NOT_COUNTED,
  recon: RECON,
  reconDocuments: RECON_DOCUMENTS,
  stockLedger: STOCK_LEDGER,
  planning: PLANNING_REPORT,
  turnover: TURNOVER_REPORT,
  yearEndRoll: YEAR_END_ROLL,
  countReasons: COUNT_REASONS,
  sheetNumbers: SHEET_NUMBERS,
};

export interface StockReport {
  rows: StockReportRow[];
  facts: StockReportFacts;
}

/** A whole report of this copy in one state of it, with its columns and nothing else. */
export function stockReport(stores: ReadStores, request: StockReportRequest): StockReport {
  return stores.replicaFile.transaction(() => {
    const from = startOfBusinessDate(request.fromDate);
    const to = startOfBusinessDate(request.toDate) + DAY_MS - 1;
    const { warehouseId } = request;
    const keys = REPORT_COLUMNS[request.name].map(({ key }) => key);
    const rows = stores.replicaFile
      .prepare(SOURCES[request.name])
      .all({ warehouseId, from, to, fromDate: request.fromDate, toDate: request.toDate }) as StockReportRow[];
    const facts = stores.replicaFile
      .prepare(
        `select coalesce((select max(seq) from stock_movement), 0) as ledgerSeq, @to as cutoffAtMs,
                (select code || ' ' || name from warehouse where id = @warehouseId) as warehouse,
                (select run_no from recon_run where id = ${RECON_RUN}) as runNo`,
      )
      .get({ warehouseId, to }) as StockReportFacts;
    return {
      rows: rows.map((row) => Object.fromEntries(keys.map((key) => [key, row[key] ?? null]))),
      facts: { ...facts, runNo: request.name.startsWith('recon') ? facts.runNo : null },
    };
  })();
}

/** The first rows of a report for the screen, with the sums of all of them. */
export function stockReportPage(
  stores: ReadStores,
  request: StockReportRequest,
): StockReport & { total: number; sums: StockReportRow } {
  const { rows, facts } = stockReport(stores, request);
  const summed = REPORT_COLUMNS[request.name].filter(({ isSummed }) => isSummed === true);
  const sumOf = (key: string): number => rows.reduce((sum, row) => sum + Number(row[key] ?? 0), 0);
  return {
    ...{ rows: rows.slice(0, MOST_SHOWN), facts, total: rows.length },
    sums: Object.fromEntries(summed.map(({ key }) => [key, sumOf(key)])),
  };
}

/** The warehouses a report can be about. */
export function reportOptions(stores: ReadStores, _input: object): { warehouses: { id: string; name: string }[] } {
  const warehouses = stores.replicaFile
    .prepare(`select id, code || ' ' || name as name from warehouse order by code`)
    .all() as { id: string; name: string }[];
  return { warehouses };
}
