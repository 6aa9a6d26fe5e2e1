/** A preparation plan by keyboard: refused while one is open, sent back, a line changed with a reason, approved by somebody else, released as transfers and a purchase request. */
import type { Page } from 'playwright-core';
import type { Desk } from '../pages/desk.ts';
import { expectEqual } from '../world/check.ts';
import { localRows, untilStored } from '../world/local-store.ts';
import { openDesk } from '../world/open-desk.ts';
import { one } from '../world/statement-in.ts';
import type { Story, StoryWorld } from '../world/story.ts';
import type { Desktop } from '../world/world.ts';
import { searchFor } from '../world/search-for.ts';

interface Plan {
  [column: string]: string;
  id: string;
  planNo: string;
}

interface Line {
  [column: string]: string | number;
  partNo: string;
  place: string;
  proposedMilli: number;
}

export const preparationByKeys: Story = {
  title:
    'a preparation plan by keyboard: refused while one is open, sent back, a line changed with a reason, approved by another, released: the transfers carry what was confirmed, what is missing is bought',
  world: 'demo',
  async run(story) {
    const planner = await Person.open(story, 'jihua01');
    const plan = one(
      localRows<Plan>(planner.desktop, `select id, plan_no as planNo from preparation_plan where status = 'REVIEWED'`),
      'plan that waits for its approval',
    );
    await planner.makeIsRefused(plan);
    await planner.find(plan);
    const manager = await Person.open(story, 'peijian01');
    await manager.find(plan);
    await manager.step('KeyR', '已计算', '请核对短缺行');
    const line = one(
      localRows<Line>(
        planner.desktop,
        `select p.part_no as partNo, w.name as place, l.proposed_milli as proposedMilli from preparation_line l
           join part p on p.id = l.part_id join warehouse w on w.id = l.warehouse_id
          where l.plan_id = ? and l.proposed_milli between 2000 and l.want_milli - 1 order by l.line_no limit 1`,
        plan.id,
      ),
      'line that got a share',
    );
    await planner.stands('已计算');
    await planner.change(line, '1', '本周已由外站支援');
    await planner.step('KeyS', '待批准');
    await manager.stands('待批准');
    await manager.step('KeyA', '待下达');
    await planner.stands('待下达');
    await planner.step('KeyL', '已下达');
    const confirmed = localRows<{ n: number; milli: number }>(
      planner.desktop,
      `select count(distinct warehouse_id) as n, sum(confirmed_milli) as milli from preparation_line
        where plan_id = ? and confirmed_milli > 0`,
      plan.id,
    );
    await untilStored(
      planner.desktop,
      'every warehouse that gets something has a drafted transfer of what was confirmed',
      [
        `select count(distinct o.id) as n, sum(l.qty_req_milli) as milli from goods_order o
           join goods_order_line l on l.order_id = o.id where o.status = 'DRAFT' and o.note = ?`,
        plan.planNo,
      ],
      confirmed,
    );
    const changed = localRows<{ proposedMilli: number; confirmedMilli: number }>(
      planner.desktop,
      `select proposed_milli as proposedMilli, confirmed_milli as confirmedMilli from preparation_line
        where plan_id = ? and change_reason = '本周已由外站支援'`,
      plan.id,
    );
    expectEqual('the changed line', changed, [{ proposedMilli: line.proposedMilli, confirmedMilli: 1000 }]);
    await whatIsMissingIsBought({ planner, manager, plan });
  },
};

interface Wanted {
  [column: string]: string | number;
  requestNo: string;
  lines: number;
}

/**
 * What the source could not give is a purchase request of its own: a quantity is refused, changed, taken back and changed again;
 * released by somebody else, then ordered.
 */
