/**
 * A picture of any screen of the demo company:
 * `node build/run.mjs e2e/world/screenshot.ts --role l1 --route '#/claims' --out x.png [--press 'KeyJ KeyJ Enter'] [--wait 1500]`.
 * `--keep` leaves server and desktop running and takes further orders, one JSON object a line, from stdin; `--server URL` uses one
 * that runs already.
 */
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { SignInPage } from '../pages/sign-in-page.ts';
import { openBrowser, openWindow } from './browser.ts';
import { openWorld, type World } from './world.ts';

interface PictureOrder {
  role: string;
  route: string;
  out: string;
  /** Keys to press, separated by spaces. */
  press?: string | undefined;
  /** Test ids to click, separated by spaces, before the keys. */
  click?: string | undefined;
  waitMs?: number | undefined;
  width?: number | undefined;
  height?: number | undefined;
  locale?: 'zh-CN' | 'en' | undefined;
}

const SETTLE_MS = 1500;
const FIRST_COPY_MS = 180_000;

async function takePicture(browser: Browser, world: World, order: PictureOrder): Promise<void> {
  const [desktop] = world.desktops;
  if (desktop === undefined) throw new Error('no desktop');
  const opened = await openWindow(browser, desktop, {
    width: order.width ?? 1366,
    height: order.height ?? 768,
    locale: order.locale ?? 'zh-CN',
  });
  const { page, problems } = opened;
  if (order.role !== '') {
    await page.locator('[data-testid="user-menu"], [data-testid="sign-in"]').first().waitFor();
    if (await page.getByTestId('sign-in').isVisible()) {
      // the desktop's own choice of language goes before the browser's
      await page.locator(`button[lang="${order.locale ?? 'zh-CN'}"]`).click();
      await new SignInPage(page).asRole(order.role);
    }
    await page.getByTestId('first-download').waitFor({ state: 'detached', timeout: FIRST_COPY_MS });
    await page.evaluate((route) => (window.location.hash = route), order.route);
  }
  await page.waitForTimeout(order.waitMs ?? SETTLE_MS);
  for (const testId of (order.click ?? '').split(' ').filter(Boolean)) await page.getByTestId(testId).first().click();
  for (const key of (order.press ?? '').split(' ').filter(Boolean)) await page.keyboard.press(key);
  if (order.press !== undefined || order.click !== undefined) await page.waitForTimeout(order.waitMs ?? SETTLE_MS);
  await page.screenshot({ path: order.out });
  console.log(JSON.stringify({ saved: order.out, problems }));
  await opened.close();
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      role: { type: 'string', default: 'l1' },
      route: { type: 'string', default: '#/claims' },
      out: { type: 'string', default: 'picture.png' },
      press: { type: 'string' },
      click: { type: 'string' },
      wait: { type: 'string' },
      width: { type: 'string' },
      height: { type: 'string' },
      locale: { type: 'string' },
      server: { type: 'string' },
      keep: { type: 'boolean', default: false },
    },
  });
  const number = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text));
  const world = await openWorld({
    demo: true,
    desktops: 1,
    ...(values.server === undefined ? {} : { serverUrl: values.server }),
  });
  const browser = await openBrowser();
  try {
    await takePicture(browser, world, {
      role: values.role,
      route: values.route,
      out: values.out,
      press: values.press,
      click: values.click,
      waitMs: number(values.wait),
      width: number(values.width),
      height: number(values.height),
      locale: values.locale === 'en' ? 'en' : 'zh-CN',
    });
    if (values.keep) {
      console.log(JSON.stringify({ server: world.serverUrl, logs: world.folder }));
      for await (const line of createInterface({ input: process.stdin })) {
        await takePicture(browser, world, JSON.parse(line) as PictureOrder).catch((error: unknown) => {
          console.log(JSON.stringify({ failed: error instanceof Error ? error.message : String(error) }));
        });
      }
    }
  } finally {
    await browser.close();
    await world.close();
  }
}

await main();
