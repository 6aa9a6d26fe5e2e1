import type { Page } from 'playwright-core';

/**
 * In the quantity of the first line, whose part is known: one and a half are refused beside the field when the form is confirmed,
 * and the sentence goes away with the whole number typed over it.
 */
export async function halfPieceThen(page: Page, pieces: number): Promise<void> {
  await page.keyboard.type('1.5');
  await page.getByTestId('line-name-0').filter({ hasText: '·' }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByTestId('fault-qty-0').waitFor();
  await page.keyboard.press('Control+KeyA');
  await page.keyboard.type(String(pieces));
  await page.getByTestId('fault-qty-0').waitFor({ state: 'detached' });
}
