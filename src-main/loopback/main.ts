/** The desktop in a browser of this machine: `node src-main/loopback/main.ts --data FOLDER --server URL --screens FOLDER`. */
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { App, AppOptions } from '../compose.ts';
import { StoreThreads } from '../db/store-threads.ts';
import { openLogFile } from '../host/log-file.ts';
import { nodeHost } from '../host/node-host.ts';
import { readRendererFiles } from '../host/renderer-files.ts';
import { browserPrint } from '../print/print-host.ts';
import { chromiumPdf } from './chromium-pdf.ts';
import { openDownloads } from './downloads.ts';
import { startLoopback } from './loopback-server.ts';
import { withTestFonts } from './test-fonts.ts';

const LAST_WORDS_MS = 5_000;

/** Machine-readable lines for the program that started us: one JSON object each. */
function report(line: Record<string, string | number>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      data: { type: 'string' },
      server: { type: 'string' },
      screens: { type: 'string' },
      port: { type: 'string', default: '0' },
      locale: { type: 'string', default: 'zh-CN' },
      'idle-minutes': { type: 'string' },
      chromium: { type: 'string' },
      fonts: { type: 'boolean', default: false },
    },
  });
  if (values.data === undefined || values.server === undefined || values.screens === undefined) {
    process.stderr.write('usage: --data FOLDER --server URL --screens FOLDER [--port N] [--locale zh-CN|en]\n');
    process.exitCode = 2;
    return;
  }
  const threads = new StoreThreads();
  const downloads = openDownloads();
  const screens = readRendererFiles(values.screens);
  const { chromium } = values;
  const pdf = chromium === undefined ? null : chromiumPdf(chromium, (address) => screens.get(address) ?? null);
  const core = Promise.withResolvers<App>();
  const idleMinutes = values['idle-minutes'];
  const host = await startLoopback({
    core: core.promise,
    files: values.fonts ? withTestFonts(screens) : screens,
    downloads,
    port: Number(values.port),
    announceLink: (url, occasion) => report({ link: url, occasion }),
    idleShutdownMs: idleMinutes === undefined ? null : Number(idleMinutes) * 60_000,
    onIdle: () => void stop(),
  });

  let stopping = false;
  async function stop(): Promise<void> {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), LAST_WORDS_MS).unref();
    await host.close();
    pdf?.close();
    await core.promise.then(
      (app) => app.close(),
      () => undefined,
    );
    process.exit(0);
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());
  // started by another program: when that one is gone, nobody could stop us any more
  if (process.channel !== undefined) process.on('disconnect', () => void stop());
  // The link is out: whoever follows it gets the page while the core is still loading, and signs in while the threads are.
  core.resolve(
    await loadCore({
      dataFolder: values.data,
      serverUrl: values.server,
      ...nodeHost(),
      logger: openLogFile(path.join(values.data, 'logs', 'desktop.log'), Date.now),
      files: downloads,
      printing: browserPrint(pdf?.make ?? null),
      locale: values.locale === 'en' ? 'en' : 'zh-CN',
      threads,
    }),
  );
  threads.warm();
}

/** What the core is made of, the lowest first: between two pieces the page is served, which one long load would keep waiting. */
const PIECES: readonly (() => Promise<unknown>)[] = [
  () => import('zod'),
  () => import('@orpc/server'),
  () => import('../../src-shared/contract/index.ts'),
  () => import('../session/session.ts'),
  () => import('../exchange/exchange.handlers.ts'),
];

async function loadCore(options: AppOptions): Promise<App> {
  for (const load of PIECES) {
    await load();
    await nextTurn();
  }
  const { createApp } = await import('../compose.ts');
  return createApp(options);
}

main().catch((error: unknown) => {
  const facts = error instanceof Error ? { message: error.message, code: codeOf(error) } : { message: String(error) };
  report({ failed: facts.message, ...('code' in facts ? { code: facts.code } : {}) });
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
