import type { SharesBp, SplitCondition } from '../../settlement/split.ts';
import { NO_WORDS, readCodeList, type CodeWords } from './code-words.ts';
import { SPLIT_FIELDS, type SplitField } from './split-fields.ts';

/** Shares of maker, customer and station in percent: `80/0/20`, `33.33/33.33/33.34`. */
export function sharesText(shares: SharesBp): string {
  return shares.map(percentText).join('/');
}

/** Basis points as percent without a sign: `110`, `33.33`. */
export function percentText(bp: number): string {
  const [whole, rest] = [Math.floor(bp / 100), bp % 100];
  return rest === 0 ? String(whole) : `${String(whole)}.${String(rest).padStart(2, '0').replace(/0$/, '')}`;
}

/** Three shares in percent that add up to 100; null otherwise. Slashes, blanks, commas and colons divide them. */
export function readShares(text: string): SharesBp | null {
  const parts = text
    .trim()
    .split(/\s*[/／,，:：\s]\s*/u)
    .filter((part) => part !== '')
    .map(readPercent);
  const [maker, customer, station] = parts;
  if (parts.length !== 3 || maker == null || customer == null || station == null) return null;
  return maker + customer + station === 10_000 ? [maker, customer, station] : null;
}

/** A percentage as basis points; null = not one. */
export function readPercent(text: string): number | null {
  const [, whole, rest] = /^(\d{1,5})(?:[.．](\d{1,2}))?[%％]?$/u.exec(text.trim()) ?? [];
  return whole === undefined ? null : Number(whole) * 100 + Number((rest ?? '').padEnd(2, '0'));
}

const NONE_OF = '≠ ';

/** What a rule asks of one column, as a cell: codes with their words by commas, `≠ WEAR`, `3`, `110%`, `✔`; empty = anything. */
export function conditionText(
  conditions: readonly SplitCondition[],
  field: string,
  words: CodeWords = NO_WORDS,
): string {
  const condition = conditions.find((one) => one.field === field);
  if (condition === undefined) return '';
  const { op, value } = condition;
  if (op === 'isTrue') return '✔';
  if (op === 'atMost') return field === 'kmUsedBp' ? `${percentText(Number(value))}%` : String(value);
  const codes = Array.isArray(value) ? value.map((code) => words.textOf(String(code))).join(', ') : '';
  return op === 'notIn' ? `${NONE_OF}${codes}` : codes;
}

/** A cell read back, codes or words: a condition, null for anything, or undefined for what cannot be read. */
export function readCondition(
  text: string,
  field: string,
  words: CodeWords = NO_WORDS,
): SplitCondition | null | undefined {
  const column = SPLIT_FIELDS.find((one) => one.field === field);
  const given = text.trim();
  if (column === undefined) return undefined;
  if (given === '') return null;
  if (column.kind === 'flag')
    return /^([✔√1y是]|yes|true)$/iu.test(given) ? { field, op: 'isTrue', value: null } : undefined;
  if (column.kind === 'number') return readLimit(given, field);
  return readCodes(given, column, words);
}

function readLimit(text: string, field: string): SplitCondition | undefined {
  const bare = text.replace(/^(<=|≤)\s*/u, '');
  const value = field === 'kmUsedBp' ? readPercent(bare) : /^\d{1,6}$/.test(bare) ? Number(bare) : null;
  return value === null ? undefined : { field, op: 'atMost', value };
}

function readCodes(text: string, { field, codes }: SplitField, words: CodeWords): SplitCondition | undefined {
  const isNot = /^(≠|!=|!|<>)/u.test(text);
  const given = readCodeList(text.replace(/^(≠|!=|!|<>)\s*/u, ''), words);
  const value = given.map((code) => (codes.includes(code) ? code : code.toUpperCase()));
  const known = value.every((code) => codes.includes(code));
  return value.length === 0 || !known ? undefined : { field, op: isNot ? 'notIn' : 'in', value: [...new Set(value)] };
}
