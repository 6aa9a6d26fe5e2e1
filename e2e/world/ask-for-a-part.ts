/** A parts application from the station's wish to the old part that is due, each person on a desktop of their own, by keys alone. */
import type { Page } from 'playwright-core';
import { drawPhoto } from '../../src-server/demo/pictures/draw-photo.ts';
import type { Locale } from '../../src-shared/contract/values.ts';
import { CATALOGUES } from '../../src-shared/i18n/index.ts';
import { Desk } from '../pages/desk.ts';
import { SignInPage } from '../pages/sign-in-page.ts';
import { localRows, untilStored } from './local-store.ts';
import { one } from './statement-in.ts';
import type { StoryWorld } from './story.ts';
import type { Desktop } from './world.ts';
import { halfPieceThen } from './half-piece.ts';
import { searchFor } from './search-for.ts';

interface Wish {
  [column: string]: string;
  no: string;
  vin: string;
  manager: string;
  part: string;
}

/** A repair whose station's region has a manager, and a part that lies in a warehouse and must come back. */
const A_WISH = `select o.no, o.vin_text as vin, m.login as manager,
    (select p.part_no from stock_balance b join part p on p.id = b.part_id join warehouse w on w.id = b.warehouse_id
      where b.qty_milli >= 5000 and p.old_part_policy = 'RETURN' and w.code = 'ZX01' and p.id not in
        (select old_part_id from part_supersession) order by p.part_no limit 1) as part
  from work_order o join station t on t.id = o.station_id join region r on r.id = t.region_id
       join app_user m on m.id = r.manager_user_id join vehicle v on v.vin = o.vin_text
 where t.status = 'ACTIVE' and o.mileage_in_km > 0 and o.complaint_text is not null
   and o.vin_text not in (select vin from parts_application where vin is not null) order by o.no desc limit 1`;

/** Goes the whole way in one language. */
export async function askForAPart(story: StoryWorld, locale: Locale): Promise<void> {
  const asking = await Person.open(story, 'diaodu01', locale);
  const wish = one(localRows<Wish>(asking.desktop, A_WISH), 'repair with a part to ask for');
  const no = await asking.ask(wish);
  const region = await Person.open(story, wish.manager, locale);
  await region.find(no);
  await region.step('KeyA', 'REGION_OK');

  const reviewer = await Person.open(story, 'zhibao01', locale);
  await reviewer.find(no);
  await reviewer.refused('KeyA', 'applicationGap.photo');
  await asking.addPhoto(wish);
  await reviewer.page.getByTestId('application-photo').waitFor();
  await reviewer.step('KeyA', 'WARRANTY_OK');

  const manager = await Person.open(story, 'peijian01', locale);
  await manager.find(no);
  await manager.step('KeyL', 'ALLOCATED', { focus: 'step-qty-0' });
  await manager.step('KeyE', 'ERP_SENT', { focus: 'erp-order', text: '4500778812' });

  const keeper = await Person.open(story, 'kuguan01', locale);
  await keeper.find(no);
  await keeper.shipWithoutErp();

  await asking.page
    .getByTestId('application-status')
    .filter({ hasText: asking.status('SHIPPED') })
    .waitFor();
  await asking.step('KeyQ', 'OLD_DUE', { focus: 'step-qty-0' });
  await asking.page
    .getByTestId('old-part-tag')
    .filter({ hasText: /^JJ-\d{4}-\d{5}$/ })
    .waitFor();
  await untilStored(
    asking.desktop,
    'the old part is owed, the goods have left the ledger and nothing is held for them',
    [
      `select o.status, o.qty_milli as owed, l.qty_recv_milli as received, h.state as held,
              (select sum(m.qty_milli) from stock_movement m where m.doc_no = a.app_no) as moved
         from parts_application a join parts_application_line l on l.application_id = a.id
              join old_part o on o.application_line_id = l.id join stock_reservation h on h.id = l.reservation_id
        where a.app_no = ?`,
      no,
    ],
    [{ status: 'DUE', owed: 2000, received: 2000, held: 'CONSUMED', moved: -2000 }],
  );
}

class Person {
  readonly desktop: Desktop;
  readonly page: Page;
  readonly #desk: Desk;
  readonly #words: Readonly<Record<string, string>>;

  private constructor(desktop: Desktop, page: Page, locale: Locale) {
    this.desktop = desktop;
    this.page = page;
    this.#desk = new Desk(page);
    this.#words = CATALOGUES[locale];
  }

  static async open(story: StoryWorld, login: string, locale: Locale): Promise<Person> {
    const desktop = await story.newDesktop(login);
    const { page } = await story.open(desktop);
    const person = new Person(desktop, page, locale);
    await page.getByTestId('sign-in').waitFor();
    if (locale === 'en') {
      await person.#desk.tabTo(page.getByRole('button', { name: 'English' }));
      await page.keyboard.press('Enter');
      await page.locator('html[lang="en"]').waitFor();
    }
    await new SignInPage(page).asLogin(login);
    await person.#desk.ready();
    await person.#desk.palette(person.#word('room.logistics'));
    await page.getByTestId('applications-grid').locator('.ag-row').first().waitFor();
    return person;
  }

