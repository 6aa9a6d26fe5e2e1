import bwipjs from 'bwip-js/node';

/** Module widths of a Code 128 barcode, bar first; none when the text has a sign that barcode does not know. */
export function code128Modules(text: string): readonly number[] {
  if (!/^[\x20-\x7e]{1,48}$/.test(text)) return [];
  const [symbol] = bwipjs.raw('code128', text, '') as { sbs?: number[] }[];
  return symbol?.sbs ?? [];
}
