import type { ColDef, GridApi } from 'ag-grid-community';

const NARROWEST = 30;
const DIGIT_PIXELS = 6;
const ROW_NUMBER = 'rowNo';

/** Numbers of the rows at the left edge; a click takes the row. Wide enough for the last one. */
export function rowNumberColumn<Row extends object>(rows: number): ColDef<Row> {
  const width = Math.max(NARROWEST, String(rows).length * DIGIT_PIXELS + 10);
  return {
    colId: ROW_NUMBER,
    headerName: '#',
    valueGetter: ({ node }) => (node?.rowPinned == null ? (node?.rowIndex ?? 0) + 1 : null),
    width,
    minWidth: width,
    maxWidth: width,
    resizable: false,
    sortable: false,
    suppressMovable: true,
    lockPosition: 'left',
    suppressNavigable: true,
    cellClass: 'row-number',
    headerClass: 'row-number',
  };
}

/** Shows the numbers of the places the rows have now. */
export function renumber<Row>(api: GridApi<Row>): void {
  api.refreshCells({ columns: [ROW_NUMBER] });
}