async function whatIsMissingIsBought({
  planner,
  manager,
  plan,
}: {
  planner: Person;
  manager: Person;
  plan: Plan;
}): Promise<void> {
  const request = one(
    localRows<Wanted>(
      planner.desktop,
      `select r.request_no as requestNo, count(*) as lines from purchase_request r
         join purchase_request_line l on l.request_id = r.id
        where r.plan_id = ? and l.qty_milli >= l.short_milli - l.above_milli - l.open_milli and l.qty_milli > 0
        group by r.id`,
      plan.id,
    ),
    'purchase request of the plan',
  );
  await planner.findPurchase(request.requestNo);
  await changeOneQuantity(planner, request.requestNo);
  await manager.findPurchase(request.requestNo);
  await manager.stepPurchase('KeyL', '待下单', 'purchase-step-note', '');
  await planner.purchaseStands('待下单');
  await planner.stepPurchase('KeyF', '已下单', 'purchase-number', '4500098765');
  await untilStored(
    manager.desktop,
    'the request has the number of its order',
    [`select status, erp_order_no as erpOrderNo from purchase_request where request_no = ?`, request.requestNo],
    [{ status: 'ORDERED', erpOrderNo: '4500098765' }],
  );
}

async function changeOneQuantity(planner: Person, requestNo: string): Promise<void> {
  const line = one(
    localRows<{ id: string; partNo: string; qtyMilli: number; packMilli: number }>(
      planner.desktop,
      `select l.id, p.part_no as partNo, l.qty_milli as qtyMilli, l.pack_milli as packMilli from purchase_request_line l
         join purchase_request r on r.id = l.request_id join part p on p.id = l.part_id
        where r.request_no = ? order by l.line_no limit 1`,
      requestNo,
    ),
    'line of the request',
  );
  const stored = `select qty_milli as qtyMilli, proposed_milli as proposedMilli, change_reason as reason
                    from purchase_request_line where id = ?`;
  const proposed = { qtyMilli: line.qtyMilli, proposedMilli: line.qtyMilli, reason: null };
  await planner.refuseQuantity(line.partNo, '1.5', '不能有小数');
  await planner.refuseQuantity(line.partNo, '', '不小于 0');
  await planner.writeQuantity(line.partNo, '0', '本季不采购');
  await untilStored(
    planner.desktop,
    'the part is not bought',
    [stored, line.id],
    [{ ...proposed, qtyMilli: 0, reason: '本季不采购' }],
  );
  await planner.undoQuantity();
  await untilStored(planner.desktop, 'the change is taken back', [stored, line.id], [proposed]);
  const more = line.qtyMilli + 10 * Math.max(1000, line.packMilli);
  await planner.writeQuantity(line.partNo, String(more / 1000), '旺季多备');
  await untilStored(
    planner.desktop,
    'more is bought',
    [stored, line.id],
    [{ ...proposed, qtyMilli: more, reason: '旺季多备' }],
  );
}

class Person {
  readonly desktop: Desktop;
  readonly #page: Page;
  readonly #desk: Desk;

  private constructor(opened: Awaited<ReturnType<typeof openDesk>>) {
    this.desktop = opened.desktop;
    this.#page = opened.page;
    this.#desk = opened.desk;
  }

  static async open(story: StoryWorld, login: string): Promise<Person> {
    const person = new Person(await openDesk(story, login));
    await person.#desk.palette('转到：配件');
    await person.#page.getByTestId('parts-page').waitFor();
    await person.#page.keyboard.press('Digit6');
    await person.#page.getByTestId('preparation-grid').locator('.ag-row.row-current').waitFor();
    return person;
  }

