/** The cells of the first table in pasted HTML; spans leave the cells they cover empty. Without a table, null. */
export function parseHtmlTable(html: string): string[][] | null {
  const table = new DOMParser().parseFromString(html, 'text/html').querySelector('table');
  if (table === null) return null;
  const rows: string[][] = [];
  for (const [at, row] of [...table.rows].entries()) {
    const cells = (rows[at] ??= []);
    let column = 0;
    for (const cell of row.cells) {
      while (cells[column] !== undefined) column += 1;
      cells[column] = textOf(cell);
      for (let down = 0; down < cell.rowSpan; down += 1) {
        for (let right = 0; right < cell.colSpan; right += 1) {
          const covered = (rows[at + down] ??= []);
          covered[column + right] ??= '';
        }
      }
      column += cell.colSpan;
    }
  }
  return rows.map((cells) => Array.from(cells, (text) => text ?? ''));
}

/** What the clipboard holds as a table: tab-separated text first, else the HTML table, else nothing. */
export function blockOf(data: DataTransfer, parseText: (text: string) => string[][]): string[][] {
  const text = data.getData('text/plain');
  if (text !== '') return parseText(text);
  return parseHtmlTable(data.getData('text/html')) ?? [];
}

function textOf(cell: HTMLElement): string {
  for (const line of cell.querySelectorAll('br')) line.replaceWith('\n');
  return (cell.textContent ?? '').replace(/\u00a0/g, ' ').trim();
}
