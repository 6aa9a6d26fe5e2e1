import ExcelJS from 'exceljs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import type { Desk } from '../pages/desk.ts';
import { ImportPage } from '../pages/import-page.ts';
import { localRows, untilStored } from '../world/local-store.ts';
import { openDesk } from '../world/open-desk.ts';
import { one } from '../world/statement-in.ts';
import type { Story } from '../world/story.ts';
import type { Desktop } from '../world/world.ts';
import { searchFor } from '../world/search-for.ts';

const PARTS = 200;
const BINS = 100;
const LINES = PARTS * BINS;
/** What lies in no bin at all is on the sheet of the new bins too, as they are in no zone. */
const MOST_BESIDE = 20;
/** Every so many lines one piece is missing. */
const SHORT_EVERY = 500;
const PATIENCE = { timeout: 300_000 };

export const countSheetExcel: Story = {
  title:
    'a year-end sheet of 20,000 lines out to Excel, filled by a script with planted errors, back with the error report by row, posted after approval',
  world: 'demo',
  alone: true,
  async run(story) {
    const { folder } = story.world;
    const file = (name: string): string => path.join(folder, `${name}.xlsx`);
    const manager = await openDesk(story, 'peijian01');
    const warehouse = freeWarehouse(manager.desktop);
    await fillWarehouse(manager, file('opening'), warehouse);
    const no = await planFullCount(manager, warehouse);
    const counter = await openDesk(story, 'pandian01');
    await openSheet(counter, no);
    await takeOut(counter, file('first'), { no, rev: 1 });
    await takeOut(counter, file('second'), { no, rev: 2 });

    await bringBack(counter.page);
    await refuseOlder(counter.page, file('first'));
    const plants = await fillIn(file('second'), file('filled'));
    await takeIn(counter, file('filled'), plants);
    const mended = await mend(file('errors'), file('mended'), plants);
    await takeInMended(counter.page, file('mended'), mended);
    await submit(counter, no, '待复盘');

    const recounter = await openDesk(story, 'fupan01');
    await openSheet(recounter, no);
    await takeOut(recounter, file('recount'), { no, rev: 3 });
    await bringBack(recounter.page);
    await recountAll(recounter, file('recount'));
    await submit(recounter, no, '待审核');

    await openSheet(manager, no);
    await approve(manager.page);
    await untilStored(
      manager.desktop,
      'what was missing is out of the ledger, line for line',
      [
        `select count(*) as lines, sum(m.qty_milli) as qtyMilli from stock_movement m
           join count_line l on l.id = m.line_uid join count_sheet s on s.id = l.sheet_id
          where s.sheet_no = ? and m.type = 'COUNT_ADJ'`,
        no,
      ],
      [{ lines: LINES / SHORT_EVERY, qtyMilli: (-LINES / SHORT_EVERY) * 1000 }],
    );
  },
};

interface Opened {
  desktop: Desktop;
  page: Page;
  desk: Desk;
}

/** A central warehouse where nothing is being counted. */
function freeWarehouse(desktop: Desktop): string {
  const [found] = localRows<{ code: string }>(
    desktop,
    `select w.code from warehouse w where w.level = 2 and not exists
        (select 1 from count_sheet s where s.warehouse_id = w.id and s.status not in ('POSTED', 'CLOSED', 'CANCELLED'))
      order by w.code desc limit 1`,
  );
  if (found === undefined) throw new Error('the demo company counts in every warehouse');
  return found.code;
}

/** Ten pieces of each of 200 parts in each of 100 bins that the warehouse did not have before. */
async function fillWarehouse({ desktop, page }: Opened, file: string, warehouse: string): Promise<void> {
  const parts = localRows<{ no: string }>(
    desktop,
    `select part_no as no from part where uom_whole = 1 or uom = '件' order by part_no limit ${String(PARTS)}`,
  );
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('期初');
  sheet.addRow(['warehouseCode', 'binCode', 'partNo', 'qtyMilli', 'unitFen']);
  for (let bin = 0; bin < BINS; bin += 1)
    for (const { no } of parts) sheet.addRow([warehouse, `年终-${String(bin).padStart(3, '0')}`, no, 10, 25.5]);
  await book.xlsx.writeFile(file);
  const imports = new ImportPage(page);
  await imports.open();
  await imports.choose('openingStock', file);
  await imports.preview();
  await imports.commit();
  if ((await imports.result('created')) !== LINES) throw new Error(`${String(await imports.result('created'))} posted`);
  await imports.again();
}

