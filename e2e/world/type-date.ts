import type { Page } from 'playwright-core';

/** Types a business date into its field by keyboard, over what stands there. */
export async function typeDate(page: Page, testId: string, date: string): Promise<void> {
  await page.locator(`input[data-testid="${testId}"], [data-testid="${testId}"] input`).focus();
  await page.keyboard.press('Control+KeyA');
  await page.keyboard.type(date);
  await page.keyboard.press('Tab');
}
