import type { Page } from 'playwright-core';
import { Desk } from '../pages/desk.ts';
import { SignInPage } from '../pages/sign-in-page.ts';
import { localRows, untilStored } from '../world/local-store.ts';
import { openDesk } from '../world/open-desk.ts';
import type { Story, StoryWorld } from '../world/story.ts';
import type { Desktop } from '../world/world.ts';

const ROOM = '盘点';
const LINES = 12;

interface Line {
  [column: string]: string | number;
  id: string;
  book: number;
}

export const blindCount: Story = {
  title:
    'a blind cycle count by keyboard: planned, counted without a book, counted again by another, explained, posted',
  world: 'demo',
  async run(story) {
    const manager = await openDesk(story, 'peijian01');
    const no = await plan(manager.desk);
    const lines = linesOf(manager.desktop, no);
    if (lines.length !== LINES) throw new Error(`${String(lines.length)} lines`);
    const wrong = lines.findIndex((line) => line.book > 0);

    const counter = await openBlind(story, 'pandian01');
    await counter.open(no);
    counter.mustNotKnow(no);
    await counter.count(lines.map((line, at) => (at === wrong ? 0 : line.book)));
    await counter.submit('待复盘');
    counter.mustNotKnow(no);

    const recounter = await openBlind(story, 'fupan01');
    await recounter.open(no);
    const again = localRows<Line>(
      manager.desktop,
      `select l.id, l.book_qty_milli / 1000 as book from count_line l join count_sheet s on s.id = l.sheet_id
        where s.sheet_no = ? and l.round = 2 order by l.line_no`,
      no,
    );
    await recounter.count(again.map(({ id, book }) => (id === lines[wrong]?.id ? 0 : book)));
    await recounter.submit('待审核');
    recounter.mustNotKnow(no);

    await approve(manager.page);
    await untilStored(
      manager.desktop,
      'what was not on the shelf is not in the ledger',
      [
        `select m.type, b.qty_milli as qtyMilli from count_line l
           join stock_movement m on m.line_uid = l.id
           join stock_balance b on b.part_id = l.part_id and b.bin_id = l.bin_id where l.id = ?`,
        lines[wrong]?.id ?? '',
      ],
      [{ type: 'COUNT_ADJ', qtyMilli: 0 }],
    );
  },
};

/** F1, the warehouse by the letters of its code, so many lines, Enter: the sheet is out and open. */
async function plan(desk: Desk): Promise<string> {
  const { page } = desk;
  await desk.palette(ROOM);
  await page.getByTestId('counts-grid').locator('.ag-row').first().waitFor();
  await page.getByTestId('new-count').waitFor(); // who may plan is known
  await page.keyboard.press('F1');
  await page.locator('[data-testid="plan-warehouse"]:focus').waitFor();
  await page.keyboard.type('ZX05');
  await desk.tabTo(page.getByTestId('plan-counter'));
  await page.keyboard.type('杨帆');
  await desk.tabTo(page.getByTestId('plan-size'));
  await page.keyboard.type(String(LINES));
  await page.keyboard.press('Enter');
  await page.getByTestId('plan-dialog').waitFor({ state: 'detached' });
  await page.getByTestId('count-status').filter({ hasText: '已下发' }).waitFor();
  return (await page.getByTestId('count-page').getByRole('heading').first().textContent()) ?? '';
}

function linesOf(desktop: Desktop, no: string): Line[] {
  return localRows<Line>(
    desktop,
    `select l.id, l.book_qty_milli / 1000 as book from count_line l join count_sheet s on s.id = l.sheet_id
      where s.sheet_no = ? order by l.line_no`,
    no,
  );
}

/** A desktop of their own with an empty folder: no copy of somebody who may know. */
async function openBlind(story: StoryWorld, login: string): Promise<BlindDesk> {
  const desktop = await story.newDesktop();
  const { page } = await story.open(desktop);
  await new SignInPage(page).asLogin(login);
  const desk = new Desk(page);
  await desk.ready();
  return new BlindDesk(desktop, desk);
}

