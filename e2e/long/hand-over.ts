import { expectEqual } from '../world/check.ts';
import { signInCounted, type Clerk, type TypedWords } from '../world/counted-clerk.ts';
import { localRows, untilStored } from '../world/local-store.ts';
import type { Story, StoryWorld } from '../world/story.ts';
import { searchFor } from '../world/search-for.ts';

interface HandOverWords extends TypedWords {
  page: string;
  figures: string;
  reason: string;
  /** Each language has its own clerk, as both stories run in one company. */
  giver: { login: string; name: string };
  heir: string;
  /** How one finds the heir among the receivers. */
  typed: string;
}

const CHINESE: HandOverWords = {
  ...{ language: 'zh-CN', today: '转到：今日', note: '已核对', page: '转到：工作交接', figures: '转到：指标' },
  ...{ reason: '调往南方大区', giver: { login: 'jiesuan01', name: '陈静' }, heir: '王海燕', typed: 'why' },
};
const ENGLISH: HandOverWords = {
  ...{ language: 'en', today: 'Go to: Today', note: 'checked', page: 'Go to: Hand-over', figures: 'Go to: Figures' },
  ...{
    reason: 'moves to the southern region',
    giver: { login: 'jiesuan03', name: '李晓梅' },
    heir: '王海燕',
    typed: 'why',
  },
};

export const handOverByKeyboard: Story = {
  title: 'a clerk takes claims, hands one to a colleague and then all work in hand to an heir, by keyboard',
  world: 'demo',
  run: (story) => handOver(story, CHINESE),
};

export const handOverByKeyboardInEnglish: Story = {
  title: 'a clerk takes claims and hands all work in hand to an heir by keyboard in English',
  world: 'demo',
  run: (story) => handOver(story, ENGLISH),
};

const ASSIGNED =
  'select coalesce(u.name, ?) as name from claim c left join app_user u on u.id = c.assigned_to where c.id = ?';

