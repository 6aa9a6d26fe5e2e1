import { chromium, type Page } from 'playwright-core';
import path from 'node:path';
import { buildScreens, SCREENS_FOLDER } from '../build/build-renderer.ts';
import { startProgram } from '../build/child-program.ts';
import { findChromium } from '../build/find-chromium.ts';
import { openFilledDesk } from './bench-desk.ts';
import { printBenchLine } from './bench-line.ts';

/** Frames measured at each place of the list. */
const FRAMES = 500;
const SLOW_MS = 34;
/** As fast as a wheel turns: some 300 rows a second. */
const PIXELS_A_FRAME = 130;
/** Where in the list it is scrolled, in thousandths from its top. */
const PLACES = [0, 333, 667, 950] as const;
const ROW_HEIGHT = 26;

const CASE = `${String(PLACES.length)} places × ${String(FRAMES)} frames of ${String(PIXELS_A_FRAME)} px`;

interface Scrolled {
  frames: number;
  slow: number;
  /** The slowest frame. */
  worstMs: number;
  rows: number;
  /** Rows that were still empty when their frame was drawn, as a share of all looked at. */
  blank: number;
}

/** Share of frames over 34 ms while all claims are scrolled in Chromium, rows coming from the store (design §7: below 5 %). */
export async function run({ scale }: { scale: number }): Promise<void> {
  await buildScreens();
  const place = findChromium();
  if (!place.found) throw new Error(place.sentence);
  const desk = await openFilledDesk(scale);
  const [counted] = await desk.server.query<{ n: string }>('select count(*) as n from claim');
  const browser = await chromium.launch({ executablePath: place.program, args: ['--no-sandbox', '--disable-gpu'] });
  const desktop = startProgram({
    script: 'src-main/loopback/main.ts',
    args: ['--data', desk.dataFolder, '--server', desk.server.url, '--screens', SCREENS_FOLDER],
    logFile: path.join(desk.dataFolder, 'desktop.log'),
  });
  try {
    const { link } = await desktop.line('link');
    const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1366, height: 768 } });
    const page = await context.newPage();
    page.setDefaultTimeout(300_000);
    await page.goto(String(link));
    await page.getByTestId('demo-l1').first().click();
    await page.locator('.ag-row[row-id]').first().waitFor();
    await page.getByTestId('queue-ALL').click();
    await page.waitForFunction(
      (least) => Number(document.querySelector('[data-testid="grid-total"]')?.textContent.replace(/\D/g, '')) >= least,
      Number(counted?.n ?? 0) * 0.9,
    );
    await page.locator('.ag-row[row-id]').first().waitFor();
    const rows = Number((await page.getByTestId('grid-total').innerText()).replace(/\D/g, ''));
    const ours = await scrollPlaces(page, '[data-testid="claims-grid"] .ag-grid-viewport');
    const still = shareOf([await scroll(page, '[data-testid="claims-grid"] .ag-grid-viewport', 0)]);
    const bare = await context.newPage();
    await bare.setContent(BARE_LIST);
    const peer = await scrollPlaces(bare, '#list');
    printBenchLine({
      bench: 'grid.scroll',
      case: `${String(rows)} rows, ${CASE}, ${String(ours.rows)} rows passed: frames over ${String(SLOW_MS)} ms, limit 5 %`,
      ...{ value: ours.slowShare, unit: '%', peer: 'a bare list of as many cells in the same browser' },
      peerValue: peer.slowShare,
    });
    printBenchLine({
      bench: 'grid.scroll',
      case: `slowest frame; of the same page standing still ${still.slowShare.toFixed(1)} % are over ${String(SLOW_MS)} ms`,
      ...{ value: ours.worstMs, unit: 'ms', peer: 'the bare list', peerValue: peer.worstMs },
    });
    printBenchLine({
      bench: 'grid.scroll',
      case: 'rows drawn before their block had come',
      ...{ value: ours.blankShare, unit: '%', peer: null, peerValue: null },
    });
    await context.close();
  } finally {
    await desktop.stop();
    await browser.close();
  }
}

interface Shares {
  slowShare: number;
  worstMs: number;
  rows: number;
  blankShare: number;
}

