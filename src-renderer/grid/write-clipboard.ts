import { toHtmlTable, toTsv, type ClipboardCell } from './clipboard-text.ts';

export type ClipboardTable = readonly (readonly ClipboardCell[])[];

/** Fills a copy event; both forms hold the same table. */
export function fillCopyEvent(event: ClipboardEvent, table: ClipboardTable): void {
  event.preventDefault();
  event.clipboardData?.setData('text/plain', toTsv(table));
  event.clipboardData?.setData('text/html', toHtmlTable(table));
}

/**
 * Writes a table that was fetched after the key was pressed. A copy event of our own keeps the formats for spreadsheets
 * as they are; where the browser no longer grants one, its clipboard is written directly.
 */
export async function writeClipboard(table: ClipboardTable): Promise<void> {
  let filled = false;
  const onCopy = (event: ClipboardEvent): void => {
    fillCopyEvent(event, table);
    event.stopPropagation();
    filled = true;
  };
  document.addEventListener('copy', onCopy, true);
  try {
    document.execCommand('copy');
  } finally {
    document.removeEventListener('copy', onCopy, true);
  }
  if (filled) return;
  const part = (type: string, text: string): [string, Blob] => [type, new Blob([text], { type })];
  const parts = [part('text/plain', toTsv(table)), part('text/html', toHtmlTable(table))];
  await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(parts))]);
}
