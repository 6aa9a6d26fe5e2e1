import type { PdfMaker } from '../print/print-host.ts';
import { ChromiumPipe } from './chromium-pipe.ts';

/** A window nobody uses goes after this while; the next preview opens it again. */
const IDLE_MS = 60_000;
/** A name that is answered by us alone; the browser never asks the network for it. */
const ORIGIN = 'http://print.invalid';

export interface ServedFile {
  body: Buffer;
  contentType: string;
}

export interface ChromiumPdf {
  make: PdfMaker;
  close(): void;
}

/**
 * PDFs for the host that has only the browser's own print: the same document, fonts and engine, in a Chromium without a
 * window. `serve` answers what the document asks for by path.
 */
export function chromiumPdf(program: string, serve: (path: string) => ServedFile | null): ChromiumPdf {
  let open: ChromiumPipe | null = null;
  let last: Promise<unknown> = Promise.resolve();
  let idle: NodeJS.Timeout | undefined;
  let isClosed = false;

  async function made(html: string): Promise<Uint8Array> {
    clearTimeout(idle);
    if (open?.isOpen !== true) open = await ChromiumPipe.open(program);
    try {
      return await printed(open, html, serve);
    } finally {
      idle = setTimeout(() => open?.close(), IDLE_MS).unref();
      if (isClosed) open.close();
    }
  }

  return {
    // one page: a document is finished before the next one is loaded
    make: ({ html }) => {
      const result = last.then(() => made(html));
      last = result.catch(() => undefined);
      return result;
    },
    close: () => {
      isClosed = true;
      clearTimeout(idle);
      open?.close();
    },
  };
}

async function printed(
  chromium: ChromiumPipe,
  html: string,
  serve: (path: string) => ServedFile | null,
): Promise<Uint8Array> {
  const page: ServedFile = { body: Buffer.from(html), contentType: 'text/html; charset=utf-8' };
  chromium.on('Fetch.requestPaused', ({ requestId, request }) => {
    const { pathname } = new URL((request as { url: string }).url);
    const file = pathname === '/' ? page : serve(pathname);
    const answer = {
      requestId,
      responseCode: file === null ? 404 : 200,
      responseHeaders: [
        { name: 'content-type', value: file?.contentType ?? 'text/plain' },
        // the fonts are megabytes and stay the same as long as the program runs
        { name: 'cache-control', value: file === page ? 'no-store' : 'max-age=86400' },
      ],
      body: file?.body.toString('base64') ?? '',
    };
    chromium.send('Fetch.fulfillRequest', answer).catch(() => undefined);
  });
  await chromium.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
  await chromium.send('Page.enable');
  const loaded = new Promise<void>((resolve) => chromium.on('Page.loadEventFired', () => resolve()));
  await chromium.send('Page.navigate', { url: `${ORIGIN}/` });
  await loaded;
  const ready = 'document.fonts.ready.then(() => true)';
  await chromium.send('Runtime.evaluate', { expression: ready, awaitPromise: true });
  const { data } = await chromium.send('Page.printToPDF', { preferCSSPageSize: true, printBackground: true });
  return Buffer.from(String(data), 'base64');
}