/** The full count of the warehouse; returns the number of the sheet with the new bins. */
async function planFullCount({ desktop, page, desk }: Opened, warehouse: string): Promise<string> {
  await desk.palette('盘点');
  await page.getByTestId('new-count').waitFor();
  await page.keyboard.press('F1');
  await page.locator('[data-testid="plan-warehouse"]:focus').waitFor();
  await page.keyboard.type(warehouse);
  await page.getByTestId('plan-more').click();
  await page.getByTestId('plan-type-FULL').click();
  await desk.tabTo(page.getByTestId('plan-counter'));
  await page.keyboard.type('杨帆');
  await page.getByTestId('plan-blind').uncheck();
  await page.getByTestId('plan-dialog').getByTestId('dialog-confirm').click();
  await page.getByTestId('plan-dialog').waitFor({ state: 'detached', ...PATIENCE });
  const sheets = `select sheet_no as no from count_sheet where line_count between ${String(LINES)} and ${String(LINES + MOST_BESIDE)}`;
  await untilStored(desktop, 'the sheet is out', [`select count(*) as n from (${sheets})`], [{ n: 1 }]);
  return one(localRows<{ no: string }>(desktop, sheets), 'sheet of the new bins').no;
}

async function openSheet({ page, desk }: Opened, no: string): Promise<void> {
  await desk.palette('盘点');
  await page.getByTestId('counts-grid').locator('.ag-row').first().waitFor();
  await searchFor(page, no);
  await page.getByTestId('counts-grid').locator('.ag-row.row-current', { hasText: no }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.getByTestId('count-page').getByRole('heading', { name: no }).waitFor();
}

/** Ctrl+E; every file has the number the server gave it. */
async function takeOut(
  { desktop, page }: Opened,
  file: string,
  { no, rev }: { no: string; rev: number },
): Promise<void> {
  await page.getByTestId('count-excel-out').waitFor();
  await page.keyboard.press('Control+KeyE');
  const asked = 'select export_rev as rev from count_sheet where sheet_no = ?';
  await untilStored(desktop, 'the export has its number', [asked, no], [{ rev }]);
  await download(page, file, { report: '盘点表', files: rev === 2 ? 2 : 1 });
}

/** The newest file of a report, once so many of them are there; Tab belongs to the grid here. */
async function download(page: Page, file: string, { report, files }: { report: string; files: number }): Promise<void> {
  if (!(await page.getByTestId('job-list').isVisible())) await page.getByTestId('job-tray').click();
  const links = page.locator(`[data-testid="job-download"][download^="${report}"]`);
  await links.nth(files - 1).waitFor(PATIENCE);
  const [arrived] = await Promise.all([page.waitForEvent('download'), links.first().click()]);
  await arrived.saveAs(file);
  await page.getByTestId('job-tray').click();
  await page.getByTestId('job-list').waitFor({ state: 'detached' });
}

async function bringBack(page: Page): Promise<void> {
  await page.getByTestId('count-excel-in').waitFor();
  await page.keyboard.press('Control+KeyI');
  await page.getByTestId('import-expected').waitFor();
}

/** E01: the file that went out before the last one stops as a whole. */
async function refuseOlder(page: Page, file: string): Promise<void> {
  await chooseFile(page, file);
  await page.keyboard.press('F9');
  await page.getByTestId('import-problem').filter({ hasText: '之后又导出过' }).waitFor(PATIENCE);
  await page.keyboard.press('Escape');
  await page.getByTestId('import-file-step').waitFor();
}

async function chooseFile(page: Page, file: string): Promise<void> {
  await page.getByTestId('import-file').setInputFiles(file);
  await page.getByTestId('import-mapping-step').waitFor(PATIENCE);
}

/** Row of the sheet by the code it is told. */
type Plants = ReadonlyMap<number, string>;

interface Sheet {
  book: ExcelJS.Workbook;
  page: ExcelJS.Worksheet;
  cell(rowNo: number, key: string): ExcelJS.Cell;
}

async function readSheet(file: string): Promise<Sheet> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(file);
  const [page] = book.worksheets;
  if (page === undefined) throw new Error(`${file} has no sheet`);
  const keys = (page.getRow(2).values as unknown[]).map(String);
  return { book, page, cell: (rowNo, key) => page.getRow(rowNo).getCell(keys.indexOf(key)) };
}

