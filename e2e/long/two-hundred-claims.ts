import type { Page } from 'playwright-core';
import { Desk } from '../pages/desk.ts';
import { QueuePage } from '../pages/queue-page.ts';
import { SignInPage } from '../pages/sign-in-page.ts';
import { expectEqual, expectTrue } from '../world/check.ts';
import { openWindow } from '../world/browser.ts';
import { localRows, untilStored } from '../world/local-store.ts';
import { one } from '../world/statement-in.ts';
import type { Story, StoryWorld } from '../world/story.ts';
import { openWorld, type Desktop } from '../world/world.ts';

/** What the keys of a morning are called in a language: words one types, nothing that is only read. */
interface Language {
  language: 'zh-CN' | 'en';
  today: string;
  note: string;
}

const CHINESE: Language = { language: 'zh-CN', today: '转到：今日', note: '客户已出示凭证' };
const ENGLISH: Language = { language: 'en', today: 'Go to: Today', note: 'voucher seen' };

const EXCEPTIONS = 12;
const WANTED_CLAIMS = 200;
const MOST_GROUPS = 60;
/** The key of the queue of answered claims, where the appeals wait as well. */
const APPEALS = 'Digit2';

export const twoHundredClaims: Story = {
  title:
    '200 claims by keyboard: exceptions with their photos, a cut, a return, a hold, one for the second person, an appeal, groups swept',
  world: 'empty',
  run: (story) => morning(story, CHINESE),
};

export const twoHundredClaimsInEnglish: Story = {
  title:
    '200 claims by keyboard in English: exceptions, a cut, a return, a hold, a second person, an appeal, groups swept',
  world: 'empty',
  run: (story) => morning(story, ENGLISH),
};

interface Clerk {
  page: Page;
  desk: Desk;
  desktop: Desktop;
  words: Language;
  /** Keys pressed so far: every press and every letter. */
  keys: () => number;
}

/** In a company of its own, because it leaves nothing to decide. */
async function morning(story: StoryWorld, words: Language): Promise<void> {
  const world = await openWorld({ demo: true, desktops: 0 });
  try {
    const clerk = await signIn(story, await world.addDesktop(), 'jiesuan01', words);
    const waiting = idsIn(clerk, ['DECIDE', 'ANSWERED']);
    expectTrue(`a morning of ${String(waiting.length)} claims`, waiting.length >= WANTED_CLAIMS);
    const startedAtMs = performance.now();
    const keysBefore = clerk.keys();

    await rejectExceptions(clerk);
    await single(clerk);
    const passedOn = await passOn(clerk);
    await sweepQueue(clerk, 'Digit1');
    await sweepQueue(clerk, APPEALS); // but for the appeals, which are the second person's

    await clerk.page.getByTestId('waiting-commands').waitFor({ state: 'detached' });
    const left = new Set(idsIn(clerk, ['DECIDE', 'ANSWERED']));
    const done = waiting.filter((id) => !left.has(id)).length;
    const seconds = (performance.now() - startedAtMs) / 1000;
    const keys = clerk.keys() - keysBefore;
    const perClaim = {
      keysPerClaim: Number((keys / done).toFixed(2)),
      secondsPerClaim: Number((seconds / done).toFixed(2)),
    };
    console.log(
      JSON.stringify({ language: words.language, claims: done, keys, seconds: Math.round(seconds), ...perClaim }),
    );
    expectTrue(`${String(done)} claims handled`, done >= WANTED_CLAIMS);
    expectEqual('commands that need a person', await clerk.page.getByTestId('attention-commands').count(), 0);

    const second = await signIn(story, await world.addDesktop(), 'zhuguan01', words);
    await second.desk.find(passedOn.no, passedOn.id);
    await second.page.locator('[data-testid="action-approve"]:enabled').waitFor();
    await second.page.keyboard.press('KeyA');
    await second.page.locator('[data-testid="override-note"]:focus').waitFor();
    await second.page.keyboard.type(words.note);
    await second.page.keyboard.press('Enter');
    await untilStored(
      clerk.desktop,
      'the second person has passed it',
      [STATUS, passedOn.id],
      [{ status: 'APPROVED' }],
    );
    await upholdAppeal(second);
  } finally {
    await world.close();
  }
}

const STATUS = 'select status from claim where id = ?';

