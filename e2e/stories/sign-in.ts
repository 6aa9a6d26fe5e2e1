import { QueuePage } from '../pages/queue-page.ts';
import { SignInPage } from '../pages/sign-in-page.ts';
import { expectEqual, expectTrue } from '../world/check.ts';
import type { Story } from '../world/story.ts';

export const clerkSeesTheQueue: Story = {
  title: 'a clerk signs in with one click and the queue is there, also after a reload',
  world: 'demo',
  async run({ newDesktop, open }) {
    const { page } = await open(await newDesktop());
    await new SignInPage(page).asRole('l1');
    const queue = new QueuePage(page);
    await queue.ready();
    expectTrue('claims wait to be decided', (await queue.count('DECIDE')) > 0);
    const id = await queue.currentId();
    await page.reload();
    await queue.ready();
    expectEqual('the row after a reload', await queue.currentId(), id);
  },
};

export const wrongPassword: Story = {
  title: 'a wrong password says so in words and lets nobody in; the right one does',
  world: 'demo',
  async run({ newDesktop, open }) {
    const { page, problems } = await open(await newDesktop());
    const signIn = new SignInPage(page);
    await signIn.withPassword('jiesuan01', 'wrong');
    await page.getByTestId('sign-in-error').waitFor();
    const text = await page.getByTestId('sign-in-error').innerText();
    expectTrue(`a sentence, not a code: ${text}`, /[\u4e00-\u9fff]{4}/.test(text) && !/[a-z]+-[a-z]+/.test(text));
    await signIn.asLogin('jiesuan01');
    expectEqual('problems', problems, []);
  },
};

export const usedLink: Story = {
  title: 'a used link says so and a fresh one opens',
  world: 'demo',
  async run({ newDesktop, open, browser }) {
    const desktop = await newDesktop();
    const used = desktop.link();
    await open(desktop);
    const other = await browser.newPage();
    await other.goto(used);
    expectTrue('the page points to the terminal', (await other.innerText('body')).includes('终端'));
    await other.goto(desktop.link());
    await other.getByTestId('sign-in').waitFor();
    await other.close();
  },
};
