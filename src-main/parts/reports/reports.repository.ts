import type { Database } from 'better-sqlite3';
import {
  keysOfRows,
  REPORT_COLUMNS,
  REPORT_DETAILS,
  REPORT_FIGURES,
  type ReportOnly,
  type StockReportFacts,
  type StockReportName,
  type StockReportRequest,
  type StockReportRow,
} from '../../../src-shared/contract/stock-reports.ts';
import { businessDateOf, startOfBusinessDate } from '../../../src-shared/domain/units/business-date.ts';
import type { ReadStores } from '../../db/stores.ts';
import { COUNT_REASONS, COUNT_SUMMARY, COUNT_VARIANCE, NOT_COUNTED, SHEET_NUMBERS } from './count-reports.ts';
import { limitEntriesReport, limitRowsReport, limitsReport } from './limit-reports.ts';
import { APPLICATIONS_REPORT, DAMAGES_REPORT } from './logistics-reports.ts';
import { oldPartRowsReport, oldPartsReport } from './old-part-reports.ts';
import { RECON, RECON_DOCUMENTS, RECON_RUN } from './recon-reports.ts';
import { BOOK_ROWS, COUNT_LINE_ROWS, COUNT_LINES } from './rows-behind-counts.ts';
import { APPLICATION_ROWS, DAMAGE_ROWS } from './rows-behind-logistics.ts';
import { PLANNING_ROWS, TURNOVER_ROWS } from './rows-behind-planning.ts';
import { RECON_DOCUMENT_ROWS, RECON_ROWS } from './rows-behind-recon.ts';
import { LEDGER_ROWS, PLANNING_REPORT, STOCK_LEDGER, TURNOVER_REPORT } from './stock-reports.ts';
import { YEAR_END_ROLL } from './year-end-report.ts';

const DAY_MS = 86_400_000;
/** A list on the screen; the workbook has all of it. */
const MOST_SHOWN = 2000;

/** What every report is asked for by. */
interface ReportParams {
  warehouseId: string | null;
  /** The instants the days begin and end at. */
  from: number;
  to: number;
  fromDate: string;
  toDate: string;
  /** How far of the days time has come, as an instant and as a day. */
  cutoff: number;
  asOfDate: string;
}

type Source = (file: Database, params: ReportParams, only?: ReportOnly) => StockReportRow[];

const by =
  (sql: string): Source =>
  (file, params) =>
    file.prepare(sql).all(params) as StockReportRow[];

/** Rows behind a figure: the store looks for those of the row alone, for a whole ledger has millions. */
const behind =
  (name: StockReportName, sql: string): Source =>
  (file, params, only) => {
    if (only === undefined) return by(sql)(file, params);
    const keys = keysOfRows(name);
    const chosen = keys.map((key, at) => `"${key}" is @key${String(at)}`).join(' and ');
    const values = Object.fromEntries(keys.map((key, at) => [`key${String(at)}`, only.by[key] ?? null]));
    return file.prepare(`select * from (${sql}) where ${chosen}`).all({ ...params, ...values }) as StockReportRow[];
  };

const SOURCES: Readonly<Record<StockReportName, Source>> = {
  countVariance: by(COUNT_VARIANCE),
  countSummary: by(COUNT_SUMMARY),
  notCounted: by(NOT_COUNTED),
  recon: by(RECON),
  reconDocuments: by(RECON_DOCUMENTS),
  stockLedger: by(STOCK_LEDGER),
  planning: by(PLANNING_REPORT),
  turnover: by(TURNOVER_REPORT),
  applications: by(APPLICATIONS_REPORT),
  oldParts: oldPartsReport,
  oldPartRows: oldPartRowsReport,
  limits: limitsReport,
  limitEntries: limitEntriesReport,
  damages: by(DAMAGES_REPORT),
  yearEndRoll: by(YEAR_END_ROLL),
  countReasons: by(COUNT_REASONS),
  sheetNumbers: by(SHEET_NUMBERS),
  countLineRows: behind('countLineRows', COUNT_LINE_ROWS),
  countLines: behind('countLines', COUNT_LINES),
  bookRows: behind('bookRows', BOOK_ROWS),
  reconRows: behind('reconRows', RECON_ROWS),
  reconDocumentRows: behind('reconDocumentRows', RECON_DOCUMENT_ROWS),
  ledgerRows: behind('ledgerRows', LEDGER_ROWS),
  planningRows: behind('planningRows', PLANNING_ROWS),
  turnoverRows: behind('turnoverRows', TURNOVER_ROWS),
  applicationRows: behind('applicationRows', APPLICATION_ROWS),
  limitRows: limitRowsReport,
  damageRows: behind('damageRows', DAMAGE_ROWS),
};

