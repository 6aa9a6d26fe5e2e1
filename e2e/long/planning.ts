import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { Desk } from '../pages/desk.ts';
import { SignInPage } from '../pages/sign-in-page.ts';
import { expectEqual, expectTrue } from '../world/check.ts';
import { localRows, untilStored } from '../world/local-store.ts';
import { openDesk } from '../world/open-desk.ts';
import { readWorkbook } from '../world/read-workbook.ts';
import type { Story } from '../world/story.ts';
import { one } from '../world/statement-in.ts';
import type { Desktop } from '../world/world.ts';
import { searchFor } from '../world/search-for.ts';

const SIZES = [
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
];
/** Where pictures of each view are put, for a person to look at. */
const PICTURES = process.env.HEDUI_PICTURES;

export const planByKeys: Story = {
  title:
    'planning by keyboard: worked out anew, the reason of a figure, computed figures adopted, own figures set, the ledger of a part, a report to Excel',
  world: 'demo',
  async run(story) {
    const { desktop, page, desk } = await openDesk(story, 'jihua01');
    await desk.palette('转到：配件');
    await page.getByTestId('parts-page').waitFor();
    await page.keyboard.press('Digit3');
    await page.getByTestId('planning-grid').locator('.ag-row.row-current').waitFor();
    await page.keyboard.press('F1');
    await desk.waitForToast('已计算');
    await picture(page, 'zh-planning');
    await page.keyboard.press('Digit4');
    await page.getByTestId('turnover-grid').locator('.ag-row.row-current').waitFor();
    await picture(page, 'zh-turnover');
    await page.keyboard.press('Digit3');
    await page.getByTestId('planning-grid').locator('.ag-row.row-current').waitFor();
    await adopt(page, desktop);
    await setOwn(page, desktop);
    await ledgerOfPart(page);
    await report(page, desk, desktop);
  },
};

export const planInEnglish: Story = {
  title: 'the lists of the parts room and the reconciliations in English, gone through by digits',
  world: 'demo',
  async run(story) {
    const desktop = await story.newDesktop('peijian01');
    const { page } = await story.open(desktop);
    await page.getByTestId('sign-in').waitFor();
    const desk = new Desk(page);
    await desk.tabTo(page.getByRole('button', { name: 'English' }));
    await page.keyboard.press('Enter');
    await page.locator('html[lang="en"]').waitFor();
    await new SignInPage(page).asLogin('peijian01');
    await desk.ready();
    await desk.palette('Go to: Parts');
    await page.getByTestId('parts-grid').locator('.ag-row.row-current').waitFor();
    for (const [digit, view, heading] of [
      ['2', 'movements-grid', 'Happened'],
      ['3', 'planning-grid', 'To order'],
      ['4', 'turnover-grid', 'Turns'],
      ['5', 'report-grid', 'Closing value'],
    ] as const) {
      await page.keyboard.press(`Digit${digit}`);
      await page.getByTestId(view).locator('.ag-header-cell', { hasText: heading }).first().waitFor();
      await page.getByTestId(view).locator('.ag-row').first().waitFor();
      await picture(page, `en-${view}`);
    }
    await desk.palette('Go to: Reconcile');
    await page.getByTestId('recon-grid').locator('.ag-row.row-current').waitFor();
    await picture(page, 'en-recon-grid');
    await page.keyboard.press('Enter');
    await page.getByTestId('recon-invariant').waitFor();
    await picture(page, 'en-recon-run');
  },
};

async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES === undefined) return;
  const before = page.viewportSize();
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await page.waitForTimeout(500);
    await page.screenshot({ path: path.join(PICTURES, `${name}-${String(size.width)}.png`) });
  }
  if (before !== null) await page.setViewportSize(before);
}

