import type { Page } from 'playwright-core';
import { GridPage } from '../pages/grid-page.ts';
import { expectEqual, expectTrue } from '../world/check.ts';
import { openDesk } from '../world/open-desk.ts';
import { seriousFaults } from '../world/serious-faults.ts';
import type { Story } from '../world/story.ts';

const numberOf = (text: string): number => Number(text.replaceAll(/[^\d.]/g, ''));

export const rulesWorkshop: Story = {
  title:
    'the rules workshop: a threshold, the order of the split table, limits, a rate, terms and a reason are changed, compared on a quarter, tried on one claim and published; by keyboard alone',
  world: 'demo',
  async run(story) {
    const { page, desk } = await openDesk(story, 'zhibao01');
    await desk.palette('转到：规则管理');
    const rules = new GridPage(page, 'rules-grid');
    await rules.waitForFocus(0);
    expectEqual('serious faults of the workshop', (await seriousFaults(page, 'rules-page')).join('\n'), '');

    // late after two days instead of thirty
    await goToRow(page, rules, 'G02');
    await typeInto(page, rules, 'parameters', 'warnAfterDays = 2; blockAfterDays = 60');
    await page.getByTestId('toast').filter({ hasText: '少了参数' }).waitFor();
    await typeInto(page, rules, 'parameters', '超过即警告（天） = 2; 超过即拦截（天） = 60; 迟交扣减（%） = 10');
    await page.getByTestId('rule-parameters').filter({ hasText: '迟交扣减（%）' }).waitFor();
    await draftIs(page, { unsaved: 1, draft: 0 });
    await page.keyboard.press('Control+KeyS');
    await draftIs(page, { unsaved: 0, draft: 1 });

    await page.keyboard.press('F8');
    await stopComparison(page);
    await press(page, 'rules-compare-start');
    await page.locator('[data-testid="rules-compare"][data-status="DONE"]').waitFor({ timeout: 120_000 });
    const claims = numberOf(await page.getByTestId('rules-figure-claims').innerText());
    const changed = numberOf((await page.getByTestId('rules-figures').getAttribute('data-changed')) ?? '');
    expectTrue(`${String(claims)} claims compared, ${String(changed)} changed`, claims > changed && changed > 0);
    const shown = page.getByTestId('rules-compare').getByTestId('list-total');
    expectEqual('changed claims in the list', numberOf(await shown.innerText()), Math.min(200, changed));

    // one of them, as it would be judged, and as a page
    const changes = new GridPage(page, 'rules-changes');
    await changes.focusFirst();
    const claimNo = await changes.grid.locator('.ag-row[row-index="0"] [col-id="claimNo"]').innerText();
    await page.keyboard.press('Enter');
    await page.getByTestId('claim-page').filter({ hasText: claimNo }).waitFor();
    await page.goBack();
    await rules.waitForFocus(0);
    await page.keyboard.press('F9');
    await page.getByTestId('rules-try-no').fill(claimNo);
    await page.keyboard.press('Enter');
    await page.getByTestId('rules-trial').filter({ hasText: claimNo }).waitFor();
    expectTrue('a rule of the split table decides', (await page.locator('[data-matches="true"]').count()) > 0);
    expectTrue('conditions that fail are told', (await page.locator('[data-holds="false"]').count()) > 0);

    // rework below the rules in warranty can never match
    await press(page, 'rules-table-split');
    const split = new GridPage(page, 'split-grid');
    await split.waitForFocus(0);
    await goToRow(page, split, 'SR-REWORK');
    await typeInto(page, split, 'priority', '65');
    await page.getByTestId('rules-shadowed').filter({ hasText: 'SR-REWORK' }).waitFor();
    await writeByWord(page, split);
    await changeMasters(page);
    await page.keyboard.press('Control+KeyS');
    await draftIs(page, { unsaved: 0, draft: 2 });
    await page.keyboard.press('Control+Enter');
    const dialog = page.getByTestId('rules-publish-dialog');
    await dialog.waitFor();
    await dialog.getByTestId('rules-not-compared').waitFor();
    expectTrue('not without confirmation', await dialog.getByTestId('dialog-confirm').isDisabled());
    await dialog.getByTestId('rules-confirm-SR-REWORK').focus();
    await page.keyboard.press('Space');
    await press(page, 'dialog-confirm');
    await dialog.waitFor({ state: 'detached' });
    await page.getByTestId('rules-no-draft').waitFor();
    // the rate begins anew today, and the reason reads as it was written
    await press(page, 'rules-table-rates');
    const rates = new GridPage(page, 'rates-grid');
    await rates.waitForKeyboard();
    const anew = rates.grid.locator('.ag-row').filter({ hasText: '工时单价' }).filter({ hasText: '50.00' });
    await anew.filter({ hasNotText: '2000-01-01' }).first().waitFor();
    await press(page, 'rules-side-versions');
    await page.getByTestId('rules-version').filter({ hasText: '现行' }).filter({ hasText: /^2/ }).waitFor();
  },
};