/** What lies on the shelf, and between it what people do to such files. */
async function fillIn(from: string, to: string): Promise<Plants> {
  const { book, page, cell } = await readSheet(from);
  const last = page.rowCount;
  if (last < LINES + 2 || last > LINES + MOST_BESIDE + 2) throw new Error(`${String(last)} rows went out`);
  for (let rowNo = 3; rowNo <= last; rowNo += 1) {
    const isShort = (rowNo - 2) % SHORT_EVERY === 0;
    cell(rowNo, 'qtyMilli').value = Number(cell(rowNo, 'bookQty').value) - (isShort ? 1 : 0);
  }
  const plants: readonly (readonly [number, string, string, ExcelJS.CellValue])[] = [
    [13, 'E02', 'lineUid', 'nobody'],
    [14, 'E02', 'rowCheck', 'ffffffff'],
    [15, 'E04', 'qtyMilli', '1.234,5'],
    [16, 'E05', 'qtyMilli', -3],
    [17, 'E06', 'qtyMilli', 9.5],
    [18, 'E07', 'uom', '船'],
    [19, 'E08', 'partNo', 123],
    [20, 'E08', 'binCode', '别处'],
    [21, 'E09', 'countedAtMs', new Date(Date.UTC(2090, 0, 1))],
    [22, 'E13', 'countedBy', '路人'],
    [23, 'W03', 'qtyMilli', '１０'],
    [24, 'W02', 'qtyMilli', 1000],
    [25, 'W01', 'qtyMilli', null],
  ];
  for (const [rowNo, , key, value] of plants) cell(rowNo, key).value = value;
  const copy = page.addRow((page.getRow(26).values as ExcelJS.CellValue[]).slice(1));
  cell(copy.number, 'qtyMilli').value = 3;
  await book.xlsx.writeFile(to);
  return new Map([...plants.map(([rowNo, code]) => [rowNo, code] as const), [copy.number, 'E03']]);
}

const isRefused = (code: string): boolean => code.startsWith('E');

/** The preview tells every row its code; the good rows go in, and the same file again changes nothing. */
async function takeIn({ page }: Opened, file: string, plants: Plants): Promise<void> {
  const imports = new ImportPage(page);
  await chooseFile(page, file);
  await page.keyboard.press('F9');
  await page.getByTestId('import-preview-step').waitFor(PATIENCE);
  const told = await page.getByTestId('import-issues').locator('tr').allInnerTexts();
  for (const [rowNo, code] of plants)
    if (isRefused(code) && !told.some((text) => text.trim().startsWith(String(rowNo)) && text.includes(code)))
      throw new Error(`row ${String(rowNo)} is not told ${code}: ${told.join('\n')}`);
  const refused = [...plants.values()].filter(isRefused).length;
  const read = Math.max(...plants.keys()) - 2;
  const figures = [await imports.previewCount('rowsRead'), await imports.previewCount('rowsRefused')];
  if (figures.join() !== [read, refused].join()) throw new Error(`read and refused: ${figures.join()}`);
  await page.getByTestId('import-warnings').filter({ hasText: '可疑' }).filter({ hasText: '空白' }).waitFor();
  await page.keyboard.press('KeyE');
  await download(page, path.join(path.dirname(file), 'errors.xlsx'), { report: '导入结果', files: 1 });
  await page.keyboard.press('F7');
  await page.getByTestId('import-done').waitFor(PATIENCE);
  const created = await imports.result('created');
  if (created !== read - refused - 1) throw new Error(`${String(created)} counts taken in`);
  await page.keyboard.press('Escape');
  await page.getByTestId('import-file-step').waitFor();
  await chooseFile(page, file);
  await page.keyboard.press('F9');
  await page.getByTestId('import-preview-step').waitFor(PATIENCE);
  await page.keyboard.press('F7');
  await page.getByTestId('import-nothing-new').waitFor(PATIENCE);
  await page.keyboard.press('Escape');
  await page.getByTestId('import-file-step').waitFor();
}

