import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn.js';
import i18next, { type i18n as I18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { CATALOGUES } from '../../src-shared/i18n/index.ts';
import { LOCALES, type Locale } from '../../src-shared/contract/values.ts';
import { formatFen, formatHours, formatInstant, formatInteger, formatPercent, formatQty } from '../ui/format.ts';

const REMEMBERED = 'hedui.locale';

const NUMBER_FORMATS: Readonly<Record<string, (value: number) => string>> = {
  fen: formatFen,
  integer: formatInteger,
  hours: formatHours,
  percent: formatPercent,
  qty: formatQty,
  instant: formatInstant,
};

/** The language used last on this machine; Chinese when there was none. */
export function rememberedLocale(): Locale {
  const stored = localStorage.getItem(REMEMBERED);
  return LOCALES.find((locale) => locale === stored) ?? 'zh-CN';
}

/** Starts the catalogues; keys are flat, so dots and colons in them mean nothing. */
export async function startLanguage(locale: Locale): Promise<I18n> {
  await i18next.use(initReactI18next).init({
    lng: locale,
    fallbackLng: 'zh-CN',
    resources: Object.fromEntries(LOCALES.map((name) => [name, { translation: CATALOGUES[name] }])),
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  for (const [name, format] of Object.entries(NUMBER_FORMATS)) {
    i18next.services.formatter?.add(name, (value: unknown) =>
      typeof value === 'number' ? format(value) : String(value ?? '–'),
    );
  }
  // A business date is text already; the name in the catalogue says what it is.
  i18next.services.formatter?.add('date', (value: unknown) => String(value ?? '–'));
  markDocument(locale);
  return i18next;
}

export function switchLanguage(locale: Locale): void {
  localStorage.setItem(REMEMBERED, locale);
  markDocument(locale);
  if (i18next.language !== locale) void i18next.changeLanguage(locale);
}

function markDocument(locale: Locale): void {
  // The calendar of the date boxes names months and days by this.
  dayjs.locale(locale === 'zh-CN' ? 'zh-cn' : 'en');
  document.documentElement.lang = locale;
  document.title = i18next.t('app.title');
}
