import type { Locator, Page } from 'playwright-core';

/** Any grid of the product by keyboard: blocks, figures, clipboard. */
export class GridPage {
  readonly page: Page;
  readonly grid: Locator;
  readonly strip: Locator;

  constructor(page: Page, testId: string) {
    this.page = page;
    this.grid = page.getByTestId(testId);
    this.strip = page.getByTestId(`${testId}-strip`);
  }

  /** Puts the focus on the first data cell of the list. */
  async focusFirst(): Promise<void> {
    const cell = this.grid.locator('.ag-row[row-index="0"] .ag-cell:not(.row-number, .tick-cell)').first();
    await cell.waitFor();
    await cell.click();
    await this.page.keyboard.press('Control+Home');
    await this.waitForFocus(0);
  }

  /** Waits until a cell of this row has the keyboard. */
  async waitForFocus(row: number): Promise<void> {
    await this.grid
      .locator(`.ag-row[row-index="${String(row)}"] .ag-cell.ag-cell-focus`)
      .first()
      .waitFor();
  }

  /** Waits until the keyboard is on a cell of this grid, as it must be after every dialog. */
  async waitForKeyboard(): Promise<void> {
    await this.grid.locator('.ag-cell:focus').waitFor();
  }

  /** Presses a key many times, as a person who holds it down. */
  async hold(key: string, times: number): Promise<void> {
    for (let time = 0; time < times; time += 1) await this.page.keyboard.press(key);
  }

  async waitForCells(count: number): Promise<void> {
    const shown = this.strip.getByTestId('range-cells');
    await shown.filter({ hasText: new RegExp(`^${count.toLocaleString('en-US')}$`) }).waitFor();
  }

  async figure(name: 'count' | 'sum' | 'average' | 'least' | 'most'): Promise<string> {
    return this.strip.getByTestId(`range-${name}`).innerText();
  }

  /** What a program that is pasted into would read. */
  async clipboard(): Promise<{ text: string; html: string }> {
    return this.page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      const read = async (type: string): Promise<string> =>
        item?.types.includes(type) === true ? (await item.getType(type)).text() : '';
      return { text: await read('text/plain'), html: await read('text/html') };
    });
  }
}
