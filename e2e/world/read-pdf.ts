/** What another program than the one that made it finds in a PDF: pages, their sizes, and every text with its place. */
import { getDocument, OPS, type PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';

const MM_PER_POINT = 25.4 / 72;

export interface PdfText {
  text: string;
  /** Left end and baseline from the upper left corner, millimetres. */
  x: number;
  y: number;
  width: number;
}

export interface PdfPage {
  widthMm: number;
  heightMm: number;
  texts: PdfText[];
  /** The words as a search or a copy would have them. */
  words: string;
}

export async function readPdf(bytes: Uint8Array): Promise<PdfPage[]> {
  const loading = getDocument({ data: new Uint8Array(bytes), useSystemFonts: false, verbosity: 0 });
  const pdf = await loading.promise;
  const pages: PdfPage[] = [];
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number);
    const [, , width = 0, height = 0] = page.view;
    const { items } = await page.getTextContent();
    pages.push({
      widthMm: width * MM_PER_POINT,
      heightMm: height * MM_PER_POINT,
      texts: await textsOf(page, height),
      words: items.map((item) => ('str' in item ? item.str : '')).join(' '),
    });
  }
  await loading.destroy();
  return pages;
}

type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];
interface Glyph {
  unicode: string;
  width: number;
}

const times = (m: Matrix, n: Matrix): Matrix => [
  m[0] * n[0] + m[2] * n[1],
  m[1] * n[0] + m[3] * n[1],
  m[0] * n[2] + m[2] * n[3],
  m[1] * n[2] + m[3] * n[3],
  m[0] * n[4] + m[2] * n[5] + m[4],
  m[1] * n[4] + m[3] * n[5] + m[5],
];

/**
 * Every text object by the operators that draw it. `getTextContent` joins neighbours on one line, so the beginning of the
 * second one could not be seen.
 */
async function textsOf(page: PDFPageProxy, heightPoints: number): Promise<PdfText[]> {
  const { fnArray, argsArray } = await page.getOperatorList();
  const texts: PdfText[] = [];
  const saved: Matrix[] = [];
  let at: Matrix = [1, 0, 0, 1, 0, 0];
  let line: Matrix = at;
  let size = 0;
  let pen = 0;
  let text = '';
  let [start, end] = [at, at];
  const show = (pieces: readonly (Glyph | number)[]): void => {
    for (const piece of pieces) {
      if (typeof piece === 'number') {
        pen -= (piece * size) / 1000;
        continue;
      }
      const here = times(at, times(line, [1, 0, 0, 1, pen, 0]));
      if (text === '') start = here;
      text += piece.unicode;
      pen += (piece.width * size) / 1000;
      end = times(at, times(line, [1, 0, 0, 1, pen, 0]));
    }
  };
  const OPERATORS: Readonly<Record<number, (args: readonly never[]) => void>> = {
    [OPS.save]: () => void saved.push(at),
    [OPS.restore]: () => void (at = saved.pop() ?? at),
    [OPS.transform]: (args) => void (at = times(at, args as unknown as Matrix)),
    [OPS.beginText]: () => void (text = ''),
    [OPS.setFont]: (args) => void (size = Number(args[1])),
    [OPS.setTextMatrix]: ([matrix]) => {
      line = Object.values(matrix ?? {}) as unknown as Matrix;
      pen = 0;
    },
    [OPS.moveText]: ([x = 0, y = 0]) => {
      line = times(line, [1, 0, 0, 1, x, y]);
      pen = 0;
    },
    [OPS.showText]: ([pieces]) => show((pieces ?? []) as readonly (Glyph | number)[]),
    [OPS.endText]: () => {
      if (text === '') return;
      const [x, y] = [start[4] * MM_PER_POINT, (heightPoints - start[5]) * MM_PER_POINT];
      texts.push({ text, x, y, width: end[4] * MM_PER_POINT - x });
    },
  };
  fnArray.forEach((operator, index) => OPERATORS[operator]?.((argsArray[index] ?? []) as never[]));
  return texts;
}
