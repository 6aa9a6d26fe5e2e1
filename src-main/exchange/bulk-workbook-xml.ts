import { columnLetters } from '../../src-shared/domain/exchange/find-header.ts';
import { NUMBER_FORMATS, numberDigits, type CellFormat, type SheetMeta } from './workbook-sink.ts';

/** Rows above the data: title, subtitle, the totals when they are known, and the header right above the data. */
const TITLE_ROW = 1;
const SUBTITLE_ROW = 2;
const TOTALS_ROW = 3;

export function headerRow(meta: Pick<SheetMeta, 'totals'>): number {
  return meta.totals === null ? TOTALS_ROW : TOTALS_ROW + 1;
}

const FORMATS: readonly CellFormat[] = [
  'text',
  'code',
  'integer',
  'fen',
  'hoursCenti',
  'qtyMilli',
  'shareBp',
  'date',
  'instantMs',
];
/** Cell styles in the order of `cellXfs`: default, title, subtitle left/middle/right, header, then per format data, total, guarded text. */
export const STYLE = { title: 1, left: 2, middle: 3, right: 4, header: 5 } as const;
const FIRST_FORMAT_STYLE = 6;
const STYLES_PER_FORMAT = 3;

export function dataStyle(format: CellFormat): number {
  return FIRST_FORMAT_STYLE + FORMATS.indexOf(format) * STYLES_PER_FORMAT;
}
export const totalStyle = (format: CellFormat): number => dataStyle(format) + 1;
/** For text that looks like a formula: shown as it is, and kept as text when somebody edits the cell. */
export const guardedStyle = (format: CellFormat): number => dataStyle(format) + 2;

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const SPREADSHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => SIGNS[sign] ?? sign);
}

export function stylesXml(): string {
  const formats = FORMATS.map(
    (format, index) => `<numFmt numFmtId="${String(170 + index)}" formatCode="${escapeXml(NUMBER_FORMATS[format])}"/>`,
  );
  const formatStyles = FORMATS.flatMap((format, index) => {
    const id = String(170 + index);
    const align = `<alignment horizontal="${alignmentOf(format)}" vertical="center"/>`;
    const common = `numFmtId="${id}" borderId="1" xfId="0" applyNumberFormat="1" applyBorder="1" applyAlignment="1"`;
    return [
      `<xf ${common} fontId="0" fillId="0">${align}</xf>`,
      `<xf ${common} fontId="2" fillId="2" applyFont="1" applyFill="1">${align}</xf>`,
      `<xf ${common} fontId="0" fillId="0" quotePrefix="1">${align}</xf>`,
    ];
  });
  const plain = (font: number, horizontal: string): string =>
    `<xf numFmtId="0" fontId="${String(font)}" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1"><alignment horizontal="${horizontal}" vertical="center"/></xf>`;
  const header = `<xf numFmtId="0" fontId="2" fillId="2" borderId="1" xfId="0" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment horizontal="center" vertical="center" wrapText="1"/></xf>`;
  const cellXfs = [
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
    plain(1, 'center'),
    plain(0, 'left'),
    plain(0, 'center'),
    plain(0, 'right'),
    header,
    ...formatStyles,
  ];
  const font = (size: number, bold: boolean): string =>
    `<font>${bold ? '<b/>' : ''}<sz val="${String(size)}"/><name val="等线"/><family val="2"/></font>`;
  const edge = (side: string): string => `<${side} style="thin"><color rgb="FFBFC5CC"/></${side}>`;
  return (
    `${XML}<styleSheet xmlns="${MAIN}"><numFmts count="${String(formats.length)}">${formats.join('')}</numFmts>` +
    `<fonts count="3">${font(10, false)}${font(16, true)}${font(10, true)}</fonts>` +
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>' +
    '<fill><patternFill patternType="solid"><fgColor rgb="FFEDF0F3"/><bgColor indexed="64"/></patternFill></fill></fills>' +
    `<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border>${['left', 'right', 'top', 'bottom'].map(edge).join('')}<diagonal/></border></borders>` +
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
    `<cellXfs count="${String(cellXfs.length)}">${cellXfs.join('')}</cellXfs>` +
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
  );
}

function alignmentOf(format: CellFormat): string {
  if (format === 'text') return 'left';
  return format === 'code' || format === 'date' || format === 'instantMs' ? 'center' : 'right';
}

/** Everything before the first data row; elements in the order of the schema. */
export function sheetHeadXml(meta: SheetMeta): string {
  const lastColumn = columnLetters(meta.columns.length - 1);
  const header = headerRow(meta);
  const frozen = { rows: header, columns: meta.frozenColumns };
  const cell = `${columnLetters(frozen.columns)}${String(frozen.rows + 1)}`;
  const split = frozen.columns > 0 ? ` xSplit="${String(frozen.columns)}"` : '';
  const corner = frozen.columns > 0 ? 'bottomRight' : 'bottomLeft';
  const columns = meta.columns.map(
    (column, index) =>
      `<col min="${String(index + 1)}" max="${String(index + 1)}" width="${String(column.widthCharacters)}" customWidth="1"/>`,
  );
  const rows = [
    rowXml(TITLE_ROW, 30, [textCellXml(`A${String(TITLE_ROW)}`, STYLE.title, meta.title)]),
    rowXml(SUBTITLE_ROW, 18, subtitleCells(meta, lastColumn)),
    ...(meta.totals === null ? [] : [totalsRowXml(meta, meta.totals)]),
    rowXml(
      header,
      26,
      meta.columns.map((column, index) =>
        textCellXml(`${columnLetters(index)}${String(header)}`, STYLE.header, column.header),
      ),
    ),
  ];
  return (
    `${XML}<worksheet xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>` +
    `<sheetViews><sheetView workbookViewId="0" showGridLines="0"><pane${split} ySplit="${String(frozen.rows)}" topLeftCell="${cell}" activePane="${corner}" state="frozen"/>` +
    `<selection pane="${corner}" activeCell="${cell}" sqref="${cell}"/></sheetView></sheetViews>` +
    `<sheetFormatPr defaultRowHeight="15"/><cols>${columns.join('')}</cols><sheetData>${rows.join('')}`
  );
}

