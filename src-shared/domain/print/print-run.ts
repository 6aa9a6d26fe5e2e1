import { parseSerial, serialAfter, serialText } from './serial.ts';

/** A page of a batch: which document and copy it belongs to, and its place within them. */
export interface BatchPage {
  documentIndex: number;
  copy: number;
  pageNo: number;
  pageCount: number;
}

export interface RunReport {
  /** The last page that came out well; the pages before it in this run did too. */
  throughPage: number;
  /** Sheets that went through the printer for nothing, all of them behind `throughPage`. */
  spoiled: readonly { pageNo: number; reason: string }[];
}

export interface RunOutcome {
  nextPage: number;
  isDone: boolean;
  /** What was finished in this run: a copy counts when its last page came out. */
  printed: {
    documentIndex: number;
    copies: number;
    pages: number;
    serialFrom: string | null;
    serialTo: string | null;
  }[];
  spoiled: { documentIndex: number; pageNo: number; serial: string | null; reason: string }[];
  /** The number the next sheet of pre-printed paper bears; null on paper without numbers. */
  serialText: string | null;
}

/**
 * What a person's report after a run means: documents that are printed now, sheets that are spoiled with the numbers they
 * bore, and the page to go on from. Pages count from 1. Null when the report cannot be: a last good page before this run
 * or beyond the batch, a spoiled sheet among the good ones or beyond the batch. Design §8, grid-excel-print §6.3.
 */
export function reportRun(
  pages: readonly BatchPage[],
  { nextPage, serial }: { nextPage: number; serial: string | null },
  { throughPage, spoiled }: RunReport,
): RunOutcome | null {
  if (throughPage < nextPage - 1 || throughPage > pages.length) return null;
  if (spoiled.some(({ pageNo }) => pageNo <= throughPage || pageNo > pages.length)) return null;
  const paper = serial === null ? null : parseSerial(serial);
  const numberOf = (sheet: number): string | null => (paper === null ? null : serialText(paper, sheet));
  const good = throughPage - nextPage + 1;
  const ordered = [...spoiled].sort((a, b) => a.pageNo - b.pageNo);
  return {
    nextPage: throughPage + 1,
    isDone: throughPage === pages.length,
    printed: finishedCopies(pages, nextPage, throughPage, numberOf),
    spoiled: ordered.map(({ pageNo, reason }, index) => ({
      documentIndex: pages[pageNo - 1]?.documentIndex ?? 0,
      pageNo,
      reason,
      serial: numberOf(good + index),
    })),
    serialText: paper === null ? null : serialText(serialAfter(paper, good + ordered.length)),
  };
}

function finishedCopies(
  pages: readonly BatchPage[],
  from: number,
  through: number,
  numberOf: (sheet: number) => string | null,
): RunOutcome['printed'] {
  const finished = new Map<number, RunOutcome['printed'][number]>();
  for (let pageNo = from; pageNo <= through; pageNo += 1) {
    const page = pages[pageNo - 1];
    if (page === undefined || page.pageNo !== page.pageCount) continue;
    const first = numberOf(Math.max(0, pageNo - page.pageCount + 1 - from));
    const known = finished.get(page.documentIndex);
    finished.set(page.documentIndex, {
      documentIndex: page.documentIndex,
      copies: (known?.copies ?? 0) + 1,
      pages: (known?.pages ?? 0) + page.pageCount,
      serialFrom: known?.serialFrom ?? first,
      serialTo: numberOf(pageNo - from),
    });
  }
  return [...finished.values()];
}
