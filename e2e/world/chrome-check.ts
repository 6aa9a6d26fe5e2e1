import type { Page } from 'playwright-core';
import { CATALOGUES } from '../../src-shared/i18n/index.ts';

/** Parts of the screen that are the product's own words; the rows of grids and the facts of a document are data. */
const CHROME = [
  ...[
    'button',
    'th',
    'h2',
    'h3',
    'h4',
    'label',
    'legend',
    'option',
    'dt',
    'kbd',
    'summary',
    '.label',
    '.tag',
    '.notice',
  ],
  ...[
    '.ag-header-cell-text',
    '.chip',
    '.state',
    '.dialog-body > p',
    '.strip span',
    '.group',
    '.sync',
    '.ant-modal-title',
  ],
].join(', ');
/** What people and stations are called, and what they wrote, stays as it is in any language. */
const DATA =
  '[data-testid="user-menu"], [data-data], .ag-center-cols-container, .versions dd, [data-testid^="demo-"], [lang="zh-CN"]';

const CHINESE = /[\u3400-\u9fff]/;
/** A piece this long of a sentence with gaps is no name by chance. */
const LONG_ENOUGH = 4;

/** The product's own words in Chinese: whole texts, and the pieces between the gaps of the others. */
function chineseOfTheProduct(): { whole: string[]; pieces: string[] } {
  // the name of a language stays in that language
  const texts = Object.entries(CATALOGUES['zh-CN']).flatMap(([key, text]) =>
    CHINESE.test(text) && key !== 'language.zh-CN' ? [text] : [],
  );
  const pieces = texts
    .filter((text) => text.includes('{{'))
    .flatMap((text) => text.split(/\{\{[^}]*\}\}/))
    .map((piece) => piece.trim())
    .filter((piece) => (piece.match(/[\u3400-\u9fff]/g) ?? []).length >= LONG_ENOUGH);
  return { whole: texts.filter((text) => !text.includes('{{')), pieces };
}

/**
 * What a reader of English must not meet on this screen: a message key, Chinese words in the product's own texts, a label
 * cut off. Returns one sentence for each.
 */
export async function englishFaults(page: Page, where: string): Promise<string[]> {
  const faults = await page.evaluate(
    ({ chrome, data, whole, pieces }) => {
      const found: string[] = [];
      const own = new Set(whole);
      const isOwn = (text: string): boolean => own.has(text) || pieces.some((piece) => text.includes(piece));
      const visible = (element: Element): boolean => element.getClientRects().length > 0;
      for (const element of document.querySelectorAll(chrome)) {
        if (!visible(element) || element.closest(data) !== null || element.querySelector(data) !== null) continue;
        const text = (element.textContent ?? '').trim();
        for (const said of [element.getAttribute('aria-label') ?? '', element.getAttribute('title') ?? ''])
          if (isOwn(said.trim())) found.push(`Chinese: ${said.slice(0, 80)}`);
        const isLabel = element.matches('button, th, .label, .tag, .chip, .ag-header-cell-text');
        if (
          isLabel &&
          element.closest('.ag-cell') === null &&
          text !== '' &&
          element instanceof HTMLElement &&
          element.scrollWidth > element.clientWidth + 1
        ) {
          const style = getComputedStyle(element);
          if (style.overflow !== 'visible' && style.display !== 'inline') found.push(`cut off: ${text.slice(0, 60)}`);
        }
      }
      for (const element of document.querySelectorAll('input, textarea')) {
        const hint = element.getAttribute('placeholder') ?? '';
        if (visible(element) && isOwn(hint.trim())) found.push(`Chinese hint: ${hint}`);
      }
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const text = (node.textContent ?? '').trim();
        const parent = node.parentElement;
        if (parent === null || !visible(parent) || parent.closest('style, script') !== null) continue;
        if (/^[a-z][A-Za-z]*(\.[A-Za-z][\w-]*)+$/.test(text) && !/\.(jpg|png|xlsx|csv|pdf)$/i.test(text))
          found.push(`message key: ${text}`);
        if (parent.closest(data) === null && isOwn(text)) found.push(`Chinese: ${text.slice(0, 80)}`);
        if (/\{\{.*\}\}/.test(text)) found.push(`unfilled: ${text.slice(0, 60)}`);
      }
      return [...new Set(found)];
    },
    { chrome: CHROME, data: DATA, ...chineseOfTheProduct() },
  );
  return faults.map((fault) => `${where}: ${fault}`);
}
