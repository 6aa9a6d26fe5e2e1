import { chromium, type Page } from 'playwright-core';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildScreens, SCREENS_FOLDER } from '../build/build-renderer.ts';
import { startProgram } from '../build/child-program.ts';
import { findChromium } from '../build/find-chromium.ts';
import { printBenchLine } from './bench-line.ts';
import { openBenchServer } from './bench-server.ts';

const FRAMES = 600;
const SLOW_MS = 34;
/** As fast as a wheel turns: some 300 rows a second. */
const PIXELS_A_FRAME = 130;

/** Share of frames over 34 ms while all claims are scrolled in Chromium, rows coming from the store (design §7: below 5 %). */
export async function run({ scale }: { scale: number }): Promise<void> {
  await buildScreens();
  const place = findChromium();
  if (!place.found) throw new Error(place.sentence);
  const server = await openBenchServer(scale);
  const folder = mkdtempSync(path.join(tmpdir(), 'hedui-bench-scroll-'));
  const browser = await chromium.launch({ executablePath: place.program, args: ['--no-sandbox', '--disable-gpu'] });
  const desktop = startProgram({
    script: 'src-main/loopback/main.ts',
    args: ['--data', path.join(folder, 'desktop'), '--server', server.url, '--screens', SCREENS_FOLDER],
    logFile: path.join(folder, 'desktop.log'),
  });
  try {
    const { link } = await desktop.line('link');
    const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1366, height: 768 } });
    const page = await context.newPage();
    page.setDefaultTimeout(300_000);
    await page.goto(String(link));
    await page.getByTestId('demo-l1').first().click();
    await page.locator('.ag-row[row-id]').first().waitFor();
    await page.getByTestId('history-pending').waitFor({ state: 'detached' });
    await page.getByTestId('queue-ALL').click();
    await page.waitForFunction(() => document.querySelector('[data-testid="queue-ALL"]')?.ariaPressed === 'true');
    await page.locator('.ag-row[row-id]').first().waitFor();
    const rows = Number((await page.getByTestId('grid-total').innerText()).replace(/\D/g, ''));
    const still = await frames(page, 0);
    const scrolled = await frames(page, PIXELS_A_FRAME);
    printBenchLine({
      bench: 'grid.scroll',
      case: `${String(rows)} rows, ${String(FRAMES)} frames of ${String(PIXELS_A_FRAME)} px: frames over ${String(SLOW_MS)} ms, limit 5 %`,
      ...{ value: scrolled, unit: '%', peer: 'the same page standing still', peerValue: still },
    });
    await context.close();
  } finally {
    await desktop.stop();
    await browser.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The share of frames in % that came later than they should while the list moves by `pixels` a frame. */
function frames(page: Page, pixels: number): Promise<number> {
  return page.evaluate(
    ({ pixels: step, count, slowMs }) =>
      new Promise<number>((resolve, reject) => {
        const body = document.querySelector('[data-testid="claims-grid"] .ag-grid-viewport');
        if (body === null) throw new Error('the grid has no element that scrolls');
        const from = body.scrollTop;
        let slow = 0;
        let seen = 0;
        let lastMs: number | null = null;
        const frame = (nowMs: number): void => {
          if (lastMs !== null) {
            seen += 1;
            if (nowMs - lastMs > slowMs) slow += 1;
          }
          lastMs = nowMs;
          body.scrollBy(0, step);
          if (seen < count) requestAnimationFrame(frame);
          else if (step > 0 && body.scrollTop - from < (step * count) / 2) reject(new Error('the list did not move'));
          else resolve((slow / count) * 100);
        };
        requestAnimationFrame(frame);
      }),
    { pixels, count: FRAMES, slowMs: SLOW_MS },
  );
}