class BlindDesk {
  readonly #desktop: Desktop;
  readonly #desk: Desk;
  readonly #page: Page;

  constructor(desktop: Desktop, desk: Desk) {
    this.#desktop = desktop;
    this.#desk = desk;
    this.#page = desk.page;
  }

  async open(no: string): Promise<void> {
    const page = this.#page;
    await this.#desk.palette(ROOM);
    await page.getByTestId('counts-grid').locator('.ag-row').first().waitFor();
    await page.keyboard.press('Slash');
    await page.locator('#search-box:focus').waitFor();
    await page.keyboard.type(no);
    await page.keyboard.press('Enter');
    await page.locator('#search-box:focus').waitFor({ state: 'detached' });
    await page.getByTestId('counts-grid').locator('.ag-row.row-current', { hasText: no }).first().waitFor();
    await page.keyboard.press('Enter');
    await page.getByTestId('count-grid').locator('.ag-cell-focus[col-id="countedMilli"]').waitFor();
    await page.getByTestId('blind-note').waitFor();
  }

  /** A quantity and Enter, line after line; every cell is saved when the next one has the keyboard. */
  async count(pieces: readonly number[]): Promise<void> {
    const grid = this.#page.getByTestId('count-grid');
    for (const [at, quantity] of pieces.entries()) {
      await grid.locator(`.ag-row[row-index="${String(at)}"] .ag-cell-focus[col-id="countedMilli"]`).waitFor();
      await this.#page.keyboard.type(String(quantity));
      await this.#page.keyboard.press('Enter');
    }
    await this.#page.getByTestId('count-left').filter({ hasText: /^0$/ }).waitFor();
  }

  async submit(status: string): Promise<void> {
    await this.#page.locator('[data-testid="count-submit"]:enabled').waitFor();
    await this.#page.keyboard.press('Control+Enter');
    await this.#page.getByTestId('count-step-dialog').waitFor();
    await this.#page.locator('[data-testid="dialog-confirm"]:focus').waitFor();
    await this.#page.keyboard.press('Enter');
    await this.#page.getByTestId('count-step-dialog').waitFor({ state: 'detached' });
    await this.#page.getByTestId('count-status').filter({ hasText: status }).waitFor();
  }

  /** Nothing in the copy says how many there should be, on the sheet, in the ledger or among the balances. */
  mustNotKnow(no: string): void {
    const [known] = localRows<{ lines: number; balances: number; moves: number }>(
      this.#desktop,
      `with keys as (select l.* from count_line l join count_sheet s on s.id = l.sheet_id where s.sheet_no = @no)
       select (select count(*) from keys where book_qty_milli is not null or expected_milli is not null) as lines,
              (select count(*) from stock_balance b join keys k on k.part_id = b.part_id and k.bin_id = b.bin_id
                where b.qty_milli is not null or b.value_fen is not null) as balances,
              (select count(*) from stock_movement m join keys k on k.part_id = m.part_id and k.bin_id = m.bin_id
                where m.qty_milli is not null or m.value_fen is not null) as moves`.replace('@no', `'${no}'`),
    );
    if (JSON.stringify(known) !== JSON.stringify({ lines: 0, balances: 0, moves: 0 }))
      throw new Error(`a blind desktop knows ${JSON.stringify(known)}`);
  }
}

/** The manager, on the sheet all the while: the reasons, then the approval. */
async function approve(page: Page): Promise<void> {
  await page.getByTestId('count-status').filter({ hasText: '待审核' }).waitFor();
  await page.locator('[data-testid="count-explain"]:enabled').waitFor();
  await page.keyboard.press('Shift+F4');
  await page.locator('[data-testid="count-reason"]:focus').waitFor();
  await page.keyboard.press('Enter');
  await page.getByTestId('count-reason-dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('KeyA');
  await page.locator('[data-testid="dialog-confirm"]:focus').waitFor();
  await page.keyboard.press('Enter');
  await page.getByTestId('count-status').filter({ hasText: '已过账' }).waitFor();
}
