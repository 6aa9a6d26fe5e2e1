/** New parts a station sends back: found among its sales, received into quarantine, one good and one not, credited, by keys alone, in both languages. */
import type { Locale } from '../../src-shared/contract/values.ts';
import { faultsOf, LogisticsDesk, ORDERS } from '../pages/logistics-desk.ts';
import { expectEqual } from '../world/check.ts';
import { localRows, untilStored } from '../world/local-store.ts';
import { one } from '../world/statement-in.ts';
import type { Story, StoryWorld } from '../world/story.ts';

interface Sold {
  [column: string]: string | number;
  station: string;
  part: string;
  priceFen: number;
}

/** A part of which a station has bought two pieces lately that have not come back: the sale the program must find. */
const A_SALE = `select t.code as station, p.part_no as part, l.price_fen as priceFen
  from goods_order_line l join goods_order o on o.id = l.order_id join station t on t.id = o.station_id
       join part p on p.id = l.part_id
 where o.kind = 'SALE' and o.status in ('SIGNED', 'INVOICED', 'PAID') and t.status = 'ACTIVE'
   and o.shipped_at_ms > (unixepoch('now') - 60 * 86400) * 1000
   and l.qty_in_milli - coalesce((select sum(r.qty_req_milli) from goods_order_line r join goods_order h
         on h.id = r.order_id where r.orig_line_id = l.id and h.status not in ('REFUSED', 'CANCELLED')), 0) >= 2000
 order by o.shipped_at_ms desc, l.id limit 1`;

async function bringBack(story: StoryWorld, locale: Locale): Promise<void> {
  const open = (login: string): Promise<LogisticsDesk> => LogisticsDesk.open(story, login, { locale, kind: ORDERS });
  const asking = await open('diaodu01');
  const sold = one(localRows<Sold>(asking.desktop, A_SALE), 'sale that may come back');
  await write(asking, sold, '900');
  await asking.refused('KeyS', '1');
  await asking.page.keyboard.press('F2');
  await asking.page.getByTestId('order-dialog').waitFor();
  await asking.type([['line-qty-0', '2']]);
  await asking.page.keyboard.press('Enter');
  await asking.page.getByTestId('order-dialog').waitFor({ state: 'detached' });
  await asking.step('KeyS', { to: 'SUBMITTED' });
  const no = await asking.no();
  const manager = await open('peijian01');
  await manager.find(no);
  await manager.step('KeyA', { to: 'APPROVED', begins: 'step-qtyMilli-0' });
  await asking.stands('APPROVED');
  await asking.step('KeyH', {
    ...{ to: 'SENT', begins: 'step-qtyMilli-0' },
    types: [['step-waybill', 'AJ220033']],
  });
  const keeper = await open('kuguan01');
  await keeper.find(no);
  await keeper.step('KeyQ', { to: 'RECEIVED', begins: 'step-qtyMilli-0' });
  await lies(keeper, no, { quarantine: 2000, shelf: 0 });
  const oneGood = [['step-qtyMilli-0', '1']] as const;
  await keeper.refused('KeyT', keeper.word('error.order-needs-note'), { begins: 'step-qtyMilli-0', types: oneGood });
  await keeper.step('KeyT', {
    ...{ to: 'INSPECTED', begins: 'step-qtyMilli-0' },
    types: [...oneGood, ['order-step-note', '外包装破损一件']],
  });
  await lies(keeper, no, { quarantine: 0, shelf: 1000 });
  const finance = await open('caiwu02');
  await finance.find(no);
  await finance.step('KeyF', { to: 'CREDITED' });
  await untilStored(
    finance.desktop,
    'one piece is credited at the price it was sold for',
    [
      `select e.type, e.amount_fen as amountFen from goods_order o join limit_entry e on e.doc_no = o.order_no
        where o.order_no = ?`,
      no,
    ],
    [{ type: 'INVOICE', amountFen: -sold.priceFen }],
  );
  expectEqual('what a reader of English stumbles over', faultsOf([asking, manager, keeper, finance]), []);
}

/** F1, the kind, from which station to which warehouse, why, and so many of the part. */
async function write(asking: LogisticsDesk, { station, part }: Sold, qty: string): Promise<void> {
  const { page } = asking;
  await page.getByTestId('new-order').waitFor();
  await page.keyboard.press('F1');
  await page.locator('[data-testid="order-kind"]:focus').waitFor();
  await page.keyboard.press('End'); // of the kinds a dispatcher writes the last
  await page.getByTestId('order-to').waitFor();
  await asking.type([
    ['order-station', station],
    ['order-to', 'ZX04'],
  ]);
  await asking.desk.tabTo(page.getByTestId('order-reason'));
  await page.keyboard.press('ArrowDown'); // not the wrong part: too many
  await asking.type([
    ['line-part-0', part],
    ['line-qty-0', qty],
  ]);
  await page.getByTestId('line-name-0').filter({ hasText: '·' }).waitFor();
  await asking.look('new return');
  await page.keyboard.press('Enter');
  await page.getByTestId('order-dialog').waitFor({ state: 'detached' });
  await asking.stands('DRAFT');
  await asking.look('draft of a return');
}

/** Where the ledger of this desktop says that what came back lies. */
function lies({ desktop }: LogisticsDesk, no: string, where: { quarantine: number; shelf: number }): Promise<void> {
  return untilStored(
    desktop,
    `the ledger of ${no} says where its goods are`,
    [
      `select sum(case when condition = 'QUARANTINE' then qty_milli else 0 end) as quarantine,
              sum(case when condition = 'NEW' then qty_milli else 0 end) as shelf
         from stock_movement where doc_no = ?`,
      no,
    ],
    [where],
  );
}

export const returnByKeys: Story = {
  title:
    'a return of new parts by keyboard: more than was sold is refused, approved, sent, quarantine, one of two accepted with a reason, credited at its price',
  world: 'demo',
  run: (story) => bringBack(story, 'zh-CN'),
};

export const returnInEnglish: Story = {
  title: 'the same return in English',
  world: 'demo',
  run: (story) => bringBack(story, 'en'),
};
