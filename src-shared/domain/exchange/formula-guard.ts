const FORMULA_START = /^[=+\-@\t\r＝＋－＠]/;
const GUARD = "'";
/** Guards before a formula's first sign: one more is put before these, so that taking one away gives the same text back. */
const GUARDED = /^'*[=+\-@\t\r＝＋－＠]/;

/**
 * True for text a spreadsheet might take for a formula when it is opened as csv, edited or saved again; full-width signs
 * count, because Excel in Chinese takes them as well (grid-excel-print §5.10).
 */
export function looksLikeFormula(text: string): boolean {
  return FORMULA_START.test(text);
}

/** Text for a csv: with an apostrophe before it where it might become a formula, else as it is. The inverse of `unguardedText`. */
export function guardedText(text: string): string {
  return GUARDED.test(text) ? GUARD + text : text;
}

/** The text of a csv cell without the apostrophe that only guards it; an apostrophe before anything else is part of the text. */
export function unguardedText(text: string): string {
  return text.startsWith(GUARD) && GUARDED.test(text) ? text.slice(GUARD.length) : text;
}
