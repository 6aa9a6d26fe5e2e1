import type { TFunction } from 'i18next';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import {
  REPORT_COLUMNS,
  REPORT_FIGURES,
  REPORT_NUMBERS,
  ReportOnly,
  reportSentence,
  STOCK_REPORTS,
  StockReportName,
  type StockReportFacts,
  type StockReportRow,
} from '../../src-shared/contract/stock-reports.ts';
import { api } from '../api/client.ts';
import { useCall } from '../api/use-api.ts';
import type { GridColumn } from '../grid/columns.tsx';
import { ListGrid, type CellName } from '../grid/ListGrid.tsx';
import { Button } from '../ui/Button.tsx';
import { DateInput } from '../ui/DateInput.tsx';
import { dayOfInstant, formatInstant, formatInteger } from '../ui/format.ts';
import { useKeys } from '../ui/keyboard.ts';
import { Panel } from '../ui/Panel.tsx';
import { ErrorState, LoadingState } from '../ui/States.tsx';
import { useStoredState } from '../ui/stored-state.ts';
import { useExport } from '../ui/use-export.ts';
import { PartsViews, viewKeys } from './PartsViews.tsx';
import './planning.css';

const ReportView = z.object({
  name: StockReportName,
  /** Empty = all. */
  warehouseId: z.string(),
  /** The workbook has a sheet for each warehouse. */
  perWarehouse: z.boolean().default(false),
  fromDate: z.string(),
  toDate: z.string(),
  /** The figure whose rows are shown, and the report it was opened from; null where a whole report is. */
  opened: z
    .object({ from: StockReportName, only: ReportOnly, at: z.object({ row: z.int(), column: z.string() }) })
    .nullable()
    .default(null),
});
type ReportView = z.infer<typeof ReportView>;

/** Their sheets are of stations: a station's store is no warehouse others look for old parts in. */
const REPORTS_OF_STATIONS: ReadonlySet<StockReportName> = new Set(['oldParts', 'oldPartRows']);

/** A row with its place in the list; `place` is the report's own word for where its goods lie. */
type Shown = StockReportRow & { nth: number };

function startView(): ReportView {
  const toDate = dayOfInstant(Date.now());
  const days = { fromDate: `${toDate.slice(0, 7)}-01`, toDate };
  return { name: 'stockLedger', warehouseId: '', perWarehouse: false, ...days, opened: null };
}

/** The reports of stock: choose one, its warehouse and its days, look at it, take it along as a workbook. */
export function ReportsView() {
  const { t } = useTranslation();
  const [view, setView] = useStoredState('parts.reports', ReportView, startView());
  const { name, warehouseId, perWarehouse, fromDate, toDate, opened } = view;
  const request = useMemo(
    () => ({
      ...{ name, fromDate, toDate, warehouseId: warehouseId === '' ? null : warehouseId },
      ...(opened === null ? {} : { only: opened.only }),
    }),
    [name, fromDate, toDate, warehouseId, opened],
  );
  const isPossible = fromDate !== '' && fromDate <= toDate;
  // where the figure stands that was opened last: the keyboard comes back to it
  const [cameFrom, setCameFrom] = useState<CellName | null>(null);
  const report = useCall(['parts', 'report', request], async () => ({ name, ...(await api.parts.report(request)) }), {
    ...{ keep: true, enabled: isPossible },
  });
  const exportFile = useExport();
  const leave = (): void => {
    if (isPossible) exportFile({ report: 'stock', request, perWarehouse: perWarehouse && opened === null });
  };
  const turn = (by: number): void => {
    const here = STOCK_REPORTS.findIndex((each) => each === (opened?.from ?? name));
    const at = (here + by + STOCK_REPORTS.length) % STOCK_REPORTS.length;
    setCameFrom(null);
    setView({ ...view, name: STOCK_REPORTS[at] ?? name, opened: null });
  };
  const back = (): void => {
    if (opened === null) return;
    setCameFrom(opened.at);
    setView({ ...view, name: opened.from, opened: null });
  };
  const change = (changed: Partial<ReportView>): void => {
    setCameFrom(null);
    setView({ ...view, ...changed });
  };
  useKeys({
    ...{ ...viewKeys(), 'Ctrl+KeyE': leave, BracketLeft: () => turn(-1), BracketRight: () => turn(1) },
    ...(opened === null ? {} : { Escape: back }),
  });
  return (
    <Panel label={t(`report.${name}`)} testId="reports-page">
      <div className="tools">
        <PartsViews view="reports" />
        <span className="report-fields">
          <Parameters view={view} onChange={change} />
        </span>
        <span className="grow" />
        {opened === null ? (
          <label>
            <input
              type="checkbox"
              checked={perWarehouse}
              onChange={(event) => setView({ ...view, perWarehouse: event.target.checked })}
              data-testid="report-per-warehouse"
            />{' '}
            {t(REPORTS_OF_STATIONS.has(name) ? 'report.perStation' : 'report.perWarehouse')}
          </label>
        ) : (
          <Button keyName="Esc" onClick={back} testId="report-back">
            {t('report.backToReport')}
          </Button>
        )}
        <Button look="primary" keyName="Ctrl E" onClick={leave} disabled={!isPossible} testId="report-excel">
          {t('report.excel')}
        </Button>
      </div>
      {report.error !== null ? <ErrorState error={report.error} /> : null}
      {report.data === undefined ? (
        <LoadingState lines={12} />
      ) : (
        <Rows
          {...report.data}
          only={opened?.only ?? null}
          startsAt={opened === null ? cameFrom : null}
          onFigure={({ rows, only, at }) => setView({ ...view, name: rows, opened: { from: name, only, at } })}
          key={report.data.name}
        />
      )}
    </Panel>
  );
}

