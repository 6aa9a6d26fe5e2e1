import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workbookText } from '../../src-main/exchange/workbook-text.ts';
import { code128Modules } from '../../src-main/print/barcode.ts';
import { printHtml } from '../../src-main/print/print-html.ts';
import { NO_CALIBRATION, type Calibration } from '../../src-shared/domain/print/calibration.ts';
import type { Field, FormDocument, FormTemplate, FormValue } from '../../src-shared/domain/print/form-template.ts';
import { FIRST_FORMS } from '../../src-shared/domain/print/forms/index.ts';
import { layOutForm, type FormLayout, type PlacedText } from '../../src-shared/domain/print/lay-out.ts';
import { textWidthMm } from '../../src-shared/domain/print/text-metrics.ts';
import { openBrowser } from '../world/browser.ts';
import { openPdfPrinter, type PdfPrinter } from '../world/print-pdf.ts';
import { readPdf, type PdfPage } from '../world/read-pdf.ts';

/** What a person may see as one place (grid-excel-print §6.4). */
const PLACE_MM = 0.2;

/**
 * Chromium makes of a page in millimetres whole CSS pixels (up), of those whole points (down), and writes them in 1/300
 * inch. See docs/decisions/0045.
 */
const chromiumMm = (mm: number): number => {
  const points = Math.floor(Math.ceil((mm * 96) / 25.4) * 0.75);
  return (Math.round((points * 300) / 72) / 300) * 25.4;
};

const VALUES: Readonly<Record<Field['format'], FormValue>> = {
  text: '济南 A1',
  fen: 1_234_567,
  fenInWords: 1_234_567,
  date: '2026-11-29',
  dateTime: Date.UTC(2026, 10, 29, 3),
  integer: 123,
  quantity: 2500,
  hours: 350,
  percent: 1300,
  choice: 'WARRANTY',
};

function filled(fields: readonly Field[]): Record<string, FormValue> {
  return Object.fromEntries(fields.map(({ key, format }) => [key, VALUES[format]]));
}

function documentFor(template: FormTemplate, no: string, lines: number): FormDocument {
  const values = { ...filled([...template.fields, ...(template.foot?.fields ?? [])]), no, tagNo: no };
  const line = filled(template.lines?.fields ?? []);
  return {
    type: 'claim',
    id: no,
    no,
    values,
    lines: template.lines === null ? [] : Array.from({ length: lines }, () => line),
  };
}

const words = workbookText('zh-CN');
const layout = (template: FormTemplate, documents: readonly FormDocument[]): FormLayout =>
  layOutForm(
    template,
    documents,
    { copies: 1, printedBefore: documents.map(() => 0), printedAtMs: Date.UTC(2026, 10, 29, 3), printedBy: '李晓燕' },
    { words, barcode: code128Modules },
  );
const html = (
  { template, pages }: FormLayout,
  calibration: Calibration = NO_CALIBRATION,
  isPreprinted = false,
): string => printHtml({ title: '测试', locale: 'zh-CN', paper: template.paper, pages, calibration, isPreprinted });

/** Each text of the layout beside the text of that place in the PDF. */
function pairs(
  page: FormLayout['pages'][number],
  pdf: PdfPage,
): { wanted: PlacedText; x: number; y: number; width: number }[] {
  const wanted = page.placed.filter((piece) => piece.kind === 'text');
  expect(pdf.texts.map(({ text }) => text).sort()).toEqual(wanted.map(({ text }) => text).sort());
  const left = [...pdf.texts];
  return wanted.map((text) => {
    const distance = (found: (typeof left)[number]): number =>
      found.text === text.text ? Math.hypot(startOf(text, found.width) - found.x, text.baseline - found.y) : Infinity;
    const best = left.reduce((a, b) => (distance(a) <= distance(b) ? a : b));
    left.splice(left.indexOf(best), 1);
    return { wanted: text, x: best.x - startOf(text, best.width), y: best.y - text.baseline, width: best.width };
  });
}
const startOf = ({ x, align }: PlacedText, width: number): number =>
  x - { left: 0, center: width / 2, right: width }[align];

/** By how much each text of a page stands elsewhere on the other one, to 0.01 mm. */
function shifts(page: PdfPage, moved: PdfPage | undefined): Set<string> {
  expect(page.texts.length).toBeGreaterThan(10);
  const hundredths = (mm: number): number => Math.round(mm * 100) / 100;
  return new Set(
    page.texts.map((text, at) => {
      const other = moved?.texts[at];
      if (other?.text !== text.text) throw new Error(text.text);
      return [hundredths(other.x - text.x), hundredths(other.y - text.y)].join();
    }),
  );
}

