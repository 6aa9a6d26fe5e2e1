import type { ColDef } from 'ag-grid-community';

const NARROWEST = 30;
const DIGIT_PIXELS = 6;

/** Numbers of the rows at the left edge; a click takes the row. Wide enough for the last one. */
export function rowNumberColumn<Row extends object>(rows: number): ColDef<Row> {
  const width = Math.max(NARROWEST, String(rows).length * DIGIT_PIXELS + 10);
  return {
    colId: 'rowNo',
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
