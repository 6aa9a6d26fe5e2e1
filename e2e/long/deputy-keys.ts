import { Colleague } from '../world/colleague.ts';
import { expectEqual } from '../world/check.ts';
import { signInCounted, type Clerk, type TypedWords } from '../world/counted-clerk.ts';
import { localRows, untilStored } from '../world/local-store.ts';
import { one } from '../world/statement-in.ts';
import type { Story, StoryWorld } from '../world/story.ts';

interface DeputyWords extends TypedWords {
  settings: string;
  /** Each language has its own supervisor, as both stories run in one company. */
  absent: { login: string; name: string };
  /** Whom the absent one named before: the demo's supervisors stand in for each other. */
  before: string;
  /** How the history names both. */
  byFor: string;
}

const DEPUTY = { login: 'jiesuan02', name: '王海燕' };
const [ZHAO, SUN] = [
  { login: 'zhuguan01', name: '赵国平' },
  { login: 'zhuguan02', name: '孙丽华' },
];

const CHINESE: DeputyWords = {
  ...{ language: 'zh-CN', today: '转到：今日', note: '已核对', settings: '转到：设置' },
  ...{ absent: ZHAO, before: SUN.name, byFor: `${DEPUTY.name}（代 ${ZHAO.name}）` },
};
const ENGLISH: DeputyWords = {
  ...{ language: 'en', today: 'Go to: Today', note: 'checked', settings: 'Go to: Settings' },
  ...{ absent: SUN, before: ZHAO.name, byFor: `${DEPUTY.name} for ${SUN.name}` },
};

export const deputyByKeyboard: Story = {
  title:
    'a supervisor hands the second level to a deputy by keyboard, who decides for the absent one, and takes it back',
  world: 'demo',
  run: (story) => standIn(story, CHINESE),
};

export const deputyByKeyboardInEnglish: Story = {
  title: 'a supervisor hands the second level to a deputy by keyboard in English, and takes it back',
  world: 'demo',
  run: (story) => standIn(story, ENGLISH),
};

async function standIn(story: StoryWorld, words: DeputyWords): Promise<void> {
  const absent = await signInCounted(story, story.world, words.absent.login, words);
  // one deputy at a time
  await endDeputy(absent, words, words.before);
  await nameDeputy(absent, words);
  const [first, second] = await proposals(story.world.serverUrl, absent);

  const deputy = await signInCounted(story, story.world, DEPUTY.login, words);
  await deputy.page.getByTestId('stands-in').filter({ hasText: words.absent.name }).waitFor();
  await deputy.desk.find(first.no, first.id);
  await deputy.page.locator('[data-testid="action-reject"]:enabled').waitFor();
  await deputy.queue.rejectWithFirstReason();
  await deputy.queue.waitForUploaded();
  await untilStored(
    deputy.desktop,
    'decided for the absent one',
    [
      `select c.status, d.level, d.decided_by_name as byName, d.decided_for_name as forName
         from claim c join audit_decision d on d.claim_id = c.id where c.id = ? order by d.decided_at_ms desc limit 1`,
      first.id,
    ],
    [{ status: 'REJECTED', level: 'L2', byName: DEPUTY.name, forName: words.absent.name }],
  );
  await deputy.page.keyboard.press('Enter');
  await deputy.page.getByTestId('claim-page').filter({ hasText: words.byFor }).waitFor();

  await endDeputy(absent, words, DEPUTY.name);
  const again = await Colleague.signIn(story.world.serverUrl, DEPUTY.login);
  const refused = await again.command(rejection(second, 'R26'));
  expectEqual('the deputy after the end', refused.status === 'applied', false);
  await Promise.all([absent.page.close(), deputy.page.close()]);
}

async function nameDeputy({ page, desk }: Clerk, words: DeputyWords): Promise<void> {
  await desk.palette(words.settings);
  const who = page.getByTestId('deputy-who');
  await who.waitFor();
  await desk.tabTo(who);
  const chosen = (): Promise<string> =>
    who.evaluate((element) => (element as HTMLSelectElement).selectedOptions[0]?.text ?? '');
  for (let step = 0; step < 60 && !(await chosen()).startsWith(DEPUTY.name); step += 1)
    await page.keyboard.press('ArrowDown');
  await desk.tabTo(page.getByTestId('deputy-save'));
  await page.keyboard.press('Enter');
  await page.getByTestId('deputy').filter({ hasText: DEPUTY.name }).waitFor();
}

async function endDeputy({ page, desk }: Clerk, words: DeputyWords, name: string): Promise<void> {
  await desk.palette(words.settings);
  const mine = page.getByTestId('deputy').filter({ hasText: name });
  await mine.waitFor();
  await desk.tabTo(mine.getByRole('button'));
  await page.keyboard.press('Enter');
  await mine.waitFor({ state: 'detached' });
}

interface Proposed {
  id: string;
  no: string;
  version: number;
}

function rejection({ id, version }: Proposed, reasonCode: string) {
  const decision = { action: 'REJECT' as const, reasonCode, note: '站点重复报修', holdReason: null, lines: [] };
  return { kind: 'claim.decide' as const, claimId: id, version, decision };
}

/** Two small claims another clerk accuses of deceit: the second person has to say so as well (claims §6.4 R34). */
async function proposals(serverUrl: string, { desktop }: Clerk): Promise<[Proposed, Proposed]> {
  const clerk = await Colleague.signIn(serverUrl, 'jiesuan03');
  const claims = localRows<{ id: string; no: string; version: number }>(
    desktop,
    `select id, no, _v as version from claim where queue = 'DECIDE' and worst_severity < 3
        and payable_fen between 100 and 400000 order by risk_score, no limit 2`,
  );
  const [first, second] = [one(claims.slice(0, 1), 'harmless claim'), one(claims.slice(1), 'second harmless claim')];
  for (const claim of [first, second]) await clerk.applied(rejection(claim, 'R34'));
  const STATUS = 'select status from claim where id = ?';
  for (const { id } of [first, second]) await untilStored(desktop, 'proposed', [STATUS, id], [{ status: 'L2_REVIEW' }]);
  const versionOf = (id: string): number =>
    one(localRows<{ version: number }>(desktop, 'select _v as version from claim where id = ?', id), 'claim').version;
  return [
    { ...first, version: versionOf(first.id) },
    { ...second, version: versionOf(second.id) },
  ];
}