type Asked = StockReportRequest & { nowMs: number };

interface StockReport {
  rows: StockReportRow[];
  facts: StockReportFacts;
}

/** The rows of one warehouse, or of all where `place` is null and nothing was asked for by warehouse. */
interface ReportPart {
  place: string | null;
  rows: StockReportRow[];
}

export interface WholeReport {
  parts: ReportPart[];
  facts: StockReportFacts;
  /** What a workbook has behind it. */
  detail: { name: StockReportName; parts: ReportPart[] } | null;
}

/** A whole report of this copy in one state of it, with its columns and nothing else; by warehouse where that is asked for. */
export function stockReport(
  { replicaFile: file }: ReadStores,
  { perWarehouse, ...request }: Asked & { perWarehouse: boolean },
): WholeReport {
  return file.transaction(() => {
    const { params, facts } = known(file, request);
    const partsOf = (name: StockReportName): ReportPart[] => {
      const rows = rowsOf(file, { ...request, name }, params);
      return perWarehouse ? partsByPlace(name, rows) : [{ place: null, rows: shownRows(name, rows) }];
    };
    const detail = REPORT_DETAILS[request.name];
    return {
      ...{ parts: partsOf(request.name), facts },
      detail: detail === undefined ? null : { name: detail, parts: partsOf(detail) },
    };
  })();
}

/** By the code of the warehouse; what belongs to none comes last. Where there is nothing, one part says so. */
function partsByPlace(name: StockReportName, rows: readonly StockReportRow[]): ReportPart[] {
  const byPlace = Map.groupBy(rows, ({ place }) => (place == null ? '' : String(place)));
  const places = [...byPlace.keys()].filter((place) => place !== '').toSorted();
  const parts = [...places, ...(byPlace.has('') ? [''] : [])].map((place) => ({
    place: place === '' ? null : place,
    rows: shownRows(name, byPlace.get(place) ?? []),
  }));
  return parts.length === 0 ? [{ place: null, rows: [] }] : parts;
}

function known(file: Database, request: Asked): { params: ReportParams; facts: StockReportFacts } {
  const params = paramsOf(request);
  const { warehouseId, to } = params;
  const facts = file
    .prepare(
      `select coalesce((select max(seq) from stock_movement), 0) as ledgerSeq, @to as cutoffAtMs,
                (select code || ' ' || name from warehouse where id = @warehouseId) as warehouse,
                (select run_no from recon_run where id = ${RECON_RUN}) as runNo`,
    )
    .get({ warehouseId, to }) as StockReportFacts;
  return { params, facts: { ...facts, runNo: request.name.startsWith('recon') ? facts.runNo : null } };
}

function paramsOf({ warehouseId, fromDate, toDate, nowMs }: Asked): ReportParams {
  const to = startOfBusinessDate(toDate) + DAY_MS - 1;
  const cutoff = Math.min(to, nowMs);
  const from = startOfBusinessDate(fromDate);
  return { warehouseId, from, to, fromDate, toDate, cutoff, asOfDate: businessDateOf(cutoff) };
}

/** The rows of a report; where it was opened from a figure, those the figure is made of. */
function rowsOf(file: Database, { name, only }: Asked, params: ReportParams): StockReportRow[] {
  const rows = SOURCES[name](file, params, only);
  return only === undefined ? rows : rows.filter((row) => isBehind(row, only));
}

function isBehind(row: StockReportRow, { by, figure }: ReportOnly): boolean {
  const counts = figure in by || (row[figure] ?? 0) !== 0;
  return counts && Object.entries(by).every(([key, value]) => row[key] === value);
}

/** Its columns, and on the screen what the rows behind a row are found by. */
function shownRows(
  name: StockReportName,
  rows: readonly StockReportRow[],
  by: readonly string[] = [],
): StockReportRow[] {
  const keys = [...new Set([...REPORT_COLUMNS[name].map(({ key }) => key), ...by])];
  return rows.map((row) => Object.fromEntries(keys.map((key) => [key, row[key] ?? null])));
}

/** The first rows of a report for the screen, with the sums of all of them. */
export function stockReportPage(
  { replicaFile: file }: ReadStores,
  request: Asked,
): StockReport & { total: number; sums: StockReportRow } {
  const { rows, facts } = file.transaction(() => {
    const { params, facts } = known(file, request);
    return { facts, rows: shownRows(request.name, rowsOf(file, request, params), REPORT_FIGURES[request.name]?.by) };
  })();
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
