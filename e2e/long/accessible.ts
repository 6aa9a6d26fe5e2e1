import type { Page } from 'playwright-core';
import { QueuePage } from '../pages/queue-page.ts';
import { SignInPage } from '../pages/sign-in-page.ts';
import { seriousFaults } from '../world/serious-faults.ts';
import type { Story } from '../world/story.ts';

/** Every room of the rail, and the dialogs that stand over the queue. */
async function walk(page: Page, language: string): Promise<string[]> {
  const faults: string[] = [];
  const rooms = await page.locator('[data-testid^="room-"]').all();
  for (const room of rooms) {
    const name = (await room.getAttribute('data-testid')) ?? '';
    await room.click();
    await page.locator(`[data-testid="${name}"][aria-current="page"]`).waitFor();
    await page.locator('main > *').first().waitFor();
    await page.waitForFunction(() => document.querySelector('main [aria-busy="true"]') === null);
    faults.push(...(await seriousFaults(page, `${language} ${name}`)));
  }
  await page.getByTestId('room-claims').click();
  await new QueuePage(page).ready();
  for (const [keys, testId] of [
    ['Shift+Slash', 'keys-dialog'],
    ['Control+KeyK', 'palette'],
    ['Control+KeyS', 'schemes-dialog'],
    ['KeyR', 'reason-dialog'],
    ['Control+Shift+KeyL', 'filter-editor'],
    ['Control+KeyG', 'group-summary'],
  ] as const) {
    await page.keyboard.press(keys);
    await page.getByTestId(testId).waitFor();
    faults.push(...(await seriousFaults(page, `${language} ${testId}`)));
    await page.keyboard.press('Escape');
    await page.getByTestId(testId).waitFor({ state: 'detached' });
  }
  return faults;
}

export const noSeriousFaults: Story = {
  title:
    'axe finds no serious fault on the sign-in page, in any room of the rail, or in what stands over them, in both languages',
  world: 'demo',
  async run({ newDesktop, open }) {
    const { page } = await open(await newDesktop());
    await page.getByTestId('sign-in').waitFor();
    const faults = await seriousFaults(page, 'sign-in');
    await new SignInPage(page).asRole('l1');
    await new QueuePage(page).ready();
    // off the grid: a tooltip that is just fading in would be measured half drawn
    await page.mouse.move(1, 1);
    faults.push(...(await walk(page, 'zh-CN')));
    await page.getByTestId('user-menu').click();
    await page.getByTestId('language-en').click();
    await page.locator('html[lang="en"]').waitFor();
    faults.push(...(await walk(page, 'en')));
    if (faults.length > 0) throw new Error(faults.join('\n'));
  },
};
