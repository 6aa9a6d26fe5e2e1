import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { expectEqual, expectTrue } from '../world/check.ts';
import { localRows } from '../world/local-store.ts';
import { openDesk } from '../world/open-desk.ts';
import { readWorkbook } from '../world/read-workbook.ts';
import { openStockReport, shownReport } from '../world/stock-report.ts';
import type { Story } from '../world/story.ts';
import { typeDate } from '../world/type-date.ts';

interface Owing {
  [column: string]: string | number;
  code: string;
  due: number;
  back: number;
  late: number;
}

const BACK = `('RECEIVED', 'INSPECTED_OK', 'INSPECTED_BAD', 'TO_SUPPLIER', 'SCRAPPED', 'IN_LAB', 'RETURNED_TO_STATION')`;

/** Report 10 of the demo company: what a station owes, the parts behind a figure, and both in Excel. */
export const oldPartsReport: Story = {
  title:
    'old parts that come back by keyboard: what each station owes of a month, the parts behind a figure, into Excel',
  world: 'demo',
  async run(story) {
    const { desktop, desk, page } = await openDesk(story, 'peijian01');
    const [month] = localRows<{ month: string }>(
      desktop,
      `select substr(due_date, 1, 7) as month from old_part where status = 'OVERDUE' and policy = 'RETURN'
        group by 1 order by count(*) desc, 1 limit 1`,
    );
    if (month === undefined) throw new Error('no old part is overdue');
    const days = [`${month.month}-01`, lastDay(month.month)] as const;
    // reckoned here from the tags alone, without the report's reading of boxes and days
    const stations = localRows<Owing>(
      desktop,
      `select t.code, sum(o.qty_milli) as due, sum(case when o.status in ${BACK} then o.received_qty_milli else 0 end) as back,
              sum(case when o.status = 'OVERDUE' then o.qty_milli else 0 end) as late
         from old_part o join station t on t.id = o.station_id
        where o.policy = 'RETURN' and o.due_date between ? and ? group by t.code order by t.code`,
      ...days,
    );
    await openStockReport(desk, 'oldParts');
    await typeDate(page, 'report-from', days[0]);
    await typeDate(page, 'report-to', days[1]);
    await page.getByTestId('report-scope').filter({ hasText: days[1] }).waitFor();
    const owing = stations.findIndex(({ late }) => late > 0);
    const { code, due, back, late } = stations[owing] ?? { code: '', due: 0, back: 0, late: 0 };
    const row = page.getByTestId('report-grid').locator('.ag-row', { hasText: code }).first();
    await row.waitFor();
    const figure = async (column: string): Promise<number> =>
      numberIn(await row.locator(`[col-id="${column}"]`).innerText());
    expectEqual(`what ${code} has to return`, await figure('dueMilli'), due / 1000);
    expectEqual(`what ${code} returned`, await figure('receivedMilli'), back / 1000);
    expectEqual(`what ${code} owes`, await figure('overdueMilli'), late / 1000);
    await toCell(page, owing, 'overdueMilli');
    await page.keyboard.press('Enter');
    await page
      .getByTestId('report-scope')
      .filter({ hasText: `${code} · ${month.month} · 超期数` })
      .waitFor();
    expectEqual('the report of the rows', await shownReport(page), 'oldPartRows');
    const parts = localRows<{ tagNo: string }>(
      desktop,
      `select o.tag_no as tagNo from old_part o join station t on t.id = o.station_id
        where t.code = ? and o.policy = 'RETURN' and o.status = 'OVERDUE' and o.due_date between ? and ?`,
      ...[code, ...days],
    );
    for (const { tagNo } of parts)
      await page.getByTestId('report-grid').locator('.ag-row', { hasText: tagNo }).first().waitFor();
    expectEqual('the parts behind the figure', await page.getByTestId('list-total').innerText(), String(parts.length));
    await page.keyboard.press('Escape');
    await page.getByTestId('report-grid').locator('.ag-row', { hasText: code }).first().waitFor();
    expectEqual('the report it came from', await shownReport(page), 'oldParts');
    await page.keyboard.press('Control+KeyE');
    await desk.waitForToast('导出');
    const folder = mkdtempSync(path.join(tmpdir(), 'hedui-report-'));
    try {
      // out of the grid, in which Tab goes from cell to cell
      await page.keyboard.press('Slash');
      await page.locator('#search-box:focus').waitFor();
      const file = path.join(folder, 'old-parts.xlsx');
      await desk.download(file, '旧件返厂统计');
      const sheets = readWorkbook(file);
      expectEqual('the sheets', [...sheets.keys()].join(), '旧件返厂统计,旧件返厂明细,说明');
      const cells = [...(sheets.get('旧件返厂统计') ?? [])];
      const codes = cells.flatMap(([address, value]) => (/^A\d+$/.test(address) ? [String(value)] : []));
      expectTrue(
        'every station is in it',
        stations.every(({ code: each }) => codes.includes(each)),
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

/** The last day of a month. */
function lastDay(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}

function numberIn(text: string): number {
  return Number(text.replace(/,/g, ''));
}

/** From the first cell of the list down and to the right. */
async function toCell(page: Page, row: number, column: string): Promise<void> {
  const grid = page.getByTestId('report-grid');
  await grid.locator('.ag-row[row-index="0"] [col-id="stationCode"]').focus();
  for (let down = 0; down < row; down += 1) await page.keyboard.press('ArrowDown');
  const isThere = grid.locator(`.ag-row[row-index="${String(row)}"] .ag-cell-focus[col-id="${column}"]`);
  for (let right = 0; right < 20 && (await isThere.count()) === 0; right += 1) await page.keyboard.press('ArrowRight');
  await isThere.waitFor();
}