async function handOver(story: StoryWorld, words: HandOverWords): Promise<void> {
  const clerk = await signInCounted(story, story.world, words.giver.login, words);
  const [first, second] = free(clerk);
  const { page, desk, desktop } = clerk;
  // what the demo's clerk has put on hold or sent back is in hand already
  const before = inHand(clerk, words.giver.name);
  const isHeldBy = (what: string, id: string, name: string): Promise<void> =>
    untilStored(desktop, what, [ASSIGNED, '', id], [{ name }]);

  // one at a time: take, give to a colleague, take back, put on hold
  await desk.find(first.no, first.id);
  await page.getByTestId('action-take').waitFor();
  await page.keyboard.press('KeyG');
  await page.getByTestId('action-take').waitFor({ state: 'detached' });
  await isHeldBy('taken', first.id, words.giver.name);
  await page.keyboard.press('KeyY');
  await page.getByTestId('receiver-search').waitFor();
  await page.keyboard.type(words.typed);
  await page.locator('[data-testid="receiver"].on').filter({ hasText: words.heir }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByTestId('hand-over-dialog').waitFor({ state: 'detached' });
  await page.getByTestId('claim-holder').filter({ hasText: words.heir }).waitFor();
  await isHeldBy('given', first.id, words.heir);
  await page
    .getByTestId('decision-entry')
    .filter({ hasText: `${words.giver.name} → ${words.heir}` })
    .waitFor();
  await page.keyboard.press('KeyG');
  await isHeldBy('taken back', first.id, words.giver.name);
  await desk.find(second.no, second.id);
  await page.locator('[data-testid="action-hold"]:enabled').waitFor();
  await page.keyboard.press('KeyP');
  await page.getByTestId('hold-WAIT_CALL').waitFor();
  await page.keyboard.press('Digit2');
  await untilStored(desktop, 'on hold', ['select status from claim where id = ?', second.id], [{ status: 'ON_HOLD' }]);

  // two ticked are taken together, after count, sum and control number were shown
  const ticked = await tickTwo(clerk);
  await page.keyboard.press('Shift+KeyG');
  await page.getByTestId('bulk-control').waitFor();
  await page.locator('[data-testid="dialog-confirm"]:enabled').waitFor();
  await page.keyboard.press('Enter');
  await page.getByTestId('batch-applied').filter({ hasText: '2' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByTestId('batch-dialog').waitFor({ state: 'detached' });
  for (const id of ticked) await isHeldBy('taken together', id, words.giver.name);
  await page
    .getByTestId('queue-MINE')
    .filter({ hasText: String(before + 4) })
    .waitFor();

  await orderAll(clerk, words, before + 4);
  for (const id of [first.id, second.id, ...ticked]) await isHeldBy('handed over', id, words.heir);
  await untilStored(
    desktop,
    'the history keeps who put it on hold',
    ['select decided_by_name as byName from audit_decision where claim_id = ? and action = ?', second.id, 'HOLD'],
    [{ byName: words.giver.name }],
  );

  // the figures count it: one and then all went out; taken: first twice, two together
  await desk.palette(words.figures);
  const row = page.getByTestId('figures-clerks-row').filter({ hasText: words.giver.name });
  await row
    .locator('[data-figure="handedOver"]')
    .filter({ hasText: `${String(before + 5)} / 4` })
    .waitFor();
  expectEqual('in hand after', (await row.locator('[data-figure="inHand"]').innerText()).trim(), '0');
  console.log(`hand-over in ${words.language}: ${String(clerk.keys())} keys`);
  await page.close();
}

/** The page of hand-over: whom, why, look, confirm, and the result item by item. */
async function orderAll({ page, desk }: Clerk, words: HandOverWords, claims: number): Promise<void> {
  await desk.palette(words.page);
  const to = page.getByTestId('handover-to');
  await to.waitFor();
  await page
    .getByTestId('handover-CLAIM')
    .filter({ hasText: String(claims) })
    .waitFor();
  await desk.tabTo(to);
  const chosen = (): Promise<string> =>
    to.evaluate((element) => (element as HTMLSelectElement).selectedOptions[0]?.text ?? '');
  for (let step = 0; step < 60 && !(await chosen()).startsWith(words.heir); step += 1)
    await page.keyboard.press('ArrowDown');
  await desk.tabTo(page.getByTestId('handover-reason'));
  await page.keyboard.type(words.reason);
  await page.locator('[data-testid="handover-order"]:enabled').waitFor();
  await page.keyboard.press('Enter');
  await page
    .getByTestId('handover-count')
    .filter({ hasText: String(claims) })
    .waitFor();
  await page.keyboard.press('Enter');
  await page.getByTestId('handover-dialog').waitFor({ state: 'detached' });
  await page
    .getByTestId('handover-item')
    .nth(claims - 1)
    .waitFor();
  expectEqual('results', await page.getByTestId('handover-item').count(), claims);
  await page.getByTestId('handover-order-row').filter({ hasText: words.reason }).waitFor();
}

/** The first two of the queue to decide, ticked by X. */
async function tickTwo({ page, queue }: Clerk): Promise<string[]> {
  await searchFor(page, '');
  await page.waitForFunction(() => document.querySelectorAll('[data-testid="claims-grid"] .ag-row[row-id]').length > 5);
  const ids: string[] = [];
  for (const count of [1, 2]) {
    ids.push(await queue.currentId());
    await page.keyboard.press('KeyX');
    await page
      .getByTestId('ticked-count')
      .filter({ hasText: String(count) })
      .waitFor();
    if (count === 1) await queue.moveDown();
  }
  return ids;
}

/** Claims the person has on hold, sent back or assigned. */
function inHand({ desktop }: Clerk, name: string): number {
  const [row] = localRows<{ count: number }>(
    desktop,
    `select count(*) as count from claim c join app_user u on u.id = coalesce(c.assigned_to, c.decided_by)
      where u.name = ? and (c.status in ('ON_HOLD', 'RETURNED')
        or c.assigned_to is not null and c.status in ('IN_REVIEW', 'L2_REVIEW', 'APPEAL'))`,
    name,
  );
  return row?.count ?? 0;
}

/** Two claims to decide that nobody has ever had in hand and that stand low in the queue. */
function free({ desktop }: Clerk): [Free, Free] {
  const rows = localRows<Free>(
    desktop,
    `select id, no from claim where queue = 'DECIDE' and assigned_to is null and worst_severity < 3
        and not exists (select 1 from audit_decision d where d.claim_id = claim.id)
      order by risk_score, no limit 2`,
  );
  const [a, b] = rows;
  if (a === undefined || b === undefined) throw new Error('too few free claims');
  return [a, b];
}

type Free = Record<'id' | 'no', string>;
