import type { QueuePage } from '../pages/queue-page.ts';
import { expectTrue } from '../world/check.ts';
import { openQueue } from '../world/open-desk.ts';
import type { Story, StoryWorld } from '../world/story.ts';

const DECISIONS = 3;

async function twoQueues(story: StoryWorld): Promise<[QueuePage, QueuePage]> {
  const queues: QueuePage[] = [];
  for (const login of ['jiesuan01', 'jiesuan02']) {
    queues.push((await openQueue(story, login)).queue);
  }
  const [first, second] = queues;
  if (first === undefined || second === undefined) throw new Error('two desktops wanted');
  return [first, second];
}

export const seenByTheOther: Story = {
  title: 'a decision on one desktop shows on the other',
  world: 'demo',
  async run(story) {
    const [first, second] = await twoQueues(story);
    const tookMs: number[] = [];
    for (let times = 0; times < DECISIONS; times++) {
      const id = await first.currentId();
      await second.row(id).waitFor();
      await first.rejectWithFirstReason();
      const startedAtMs = performance.now();
      await second.waitForLeft(id);
      tookMs.push(Math.round(performance.now() - startedAtMs));
    }
    // how long it may take is measured by bench sync.delta
    console.log(`  seen by the other desktop after ${tookMs.join(', ')} ms`);
  },
};

export const bothDecide: Story = {
  title: 'both desktops decide the same claim without the server: one wins, the other sees both decisions side by side',
  world: 'demo',
  async run(story) {
    const [first, second] = await twoQueues(story);
    const id = await first.currentId();
    while ((await second.currentId()) !== id) await second.moveDown();
    await story.world.stopServer();
    await first.rejectWithFirstReason();
    await first.waitForLeft(id);
    await second.approve();
    await second.waitForLeft(id);
    await story.world.restartServer();
    await first.waitForUploaded();
    await second.waitForUploaded();
    const loser = await Promise.race(
      [first, second].map(async (queue) => {
        await queue.page.getByTestId('attention-commands').waitFor();
        return queue;
      }),
    );
    const winner = loser === first ? second : first;
    expectTrue('the winner has nothing to settle', (await winner.page.getByTestId('attention-commands').count()) === 0);
    await loser.page.getByTestId('attention-commands').click();
    await loser.page.getByTestId('attention-page').waitFor();
    const mine = await loser.page.getByTestId('version-mine').innerText();
    const theirs = await loser.page.getByTestId('version-theirs').innerText();
    expectTrue(`both versions are shown: ${mine} / ${theirs}`, mine.length > 8 && theirs.length > 8 && mine !== theirs);
    await loser.page.getByTestId('resolve-take-server').click();
    await loser.page.getByTestId('attention-commands').waitFor({ state: 'detached' });
  },
};
