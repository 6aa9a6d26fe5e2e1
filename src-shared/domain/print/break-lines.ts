import type { FootBlock, FormTemplate, LineArea } from './form-template.ts';

/** Rows of one page: from the first one up to, not including, `to`. */
export interface LinePage {
  from: number;
  to: number;
  hasFoot: boolean;
}

/**
 * Breaks the lines of a document over pages. Every page is filled; the foot stands on the last one, never without a row
 * when there are any, and takes a page of its own only where not even one row fits above it. A form without a line area
 * has one page.
 */
export function breakLines(template: Pick<FormTemplate, 'lines' | 'foot'>, count: number): LinePage[] {
  const { lines, foot } = template;
  if (lines === null) return [{ from: 0, to: 0, hasFoot: true }];
  const room = (top: number, bottom: number): number => rowsBetween(lines, top, bottom);
  const pages: LinePage[] = [];
  let from = 0;
  for (;;) {
    const top = pages.length === 0 ? lines.firstTop : lines.nextTop;
    const left = count - from;
    if (left <= room(top, lastBottom(foot, lines.bottom))) {
      pages.push({ from, to: count, hasFoot: true });
      return pages;
    }
    const full = Math.max(1, room(top, lines.bottom));
    // the foot needs the company of a row: when this page could take all that is left, one row goes over with it
    const taken = Math.min(full, left > 1 ? left - 1 : left);
    pages.push({ from, to: from + taken, hasFoot: false });
    from += taken;
    if (pages.length > 5_000) throw new RangeError('a form whose pages take no rows');
  }
}

/** How many rows there is room for between two edges, below the head of the area. */
function rowsBetween({ headHeight, rowHeight }: LineArea, top: number, bottom: number): number {
  return Math.max(0, Math.floor((bottom - top - headHeight + 0.001) / rowHeight));
}

/** How many rows of a page stay empty above the foot, or above the lower edge of a page without one. */
export function blankRows({ lines, foot }: Pick<FormTemplate, 'lines' | 'foot'>, page: LinePage, top: number): number {
  if (lines === null) return 0;
  const bottom = page.hasFoot ? lastBottom(foot, lines.bottom) : lines.bottom;
  return Math.max(0, rowsBetween(lines, top, bottom) - (page.to - page.from));
}

function lastBottom(foot: FootBlock | null, bottom: number): number {
  return foot === null ? bottom : Math.min(bottom, foot.top);
}
