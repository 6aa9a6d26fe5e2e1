/** One Chromium for all stories; every window is a clean profile that notes whatever must never happen. */
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { findChromium } from '../../build/find-chromium.ts';
import type { Desktop } from './world.ts';

export interface Window {
  page: Page;
  /** Breaches of the content security policy, console errors and uncaught exceptions since the window opened. */
  problems: string[];
  close(): Promise<void>;
}

export interface WindowOptions {
  width?: number;
  height?: number;
  locale?: 'zh-CN' | 'en';
}

/** Long enough for a busy machine; a story that waits for a state is not made slower by it. */
const STORY_TIMEOUT_MS = 60_000;

export async function openBrowser(): Promise<Browser> {
  const place = findChromium();
  if (!place.found) throw new Error(place.sentence);
  const asRoot = process.getuid?.() === 0;
  return chromium.launch({
    executablePath: place.program,
    // Chromium refuses its sandbox to root; the stories open only pages of this machine
    args: [...(asRoot ? ['--no-sandbox'] : []), '--disable-gpu', '--font-render-hinting=none'],
  });
}

/** Opens the desktop's one-time link in a profile of its own: Chinese, Shanghai time, a clerk's small screen. */
export async function openWindow(browser: Browser, desktop: Desktop, options: WindowOptions = {}): Promise<Window> {
  const context = await browser.newContext({
    locale: options.locale ?? 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: options.width ?? 1366, height: options.height ?? 768 },
    acceptDownloads: true,
  });
  context.setDefaultTimeout(STORY_TIMEOUT_MS);
  const page = await context.newPage();
  // asked for once and for good: told anew with each file, the browser may get the order after the key that opens its dialog
  page.on('filechooser', () => undefined);
  const problems = await watchForProblems(context, page);
  await page.goto(desktop.link());
  return { page, problems, close: () => context.close() };
}

async function watchForProblems(context: BrowserContext, page: Page): Promise<string[]> {
  const problems: string[] = [];
  await context.exposeFunction('heduiNoteBreach', (text: string) => void problems.push(text));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const note = (globalThis as unknown as { heduiNoteBreach(text: string): void }).heduiNoteBreach;
      note(
        `securitypolicyviolation: ${event.violatedDirective} ${event.blockedURI} ${event.sample} ${event.sourceFile}`,
      );
    });
  });
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`uncaught: ${error.stack ?? error.message}`));
  return problems;
}
