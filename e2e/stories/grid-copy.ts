import { GridPage } from '../pages/grid-page.ts';
import { expectEqual, expectTrue } from '../world/check.ts';
import { openQueue } from '../world/open-desk.ts';
import type { Story } from '../world/story.ts';

const ROWS = 200;

const fenOf = (text: string): number => Math.round(Number(text.replace(/[^\d.-]/g, '')) * 100);

export const copyUnloadedRows: Story = {
  title: 'a block of 200 rows, most of them not loaded, is drawn and copied by keyboard; figures and clipboard agree',
  world: 'demo',
  async run(story) {
    const { page } = await openQueue(story, 'jiesuan01');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    // all claims: more than one block of the store
    await page.getByTestId('queue-ALL').click();
    const grid = new GridPage(page, 'claims-grid');
    await page.waitForFunction(() => {
      const total = document.querySelector('[data-testid="grid-total"]')?.textContent ?? '';
      return Number(total.replace(/\D/g, '')) > 1000;
    });
    await grid.focusFirst();
    await page.keyboard.press('Control+ArrowDown');
    const last = Number((await page.getByTestId('grid-total').innerText()).replace(/\D/g, '')) - 1;
    await grid.waitForFocus(last);
    // up from the far end, over rows that are not here
    await page.keyboard.press('Control+Home');
    await grid.waitForFocus(0);
    await grid.hold('Shift+PageDown', 9);
    await grid.hold('Shift+ArrowDown', ROWS - 1 - 9 * 20);
    await page.keyboard.press('Shift+End');
    await grid.waitForCells(ROWS * 8);
    await page.keyboard.press('Control+KeyC');
    await page.getByTestId('toast').filter({ hasText: '200' }).waitFor();
    const { text, html } = await grid.clipboard();
    const rows = text.split('\r\n').slice(0, -1);
    expectEqual('rows on the clipboard', rows.length, ROWS);
    expectTrue(
      'eight columns in every row',
      rows.every((row) => row.split('\t').length === 8),
    );
    expectEqual('rows of the html table', html.split('<tr>').length - 1, ROWS);
    expectTrue('codes stay text', html.includes('mso-number-format'));
    const vins = rows.map((row) => row.split('\t')[2] ?? '');
    expectTrue(
      'a whole VIN in every row',
      vins.every((vin) => vin.length === 17),
    );
    // one column of money: the strip says what the clipboard adds up to
    await page.keyboard.press('Control+Home');
    await grid.waitForFocus(0);
    await grid.hold('ArrowRight', 5);
    await grid.hold('Shift+PageDown', 9);
    await grid.hold('Shift+ArrowDown', ROWS - 1 - 9 * 20);
    await grid.waitForCells(ROWS);
    await grid.strip.getByTestId('range-sum').waitFor();
    const claimed = rows.map((row) => fenOf(row.split('\t')[5] ?? ''));
    expectEqual(
      'sum of the column',
      fenOf(await grid.figure('sum')),
      claimed.reduce((sum, fen) => sum + fen, 0),
    );
    expectEqual('least', fenOf(await grid.figure('least')), Math.min(...claimed));
    expectEqual('most', fenOf(await grid.figure('most')), Math.max(...claimed));
  },
};
