import type { Page } from 'playwright-core';
import { GridPage } from '../pages/grid-page.ts';
import { QueuePage } from '../pages/queue-page.ts';
import { expectEqual, expectTrue } from '../world/check.ts';
import { openDesk, openQueue } from '../world/open-desk.ts';
import type { Story } from '../world/story.ts';

const BLANK_ROWS = 50;
const ROWS = 200;
const PASTED = 500;

/** By the palette, as everything that has no key of its own. */
async function goToImport(page: Page): Promise<void> {
  await page.keyboard.press('Control+KeyK');
  await page.getByTestId('palette').locator('input').fill('交换');
  await page.keyboard.press('Enter');
  await page.getByTestId('import-file-step').waitFor();
}

/** Opens a blank sheet of labour operations; its first cell has the keyboard. */
async function openSheet(page: Page): Promise<GridPage> {
  const digit = await page.getByTestId('import-kind-labourOperations').locator('kbd').innerText();
  await page.keyboard.press(`Digit${digit}`);
  await page.keyboard.press('KeyN');
  await page.getByTestId('typed-sheet').waitFor();
  const sheet = new GridPage(page, 'typed-grid');
  await sheet.waitForFocus(0);
  const box = await sheet.grid.boundingBox();
  expectTrue('the sheet fills the page', (box?.height ?? 0) > 300);
  return sheet;
}

async function waitForText(page: Page, testId: string, text: string): Promise<void> {
  await page
    .getByTestId(testId)
    .filter({ hasText: new RegExp(`^${text}$`) })
    .waitFor();
}

const cell = (sheet: GridPage, row: number, column: string) =>
  sheet.grid.locator(`.ag-row[row-index="${String(row)}"] .ag-cell[col-id="${column}"]`);

async function waitForCell(sheet: GridPage, row: number, column: string, text: string): Promise<void> {
  await cell(sheet, row, column)
    .filter({ hasText: new RegExp(`^${text}$`) })
    .waitFor();
}

