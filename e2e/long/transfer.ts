/** A transfer from the parts centre to a central warehouse and what came of it, each person on a desktop of their own, by keys alone. */
import type { Page } from 'playwright-core';
import type { Desk } from '../pages/desk.ts';
import { localRows, untilStored } from '../world/local-store.ts';
import { openDesk } from '../world/open-desk.ts';
import { one } from '../world/statement-in.ts';
import type { Story, StoryWorld } from '../world/story.ts';
import type { Desktop } from '../world/world.ts';

export const transferByKeys: Story = {
  title:
    'a transfer by keyboard: half a piece is refused, approved, sent, received in two goes with a damaged piece, the rest written off; the ledger agrees at each step',
  world: 'demo',
  async run(story) {
    const planner = await Person.open(story, 'jihua01');
    const { part } = one(
      localRows<{ part: string }>(
        planner.desktop,
        `select p.part_no as part from stock_balance b join part p on p.id = b.part_id join warehouse w on w.id = b.warehouse_id
          where w.code = 'ZZ01' and b.condition = 'NEW' and b.qty_milli >= 20000 order by p.part_no limit 1`,
      ),
      'part of the parts centre',
    );
    await planner.write(part);
    const manager = await Person.open(story, 'peijian01');
    await manager.openOf(planner);
    await manager.step('KeyA', 'APPROVED', 'step-qtyMilli-0');
    const no = (await manager.page.getByTestId('order-no').textContent()) ?? '';
    const keeper = await Person.open(story, 'kuguan01');
    await keeper.openOf(planner);
    await keeper.step('KeyH', 'IN_TRANSIT', 'step-qtyMilli-0');
    await keeper.lies(no, { road: 5000, shelf: 0, damaged: 0, gone: -5000 });
    await keeper.receive(['2', '1', '0', '0'], 'PARTLY_IN');
    await keeper.lies(no, { road: 2000, shelf: 2000, damaged: 1000, gone: -5000 });
    await keeper.receive(['1', '0', '0', '0'], 'PARTLY_IN');
    // both receipts have come to this desktop too: a step on an older version is refused
    await manager.page.getByTestId('order-events').locator('.entry', { hasText: '收货' }).nth(1).waitFor();
    await manager.step('KeyX', 'CLOSED', 'order-step-note', '承运人丢失一件');
    await manager.lies(no, { road: 0, shelf: 3000, damaged: 1000, gone: -5000 });
    await manager.page.getByTestId('order-movements').getByText('报损').first().waitFor();
  },
};

const STATUS = { APPROVED: '已批准', IN_TRANSIT: '运输中', PARTLY_IN: '部分到货', CLOSED: '已完成' };

class Person {
  readonly desktop: Desktop;
  readonly page: Page;
  readonly #desk: Desk;

  private constructor(opened: Awaited<ReturnType<typeof openDesk>>) {
    this.desktop = opened.desktop;
    this.page = opened.page;
    this.#desk = opened.desk;
  }

  static async open(story: StoryWorld, login: string): Promise<Person> {
    const person = new Person(await openDesk(story, login));
    await person.#desk.palette('转到：物流');
    await person.page.getByTestId('applications-grid').locator('.ag-row').first().waitFor();
    await person.page.keyboard.press('Digit2');
    await person.page.getByTestId('orders-grid').locator('.ag-row.row-current').waitFor();
    return person;
  }

  /** F1, both warehouses by their codes, the part and how many; a half piece is refused beside its field. */
  async write(part: string): Promise<void> {
    const { page } = this;
    await page.getByTestId('new-order').waitFor(); // who may write is known
    await page.keyboard.press('F1');
    await page.locator('[data-testid="order-from"]:focus').waitFor();
    await page.keyboard.type('ZZ01');
    await page.keyboard.press('Tab');
    await page.keyboard.type('ZX04');
    await this.#desk.tabTo(page.getByTestId('line-part-0'));
    await page.keyboard.type(part);
    await page.keyboard.press('Tab');
    await page.keyboard.type('1.5');
    await page.getByTestId('line-name-0').filter({ hasText: '·' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByTestId('fault-qty-0').waitFor();
    await page.keyboard.press('Control+KeyA');
    await page.keyboard.type('5');
    await page.getByTestId('fault-qty-0').waitFor({ state: 'detached' });
    await page.keyboard.press('Enter');
    await page.getByTestId('order-dialog').waitFor({ state: 'detached' });
    await page.getByTestId('order-status').filter({ hasText: '草稿' }).waitFor();
  }

  /** What somebody else has just made: the same address. */
  async openOf({ page }: Person): Promise<void> {
    const hash = await page.evaluate(() => window.location.hash);
    await this.page.evaluate((place) => (window.location.hash = place), hash);
    await this.page.getByTestId('order-no').waitFor();
  }

  /** A step by its key: what it wants is typed, Enter confirms. */
  async step(key: string, to: keyof typeof STATUS, focus: string, text = ''): Promise<void> {
    await this.page.keyboard.press(key);
    await this.page.locator(`[data-testid="${focus}"]:focus`).waitFor();
    if (text !== '') await this.page.keyboard.type(text);
    await this.#confirm(to);
  }

  async #confirm(to: keyof typeof STATUS): Promise<void> {
    await this.page.keyboard.press('Enter');
    await this.page.getByTestId('order-step-dialog').waitFor({ state: 'detached' });
    await this.page.getByTestId('order-status').filter({ hasText: STATUS[to] }).waitFor();
  }

  /** Good, damaged, wrong and over, one field after the other. */
  async receive(figures: readonly string[], to: keyof typeof STATUS): Promise<void> {
    await this.page.keyboard.press('KeyQ');
    await this.page.locator('[data-testid="step-qtyMilli-0"]:focus').waitFor();
    for (const [at, figure] of figures.entries()) {
      if (at > 0) await this.page.keyboard.press('Tab');
      await this.page.keyboard.press('Control+KeyA');
      await this.page.keyboard.type(figure);
    }
    await this.#confirm(to);
  }

  /** Where the ledger of this desktop says that the order's goods are. */
  async lies(no: string, where: { road: number; shelf: number; damaged: number; gone: number }): Promise<void> {
    await untilStored(
      this.desktop,
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
}
