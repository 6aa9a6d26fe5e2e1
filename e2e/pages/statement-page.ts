import type { Page } from 'playwright-core';
import { Desk } from './desk.ts';
import { searchFor } from '../world/search-for.ts';

/** Settlement by keyboard: the list by its search, the statement by its step keys. */
export class StatementPage {
  readonly page: Page;
  readonly #desk: Desk;

  constructor(page: Page) {
    this.page = page;
    this.#desk = new Desk(page);
  }

  /** From anywhere: the statements, this one found by its number and opened with Enter. */
  async open(no: string, roomName: string): Promise<void> {
    await this.#desk.palette(roomName);
    const grid = this.page.getByTestId('statements-grid');
    await grid.waitFor();
    await searchFor(this.page, no);
    await grid.locator('.ag-row.row-current', { hasText: no }).first().waitFor();
    await this.page.keyboard.press('Enter');
    await this.page.getByTestId('statement-page').getByRole('heading', { name: no }).waitFor();
  }

  /** A step by its key; `note` is written where the step asks for its ground. */
  async step(key: string, note = ''): Promise<void> {
    await this.page.keyboard.press(key);
    await this.page.locator('[data-testid="step-note"]:focus').waitFor();
    if (note !== '') await this.page.keyboard.type(note);
    await this.page.keyboard.press('Enter');
    await this.page.getByTestId('advance-dialog').waitFor({ state: 'detached' });
  }

  async status(word: string): Promise<void> {
    await this.page.getByTestId('statement-status').filter({ hasText: word }).waitFor();
  }

  async claimCount(count: number): Promise<void> {
    await this.page
      .getByTestId('statement-page')
      .getByTestId('list-total')
      .filter({ hasText: new RegExp(`^${count}$`) })
      .waitFor();
  }

  /** Into the list of claims, on its first row: Tab to its head, then down; or from inside it, home. */
  async toFirstClaim(): Promise<void> {
    const list = this.page.getByTestId('statement-claims');
    if ((await list.locator('.ag-cell:focus').count()) === 0) {
      await this.#desk.tabTo(list.locator('.ag-header-cell').first());
      await this.page.keyboard.press('ArrowDown');
    } else await this.page.keyboard.press('Control+Home');
    await list.locator('.ag-row[row-index="0"]:focus-within').waitFor();
  }
}
