import type { Locale } from '../../src-shared/contract/values.ts';
import { CATALOGUES } from '../../src-shared/i18n/index.ts';

type Values = Readonly<Record<string, string | number | boolean | null>>;
/** Of several keys the first one that has an entry. */
export type WorkbookText = (key: string | readonly string[], values?: Values) => string;

/** How a figure stands in a sentence, by the name after the comma in the catalogue. */
const FIGURES: Readonly<Record<string, { decimals: number; cutsZeros?: true; sign?: string }>> = {
  integer: { decimals: 0 },
  fen: { decimals: 2 },
  hours: { decimals: 2 },
  qty: { decimals: 3, cutsZeros: true },
  percent: { decimals: 2, cutsZeros: true, sign: '%' },
};

/** Words of the catalogue for a workbook; {{name}} and {{name, format}} are replaced, a key without an entry stands for itself. */
export function workbookText(locale: Locale): WorkbookText {
  const texts = CATALOGUES[locale];
  return (asked, values = {}) => {
    const keys = typeof asked === 'string' ? [asked] : asked;
    const last = keys.at(-1) ?? '';
    const text = keys.map((key) => texts[key]).find((entry) => entry !== undefined);
    return (text ?? last.slice(last.lastIndexOf('.') + 1)).replace(
      /\{\{(\w+)(?:, *(\w+))?\}\}/g,
      (_whole, name: string, format: string | undefined) => valueText(values[name] ?? '', format ?? ''),
    );
  };
}

function valueText(value: string | number | boolean, format: string): string {
  const figure = FIGURES[format];
  if (figure === undefined || typeof value !== 'number') return String(value);
  const digits = String(Math.abs(value)).padStart(figure.decimals + 1, '0');
  const whole = digits.slice(0, digits.length - figure.decimals).replace(/\B(?=(\d{3})+$)/g, ',');
  const fraction = figure.decimals === 0 ? '' : `.${digits.slice(-figure.decimals)}`;
  const shown = figure.cutsZeros === true ? fraction.replace(/\.?0+$/, '') : fraction;
  return `${value < 0 ? '-' : ''}${whole}${shown}${figure.sign ?? ''}`;
}
