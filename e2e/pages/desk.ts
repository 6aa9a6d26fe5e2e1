import type { Locator, Page } from 'playwright-core';
import { searchFor } from '../world/search-for.ts';

const FIRST_COPY_MS = 300_000;

/** The frame around every page and the claim under the hands, driven by keys alone. */
export class Desk {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Signed in, level with the server, and every year of the copy here. */
  async ready(): Promise<void> {
    await this.page.locator('[data-testid="sync-state"][data-phase="live"]').waitFor({ timeout: FIRST_COPY_MS });
    for (const mark of ['first-download', 'history-pending'])
      await this.page.getByTestId(mark).waitFor({ state: 'detached', timeout: FIRST_COPY_MS });
  }

  /** `/` and the number: the claim is the current row and its evidence is beside it. */
  async find(no: string, claimId: string): Promise<void> {
    await searchFor(this.page, no);
    await this.page.locator(`[data-testid="claim-head"][data-claim="${claimId}"]`).waitFor();
  }

  /** Ctrl+K, words of the command, Enter. */
  async palette(words: string): Promise<void> {
    await this.page.keyboard.press('Control+KeyK');
    await this.page.getByTestId('palette').locator('input:focus').waitFor();
    await this.page.keyboard.type(words);
    await this.page.getByTestId('palette').locator('[role="option"].on', { hasText: words }).waitFor();
    await this.page.keyboard.press('Enter');
    await this.page.getByTestId('palette').waitFor({ state: 'detached' });
  }

  /** Tab until the element has the focus; fails when it is not reached. */
  async tabTo(target: Locator, most = 40): Promise<void> {
    for (let step = 0; step < most; step += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`not reached by ${most} Tab: ${String(target)}`);
  }

  async waitForToast(text: string): Promise<void> {
    await this.page.getByTestId('toast').filter({ hasText: text }).first().waitFor();
  }

  async phase(name: string): Promise<void> {
    await this.page.locator(`[data-testid="sync-state"][data-phase="${name}"]`).waitFor();
  }

  /** The list of jobs, by keyboard; it stays as it is when it is open. */
  async openJobs(): Promise<void> {
    if (await this.page.getByTestId('job-list').isVisible()) return;
    await this.tabTo(this.page.getByTestId('job-tray'));
    await this.page.keyboard.press('Enter');
    await this.page.getByTestId('job-list').waitFor();
  }

  /** Opens the newest file of a report in the job tray by keyboard and saves it. */
  async download(file: string, report: string): Promise<void> {
    await this.openJobs();
    const link = this.page.locator(`[data-testid="job-download"][download^="${report}"]`).first();
    await link.waitFor();
    await this.tabTo(link);
    const [download] = await Promise.all([this.page.waitForEvent('download'), this.page.keyboard.press('Enter')]);
    await download.saveAs(file);
  }
}
