import type { Locator, Page } from 'playwright-core';
import { GridPage } from '../pages/grid-page.ts';
import { QueuePage } from '../pages/queue-page.ts';
import { expectEqual, expectTrue } from '../world/check.ts';
import { openDesk, openQueue } from '../world/open-desk.ts';
import type { Story } from '../world/story.ts';

const NAME = '客车待判';

/** Arrow down until the choice has the keyboard. */
async function downTo(page: Page, target: Locator, most = 30): Promise<void> {
  await target.waitFor();
  for (let step = 0; step < most; step += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`not reached by ${most} ArrowDown: ${String(target)}`);
}

const total = async (page: Page): Promise<number> =>
  Number((await page.getByTestId('grid-total').innerText()).replace(/\D/g, ''));

export const schemesByKeyboard: Story = {
  title: 'by keyboard alone: a condition, find, a scheme saved, shared and pinned; a colleague takes it over',
  world: 'demo',
  async run(story) {
    const { page, desk } = await openQueue(story, 'jiesuan01');
    const before = await total(page);

    await page.keyboard.press('Control+Shift+KeyL');
    await downTo(page, page.getByTestId('condition-productLine'));
    await page.keyboard.press('Enter');
    const choices = page.getByTestId('filter-editor').locator('input[type="checkbox"]');
    await choices.first().waitFor();
    await downTo(page, choices.first());
    const wanted = Number(
      (await page.getByTestId('filter-editor').locator('label .dim').first().innerText()).replace(/\D/g, ''),
    );
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    await page.getByTestId('filter-productLine').waitFor();
    await page.waitForFunction(
      (count) =>
        Number((document.querySelector('[data-testid="grid-total"]')?.textContent ?? '').replace(/\D/g, '')) === count,
      wanted,
    );
    expectTrue('the condition leaves some and takes some', wanted > 0 && wanted < before);

    const grid = new GridPage(page, 'claims-grid');
    await desk.tabTo(page.getByTestId('claims-grid').locator('.ag-header-cell').first());
    await page.keyboard.press('ArrowDown');
    await grid.waitForFocus(0);
    const no = await page
      .getByTestId('claims-grid')
      .locator('.ag-row[row-index="4"] .ag-cell[col-id="no"]')
      .innerText();
    await page.keyboard.press('Control+KeyF');
    await page.locator('[data-testid="find-text"]:focus').waitFor();
    await page.keyboard.type(no);
    await page.keyboard.press('Enter');
    await page.getByTestId('claims-grid').locator('.ag-row.row-current[row-index="4"]').waitFor();
    await page.keyboard.press('Escape');
    await grid.waitForKeyboard();

    await page.keyboard.press('Control+KeyS');
    await page.locator('[data-testid="scheme-name"]:focus').waitFor();
    await page.keyboard.type(NAME);
    await page.keyboard.press('Tab');
    await page.locator('[data-testid="scheme-shared"]:focus').waitFor();
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    await page.getByTestId('schemes-dialog').waitFor({ state: 'detached' });
    await desk.waitForToast(NAME);

    const { page: other, desk: theirs } = await openDesk(story, 'zhuguan01');
    await other.evaluate(() => {
      window.location.hash = '#/claims';
    });
    await new QueuePage(other).grid.locator('.ag-row').first().waitFor();
    await other.keyboard.press('Control+KeyS');
    await other.locator('[data-testid="scheme-name"]:focus').waitFor();
    const shared = other.getByTestId(`scheme-apply-${NAME}`);
    await shared.waitFor();
    await theirs.tabTo(shared);
    await other.keyboard.press('Enter');
    await other.getByTestId('filter-productLine').waitFor();
    expectEqual(
      'the same condition',
      await other.getByTestId('filter-productLine').innerText(),
      await page.getByTestId('filter-productLine').innerText(),
    );
  },
};
