import { Desk } from '../pages/desk.ts';
import { QueuePage } from '../pages/queue-page.ts';
import { SignInPage } from '../pages/sign-in-page.ts';
import { StatementPage } from '../pages/statement-page.ts';
import { expectEqual } from '../world/check.ts';
import { englishFaults } from '../world/chrome-check.ts';
import { localRows } from '../world/local-store.ts';
import type { Story } from '../world/story.ts';

const QUEUES = ['DECIDE', 'ANSWERED', 'OVER_LIMIT', 'WAITING', 'ALL'];
/** Dialogs of the queue by the key that opens them and the mark by which they are known. */
const DIALOGS = [
  ['KeyR', 'reason-dialog'],
  ['KeyT', 'reason-dialog'],
  ['KeyP', 'hold-dialog'],
  ['KeyE', 'adjust-dialog'],
  ['KeyW', 'why-dialog'],
  ['Shift+Slash', 'keys-dialog'],
  ['Control+KeyK', 'palette'],
] as const;

/** Addresses of a single thing that name none, or one that is nowhere: a sentence and a way back, no failure. */
const NAMELESS = [
  ['#/paper', 'names nothing'],
  ['#/claim', 'names nothing'],
  ['#/logistics/order', 'names nothing'],
  ['#/paper/claim.NOWHERE', 'not on this computer'],
  ['#/claim/NOWHERE', 'not on this computer'],
  ['#/settlement/NOWHERE', 'not on this computer'],
] as const;

export const everyPageInEnglish: Story = {
  title: 'every page in English: no message key, no Chinese in the product’s own words, no label cut off',
  world: 'demo',
  async run(story) {
    const desktop = await story.newDesktop('jiesuan03');
    const { page } = await story.open(desktop);
    const faults: string[] = [];
    const look = async (where: string): Promise<void> => void faults.push(...(await englishFaults(page, where)));
    await page.getByTestId('sign-in').waitFor();
    await new Desk(page).tabTo(page.getByRole('button', { name: 'English' }));
    await page.keyboard.press('Enter');
    await page.locator('html[lang="en"]').waitFor();
    await look('sign-in');
    await new SignInPage(page).asLogin('jiesuan03');
    const queue = new QueuePage(page);
    const desk = new Desk(page);
    await desk.ready();
    await queue.ready();
    for (const name of QUEUES) {
      await page.getByTestId(`queue-${name}`).click();
      await page.locator(`[data-testid="queue-${name}"].on`).waitFor();
      await queue.ready();
      await look(`queue ${name}`);
    }
    const [claim] = localRows<{ id: string; no: string }>(
      desktop,
      `select id, no from claim where queue = 'DECIDE' and worst_severity = 3 order by no limit 1`,
    );
    if (claim === undefined) throw new Error('no claim to decide');
    await desk.find(claim.no, claim.id);
    await page.locator('[data-testid="action-approve"]:enabled').waitFor();
    for (const [key, mark] of DIALOGS) {
      await page.keyboard.press(key);
      await page.getByTestId(mark).waitFor();
      await look(`dialog ${key}`);
      await page.keyboard.press('Escape');
      await page.locator('[role="dialog"]').waitFor({ state: 'detached' });
    }
    await page.keyboard.press('Enter');
    await page.getByTestId('claim-page').waitFor();
    await look('claim page');
    const [statement] = localRows<{ no: string }>(
      desktop,
      `select no from statement where status = 'DRAFT' and claimant_type = 'STATION' order by claim_count desc limit 1`,
    );
    const statements = new StatementPage(page);
    await statements.open(statement?.no ?? '', 'Settle');
    await look('statement');
    await page.keyboard.press('KeyA');
    await page.getByTestId('advance-dialog').waitFor();
    await look('statement step');
    await page.keyboard.press('Escape');
    await page.locator('[role="dialog"]').waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await page.getByTestId('statements-grid').waitFor();
    await look('statements');
    await page.keyboard.press('F1');
    await page.getByTestId('run-dialog').waitFor();
    await look('run dialog');
    await page.keyboard.press('Escape');
    await page.locator('[role="dialog"]').waitFor({ state: 'detached' });
    for (const [words, mark] of [
      ['Import', 'import-file-step'],
      ['Support', 'support-page'],
      ['Needs action', 'empty-state'],
    ] as const) {
      await desk.palette(words);
      await page.getByTestId(mark).first().waitFor();
      await look(words);
    }
    for (const [address, sentence] of NAMELESS) {
      await page.evaluate((hash) => void (window.location.hash = hash), address);
      await page.getByTestId('empty-state').filter({ hasText: sentence }).waitFor();
      await page.getByTestId('leave-page').waitFor();
      await look(address);
      await page.keyboard.press('Escape');
      await page.getByTestId('leave-page').waitFor({ state: 'detached' });
    }
    expectEqual('what a reader of English stumbles over', faults, []);
  },
};
