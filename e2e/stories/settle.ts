import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expectEqual, expectTrue } from '../world/check.ts';
import { openDesk } from '../world/open-desk.ts';
import { readWorkbook } from '../world/read-workbook.ts';
import type { Story } from '../world/story.ts';

const RUN_MS = 300_000;

const fenOf = (text: string): number => Math.round(Number(text.replace(/[^\d.-]/g, '')) * 100);

const todayInShanghai = (): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(Date.now());

export const runAndExport: Story = {
  title: 'a statement run, and the workbook of a statement read by another program: the same fen',
  world: 'demo',
  async run(story) {
    const { page } = await openDesk(story, 'caiwu01');
    await page.getByTestId('room-settlement').click();
    await page.getByTestId('new-run').click();
    // what was approved this month, too
    await page.getByTestId('run-periodToDate').fill(todayInShanghai());
    await page.getByTestId('run-includeEarlier').check();
    await page.getByTestId('run-preview').waitFor();
    const approvedFen = fenOf(await page.getByTestId('run-approved').innerText());
    expectTrue('there is something to settle', approvedFen > 0);
    await page.getByTestId('dialog-confirm').click();
    await page.getByTestId('done-statements').waitFor({ timeout: RUN_MS });
    expectTrue(
      'statements were made',
      Number((await page.getByTestId('done-statements').innerText()).replace(/\D/g, '')) > 0,
    );
    await page.keyboard.press('Escape');
    await page.getByTestId('run-done').waitFor({ state: 'detached' });

    const grid = page.getByTestId('statements-grid');
    await grid.locator('.ag-row[row-id]').first().dblclick();
    await page.getByTestId('statement-page').waitFor();
    const payableFen = fenOf(await page.getByTestId('statement-payable').innerText());
    await page.getByTestId('export').click();
    await page.getByTestId('job-tray').click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByTestId('job-download').first().click({ timeout: RUN_MS }),
    ]);
    const folder = mkdtempSync(path.join(os.tmpdir(), 'hedui-story-'));
    const file = path.join(folder, 'statement.xlsx');
    await download.saveAs(file);
    const numbers = [...readWorkbook(file).values()].flatMap((sheet) =>
      [...sheet.values()].filter((value) => typeof value === 'number').map((value) => Math.round(value * 100)),
    );
    rmSync(folder, { recursive: true });
    expectTrue('the workbook has cells', numbers.length > 10);
    expectEqual(`the payable ${payableFen} fen stands in the workbook`, numbers.includes(payableFen), true);
  },
};
