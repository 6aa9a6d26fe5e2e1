/** A cell on its way to the clipboard: its text, and whether a spreadsheet must keep it as text. */
export interface ClipboardCell {
  text: string;
  asText: boolean;
}

const NEEDS_QUOTES = /[\t\r\n"]/;
/** What a spreadsheet would take for a formula; true numbers are not in it (grid-excel-print §5.10). */
const FORMULA_START = /^[=+\-@＝＋－＠\t\r]/;
const PLAIN_NUMBER = /^[-+]?\d+(\.\d+)?$/;

/** Tab-separated text as spreadsheets write it: CRLF after every row, quotes where a cell holds a tab, a break or a quote. */
export function toTsv(table: readonly (readonly ClipboardCell[])[]): string {
  return table.map((row) => row.map((cell) => quoted(guarded(cell))).join('\t') + '\r\n').join('');
}

/** The same table for programs that read HTML; codes carry the text format, so that zeros in front and long numbers stay. */
export function toHtmlTable(table: readonly (readonly ClipboardCell[])[]): string {
  const rows = table.map((row) => `<tr>${row.map(htmlCell).join('')}</tr>`);
  return `<html><head><meta charset="utf-8"></head><body><table>${rows.join('')}</table></body></html>`;
}

/** The cells of tab-separated text; quoted cells may hold tabs and breaks. A break at the very end opens no new row. */
export function parseTsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  const endRow = (): void => {
    rows.push(row);
    row = [];
  };
  while (at < text.length) {
    const { cell, next } = text[at] === '"' ? quotedCell(text, at) : plainCell(text, at);
    row.push(unguarded(cell));
    const end = text[next];
    at = next + 1;
    if (end === '\t') {
      if (at >= text.length) row.push('');
    } else {
      if (end === '\r' && text[at] === '\n') at += 1;
      endRow();
    }
  }
  if (row.length > 0) endRow();
  return rows;
}

function plainCell(text: string, from: number): { cell: string; next: number } {
  let next = from;
  while (next < text.length && text[next] !== '\t' && text[next] !== '\n' && text[next] !== '\r') next += 1;
  return { cell: text.slice(from, next), next };
}

/** A quoted cell up to its closing quote; a quote that never closes is an ordinary character. */
function quotedCell(text: string, from: number): { cell: string; next: number } {
  let cell = '';
  let at = from + 1;
  while (at < text.length) {
    if (text[at] !== '"') {
      cell += text[at];
      at += 1;
    } else if (text[at + 1] === '"') {
      cell += '"';
      at += 2;
    } else {
      const next = at + 1;
      const end = text[next];
      return end === undefined || end === '\t' || end === '\n' || end === '\r' ? { cell, next } : plainCell(text, from);
    }
  }
  return plainCell(text, from);
}

function guarded({ text, asText }: ClipboardCell): string {
  return asText && FORMULA_START.test(text) && !PLAIN_NUMBER.test(text) ? `'${text}` : text;
}

/** Takes away the apostrophe that our own copy puts before what looks like a formula. */
function unguarded(text: string): string {
  return text.startsWith("'") && FORMULA_START.test(text.slice(1)) ? text.slice(1) : text;
}

function quoted(text: string): string {
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function htmlCell({ text, asText }: ClipboardCell): string {
  const style = asText ? ` style="mso-number-format:'\\@'"` : '';
  return `<td${style}>${escaped(text).replace(/\r?\n/g, '<br style="mso-data-placement:same-cell">')}</td>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