  #word(key: string): string {
    return this.#words[key] ?? key;
  }

  status(name: string): string {
    return this.#word(`applicationStatus.${name}`);
  }

  /** F1, the work order that knows nearly everything, the part and how many; a half piece is refused beside its field. */
  async ask(wish: Wish): Promise<string> {
    const { page } = this;
    await page.getByTestId('new-application').waitFor();
    await page.keyboard.press('F1');
    await page.locator('[data-testid="application-order"]:focus').waitFor();
    await page.keyboard.type(wish.no);
    await page.waitForFunction(
      (vin) => document.querySelector<HTMLInputElement>('[data-testid="application-vin"]')?.value === vin,
      wish.vin,
    );
    await this.#desk.tabTo(page.getByTestId('application-urgency'));
    await page.keyboard.press('Home'); // a vehicle off the road goes first
    await this.#desk.tabTo(page.getByTestId('line-part-0'));
    await page.keyboard.type(wish.part);
    await page.keyboard.press('Tab');
    await halfPieceThen(page, 2);
    await page.keyboard.press('Enter');
    await page.getByTestId('application-dialog').waitFor({ state: 'detached' });
    await this.#stands('DRAFT');
    await this.step('KeyS', 'SUBMITTED');
    return (await page.getByTestId('application-no').textContent()) ?? '';
  }

  /** `/`, the number, Enter: the application is open. */
  async find(no: string): Promise<void> {
    const { page } = this;
    await searchFor(page, no);
    await page.getByTestId('applications-grid').locator('.ag-row.row-current', { hasText: no }).first().waitFor();
    await page.keyboard.press('Enter');
    await page.getByTestId('application-no').filter({ hasText: no }).waitFor();
  }

  async #stands(name: string): Promise<void> {
    await this.page
      .getByTestId('application-status')
      .filter({ hasText: this.status(name) })
      .waitFor();
  }

  async #open(key: string, focus = 'dialog-confirm'): Promise<void> {
    await this.page.keyboard.press(key);
    await this.page.locator(`[data-testid="${focus}"]:focus`).waitFor();
  }

  /** A step by its key: what it wants is typed, Enter confirms. */
  async step(key: string, to: string, { focus, text = '' }: { focus?: string; text?: string } = {}): Promise<void> {
    await this.#open(key, focus);
    if (text !== '') await this.page.keyboard.type(text);
    await this.page.keyboard.press('Enter');
    await this.page.getByTestId('application-step-dialog').waitFor({ state: 'detached' });
    await this.#stands(to);
  }

  /** The step is refused with what it lacks. */
  async refused(key: string, gap: string): Promise<void> {
    await this.#open(key);
    await this.page.keyboard.press('Enter');
    await this.page
      .getByTestId('application-step-refused')
      .filter({ hasText: this.#word(gap) })
      .waitFor();
    await this.page.keyboard.press('Escape');
    await this.page.getByTestId('application-step-dialog').waitFor({ state: 'detached' });
  }

  async addPhoto({ vin, part }: Wish): Promise<void> {
    const { page } = this;
    const buffer = drawPhoto({
      ...{ kind: 'FAULT_PART', phash64: '0f1e2d3c4b5a6978', vin, plateNo: '', mileageKm: 0, partNo: part },
      takenDate: '2026-01-01',
    });
    await this.#open('KeyP', 'photo-kind');
    await this.#desk.tabTo(page.getByTestId('photo-file'));
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Space')]);
    await chooser.setFiles({ name: 'fault.png', mimeType: 'image/png', buffer });
    await this.#desk.tabTo(page.getByTestId('dialog-confirm'));
    await page.keyboard.press('Enter');
    await page.getByTestId('application-photo-dialog').waitFor({ state: 'detached' });
    await page.getByTestId('application-photo').waitFor();
  }

  /** The ERP has no delivery of it yet: refused, then sent with the flag and its reason. */
  async shipWithoutErp(): Promise<void> {
    const { page } = this;
    await this.#open('KeyH', 'step-qty-0');
    await page.keyboard.press('Enter');
    await page.getByTestId('application-step-refused').filter({ hasText: 'ERP' }).waitFor();
    await this.#desk.tabTo(page.getByTestId('without-erp'));
    await page.keyboard.press('Space');
    await this.#desk.tabTo(page.getByTestId('application-step-note'));
    await page.keyboard.type('ERP 20:00');
    await page.keyboard.press('Enter');
    await page.getByTestId('application-step-dialog').waitFor({ state: 'detached' });
    await this.#stands('SHIPPED');
  }
}
