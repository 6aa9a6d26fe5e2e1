import { expectEqual } from '../world/check.ts';
import { signInCounted, type Clerk, type TypedWords } from '../world/counted-clerk.ts';
import type { Story, StoryWorld } from '../world/story.ts';

interface DeviceWords extends TypedWords {
  devices: string;
  reason: string;
  /** What the desktop that was switched off says. */
  wiped: string;
}

const CHINESE: DeviceWords = {
  ...{ language: 'zh-CN', today: '转到：今日', note: '已核对', devices: '转到：登录设备' },
  ...{ reason: '电脑遗失', wiped: '这台设备已被管理员停用' },
};
const LOST = { login: 'fuzong01' };

export const lostComputerByKeyboard: Story = {
  title: 'the administrator switches a lost computer off by keyboard; it signs out and wipes its data, and comes back',
  world: 'demo',
  run: (story) => switchOff(story, CHINESE),
};

async function switchOff(story: StoryWorld, words: DeviceWords): Promise<void> {
  const lost = await signInCounted(story, story.world, LOST.login, words);
  const keeper = await signInCounted(story, story.world, 'guanli01', words);
  await keeper.desk.palette(words.devices);
  const search = keeper.page.getByTestId('devices-search');
  await search.waitFor();
  await keeper.desk.tabTo(search);
  await keeper.page.keyboard.type(LOST.login);
  const rows = keeper.page.getByTestId('device-row');
  await rows.filter({ hasNotText: LOST.login }).first().waitFor({ state: 'detached' });
  expectEqual('devices of the login', await rows.count(), 1);

  await step(keeper, words.reason);
  await keeper.page.getByTestId('device-revoked').waitFor();
  await lost.page.getByTestId('sign-in').filter({ hasText: words.wiped }).waitFor();

  await step(keeper, '找到了');
  await keeper.page.getByTestId('device-revoked').waitFor({ state: 'detached' });
  expectEqual('changes kept', await keeper.page.getByTestId('device-change').count(), 2);
  const back = await signInCounted(story, story.world, LOST.login, words);
  await Promise.all([back, lost, keeper].map(({ page }) => page.close()));
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