  /** The first source has a plan that is not released: another one of the same stock is not made. */
  async makeIsRefused({ planNo }: Plan): Promise<void> {
    const page = this.#page;
    await page.getByTestId('make-preparation').waitFor(); // who may plan is known
    await page.keyboard.press('F1');
    await page.locator('[data-testid="make-source"]:focus').waitFor();
    await this.#desk.tabTo(page.getByTestId('make-weeks'));
    await page.keyboard.press('Control+KeyA');
    await page.keyboard.type('6');
    await page.keyboard.press('Enter');
    await page.getByTestId('make-refused').filter({ hasText: planNo }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('make-dialog').waitFor({ state: 'detached' });
  }

  async find({ planNo }: Plan): Promise<void> {
    await this.#search(planNo, 'preparation-grid');
    await this.#page.keyboard.press('Enter');
    await this.#page.getByTestId('preparation-no').filter({ hasText: planNo }).waitFor();
    await this.#search('', 'preparation-lines');
  }

  async findPurchase(requestNo: string): Promise<void> {
    const page = this.#page;
    await page.keyboard.press('Escape');
    await page.getByTestId('preparation-grid').waitFor();
    await page.keyboard.press('Digit7');
    await page.getByTestId('purchase-grid').locator('.ag-row.row-current').waitFor();
    await this.#search(requestNo, 'purchase-grid');
    await page.keyboard.press('Enter');
    await page.getByTestId('purchase-no').filter({ hasText: requestNo }).waitFor();
  }

  /** E on the line of a part; what cannot be bought is said while it is typed, and cannot be sent. */
  async refuseQuantity(partNo: string, pieces: string, words: string): Promise<void> {
    const page = this.#page;
    await this.#typeQuantity(partNo, pieces);
    await page.getByTestId('purchase-qty-refused').filter({ hasText: words }).waitFor();
    await page.locator('[data-testid="dialog-confirm"]:disabled').waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('purchase-qty-dialog').waitFor({ state: 'detached' });
  }

  async writeQuantity(partNo: string, pieces: string, reason: string): Promise<void> {
    const page = this.#page;
    await this.#typeQuantity(partNo, pieces);
    await page.keyboard.press('Tab');
    await page.keyboard.type(reason);
    await page.keyboard.press('Enter');
    await page.getByTestId('purchase-qty-dialog').waitFor({ state: 'detached' });
  }

  async #typeQuantity(partNo: string, pieces: string): Promise<void> {
    const page = this.#page;
    await page.getByTestId('purchase-lines').locator('.ag-row.row-current', { hasText: partNo }).waitFor();
    await page.keyboard.press('KeyE');
    await page.locator('[data-testid="purchase-qty"]:focus').waitFor();
    await page.keyboard.press('Control+KeyA');
    if (pieces === '') await page.keyboard.press('Delete');
    else await page.keyboard.type(pieces);
  }

  async undoQuantity(): Promise<void> {
    await this.#page.keyboard.press('KeyZ');
  }

  async purchaseStands(status: string): Promise<void> {
    await this.#page.getByTestId('purchase-status').filter({ hasText: status }).waitFor();
  }

  async stepPurchase(key: string, status: string, field: string, text: string): Promise<void> {
    const page = this.#page;
    await page.keyboard.press(key);
    await page.locator(`[data-testid="${field}"]:focus`).waitFor();
    if (text !== '') await page.keyboard.type(text);
    await page.keyboard.press('Enter');
    await page.getByTestId('purchase-step-dialog').waitFor({ state: 'detached' });
    await page.getByTestId('purchase-status').filter({ hasText: status }).waitFor();
  }

  async #search(text: string, grid: string): Promise<void> {
    const page = this.#page;
    await searchFor(page, text);
    await page.getByTestId(grid).locator('.ag-row.row-current', { hasText: text }).waitFor();
  }

  /** The search shows the part; its row says why, E takes another quantity and the reason. */
  async change({ partNo, place }: Line, pieces: string, reason: string): Promise<void> {
    const page = this.#page;
    await this.#search(partNo, 'preparation-lines');
    const current = page.getByTestId('preparation-lines').locator('.ag-row.row-current', { hasText: place });
    for (let at = 0; at < 6 && !(await current.isVisible()); at += 1) await page.keyboard.press('KeyJ');
    await page.getByTestId('preparation-why').filter({ hasText: '按需要量比例' }).waitFor();
    await page.keyboard.press('KeyE');
    await page.locator('[data-testid="change-qty"]:focus').waitFor();
    await page.keyboard.press('Control+KeyA');
    await page.keyboard.type(pieces);
    await page.keyboard.press('Tab');
    await page.keyboard.type(reason);
    await page.keyboard.press('Enter');
    await page.getByTestId('change-dialog').waitFor({ state: 'detached' });
    await page.getByTestId('preparation-change').filter({ hasText: reason }).waitFor();
    await this.#search('', 'preparation-lines');
  }

  async step(key: string, status: string, note = ''): Promise<void> {
    const page = this.#page;
    await page.keyboard.press(key);
    await page.locator('[data-testid="plan-step-note"]:focus').waitFor();
    if (note !== '') await page.keyboard.type(note);
    await page.keyboard.press('Enter');
    await page.getByTestId('plan-step-dialog').waitFor({ state: 'detached' });
    await this.stands(status);
  }

  async stands(status: string): Promise<void> {
    await this.#page.getByTestId('preparation-status').filter({ hasText: status }).waitFor();
  }
}
