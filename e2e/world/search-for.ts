import type { Page } from 'playwright-core';

/** `/`, the text instead of what stood there, Enter: the list is asked and has the keyboard again; nothing = the search is over. */
export async function searchFor(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Slash');
  await page.locator('#search-box:focus').waitFor();
  await page.keyboard.press('Control+KeyA');
  await page.keyboard.press('Delete');
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
  await page.locator('#search-box:focus').waitFor({ state: 'detached' });
}
