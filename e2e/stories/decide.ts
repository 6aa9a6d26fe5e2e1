import { expectEqual, expectTrue } from '../world/check.ts';
import { openQueue } from '../world/open-desk.ts';
import type { Story } from '../world/story.ts';

export const decideByKeyboard: Story = {
  title: 'a clerk approves with A, takes it back with Z, rejects with R and a suggested reason',
  world: 'demo',
  async run(story) {
    const { page, queue } = await openQueue(story, 'jiesuan01');
    const approved = await queue.currentId();
    await queue.approve();
    await queue.waitForLeft(approved);
    await queue.waitForUploaded();
    await page.keyboard.press('KeyZ');
    await queue.waitForBack(approved);
    await queue.waitForUploaded();
    const rejected = await queue.currentId();
    expectTrue('the next claim is at hand', rejected !== approved);
    await queue.rejectWithFirstReason();
    await queue.waitForLeft(rejected);
    await queue.waitForUploaded();
    expectEqual('commands that need a person', await page.getByTestId('attention-commands').count(), 0);
  },
};

export const decideInBulk: Story = {
  title: 'three ticked claims are decided in bulk: count and sum first, then a result for each row',
  world: 'demo',
  async run(story) {
    const { page, queue } = await openQueue(story, 'jiesuan02');
    const ticked: string[] = [];
    for (let number = 0; number < 3; number++) {
      ticked.push(await queue.currentId());
      await page.keyboard.press('KeyX');
      await queue.moveDown();
    }
    await page.keyboard.press('Shift+KeyR');
    await page.getByTestId('bulk-count').waitFor();
    expectEqual('count', (await page.getByTestId('bulk-count').innerText()).replace(/\D/g, ''), '3');
    await page.locator('.pick-list [role="option"]').first().waitFor();
    await page.keyboard.press('Digit1');
    await page.getByTestId('batch-close').waitFor();
    await page.waitForFunction(() =>
      (document.querySelector('[data-testid="batch-applied"]')?.textContent ?? '').replace(/\D/g, '').endsWith('3'),
    );
    expectEqual('rows with a result', await page.getByTestId('batch-row').count(), 3);
    await page.getByTestId('batch-close').click();
    await page.getByTestId('batch-dialog').waitFor({ state: 'detached' });
    await queue.waitForUploaded();
    await page.getByTestId('queue-DECIDE').click();
    for (const id of ticked) await queue.row(id).waitFor({ state: 'detached' });
  },
};
