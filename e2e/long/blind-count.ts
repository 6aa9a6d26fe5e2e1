import type { Page } from 'playwright-core';
import { Desk } from '../pages/desk.ts';
import { SignInPage } from '../pages/sign-in-page.ts';
import { localRows, untilStored } from '../world/local-store.ts';
import { openDesk } from '../world/open-desk.ts';
import type { Story, StoryWorld } from '../world/story.ts';
import type { Desktop } from '../world/world.ts';

const ROOM = '盘点';
const LINES = 70;
/** Longer than a scanner pauses: what a person types before it is no part of the scan. */
const PERSON_MS = 250;

const LINES_OF_SHEET = `select l.id, l.book_qty_milli / 1000 as book, b.code as bin, p.part_no as part
   from count_line l join count_sheet s on s.id = l.sheet_id join part p on p.id = l.part_id
   left join warehouse_bin b on b.id = l.bin_id where s.sheet_no = ?`;
/** Pieces of what was found. */
const FOUND = 2;

interface Line {
  [column: string]: string | number;
  id: string;
  book: number;
  bin: string;
  part: string;
}

export const blindCount: Story = {
  title:
    'a blind cycle count of 70 lines by scanner and keyboard: planned, counted without a book, one thing found, counted again by another, explained, posted',
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
    const stranger = strangerOf(manager.desktop, no);
    await counter.scanAll(
      lines.map((line, at) => ({ ...line, book: at === wrong ? 0 : line.book })),
      stranger,
    );
    await counter.submit('待复盘');
    counter.mustNotKnow(no);

    const recounter = await openBlind(story, 'fupan01');
    await recounter.open(no);
    const again = localRows<Line>(manager.desktop, `${LINES_OF_SHEET} and l.round = 2 order by l.line_no`, no);
    // what was found by the first lies there for the second as well
    const known = new Set(lines.map(({ id }) => id));
    await recounter.count(again.map(({ id, book }) => (id === lines[wrong]?.id ? 0 : known.has(id) ? book : FOUND)));
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
  return localRows<Line>(desktop, `${LINES_OF_SHEET} order by l.line_no`, no);
}

/** A part that the sheet does not have; it lies in the last bin all the same. */
function strangerOf(desktop: Desktop, no: string): string {
  const [part] = localRows<{ no: string }>(
    desktop,
    `select part_no as no from part where length(part_no) >= 6 and id not in
       (select l.part_id from count_line l join count_sheet s on s.id = l.sheet_id where s.sheet_no = ?)
      order by part_no limit 1`,
    no,
  );
  if (part === undefined) throw new Error('the sheet has every part');
  return part.no;
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

  /**
   * Bin, part, quantity, and the next scan takes the quantity over: Enter is pressed once, at the very end. Whoever scans on while
   * the dialog of a found thing is open finds its quantity as it was, and the scan taken afterwards.
   */
  async scanAll(lines: readonly Line[], stranger: string): Promise<void> {
    const page = this.#page;
    await page.keyboard.press('F8');
    await page.getByTestId('scan-mode').filter({ hasText: '扫后输数量' }).waitFor();
    let bin = '';
    for (const [at, line] of lines.entries()) {
      if (line.bin !== bin) await this.#scan(line.bin);
      bin = line.bin;
      await page.getByTestId('scan-bin').filter({ hasText: line.bin }).waitFor();
      await this.#scan(line.part);
      await this.#onRow(at);
      await page.keyboard.type(String(line.book));
      await page.waitForTimeout(PERSON_MS);
    }
    await this.#scan(stranger);
    await page.locator('[data-testid="found-qty"]:focus').waitFor();
    await page.keyboard.press('Control+KeyA');
    await page.keyboard.type(String(FOUND));
    await page.waitForTimeout(PERSON_MS);
    const first = lines[0]?.bin ?? '';
    await this.#scan(first);
    if ((await page.getByTestId('found-qty').inputValue()) !== String(FOUND))
      throw new Error('a scan was typed into it');
    await page.getByTestId('found-dialog').locator('[data-testid="dialog-confirm"]:enabled').waitFor();
    await page.keyboard.press('Enter');
    await page.getByTestId('found-dialog').waitFor({ state: 'detached' });
    await page.getByTestId('scan-bin').filter({ hasText: first }).waitFor();
    await page.getByTestId('count-left').filter({ hasText: /^0$/ }).waitFor();
  }

  async #scan(code: string): Promise<void> {
    await this.#page.keyboard.type(code);
    await this.#page.keyboard.press('Enter');
  }

  async #onRow(at: number): Promise<void> {
    const cell = `.ag-row[row-index="${String(at)}"] .ag-cell-focus[col-id="countedMilli"]`;
    await this.#page.getByTestId('count-grid').locator(cell).waitFor();
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
