import type { Locator, Page } from 'playwright-core';

const FIRST_COPY_MS = 300_000;

/** The audit queue: the grid, the claim beside it, and the keys of design §8. */
export class QueuePage {
  readonly page: Page;
  readonly grid: Locator;

  constructor(page: Page) {
    this.page = page;
    this.grid = page.getByTestId('claims-grid');
  }

  /** Waits for the first copy and for the first row with its claim beside it. */
  async ready(): Promise<void> {
    await this.page.getByTestId('first-download').waitFor({ state: 'detached', timeout: FIRST_COPY_MS });
    await this.grid.locator('.ag-row.row-current').first().waitFor({ timeout: FIRST_COPY_MS });
    await this.page.getByTestId('claim-head').waitFor();
  }

  /** The same on a desktop that had its copy already: level with the server, and the list read from what is level. */
  async level(): Promise<void> {
    await this.page.locator('[data-testid="sync-state"][data-phase="live"]').waitFor({ timeout: FIRST_COPY_MS });
    await this.waitForHistory();
    await this.page.reload();
    await this.ready();
  }

  row(claimId: string): Locator {
    return this.grid.locator(`.ag-row[row-id="${claimId}"]`).first();
  }

  async currentId(): Promise<string> {
    const id = await this.grid.locator('.ag-row.row-current').first().getAttribute('row-id');
    if (id === null || id === '') throw new Error('no current row');
    return id;
  }

  async head(): Promise<string> {
    return (await this.page.getByTestId('claim-head').innerText()).split('\n')[0]?.trim() ?? '';
  }

  /** Walks down until the claim beside the grid is of this row. */
  async moveDown(): Promise<void> {
    const before = await this.currentId();
    const headBefore = await this.head();
    await this.page.keyboard.press('KeyJ');
    await this.page.waitForFunction(
      (id) => document.querySelector('.ag-row.row-current')?.getAttribute('row-id') !== id,
      before,
    );
    await this.page.waitForFunction(
      (text) => !(document.querySelector('[data-testid="claim-head"]')?.textContent ?? text).startsWith(text),
      headBefore,
    );
  }

  /** A; a rule that blocks asks for a written word first. */
  async approve(): Promise<void> {
    await this.page.getByTestId('action-approve').waitFor();
    await this.page.keyboard.press('KeyA');
    const override = this.page.getByTestId('override-note');
    const toast = this.page.getByTestId('toast').last();
    await override.or(toast).first().waitFor();
    if (await override.isVisible()) {
      await override.fill('已与服务站核对，同意放行');
      await this.page.getByTestId('dialog-confirm').click();
      await toast.waitFor();
    }
  }

  /** R, then the first suggested reason. */
  async rejectWithFirstReason(): Promise<void> {
    await this.page.keyboard.press('KeyR');
    await this.page.locator('.pick-list [role="option"]').first().waitFor();
    await this.page.keyboard.press('Digit1');
    await this.page.getByTestId('reason-dialog').waitFor({ state: 'detached' });
  }

  /** It has left the queue: struck through in a list somebody works in, gone from one that nobody has touched. */
  async waitForLeft(claimId: string): Promise<void> {
    await this.grid.locator(`.ag-row:not(.row-left)[row-id="${claimId}"]`).first().waitFor({ state: 'detached' });
  }

  async waitForBack(claimId: string): Promise<void> {
    await this.grid.locator(`.ag-row:not(.row-left)[row-id="${claimId}"]`).first().waitFor();
  }

  /** The finished years are here as well; until then the desktop is busy taking them in. */
  async waitForHistory(): Promise<void> {
    await this.page.getByTestId('history-pending').waitFor({ state: 'detached', timeout: FIRST_COPY_MS });
  }

  /** Everything made here has reached the server. */
  async waitForUploaded(): Promise<void> {
    await this.page.getByTestId('waiting-commands').waitFor({ state: 'detached' });
  }

  async count(queue: string): Promise<number> {
    const text = await this.page.getByTestId(`queue-${queue}`).locator('b').innerText();
    return Number(text.replace(/\D/g, ''));
  }
}
