import type { Page } from 'playwright-core';
import { expectEqual } from './check.ts';
import type { Desk } from '../pages/desk.ts';

const MOST_REPORTS = 30;

/** To one of the reports of the parts room: its list, then report after report by its key. */
export async function openStockReport(desk: Desk, name: string, room = '转到：配件'): Promise<void> {
  const { page } = desk;
  await desk.palette(room);
  await page.getByTestId('parts-page').waitFor();
  await page.keyboard.press('Digit5');
  await page.getByTestId('report-grid').waitFor();
  for (let turn = 0; turn < MOST_REPORTS && (await shownReport(page)) !== name; turn += 1)
    await page.keyboard.press('BracketRight');
  expectEqual('the report that is shown', await shownReport(page), name);
}

/** The name of the report that is chosen. */
export function shownReport(page: Page): Promise<string> {
  return page.getByTestId('report-name').inputValue();
}
