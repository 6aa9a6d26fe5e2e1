/** A limit above what one person decides: asked for, agreed by the region, refused to who asked, in force by another of finance. */
import { LIMITS, LogisticsDesk } from '../pages/logistics-desk.ts';
import { localRows, untilStored } from '../world/local-store.ts';
import { one } from '../world/statement-in.ts';
import type { Story } from '../world/story.ts';

interface Station {
  [column: string]: string | number;
  id: string;
  code: string;
  manager: string;
  creditFen: number;
}

/** A station with an account that nobody has asked anything for, and who manages its region. */
const A_STATION = `select t.id, t.code, m.login as manager, a.credit_limit_fen as creditFen
  from limit_account a join station t on t.id = a.station_id join region r on r.id = t.region_id
       join app_user m on m.id = r.manager_user_id
 where a.id not in (select account_id from limit_change) order by t.code desc limit 1`;

export const limitByKeys: Story = {
  title:
    'a limit by keyboard: finance may not enter so much at once, the parts manager asks, the region agrees, another person of finance puts it in force; the ledger has the difference',
  world: 'demo',
  async run(story) {
    const open = (login: string) => LogisticsDesk.open(story, login, { locale: 'zh-CN', kind: LIMITS });
    const asking = await open('peijian01');
    const station = one(localRows<Station>(asking.desktop, A_STATION), 'station nobody has asked for');
    const finance = await open('caiwu02');
    await finance.find(station.code);
    await enterTooMuch(finance);
    await asking.find(station.code);
    await ask(asking, '500000', '新签车队维保合同');
    await stands(asking, 'REQUESTED');
    const region = await open(station.manager);
    await region.find(station.code);
    await decide(region, 'RM_OK');
    await stands(finance, 'RM_OK');
    await decide(finance, 'EFFECTIVE');
    await untilStored(
      asking.desktop,
      'the limit stands, and its ledger has the difference with the reason',
      [
        `select a.credit_limit_fen as limitFen, e.amount_fen as movedFen, e.note,
                (select sum(s.amount_fen) from limit_entry s where s.account_id = a.id and s.type = 'LIMIT_SET') as sumFen
           from limit_account a join limit_entry e on e.account_id = a.id
          where a.station_id = ? order by e.entry_no desc limit 1`,
        station.id,
      ],
      [
        {
          ...{ limitFen: 50_000_000, movedFen: 50_000_000 - station.creditFen, note: '新签车队维保合同' },
          sumFen: 50_000_000,
        },
      ],
    );
  },
};

/** Finance alone does not raise a limit by so much: refused on the spot, nothing is written. */
async function enterTooMuch(finance: LogisticsDesk): Promise<void> {
  const { page } = finance;
  await page.getByTestId('do-change').waitFor(); // who may enter is known
  await page.keyboard.press('F1');
  await page.getByTestId('limit-dialog').waitFor();
  await finance.type([
    ['limit-amount', '900000'],
    ['limit-note', '年度'],
  ]);
  await page.keyboard.press('Enter');
  await page.getByTestId('limit-refused').filter({ hasText: 'F2' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByTestId('limit-dialog').waitFor({ state: 'detached' });
}

async function ask(asking: LogisticsDesk, yuan: string, reason: string): Promise<void> {
  const { page } = asking;
  await page.getByTestId('do-request').waitFor();
  await page.keyboard.press('F2');
  await page.getByTestId('limit-request-dialog').waitFor();
  await asking.type([
    ['request-amount', yuan],
    ['request-reason', reason],
  ]);
  await page.keyboard.press('Enter');
  await page.getByTestId('limit-request-dialog').waitFor({ state: 'detached' });
}

/** A, Enter: yes. A station has several changes, each with its own state. */
async function decide(deciding: LogisticsDesk, status: string): Promise<void> {
  const { page } = deciding;
  await page.locator('[data-testid="do-regionApprove"], [data-testid="do-financeApprove"]').first().waitFor(); // the change has come to this desktop
  await page.keyboard.press('KeyA');
  await page.locator('[data-testid="limit-step-note"]:focus').waitFor();
  await page.keyboard.press('Enter');
  await page.getByTestId('limit-step-dialog').waitFor({ state: 'detached' });
  await stands(deciding, status);
}

async function stands(person: LogisticsDesk, status: string): Promise<void> {
  const word = person.word(`limitChangeStatus.${status}`);
  await person.page.getByTestId('limit-changes').getByText(word).first().waitFor();
}
