import type { Page } from 'playwright-core';
import type { ImportKind } from '../../src-shared/contract/exchange.contract.ts';
import type { ListMap } from '../world/lists/list-maps.ts';

/** Where a field comes from, as a person sets it on the mapping step. */
export type Source = { column: string } | { columns: readonly string[] } | { fixed: string };

const LONG_MS = 300_000;

/** The import: file, mapping, preview, result. */
export class ImportPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(): Promise<void> {
    await this.page.getByTestId('room-exchange').click();
    await this.page.getByTestId('import-file-step').waitFor();
  }

  /** Chooses the kind and hands over the file. */
  async choose(kind: ImportKind, file: string): Promise<void> {
    await this.page.getByTestId(`import-kind-${kind}`).click();
    await this.page.getByTestId('import-file').setInputFiles(file);
    const ready = this.page.getByTestId('import-mapping-step');
    const problem = this.page.getByTestId('import-problem');
    await ready.or(problem).first().waitFor({ timeout: LONG_MS });
    if (await problem.isVisible()) throw new Error(await problem.innerText());
  }

  async map(field: string, source: Source): Promise<void> {
    const row = this.page.getByTestId(`map-${field}`);
    const from = row.locator('select').first();
    if ('column' in source) {
      await from.selectOption(`column:${source.column}`);
      return;
    }
    await from.selectOption('fixed' in source ? 'fixed' : 'columns');
    const detail = row.locator('td').nth(2);
    if ('fixed' in source) {
      const choices = detail.locator('select');
      if ((await choices.count()) > 0) await choices.selectOption(source.fixed);
      else await detail.locator('input').fill(source.fixed);
      return;
    }
    for (const box of await detail.locator('label').all()) {
      const name = (await box.innerText()).trim();
      await box.locator('input').setChecked(false);
      if (name === '') throw new Error('a column without a name');
    }
    for (const column of source.columns) await detail.locator('label', { hasText: column }).locator('input').check();
  }

  /** Sets sheet, header row, names of the columns and every field as the map has them; fields it does not name get nothing. */
  async mapAs({ sheet, headerRowNo, columnNames, dateOrder, fields }: ListMap): Promise<void> {
    const { page } = this;
    if (sheet !== undefined) {
      await page.getByTestId('import-sheet').selectOption(sheet);
      await page.locator(`[data-testid="import-sheet"][data-sheet="${sheet}"]`).waitFor({ timeout: LONG_MS });
    }
    if (headerRowNo !== undefined) await this.#enter('import-header-row', String(headerRowNo));
    if (columnNames !== undefined) await this.#enter('import-column-names', columnNames.join(','));
    await page.getByTestId('import-date-order').selectOption(dateOrder);
    for (const row of await page.locator('[data-testid^="map-"]').all()) {
      const field = ((await row.getAttribute('data-testid')) ?? '').slice('map-'.length);
      const source = fields[field];
      if (source === undefined) await row.locator('select').first().selectOption('none');
      else if (source.from === 'fixed') await this.map(field, { fixed: source.value });
      else if (source.from === 'columns') await this.map(field, { columns: source.columns });
      else {
        await this.map(field, { column: source.column });
        if (source.rounds === true) await row.getByRole('checkbox').check();
      }
    }
  }

  /** Types into a box that looks at the file anew when it is left, and waits until the box shows it. */
  async #enter(testId: string, text: string): Promise<void> {
    const box = this.page.getByTestId(testId);
    if ((await box.inputValue()) === text) return;
    await box.fill(text);
    await box.blur();
    await this.page.locator(`[data-testid="${testId}"][value="${text}"]`).waitFor({ timeout: LONG_MS });
  }

  /** F9; waits for the preview. */
  async preview(): Promise<void> {
    await this.page.getByTestId('import-preview').click();
    const ready = this.page.getByTestId('import-preview-step');
    const problem = this.page.getByTestId('import-problem');
    await ready.or(problem).first().waitFor({ timeout: LONG_MS });
    if (await problem.isVisible()) throw new Error(await problem.innerText());
  }

  async previewCount(name: 'rowsRead' | 'rowsAccepted' | 'rowsRefused' | 'rowsRepeated' | 'things'): Promise<number> {
    return this.#figure(`preview-${name}`);
  }

  /** Takes it in and waits until the server has answered for all of it. */
  async commit(): Promise<void> {
    await this.page.getByTestId('import-commit').click();
    await this.page.getByTestId('import-done').waitFor({ timeout: LONG_MS });
  }

  async result(name: 'created' | 'updated' | 'unchanged' | 'refusedThings'): Promise<number> {
    return this.#figure(`result-${name}`);
  }

  /** Read, taken, refused, repeated: the numbers of the sentence under the result. */
  async identity(): Promise<number[]> {
    const text = await this.page.getByTestId('import-identity').innerText();
    return [...text.replaceAll(',', '').matchAll(/\d+/g)].map(([digits]) => Number(digits));
  }

  async saysNothingChanged(): Promise<boolean> {
    return this.page.getByTestId('import-nothing-new').isVisible();
  }

  /** Row numbers of the refused rows and of the repeats, as listed under the result. */
  async leftOut(): Promise<{ refused: number[]; repeated: number[] }> {
    await this.page.getByTestId('import-left-out').waitFor();
    const refused = await this.page.getByTestId('import-issue').locator('td:first-child').allInnerTexts();
    const repeats = await this.page.getByTestId('import-repeats').locator('li').allInnerTexts();
    return { refused: refused.map(Number), repeated: repeats.map((text) => Number(/\d+/.exec(text)?.[0])) };
  }

  async again(): Promise<void> {
    await this.page.getByTestId('import-again').click();
    await this.page.getByTestId('import-file-step').waitFor();
  }

  async #figure(testId: string): Promise<number> {
    const text = await this.page.getByTestId(testId).locator('b').innerText();
    return Number(text.replaceAll(',', ''));
  }
}
