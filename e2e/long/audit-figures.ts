import type { Page } from 'playwright-core';
import { FIGURE_GROUPINGS } from '../../src-shared/contract/audit-figures.contract.ts';
import { expectEqual, expectTrue } from '../world/check.ts';
import { openDesk } from '../world/open-desk.ts';
import { seriousFaults } from '../world/serious-faults.ts';
import type { Story } from '../world/story.ts';

const numberOf = (text: string): number => Number(text.replaceAll(/[^\d.]/g, ''));
const SHARES = ['byRules', 'firstPass', 'partial', 'rejected', 'returned', 'fraud'];

export const auditFigures: Story = {
  title:
    'the figures of the audit: every figure opens exactly the claims it counts, in every grouping; by keyboard alone',
  world: 'demo',
  async run(story) {
    const { page, desk } = await openDesk(story, 'jingli01');
    await desk.palette('转到：指标');
    const total = page.getByTestId('figures-total');
    await total.waitFor();
    await page.keyboard.press('Digit5');
    await page.locator('[data-testid="period-thisYear"].on').waitFor();
    await page.locator('[data-testid="figures-page"][data-from$="-01-01"]').waitFor();
    expectEqual('serious faults of the figures', (await seriousFaults(page, 'figures-page')).join('\n'), '');

    const decided = numberOf(await figure(page, 'figures-total', 'decided'));
    expectTrue('the year has decided claims', decided > 0);
    for (const share of SHARES) {
      const shown = await figure(page, 'figures-total', share);
      const opened = await openByKeys(page, 'figures-total', share);
      if (opened === null) expectEqual(`${share} of nothing`, shown, '0.00%');
      else expectEqual(`${share} of ${String(decided)}`, shown, percent(opened, decided));
    }
    for (let grouping = 0; grouping < FIGURE_GROUPINGS.length; grouping += 1) {
      const count = numberOf(await figure(page, 'figures-row', 'decided'));
      const name = await figure(page, 'figures-row', 'name');
      expectEqual(`claims of ${name}`, await openByKeys(page, 'figures-row', 'decided'), count);
      const by = await page.getByTestId('figures-page').getAttribute('data-by');
      await page.keyboard.press('KeyG');
      await page.locator(`[data-testid="figures-page"]:not([data-by="${by ?? ''}"])`).waitFor();
    }
    const cut = numberOf(await figure(page, 'figures-cuts-row', 'claims'));
    expectEqual('claims cut for the first reason', await openByKeys(page, 'figures-cuts-row', 'claims'), cut);
    // a rule in shadow opens nothing; of a live one, a claim may have several hits
    const live = page.locator('[data-testid="figures-rules-row"] td.opens[data-figure="hits"]').first();
    const hits = numberOf(await live.innerText());
    await live.focus();
    await page.keyboard.press('Enter');
    const list = page.getByTestId('grid-total');
    await list.filter({ hasText: /[1-9]/ }).waitFor();
    const claims = numberOf(await list.innerText());
    expectTrue(`${String(claims)} claims have the ${String(hits)} hits of a rule`, claims <= hits);
  },
};

/** As a column writes it: basis points, cut off, with both decimals. */
function percent(part: number, whole: number): string {
  return `${(Math.floor((part * 10_000) / whole) / 100).toFixed(2)}%`;
}

async function figure(page: Page, row: string, column: string): Promise<string> {
  const cell = page.getByTestId(row).first().locator(`[data-figure="${column}"]`);
  await cell.waitFor();
  return (await cell.innerText()).trim();
}

/** Goes to the figure by arrows, opens it, reads how many claims are shown, and comes back; null where it opens nothing. */
async function openByKeys(page: Page, row: string, column: string): Promise<number | null> {
  const cell = page.getByTestId(row).first().locator(`[data-figure="${column}"]`);
  if (!((await cell.getAttribute('class')) ?? '').includes('opens')) return null;
  await cell.locator('xpath=..').locator('[data-figure]').first().focus();
  await page.keyboard.press('Home');
  for (let step = 0; step < 14 && !(await isFocused(page, column)); step += 1) await page.keyboard.press('ArrowRight');
  expectTrue(`the keyboard reaches ${column}`, await isFocused(page, column));
  await page.keyboard.press('Enter');
  const total = page.getByTestId('grid-total');
  await total.filter({ hasText: /[1-9]/ }).waitFor(); // a figure that opens something opens at least one claim
  const opened = numberOf(await total.innerText());
  await page.goBack();
  await page.getByTestId(row).first().waitFor();
  return opened;
}

function isFocused(page: Page, column: string): Promise<boolean> {
  return page.evaluate((key) => (document.activeElement as HTMLElement | null)?.dataset.figure === key, column);
}
