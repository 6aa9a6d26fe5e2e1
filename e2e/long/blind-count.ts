import type { Page } from 'playwright-core';
import { CountDesk, type Shelf } from '../pages/count-desk.ts';
import { Desk } from '../pages/desk.ts';
import { SignInPage } from '../pages/sign-in-page.ts';
import { localRows, untilStored } from '../world/local-store.ts';
import { openDesk } from '../world/open-desk.ts';
import type { Story, StoryWorld } from '../world/story.ts';
import type { Desktop } from '../world/world.ts';

const ROOM = '盘点';
const LINES = 70;
/** So many pieces of the last part are scanned one by one. */
const MOST_PIECES = 20;

interface Line {
  [column: string]: string | number;
  id: string;
  pieces: number;
  bin: string;
  part: string;
}

const LINES_OF_SHEET = `select l.id, l.book_qty_milli / 1000 as pieces, b.code as bin, p.part_no as part
   from count_line l join count_sheet s on s.id = l.sheet_id join part p on p.id = l.part_id
   left join warehouse_bin b on b.id = l.bin_id where s.sheet_no = ?`;

export const blindCount: Story = {
  title:
    'a blind cycle count of 70 lines by scanner and keyboard: planned, counted without a book, counted again by another, explained, posted',
  world: 'demo',
  async run(story) {
    const manager = await openDesk(story, 'peijian01');
    const no = await plan(manager.desk);
    const lines = localRows<Line>(manager.desktop, `${LINES_OF_SHEET} order by l.line_no`, no);
    if (lines.length !== LINES) throw new Error(`${String(lines.length)} lines`);
    const gone = lines.findIndex(({ pieces }) => pieces > 0);
    const last = lines.findLastIndex(({ pieces }, at) => at !== gone && pieces > 0 && pieces <= MOST_PIECES);
    const [wrong, scanned] = [lines[gone], lines[last]];
    if (wrong === undefined || scanned === undefined) throw new Error('no line of the kind');
    const onShelf = (line: Line): Shelf => ({ ...line, pieces: line.id === wrong.id ? 0 : line.pieces });

    const counter = await openBlind(story, 'pandian01');
    await counter.sheet.open(ROOM, no);
    mustNotKnow(counter.desktop, no);
    const beganMs = performance.now();
    await counter.sheet.scan(lines.map((line) => (line === scanned ? null : onShelf(line))));
    await counter.sheet.scanPiecesAndSubmit(onShelf(scanned), '待复盘');
    await sayPace('counter', counter.sheet, beganMs);
    mustNotKnow(counter.desktop, no);
    await untilStored(
      manager.desktop,
      'a scan was submitted without its last pieces',
      [
        `select qty_milli / 1000 as pieces from count_entry where line_id = ? order by counted_at_ms desc, id desc limit 1`,
        scanned.id,
      ],
      [{ pieces: scanned.pieces }],
    );

    const recounter = await openBlind(story, 'fupan01');
    await recounter.sheet.open(ROOM, no);
    const again = localRows<Line>(manager.desktop, `${LINES_OF_SHEET} and l.round = 2 order by l.line_no`, no);
    if (!again.some(({ id }) => id === wrong.id)) throw new Error('what is gone is not counted again');
    const againMs = performance.now();
    await recounter.sheet.type(again.map((line) => onShelf(line).pieces));
    await recounter.sheet.submit('待审核');
    await sayPace(`recounter, ${String(again.length)} lines`, recounter.sheet, againMs);
    mustNotKnow(recounter.desktop, no);

    await approve(manager.page);
    await untilStored(
      manager.desktop,
      'what was not on the shelf is not in the ledger',
      [
        `select m.type, b.qty_milli as qtyMilli from count_line l
           join stock_movement m on m.line_uid = l.id
           join stock_balance b on b.part_id = l.part_id and b.bin_id = l.bin_id where l.id = ?`,
        wrong.id,
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
  await page.keyboard.type('ZX03');
  await desk.tabTo(page.getByTestId('plan-counter'));
  await page.keyboard.type('杨帆');
  await desk.tabTo(page.getByTestId('plan-size'));
  await page.keyboard.type(String(LINES));
  await page.keyboard.press('Enter');
  await page.getByTestId('plan-dialog').waitFor({ state: 'detached' });
  await page.getByTestId('count-status').filter({ hasText: '已下发' }).waitFor();
  return (await page.getByTestId('count-page').getByRole('heading').first().textContent()) ?? '';
}

/** A desktop of their own with an empty folder: no copy of somebody who may know. */
async function openBlind(story: StoryWorld, login: string): Promise<{ desktop: Desktop; sheet: CountDesk }> {
  const desktop = await story.newDesktop();
  const { page } = await story.open(desktop);
  await new SignInPage(page).asLogin(login);
  const desk = new Desk(page);
  await desk.ready();
  return { desktop, sheet: new CountDesk(desk) };
}

async function sayPace(who: string, sheet: CountDesk, sinceMs: number): Promise<void> {
  const seconds = ((performance.now() - sinceMs) / 1000).toFixed(1);
  console.log(`${who}: ${String(await sheet.keys())} keys, ${String(sheet.scanner.scans)} scans, ${seconds} s`);
}

/** Nothing in the copy says how many there should be, on the sheet, in the ledger or among the balances; its rows are there. */
function mustNotKnow(desktop: Desktop, no: string): void {
  const [known] = localRows<Record<string, number>>(
    desktop,
    `with keys as (select l.* from count_line l join count_sheet s on s.id = l.sheet_id where s.sheet_no = ?),
          balances as (select b.* from stock_balance b join keys k on b.part_id = k.part_id and b.bin_id = k.bin_id),
          moves as (select m.* from stock_movement m join keys k on m.part_id = k.part_id and m.bin_id = k.bin_id)
     select (select count(*) from keys) as lines, (select count(*) from balances) >= ${String(LINES)} as hasBalances,
            (select count(*) from moves) >= ${String(LINES)} as hasMoves,
            (select count(*) from keys where book_qty_milli is not null or expected_milli is not null
               or final_milli is not null or variance_milli is not null) as telling,
            (select count(*) from balances where qty_milli is not null or value_fen is not null) as tellingBalances,
            (select count(*) from moves where qty_milli is not null or value_fen is not null) as tellingMoves`,
    no,
  );
  const blind = { lines: LINES, hasBalances: 1, hasMoves: 1, telling: 0, tellingBalances: 0, tellingMoves: 0 };
  if (JSON.stringify(known) !== JSON.stringify(blind)) throw new Error(`a blind desktop has ${JSON.stringify(known)}`);
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
