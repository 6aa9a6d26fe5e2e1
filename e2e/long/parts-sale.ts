/** Parts sold to a station beyond its limit: held, released by finance, sent, signed, invoiced and paid, by keys alone, in both languages. */
import type { Locale } from '../../src-shared/contract/values.ts';
import { faultsOf, LogisticsDesk, ORDERS } from '../pages/logistics-desk.ts';
import { expectEqual } from '../world/check.ts';
import { localRows, untilStored } from '../world/local-store.ts';
import { one } from '../world/statement-in.ts';
import type { Story, StoryWorld } from '../world/story.ts';

interface Chance {
  [column: string]: string | number;
  station: string;
  part: string;
  qty: number;
  amountFen: number;
}

/** Of a station's part so many pieces that they cost more than it may still spend, where the warehouse has them. */
const A_CHANCE = `select c.* from (
  select t.code as station, p.part_no as part, x.price_fen * q.qty as amountFen, q.qty,
         a.credit_limit_fen + max(a.cash_fen - a.cash_held_fen, 0) - a.used_fen - a.held_fen as availableFen
    from limit_account a join station t on t.id = a.station_id
         join stock_balance b join warehouse w on w.id = b.warehouse_id join part p on p.id = b.part_id
         join (select id, coalesce(case ? when 1 then price_l1_fen when 2 then price_l2_fen else price_l3_fen end,
                                   issue_price_fen) as price_fen from part) x on x.id = p.id
         join (select 1 as qty union select 2 union select 3 union select 4 union select 5 union select 6) q
   where w.code = 'ZX04' and b.condition = 'NEW' and b.qty_milli >= 12000 and t.status = 'ACTIVE'
     and a.temp_limit_fen = 0 and coalesce(a.price_level, 3) = ? and a.oldest_open_date is null and a.is_blocked = 0) c
 where c.amountFen > c.availableFen and c.availableFen > 0 order by c.availableFen, c.qty, c.part limit 1`;

async function sell(story: StoryWorld, locale: Locale): Promise<void> {
  const open = (login: string): Promise<LogisticsDesk> => LogisticsDesk.open(story, login, { locale, kind: ORDERS });
  const asking = await open('diaodu01');
  const chance = one(localRows<Chance>(asking.desktop, A_CHANCE, 3, 3), 'station that may spend little');
  await write(asking, chance);
  await asking.step('KeyS', { to: 'CREDIT_HOLD' });
  const no = await asking.no();
  const finance = await open('caiwu01');
  await finance.find(no);
  await finance.waits('KeyL');
  await finance.step('KeyL', { to: 'CREDIT_OK', types: [['order-step-note', '月底回款']] });
  const manager = await open('peijian01');
  await manager.find(no);
  await manager.step('KeyA', { to: 'APPROVED', begins: 'step-qtyMilli-0' });
  await manager.step('KeyE', { to: 'ERP_SENT', begins: 'step-number', types: [['step-number', '4500991203']] });
  const keeper = await open('kuguan01');
  await keeper.find(no);
  await keeper.step('KeyH', {
    ...{ to: 'SHIPPED', begins: 'step-qtyMilli-0' },
    types: [
      ['step-carrier', '安捷物流'],
      ['step-waybill', 'AJ990011'],
    ],
  });
  await asking.stands('SHIPPED');
  await asking.step('KeyQ', { to: 'SIGNED', begins: 'step-qtyMilli-0' });
  await finance.stands('SIGNED');
  await finance.step('KeyI', { to: 'INVOICED', begins: 'step-number', types: [['step-number', 'FP99001']] });
  await finance.step('KeyF', { to: 'PAID' });
  const { amountFen, qty } = chance;
  await untilStored(
    finance.desktop,
    'held once and used once, invoiced and paid but for the cash; the goods have left the ledger as sold',
    [
      `select o.status, o.amount_fen as amountFen,
              (select sum(case e.type when 'HOLD' then e.amount_fen when 'RELEASE' then -e.amount_fen end)
                 from limit_entry e where e.doc_no = o.order_no) as heldFen,
              (select sum(e.amount_fen) from limit_entry e where e.doc_no = o.order_no and e.type = 'USE') as usedFen,
              (select sum(case e.type when 'INVOICE' then e.amount_fen - e.cash_part_fen else -e.amount_fen end)
                 from limit_entry e where e.doc_no = o.order_no and e.type in ('INVOICE', 'PAYMENT')) as owedFen,
              (select r.reason from credit_release r where r.doc_no = o.order_no) as released,
              (select sum(m.qty_milli) from stock_movement m where m.doc_no = o.order_no and m.type = 'ISSUE_SALE') as moved
         from goods_order o where o.order_no = ?`,
      no,
    ],
    [
      {
        ...{ status: 'PAID', amountFen, heldFen: 0, usedFen: amountFen, owedFen: 0 },
        ...{ released: '月底回款', moved: -1000 * qty },
      },
    ],
  );
  expectEqual('what a reader of English stumbles over', faultsOf([asking, finance, manager, keeper]), []);
}

/** F1, from where, for whom, and which part; without a station it is refused beside the field. */
async function write(asking: LogisticsDesk, { station, part, qty }: Chance): Promise<void> {
  const { page } = asking;
  await page.getByTestId('new-order').waitFor(); // who may write is known
  await page.keyboard.press('F1');
  await page.locator('[data-testid="order-kind"]:focus').waitFor();
  await asking.look('new order');
  await asking.type([
    ['order-from', 'ZX04'],
    ['line-part-0', part],
    ['line-qty-0', String(qty)],
  ]);
  await page.getByTestId('line-name-0').filter({ hasText: '·' }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByTestId('fault-station').waitFor();
  await asking.look('order without a station');
  await page.keyboard.press('Shift+Tab'); // back to the part, and on to the station
  for (let back = 0; back < 8; back += 1) {
    if (await page.getByTestId('order-station').evaluate((element) => element === document.activeElement)) break;
    await page.keyboard.press('Shift+Tab');
  }
  await page.keyboard.type(station);
  await page.getByTestId('fault-station').waitFor({ state: 'detached' });
  await page.keyboard.press('Enter');
  await page.getByTestId('order-dialog').waitFor({ state: 'detached' });
  await asking.stands('DRAFT');
}

export const saleByKeys: Story = {
  title:
    'a parts sale by keyboard: refused without a station, held over the limit, released by finance with a reason, sent, signed, invoiced and paid; credit and ledger agree',
  world: 'demo',
  run: (story) => sell(story, 'zh-CN'),
};

export const saleInEnglish: Story = {
  title: 'the same parts sale in English',
  world: 'demo',
  run: (story) => sell(story, 'en'),
};