async function signIn(story: StoryWorld, desktop: Desktop, login: string, words: Language): Promise<Clerk> {
  const { page } = await openWindow(story.browser, desktop);
  let keys = 0;
  const { keyboard } = page;
  const [press, type] = [keyboard.press.bind(keyboard), keyboard.type.bind(keyboard)];
  keyboard.press = (key, options) => ((keys += 1), press(key, options));
  keyboard.type = (text, options) => ((keys += text.length), type(text, options));
  await page.getByTestId('sign-in').waitFor();
  if (words.language === 'en') {
    await new Desk(page).tabTo(page.getByRole('button', { name: 'English' }));
    await page.keyboard.press('Enter');
  }
  await page.locator(`html[lang="${words.language}"]`).waitFor();
  await new SignInPage(page).asLogin(login);
  const desk = new Desk(page);
  await desk.ready();
  await new QueuePage(page).level();
  return { page, desk, desktop, words, keys: () => keys };
}

function idsIn({ desktop }: Clerk, queues: readonly string[]): string[] {
  const names = queues.map((name) => `'${name}'`).join(', ');
  return localRows<{ id: string }>(desktop, `select id from claim where queue in (${names})`).map(({ id }) => id);
}

/** The riskiest first: a look at the photographs of each, then R and the suggested reason; the next one comes by itself. */
async function rejectExceptions({ page, desktop }: Clerk): Promise<void> {
  const queue = new QueuePage(page);
  for (let number = 0; number < EXCEPTIONS; number += 1) {
    const id = await queue.currentId();
    await page.locator(`[data-testid="claim-head"][data-claim="${id}"]`).waitFor();
    await page.locator('[data-testid="action-reject"]:enabled').waitFor();
    await page.keyboard.press('KeyV');
    await page.keyboard.press('Space');
    await page.getByTestId('photo-dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('photo-dialog').waitFor({ state: 'detached' });
    await queue.rejectWithFirstReason();
    await queue.waitForLeft(id);
    await page.waitForFunction(
      (before) => document.querySelector('.ag-row.row-current')?.getAttribute('row-id') !== before,
      id,
    );
    if (number === 0) await untilStored(desktop, 'rejected', [STATUS, id], [{ status: 'REJECTED' }]);
  }
}

type Candidate = { id: string; no: string };

/** Claims no rule blocks, within the clerk's limit, with money on every line; the least risky ones. */
function harmless({ desktop }: Clerk, count: number): Candidate[] {
  return localRows<Candidate>(
    desktop,
    `select c.id, c.no from claim c where c.queue = 'DECIDE' and c.worst_severity < 3 and c.payable_fen between 100 and 400000
        and not exists (select 1 from claim_line l where l.claim_id = c.id and l.payable_fen < 100)
      order by c.risk_score, c.no limit ?`,
    count,
  );
}

/** One cut on a line, one on hold until the customer has been called, one back to the station. */
async function single(clerk: Clerk): Promise<void> {
  const { page, desk, desktop, words } = clerk;
  const [partial, held, returned] = harmless(clerk, 3);
  if (partial === undefined || held === undefined || returned === undefined) throw new Error('no harmless claims');
  await desk.find(partial.no, partial.id);
  await page.locator('[data-testid="action-approve"]:enabled').waitFor();
  await page.keyboard.press('KeyE');
  await page.locator('[data-testid^="adjust-"]:focus').waitFor();
  for (const text of ['0.5', 'R07']) {
    await page.keyboard.type(text);
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await page.getByTestId('adjust-dialog').waitFor({ state: 'detached' });
  await untilStored(desktop, 'passed in part', [STATUS, partial.id], [{ status: 'PARTIAL' }]);

  await desk.find(held.no, held.id);
  await page.locator('[data-testid="action-approve"]:enabled').waitFor();
  await page.keyboard.press('KeyP');
  await page.getByTestId('hold-WAIT_CALL').waitFor();
  await page.keyboard.press('Digit2');
  await page.getByTestId('hold-dialog').waitFor({ state: 'detached' });
  await untilStored(desktop, 'held', [STATUS, held.id], [{ status: 'ON_HOLD' }]);

  await desk.find(returned.no, returned.id);
  await page.locator('[data-testid="action-approve"]:enabled').waitFor();
  await page.keyboard.press('KeyT');
  await page.getByTestId('reason-search').waitFor();
  await page.keyboard.type('R26');
  await page.getByTestId('reason-R26').waitFor();
  await desk.tabTo(page.getByTestId('reason-note'));
  await page.keyboard.type(words.note);
  await page.keyboard.press('Control+Enter');
  await page.getByTestId('reason-dialog').waitFor({ state: 'detached' });
  await untilStored(desktop, 'returned', [STATUS, returned.id], [{ status: 'RETURNED' }]);
}

/** A in spite of a blocking rule, with a written ground: that is the second person's to decide. */
async function passOn({ page, desk, desktop, words }: Clerk): Promise<Candidate> {
  const claim = one(
    localRows<Candidate>(
      desktop,
      `select id, no from claim where queue = 'DECIDE' and worst_severity = 3 and payable_fen between 1 and 400000
        order by no desc limit 1`,
    ),
    'blocked claim',
  );
  await desk.find(claim.no, claim.id);
  await page.locator('[data-testid="action-approve"]:enabled').waitFor();
  await page.keyboard.press('KeyA');
  await page.locator('[data-testid="override-note"]:focus').waitFor();
  await page.keyboard.type(words.note);
  await page.keyboard.press('Enter');
  await page.getByTestId('override-dialog').waitFor({ state: 'detached' });
  await untilStored(desktop, 'with the second person', [STATUS, claim.id], [{ status: 'L2_REVIEW' }]);
  return claim;
}

/** An appeal is decided like any claim: R with a reason leaves the rejection. */
async function upholdAppeal({ page, desk, desktop }: Clerk): Promise<void> {
  const appeal = one(
    localRows<Candidate>(desktop, `select id, no from claim where status = 'APPEAL' order by no limit 1`),
    'appeal',
  );
  await desk.find(appeal.no, appeal.id);
  await page.locator('[data-testid="action-reject"]:enabled').waitFor();
  await new QueuePage(page).rejectWithFirstReason();
  await untilStored(desktop, 'the rejection stands', [STATUS, appeal.id], [{ status: 'REJECTED' }]);
}

/** Today, group after group of alike claims: three of it read, then all of it passed; a group that a rule blocks is rejected. */
async function sweepQueue({ page, desk, words }: Clerk, queueKey: string): Promise<void> {
  for (let group = 0; group < MOST_GROUPS; group += 1) {
    await desk.palette(words.today);
    await page.getByTestId('today-page').waitFor();
    await page.keyboard.press(queueKey);
    await page.locator(`.queue-cards .card.on`).waitFor();
    const first = page.getByTestId('group').first();
    const empty = page.getByTestId('empty-state');
    await first.or(empty).first().waitFor();
    if (await empty.isVisible()) return;
    const blocked = (await first.getAttribute('data-severity')) === '3';
    if (blocked && queueKey === APPEALS) return; // appeals stand last, and are not the clerk's to decide
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await page.getByTestId('sweep').waitFor();
    await (blocked ? rejectGroup(page) : passGroup(page));
  }
  throw new Error(`more than ${String(MOST_GROUPS)} groups`);
}

async function passGroup(page: Page): Promise<void> {
  const bar = page.getByTestId('sweep');
  await page.locator('[data-testid="sweep"]:not([data-total="0"])').waitFor();
  const total = Number(await bar.getAttribute('data-total'));
  const wanted = Math.min(3, total);
  const readNow = async (): Promise<number> => Number(await bar.getAttribute('data-read'));
  // the first is read as soon as its evidence is there; each J brings the next one
  await page.locator('[data-testid="sweep"]:not([data-read="0"])').waitFor();
  for (let read = await readNow(); read < wanted; read = await readNow()) {
    await page.keyboard.press('KeyJ');
    await page.locator(`[data-testid="sweep"]:not([data-read="${String(read)}"])`).waitFor();
  }
  await page.locator('[data-testid="sweep-decide"]:enabled').waitFor();
  await page.keyboard.press('Enter');
  await page.locator('[data-testid="bulk-dialog"] [data-testid="dry-run-row"]').first().waitFor();
  await page.keyboard.press('Enter');
  await closeResults(page);
}

async function rejectGroup(page: Page): Promise<void> {
  await page.keyboard.press('Control+KeyA');
  await page.keyboard.press('Shift+KeyR');
  await page.locator('.reasons [role="option"]').first().waitFor();
  await page.getByTestId('dry-run-row').first().waitFor();
  await page.keyboard.press('Digit1');
  await closeResults(page);
}

/** A result for every row, none refused; Esc goes back to the day. */
async function closeResults(page: Page): Promise<void> {
  await page.getByTestId('batch-close').waitFor();
  await page.waitForFunction(
    () => (document.querySelector('[data-testid="batch-waiting"]')?.textContent ?? '').replace(/\D/g, '') === '0',
  );
  const refused = (await page.getByTestId('batch-refused').innerText()).replace(/\D/g, '');
  expectEqual('rows refused', refused, '0');
  await page.keyboard.press('Escape');
  await page.getByTestId('batch-dialog').waitFor({ state: 'detached' });
}
