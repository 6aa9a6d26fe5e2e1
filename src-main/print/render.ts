import type { z } from 'zod';
import type { PreviewOverflow, PrintOrder } from '../../src-shared/contract/print.contract.ts';
import type { Locale } from '../../src-shared/contract/values.ts';
import { crossPlaces, NO_CALIBRATION, type Calibration } from '../../src-shared/domain/print/calibration.ts';
import type { FormDocument, FormKey, FormTemplate } from '../../src-shared/domain/print/form-template.ts';
import { layOutForm, type FormLayout, type Placed } from '../../src-shared/domain/print/lay-out.ts';
import type { BatchPage } from '../../src-shared/domain/print/print-run.ts';
import type { ReadStores } from '../db/stores.ts';
import { code128Modules } from './barcode.ts';
import { readDocuments, wordingOf } from './form-documents.ts';
import { invoiceBuyer } from './documents/statement-documents.ts';
import { printHtml } from './print-html.ts';
import { copiesPrinted } from './print-log.ts';
import { printerSetting } from './printer-settings.ts';
import { templateOf } from './templates.ts';

type Order = z.infer<typeof PrintOrder>;

/** Everything a batch is printed from, kept whole so that a page printed tomorrow is the page of today. */
export interface BatchContent {
  order: Order;
  locale: Locale;
  template: FormTemplate;
  documents: FormDocument[];
  printedBefore: number[];
  printedAtMs: number;
  printedBy: string;
}

export interface Rendered {
  content: BatchContent;
  html: string;
  pages: BatchPage[];
  overflows: z.infer<typeof PreviewOverflow>[];
  warnings: { reason: string; details: Record<string, string> }[];
}

/** Lays out the documents of an order as the local copy has them now. */
export function renderOrder(
  stores: ReadStores,
  input: { order: Order; locale: Locale; printedAtMs: number; printedBy: string },
): Rendered {
  const { order, locale } = input;
  const documents = readDocuments(stores, order.formKey, order.documentIds, locale);
  const { template } = templateOf(stores, order.formKey);
  const printedBefore = copiesPrinted(
    stores,
    order.formKey,
    documents.map(({ id }) => id),
  );
  const content: BatchContent = { ...input, template, documents, printedBefore };
  const buyerMissing = order.formKey === 'invoiceNotice' && invoiceBuyer(stores) === null;
  return {
    ...renderContent(stores, { content, fromPage: 1 }),
    warnings: buyerMissing ? [{ reason: 'print-buyer-missing', details: {} }] : [],
  };
}

/** A document as a form takes it; null when it is no longer here. */
export function sampleDocument(
  stores: ReadStores,
  { formKey, documentId, locale }: { formKey: FormKey; documentId: string; locale: Locale },
): FormDocument | null {
  return readDocuments(stores, formKey, [documentId], locale)[0] ?? null;
}

/** What a print would make of one document by a form that is not published yet, as it is without any calibration. */
export function renderTrial(
  stores: ReadStores,
  input: {
    template: FormTemplate;
    documentId: string;
    isPreprinted: boolean;
    locale: Locale;
    printedAtMs: number;
    printedBy: string;
  },
): Rendered {
  const { template, documentId, isPreprinted, locale, printedAtMs, printedBy } = input;
  const documents = readDocuments(stores, template.key, [documentId], locale);
  const order = { formKey: template.key, documentIds: [documentId], copies: 1, printerName: '', isPreprinted };
  const content = { order, locale, template, documents, printedBefore: documents.map(() => 0), printedAtMs, printedBy };
  return laidOut(content, NO_CALIBRATION, 1);
}

/** The document of a batch from a page on, with the calibration of today. */
export function renderContent(
  stores: ReadStores,
  { content, fromPage }: { content: BatchContent; fromPage: number },
): Rendered {
  return laidOut(content, printerSetting(stores, content.order).calibration, fromPage);
}

function laidOut(content: BatchContent, calibration: Calibration, fromPage: number): Rendered {
  const { order, locale, template, documents } = content;
  const words = wordingOf(locale);
  const layout: FormLayout = layOutForm(
    template,
    documents,
    { ...content, copies: order.copies },
    { words: words.text, barcode: code128Modules },
  );
  const html = printHtml({
    title: `${words.text(`form.title.${order.formKey}`)} ${documents[0]?.no ?? ''}`,
    locale,
    paper: template.paper,
    pages: layout.pages.slice(fromPage - 1),
    calibration,
    isPreprinted: order.isPreprinted,
  });
  const overflows = layout.overflows.map(({ documentNo, field, line, text }) => ({ documentNo, field, line, text }));
  const pages = layout.pages.map(({ documentIndex, copy, pageNo, pageCount }) => ({
    documentIndex,
    copy,
    pageNo,
    pageCount,
  }));
  return { content, html, pages, overflows, warnings: [] };
}

const CROSS_ARM_MM = 6;

/** The page with the crosses and the rulers between them, printed through the calibration in force. */
export function renderCrossPage(
  stores: ReadStores,
  { printerName, formKey, locale }: { printerName: string; formKey: FormKey; locale: Locale },
): { html: string; paper: FormTemplate['paper'] } {
  const { paper } = templateOf(stores, formKey).template;
  const places = crossPlaces(paper);
  const words = wordingOf(locale);
  const rule = (x1: number, y1: number, x2: number, y2: number): Placed => ({
    kind: 'line',
    layer: 'data',
    x1,
    y1,
    x2,
    y2,
    width: 0.2,
  });
  const cross = (x: number, y: number): Placed[] => [
    rule(x - CROSS_ARM_MM, y, x + CROSS_ARM_MM, y),
    rule(x, y - CROSS_ARM_MM, x, y + CROSS_ARM_MM),
  ];
  const mark = (text: string, x: number, y: number): Placed => ({
    ...{ kind: 'text', layer: 'data', text, x, baseline: y, align: 'left', font: 'hei', size: 9, bold: false },
  });
  const placed: Placed[] = [
    ...cross(places.nearX, places.nearY),
    ...cross(places.farX, places.farY),
    mark(`A  ${String(places.nearX)} / ${String(places.nearY)} mm`, places.nearX + 2, places.nearY - 2),
    mark(`B  ${String(places.farX)} / ${String(places.farY)} mm`, places.farX - 34, places.farY - 2),
    mark(
      words.text('print.crossPageText', {
        printer: printerName === '' ? words.text('print.defaultPrinter') : printerName,
      }),
      places.nearX + 2,
      places.nearY + 5,
    ),
  ];
  for (let x = places.nearX + 10; x < places.farX; x += 10) placed.push(rule(x, places.nearY - 1, x, places.nearY + 1));
  for (let y = places.nearY + 10; y < places.farY; y += 10) placed.push(rule(places.nearX - 1, y, places.nearX + 1, y));
  const { calibration } = printerSetting(stores, { printerName, formKey });
  const title = words.text('print.crossPage');
  return { html: printHtml({ title, locale, paper, pages: [{ placed }], calibration, isPreprinted: false }), paper };
}
