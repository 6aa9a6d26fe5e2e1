/** A supplier's delivery from the road to its receipt, step by step from the list of what is on the road, by keys alone, in both languages. */
import type { Locale } from '../../src-shared/contract/values.ts';
import { faultsOf, LogisticsDesk, ROAD } from '../pages/logistics-desk.ts';
import { expectEqual } from '../world/check.ts';
import { untilStored } from '../world/local-store.ts';
import { openDelivery } from '../world/open-delivery.ts';
import type { Story, StoryWorld } from '../world/story.ts';

async function takeIn(story: StoryWorld, locale: Locale): Promise<void> {
  const keeper = await LogisticsDesk.open(story, 'kuguan02', { locale, kind: ROAD });
  const { page } = keeper;
  // the first row is the one that is longest overdue, and it says who must act
  await page.getByTestId('road-overdue').filter({ hasText: /[1-9]/ }).waitFor();
  const { docNo, lines } = openDelivery(keeper.desktop);
  await keeper.seek(docNo);
  await step(keeper, 'KeyA', {
    begins: 'arrival-warehouse',
    to: 'ARRIVED',
    next: 'check',
    types: [['arrival-warehouse', 'ZX05']],
  });
  await step(keeper, 'KeyV', {
    begins: 'arrival-note',
    to: 'EXPECTED',
    next: 'arrive',
    types: [['arrival-note', '单号看错']],
  });
  await step(keeper, 'KeyA', {
    begins: 'arrival-warehouse',
    to: 'ARRIVED',
    next: 'check',
    types: [['arrival-warehouse', 'ZX05']],
  });
  const found = Array.from({ length: lines }, (_, at): [string, string] => [
    `receive-okMilli-${String(at)}`,
    at === 0 ? '2' : '0',
  ]);
  await step(keeper, 'KeyT', { begins: 'receive-okMilli-0', to: 'CHECKED', next: 'post', types: found });
  await page.keyboard.press('KeyQ');
  await page.locator('[data-testid="arrival-note"]:focus').waitFor();
  await keeper.look('post');
  await page.keyboard.press('Enter');
  await page.getByTestId('arrival-dialog').waitFor({ state: 'detached' });
  await keeper.desk.waitForToast('SH-');
  await untilStored(
    keeper.desktop,
    'the arrival ended with its receipt, and two pieces lie on the shelf',
    [
      `select a.status, count(distinct r.id) as receipts,
              (select sum(m.qty_milli) from stock_movement m where m.doc_no = r.receipt_no and m.condition = 'NEW') as shelf
         from goods_arrival a join goods_receipt r on r.id = a.receipt_id where a.source_doc_no = ?
        group by a.id order by a.id desc limit 1`,
      docNo,
    ],
    [{ status: 'POSTED', receipts: 1, shelf: 2000 }],
  );
  expectEqual('what a reader of English stumbles over', faultsOf([keeper]), []);
}

interface Step {
  begins: string;
  to: string;
  next: string;
  types: readonly (readonly [field: string, text: string])[];
}

/** A step of the row under the keyboard: the row says where it stands afterwards. */
async function step(keeper: LogisticsDesk, key: string, { begins, to, next, types }: Step): Promise<void> {
  const { page } = keeper;
  await page.keyboard.press(key);
  await page.locator(`[data-testid="${begins}"]:focus`).waitFor();
  await keeper.look(`arrival ${key}`);
  await keeper.type(types);
  await page.keyboard.press('Enter');
  await page.getByTestId('arrival-dialog').waitFor({ state: 'detached' });
  await page.getByTestId(`do-${next}`).waitFor(); // what comes next is known
  // an arrival can be written again: only that nothing can be taken back says that it is expected again
  if (to === 'EXPECTED') await page.getByTestId('do-takeBack').waitFor({ state: 'detached' });
  await page
    .getByTestId('road-grid')
    .locator('.ag-row.row-current', { hasText: keeper.word(`arrivalStatus.${to}`) })
    .first()
    .waitFor();
  await keeper.look(`after ${key}`);
}

export const arrivalByKeys: Story = {
  title:
    'an arrival by keyboard: noted at the gate, taken back with a reason, noted again, checked and posted as a receipt',
  world: 'demo',
  run: (story) => takeIn(story, 'zh-CN'),
};

export const arrivalInEnglish: Story = {
  title: 'the same arrival in English',
  world: 'demo',
  run: (story) => takeIn(story, 'en'),
};
