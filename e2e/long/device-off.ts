import { DEMO_PASSWORD } from '../../src-server/demo/facts/users.ts';
import { expectEqual } from '../world/check.ts';
import { signInCounted, type Clerk, type TypedWords } from '../world/counted-clerk.ts';
import type { Story, StoryWorld } from '../world/story.ts';

interface DeviceWords extends TypedWords {
  /** Each language has its own person, as both stories run in one company. */
  login: string;
  devices: string;
  reason: string;
  foundAgain: string;
  /** What the desktop that was switched off says. */
  wiped: string;
}

const CHINESE: DeviceWords = {
  ...{ language: 'zh-CN', today: '转到：今日', note: '已核对', devices: '转到：登录设备' },
  ...{ login: 'fuzong01', reason: '电脑遗失', foundAgain: '找到了', wiped: '这台设备已被管理员停用' },
};
const ENGLISH: DeviceWords = {
  ...{ language: 'en', today: 'Go to: Today', note: 'checked', devices: 'Go to: Devices' },
  ...{
    login: 'zhuichang01',
    reason: 'lost on a train',
    foundAgain: 'found',
    wiped: 'switched off by the administrator',
  },
};

export const lostComputerByKeyboard: Story = {
  title: 'the administrator switches a lost computer off by keyboard; it signs out and wipes its data, and comes back',
  world: 'demo',
  run: (story) => switchOff(story, CHINESE),
};

export const lostComputerByKeyboardInEnglish: Story = {
  title: 'the administrator switches a lost computer off by keyboard in English, and it comes back',
  world: 'demo',
  run: (story) => switchOff(story, ENGLISH),
};

async function switchOff(story: StoryWorld, words: DeviceWords): Promise<void> {
  const lost = await signInCounted(story, story.world, words.login, words);
  const keeper = await signInCounted(story, story.world, 'guanli01', words);
  await keeper.desk.palette(words.devices);
  const search = keeper.page.getByTestId('devices-search');
  await search.waitFor();
  await keeper.desk.tabTo(search);
  await keeper.page.keyboard.type(words.login);
  const rows = keeper.page.getByTestId('device-row');
  await rows.filter({ hasNotText: words.login }).first().waitFor({ state: 'detached' });
  expectEqual('devices of the login', await rows.count(), 1);

  await step(keeper, words.reason);
  await keeper.page.getByTestId('device-revoked').waitFor();
  await lost.page.getByTestId('sign-in').filter({ hasText: words.wiped }).waitFor();

  await step(keeper, words.foundAgain);
  await keeper.page.getByTestId('device-revoked').waitFor({ state: 'detached' });
  expectEqual('changes kept', await keeper.page.getByTestId('device-change').count(), 2);
  await signInAgain(lost, words);
  expectEqual('it is the same device', await rows.count(), 1);
  await Promise.all([lost.page.close(), keeper.page.close()]);
}

async function signInAgain({ page, desk }: Clerk, { login }: DeviceWords): Promise<void> {
  for (const [field, text] of Object.entries({ login, password: DEMO_PASSWORD })) {
    await desk.tabTo(page.locator(`input[name="${field}"]`));
    await page.keyboard.press('Control+KeyA');
    await page.keyboard.type(text);
  }
  await page.keyboard.press('Enter');
  await page.getByTestId('user-menu').waitFor();
  await desk.ready();
}

async function step({ page, desk }: Clerk, reason: string): Promise<void> {
  await desk.tabTo(page.getByTestId('device-reason'));
  await page.keyboard.type(reason);
  await page.keyboard.press('Enter');
  await page.getByTestId('device-dialog').waitFor();
  await page.keyboard.press('Enter');
  await page.getByTestId('device-dialog').waitFor({ state: 'detached' });
  await page.getByTestId('device-change').filter({ hasText: reason }).waitFor();
}