async function scrollPlaces(page: Page, selector: string): Promise<Shares> {
  const measured: Scrolled[] = [];
  for (const place of PLACES) {
    await page.evaluate(
      ({ selector: asked, place: thousandth, room }) => {
        const box = document.querySelector(asked);
        if (box === null) throw new Error('nothing that scrolls');
        box.scrollTop = Math.min((box.scrollHeight * thousandth) / 1000, box.scrollHeight - room);
      },
      { selector, place, room: PIXELS_A_FRAME * FRAMES * 1.1 },
    );
    // the rows of the new place are there before the measured part begins
    await page.waitForFunction(
      (asked) => {
        const rows = [...document.querySelectorAll(`${asked} [role="row"][row-index]`)];
        return rows.length > 10 && rows.every((row) => (row.textContent ?? '').length > 8);
      },
      selector,
      { polling: 100 },
    );
    measured.push(await scroll(page, selector, PIXELS_A_FRAME));
  }
  return shareOf(measured);
}

function shareOf(measured: readonly Scrolled[]): Shares {
  const sum = (key: keyof Scrolled): number => measured.reduce((total, one) => total + one[key], 0);
  return {
    slowShare: (sum('slow') / Math.max(1, sum('frames'))) * 100,
    worstMs: Math.max(...measured.map((one) => one.worstMs)),
    rows: sum('rows'),
    blankShare: (sum('blank') / Math.max(1, measured.length)) * 100,
  };
}

/** Moves the list by `pixels` a frame and tells how many frames came later than they should. */
function scroll(page: Page, selector: string, pixels: number): Promise<Scrolled> {
  return page.evaluate(
    ({ selector: asked, pixels: step, count, slowMs, rowHeight }) =>
      new Promise<Scrolled>((resolve, reject) => {
        const body = document.querySelector(asked);
        if (body === null) throw new Error('the grid has no element that scrolls');
        const from = body.scrollTop;
        const found = { frames: 0, slow: 0, worstMs: 0, rows: 0, blank: 0 };
        let [looked, empty] = [0, 0];
        let lastMs: number | null = null;
        const frame = (nowMs: number): void => {
          if (lastMs !== null) {
            found.frames += 1;
            found.worstMs = Math.max(found.worstMs, nowMs - lastMs);
            if (nowMs - lastMs > slowMs) found.slow += 1;
          }
          lastMs = nowMs;
          if (found.frames % 50 === 25) {
            const rows = document.querySelectorAll(`${asked} [role="row"][row-index]`);
            looked += rows.length;
            empty += [...rows].filter((row) => (row.textContent ?? '').length <= 8).length;
          }
          body.scrollBy(0, step);
          if (found.frames < count) requestAnimationFrame(frame);
          else {
            const moved = body.scrollTop - from;
            if (step > 0 && moved < (step * count) / 2) reject(new Error('the list did not move'));
            resolve({ ...found, rows: Math.round(moved / rowHeight), blank: looked === 0 ? 0 : empty / looked });
          }
        };
        requestAnimationFrame(frame);
      }),
    { selector, pixels, count: FRAMES, slowMs: SLOW_MS, rowHeight: ROW_HEIGHT },
  );
}

/**
 * What the browser and this machine can do at best: the same number of rows on the screen with as many cells of text, only
 * the rows that come into sight are drawn, nothing is asked of anybody.
 */
const BARE_LIST = `<!doctype html><style>
  #list { height: 560px; overflow: auto; position: relative; font: 13px sans-serif }
  #tall { height: ${String(300_000 * ROW_HEIGHT)}px; position: relative }
  .r { position: absolute; left: 0; width: 820px; height: 26px; border-bottom: 1px solid #e9ecf0 }
  .r span { display: inline-block; width: 82px; overflow: hidden; white-space: nowrap; line-height: 26px; border-right: 1px solid #e9ecf0 }
</style><div id="list"><div id="tall"></div></div><script>
  const list = document.getElementById('list'), tall = document.getElementById('tall'), drawn = new Map();
  const draw = () => {
    const first = Math.max(0, Math.floor(list.scrollTop / 26) - 10), last = Math.min(299999, first + 42);
    for (const [index, row] of drawn) if (index < first || index > last) { row.remove(); drawn.delete(index); }
    for (let index = first; index <= last; index += 1) {
      if (drawn.has(index)) continue;
      const row = document.createElement('div');
      row.className = 'r'; row.setAttribute('role', 'row'); row.setAttribute('row-index', String(index));
      row.style.transform = 'translateY(' + index * 26 + 'px)';
      for (let cell = 0; cell < 10; cell += 1) {
        const span = document.createElement('span');
        span.textContent = '核对 ' + index + '-' + cell;
        row.append(span);
      }
      tall.append(row); drawn.set(index, row);
    }
  };
  list.addEventListener('scroll', draw); draw();
</script>`;
