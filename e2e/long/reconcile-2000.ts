import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import type { ImportKind } from '../../src-shared/contract/exchange.contract.ts';
import type { Desk } from '../pages/desk.ts';
import { ImportPage } from '../pages/import-page.ts';
import { expectEqual } from '../world/check.ts';
import { localRows, untilStored } from '../world/local-store.ts';
import { openDesk } from '../world/open-desk.ts';
import { one } from '../world/statement-in.ts';
import type { Story } from '../world/story.ts';
import type { Desktop } from '../world/world.ts';
import { makeBooks, type Books, type Place } from '../world/two-books.ts';

const LONG_MS = 300_000;
const KEYS = 2000;

export const reconcileTwoThousand: Story = {
  title:
    'a reconciliation of 2,000 keys by keyboard: ledger and ERP loaded from files, explained by class, owners named, signed',
  world: 'demo',
  alone: true,
  async run(story) {
    const { desktop, page, desk } = await openDesk(story, 'peijian01');
    const books = makeBooks(placeOf(desktop));
    await load(page, desk, books);
    const runId = await start(page, desk, desktop, books);
    await explained(page, desktop, runId, books);
    await nameOwner(page, desktop, runId, books);
    await sign(page, desktop, runId);
  },
};

/** The warehouse with the fewest papers that nobody has reconciled or counted yet, with what lies there, and as many parts as are wanted that lie nowhere in it. */
function placeOf(desktop: Desktop): Place {
  const warehouse = one(
    localRows<{ id: string; code: string; erpPlant: string; erpSloc: string }>(
      desktop,
      `select w.id, w.code, w.erp_plant as erpPlant, w.erp_sloc as erpSloc from warehouse w where w.level = 2 and w.erp_plant is not null
          and not exists (select 1 from recon_item i where i.warehouse_id = w.id)
          and not exists (select 1 from count_sheet s where s.warehouse_id = w.id and s.status <> 'DRAFT')
        order by (select count(*) from stock_movement m where m.warehouse_id = w.id and m.doc_no is not null), w.code limit 1`,
    ),
    'warehouse without a reconciliation',
  );
  const lying = localRows<{ partNo: string; qtyMilli: number }>(
    desktop,
    `select p.part_no as partNo, sum(b.qty_milli) as qtyMilli from stock_balance b join part p on p.id = b.part_id
      where b.warehouse_id = ? and b.condition <> 'IN_TRANSIT' group by p.part_no order by p.part_no`,
    warehouse.id,
  );
  const free = localRows<{ partNo: string }>(
    desktop,
    `select part_no as partNo from part p where uom = '件' and status = 'ACTIVE'
        and not exists (select 1 from stock_movement m where m.part_id = p.id)
        and not exists (select 1 from part_supersession x where p.id in (x.old_part_id, x.new_part_id))
        and not exists (select 1 from uom_conversion u where u.part_id = p.id) order by part_no limit ?`,
    KEYS - lying.length,
  );
  expectEqual('parts for all keys', lying.length + free.length, KEYS);
  return { warehouse, lying, parts: free.map(({ partNo }) => partNo) };
}