/** The search narrows the list to one part; the facts beside it say why, and A takes the computed figures over. */
async function adopt(page: Page, desktop: Desktop): Promise<void> {
  const row = one(
    localRows<{ id: string; no: string; reorder: number }>(
      desktop,
      `select g.id, p.part_no as no, g.computed_reorder_milli as reorder from part_warehouse_setting g
         join part p on p.id = g.part_id where g.approved_at_ms is null and g.computed_method = 'POISSON'
          and g.computed_reorder_milli > 0 and (select count(*) from part_warehouse_setting o where o.part_id = g.part_id) = 1`,
    ),
    'computed key that waits for the planner',
  );
  await searchFor(page, row.no);
  await page.getByTestId('planning-grid').locator('.ag-row.row-current', { hasText: row.no }).waitFor();
  await page.getByTestId('planning-why').filter({ hasText: '需求间断' }).waitFor();
  await page.keyboard.press('KeyA');
  await page.locator('[data-testid="dialog-confirm"]:focus').waitFor();
  await page.keyboard.press('Enter');
  await page.getByTestId('adopt-dialog').waitFor({ state: 'detached' });
  await untilStored(
    desktop,
    'the computed reorder point is the one that is worked with',
    ['select reorder_milli as reorder, method from part_warehouse_setting where id = ?', row.id],
    [{ reorder: row.reorder, method: 'POISSON' }],
  );
}

/** E: figures of one's own; the computed ones stay beside them. */
async function setOwn(page: Page, desktop: Desktop): Promise<void> {
  await page.keyboard.press('KeyE');
  await page.locator('[data-testid="own-safetyMilli"]:focus').waitFor();
  await picture(page, 'zh-own');
  for (const value of ['7', '30', '60', '6']) {
    await page.keyboard.press('Control+KeyA');
    await page.keyboard.type(value);
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await page.getByTestId('own-dialog').waitFor({ state: 'detached' });
  const own = `select count(*) as n from part_warehouse_setting where safety_milli = 7000 and reorder_milli = 30000
    and min_milli = 30000 and max_milli = 60000 and pack_milli = 6000 and method = 'MANUAL' and computed_reorder_milli <> 30000`;
  await untilStored(desktop, 'the planner’s own figures', [own], [{ n: 1 }]);
}

/** The stock of the same part, and every entry of its ledger. */
async function ledgerOfPart(page: Page): Promise<void> {
  await page.keyboard.press('Digit1');
  await page.getByTestId('parts-grid').locator('.ag-row.row-current').waitFor();
  await page.keyboard.press('KeyL');
  await page.getByTestId('movements-grid').locator('.ag-row.row-current').waitFor();
  await picture(page, 'zh-ledger');
  await searchFor(page, '');
}

/** Report 6 on the screen and as a workbook: the value at the end is that of all balances, the checks are 0. */
async function report(page: Page, desk: Desk, desktop: Desktop): Promise<void> {
  await page.keyboard.press('Digit5');
  await page.getByTestId('report-grid').locator('.ag-row').first().waitFor();
  await page.getByTestId('report-scope').filter({ hasText: '流水序号' }).waitFor();
  await picture(page, 'zh-report');
  const folder = mkdtempSync(path.join(tmpdir(), 'hedui-report-'));
  try {
    await page.keyboard.press('Control+KeyE');
    await desk.waitForToast('导出');
    // out of the grid, in which Tab goes from cell to cell
    await page.keyboard.press('Slash');
    await page.locator('#search-box:focus').waitFor();
    const file = path.join(folder, 'ledger.xlsx');
    await desk.download(file, '库存台账');
    const [sheet] = readWorkbook(file).values();
    if (sheet === undefined) throw new Error('no sheet');
    const headings = [...sheet].filter(([, value]) => value === '期末额' || value === '校验' || value === '配件编码');
    const columnOf = (name: string): string =>
      one(
        headings.filter(([, value]) => value === name).map(([address]) => address),
        name,
      ).replace(/\d+/, '');
    const cells = (column: string): [number, string | number][] =>
      [...sheet].flatMap(([address, value]) =>
        address.replace(/\d+/, '') === column ? [[Number(address.replace(/\D+/, '')), value] as const] : [],
      ) as [number, string | number][];
    const rows = new Set(cells(columnOf('配件编码')).flatMap(([row, value]) => (value === '配件编码' ? [] : [row])));
    const numbers = (column: string): number[] =>
      cells(column).flatMap(([row, value]) => (rows.has(row) && typeof value === 'number' ? [value] : []));
    const fen = Math.round(numbers(columnOf('期末额')).reduce((sum, value) => sum + value * 100, 0));
    const [stored] = localRows<{ fen: number }>(desktop, 'select sum(value_fen) as fen from stock_balance');
    expectEqual('the value at the end', fen, stored?.fen);
    expectTrue(
      'checks that are 0',
      numbers(columnOf('校验')).every((value) => value === 0),
    );
    expectTrue(
      'codes are text',
      cells(columnOf('配件编码')).every(([, value]) => typeof value === 'string'),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
