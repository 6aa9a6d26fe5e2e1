import { addDays } from '../../src-shared/domain/units/dates.ts';
import { startOfBusinessDate } from '../../src-shared/domain/units/business-date.ts';
import { expectEqual, expectTrue } from '../world/check.ts';
import { localRows } from '../world/local-store.ts';
import { openDesk } from '../world/open-desk.ts';
import { openStockReport } from '../world/stock-report.ts';
import type { Story } from '../world/story.ts';
import { typeDate } from '../world/type-date.ts';

interface Counted {
  [column: string]: string | number;
  partNo: string;
  finalMilli: number;
  movedMilli: number;
}

/** Days between the balance date and the count: goods moved in them. */
const DAYS_BEFORE = 3;

/** The year-end count of the demo company came after the balance date: what was counted is rolled back to it. */
export const yearEndRoll: Story = {
  title:
    'a year-end count rolled back to a balance date before it, by keyboard: counted, less what came, plus what went between',
  world: 'demo',
  async run(story) {
    const { desktop, desk, page } = await openDesk(story, 'peijian01');
    const [first] = localRows<{ countedAtMs: number }>(
      desktop,
      `select min(l.counted_at_ms) as countedAtMs from count_line l join count_sheet s on s.id = l.sheet_id
         join count_plan p on p.id = s.plan_id where p.type = 'FULL' and s.status in ('POSTED', 'CLOSED')`,
    );
    const countDate = new Date((first?.countedAtMs ?? 0) + 8 * 3_600_000).toISOString().slice(0, 10);
    const balanceDate = addDays(countDate, -DAYS_BEFORE);
    const endMs = startOfBusinessDate(addDays(balanceDate, 1)) - 1;
    // reckoned here from the lines and the ledger, key by key
    const counted = localRows<Counted>(
      desktop,
      `select p.part_no as partNo, l.final_milli as finalMilli, sum(m.qty_milli) as movedMilli
         from count_line l join count_sheet s on s.id = l.sheet_id join count_plan n on n.id = s.plan_id
              join part p on p.id = l.part_id
              join stock_movement m on m.part_id = l.part_id and m.warehouse_id = l.warehouse_id
               and coalesce(m.bin_id, '') = coalesce(l.bin_id, '') and m.owner = l.owner and m.condition = l.condition
               and m.batch_no = l.batch_no and m.serial_no = l.serial_no and m.effective_at_ms > ?
               and m.effective_at_ms <= l.counted_at_ms and m.type not in ('COUNT_ADJ', 'COUNT_REANCHOR')
        where n.type = 'FULL' and s.status in ('POSTED', 'CLOSED') group by l.id order by p.part_no`,
      endMs,
    );
    expectTrue(
      'goods came between the balance date and the count',
      counted.some(({ movedMilli }) => movedMilli > 0),
    );
    expectTrue(
      'goods went between the balance date and the count',
      counted.some(({ movedMilli }) => movedMilli < 0),
    );
    await openStockReport(desk, 'yearEndRoll');
    // the pointer rests where the calendar opens under the field: it chooses no day
    const field = await page.getByTestId('report-from').first().boundingBox();
    if (field !== null) await page.mouse.move(field.x + field.width / 2, field.y + field.height + 120);
    // the first day stays before the second one while both are typed
    await typeDate(page, 'report-from', addDays(balanceDate, -30));
    await typeDate(page, 'report-to', balanceDate);
    await page
      .getByTestId('report-scope')
      .filter({ hasText: `${balanceDate} 23:59` })
      .waitFor();
    for (const { partNo, finalMilli, movedMilli } of counted.slice(0, 4)) {
      const row = page.getByTestId('report-grid').locator('.ag-row', { hasText: partNo }).first();
      await row.waitFor();
      const cell = async (column: string): Promise<number> =>
        Number((await row.locator(`[col-id="${column}"]`).innerText()).replace(/,/g, ''));
      expectEqual(`${partNo} as counted`, await cell('countedMilli'), finalMilli / 1000);
      expectEqual(`${partNo} on the balance date`, await cell('rolledMilli'), (finalMilli - movedMilli) / 1000);
    }
  },
};
