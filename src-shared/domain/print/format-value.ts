import { rmbUppercase } from '../checks/rmb-uppercase.ts';
import type { Field, FormValue } from './form-template.ts';

/** Words by catalogue key; a key without an entry stands for itself. */
export type Words = (key: string, values?: Readonly<Record<string, string | number>>) => string;

const DAY_MS = 86_400_000;
/** Forms state the time of Shanghai (UTC+8, no summer time since 1991). */
const SHANGHAI_MS = 8 * 3_600_000;

/** The text of a value as a form states it; null and absent values give an empty text, so the place stays blank. */
export function formatValue(
  value: FormValue | undefined,
  field: Pick<Field, 'format' | 'words'>,
  words: Words,
): string {
  if (value === null || value === undefined || value === '') return '';
  return FORMATTERS[field.format](value, field, words);
}

type Formatter = (value: string | number, field: Pick<Field, 'words'>, words: Words) => string;

const FORMATTERS: Readonly<Record<Field['format'], Formatter>> = {
  text: (value) => String(value),
  fen: (value) => scaled(Number(value), 2, 2),
  fenInWords: (value) => rmbUppercase({ amountFen: Number(value) }),
  date: (value) => String(value).slice(0, 10),
  dateTime: (value) => dateTimeText(Number(value)),
  integer: (value) => scaled(Number(value), 0, 0),
  quantity: (value) => scaled(Number(value), 3, 0),
  hours: (value) => scaled(Number(value), 2, 1),
  percent: (value) => `${scaled(Number(value), 2, 0)}%`,
  choice: (value, field, words) => words(`${field.words ?? ''}.${String(value)}`),
};

/** An integer in 1/10^places as decimal text with thousands separators; trailing zeros beyond `shown` places go. */
function scaled(value: number, places: number, shown: number): string {
  const digits = Math.abs(value)
    .toString()
    .padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places).replace(/\B(?=(\d{3})+$)/g, ',');
  let rest = places === 0 ? '' : digits.slice(-places);
  while (rest.length > shown && rest.endsWith('0')) rest = rest.slice(0, -1);
  return `${value < 0 ? '-' : ''}${whole}${rest === '' ? '' : `.${rest}`}`;
}

/** `YYYY-MM-DD HH:MM` in Shanghai for UTC milliseconds. */
export function dateTimeText(atMs: number): string {
  const local = atMs + SHANGHAI_MS;
  const date = new Date(Math.floor(local / DAY_MS) * DAY_MS).toISOString().slice(0, 10);
  const minutes = Math.floor((local - Math.floor(local / DAY_MS) * DAY_MS) / 60_000);
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${date} ${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
