import type { Page } from 'playwright-core';
import { expectEqual } from '../world/check.ts';
import type { Desk } from './desk.ts';

const MOST_GROUPS = 60;
/** So many of a group are read before it is decided as a whole (claims §6.2). */
const READ_FIRST = 3;

/** The day: queues, and what is left in them as groups of alike claims that are swept one after the other. */
export class TodayPage {
  readonly page: Page;
  readonly desk: Desk;
  readonly command: string;

  /** `command` is what the palette calls this page. */
  constructor(desk: Desk, command: string) {
    this.page = desk.page;
    this.desk = desk;
    this.command = command;
  }

  /** Group after group of the queue to decide, until none is left: passed, or rejected where a rule blocks. */
  async sweepAll(): Promise<void> {
    for (let group = 0; group < MOST_GROUPS; group += 1) {
      const severity = await this.openFirstGroup();
      if (severity === null) return;
      await (severity === 3 ? this.rejectGroup() : this.passGroup());
    }
    throw new Error(`more than ${String(MOST_GROUPS)} groups`);
  }

  /** Opens the first group of the queue to decide; its worst severity, or null when none is left. */
  private async openFirstGroup(): Promise<number | null> {
    await this.desk.palette(this.command);
    await this.page.getByTestId('today-page').waitFor();
    await this.page.keyboard.press('Digit1');
    await this.page.locator('[data-testid="card-DECIDE"].on').waitFor();
    const first = this.page.getByTestId('group').first();
    const empty = this.page.getByTestId('empty-state');
    await first.or(empty).first().waitFor();
    if (await empty.isVisible()) return null;
    const severity = Number(await first.getAttribute('data-severity'));
    await this.page.locator('[data-testid="group"][aria-selected="true"]').waitFor();
    await this.page.keyboard.press('Enter');
    await this.page.locator('[data-testid="sweep"]:not([data-total="0"])').waitFor();
    return severity;
  }

  /** Three of it read, or all of a smaller one; Enter, the sums, Enter. */
  private async passGroup(): Promise<void> {
    const bar = this.page.getByTestId('sweep');
    const wanted = Math.min(READ_FIRST, Number(await bar.getAttribute('data-total')));
    const readNow = async (): Promise<number> => Number(await bar.getAttribute('data-read'));
    // the first is read as soon as it is the current row; each J brings the next one
    await this.page.locator('[data-testid="sweep"]:not([data-read="0"])').waitFor();
    for (let read = await readNow(); read < wanted; read = await readNow()) {
      await this.page.keyboard.press('KeyJ');
      await this.page.locator(`[data-testid="sweep"]:not([data-read="${String(read)}"])`).waitFor();
    }
    await this.page.locator('[data-testid="sweep-decide"]:enabled').waitFor();
    await this.page.keyboard.press('Enter');
    await this.page.locator('[data-testid="bulk-dialog"] [data-testid="dry-run-row"]').first().waitFor();
    await this.page.keyboard.press('Enter');
    await this.closeResults();
  }

  private async rejectGroup(): Promise<void> {
    await this.page.keyboard.press('Control+KeyA');
    await this.page.keyboard.press('Shift+KeyR');
    await this.page.locator('.pick-list [role="option"]').first().waitFor();
    await this.page.getByTestId('dry-run-row').first().waitFor();
    await this.page.keyboard.press('Digit1');
    await this.closeResults();
  }

  /** A result for every row, none refused; Esc goes back to the list. */
  private async closeResults(): Promise<void> {
    await this.page.getByTestId('batch-close').waitFor();
    await this.page.waitForFunction(
      () => (document.querySelector('[data-testid="batch-waiting"]')?.textContent ?? '').replace(/\D/g, '') === '0',
    );
    const refused = (await this.page.getByTestId('batch-refused').innerText()).replace(/\D/g, '');
    expectEqual('rows refused', refused, '0');
    await this.page.keyboard.press('Escape');
    await this.page.getByTestId('batch-dialog').waitFor({ state: 'detached' });
  }
}