function subtitleCells(meta: SheetMeta, lastColumn: string): string[] {
  const middle = columnLetters(Math.max(1, Math.floor((meta.columns.length - 1) / 2)));
  const row = String(SUBTITLE_ROW);
  return [
    textCellXml(`A${row}`, STYLE.left, meta.subtitle[0]),
    textCellXml(`${middle}${row}`, STYLE.middle, meta.subtitle[1]),
    textCellXml(`${lastColumn}${row}`, STYLE.right, meta.subtitle[2]),
  ];
}

function rowXml(rowNo: number, height: number, cells: readonly string[]): string {
  return `<row r="${String(rowNo)}" ht="${String(height)}" customHeight="1">${cells.join('')}</row>`;
}

export function textCellXml(reference: string, style: number, text: string): string {
  return `<c r="${reference}" s="${String(style)}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(text)}</t></is></c>`;
}

/** SUBTOTAL 109 follows the filter; the value beside it is for programs that do not calculate. */
function totalsRowXml(meta: SheetMeta, totals: readonly (number | null)[]): string {
  const row = String(TOTALS_ROW);
  const cells = meta.columns.map((column, index) => {
    const letters = columnLetters(index);
    const total = totals[index] ?? null;
    if (index === 0) return textCellXml(`A${row}`, totalStyle('text'), meta.totalLabel);
    const style = String(totalStyle(column.format));
    if (total === null) return `<c r="${letters}${row}" s="${style}"/>`;
    const range = `${letters}${String(TOTALS_ROW + 2)}:${letters}1048576`;
    return `<c r="${letters}${row}" s="${style}"><f>SUBTOTAL(109,${range})</f><v>${numberDigits(total, column.format)}</v></c>`;
  });
  return rowXml(TOTALS_ROW, 20, cells);
}

/** Everything after the last data row. */
export function sheetTailXml(meta: SheetMeta, lastRowNo: number): string {
  const lastColumn = columnLetters(meta.columns.length - 1);
  return (
    `</sheetData><autoFilter ref="A${String(headerRow(meta))}:${lastColumn}${String(lastRowNo)}"/>` +
    `<mergeCells count="1"><mergeCell ref="A${String(TITLE_ROW)}:${lastColumn}${String(TITLE_ROW)}"/></mergeCells>` +
    '<printOptions horizontalCentered="1"/><pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.2" footer="0.2"/>' +
    '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>' +
    `<headerFooter><oddFooter>${escapeXml(`&C${meta.pageFooter}&R&D`)}</oddFooter></headerFooter></worksheet>`
  );
}

export interface SheetEntry {
  name: string;
  lastColumn: string;
  headerRow: number;
  lastRow: number;
}

export function workbookXml(sheets: readonly SheetEntry[]): string {
  const quoted = (name: string): string => escapeXml(`'${name.replaceAll("'", "''")}'`);
  const list = sheets.map(
    (sheet, index) =>
      `<sheet name="${escapeXml(sheet.name)}" sheetId="${String(index + 1)}" r:id="rId${String(index + 1)}"/>`,
  );
  const names = sheets.flatMap((sheet, index) => [
    `<definedName name="_xlnm._FilterDatabase" localSheetId="${String(index)}" hidden="1">${quoted(sheet.name)}!$A$${String(sheet.headerRow)}:$${sheet.lastColumn}$${String(sheet.lastRow)}</definedName>`,
    `<definedName name="_xlnm.Print_Titles" localSheetId="${String(index)}">${quoted(sheet.name)}!$1:$${String(sheet.headerRow)}</definedName>`,
  ]);
  return (
    `${XML}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><bookViews><workbookView activeTab="0"/></bookViews>` +
    `<sheets>${list.join('')}</sheets><definedNames>${names.join('')}</definedNames><calcPr calcId="0" fullCalcOnLoad="1"/></workbook>`
  );
}

export function workbookRelationsXml(sheets: number): string {
  const list = Array.from(
    { length: sheets },
    (_, index) =>
      `<Relationship Id="rId${String(index + 1)}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${String(index + 1)}.xml"/>`,
  );
  const styles = `<Relationship Id="rId${String(sheets + 1)}" Type="${RELATIONS}/styles" Target="styles.xml"/>`;
  return `${XML}<Relationships xmlns="${PACKAGE}/relationships">${list.join('')}${styles}</Relationships>`;
}

export function rootRelationsXml(): string {
  return `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;
}

export function contentTypesXml(sheets: number): string {
  const list = Array.from(
    { length: sheets },
    (_, index) =>
      `<Override PartName="/xl/worksheets/sheet${String(index + 1)}.xml" ContentType="${SPREADSHEET}.worksheet+xml"/>`,
  );
  return (
    `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
    `<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${SPREADSHEET}.sheet.main+xml"/>` +
    `<Override PartName="/xl/styles.xml" ContentType="${SPREADSHEET}.styles+xml"/>${list.join('')}</Types>`
  );
}
