import type { Page } from 'playwright-core';
import { Desk } from '../pages/desk.ts';
import { SignInPage } from '../pages/sign-in-page.ts';
import { localRows, untilStored } from '../world/local-store.ts';
import { openDesk } from '../world/open-desk.ts';
import type { Story, StoryWorld } from '../world/story.ts';
import type { Desktop } from '../world/world.ts';

const NOTE = '两张调拨单在途，下月初到';
const WHY = '漏了一张入库单';

/** The demo company has closed a month: finance opens it again, and the parts manager closes it anew. */
export const stockPeriod: Story = {
  title:
    'a month of stock by keyboard: its checklist, closed with a note, refused while sheets are out, opened again by finance',
  world: 'demo',
  // the movements of the public ledgers would stand against closing
  alone: true,
  async run(story) {
    const manager = await openDesk(story, 'peijian01');
    const finance = await openDesk(story, 'caiwu01');
    await openPeriods(manager.desk);
    const { page } = manager;
    // this month still runs and has sheets out: nothing to confirm
    await page.locator('[data-testid="period-check-ended"][data-state="missing"]').waitFor();
    await page.locator('[data-testid="period-check-sheets"][data-state="missing"]').waitFor();
    await page.keyboard.press('KeyC');
    await page.getByTestId('period-dialog').waitFor();
    await page.locator('[data-testid="dialog-confirm"]:disabled').waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('period-dialog').waitFor({ state: 'detached' });

    const [closed] = closedMonths(manager.desktop);
    if (closed === undefined) throw new Error('the company has closed no month');
    await openPeriods(finance.desk);
    await toMonth(finance.page, closed);
    await finance.page.locator('[data-testid="period-reopen"]:enabled').waitFor();
    await finance.page.keyboard.press('KeyR');
    await write(finance.page, WHY);
    await untilStored(finance.desktop, 'it is not open', monthIs(closed), [{ isClosed: 0 }]);

    await untilStored(manager.desktop, 'the manager does not see it', monthIs(closed), [{ isClosed: 0 }]);
    await toMonth(page, closed);
    await page.locator('[data-testid="period-close"]:enabled').waitFor();
    await page.keyboard.press('KeyC');
    await write(page, NOTE);
    await untilStored(manager.desktop, 'it is not closed', monthIs(closed), [{ isClosed: 1 }]);
    const events = localRows<{ action: string; note: string }>(
      manager.desktop,
      `select e.action, e.note from stock_period_event e join stock_period p on p.id = e.period_id
        where p.month = ? order by e.done_at_ms desc limit 2`,
      closed,
    );
    const told = events.map(({ action, note }) => `${action} ${note}`).join(' | ');
    if (told !== `CLOSE ${NOTE} | REOPEN ${WHY}`) throw new Error(`its history says ${told}`);
    await page.getByTestId('period-event').filter({ hasText: WHY }).waitFor();
  },
};

/** The same screen in English, as far as the list of what stands against closing. */
export const stockPeriodEnglish: Story = {
  title: 'months of stock in English',
  world: 'demo',
  async run(story: StoryWorld) {
    const desktop = await story.newDesktop('peijian01');
    const { page } = await story.open(desktop, { locale: 'en' });
    await page.locator('button[lang="en"]').click();
    await new SignInPage(page).asLogin('peijian01');
    const desk = new Desk(page);
    await desk.ready();
    await openPeriods(desk, 'Counts');
    await page.getByTestId('period-check-sheets').filter({ hasText: 'No sheet number is left open' }).waitFor();
    await page.keyboard.press('KeyC');
    await page.getByTestId('period-dialog').filter({ hasText: 'Nothing is posted into' }).waitFor();
  },
};

async function openPeriods(desk: Desk, room = '盘点'): Promise<void> {
  const { page } = desk;
  await desk.palette(room);
  await page.getByTestId('counts-grid').locator('.ag-row').first().waitFor();
  await page.keyboard.press('Digit2');
  await page.getByTestId('periods-grid').locator('.ag-cell-focus').waitFor();
  await page.getByTestId('period-checklist').waitFor();
}

function closedMonths(desktop: Desktop): string[] {
  return localRows<{ month: string }>(
    desktop,
    'select month from stock_period where closed_seq is not null order by month desc',
  ).map(({ month }) => month);
}

const monthIs = (month: string): readonly [string, string] => [
  'select closed_seq is not null as isClosed from stock_period where month = ?',
  month,
];

/** Down to the month, until its checklist is beside the list. */
async function toMonth(page: Page, month: string): Promise<void> {
  for (let step = 0; step < 12; step += 1) {
    if ((await page.getByTestId('period-checklist').getByRole('heading').textContent())?.includes(month) === true)
      return;
    await page.keyboard.press('ArrowDown');
    await page.waitForTimeout(300);
  }
  throw new Error(`${month} is not in the list`);
}

async function write(page: Page, note: string): Promise<void> {
  await page.locator('[data-testid="period-note"]:focus').waitFor();
  await page.keyboard.type(note);
  await page.keyboard.press('Enter');
  await page.getByTestId('period-dialog').waitFor({ state: 'detached' });
}
