import type { FontName } from './form-template.ts';
import { MM_PER_POINT, textWidthMm } from './text-metrics.ts';

/** Nothing is printed smaller than this, in points (grid-excel-print §6.2). */
export const SMALLEST_SIZE = 8;
const STEP = 0.5;
/** Height of a line of text, in sizes. */
export const LINE_HEIGHT = 1.2;
const MARKER = '…';
/** Signs that never begin a line. */
const NOT_FIRST = /^[，。、；：！？）》」』】〉％,.;:!?)\]}%]/u;
/** Signs that never end a line. */
const NOT_LAST = /[（《「『【〈([{]$/u;

export interface Place {
  w: number;
  h: number;
  font: FontName;
  size: number;
  bold: boolean;
  shrink: boolean;
  maxLines: number;
}

export interface FittedText {
  lines: string[];
  size: number;
  /** True when the text did not fit even at the smallest size: its end is missing and a marker stands there. */
  overflows: boolean;
}

/**
 * Sets a text into its place: at the size asked for when it fits within the lines allowed, else half a point smaller at a
 * time down to 8, at last cut with a marker. A place that shrinks is shrunk before a western word or a number is broken.
 * Empty text gives no lines.
 */
export function fitText(text: string, place: Place): FittedText {
  const clean = text.replace(/\r\n?/g, '\n').replace(/\t/g, ' ').trimEnd();
  if (clean === '') return { lines: [], size: place.size, overflows: false };
  const smallest = place.shrink ? Math.min(place.size, SMALLEST_SIZE) : place.size;
  let broken: FittedText | null = null;
  for (let size = place.size; size >= smallest; size -= STEP) {
    const lines = wrap(clean, { ...place, size });
    if (lines.length > linesAllowed(place, size)) continue;
    const fitted = { lines, size, overflows: false };
    if (!breaksWord(clean, { ...place, size })) return fitted;
    broken ??= fitted;
  }
  return broken ?? cut(wrap(clean, { ...place, size: smallest }), place, smallest);
}

/** How many lines of that size the place holds; one at least, so that something is always seen. */
function linesAllowed(place: Place, size: number): number {
  const byHeight = Math.floor((place.h + 0.01) / (size * MM_PER_POINT * LINE_HEIGHT));
  return Math.max(1, Math.min(place.maxLines, byHeight));
}

function cut(lines: readonly string[], place: Place, size: number): FittedText {
  const kept = lines.slice(0, linesAllowed(place, size));
  let last = kept.at(-1) ?? '';
  while (last !== '' && textWidthMm(last + MARKER, { ...place, size }) > place.w)
    last = [...last].slice(0, -1).join('');
  return { lines: [...kept.slice(0, -1), last + MARKER], size, overflows: true };
}

/** Lines that fit the width: broken between Chinese characters anywhere, between western words at spaces. */
function wrap(text: string, place: Place): string[] {
  return text.split('\n').flatMap((paragraph) => wrapParagraph(paragraph, place));
}

function wrapParagraph(paragraph: string, place: Place): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces(paragraph, place)) {
    if (fits(line + piece.trimEnd(), place) || line === '') {
      line += piece;
      continue;
    }
    const [kept, carried] = carryOver(line, piece);
    lines.push(kept.trimEnd());
    line = carried + piece.trimStart();
  }
  lines.push(line.trimEnd());
  return lines;
}

/** Takes the last sign of a line along when it may not end it, or when the next piece may not begin one. */
function carryOver(line: string, piece: string): [string, string] {
  if (!NOT_FIRST.test(piece) && !NOT_LAST.test(line.trimEnd())) return [line, ''];
  const signs = [...line];
  if (signs.length < 2) return [line, ''];
  return [signs.slice(0, -1).join(''), signs.at(-1) ?? ''];
}

const WORDS = /[!-~]+/gu;

function breaksWord(text: string, place: Place): boolean {
  return (text.match(WORDS) ?? []).some((word) => !fits(word, place));
}

/** Western words with the spaces behind them, other signs one by one; a word wider than the place is broken. */
function pieces(paragraph: string, place: Place): string[] {
  return (paragraph.match(/[!-~]+ *| +|[^!-~ ]/gu) ?? []).flatMap((piece) =>
    fits(piece.trimEnd(), place) ? [piece] : [...piece],
  );
}

function fits(text: string, place: Place): boolean {
  return textWidthMm(text, place) <= place.w + 0.001;
}
