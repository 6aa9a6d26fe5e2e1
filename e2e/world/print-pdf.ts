/** Makes PDFs of print documents as the desktop does: the same HTML, the same fonts, Chromium's own printing. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { PRINT_FONT_FOLDER } from '../../src-main/print/print-html.ts';

const ORIGIN = 'http://print.test';

export interface PdfPrinter {
  pdf(html: string): Promise<Uint8Array>;
  page: Page;
  close(): Promise<void>;
}

export async function openPdfPrinter(browser: Browser): Promise<PdfPrinter> {
  const fonts = path.dirname(createRequire(import.meta.url).resolve('@fontsource/noto-sans-sc/package.json'));
  const page = await browser.newPage();
  let current = '';
  await page.route(`${ORIGIN}/**`, (route) => {
    const { pathname } = new URL(route.request().url());
    const weight = new RegExp(`^${PRINT_FONT_FOLDER}/(\\d+)\\.woff2$`).exec(pathname)?.[1];
    if (weight === undefined) return route.fulfill({ body: current, contentType: 'text/html; charset=utf-8' });
    const file = path.join(fonts, 'files', `noto-sans-sc-chinese-simplified-${weight}-normal.woff2`);
    return route.fulfill({ body: readFileSync(file), contentType: 'font/woff2' });
  });
  return {
    page,
    async pdf(html) {
      current = html;
      await page.goto(`${ORIGIN}/`);
      return pdfOf(page);
    },
    close: () => page.close(),
  };
}

/** The PDF of the document that a page shows, once its fonts are there. */
export async function pdfOf(page: Page): Promise<Uint8Array> {
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  return page.pdf({ preferCSSPageSize: true, printBackground: true });
}
