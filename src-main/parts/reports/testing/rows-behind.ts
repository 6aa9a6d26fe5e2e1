import {
  REPORT_COLUMNS,
  REPORT_FIGURES,
  type StockReportName,
  type StockReportRequest,
} from '../../../../src-shared/contract/stock-reports.ts';
import type { ReadStores } from '../../../db/stores.ts';
import { stockReportPage } from '../reports.repository.ts';

type Asked = StockReportRequest & { nowMs: number };

interface OpenedFigure {
  name: StockReportName;
  row: string;
  key: string;
  figure: number;
  /** The sum of the column in the rows that open, and whether a row among them has nothing to do with the figure. */
  sum: number;
  idle: boolean;
}

/** Every figure of a report that has a column in the rows behind it, opened as the screen opens it. */
function openedFigures(stores: ReadStores, asked: Asked): OpenedFigure[] {
  const figures = REPORT_FIGURES[asked.name];
  if (figures === undefined) throw new Error(`${asked.name} opens nothing`);
  const { rows: name, by, says } = figures;
  const summed = new Set(REPORT_COLUMNS[name].flatMap(({ key, isSummed }) => (isSummed === true ? [key] : [])));
  const keys = REPORT_COLUMNS[asked.name].flatMap(({ key }) => (summed.has(key) ? [key] : []));
  return stockReportPage(stores, asked).rows.flatMap((row) =>
    keys.flatMap((key): OpenedFigure[] => {
      const figure = row[key];
      if (typeof figure !== 'number') return [];
      const values = by.map((each) => [each, row[each] == null ? null : String(row[each])] as const);
      const only = { by: Object.fromEntries(values), figure: key, row: '' };
      const opened = stockReportPage(stores, { ...asked, name, only });
      return [
        {
          ...{ name: asked.name, row: says.map((each) => row[each]).join(' '), key, figure },
          ...{ sum: Number(opened.sums[key]), idle: opened.rows.some((each) => !each[key]) },
        },
      ];
    }),
  );
}

/** The figures whose rows do not add up to them, or have a row among them that is no part of it; empty when all is well. */
export function figuresOffRows(stores: ReadStores, asked: Asked): OpenedFigure[] {
  return openedFigures(stores, asked).filter(({ figure, sum, idle }) => figure !== sum || idle);
}

/** How many figures other than nothing the report has whose rows open. */
export function figuresWithRows(stores: ReadStores, asked: Asked): number {
  return openedFigures(stores, asked).filter(({ figure }) => figure !== 0).length;
}
