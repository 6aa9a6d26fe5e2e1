import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findChromium } from '../../build/find-chromium.ts';
import { chromiumPdf, type ChromiumPdf } from '../../src-main/loopback/chromium-pdf.ts';
import { browserPrint } from '../../src-main/print/print-host.ts';
import { PublishedDocuments } from '../../src-main/print/published-documents.ts';
import type { TestApp } from '../../src-main/testing/test-app.ts';
import { openBrowser } from '../world/browser.ts';
import { openPdfPrinter } from '../world/print-pdf.ts';
import { readPdf } from '../world/read-pdf.ts';
import { openCompany, type Company } from './claims-company.ts';

const FONTS = path.dirname(createRequire(import.meta.url).resolve('@fontsource/noto-sans-sc/package.json'));

/** The fonts of the built screens, as the loopback host serves them. */
function served(address: string): { body: Buffer; contentType: string } | null {
  const weight = /^\/print-fonts\/(\d+)\.woff2$/.exec(address)?.[1];
  if (weight === undefined) return null;
  const file = path.join(FONTS, 'files', `noto-sans-sc-chinese-simplified-${weight}-normal.woff2`);
  return { body: readFileSync(file), contentType: 'font/woff2' };
}

let company: Company;
let clerk: TestApp;
let maker: ChromiumPdf;
let program = '';

beforeAll(async () => {
  const place = findChromium();
  if (!place.found) throw new Error(place.sentence);
  program = place.program;
  maker = chromiumPdf(program, served);
  company = await openCompany(3);
  clerk = await company.desktop('clerk', { printing: browserPrint(maker.make) });
});

afterAll(async () => {
  maker.close();
  await company.close();
});

test('the preview is the PDF that a print of the document makes: pages, sizes and every text in its place', async () => {
  const { rows } = await clerk.client.claims.page({
    query: { filters: [], text: '', sort: [] },
    offset: 0,
    limit: 3,
  });
  const documentIds = rows.map(({ id }) => id);
  const order = { formKey: 'appraisal', documentIds, copies: 2, printerName: 'LQ', isPreprinted: false } as const;
  const preview = await clerk.client.print.preview({ order });
  const { address } = await clerk.client.print.pdf({ address: preview.address });
  const shown = await readPdf(clerk.app.printDocuments.pdf(address ?? '') ?? new Uint8Array());
  const browser = await openBrowser();
  const printer = await openPdfPrinter(browser);
  const printed = await readPdf(await printer.pdf(clerk.app.printDocuments.html(preview.address) ?? ''));
  await browser.close();
  expect(shown).toHaveLength(6);
  expect(shown[0]?.words).toContain(rows[0]?.vin);
  const rounded = (pages: typeof shown) =>
    pages.map(({ texts, widthMm, heightMm }) => ({
      size: [widthMm, heightMm].map((mm) => mm.toFixed(2)),
      texts: texts.map(({ text, x, y }) => [text, x.toFixed(2), y.toFixed(2)]),
    }));
  expect(rounded(shown)).toEqual(rounded(printed));
  await expect(clerk.client.print.pdf({ address: '/print/unknown' })).rejects.toMatchObject({
    data: { reason: 'print-document-gone' },
  });
});

test('a document is made into a PDF once; after a fault it is tried again, and after the program ended, too', async () => {
  const published = new PublishedDocuments();
  const address = published.publish('<p>中文</p>');
  let made = 0;
  const failing = () => Promise.reject(new Error('no paper'));
  await expect(published.withPdf(address, failing)).rejects.toThrow('no paper');
  const making = async (html: string): Promise<Uint8Array> => {
    made += 1;
    return maker.make({ address, html });
  };
  const [first, second] = await Promise.all([published.withPdf(address, making), published.withPdf(address, making)]);
  expect([first, second, made]).toEqual([`${address}.pdf`, `${address}.pdf`, 1]);
  expect(published.pdf(address)).toBeNull();
  expect(Buffer.from(published.pdf(`${address}.pdf`) ?? []).toString('latin1')).toMatch(/^%PDF/);
  published.clear();
  expect(published.pdf(`${address}.pdf`)).toBeNull();
});

test('a program that cannot be started is a fault of this document, not of the desktop', async () => {
  const broken = chromiumPdf(path.join(FONTS, 'package.json'), served);
  await expect(broken.make({ address: '', html: '' })).rejects.toThrow();
  broken.close();
});
