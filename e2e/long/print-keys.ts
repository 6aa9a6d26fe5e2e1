import type { Desk } from '../pages/desk.ts';
import { StatementPage } from '../pages/statement-page.ts';
import { expectTrue } from '../world/check.ts';
import { untilStored } from '../world/local-store.ts';
import { openDesk } from '../world/open-desk.ts';
import { statementIn } from '../world/statement-in.ts';
import type { Story } from '../world/story.ts';

const ROOM = '结算';

export const printByKeys: Story = {
  title:
    'printing by keyboard: preview, print, print again marked 补打 and logged; a batch with a spoiled number goes on from its page',
  world: 'demo',
  async run(story) {
    const { desktop, page, desk } = await openDesk(story, 'caiwu02');
    const { id, no } = statementIn(desktop, 'PAID', `and claimant_type = 'STATION' and claim_count <= 10`);
    await new StatementPage(page).open(no, ROOM);

    const print = async (wanted: RegExp): Promise<string> => {
      await page.keyboard.press('Control+KeyP');
      await page.locator('[data-testid="print-dialog"] [data-testid="print-start"]:enabled').waitFor();
      const sheet = page.getByTestId('print-pdf-page').first();
      await sheet.filter({ hasText: wanted }).waitFor({ state: 'attached' });
      const words = (await sheet.textContent()) ?? '';
      await page.keyboard.press('Enter');
      await page.locator('[data-testid="print-through"]:focus').waitFor();
      await page.keyboard.press('Enter');
      await page.getByTestId('print-run').waitFor({ state: 'detached' });
      return words;
    };
    const first = await print(new RegExp(no));
    expectTrue('the preview has the number and no mark', first.includes(no) && !first.includes('补打'));
    const again = await print(/补打 \d/);
    expectTrue('the second print is marked', again.includes(no));
    await untilStored(
      desktop,
      'both prints stand in the log',
      [
        `select copy_from as copyFrom, is_reprint as isReprint, is_marked as isMarked from print_log
          where document_id = ? and form_key = 'statement' order by copy_from`,
        id,
      ],
      [
        { copyFrom: 1, isReprint: 0, isMarked: 0 },
        { copyFrom: 4, isReprint: 1, isMarked: 1 },
      ],
    );
    await batchWithSpoiledNumber(desk, no);
    await untilStored(
      desktop,
      'the spoiled sheet and the numbers of the good ones stand in the log',
      [
        `select outcome, serial_from as serialFrom, serial_to as serialTo, page_no as pageNo, spoil_reason as reason
           from print_log where document_id = ? and serial_from is not null order by serial_from`,
        id,
      ],
      [
        { outcome: 'PRINTED', serialFrom: 'NO.0098', serialTo: 'NO.0098', pageNo: null, reason: null },
        { outcome: 'SPOILED', serialFrom: 'NO.0099', serialTo: 'NO.0099', pageNo: 2, reason: '卡纸' },
        { outcome: 'PRINTED', serialFrom: 'NO.0100', serialTo: 'NO.0101', pageNo: null, reason: null },
      ],
    );

    const log = page.getByTestId('print-log-row');
    await log.filter({ hasText: no }).filter({ hasText: '补打' }).first().waitFor();
    await log.filter({ hasText: '作废' }).filter({ hasText: 'NO.0099' }).waitFor();
  },
};

/** The statement on numbered paper: the second sheet jams, the batch is left, found again in the print room, and finished. */
async function batchWithSpoiledNumber(desk: Desk, no: string): Promise<void> {
  const { page } = desk;
  await page.keyboard.press('Control+KeyP');
  await page.locator('[data-testid="print-dialog"] [data-testid="print-start"]:enabled').waitFor();
  await desk.tabTo(page.getByTestId('print-preprinted'));
  await page.keyboard.press('Space');
  const serial = page.getByTestId('print-serial');
  await serial.waitFor();
  await desk.tabTo(serial);
  await page.keyboard.type('NO.0098');
  await desk.tabTo(page.getByTestId('print-start'));
  await page.locator('[data-testid="print-start"]:enabled:focus').waitFor();
  await page.keyboard.press('Enter');
  await page.locator('[data-testid="print-through"]:focus').waitFor();
  await page.getByTestId('print-run').getByText('NO.0098').waitFor();
  await page.keyboard.type('1');
  await desk.tabTo(page.getByTestId('print-spoiled'));
  await page.keyboard.press('Control+KeyA');
  await page.keyboard.type('1');
  await desk.tabTo(page.getByTestId('print-spoil-reason'));
  await page.keyboard.type('卡纸');
  await page.keyboard.press('Enter');
  await page.getByTestId('print-run').getByText('NO.0100').waitFor();
  await page.locator('[data-testid="print-through"]:focus').waitFor();
  await page.keyboard.press('Escape');
  await page.getByTestId('print-run').waitFor({ state: 'detached' });

  await desk.palette('转到：打印');
  const resume = page.getByTestId('print-batch').filter({ hasText: no }).getByTestId('batch-resume');
  await resume.waitFor();
  await desk.tabTo(resume, 80);
  await page.keyboard.press('Enter');
  await page.locator('[data-testid="print-through"]:focus').waitFor();
  await page.keyboard.press('Enter');
  await page.getByTestId('print-run').waitFor({ state: 'detached' });
  await page.getByTestId('print-batch').waitFor({ state: 'detached' });
}