/** The file of errors is the person's own with the codes beside each row; its bad rows are put right and brought again. */
async function mend(errors: string, to: string, plants: Plants): Promise<number> {
  const { book, page, cell } = await readSheet(errors);
  const codeColumn = (page.getRow(1).values as unknown[]).indexOf('错误代码');
  let mended = 0;
  const duplicate = Math.max(...plants.keys());
  for (const [rowNo, code] of plants) {
    const shown = String(page.getRow(rowNo).getCell(codeColumn).value ?? '');
    if (!shown.includes(code)) throw new Error(`row ${String(rowNo)} of the error file says "${shown}", not ${code}`);
    cell(rowNo, 'qtyMilli').value = '10';
    if (rowNo === duplicate) continue;
    mended += 1;
    cell(rowNo, 'uom').value = '';
    cell(rowNo, 'countedBy').value = '';
    cell(rowNo, 'countedAtMs').value = '';
  }
  page.spliceRows(duplicate, 1);
  // What was typed over in the hidden columns is taken from the file that went out.
  const original = await readSheet(path.join(path.dirname(to), 'second.xlsx'));
  for (const rowNo of plants.keys())
    for (const key of ['lineUid', 'rowCheck', 'partNo', 'binCode'])
      if (rowNo !== duplicate) cell(rowNo, key).value = original.cell(rowNo, key).value;
  await book.xlsx.writeFile(to);
  return mended;
}

async function takeInMended(page: Page, file: string, mended: number): Promise<void> {
  const imports = new ImportPage(page);
  await chooseFile(page, file);
  await page.keyboard.press('F9');
  await page.getByTestId('import-preview-step').waitFor(PATIENCE);
  if ((await imports.previewCount('rowsRefused')) !== 0)
    throw new Error(await page.getByTestId('import-issues').innerText());
  await page.keyboard.press('F7');
  await page.getByTestId('import-done').waitFor(PATIENCE);
  const taken = (await imports.result('created')) + (await imports.result('updated'));
  // the full-width ten is a ten already
  if (taken !== mended - 1) throw new Error(`${String(taken)} of ${String(mended)} mended rows taken in`);
}

/** The second person finds the same. */
async function recountAll({ page }: Opened, file: string): Promise<void> {
  const { book, page: sheet, cell } = await readSheet(file);
  for (let rowNo = 3; rowNo <= sheet.rowCount; rowNo += 1) {
    const isShort = Number(cell(rowNo, 'lineNo').value) % SHORT_EVERY === 0;
    cell(rowNo, 'qtyMilli').value = Number(cell(rowNo, 'bookQty').value) - (isShort ? 1 : 0);
  }
  await book.xlsx.writeFile(file);
  await chooseFile(page, file);
  await page.keyboard.press('F9');
  await page.getByTestId('import-preview-step').waitFor(PATIENCE);
  await page.keyboard.press('F7');
  await page.getByTestId('import-done').waitFor(PATIENCE);
}

async function submit(opened: Opened, no: string, status: string): Promise<void> {
  const { page } = opened;
  await openSheet(opened, no);
  await page.locator('[data-testid="count-submit"]:enabled').waitFor(PATIENCE);
  await page.keyboard.press('Control+Enter');
  await page.locator('[data-testid="dialog-confirm"]:focus').waitFor();
  await page.keyboard.press('Enter');
  await page.getByTestId('count-step-dialog').waitFor({ state: 'detached', ...PATIENCE });
  await page.getByTestId('count-status').filter({ hasText: status }).waitFor(PATIENCE);
}

async function approve(page: Page): Promise<void> {
  await page.locator('[data-testid="count-explain"]:enabled').waitFor(PATIENCE);
  await page.keyboard.press('Shift+F4');
  await page.locator('[data-testid="count-reason"]:focus').waitFor();
  await page.keyboard.press('Enter');
  await page.getByTestId('count-reason-dialog').waitFor({ state: 'detached', ...PATIENCE });
  await page.keyboard.press('KeyA');
  await page.locator('[data-testid="dialog-confirm"]:focus').waitFor();
  await page.keyboard.press('Enter');
  await page.getByTestId('count-status').filter({ hasText: '已过账' }).waitFor(PATIENCE);
}
