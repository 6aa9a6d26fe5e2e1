import type { Page } from 'playwright-core';
import { STOCK_EXCEPTIONS } from '../../src-shared/domain/parts/stock-exceptions.ts';
import { addPhoto } from '../world/add-photo.ts';
import { expectEqual, expectTrue } from '../world/check.ts';
import { localRows, untilStored } from '../world/local-store.ts';
import { openDesk } from '../world/open-desk.ts';
import { one } from '../world/statement-in.ts';
import type { Story, StoryWorld } from '../world/story.ts';
import type { Desktop } from '../world/world.ts';
import { searchFor } from '../world/search-for.ts';

/** Lines of the sheet that differ before the goods that moved are counted in. */
const FIRST_DIFFERING = 4;
/** More than there are of them. */
const REASONS = 20;

/** The manager from the morning's exceptions to the sheet that waits, its last reason, the photograph it must have, and back to the line. */
export const countPhoto: Story = {
  title:
    'the morning by keyboard: exceptions, a sheet that waits, damage refused without a photograph, shown and posted with it; Esc leads back to the row and the kind',
  world: 'demo',
  async run(story) {
    const { desktop, page, desk } = await openDesk(story, 'peijian01');
    const sheet = waitingSheet(desktop);
    await desk.palette('配件');
    await page.getByTestId('parts-exceptions').waitFor();
    await page.keyboard.press('Digit8');
    const kinds = page.getByTestId('exceptions-grid');
    const kind = kinds.locator('.ag-row[row-id="SHEET"]').first();
    await kind.waitFor();
    await kinds.locator('.ag-cell:focus').waitFor();
    const here = kinds.locator('.ag-row[row-id="SHEET"] .ag-cell:focus');
    for (let step = 0; step < STOCK_EXCEPTIONS.length && !(await here.isVisible()); step += 1)
      await page.keyboard.press('ArrowDown');
    await here.waitFor();
    await page.keyboard.press('Enter');

    const rows = page.getByTestId('exception-rows');
    const row = rows.locator('.ag-row', { hasText: sheet.no }).first();
    await row.waitFor();
    await rows.locator('.ag-row.row-current').first().waitFor();
    const place = Number(await row.getAttribute('row-index'));
    for (let step = 0; step < place; step += 1) await page.keyboard.press('KeyJ');
    const chosen = rows.locator('.ag-row.row-current', { hasText: sheet.no }).first();
    await chosen.waitFor();
    await page.keyboard.press('Enter');

    await page.getByTestId('count-status').filter({ hasText: '待审核' }).waitFor();
    // goods moved since the count: the first approval works the lines anew, and two more of them differ
    await explainAll(page);
    await approve(page);
    await page.getByTestId('count-step-dialog').waitFor({ state: 'detached' });
    await page.getByTestId('count-view-silent').filter({ hasText: /[1-9]/ }).waitFor();
    const lines = page.getByTestId('count-lines');
    const numbers = await lines.locator('.ag-cell[col-id="rowNo"]').allInnerTexts();
    expectTrue('lines came in between', numbers.length > FIRST_DIFFERING);
    expectEqual(
      'numbers of the rows',
      numbers.map(Number).sort((one, other) => one - other),
      numbers.map((_, at) => at + 1),
    );
    await explainAll(page);
    // damage as the reason of one where pieces are missing
    await page.keyboard.press('F4');
    const reason = page.locator('[data-testid="count-reason"]:focus');
    await reason.waitFor();
    for (let step = 0; step < REASONS && (await reason.inputValue()) !== 'DAMAGE'; step += 1)
      await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByTestId('count-reason-dialog').waitFor({ state: 'detached' });
    await page.getByTestId('count-photo-needed').waitFor();
    await approve(page);
    await page.getByTestId('count-step-dialog').filter({ hasText: '照片' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('count-step-dialog').waitFor({ state: 'detached' });

    await addPhoto(desk, '3f2e1d4c5b6a7980');
    await page.waitForFunction(
      () => (document.querySelector<HTMLImageElement>('[data-testid="count-photos"] img')?.naturalWidth ?? 0) > 0,
    );
    await approve(page);
    await page.getByTestId('count-approved-first').waitFor();
    await approveAsFinance(story, sheet);
    await page.getByTestId('count-status').filter({ hasText: '已过账' }).waitFor();
    await untilStored(
      desktop,
      'the sheet is posted with the photograph of its damage',
      [
        `select s.status, (select count(*) from attachment a join count_line l on l.id = a.owner_id
            where l.sheet_id = s.id and l.reason_code = 'DAMAGE') as photos from count_sheet s where s.id = ?`,
        sheet.id,
      ],
      [{ status: 'POSTED', photos: 1 }],
    );

    // what waited is gone from the rows; the one that took its place has the keyboard, and Esc again is the kind it was opened from
    await page.keyboard.press('Escape');
    await rows.locator('.ag-row.row-current').first().waitFor();
    await chosen.waitFor({ state: 'detached' });
    await rows
      .locator(`.ag-row.row-current[row-index="${String(place)}"]`)
      .first()
      .waitFor();
    await page.keyboard.press('Escape');
    await here.waitFor();
  },
};

/** So much money needs a second signature, of the other party. */
async function approveAsFinance(story: StoryWorld, { no }: Sheet): Promise<void> {
  const { page, desk } = await openDesk(story, 'caiwu01');
  await desk.palette('盘点');
  await page.getByTestId('counts-grid').locator('.ag-row').first().waitFor();
  await searchFor(page, no);
  await page.getByTestId('counts-grid').locator('.ag-row.row-current', { hasText: no }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.getByTestId('count-approved-first').waitFor();
  await page.getByTestId('count-approve').waitFor();
  await approve(page);
}

/** The first reason offered for every difference that has none. */
async function explainAll(page: Page): Promise<void> {
  await page.keyboard.press('Shift+F4');
  await page.locator('[data-testid="count-reason"]:focus').waitFor();
  await page.keyboard.press('Enter');
  await page.getByTestId('count-reason-dialog').waitFor({ state: 'detached' });
}

async function approve(page: Page): Promise<void> {
  await page.keyboard.press('KeyA');
  await page.locator('[data-testid="dialog-confirm"]:focus').waitFor();
  await page.keyboard.press('Enter');
}

interface Sheet {
  [column: string]: string;
  id: string;
  no: string;
}

/** The demo's sheet that was counted twice and has one difference without a reason. */
function waitingSheet(desktop: Desktop): Sheet {
  return one(
    localRows<Sheet>(
      desktop,
      `select s.id, s.sheet_no as no from count_sheet s where s.status = 'REVIEW' and exists (
         select 1 from count_line l where l.sheet_id = s.id and l.variance_milli <> 0 and l.reason_code is null)`,
    ),
    'sheet with a difference nobody explained',
  );
}
