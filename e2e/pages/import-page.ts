import type { Page } from 'playwright-core';

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

  /** Chooses the kind by its digit key and hands over the file. */
  async choose(kind: 'stations' | 'vehicles' | 'labourOperations' | 'claims', file: string): Promise<void> {
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
