/** A transfer from the parts centre to a central warehouse and what came of it, each person on a desktop of their own, by keys alone. */
import { LogisticsDesk, ORDERS } from '../pages/logistics-desk.ts';
import { localRows, untilStored } from '../world/local-store.ts';
import { one } from '../world/statement-in.ts';
import type { Story } from '../world/story.ts';
import { halfPieceThen } from '../world/half-piece.ts';

export const transferByKeys: Story = {
  title:
    'a transfer by keyboard: half a piece is refused, approved, sent, received in two goes with a damaged piece, the rest written off; the ledger agrees at each step',
  world: 'demo',
  async run(story) {
    const open = (login: string) => LogisticsDesk.open(story, login, { locale: 'zh-CN', kind: ORDERS });
    const planner = await open('jihua01');
    const { part } = one(
      localRows<{ part: string }>(
        planner.desktop,
        `select p.part_no as part from stock_balance b join part p on p.id = b.part_id join warehouse w on w.id = b.warehouse_id
          where w.code = 'ZZ01' and b.condition = 'NEW' and b.qty_milli >= 20000 order by p.part_no limit 1`,
      ),
      'part of the parts centre',
    );
    await write(planner, part);
    const manager = await open('peijian01');
    await openSame(manager, planner);
    await manager.step('KeyA', { to: 'APPROVED', begins: 'step-qtyMilli-0' });
    const no = await manager.no();
    const keeper = await open('kuguan01');
    await openSame(keeper, planner);
    await keeper.step('KeyH', { to: 'IN_TRANSIT', begins: 'step-qtyMilli-0' });
    await lies(keeper, no, { road: 5000, shelf: 0, damaged: 0, gone: -5000 });
    await receive(keeper, ['2', '1', '0', '0']);
    await lies(keeper, no, { road: 2000, shelf: 2000, damaged: 1000, gone: -5000 });
    await receive(keeper, ['1', '0', '0', '0']);
    // both receipts have come to this desktop too: a step on an older version is refused
    await manager.page.getByTestId('order-events').locator('.entry', { hasText: '收货' }).nth(1).waitFor();
    await manager.step('KeyX', {
      ...{ to: 'CLOSED', begins: 'order-step-note' },
      types: [['order-step-note', '承运人丢失一件']],
    });
    await lies(manager, no, { road: 0, shelf: 3000, damaged: 1000, gone: -5000 });
    await manager.page.getByTestId('order-movements').getByText('报损').first().waitFor();
  },
};

/** F1, both warehouses by their codes, the part and how many; a half piece is refused beside its field. */
async function write(planner: LogisticsDesk, part: string): Promise<void> {
  const { page } = planner;
  await page.getByTestId('new-order').waitFor(); // who may write is known
  await page.keyboard.press('F1');
  await page.locator('[data-testid="order-from"]:focus').waitFor();
  await page.keyboard.type('ZZ01');
  await page.keyboard.press('Tab');
  await page.keyboard.type('ZX04');
  await planner.type([['line-part-0', part]]);
  await page.keyboard.press('Tab');
  await halfPieceThen(page, 5);
  await page.keyboard.press('Enter');
  await page.getByTestId('order-dialog').waitFor({ state: 'detached' });
  await planner.stands('DRAFT');
}

/** What somebody else has just made: the same address. */
async function openSame({ page }: LogisticsDesk, other: LogisticsDesk): Promise<void> {
  const hash = await other.page.evaluate(() => window.location.hash);
  await page.evaluate((place) => (window.location.hash = place), hash);
  await page.getByTestId('order-no').waitFor();
}

/** Good, damaged, wrong and over, one field after the other. */
function receive(keeper: LogisticsDesk, [good = '', damaged = '', wrong = '', over = '']: readonly string[]) {
  return keeper.step('KeyQ', {
    ...{ to: 'PARTLY_IN', begins: 'step-qtyMilli-0' },
    types: [
      ['step-qtyMilli-0', good],
      ['step-damagedMilli-0', damaged],
      ['step-wrongMilli-0', wrong],
      ['step-overMilli-0', over],
    ],
  });
}

/** Where the ledger of this desktop says that the order's goods are. */
async function lies(
  { desktop }: LogisticsDesk,
  no: string,
  where: { road: number; shelf: number; damaged: number; gone: number },
): Promise<void> {
  await untilStored(
    desktop,
    `the ledger of ${no} says where its goods are`,
    [
      `select sum(case when m.condition = 'IN_TRANSIT' then m.qty_milli else 0 end) as road,
              sum(case when w.code = 'ZX04' and m.condition = 'NEW' then m.qty_milli else 0 end) as shelf,
              sum(case when m.condition = 'DAMAGED' then m.qty_milli else 0 end) as damaged,
              sum(case when w.code = 'ZZ01' then m.qty_milli else 0 end) as gone
         from stock_movement m join warehouse w on w.id = m.warehouse_id where m.doc_no = ?`,
      no,
    ],
    [where],
  );
}
