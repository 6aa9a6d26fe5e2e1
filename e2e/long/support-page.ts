import Database from 'better-sqlite3';
import { statSync } from 'node:fs';
import { expectEqual, expectTrue } from '../world/check.ts';
import { copyFile, localRows, untilStored } from '../world/local-store.ts';
import { openQueue } from '../world/open-desk.ts';
import type { Story } from '../world/story.ts';

const PAID_TOO_MUCH_FEN = 77_700;
const claimOf = 'select status, claimed_fen as claimed from claim where id = ?';

export const supportPage: Story = {
  title:
    'on the support page a clerk finds and mends a wrong row of the copy, is told that rebuilding needs the server while a decision waits for it, and has the copy rebuilt once it is there; by keyboard alone',
  world: 'demo',
  async run(story) {
    const { desktop, page, queue } = await openQueue(story, 'jiesuan01');
    const claimId = await queue.currentId();
    const right = localRows(desktop, claimOf, claimId);
    spoil(copyFile(desktop), claimId);
    expectTrue('the copy is wrong now', JSON.stringify(localRows(desktop, claimOf, claimId)) !== JSON.stringify(right));

    await goTo('#/support');
    await page.keyboard.press('KeyC');
    const result = page.getByTestId('check-result');
    await result.waitFor();
    const found = await result.innerText();
    expectTrue(`one table differed and one row was mended: ${found}`, (found.match(/1/g) ?? []).length >= 2);
    expectEqual('the row after the check', localRows(desktop, claimOf, claimId), right);
    await page.reload();
    await page.getByTestId('support-page').waitFor();
    await page.keyboard.press('KeyC');
    await result.waitFor();
    expectTrue('the second check finds nothing', /一致/.test(await result.innerText()));

    await story.world.stopServer();
    await goTo('#/claims');
    await queue.ready();
    const decided = await queue.currentId();
    const number = await queue.head();
    await queue.rejectWithFirstReason();
    await goTo('#/support');
    const waiting = page.getByTestId('outbox-list').locator('tbody tr');
    await waiting.first().waitFor();
    expectEqual('commands that wait', await waiting.count(), 1);
    const line = await waiting.first().innerText();
    expectTrue(`what waits is named with its document: ${line}`, line.includes(number) && !/claim\./.test(line));

    await page.keyboard.press('KeyB');
    await page.getByTestId('rebuild-dialog').waitFor();
    await page.keyboard.press('Enter');
    await page.getByTestId('rebuild-refused').filter({ hasText: '服务器' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('rebuild-dialog').waitFor({ state: 'detached' });
    await story.world.restartServer();
    await page.locator('[data-testid="sync-state"][data-phase="live"]').waitFor();
    await waiting.first().waitFor({ state: 'detached' });

    const fileBefore = statSync(copyFile(desktop)).ino;
    await page.keyboard.press('KeyB');
    await page.getByTestId('rebuild-dialog').waitFor();
    await page.keyboard.press('Enter');
    await page.getByTestId('rebuild-dialog').waitFor({ state: 'detached' });
    await page.getByTestId('download-progress').waitFor();
    expectTrue('progress in rows and megabytes', /\d/.test(await page.getByTestId('download-progress').innerText()));
    await page.locator('[data-testid="sync-state"][data-phase="live"]').waitFor();
    await page.getByTestId('download-progress').waitFor({ state: 'detached' });
    expectTrue('the copy is another file', statSync(copyFile(desktop)).ino !== fileBefore);
    await untilStored(
      desktop,
      'the decision that waited',
      ['select status from claim where id = ?', decided],
      [{ status: 'REJECTED' }],
    );

    async function goTo(hash: string): Promise<void> {
      await page.evaluate((target) => (window.location.hash = target), hash);
      await page.getByTestId(hash === '#/support' ? 'support-page' : 'claims-grid').waitFor();
    }
  },
};

/** What a defect of the disk or a hand in the file would do. */
function spoil(file: string, claimId: string): void {
  const database = new Database(file);
  try {
    database.prepare('update claim set claimed_fen = ? where id = ?').run(PAID_TOO_MUCH_FEN, claimId);
  } finally {
    database.close();
  }
}
