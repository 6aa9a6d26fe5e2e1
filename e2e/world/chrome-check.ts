import type { Page } from 'playwright-core';

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

/**
 * What a reader of English must not meet on this screen: a message key, Chinese words in the product's own texts, a label
 * cut off. Returns one sentence for each.
 */
export async function englishFaults(page: Page, where: string): Promise<string[]> {
  const faults = await page.evaluate(
    ({ chrome, data }) => {
      const found: string[] = [];
      const visible = (element: Element): boolean => element.getClientRects().length > 0;
      for (const element of document.querySelectorAll(chrome)) {
        if (!visible(element) || element.closest(data) !== null || element.querySelector(data) !== null) continue;
        const text = (element.textContent ?? '').trim();
        const said = [text, element.getAttribute('aria-label') ?? '', element.getAttribute('title') ?? ''].join(' ');
        if (/[\u3400-\u9fff]/.test(said)) found.push(`Chinese: ${said.slice(0, 80)}`);
        const isLabel = element.matches('button, th, .label, .tag, .chip, .ag-header-cell-text');
        if (isLabel && text !== '' && element instanceof HTMLElement && element.scrollWidth > element.clientWidth + 1) {
          const style = getComputedStyle(element);
          if (style.overflow !== 'visible' && style.display !== 'inline') found.push(`cut off: ${text.slice(0, 60)}`);
        }
      }
      for (const element of document.querySelectorAll('input, textarea')) {
        const hint = element.getAttribute('placeholder') ?? '';
        if (visible(element) && /[\u3400-\u9fff]/.test(hint)) found.push(`Chinese hint: ${hint}`);
      }
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const text = (node.textContent ?? '').trim();
        const parent = node.parentElement;
        if (parent === null || !visible(parent) || parent.closest('style, script') !== null) continue;
        if (/^[a-z][A-Za-z]*(\.[A-Za-z][\w-]*)+$/.test(text) && !/\.(jpg|png|xlsx|csv|pdf)$/i.test(text))
          found.push(`message key: ${text}`);
        if (/\{\{.*\}\}/.test(text)) found.push(`unfilled: ${text.slice(0, 60)}`);
      }
      return [...new Set(found)];
    },
    { chrome: CHROME, data: DATA },
  );
  return faults.map((fault) => `${where}: ${fault}`);
}
