import type { RowClassRules } from 'ag-grid-community';
import { AgGridReact } from 'ag-grid-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { contentNonce } from '../ui/content-nonce.ts';
import { EmptyState } from '../ui/States.tsx';
import { gridTexts, gridTheme, SCROLLBAR_WIDTH } from './ag-grid.ts';
import { toColDefs, type GridColumn } from './columns.tsx';

interface ListGridProps<Row extends object> {
  columns: readonly GridColumn<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string;
  totals?: Row | null;
  onCurrent?: (row: Row) => void;
  onOpen?: (row: Row) => void;
  rowClass?: RowClassRules<Row>;
  emptyText: string;
  testId: string;
}

/** A grid over rows that are all here: the claims of a statement, a preview. */
export function ListGrid<Row extends object>(props: ListGridProps<Row>) {
  const { t, i18n } = useTranslation();
  const { columns } = props;
  const columnDefs = useMemo(() => toColDefs(columns, t), [columns, t]);
  const rowData = useMemo(() => [...props.rows], [props.rows]);
  return (
    <div className="grid-box" data-testid={props.testId}>
      {props.rows.length === 0 ? (
        <EmptyState title={props.emptyText} />
      ) : (
        <AgGridReact<Row>
          key={i18n.language}
          theme={gridTheme}
          styleNonce={contentNonce}
          localeText={gridTexts(i18n.language)}
          rowData={rowData}
          columnDefs={columnDefs}
          defaultColDef={{ suppressHeaderMenuButton: true }}
          getRowId={({ data }) => props.rowId(data)}
          alwaysShowVerticalScroll
          scrollbarWidth={SCROLLBAR_WIDTH}
          tooltipShowDelay={600}
          suppressDragLeaveHidesColumns
          {...(props.rowClass === undefined ? {} : { rowClassRules: props.rowClass })}
          {...(props.totals == null ? {} : { pinnedBottomRowData: [props.totals] })}
          onCellFocused={({ rowIndex, api, rowPinned }) => {
            const row =
              rowIndex === null || rowPinned !== null ? undefined : api.getDisplayedRowAtIndex(rowIndex)?.data;
            if (row !== undefined) props.onCurrent?.(row);
          }}
          onRowDoubleClicked={({ data, node }) => {
            if (data !== undefined && node.rowPinned == null) props.onOpen?.(data);
          }}
        />
      )}
    </div>
  );
}
