import { AG_GRID_LOCALE_CN, AG_GRID_LOCALE_EN } from '@ag-grid-community/locale';
import {
  CellStyleModule,
  ClientSideRowModelModule,
  ColumnApiModule,
  CustomEditorModule,
  EventApiModule,
  InfiniteRowModelModule,
  LocaleModule,
  ModuleRegistry,
  PinnedRowModule,
  RenderApiModule,
  RowApiModule,
  RowStyleModule,
  ScrollApiModule,
  SelectEditorModule,
  TextEditorModule,
  TooltipModule,
  themeQuartz,
} from 'ag-grid-community';

// Community only; no enterprise package is installed and none is asked for.
ModuleRegistry.registerModules([
  CellStyleModule,
  ClientSideRowModelModule,
  ColumnApiModule,
  CustomEditorModule,
  EventApiModule,
  InfiniteRowModelModule,
  LocaleModule,
  PinnedRowModule,
  RenderApiModule,
  RowApiModule,
  RowStyleModule,
  ScrollApiModule,
  SelectEditorModule,
  TextEditorModule,
  TooltipModule,
]);

/** The grid in the product's tokens: rows 26, head 28, vertical hair lines as in a spreadsheet. */
export const gridTheme = themeQuartz.withParams({
  fontFamily: 'inherit',
  fontSize: 13,
  headerFontSize: 12,
  headerFontWeight: 600,
  rowHeight: 26,
  headerHeight: 28,
  spacing: 4,
  cellHorizontalPadding: 6,
  borderRadius: 0,
  wrapperBorderRadius: 0,
  wrapperBorder: false,
  foregroundColor: '#1f2328',
  headerTextColor: '#59636e',
  headerBackgroundColor: '#f4f6f8',
  oddRowBackgroundColor: '#fafbfc',
  rowHoverColor: '#f1f5fb',
  borderColor: '#e9ecf0',
  columnBorder: { style: 'solid', width: 1, color: '#e9ecf0' },
  rangeSelectionBorderColor: '#0958d9',
  accentColor: '#0958d9',
  pinnedRowBorder: { style: 'solid', width: 1, color: '#d8dee4' },
});

/** As wide as base.css draws it; told to the grid, because flexible columns are measured before the bar appears. */
export const SCROLLBAR_WIDTH = 10;

export const gridTexts = (language: string): Record<string, string> =>
  language === 'en' ? AG_GRID_LOCALE_EN : AG_GRID_LOCALE_CN;
