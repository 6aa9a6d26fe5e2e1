/**
 * What stands in one cell of a foreign file. Text is text; a number of a workbook keeps its decimal digits as text
 * (15 significant digits, the precision Excel shows), so that nothing passes through a float here.
 */
export type Cell =
  | { is: 'empty' }
  | { is: 'text'; text: string }
  | { is: 'number'; digits: string }
  | { is: 'date'; digits: string; from1904: boolean }
  | { is: 'flag'; value: boolean }
  | { is: 'error'; code: string };

export const EMPTY_CELL: Cell = { is: 'empty' };

const WIDE = /[\uFF01-\uFF5E\u3000]/;
const FULL_WIDTH = /[\uFF01-\uFF5E]/g;

/** The text with full-width letters, digits and signs made half-width and ideographic spaces made plain. */
export function halfWidth(text: string): string {
  if (!WIDE.test(text)) return text;
  return text.replace(FULL_WIDTH, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0)).replace(/\u3000/g, ' ');
}

// Control characters, byte order marks and zero-width signs that copy and paste leaves behind.
/** Plain letters and Chinese characters without a space at either end: nothing to do, and most cells are such. */
const ALREADY_CLEAN = /^(?! )[\x20-\x7E\u3001-\u301F\u4E00-\u9FFF\uFF01-\uFF5E]*(?<! )$/;
const INVISIBLE = /[\p{Cc}\u200B-\u200D\u2060\uFEFF]/gu;
const KEPT_CONTROLS = new Set(['\t', '\n', '\r']);

/** The text without invisible signs and without spaces at its ends, in normal form C. */
export function cleanText(text: string): string {
  if (ALREADY_CLEAN.test(text)) return text;
  return text
    .replace(INVISIBLE, (sign) => (KEPT_CONTROLS.has(sign) ? sign : ''))
    .normalize('NFC')
    .trim();
}

/** What a person would see in the cell, for samples, issues and row comparison. */
export function cellText(cell: Cell): string {
  switch (cell.is) {
    case 'empty':
      return '';
    case 'text':
      return cleanText(cell.text);
    case 'number':
    case 'date':
      return cell.digits;
    case 'flag':
      return cell.value ? 'TRUE' : 'FALSE';
    case 'error':
      return cell.code;
  }
}
