import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as sheetJs from '@e965/xlsx';
import type { Page } from 'playwright-core';
import { Desk } from '../pages/desk.ts';
import { ImportPage } from '../pages/import-page.ts';
import { QueuePage } from '../pages/queue-page.ts';
import { expectEqual, expectTrue } from '../world/check.ts';
import { CLAIMS_CSV, deriveStationFiles, STATION_BOOK, type StationFiles } from '../world/station-file/derive.ts';
import { expectedOf, IN_SERVICE_DATE, type Expected } from '../world/station-file/second-tool.ts';
import { openDesk } from '../world/open-desk.ts';
import type { Story } from '../world/story.ts';

const MONTH = '2018-06';
const LONG_MS = 300_000;
const PLANTS = 438;
const JOB_CARD = ['job_card_date', 'vehicle_no', 'business_partner_name', 'current_km_reading'];

export const stationFileToSettlement: Story = {
  title: "from a station's file to a settlement workbook",
  world: 'demo',
  async run(story) {
    const folder = mkdtempSync(path.join(tmpdir(), 'hedui-station-file-'));
    try {
      const files = deriveStationFiles(folder);
      const expected = expectedOf(readFileSync(CLAIMS_CSV, 'utf8'), MONTH);
      const { page } = await openDesk(story, 'jiesuan01');
      await new QueuePage(page).ready();
      await importMasters(page, files);
      await importClaims(page, files, expected);
      await approveAll(page, files);
      await checkClaimDetails(page, folder, expected);
      await runMonth(page, expected);
      await checkStatementWorkbook(page, folder, { files, expected });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function importMasters(page: Page, files: StationFiles): Promise<void> {
  const imports = new ImportPage(page);
  await imports.open();
  for (const again of [false, true]) {
    await mapStations(imports);
    expectEqual('stations read', await imports.previewCount('rowsRead'), PLANTS);
    await imports.commit();
    expectEqual('stations made', await imports.result(again ? 'unchanged' : 'created'), PLANTS);
    expectEqual('stations: nothing new', await imports.saysNothingChanged(), again);
    await imports.again();
  }
  await imports.choose('vehicles', files.vehiclesCsv);
  await imports.map('productLine', { fixed: 'TRUCK' });
  await imports.map('saleDate', { fixed: IN_SERVICE_DATE });
  await imports.map('inServiceDate', { fixed: IN_SERVICE_DATE });
  await imports.preview();
  await imports.commit();
  expectEqual('vehicles made', await imports.result('created'), files.vehicleCount);
  await imports.again();
  await imports.choose('labourOperations', files.operationsBook);
  await imports.preview();
  await imports.commit();
  expectEqual('labour operations made', await imports.result('created'), files.operationCount);
  await imports.again();
}

async function mapStations(imports: ImportPage): Promise<void> {
  await imports.choose('stations', STATION_BOOK);
  await imports.map('regionCode', { fixed: '1' });
  await imports.map('type', { fixed: 'EXTERNAL' });
  await imports.map('grade', { fixed: 'C' });
  await imports.map('taxpayerType', { fixed: 'GENERAL' });
  await imports.map('bankName', { fixed: '中国工商银行济南历下支行' });
  await imports.map('bankAccount', { fixed: '1602001409123456789' });
  await imports.preview();
}

async function previewClaims(imports: ImportPage, files: StationFiles): Promise<void> {
  await imports.choose('claims', CLAIMS_CSV);
  await imports.map('stationCode', { fixed: files.stationCode });
  await imports.map('jobCardNo', { columns: JOB_CARD });
  await imports.preview();
}

/** Twice: the second time every claim is as it was, and the screen says so. */
async function importClaims(page: Page, files: StationFiles, expected: Expected): Promise<void> {
  const imports = new ImportPage(page);
  for (const again of [false, true]) {
    await previewClaims(imports, files);
    expectEqual('claims in the file', await imports.previewCount('things'), expected.claims);
    await imports.commit();
    expectEqual('claims', await imports.result(again ? 'unchanged' : 'created'), expected.claims);
    expectEqual('claims refused by the server', await imports.result('refusedThings'), 0);
    const identity = [expected.rowsRead, expected.rowsInClaims, expected.rowsRefused, expected.repeatedRowNos.length];
    expectEqual('read = in claims + refused + repeats', await imports.identity(), identity);
    expectEqual('claims: nothing new', await imports.saysNothingChanged(), again);
    const { refused, repeated } = await imports.leftOut();
    expectEqual('line numbers of refused rows', refused, expected.refusedRowNos);
    expectEqual('line numbers of repeats', repeated, expected.repeatedRowNos);
    await imports.again();
  }
}

/** The queue narrowed to the station, all of it ticked, approved in one action with a result per row. */
async function approveAll(page: Page, files: StationFiles): Promise<void> {
  await page.getByTestId('room-claims').click();
  await page.getByTestId('add-filter').click();
  const editor = page.getByTestId('filter-editor');
  await editor.getByRole('button', { name: '服务站', exact: true }).click();
  await editor.locator('input.input').fill(files.stationName);
  await editor.locator('.list label', { hasText: files.stationName }).locator('input').check();
  await page.getByTestId('filter-apply').click();
  await page.getByTestId('filter-claimantName').waitFor();
  await page.locator('[data-testid="claims-grid"] .ag-row.row-current').first().waitFor();
  await page.keyboard.press('Control+KeyA');
  await page.keyboard.press('Shift+KeyA');
  await page.getByTestId('bulk-count').waitFor();
  await page.getByTestId('dialog-confirm').click();
  await page.getByTestId('batch-waiting').waitFor({ timeout: LONG_MS });
  await page.waitForFunction(
    () => document.querySelector('[data-testid="batch-waiting"] b')?.textContent === '0',
    undefined,
    { timeout: LONG_MS },
  );
  await page.getByTestId('batch-close').click();
  await page.getByTestId('batch-dialog').waitFor({ state: 'detached' });
}

/** The exported details of the station against the second tool, sum by sum. */
async function checkClaimDetails(page: Page, folder: string, expected: Expected): Promise<void> {
  await page.getByTestId('queue-ALL').click();
  await page.waitForFunction(
    (count) => document.querySelector('[data-testid="grid-total"]')?.textContent?.replaceAll(',', '') === String(count),
    expected.claims,
    { timeout: LONG_MS },
  );
  await new Desk(page).palette('导出索赔明细');
  const file = await downloaded(page, folder, '索赔明细');
  const sheet = sheetJs.read(readFileSync(file), { type: 'buffer' }).Sheets['索赔明细'];
  const rows = sheetJs.utils.sheet_to_json<Record<string, unknown>>(sheet ?? {}, { range: 3 });
  const sumFen = (column: string): number => rows.reduce((sum, row) => sum + Math.round(Number(row[column]) * 100), 0);
  expectEqual('lines exported', rows.length, expected.lines);
  expectEqual('claimed, in fen', sumFen('申报'), expected.claimedFen);
  const money = page.locator('[data-testid="claims-grid"] .ag-grid-pinned-bottom-rows');
  const shown = (await money.innerText()).replaceAll(',', '');
  expectTrue(
    `payable ${yuan(expected.payableFen)} stands in the totals row: ${shown}`,
    shown.includes(yuan(expected.payableFen)),
  );
}

async function runMonth(page: Page, expected: Expected): Promise<void> {
  await page.getByTestId('room-settlement').click();
  await page.getByTestId('new-run').click();
  await page.getByTestId('run-kind').selectOption('MONTHLY');
  await fillDate(page, 'run-periodFromDate', `${MONTH}-01`);
  await fillDate(page, 'run-periodToDate', `${MONTH}-30`);
  await fillDate(page, 'run-taxDate', `${MONTH}-30`);
  await page.getByTestId('run-preview').waitFor();
  await page.getByTestId('dialog-confirm').click();
  await page.getByTestId('done-net').waitFor({ timeout: LONG_MS });
  const figure = async (name: string): Promise<string> =>
    (await page.getByTestId(`done-${name}`).locator('b').innerText()).replaceAll(',', '');
  expectEqual('statements', await figure('statements'), '1');
  expectEqual('claims on the statement', await figure('claims'), String(expected.statement.claims));
  expectEqual('net', await figure('net'), yuan(expected.statement.netFen));
  expectEqual('payable with tax', await figure('payable'), yuan(expected.statement.grossFen));
  await page.keyboard.press('Enter');
  await page.getByTestId('run-done').waitFor({ state: 'detached' });
}

/** Types a day; Tab takes it and closes the calendar. */
async function fillDate(page: Page, testId: string, date: string): Promise<void> {
  const field = page.getByTestId(testId);
  const input = (await field.locator('input').count()) > 0 ? field.locator('input') : field;
  await input.fill(date);
  await input.press('Tab');
}

async function checkStatementWorkbook(
  page: Page,
  folder: string,
  { files, expected }: { files: StationFiles; expected: Expected },
): Promise<void> {
  await page.keyboard.press('Slash');
  await page.keyboard.type(files.stationCode);
  const row = page.locator('[data-testid="statements-grid"] .ag-row', { hasText: files.stationCode }).first();
  await row.waitFor({ timeout: LONG_MS });
  await row.dblclick();
  await page.getByTestId('statement-page').waitFor();
  await page.getByTestId('export').click();
  const file = await downloaded(page, folder, '费用结算单');
  const book = sheetJs.read(readFileSync(file), { type: 'buffer' });
  const sheet = book.Sheets[book.SheetNames[0] ?? ''] ?? {};
  const lines = sheetJs.utils
    .sheet_to_json<Record<string, unknown>>(sheet, { range: 5 })
    .filter((line) => typeof line['序'] === 'number');
  const sumFen = (column: string): number =>
    lines.reduce((sum, line) => sum + Math.round(Number(line[column]) * 100), 0);
  expectEqual('claims in the workbook', lines.length, expected.statement.claims);
  expectEqual('claimed in the workbook', sumFen('申报'), expected.statement.claimedFen);
  expectEqual('approved in the workbook', sumFen('核定'), expected.statement.netFen);
  const foot = sheetJs.utils.sheet_to_json<unknown[]>(sheet, { header: 1 }).slice(lines.length + 6);
  const amountBeside = (label: string): unknown =>
    foot.find((cells) => cells.includes(label))?.findLast((cell) => typeof cell === 'number');
  expectEqual('tax', amountBeside('税额'), expected.statement.taxFen / 100);
  expectEqual('gross', amountBeside('价税合计（开票金额）'), expected.statement.grossFen / 100);
  expectEqual('sheets', book.SheetNames.length, 2);
}

/** The download of the finished job, found by the name of its report. */
async function downloaded(page: Page, folder: string, report: string): Promise<string> {
  const tray = page.getByTestId('job-tray');
  await tray.waitFor();
  if (!(await page.getByTestId('job-list').isVisible())) await tray.click();
  const link = page.locator(`[data-testid="job-download"][download^="${report}"]`).first();
  await link.waitFor({ timeout: LONG_MS });
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  const file = path.join(folder, `${report}.xlsx`);
  await download.saveAs(file);
  await page.keyboard.press('Escape');
  return file;
}

function yuan(fen: number): string {
  return (fen / 100).toFixed(2);
}
