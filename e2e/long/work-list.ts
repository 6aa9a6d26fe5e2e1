import type { Page } from 'playwright-core';
import type { QueuePage } from '../pages/queue-page.ts';
import { expectEqual, expectTrue } from '../world/check.ts';
import { openQueue } from '../world/open-desk.ts';
import type { Story } from '../world/story.ts';

const TICKED = 3;

export const bulkInConflict: Story = {
  title:
    'two clerks reject the same three claims in bulk without the server: the one who comes later finds each claim in the work-list, row by row, and sends them again or lets them go; by keyboard alone',
  world: 'demo',
  async run(story) {
    const first = (await openQueue(story, 'jiesuan01')).queue;
    const second = (await openQueue(story, 'jiesuan02')).queue;
    const ids = await tickedBy(first, () => true);
    expectEqual('claims ticked by the second', (await tickedBy(second, (id) => ids.includes(id))).length, TICKED);
    await story.world.stopServer();
    await rejectTicked(first.page, 'Digit1');
    await rejectTicked(second.page, 'Digit2');
    await story.world.restartServer();
    await first.waitForUploaded();
    await second.waitForUploaded();
    const { page } = await Promise.race(
      [first, second].map(async (queue) => {
        await queue.page.getByTestId('attention-commands').waitFor();
        return queue;
      }),
    );
    await page.evaluate(() => (window.location.hash = '#/attention'));
    await page.getByTestId('attention-rows').waitFor();
    const rows = page.getByTestId('attention-rows').locator('tbody tr');
    expectEqual('claims in the work-list', await rows.count(), TICKED);
    for (const text of await rows.allInnerTexts())
      expectTrue(`number, what stands there, why: ${text}`, text.split('\t').length >= 3 && !/–\t|[A-Z]{4}/.test(text));
    await page.keyboard.press('Digit2');
    await page.getByTestId('attention-rows').waitFor({ state: 'detached' });
    // the server refuses them once more, as rejected claims take no second rejection: the item comes back and is let go
    await page.getByTestId('attention-rows').waitFor();
    expectEqual('claims in the work-list again', await rows.count(), TICKED);
    await page.keyboard.press('Digit1');
    await page.getByTestId('attention-commands').waitFor({ state: 'detached' });
  },
};

async function tickedBy(queue: QueuePage, wanted: (id: string) => boolean): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < TICKED) {
    const id = await queue.currentId();
    if (wanted(id)) {
      ids.push(id);
      await queue.page.keyboard.press('KeyX');
    }
    await queue.moveDown();
  }
  return ids;
}

/** Rejects what is ticked for one of the suggested reasons and closes the report of rows. */
async function rejectTicked(page: Page, reason: string): Promise<void> {
  await page.keyboard.press('Shift+KeyR');
  await page.getByTestId('bulk-count').waitFor();
  await page.locator('.pick-list [role="option"]').nth(1).waitFor();
  await page.keyboard.press(reason);
  await page.getByTestId('batch-close').waitFor();
  await page.keyboard.press('Escape');
  await page.getByTestId('batch-dialog').waitFor({ state: 'detached' });
}
