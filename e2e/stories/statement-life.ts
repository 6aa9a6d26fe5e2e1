import { Desk } from '../pages/desk.ts';
import { StatementPage } from '../pages/statement-page.ts';
import { expectEqual, expectTrue } from '../world/check.ts';
import { untilStored } from '../world/local-store.ts';
import { openDesk } from '../world/open-desk.ts';
import type { Story } from '../world/story.ts';
import { statementIn } from '../world/statement-in.ts';

const ROOM = '结算';

export const financeKeys: Story = {
  title:
    'finance by keyboard: a wrong invoice is refused by its field, the right one is matched; closed, paid; the claims are paid',
  world: 'demo',
  async run(story) {
    const { desktop, page } = await openDesk(story, 'caiwu02');
    const confirmed = statementIn(
      desktop,
      'CONFIRMED',
      `and claimant_type = 'STATION' and payable_fen > 0 and payout = 'PAY' and pre_tax_adj_fen = 0`,
    );
    const statement = new StatementPage(page);
    await statement.open(confirmed.no, ROOM);
    await whyOfSums(statement, confirmed.payableFen);
    await invoiceByKeyboard(statement, confirmed.no);
    await statement.status('已开票');
    await statement.step('KeyL');
    await statement.status('已关账');
    await page.keyboard.press('KeyP');
    await page.locator('[data-testid="payment-amount"]:focus').waitFor();
    await page.keyboard.press('Enter');
    await page.getByTestId('payment-dialog').waitFor({ state: 'detached' });
    await statement.status('已付款');
    await untilStored(
      desktop,
      'paid with all its claims',
      [
        `select s.status, c.status as claimStatus, sum(p.amount_fen) / count(distinct c.id) as paidFen from statement s
         join claim c on c.statement_id = s.id join payment p on p.statement_id = s.id where s.id = ? group by 1, 2`,
        confirmed.id,
      ],
      [{ status: 'PAID', claimStatus: 'PAID', paidFen: confirmed.payableFen }],
    );
  },
};

/** Every amount of the statement says what it is made of; the last one is what is paid. */
async function whyOfSums({ page }: StatementPage, payableFen: number): Promise<void> {
  await page.keyboard.press('Shift+KeyW');
  const rows = page.getByTestId('statement-why-row');
  await rows.first().waitFor();
  const cells = await rows.evaluateAll((found) =>
    found.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent.trim())),
  );
  expectTrue('each amount has its reason', cells.length >= 5 && cells.every(([, , because]) => (because ?? '') !== ''));
  expectEqual(
    'the last amount is what is paid',
    Math.round(Number(cells.at(-1)?.[1]?.replaceAll(',', '')) * 100),
    payableFen,
  );
  await page.keyboard.press('Escape');
  await page.getByTestId('statement-why-dialog').waitFor({ state: 'detached' });
}

async function invoiceByKeyboard(statement: StatementPage, no: string): Promise<void> {
  const { page } = statement;
  await page.keyboard.press('KeyI');
  await page.locator('[data-testid="invoice-no"]:focus').waitFor();
  await page.keyboard.type(`2633${no.replace(/\D/g, '').padStart(16, '0').slice(-16)}`);
  const desk = new Desk(page);
  const seller = page.getByTestId('invoice-seller');
  await desk.tabTo(seller);
  const taxNo = await seller.inputValue();
  await page.keyboard.type('91330700MA2WRONG0X');
  await page.keyboard.press('Enter');
  await page.getByTestId('invoice-refused').filter({ hasText: '91330700MA2WRONG0X' }).waitFor();
  await desk.tabTo(seller, 80);
  await page.keyboard.press('Control+KeyA');
  await page.keyboard.type(taxNo);
  await page.keyboard.press('Enter');
  await page.getByTestId('invoice-dialog').waitFor({ state: 'detached' });
}
