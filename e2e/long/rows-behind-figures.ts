import type { Page } from 'playwright-core';
import { REPORT_COLUMNS, type StockReportName } from '../../src-shared/contract/stock-reports.ts';
import { expectEqual, expectTrue } from '../world/check.ts';
import { openDesk } from '../world/open-desk.ts';
import { openStockReport, shownReport } from '../world/stock-report.ts';
import type { Story } from '../world/story.ts';
import { typeDate } from '../world/type-date.ts';

/** A figure of each report, and the report of the rows it opens. */
const FIGURES = [
  ['countVariance', 'finalMilli', 'countLineRows'],
  ['countSummary', 'lines', 'countLines'],
  ['notCounted', 'bookMilli', 'bookRows'],
  ['recon', 'ledgerMilli', 'reconRows'],
  ['reconDocuments', 'ourMilli', 'reconDocumentRows'],
  ['stockLedger', 'issueMilli', 'ledgerRows'],
  ['planning', 'availableMilli', 'planningRows'],
  ['turnover', 'valueFen', 'turnoverRows'],
  ['applications', 'qtyReqMilli', 'applicationRows'],
  ['oldParts', 'dueMilli', 'oldPartRows'],
  ['limits', 'availableFen', 'limitRows'],
  ['damages', 'photoCount', 'damageRows'],
] as const;

/** The twelve reports of stock: the rows behind a figure of each add up to it, and Esc leads back to where it stands. */
export const rowsBehindFigures: Story = {
  title: 'every report of stock by keyboard: the rows behind a figure, their sum in the foot, and back to the figure',
  world: 'demo',
  async run(story) {
    const { desk, page } = await openDesk(story, 'peijian01');
    await openStockReport(desk, 'countVariance');
    await typeDate(page, 'report-from', '2026-01-01');
    await page.locator('[data-testid="report-grid"] .ag-row[row-index="0"] [col-id="sheetNo"]').focus();
    // the rows of the new days may come after that and leave the keyboard nowhere: the next report takes it up again
    await page.keyboard.press('BracketRight');
    for (const [name, column, rows] of FIGURES) {
      while ((await shownReport(page)) !== name) await page.keyboard.press('BracketRight');
      await toFirstCell(page, name);
      await toColumn(page, column);
      const figure = await toFigure(page);
      const place = await focusedRow(page);
      await page.keyboard.press('Enter');
      await page.locator(`[data-testid="report-name"]:has(option[value="${rows}"]:checked)`).waitFor();
      await toFirstCell(page, rows);
      await toColumn(page, column);
      const foot = page.locator(`[data-testid="report-grid"] .ag-grid-pinned-bottom-rows .ag-cell[col-id="${column}"]`);
      expectEqual(`${name}: the rows behind ${column} add up to it`, numberIn(await foot.innerText()), figure);
      await page.keyboard.press('Escape');
      await page
        .locator(`[data-testid="report-grid"] .ag-row[row-index="${place}"] .ag-cell-focus[col-id="${column}"]`)
        .waitFor();
      expectEqual('back in the report', await shownReport(page), name);
    }
  },
};

const focused = (page: Page) => page.locator('[data-testid="report-grid"] .ag-cell-focus');

/** The rows of that report are there, not those of the one before it, and the keyboard is on the first. */
async function toFirstCell(page: Page, name: StockReportName): Promise<void> {
  for (const { key } of REPORT_COLUMNS[name].slice(0, 7))
    await page.locator(`[data-testid="report-grid"] .ag-header-cell[col-id="${key}"]`).waitFor();
  await page.locator('[data-testid="report-grid"] .ag-row[row-index="0"] .ag-cell-focus').waitFor();
}

async function toColumn(page: Page, column: string): Promise<void> {
  for (let step = 0; step < 40; step += 1) {
    if ((await focused(page).getAttribute('col-id')) === column) return;
    await page.keyboard.press('ArrowRight');
  }
  throw new Error(`no column ${column} to the right`);
}

/** Down to a row where the figure is something. */
async function toFigure(page: Page): Promise<number> {
  for (let row = 0; row < 200; row += 1) {
    const figure = numberIn(await focused(page).innerText());
    if (figure !== 0) return figure;
    await page.keyboard.press('ArrowDown');
  }
  expectTrue('a figure that is something', false);
  return 0;
}

async function focusedRow(page: Page): Promise<string> {
  return (await focused(page).locator('xpath=ancestor::*[@row-index]').getAttribute('row-index')) ?? '';
}

function numberIn(text: string): number {
  const figure = Number(text.replace(/[,%]/g, ''));
  return Number.isFinite(figure) ? figure : 0;
}