/** The four lists, one after the other: file, headings as they are, preview, F7. */
async function load(page: Page, desk: Desk, books: Books): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'hedui-two-books-'));
  const imports = new ImportPage(page);
  const take = async (kind: ImportKind, { csv, rows }: { csv: string; rows: number }): Promise<void> => {
    const file = path.join(folder, `${kind}.csv`);
    writeFileSync(file, csv);
    await page.getByTestId('import-file-step').waitFor();
    const chip = page.getByTestId(`import-kind-${kind}`);
    await desk.tabTo(chip, 60);
    await page.keyboard.press('Enter');
    await page.locator(`[data-testid="import-kind-${kind}"].on`).waitFor();
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('KeyO')]);
    await chooser.setFiles(file);
    await page.getByTestId('import-mapping-step').waitFor({ timeout: LONG_MS });
    await page.keyboard.press('F9');
    await page.getByTestId('import-preview-step').waitFor({ timeout: LONG_MS });
    expectEqual(`${kind}: rows refused`, await imports.previewCount('rowsRefused'), 0);
    await page.keyboard.press('F7');
    await page.getByTestId('import-done').waitFor({ timeout: LONG_MS });
    expectEqual(`${kind}: taken in`, await imports.result('created'), rows);
    await page.keyboard.press('Escape');
  };
  try {
    await desk.palette('转到：交换');
    await take('openingStock', books.opening);
    await take('stockMovements', books.movements);
    await take('erpDocuments', books.erpDocuments);
    await take('erpBalances', books.erpBalances);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** F1: the warehouse, the extract and the totals its file ends with; a wrong total is refused first. */
async function start(page: Page, desk: Desk, desktop: Desktop, books: Books): Promise<string> {
  const { place, cutoffDate, erpBalances } = books;
  await desk.palette('对账');
  await page.getByTestId('new-recon').waitFor();
  await page.keyboard.press('F1');
  await page.locator('[data-testid="recon-warehouse"]:focus').waitFor();
  await page.keyboard.type(place.warehouse.code);
  const extract = page.getByTestId('recon-extract');
  await desk.tabTo(extract);
  expectEqual('the newest extract', (await extract.locator('option:checked').innerText()).includes(cutoffDate), true);
  const rows = page.getByTestId('recon-control-rows');
  await desk.tabTo(rows);
  await page.keyboard.type(String(erpBalances.rows - 1));
  await page.keyboard.press('Enter');
  await page.getByTestId('recon-start-refused').waitFor();
  await desk.tabTo(rows);
  await page.keyboard.press('Control+KeyA');
  await page.keyboard.type(String(erpBalances.rows));
  await desk.tabTo(page.getByTestId('recon-control-qty'));
  await page.keyboard.type(String(erpBalances.qty));
  await page.keyboard.press('Enter');
  await page.getByTestId('recon-run').waitFor({ timeout: LONG_MS });
  await page.getByTestId('recon-status').waitFor();
  const runs = `select r.id from recon_run r where r.status = 'MATCHED' and json_extract(r.scope_json, '$.warehouseIds[0]') = ?`;
  return one(localRows<{ id: string }>(desktop, runs, place.warehouse.id), 'new run').id;
}

/** Every key is there, its classes add up to its difference, and every difference that was put in is in its class. */
async function explained(page: Page, desktop: Desktop, runId: string, books: Books): Promise<void> {
  await untilStored(
    desktop,
    'every key of the run',
    ['select count(*) as n from recon_item where run_id = ?', runId],
    [{ n: KEYS }],
  );
  const broken = localRows(
    desktop,
    `select i.id from recon_item i where i.run_id = ? and i.difference_milli <> coalesce(
       (select sum(json_extract(c.value, '$.qtyMilli')) from json_each(i.contributions_json) c), 0)`,
    runId,
  );
  expectEqual('keys whose classes do not add up', broken, []);
  const found = localRows<{ class: string; keys: number; qtyMilli: number }>(
    desktop,
    `select json_extract(c.value, '$.class') as class, count(*) as keys, sum(json_extract(c.value, '$.qtyMilli')) as qtyMilli
       from recon_item i, json_each(i.contributions_json) c where i.run_id = ? group by 1 order by 1`,
    runId,
  );
  expectEqual('differences by class', found, books.wanted);
  await page.getByTestId('recon-invariant').filter({ hasText: '恒等式成立' }).waitFor();
}

/** Signing is refused while nobody answers for what is unexplained; all of it is given to one person at once. */
async function nameOwner(page: Page, desktop: Desktop, runId: string, books: Books): Promise<void> {
  await page.keyboard.press('KeyS');
  await page.locator('[data-testid="dialog-confirm"]:focus').waitFor();
  await page.keyboard.press('Enter');
  await page.getByTestId('recon-step-refused').filter({ hasText: '没有责任人' }).waitFor({ timeout: LONG_MS });
  await page.keyboard.press('Escape');
  await page.getByTestId('recon-step-dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('Digit2');
  await page.getByTestId('recon-items').locator('.ag-row.row-current').waitFor();
  await page.keyboard.press('Shift+KeyE');
  await page.locator('[data-testid="recon-owner"]:focus').waitFor();
  await page.keyboard.press('Enter');
  await page.getByTestId('recon-assign-dialog').waitFor({ state: 'detached' });
  const unexplained = books.wanted.find((each) => each.class === 'UNEXPLAINED')?.keys ?? 0;
  await untilStored(
    desktop,
    'every unexplained difference has its owner',
    [
      `select count(*) as owned from recon_item where run_id = ? and unexplained_milli <> 0
          and owner_user_id is not null and due_date is not null`,
      runId,
    ],
    [{ owned: unexplained }],
  );
}

async function sign(page: Page, desktop: Desktop, runId: string): Promise<void> {
  await page.keyboard.press('KeyS');
  await page.getByTestId('recon-step-dialog').waitFor();
  await page.locator('[data-testid="dialog-confirm"]:focus').waitFor();
  await page.keyboard.press('Enter');
  await page.getByTestId('recon-step-dialog').waitFor({ state: 'detached', timeout: LONG_MS });
  await page.getByTestId('recon-status').filter({ hasText: '已签核' }).waitFor();
  await page.getByTestId('recon-sign').waitFor({ state: 'detached' });
  await untilStored(
    desktop,
    'the run is signed',
    ['select status from recon_run where id = ?', runId],
    [{ status: 'SIGNED' }],
  );
}