describe('forms as Chromium prints them, read by pdf.js', () => {
  let browser: Browser;
  let printer: PdfPrinter;
  beforeAll(async () => {
    browser = await openBrowser();
    printer = await openPdfPrinter(browser);
  });
  afterAll(async () => {
    await browser.close();
  });

  it.each(Object.values(FIRST_FORMS))(
    '$key: pages and size, every text within 0.2 mm of its place, moved by a calibration exactly, Chinese text as it was',
    async (template) => {
      const laid = layout(template, [documentFor(template, 'SP00123', 3), documentFor(template, 'SP00124', 30)]);
      expect(laid.overflows).toEqual([]);
      const pages = await readPdf(await printer.pdf(html(laid)));
      expect(pages).toHaveLength(laid.pages.length);
      pages.forEach((pdf, index) => {
        expect(pdf.widthMm).toBeCloseTo(chromiumMm(template.paper.widthMm), 2);
        expect(pdf.heightMm).toBeCloseTo(chromiumMm(template.paper.heightMm), 2);
        const page = laid.pages[index];
        if (page === undefined) throw new Error('no page');
        for (const { wanted, x, y, width } of pairs(page, pdf)) {
          // the layout reckons no text narrower than it is set, so nothing it calls fitting sticks out
          expect(width, wanted.text).toBeLessThanOrEqual(textWidthMm(wanted.text, wanted) + 0.05);
          expect(Math.abs(x), `${wanted.text} across`).toBeLessThan(PLACE_MM);
          expect(Math.abs(y), `${wanted.text} down`).toBeLessThan(PLACE_MM);
        }
      });
      expect(pages[0]?.words).toContain(words(`form.title.${template.key}`));
      const moved = await readPdf(await printer.pdf(html(laid, { ...NO_CALIBRATION, dxTenthMm: 15, dyTenthMm: -20 })));
      expect(moved).toHaveLength(pages.length);
      pages.forEach((page, index) => expect(shifts(page, moved[index])).toEqual(new Set(['1.5,-2'])));
    },
  );

  it('a long text wraps, then shrinks, then ends in a marker that was announced; nothing leaves its place', async () => {
    const { w } = FIRST_FORMS.dispatch.fields.find(({ key }) => key === 'complaintText') ?? { w: 0 };
    const documents = [30, 120, 180, 400].map((length) => {
      const complaintText = '制动跑偏并伴有异响'.repeat(length).slice(0, length);
      return { ...documentFor(FIRST_FORMS.dispatch, `PG${String(length)}`, 0), values: { complaintText } };
    });
    const laid = layout(FIRST_FORMS.dispatch, documents);
    const pages = await readPdf(await printer.pdf(html(laid)));
    const sizes = documents.map(({ values: { complaintText } }, index) => {
      const lines = pages[index]?.texts.filter(({ text }) => /^[制动跑偏并伴有异响]+…?$/.test(text)) ?? [];
      for (const { width } of lines) expect(width).toBeLessThanOrEqual(w + 0.05);
      const joined = lines.map(({ text }) => text).join('');
      if (index < 3) expect(joined).toBe(complaintText);
      else expect([joined.endsWith('…'), complaintText.startsWith(joined.slice(0, -1))]).toEqual([true, true]);
      const set = laid.pages[index]?.placed.find((piece) => piece.kind === 'text' && piece.text === lines[0]?.text);
      return set?.kind === 'text' ? set.size : 0;
    });
    expect(laid.overflows.map(({ documentNo, field }) => [documentNo, field])).toEqual([['PG400', 'complaintText']]);
    expect(sizes[0]).toBe(10);
    expect(sizes[2]).toBeLessThan(10);
    expect(sizes[3]).toBe(8);
  });

  it('a stretch grows from the upper left corner', async () => {
    const laid = layout(FIRST_FORMS.dispatch, [documentFor(FIRST_FORMS.dispatch, 'PG1', 0)]);
    const [wide] = await readPdf(await printer.pdf(html(laid, { ...NO_CALIBRATION, scaleXBp: 10_200 })));
    const placed = laid.pages[0]?.placed.filter((piece) => piece.kind === 'text' && piece.align === 'left') ?? [];
    for (const { text, x, baseline } of placed.filter((piece) => piece.kind === 'text')) {
      const found = wide?.texts.filter((other) => other.text === text) ?? [];
      const near = found.filter((other) => Math.hypot(other.x - x * 1.02, other.y - baseline) < PLACE_MM);
      expect(near.length, text).toBeGreaterThan(0);
    }
  });

  it('prints on pre-printed paper the document alone; a text of a user is text whatever it holds', async () => {
    const nasty = `</text><script>alert(1)</script>&amp;"'\u0007\ud800`;
    const laid = layout(FIRST_FORMS.appraisal, [
      { ...documentFor(FIRST_FORMS.appraisal, 'SP1', 2), values: { complaintText: nasty } },
    ]);
    const pages = await readPdf(await printer.pdf(html(laid, NO_CALIBRATION, true)));
    const blank = laid.pages[0]?.placed.filter((piece) => piece.kind === 'text' && piece.layer === 'art') ?? [];
    const printed = pages[0]?.texts.map(({ text }) => text) ?? [];
    expect(pages).toHaveLength(1);
    expect(printed.length).toBeGreaterThan(10);
    for (const piece of blank) if (piece.kind === 'text') expect(printed).not.toContain(piece.text);
    expect(pages[0]?.words).toContain('</text><script>alert(1)</script>&amp;"');
  });

  it('121 documents are 121 pages, and from page n on the rest', async () => {
    const documents = Array.from({ length: 121 }, (_, index) =>
      documentFor(FIRST_FORMS.oldPartLabel, `OP${String(index + 1)}`, 0),
    );
    const laid = layout(FIRST_FORMS.oldPartLabel, documents);
    const rest = await readPdf(await printer.pdf(html({ ...laid, pages: laid.pages.slice(99) })));
    expect(laid.pages).toHaveLength(121);
    expect(rest).toHaveLength(22);
    expect(rest[0]?.words).toContain('OP100');
    expect(rest[21]?.words).toContain('OP121');
  });
});
