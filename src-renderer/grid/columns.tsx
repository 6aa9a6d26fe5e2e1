import type { ColDef, ITooltipParams, ValueFormatterParams } from 'ag-grid-community';
import type { TFunction } from 'i18next';
import { suggestEditor } from './suggest-editor.ts';
import { drawnCell, type CellPart } from './drawn-cell.ts';
import { dayOfInstant, formatFen, formatHours, formatInteger, formatQty } from '../ui/format.ts';

export type ColumnKind = 'text' | 'code' | 'fen' | 'integer' | 'hours' | 'qty' | 'date' | 'day' | 'word';
export type FilterKind = 'set' | 'fen' | 'integer' | 'date' | 'text';

export type CellValue = string | number | boolean | null;

export interface CellEdit {
  /** The value of a text, or the reason (of the catalogue's `error.`) why it is none; `at` is the cell as it stands. */
  parse: (
    text: string,
    at?: { before: CellValue; row: object },
  ) => { ok: true; value: CellValue } | { ok: false; reason: string };
  /** The only values there are, for a list to choose from. */
  choices?: readonly string[];
  /** Values that are offered while a person types; whatever else can be read may be typed as well. */
  suggestions?: readonly string[];
}

/** A column as data: what it shows, how wide, how it can be asked for. Headers come from the catalogue. */
export interface GridColumn<Row> {
  key: keyof Row & string;
  header: string;
  kind: ColumnKind;
  width: number;
  /** Share of the free width; a column without it keeps its width. */
  flex?: number;
  filter?: FilterKind;
  /** Not shown until a person asks for it in the column settings. */
  hidden?: boolean;
  sortable?: boolean;
  /** Sorts by another column of the store, when what is shown is a sentence. */
  sortKey?: string;
  /** Prefix in the catalogue for words of the program: `claimStatus` → `claimStatus.IN_REVIEW`. */
  words?: string;
  /** What the cell shows in place of its value, as pieces of text; nothing where there are none. */
  draw?: (row: Row, t: TFunction) => readonly CellPart[];
  /** The whole text for the tooltip when the cell may be too narrow. */
  tooltip?: (row: Row, t: TFunction) => string;
  cellClass?: (row: Row) => string;
  /** What is copied and searched where the cell shows a sentence. */
  copyText?: (row: Row, t: TFunction) => string;
  /** What stands in a workbook in its place, where the cell shows a part of a value, two values or a sentence. */
  leavesAs?: readonly { key: keyof Row & string; header: string; kind: ColumnKind | 'finding' }[];
  /** How a cell takes what is typed or pasted; a column without it is read-only. */
  edit?: CellEdit;
  /** How many columns the label of the totals row may take from here. */
  totalSpan?: number;
}

/** What rows can be asked for: a column, shown or not, or something only the store knows. */
export interface ConditionColumn<Row> extends Omit<GridColumn<Row>, 'key'> {
  key: string;
}

const NUMBER_KINDS: readonly ColumnKind[] = ['fen', 'integer', 'hours', 'qty'];

const NUMBER_FORMATS: Partial<Record<ColumnKind, (value: number) => string>> = {
  fen: formatFen,
  hours: formatHours,
  qty: formatQty,
  day: dayOfInstant,
};

/** A value of a column as text; empty for what is not there. */
export function cellText(kind: ColumnKind, value: unknown, words: (value: string) => string): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') {
    const format = NUMBER_FORMATS[kind] ?? formatInteger;
    return format(value);
  }
  return kind === 'word' ? words(String(value)) : String(value);
}

/** The columns of a room as the grid wants them. */
export function toColDefs<Row extends object>(columns: readonly GridColumn<Row>[], t: TFunction): ColDef<Row>[] {
  return columns.map((column) => {
    const isNumber = NUMBER_KINDS.includes(column.kind);
    const wordOf = (value: string): string => t([`${column.words ?? 'word'}.${value}`, 'ui.verbatim'], { value });
    const { draw, tooltip, cellClass, totalSpan } = column;
    return {
      colId: column.sortKey ?? column.key,
      valueGetter: ({ data }) => data?.[column.key],
      headerName: t(column.header),
      // the words of another language may need a second line; nothing of a head is ever cut off
      wrapHeaderText: true,
      autoHeaderHeight: true,
      width: column.width,
      minWidth: Math.min(column.width, 60),
      ...(column.flex === undefined ? {} : { flex: column.flex, minWidth: column.width }),
      ...(totalSpan === undefined ? {} : { colSpan: ({ node }) => (node?.rowPinned == null ? 1 : totalSpan) }),
      hide: column.hidden ?? false,
      sortable: column.sortable ?? true,
      ...(column.edit === undefined ? {} : editorOf(column.edit)),
      resizable: true,
      headerClass: isNumber ? 'num' : '',
      cellClass: (params) => {
        const classes = [isNumber ? 'num' : '', column.kind === 'code' && params.node.rowPinned == null ? 'mono' : ''];
        if (params.data !== undefined && cellClass !== undefined) classes.push(cellClass(params.data));
        return classes.filter((name) => name !== '');
      },
      valueFormatter: (params: ValueFormatterParams<Row>) => cellText(column.kind, params.value, wordOf),
      // Numbers are never cut off and need no tooltip; only what may not fit says itself again.
      ...(isNumber && tooltip === undefined
        ? {}
        : {
            tooltipValueGetter: (params: ITooltipParams<Row>) => {
              if (params.data === undefined || params.node?.rowPinned != null) return null;
              return tooltip === undefined ? cellText(column.kind, params.value, wordOf) : tooltip(params.data, t);
            },
          }),
      ...(draw === undefined ? {} : { cellRenderer: drawnCell<Row>((row) => draw(row, t)) }),
    } satisfies ColDef<Row>;
  });
}

/** The editor of a column: its list of words, a line with suggestions, or a line of text that begins with what the cell shows. */
function editorOf<Row>({ choices, suggestions }: CellEdit): ColDef<Row> {
  if (suggestions !== undefined) {
    return { editable: true, cellDataType: false, cellEditor: suggestEditor<Row>(suggestions) };
  }
  if (choices === undefined) return { editable: true, cellDataType: false, cellEditorParams: { useFormatter: true } };
  const values = ['', ...choices];
  return { editable: true, cellDataType: false, cellEditor: 'agSelectCellEditor', cellEditorParams: { values } };
}
