import type { Page } from 'playwright-core';
import type { Locale } from '../../src-shared/contract/values.ts';
import { CATALOGUES } from '../../src-shared/i18n/index.ts';
import { englishFaults } from '../world/chrome-check.ts';
import type { StoryWorld } from '../world/story.ts';
import type { Desktop } from '../world/world.ts';
import { Desk } from './desk.ts';
import { SignInPage } from './sign-in-page.ts';
import { searchFor } from '../world/search-for.ts';

/** A list of logistics, the page of one of its papers, and the words of that paper's states. */
export interface PaperKind {
  /** The digit of the list. */
  digit: string;
  list: string;
  /** What the marks on the paper's page begin with. */
  paper: string;
  statusWords: string;
}

export const ORDERS: PaperKind = { digit: '2', list: 'orders-grid', paper: 'order', statusWords: 'orderStatus' };
export const RECEIPTS: PaperKind = { digit: '3', list: 'receipts-grid', paper: 'damage', statusWords: 'damageStatus' };
export const DAMAGES: PaperKind = { digit: '4', list: 'damages-grid', paper: 'damage', statusWords: 'damageStatus' };
export const LIMITS: PaperKind = { digit: '5', list: 'limits-grid', paper: 'limit', statusWords: 'limitChangeStatus' };
export const ROAD: PaperKind = { digit: '6', list: 'road-grid', paper: 'order', statusWords: 'orderStatus' };

interface Step {
  to: string;
  /** Where the keyboard must begin; the note where nothing else is to be written. */
  begins?: string;
  /** What is typed, field by field; null leaves a field as it stands. */
  types?: readonly (readonly [field: string, text: string])[];
}

/** Somebody at the lists and papers of logistics, on a desktop of their own, by keys alone, in either language. */
export class LogisticsDesk {
  readonly desktop: Desktop;
  readonly page: Page;
  readonly desk: Desk;
  /** What a reader of English stumbles over; nothing is noted in Chinese. */
  readonly faults: string[] = [];
  readonly #locale: Locale;
  #kind: PaperKind;

  private constructor(desktop: Desktop, page: Page, { locale, kind }: { locale: Locale; kind: PaperKind }) {
    this.desktop = desktop;
    this.page = page;
    this.desk = new Desk(page);
    this.#locale = locale;
    this.#kind = kind;
  }

  static async open(story: StoryWorld, login: string, at: { locale: Locale; kind: PaperKind }): Promise<LogisticsDesk> {
    const desktop = await story.newDesktop(login);
    const { page } = await story.open(desktop);
    const person = new LogisticsDesk(desktop, page, at);
    await page.getByTestId('sign-in').waitFor();
    if (at.locale === 'en') {
      await person.desk.tabTo(page.getByRole('button', { name: 'English' }));
      await page.keyboard.press('Enter');
      await page.locator('html[lang="en"]').waitFor();
    }
    await new SignInPage(page).asLogin(login);
    await person.desk.ready();
    await person.desk.palette(person.word('room.logistics'));
    await page.getByTestId('applications-grid').locator('.ag-row').first().waitFor();
    await person.list(at.kind);
    return person;
  }

  word(key: string): string {
    return CATALOGUES[this.#locale][key] ?? key;
  }

  /** The list of this kind by its digit; from here on this desk is about these papers. */
  async list(kind: PaperKind): Promise<void> {
    this.#kind = kind;
    await this.page.keyboard.press(`Digit${kind.digit}`);
    await this.page.getByTestId(kind.list).locator('.ag-row.row-current').waitFor();
    await this.look(kind.list);
  }

  /** Notes what a reader of English stumbles over on the screen as it is. */
  async look(where: string): Promise<void> {
    if (this.#locale === 'en') this.faults.push(...(await englishFaults(this.page, where)));
  }

  /** `/`, the number, Enter: the row is under the keyboard. */
  async seek(no: string): Promise<void> {
    const { page } = this;
    await searchFor(page, no);
    await page.getByTestId(this.#kind.list).locator('.ag-row.row-current', { hasText: no }).first().waitFor();
  }

  /** Sought, and Enter: the paper is open. */
  async find(no: string): Promise<void> {
    await this.seek(no);
    await this.page.keyboard.press('Enter');
    await this.#mark('no').filter({ hasText: no }).waitFor();
    await this.look(`${this.#kind.paper} ${no}`);
  }

  /** The number on the open paper. */
  async no(): Promise<string> {
    return (await this.#mark('no').textContent()) ?? '';
  }

  #mark(name: string) {
    return this.page.getByTestId(`${this.#kind.paper}-${name}`);
  }

  async stands(status: string): Promise<void> {
    await this.#mark('status')
      .filter({ hasText: this.word(`${this.#kind.statusWords}.${status}`) })
      .waitFor();
  }

  /** What stands there is replaced in one field after the other, each reached by Tab. */
  async type(fields: Step['types'] = []): Promise<void> {
    for (const [field, text] of fields) {
      const box = this.page.getByTestId(field);
      await this.desk.tabTo(box);
      const isChoice = await box.evaluate((element) => element instanceof HTMLSelectElement);
      if (!isChoice) await this.page.keyboard.press('Control+KeyA');
      await this.page.keyboard.type(text);
    }
  }

  /** A step by its key: the keyboard is where the work begins, what it wants is typed, Enter confirms. */
  async step(key: string, step: Step): Promise<void> {
    await this.#openStep(key, step);
    await this.page.keyboard.press('Enter');
    await this.#mark('step-dialog').waitFor({ state: 'detached' });
    await this.stands(step.to);
  }

  /** The step is refused on the spot with a sentence that has these words; Esc leaves everything as it was. */
  async refused(key: string, words: string | RegExp, step: Omit<Step, 'to'> = {}): Promise<void> {
    await this.#openStep(key, step);
    await this.page.keyboard.press('Enter');
    await this.#mark('step-refused').filter({ hasText: words }).waitFor();
    await this.look(`${key} refused`);
    await this.leave();
  }

  /** Enter does nothing while what the step needs is not written; Esc leaves. */
  async waits(key: string, step: Omit<Step, 'to'> = {}): Promise<void> {
    await this.#openStep(key, step);
    await this.page.locator('[data-testid="dialog-confirm"]:disabled').waitFor();
    await this.page.keyboard.press('Enter');
    await this.leave();
  }

  async leave(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.#mark('step-dialog').waitFor({ state: 'detached' });
  }

  async #openStep(key: string, { begins = `${this.#kind.paper}-step-note`, types }: Omit<Step, 'to'>): Promise<void> {
    await this.page.keyboard.press(key);
    await this.page.locator(`[data-testid="${begins}"]:focus`).waitFor();
    await this.look(`step ${key}`);
    await this.type(types);
  }
}

/** All that the readers of a story stumbled over. */
export const faultsOf = (people: readonly LogisticsDesk[]): string[] => people.flatMap(({ faults }) => faults);
