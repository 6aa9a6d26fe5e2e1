import type { Page } from 'playwright-core';
import type { Desk } from '../pages/desk.ts';
import { expectEqual, expectTrue } from '../world/check.ts';
import { untilStored } from '../world/local-store.ts';
import { openDesk } from '../world/open-desk.ts';
import { readPdf, type PdfText } from '../world/read-pdf.ts';
import { seriousFaults } from '../world/serious-faults.ts';
import type { Story } from '../world/story.ts';

/** What a person may see as one place (grid-excel-print §6.4). */
const PLACE_MM = 0.2;
const NO_FIELD = 'design-box-sheet-no';

export const designByKeys: Story = {
  title:
    'a form by keyboard alone: a field is chosen, nudged and published, and in the PDF that text has moved by exactly the nudge',
  world: 'demo',
  async run(story) {
    const { desktop, page, desk } = await openDesk(story, 'zhibao01');
    await desk.palette('转到：表样设计');
    const no = await sampleNo(page);
    expectEqual('serious faults of the designer', (await seriousFaults(page, 'designer')).join('\n'), '');
    const before = await trialTexts(desk);
    expectEqual('the number stands once on the form', before.filter(({ text }) => text === no).length, 1);

    const box = page.getByTestId(NO_FIELD);
    await desk.tabTo(box, 120);
    const start = await placeShown(page);
    const nudge = async (keys: string, { dx, dy }: { dx: number; dy: number }): Promise<void> => {
      await page.keyboard.press(keys);
      await untilAt(page, start.x + dx, start.y + dy);
    };
    await nudge('ArrowLeft', { dx: -0.5, dy: 0 });
    await nudge('Shift+ArrowLeft', { dx: -5.5, dy: 0 });
    await nudge('Control+ArrowDown', { dx: -5.5, dy: 0.1 });
    await nudge('ArrowDown', { dx: -5.5, dy: 0.6 });
    await nudge('Control+KeyZ', { dx: -5.5, dy: 0.1 });
    await nudge('Control+KeyY', { dx: -5.5, dy: 0.6 });

    const placed = await placeShown(page);
    await page.keyboard.press('Delete');
    await box.waitFor({ state: 'detached' });
    await desk.tabTo(page.locator('[data-element]').first(), 120);
    await page.keyboard.press('Insert');
    await page.locator('[data-testid="design-left-out-choice"]:focus').waitFor();
    await page.keyboard.press('Enter');
    await page.locator(`[data-testid="${NO_FIELD}"]:focus`).waitFor();
    await untilAt(page, start.x, start.y);
    await page.keyboard.press('Control+KeyZ');
    await box.waitFor({ state: 'detached' });
    await page.keyboard.press('Control+KeyZ');
    await desk.tabTo(box, 120);
    await untilAt(page, placed.x, placed.y);

    await page.keyboard.press('Enter');
    await page.locator('[data-testid="design-x"]:focus').waitFor();
    await page.keyboard.press('Escape');
    await page.locator(`[data-testid="${NO_FIELD}"]:focus`).waitFor();

    await page.keyboard.press('Control+KeyS');
    await desk.waitForToast('已发布第 1 版');
    await page.locator('[data-testid="form-designer"][data-version="1"][data-dirty="false"]').waitFor();
    await untilStored(
      desktop,
      'the form and its change have come back from the server',
      [
        `select f.form_key as form, c.version, c.changed_by_name as byName
           from form_template f join configuration_change c on c.subject_key = f.form_key where c.subject = 'FORM'`,
      ],
      [{ form: 'workOrder', version: 1, byName: '金永福' }],
    );
    const after = await trialTexts(desk);
    expectEqual('the same texts', wordsOf(after), wordsOf(before));
    before.forEach((old, at) => {
      const now = after[at] ?? old;
      const by = old.text === no ? { x: -5.5, y: 0.6 } : { x: 0, y: 0 };
      const off = Math.hypot(now.x - old.x - by.x, now.y - old.y - by.y);
      expectTrue(`${old.text} stands where it was put, not ${off.toFixed(3)} mm beside it`, off < PLACE_MM);
    });

    await leaveWithChanges(desk);
  },
};

/** A draft is not left unasked: staying keeps it, dropping it goes where the person wanted to be; then on to the settings. */
async function leaveWithChanges(desk: Desk): Promise<void> {
  const { page } = desk;
  await desk.tabTo(page.getByTestId(NO_FIELD), 120);
  await page.keyboard.press('ArrowRight');
  await page.locator('[data-testid="form-designer"][data-dirty="true"]').waitFor();
  await desk.palette('转到：打印');
  await page.locator('[data-testid="leave-save"]:focus').waitFor();
  await page.keyboard.press('Escape');
  await page.getByTestId('leave-dialog').waitFor({ state: 'detached' });
  await page.locator('[data-testid="form-designer"][data-dirty="true"]').waitFor();
  await desk.palette('转到：打印');
  await page.locator('[data-testid="leave-save"]:focus').waitFor();
  await page.keyboard.press('Shift+Tab');
  await page.locator('[data-testid="leave-drop"]:focus').waitFor();
  await page.keyboard.press('Enter');
  await page.getByTestId('print-page').waitFor();
  await desk.palette('转到：设置');
  await page.locator('[data-testid="buyer-name"]:focus').waitFor();
  expectEqual('serious faults of the settings', (await seriousFaults(page, 'settings')).join('\n'), '');
}

/** Times apart, because the form says to the minute when it was printed. */
function wordsOf(texts: readonly PdfText[]): string {
  return texts.map(({ text }) => text.replace(/^\d{4}-\d\d-\d\d \d\d:\d\d$/, 'time')).join('|');
}

/** The number of the document the form is looked at with, once it is there. */
async function sampleNo(page: Page): Promise<string> {
  const choice = page.locator('[data-testid="design-sample"]:not([data-document=""])');
  await choice.waitFor();
  await page.locator('[data-testid="design-sheet"] .data text').first().waitFor();
  return (await choice.locator('option:checked').innerText()).trim();
}

/** Ctrl+P: every text of the PDF that is shown, with its place. */
async function trialTexts(desk: Desk): Promise<PdfText[]> {
  const { page } = desk;
  await page.keyboard.press('Control+KeyP');
  const shown = page.getByTestId('design-try').locator('[data-testid="print-pdf"]');
  await shown.waitFor();
  const address = (await shown.getAttribute('data-shown')) ?? '';
  const bytes = await page.evaluate(
    async (from) => [...new Uint8Array(await (await fetch(from)).arrayBuffer())],
    address,
  );
  const [sheet] = await readPdf(Uint8Array.from(bytes));
  await page.keyboard.press('Escape');
  await page.getByTestId('design-try').waitFor({ state: 'detached' });
  return sheet?.texts ?? [];
}

/** Where the chosen field stands, as the foot of the screen says: millimetres to one decimal. */
async function placeShown(page: Page): Promise<{ x: number; y: number }> {
  const words = await page.getByTestId('design-at').innerText();
  const [, x = '', y = ''] = /([\d.]+) \/ ([\d.]+) mm/.exec(words) ?? [];
  return { x: Number(x), y: Number(y) };
}

async function untilAt(page: Page, x: number, y: number): Promise<void> {
  await page
    .getByTestId('design-at')
    .filter({ hasText: `${x.toFixed(1)} / ${y.toFixed(1)} mm` })
    .waitFor();
}
