import type { CountSheetFile } from '../../src-shared/domain/counts/count-file.ts';
import type { GridExport, ImportKind } from '../../src-shared/contract/exchange.contract.ts';
import type { GridQuery } from '../../src-shared/contract/query.ts';
import type { StockReportRequest } from '../../src-shared/contract/stock-reports.ts';
import type { Locale } from '../../src-shared/contract/values.ts';
import type { JobTask, ReadStores } from '../db/stores.ts';
import { writeCountSheet } from './count-sheet-workbook.ts';
import { writeClaimDetails } from './claim-details-report.ts';
import type { ExportFacts } from './export-notes.ts';
import { writeDataCsv } from './data-csv.ts';
import { writeGrid, type GridPage } from './grid-report.ts';
import { writeStockReport, type WholeStockReport } from './stock-report-workbook.ts';
import { writeTemplate } from './template-workbook.ts';
import { writeStatementWorkbook, type StatementValue } from './statement-workbook.ts';
import { workbookText } from './workbook-text.ts';

/** What other rooms know and a report needs; supplied where the tasks are joined. */
export interface ExportSource {
  /** Row numbers of the claims a query finds, in its order. */
  claimOrder(stores: ReadStores, query: GridQuery): Float64Array;
  statement(stores: ReadStores, id: string): StatementValue;
  countSheet(stores: ReadStores, asked: { sheetId: string; userId: string }): CountSheetFile;
  stockReport(
    stores: ReadStores,
    request: StockReportRequest & { nowMs: number; perWarehouse: boolean },
  ): WholeStockReport;
  /** The pages of each list that can be exported as shown. */
  pages: Readonly<Record<GridExport['source'], GridPage>>;
}

interface ExportInput extends ExportFacts {
  path: string;
  locale: Locale;
}

export interface ExportJobTasks {
  'exchange.exportClaims': JobTask<ExportInput & { query: GridQuery }, { path: string; rows: number }>;
  'exchange.exportStatement': JobTask<ExportInput & { statementId: string }, { path: string; rows: number }>;
  'exchange.exportCountSheet': JobTask<
    ExportInput & { sheetId: string; userId: string; exportRev: number },
    { path: string; rows: number }
  >;
  'exchange.exportStock': JobTask<
    ExportInput & { request: StockReportRequest; perWarehouse: boolean },
    { path: string; rows: number }
  >;
  'exchange.exportGrid': JobTask<ExportInput & { request: GridExport }, { path: string; rows: number }>;
  'exchange.exportTemplate': JobTask<
    ExportInput & { kind: ImportKind; withData: boolean },
    { path: string; rows: number }
  >;
  'exchange.exportData': JobTask<ExportInput & { kind: ImportKind }, { path: string; rows: number }>;
}

/** The reports, written in the thread of long tasks. */
export function exportJobTasks(source: ExportSource): ExportJobTasks {
  return {
    'exchange.exportClaims': (stores, input, control) =>
      writeClaimDetails(stores, input, {
        rowids: source.claimOrder(stores, input.query),
        control,
        t: workbookText(input.locale),
      }),
    'exchange.exportCountSheet': (stores, input, control) =>
      writeCountSheet(source.countSheet(stores, input), input, { control, t: workbookText(input.locale) }),
    'exchange.exportStock': (stores, input, control) =>
      writeStockReport(
        source.stockReport(stores, { ...input.request, nowMs: input.nowMs, perWarehouse: input.perWarehouse }),
        input,
        {
          ...{ control, t: workbookText(input.locale) },
        },
      ),
    'exchange.exportGrid': (stores, input, control) =>
      writeGrid(stores, input, { page: source.pages[input.request.source], control, t: workbookText(input.locale) }),
    'exchange.exportTemplate': (stores, input) => writeTemplate(stores, input, workbookText(input.locale)),
    'exchange.exportData': (stores, input, control) =>
      writeDataCsv(stores, input, { control, t: workbookText(input.locale) }),
    'exchange.exportStatement': async (stores, input) => {
      const statement = source.statement(stores, input.statementId);
      const claimIds = JSON.stringify(statement.claims.map((claim) => claim.claimId));
      const path = await writeStatementWorkbook(
        { ...input, statement, workOrderNos: workOrderNos(stores, claimIds), rulesets: rulesets(stores, claimIds) },
        workbookText(input.locale),
      );
      return { path, rows: statement.claims.length };
    },
  };
}

function workOrderNos(stores: ReadStores, claimIds: string): Map<string, string> {
  const rows = stores.replicaFile
    .prepare(
      `select c.id, coalesce(w.no, c.station_ref) as no from claim c left join work_order w on w.id = c.work_order_id
        where c.id in (select value from json_each(?))`,
    )
    .all(claimIds) as { id: string; no: string | null }[];
  return new Map(rows.flatMap((row) => (row.no === null ? [] : [[row.id, row.no] as const])));
}

function rulesets(stores: ReadStores, claimIds: string): string {
  const versions = stores.replicaFile
    .prepare(
      `select distinct ruleset_version from claim where ruleset_version is not null
        and id in (select value from json_each(?)) order by 1`,
    )
    .pluck()
    .all(claimIds);
  return versions.map(String).join(', ');
}
