import type { Page } from 'playwright-core';
import type { Desk } from './desk.ts';
import { Scanner } from './scanner.ts';
import { searchFor } from '../world/search-for.ts';

/** What the page of a story notes of itself; kept on its window. */
interface Noted {
  heduiKeys: number;
  /** Buttons other than the confirming one that had the focus in a dialog before anybody pressed Tab. */
  heduiWrongFocus: string[];
}

/** Longer than a scanner pauses: what a person types before it is no part of the scan. */
const PERSON_MS = 250;

/** A line to be counted: where it lies, what it is, and how many lie there. */
export interface Shelf {
  bin: string;
  part: string;
  pieces: number;
}

/** A count sheet under somebody's hands, by keyboard and scanner alone. */
export class CountDesk {
  readonly #desk: Desk;
  readonly #page: Page;
  readonly scanner: Scanner;

  constructor(desk: Desk) {
    this.#desk = desk;
    this.#page = desk.page;
    this.scanner = new Scanner(desk.page);
  }

  /** From the room's list, by its number. */
  async open(room: string, no: string): Promise<void> {
    const page = this.#page;
    await page.evaluate(noteKeysAndFocus);
    await this.#desk.palette(room);
    await page.getByTestId('counts-grid').locator('.ag-row').first().waitFor();
    await searchFor(page, no);
    await page.getByTestId('counts-grid').locator('.ag-row.row-current', { hasText: no }).first().waitFor();
    await page.keyboard.press('Enter');
    await page.getByTestId('count-grid').locator('.ag-cell-focus[col-id="countedMilli"]').waitFor();
    await page.getByTestId('blind-note').waitFor();
  }

  /** A quantity and Enter, line after line; every cell is saved when the next one has the keyboard. */
  async type(pieces: readonly number[]): Promise<void> {
    for (const [at, quantity] of pieces.entries()) {
      await this.#isOn(at);
      await this.#page.keyboard.type(String(quantity));
      await this.#page.keyboard.press('Enter');
    }
    await this.#page.getByTestId('count-left').filter({ hasText: /^0$/ }).waitFor();
  }

  /** Bin and part are scanned, the quantity is typed, and the next scan takes it over; null for a line left for later. */
  async scan(shelves: readonly (Shelf | null)[]): Promise<void> {
    const page = this.#page;
    await page.keyboard.press('F8');
    await page.getByTestId('scan-mode').filter({ hasText: '扫后输数量' }).waitFor();
    let open = '';
    for (const [at, shelf] of shelves.entries()) {
      if (shelf === null) continue;
      if (shelf.bin !== open) await this.scanner.scan(shelf.bin);
      open = shelf.bin;
      await page.getByTestId('scan-bin').filter({ hasText: open }).waitFor();
      await this.scanner.scan(shelf.part);
      await this.#isOn(at);
      await page.keyboard.type(String(shelf.pieces));
      await page.waitForTimeout(PERSON_MS);
    }
  }

  /** The last shelf, each piece a scan, and Ctrl+Enter at once: what was scanned is submitted with the rest. */
  async scanPiecesAndSubmit({ bin, part, pieces }: Shelf, status: string): Promise<void> {
    await this.scanner.scan(bin);
    await this.#page.getByTestId('scan-bin').filter({ hasText: bin }).waitFor();
    await this.#page.keyboard.press('F8');
    await this.#page.getByTestId('scan-mode').filter({ hasText: '扫一次加一' }).waitFor();
    await this.scanner.scanAndSubmit(Array.from({ length: pieces }, () => part));
    await this.#confirm(status);
  }

  async submit(status: string): Promise<void> {
    await this.#page.locator('[data-testid="count-submit"]:enabled').waitFor();
    await this.#page.keyboard.press('Control+Enter');
    await this.#confirm(status);
  }

  /** Keys since the sheet was opened, those of the scanner included. */
  async keys(): Promise<number> {
    return this.#page.evaluate(() => (globalThis as unknown as Noted).heduiKeys);
  }

  async #confirm(status: string): Promise<void> {
    const page = this.#page;
    await page.getByTestId('count-step-dialog').waitFor();
    await page.locator('[data-testid="dialog-confirm"]:focus').waitFor();
    await page.keyboard.press('Enter');
    await page.getByTestId('count-step-dialog').waitFor({ state: 'detached' });
    await page.getByTestId('count-status').filter({ hasText: status }).waitFor();
    const wrong = await page.evaluate(() => (globalThis as unknown as Noted).heduiWrongFocus);
    if (wrong.length > 0) throw new Error(`a dialog began on ${wrong.join(', ')}`);
  }

  async #isOn(at: number): Promise<void> {
    const cell = `.ag-row[row-index="${String(at)}"] .ag-cell-focus[col-id="countedMilli"]`;
    await this.#page.getByTestId('count-grid').locator(cell).waitFor();
  }
}

/** In the page: how many keys it hears, and which buttons a dialog gives the focus to by itself for as long as it takes to paint. */
function noteKeysAndFocus(): void {
  const noted = globalThis as unknown as Noted;
  Object.assign(noted, { heduiKeys: 0, heduiWrongFocus: [] });
  globalThis.addEventListener('keydown', () => (noted.heduiKeys += 1), { capture: true });
  globalThis.addEventListener('focusin', () => {
    const before = noted.heduiKeys;
    requestAnimationFrame(() => {
      const button = document.activeElement?.closest('.dialog-foot button:not([type="submit"])') ?? null;
      if (button !== null && noted.heduiKeys === before) noted.heduiWrongFocus.push(button.textContent);
    });
  });
}
