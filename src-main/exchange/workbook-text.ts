import type { Locale } from '../../src-shared/contract/values.ts';
import { CATALOGUES } from '../../src-shared/i18n/index.ts';

export type WorkbookText = (key: string, values?: Readonly<Record<string, string | number>>) => string;

/** Words of the catalogue for a workbook; {{name}} is replaced, a key without an entry stands for itself. */
export function workbookText(locale: Locale): WorkbookText {
  const texts = CATALOGUES[locale];
  return (key, values = {}) =>
    (texts[key] ?? key.slice(key.lastIndexOf('.') + 1)).replace(/\{\{(\w+)\}\}/g, (_whole, name: string) =>
      String(values[name] ?? ''),
    );
}
