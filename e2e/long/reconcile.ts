import type { Page } from 'playwright-core';
import { localRows, untilStored } from '../world/local-store.ts';
import { openDesk } from '../world/open-desk.ts';
import type { Story } from '../world/story.ts';
import type { Desktop } from '../world/world.ts';
import { one } from '../world/statement-in.ts';
import { searchFor } from '../world/search-for.ts';

export const reconcile: Story = {
  title:
    'a reconciliation by keyboard: the documents behind a difference, a pair joined by hand, owners for what is unexplained, signed and locked',
  world: 'demo',
  async run(story) {
    const { desktop, page, desk } = await openDesk(story, 'peijian01');
    const run = openRun(desktop);
    await desk.palette('对账');
    await page.getByTestId('recon-grid').locator('.ag-row.row-current', { hasText: run.no }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByTestId('recon-invariant').filter({ hasText: '恒等式成立' }).waitFor();

    await joinPair(page, desktop, run.id);
    await nameOwners(page, desktop, run.id);

    await step(page, 'KeyS');
    await page.getByTestId('recon-status').filter({ hasText: '已签核' }).waitFor();
    await page.getByTestId('recon-sign').waitFor({ state: 'detached' });
    await page.getByTestId('recon-assign').waitFor({ state: 'detached' });

    await refusedAgain(page, run);
  },
};

interface Run {
  [column: string]: string;
  id: string;
  no: string;
  warehouse: string;
}

function openRun(desktop: Desktop): Run {
  return one(
    localRows<Run>(
      desktop,
      `select r.id, r.run_no as no, w.code as warehouse from recon_run r
         join warehouse w on w.id = json_extract(r.scope_json, '$.warehouseIds[0]') where r.status in ('MATCHED', 'WORKING')`,
    ),
    'open run',
  );
}

/** Two receipts look like the one the ERP has: the person says which, and the other one is missing there. */
async function joinPair(page: Page, desktop: Desktop, runId: string): Promise<void> {
  const part = one(
    localRows<{ id: string; no: string }>(
      desktop,
      `select i.id, p.part_no as no from recon_item i join part p on p.id = i.part_id
        where i.run_id = ? and i.suggestions_json is not null`,
      runId,
    ),
    'key with suggestions',
  );
  await searchFor(page, part.no);
  await page.getByTestId('recon-items').locator('.ag-row.row-current', { hasText: part.no }).waitFor();
  await page.getByTestId('recon-pair').first().waitFor();
  await page.keyboard.press('KeyG');
  await page.locator('[data-testid="recon-pairs"]:focus').waitFor();
  await page.keyboard.press('Enter');
  await page.getByTestId('recon-suggestions').waitFor({ state: 'detached' });
  await untilStored(
    desktop,
    'the pair is joined and nothing is suggested any more',
    ['select suggestions_json as suggestions, difference_milli as difference from recon_item where id = ?', part.id],
    [{ suggestions: null, difference: 2000 }],
  );
  await searchFor(page, '');
}

/** Signing is refused while nobody answers for what is unexplained; all of it is given to one person at once. */
async function nameOwners(page: Page, desktop: Desktop, runId: string): Promise<void> {
  await page.keyboard.press('KeyS');
  await page.locator('[data-testid="dialog-confirm"]:focus').waitFor();
  await page.keyboard.press('Enter');
  await page.getByTestId('recon-step-refused').filter({ hasText: '没有责任人' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByTestId('recon-step-dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('Digit2');
  await page.getByTestId('recon-items').locator('.ag-row.row-current').waitFor();
  await page.keyboard.press('Shift+KeyE');
  await page.locator('[data-testid="recon-owner"]:focus').waitFor();
  await page.keyboard.press('Enter');
  await page.getByTestId('recon-assign-dialog').waitFor({ state: 'detached' });
  await untilStored(
    desktop,
    'every unexplained difference has its owner',
    [
      `select count(*) as unowned from recon_item where run_id = ? and unexplained_milli <> 0
          and (owner_user_id is null or due_date is null)`,
      runId,
    ],
    [{ unowned: 0 }],
  );
}

async function step(page: Page, key: string): Promise<void> {
  await page.keyboard.press(key);
  await page.getByTestId('recon-step-dialog').waitFor();
  await page.locator('[data-testid="dialog-confirm"]:focus').waitFor();
  await page.keyboard.press('Enter');
  await page.getByTestId('recon-step-dialog').waitFor({ state: 'detached' });
}

/** The same evening cannot be compared a second time. */
async function refusedAgain(page: Page, run: Run): Promise<void> {
  await page.keyboard.press('Escape');
  await page.getByTestId('recon-grid').locator('.ag-row', { hasText: '已签核' }).first().waitFor();
  await page.getByTestId('new-recon').waitFor();
  await page.keyboard.press('F1');
  await page.locator('[data-testid="recon-warehouse"]:focus').waitFor();
  await page.keyboard.type(run.warehouse);
  await page.keyboard.press('Enter');
  await page.getByTestId('recon-start-refused').filter({ hasText: run.no }).waitFor();
}
