import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as sheetJs from '@e965/xlsx';
import type { Page } from 'playwright-core';
import { Desk } from '../pages/desk.ts';
import { ImportPage } from '../pages/import-page.ts';
import { SignInPage } from '../pages/sign-in-page.ts';
import { expectEqual } from '../world/check.ts';
import type { Story } from '../world/story.ts';

const LONG_MS = 120_000;
const SIZES = [
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
];
/** Where pictures of each step are put, for a person to look at. */
const PICTURES = process.env.HEDUI_PICTURES;

interface Words {
  goTo: string;
  errorFile: string;
  reason: string;
  sheet: string;
  cover: string;
  instructions: string;
  headings: readonly string[];
  names: readonly string[];
}
const CHINESE: Words = {
  ...{ goTo: '转到：交换', errorFile: '导入结果', reason: '这不是数字', sheet: '定额', cover: '封面' },
  ...{ instructions: '导入说明：请从第 4 行开始填写', headings: ['代码', '名称', '工时'] },
  names: ['更换水泵', '更换皮带', '检查制动', '调整气门'],
};
const ENGLISH: Words = {
  ...{
    goTo: 'Go to: Import',
    errorFile: 'Import results',
    reason: 'This is no number',
    sheet: 'Rates',
    cover: 'Cover',
  },
  ...{ instructions: 'How to import: begin in row 4', headings: ['Operation code', 'Name', 'Standard hours'] },
  names: ['Replace water pump', 'Replace belt', 'Check brakes', 'Adjust valves'],
};
export const importByKeys: Story = {
  title:
    'an import by keyboard: file, sheet, header row, mapping, errors in place, the result workbook, the good rows only',
  world: 'demo',
  async run(story) {
    const desktop = await story.newDesktop('jiesuan01');
    const { page } = await story.open(desktop);
    await new SignInPage(page).asLogin('jiesuan01');
    await new Desk(page).ready();
    await importOnce(page, CHINESE, 'zh');
  },
};

export const importByKeysInEnglish: Story = {
  title: 'the same import by keyboard in English',
  world: 'demo',
  async run(story) {
    const desktop = await story.newDesktop('jiesuan03');
    const { page } = await story.open(desktop);
    await page.getByTestId('sign-in').waitFor();
    const desk = new Desk(page);
    await desk.tabTo(page.getByRole('button', { name: 'English' }));
    await page.keyboard.press('Enter');
    await page.locator('html[lang="en"]').waitFor();
    await new SignInPage(page).asLogin('jiesuan03');
    await desk.ready();
    await importOnce(page, ENGLISH, 'en');
  },
};

async function importOnce(page: Page, words: Words, mark: string): Promise<void> {
  const desk = new Desk(page);
  const imports = new ImportPage(page);
  const folder = mkdtempSync(path.join(tmpdir(), 'hedui-import-keys-'));
  const seen = (where: string): Promise<void> => picture(page, `${mark}-${where}`);
  try {
    const file = path.join(folder, `operations-${mark}.xlsx`);
    writeFileSync(file, workbook(mark, words));
    await desk.palette(words.goTo);
    await page.getByTestId('import-file-step').waitFor();
    await seen('file');
    await page.keyboard.press('Digit7');
    await page.locator('[data-testid="import-kind-labourOperations"].on').waitFor();
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('KeyO')]);
    await chooser.setFiles(file);
    await page.getByTestId('import-mapping-step').waitFor({ timeout: LONG_MS });

    await desk.tabTo(page.getByTestId('import-sheet'));
    await page.keyboard.press('End');
    await page
      .getByTestId('import-sheet')
      .and(page.locator(`[data-sheet="${words.sheet}"]`))
      .waitFor({ timeout: LONG_MS });
    await desk.tabTo(page.getByTestId('import-header-row'));
    await page.keyboard.press('Control+KeyA');
    await page.keyboard.type('3');
    await page.keyboard.press('Tab');
    await page.locator('[data-testid="found-rows"] b', { hasText: /^4$/ }).waitFor({ timeout: LONG_MS });
    const hours = page.getByTestId('map-stdHoursCenti').locator('select').first();
    await desk.tabTo(hours, 80);
    await page.keyboard.press('End');
    expectEqual('the column of the hours', await hours.inputValue(), 'column:H');
    await seen('mapping');

    await page.keyboard.press('F9');
    await page.getByTestId('import-preview-step').waitFor({ timeout: LONG_MS });
    expectEqual('rows refused', await imports.previewCount('rowsRefused'), 2);
    await page.locator('[data-testid="import-sample"] td.wrong', { hasText: words.reason }).waitFor();
    await seen('preview');
    await page.keyboard.press('KeyE');
    const results = path.join(folder, 'results.xlsx');
    await desk.download(results, words.errorFile);
    expectEqual('the good rows say so, the bad ones why', marksOf(results), ['ok', 'bad', 'ok', 'bad']);
    await seen('jobs');

    await page.reload();
    await page.getByTestId('import-preview-step').waitFor({ timeout: LONG_MS });
    await page.keyboard.press('F7');
    await page.getByTestId('import-done').waitFor({ timeout: LONG_MS });
    expectEqual('taken in', await imports.result('created'), 2);
    await page.getByTestId('import-left-out').waitFor();
    const refused = await page.getByTestId('import-issue').locator('td:first-child').allInnerTexts();
    expectEqual('rows left out', refused, ['5', '7']);
    await seen('result');
    await page.keyboard.press('Escape');
    await page.getByTestId('import-file-step').waitFor();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A cover sheet that looks like the data, and the data under two rows of instructions, the hours under a heading that says nothing. */
function workbook(mark: string, { sheet, cover, headings, instructions, names }: Words): Buffer {
  const [code, name, hours] = headings;
  const hoursOf = [1.5, names[0], 0.5, 0.123];
  const rows = names.map((text, index) => [`K${mark}-00${String(index)}`, text, hoursOf[index]]);
  const book = sheetJs.utils.book_new();
  const first = sheetJs.utils.aoa_to_sheet([[...headings], ['X', cover, 1]]);
  const data = sheetJs.utils.aoa_to_sheet([[instructions], [cover], [code, name, 'H'], ...rows]);
  if (hours === undefined) throw new Error('no heading for the hours');
  sheetJs.utils.book_append_sheet(book, first, cover);
  sheetJs.utils.book_append_sheet(book, data, sheet);
  return sheetJs.write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer;
}

/** For each row of the result workbook whether it names a reason. */
function marksOf(file: string): string[] {
  const book = sheetJs.read(readFileSync(file), { type: 'buffer' });
  const [, ...rows] = sheetJs.utils.sheet_to_json<string[]>(book.Sheets[book.SheetNames[0] ?? ''] ?? {}, {
    ...{ header: 1, defval: '' },
  });
  return rows.map((row) => ((row[5] ?? '') === '' ? 'ok' : 'bad'));
}

async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES === undefined) return;
  const before = page.viewportSize();
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await page.screenshot({ path: path.join(PICTURES, `${name}-${String(size.width)}.png`) });
  }
  if (before !== null) await page.setViewportSize(before);
}
