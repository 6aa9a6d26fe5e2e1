import { expectEqual } from '../world/check.ts';
import { openQueue } from '../world/open-desk.ts';
import type { Story } from '../world/story.ts';

const numberOf = (text: string): number => Number(text.replace(/\D/g, ''));

export const groupSummary: Story = {
  title: 'sums by group stand above the queue, foot to its totals, and Enter opens a group; by keyboard alone',
  world: 'demo',
  async run(story) {
    const { page, desk } = await openQueue(story, 'jiesuan01');
    const total = numberOf(await page.getByTestId('grid-total').innerText());
    await page.keyboard.press('Control+KeyG');
    await page.locator('[data-testid="group-by"]:focus').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const lines = page.getByTestId('group-lines');
    const first = lines.locator('.ag-row[row-index="0"]');
    await first.waitFor();
    const foot = lines.locator('.ag-grid-pinned-bottom-rows .ag-cell[col-id="count"]');
    await foot.filter({ hasText: new RegExp(`^${total.toLocaleString('en-US')}$`) }).waitFor();
    // a letter here is about groups: nothing is decided
    await desk.tabTo(lines.locator('.ag-header-cell').first());
    await page.keyboard.press('ArrowDown');
    await lines.locator('.ag-row[row-index="0"] .ag-cell:focus').waitFor();
    await page.keyboard.press('KeyA');
    // the lines of the column that was shown before are gone
    await page.waitForFunction(
      () => document.querySelectorAll('[data-testid="group-lines"] .ag-row[row-index="0"]').length === 1,
    );
    const count = numberOf(await first.locator('.ag-cell[col-id="count"]').innerText());
    const name = await first.locator('.ag-cell[col-id="text"]').innerText();
    await page.keyboard.press('Enter');
    await page.locator('[data-testid^="filter-"].chip', { hasText: name }).waitFor();
    await page
      .getByTestId('grid-total')
      .filter({ hasText: new RegExp(`^${count.toLocaleString('en-US')}$`) })
      .waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('group-summary').waitFor({ state: 'detached' });
    await page.locator('[data-testid="claims-grid"] .ag-cell:focus').waitFor();
    expectEqual('nothing was decided', await page.getByTestId('toast').count(), 0);
  },
};
