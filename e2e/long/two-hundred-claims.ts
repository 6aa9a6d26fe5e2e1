import { TodayPage } from '../pages/today-page.ts';
import { expectEqual, expectTrue } from '../world/check.ts';
import { sendCostlyRepair } from '../world/costly-repair.ts';
import { signInCounted, type Clerk, type TypedWords } from '../world/counted-clerk.ts';
import { localRows, untilStored } from '../world/local-store.ts';
import type { Story, StoryWorld } from '../world/story.ts';
import { openWorld } from '../world/world.ts';
import {
  arrivedClaim,
  cutOneLine,
  holdForTheCall,
  passByTheSecond,
  passOverTheLimit,
  rejectAnswered,
  rejectWithPhotos,
  returnWithRemark,
  upholdAppeal,
} from '../world/single-decisions.ts';

const CHINESE: TypedWords = { language: 'zh-CN', today: '转到：今日', note: '客户已出示凭证' };
const ENGLISH: TypedWords = { language: 'en', today: 'Go to: Today', note: 'voucher seen' };

const EXCEPTIONS = 12;
const WANTED_CLAIMS = 200;

export const twoHundredClaims: Story = {
  title:
    '200 claims by keyboard: exceptions with their photos, a cut, a return, a hold, one over the limit for the second person, an appeal, groups swept',
  world: 'empty',
  run: (story) => morning(story, CHINESE),
};

export const twoHundredClaimsInEnglish: Story = {
  title:
    '200 claims by keyboard in English: exceptions, a cut, a return, a hold, one over the limit, an appeal, groups swept',
  world: 'empty',
  run: (story) => morning(story, ENGLISH),
};

/** In a company of its own, because it leaves nothing to decide. */
async function morning(story: StoryWorld, words: TypedWords): Promise<void> {
  const world = await openWorld({ demo: true, desktops: 0 });
  try {
    const stationRef = await sendCostlyRepair(world.serverUrl);
    const clerk = await signInCounted(story, world, 'jiesuan01', words);
    await clerk.queue.level();
    await clerk.desk.ready();
    const costly = await arrivedClaim(clerk, stationRef);
    const waiting = claimsWaiting(clerk);
    expectTrue(`a morning of ${String(waiting.length)} claims`, waiting.length >= WANTED_CLAIMS);
    const startedAtMs = performance.now();
    const keysBefore = clerk.keys();

    await rejectWithPhotos(clerk, EXCEPTIONS);
    await cutOneLine(clerk);
    await holdForTheCall(clerk);
    await returnWithRemark(clerk);
    await passOverTheLimit(clerk, costly);
    await new TodayPage(clerk.desk, words.today).sweepAll();
    await rejectAnswered(clerk);

    await clerk.queue.waitForUploaded();
    const left = new Set(claimsWaiting(clerk));
    const done = waiting.filter((id) => !left.has(id)).length;
    tell(words, done, clerk.keys() - keysBefore, performance.now() - startedAtMs);
    expectTrue(`${String(done)} of ${String(waiting.length)} claims decided`, done >= WANTED_CLAIMS);
    expectEqual('claims left to decide', localRows(clerk.desktop, `select id from claim where queue = 'DECIDE'`), []);
    expectEqual('commands that need a person', await clerk.page.getByTestId('attention-commands').count(), 0);

    const second = await signInCounted(story, world, 'zhuguan01', words);
    await passByTheSecond(second, costly);
    await untilStored(
      clerk.desktop,
      'the clerk sees that the second person has passed it',
      ['select status from claim where id = ?', costly.id],
      [{ status: 'APPROVED' }],
    );
    await upholdAppeal(second);
    await second.queue.waitForUploaded();
    await Promise.all([clerk.page.close(), second.page.close()]);
  } finally {
    await world.close();
  }
}

function claimsWaiting({ desktop }: Clerk): string[] {
  const sql = `select id from claim where queue in ('DECIDE', 'ANSWERED')`;
  return localRows<{ id: string }>(desktop, sql).map(({ id }) => id);
}

function tell({ language }: TypedWords, claims: number, keys: number, ms: number): void {
  const each = (value: number): number => Number((value / claims).toFixed(2));
  const seconds = ms / 1000;
  console.log(
    JSON.stringify({
      ...{ language, claims, keys, seconds: Math.round(seconds) },
      ...{ keysPerClaim: each(keys), secondsPerClaim: each(seconds) },
    }),
  );
}