/** Whether it is among the reports one chooses from, and not the rows behind a figure. */
function isChosen(name: StockReportName): boolean {
  return STOCK_REPORTS.some((each) => each === name);
}

function Parameters({ view, onChange }: { view: ReportView; onChange: (change: Partial<ReportView>) => void }) {
  const { t } = useTranslation();
  const options = useCall(['parts', 'reportOptions'], () => api.parts.reportOptions({}));
  return (
    <>
      <select
        className="input"
        value={view.name}
        aria-label={t('report.which')}
        onChange={(event) => onChange({ name: StockReportName.parse(event.target.value), opened: null })}
        data-testid="report-name"
      >
        {(isChosen(view.name) ? STOCK_REPORTS : [...STOCK_REPORTS, view.name]).map((name) => (
          <option key={name} value={name}>
            {`${REPORT_NUMBERS[name]} ${t(`report.${name}`)}`}
          </option>
        ))}
      </select>
      <select
        className="input"
        value={view.warehouseId}
        aria-label={t('counts.warehouse')}
        onChange={(event) => onChange({ warehouseId: event.target.value })}
        data-testid="report-warehouse"
      >
        <option value="">{t('report.allWarehouses')}</option>
        {(options.data?.warehouses ?? []).map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      <DateInput
        value={view.fromDate}
        label={t('report.from')}
        onChange={(fromDate) => onChange({ fromDate })}
        testId="report-from"
      />
      <DateInput
        value={view.toDate}
        label={t('report.to')}
        onChange={(toDate) => onChange({ toDate })}
        testId="report-to"
      />
    </>
  );
}

interface RowsProps {
  name: StockReportName;
  rows: StockReportRow[];
  total: number;
  sums: StockReportRow;
  facts: StockReportFacts;
  only: ReportOnly | null;
  startsAt: CellName | null;
  onFigure: (figure: Figure) => void;
}

function Rows({ name, rows, total, sums, facts, only, startsAt, onFigure }: RowsProps) {
  const { t } = useTranslation();
  const here = useRef<[Shown, string] | null>(null);
  const open = (): void => {
    const figure = here.current === null ? null : figureAt(name, ...here.current);
    if (figure !== null) onFigure(figure);
  };
  useKeys({ Enter: open, NumpadEnter: open });
  const columns = useMemo(() => gridColumns(name), [name]);
  const shown = useMemo(
    () => rows.map((row, nth): Shown => ({ ...row, ...sentencesOf(name, row, t), nth })),
    [name, rows, t],
  );
  const foot = useMemo((): Shown | null => (Object.keys(sums).length === 0 ? null : { ...sums, nth: -1 }), [sums]);
  const scope = [
    facts.warehouse ?? t('report.allWarehouses'),
    t('report.upTo', { at: formatInstant(facts.cutoffAtMs), seq: formatInteger(facts.ledgerSeq) }),
    ...(only === null ? [] : [onlyText(name, only, t)]),
    ...(facts.runNo === null ? [] : [`${t('report.run')} ${facts.runNo}`]),
    ...(rows.length < total ? [t('report.firstRows', { shown: rows.length, total })] : []),
    ...(REPORT_FIGURES[name] === undefined || rows.length === 0 ? [] : [t('report.enterOpens')]),
  ];
  return (
    <ListGrid<Shown>
      columns={columns}
      rows={shown}
      rowId={({ nth }) => String(nth)}
      totals={foot}
      onCurrent={(row, column) => {
        here.current = [row, column];
      }}
      onOpen={open}
      emptyText={t('report.empty')}
      takesKeyboard
      {...(startsAt === null ? {} : { startsAt })}
      list={`parts.report.${name}`}
      strip={<span data-testid="report-scope">{scope.join(' · ')}</span>}
      testId="report-grid"
    />
  );
}

/** The rows behind a figure, and where that figure stands. */
interface Figure {
  rows: StockReportName;
  only: ReportOnly;
  at: CellName;
}

/** What Enter on a cell opens: the rows its figure is made of, all of the row where it has none; null in a report without such rows. */
function figureAt(name: StockReportName, row: Shown, column: string): Figure | null {
  const figures = REPORT_FIGURES[name];
  if (figures === undefined) return null;
  const { rows, by, says, from } = figures;
  const isFigure = REPORT_COLUMNS[rows].some(({ key }) => key === column) && Boolean(row[column]);
  const valueOf = (key: string): string | null => (row[key] == null ? null : String(row[key]));
  return {
    ...{ rows, at: { row: row.nth, column } },
    only: {
      by: Object.fromEntries(by.map((key) => [key, valueOf(key)])),
      figure: from[column] ?? (isFigure ? column : (by[0] ?? '')),
      row: says.flatMap((key) => valueOf(key) ?? []).join(' · '),
    },
  };
}

/** The row and the figure in words. */
function onlyText(name: StockReportName, { by, figure, row }: ReportOnly, t: TFunction): string {
  const header = REPORT_COLUMNS[name].find(({ key }) => key === figure)?.header ?? '';
  return [row, ...(figure in by ? [] : [t(header)])].join(' · ');
}

/** The cells that are sentences, in words. */
function sentencesOf(name: StockReportName, row: StockReportRow, t: TFunction): StockReportRow {
  return Object.fromEntries(
    REPORT_COLUMNS[name].flatMap((column) => {
      const said = reportSentence(column, row[column.key] ?? null);
      return said === null ? [] : [[column.key, t(said.key, said.values)]];
    }),
  );
}

function gridColumns(name: StockReportName): readonly GridColumn<Shown>[] {
  return REPORT_COLUMNS[name].map(({ key, header, kind, width, words }) => ({
    ...{ key, header, kind, width },
    ...(words === undefined ? {} : { words }),
  }));
}