/** Limits, a rate, terms of warranty and a reason code, each in its own table; what cannot stand is told with its row. */
async function changeMasters(page: Page): Promise<void> {
  const sheet = async (table: string): Promise<GridPage> => {
    await press(page, `rules-table-${table}`);
    const grid = new GridPage(page, `${table}-grid`);
    await grid.waitForFocus(0);
    return grid;
  };
  const limits = await sheet('limits');
  await goToRow(page, limits, '审核员');
  await typeInto(page, limits, 'limitFen', '60000');
  await page.getByTestId('rules-fault').filter({ hasText: 'L2' }).waitFor();
  await typeInto(page, limits, 'limitFen', '4000');
  await page.getByTestId('rules-fault').waitFor({ state: 'detached' });
  const rates = await sheet('rates');
  await goToRow(page, rates, '工时单价');
  await typeInto(page, rates, 'value', '50');
  const coverages = await sheet('coverages');
  await goToRow(page, coverages, '其余全部');
  await typeInto(page, coverages, 'months', '12');
  const reasons = await sheet('reasons');
  await goToRow(page, reasons, 'R38');
  await typeInto(page, reasons, 'textEn', '');
  await page.getByTestId('rules-fault').filter({ hasText: 'R38' }).waitFor();
  await typeInto(page, reasons, 'textEn', 'Sublet cost above the offer');
  await page.getByTestId('rules-fault').waitFor({ state: 'detached' });
}

/** A comparison of two years: how far it is stands there, it is stopped by the keyboard, and the page says that it was. */
async function stopComparison(page: Page): Promise<void> {
  const pane = page.getByTestId('rules-compare');
  const quarter = await fromDate(page).inputValue();
  await typeDate(page, '2024-11-23');
  await press(page, 'rules-compare-start');
  const progress = pane.getByTestId('job-progress').locator('small');
  await progress.filter({ hasText: /\d \/ \d/ }).waitFor();
  const [done = 0, total = 0] = (await progress.innerText()).split(' / ').map(numberOf);
  expectTrue(`${String(done)} of ${String(total)} claims compared so far`, done < total && total > 5000);
  await press(page, 'job-cancel');
  await pane.and(page.locator('[data-status="CANCELLED"]')).waitFor();
  await pane.getByTestId('rules-stopped').filter({ hasText: '比较已停止，没有结果。' }).waitFor();
  await pane.getByTestId('job-progress').waitFor({ state: 'detached' });
  expectEqual('figures of a comparison that was stopped', await pane.getByTestId('rules-figures').count(), 0);
  await typeDate(page, quarter);
}

const fromDate = (page: Page) => page.locator('input[data-testid="rules-from"], [data-testid="rules-from"] input');

async function typeDate(page: Page, date: string): Promise<void> {
  await fromDate(page).focus();
  await page.keyboard.press('Control+KeyA');
  await page.keyboard.type(date);
  await page.keyboard.press('Tab');
}

/** What a rule asks is written by word, by code or mixed, and stands there with both. */
async function writeByWord(page: Page, split: GridPage): Promise<void> {
  await goToRow(page, split, 'SR-GW-FAR');
  const cell = split.grid.locator('.ag-row').filter({ hasText: 'SR-GW-FAR' }).locator('[col-id="componentClass"]');
  const asked = await cell.innerText();
  await typeInto(page, split, 'componentClass', '车桥类，brake');
  expectEqual('assemblies by word and by code', await cell.innerText(), '车桥类 AXLE, 制动类 BRAKE');
  await typeInto(page, split, 'componentClass', '发动');
  await page.getByTestId('toast').filter({ hasText: '发动' }).waitFor();
  await typeInto(page, split, 'componentClass', asked);
  expectEqual('assemblies as they were', await cell.innerText(), asked);
}

async function draftIs(page: Page, { unsaved, draft }: { unsaved: number; draft: number }): Promise<void> {
  await page
    .locator(`[data-testid="rules-page"][data-unsaved="${String(unsaved)}"][data-draft="${String(draft)}"]`)
    .waitFor();
}

async function press(page: Page, testId: string): Promise<void> {
  const button = page.locator(`[data-testid="${testId}"]:not([disabled])`);
  await button.waitFor();
  await button.focus();
  await page.keyboard.press('Enter');
}

/** Down to the row of this name, one by one. */
async function goToRow(page: Page, grid: GridPage, name: string): Promise<void> {
  await grid.waitForKeyboard();
  await page.keyboard.press('Control+Home');
  await grid.waitForFocus(0);
  for (let row = 0; row < 80; row += 1) {
    const here = grid.grid.locator(`.ag-row[row-index="${String(row)}"]`).filter({ hasText: name });
    if ((await here.count()) > 0) return;
    await page.keyboard.press('ArrowDown');
    await grid.waitForFocus(row + 1);
  }
  throw new Error(`no row ${name}`);
}

/** Writes into a cell of the row with the keyboard, over what stands there. */
async function typeInto(page: Page, grid: GridPage, column: string, text: string): Promise<void> {
  await page.keyboard.press('Home');
  const target = grid.grid.locator(`.ag-cell-focus[col-id="${column}"]`);
  for (let step = 0; step < 20 && (await target.count()) === 0; step += 1) await page.keyboard.press('ArrowRight');
  await target.waitFor();
  const row = await target.evaluate((cell) => cell.closest('.ag-row')?.getAttribute('row-index'));
  await page.keyboard.press('F2');
  const editor = grid.grid.locator('.ag-cell input');
  await editor.waitFor();
  await page.keyboard.press('Control+KeyA');
  if (text === '') await page.keyboard.press('Delete');
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
  await editor.waitFor({ state: 'detached' });
  await grid.waitForKeyboard();
  // Enter goes down a row
  await page.keyboard.press('ArrowUp');
  await grid.waitForFocus(Number(row));
}
