/** A limit above what one person decides: asked for, agreed by the region, refused to who asked, in force by another of finance. */
import type { Page } from 'playwright-core';
import type { Desk } from '../pages/desk.ts';
import { localRows, untilStored } from '../world/local-store.ts';
import { openDesk } from '../world/open-desk.ts';
import { one } from '../world/statement-in.ts';
import type { Story, StoryWorld } from '../world/story.ts';
import type { Desktop } from '../world/world.ts';

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
    const asking = await Person.open(story, 'peijian01');
    const station = one(localRows<Station>(asking.desktop, A_STATION), 'station nobody has asked for');
    const finance = await Person.open(story, 'caiwu02');
    await finance.find(station);
    await finance.enterTooMuch();
    await asking.find(station);
    await asking.ask('500000', '新签车队维保合同');
    await asking.stands('待审批');
    const region = await Person.open(story, station.manager);
    await region.find(station);
    await region.decide('片区已同意');
    await finance.stands('片区已同意');
    await finance.decide('已生效');
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
    await person.#desk.palette('转到：物流');
    await person.#page.getByTestId('applications-grid').locator('.ag-row').first().waitFor();
    await person.#page.keyboard.press('Digit5');
    await person.#page.getByTestId('limits-grid').locator('.ag-row.row-current').waitFor();
    return person;
  }

  /** `/`, the station's code, Enter twice: its limits are open. */
  async find({ code }: Station): Promise<void> {
    const page = this.#page;
    await page.keyboard.press('Slash');
    await page.locator('#search-box:focus').waitFor();
    await page.keyboard.type(code);
    await page.keyboard.press('Enter');
    await page.locator('#search-box:focus').waitFor({ state: 'detached' });
    await page.getByTestId('limits-grid').locator('.ag-row.row-current', { hasText: code }).first().waitFor();
    await page.keyboard.press('Enter');
    await page.getByTestId('limit-page').waitFor();
    await page.getByTestId('limit-facts').waitFor();
  }

  /** Finance alone does not raise a limit by so much: refused on the spot, nothing is written. */
  async enterTooMuch(): Promise<void> {
    const page = this.#page;
    await page.getByTestId('do-change').waitFor(); // who may enter is known
    await page.keyboard.press('F1');
    await page.getByTestId('limit-dialog').waitFor();
    await this.#desk.tabTo(page.getByTestId('limit-amount'));
    await page.keyboard.type('900000');
    await this.#desk.tabTo(page.getByTestId('limit-note'));
    await page.keyboard.type('年度');
    await page.keyboard.press('Enter');
    await page.getByTestId('limit-refused').filter({ hasText: 'F2' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('limit-dialog').waitFor({ state: 'detached' });
  }

  async ask(yuan: string, reason: string): Promise<void> {
    const page = this.#page;
    await page.getByTestId('do-request').waitFor();
    await page.keyboard.press('F2');
    await page.getByTestId('limit-request-dialog').waitFor();
    await this.#desk.tabTo(page.getByTestId('request-amount'));
    await page.keyboard.type(yuan);
    await this.#desk.tabTo(page.getByTestId('request-reason'));
    await page.keyboard.type(reason);
    await page.keyboard.press('Enter');
    await page.getByTestId('limit-request-dialog').waitFor({ state: 'detached' });
  }

  /** A, Enter: yes. */
  async decide(status: string): Promise<void> {
    const page = this.#page;
    await page.locator('[data-testid="do-regionApprove"], [data-testid="do-financeApprove"]').first().waitFor(); // the change has come to this desktop
    await page.keyboard.press('KeyA');
    await page.locator('[data-testid="limit-step-note"]:focus').waitFor();
    await page.keyboard.press('Enter');
    await page.getByTestId('limit-step-dialog').waitFor({ state: 'detached' });
    await this.stands(status);
  }

  async stands(status: string): Promise<void> {
    await this.#page.getByTestId('limit-changes').getByText(status).first().waitFor();
  }
}