export const pasteBetweenGrids: Story = {
  title:
    'a block of unloaded claims is copied, pasted into a sheet, undone; a column of 500 with 3 bad cells; fill; all by keyboard',
  world: 'demo',
  async run(story) {
    const { page } = await openQueue(story, 'jiesuan01');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByTestId('queue-ALL').focus();
    await page.keyboard.press('Enter');
    const claims = new GridPage(page, 'claims-grid');
    await page.waitForFunction((rows) => {
      const total = document.querySelector('[data-testid="grid-total"]')?.textContent ?? '';
      return Number(total.replace(/\D/g, '')) > rows;
    }, ROWS);
    await claims.focusFirst();
    await claims.hold('Shift+PageDown', 9);
    await claims.hold('Shift+ArrowDown', ROWS - 1 - 9 * 20);
    await page.keyboard.press('Shift+End');
    await claims.waitForCells(ROWS * 8);
    await claims.grid.locator('.ag-cell.in-range').nth(8).waitFor();
    await page.keyboard.press('Control+KeyC');
    await page
      .getByTestId('toast')
      .filter({ hasText: String(ROWS) })
      .waitFor();

    await goToImport(page);
    const sheet = await openSheet(page);
    await page.keyboard.press('Control+KeyV');
    await page.getByTestId('paste-dialog').waitFor();
    await waitForText(page, 'paste-new-rows', `新增行${String(ROWS - BLANK_ROWS)}`);
    await page.keyboard.press('Enter');
    await waitForText(page, 'sheet-total', String(ROWS));
    await waitForText(page, 'typed-filled', String(ROWS));
    await page.getByTestId('paste-dialog').waitFor({ state: 'detached' });
    await sheet.waitForKeyboard();
    await page.keyboard.press('Control+KeyZ');
    await waitForText(page, 'sheet-total', String(BLANK_ROWS));
    await waitForText(page, 'typed-filled', '0');
    await page.keyboard.press('Control+KeyY');
    await waitForText(page, 'sheet-total', String(ROWS));
    await page.keyboard.press('Control+KeyZ');
    await waitForText(page, 'sheet-total', String(BLANK_ROWS));

    // a column as it comes from a workbook: three cells are no hours
    const hours = Array.from({ length: PASTED }, (_, at) => (at % 200 === 7 ? '约2小时' : `${String(at % 9)}.5`));
    await page.evaluate((text) => navigator.clipboard.writeText(text), hours.join('\r\n'));
    await page.keyboard.press('Control+Home');
    await sheet.hold('ArrowRight', 2);
    await page.keyboard.press('Control+KeyV');
    await page.getByTestId('paste-summary').filter({ hasText: '将更新 497 格，3 格无效' }).waitFor();
    expectEqual('cells named as bad', await page.getByTestId('paste-refused-cell').count(), 3);
    await page.keyboard.press('Enter');
    await waitForText(page, 'sheet-total', String(PASTED));
    await waitForText(page, 'typed-filled', '497');
    await sheet.waitForKeyboard();
    await page.keyboard.press('Control+KeyZ');
    await waitForText(page, 'sheet-total', String(BLANK_ROWS));

    // fill down, and one value into a whole range
    await page.keyboard.press('Control+Home');
    await page.keyboard.type('KL-01');
    await page.keyboard.press('Enter');
    await sheet.waitForFocus(1);
    await page.keyboard.press('ArrowUp');
    await sheet.hold('Shift+ArrowDown', 9);
    await page.keyboard.press('Control+KeyD');
    await waitForCell(sheet, 9, 'opCode', 'KL-01');
    await page.keyboard.press('ArrowRight');
    await sheet.hold('Shift+ArrowDown', 4);
    await page.keyboard.press('F2');
    await sheet.grid.locator('.ag-cell input:focus').waitFor();
    await page.keyboard.type('换刹车片');
    await page.keyboard.press('Control+Enter');
    await waitForCell(sheet, 4, 'name', '换刹车片');
    await page.keyboard.press('Delete');
    await waitForCell(sheet, 4, 'name', '');
    await page.keyboard.press('Control+KeyZ');
    await waitForCell(sheet, 4, 'name', '换刹车片');
    await waitForText(page, 'typed-filled', '10');
  },
};

export const inputMethod: Story = {
  title: 'an input method on a focused cell loses no key, and the Enter that takes a candidate stays in the cell',
  world: 'demo',
  async run(story) {
    const { page } = await openDesk(story, 'jiesuan01');
    await new QueuePage(page).ready();
    await goToImport(page);
    const sheet = await openSheet(page);
    await page.keyboard.press('ArrowRight');
    const method = await page.context().newCDPSession(page);
    const key = async (letter: string, composed: string): Promise<void> => {
      const event = { key: 'Process', code: `Key${letter.toUpperCase()}`, windowsVirtualKeyCode: 229 };
      await method.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...event });
      await method.send('Input.imeSetComposition', {
        text: composed,
        selectionStart: composed.length,
        selectionEnd: composed.length,
      });
      await method.send('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
    };
    await key('w', 'w');
    const editor = sheet.grid.locator('.ag-cell input');
    await editor.waitFor();
    await key('o', 'wo');
    expectEqual('what is being composed', await editor.inputValue(), 'wo');
    const enter = { key: 'Process', code: 'Enter', windowsVirtualKeyCode: 229 };
    await method.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...enter });
    await method.send('Input.insertText', { text: '我' });
    await method.send('Input.dispatchKeyEvent', { type: 'keyUp', ...enter });
    expectEqual('the cell is still being edited, with the candidate', await editor.inputValue(), '我');
    await page.keyboard.press('Enter');
    await waitForCell(sheet, 0, 'name', '我');
    expectTrue('nothing is being edited', (await editor.count()) === 0);
    await sheet.waitForFocus(1);
  },
};
