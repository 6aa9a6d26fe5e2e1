import type { RuleParameter, RuleRow } from '../ruleset-types.ts';
import { NO_WORDS, readCodeList, type CodeWords } from './code-words.ts';
import { percentText, readPercent } from './split-text.ts';

type Parameters = RuleRow['parameters'];
export type ParameterFault = 'parameter-form' | 'parameter-unknown' | 'parameter-missing' | 'parameter-number';

/** What parameters are called in the person's language; a name without a label stands for itself. */
export interface ParameterLabels {
  labelOf(name: string): string;
  /** The name a label of any language stands for; undefined for one that is none. */
  nameOf(label: string): string | undefined;
  /** What the codes in a list under this name are called; also by the columns of the tables. */
  wordsOf(name: string): CodeWords;
}

const BETWEEN = '; ';
const NAMES_ONLY: ParameterLabels = { labelOf: (name) => name, nameOf: () => undefined, wordsOf: () => NO_WORDS };

/** The parameters of a rule in one line: `Within (days) = 7; Claim types = WARRANTY`; empty for a rule without any. */
export function parameterText(parameters: Parameters, labels: ParameterLabels = NAMES_ONLY): string {
  return Object.entries(parameters)
    .map(([name, value]) => {
      const label = labels.labelOf(name);
      return `${label} = ${label === name ? plainText(value) : valueText(name, value, labels.wordsOf(name))}`;
    })
    .join(BETWEEN);
}

/** How many places of a number stand behind the point where a person reads it, by the unit in the parameter's name. */
const DECIMALS: readonly [RegExp, number][] = [
  [/Fen$/, 2],
  [/Centi(PerDay)?$/, 2],
  [/Milli$/, 3],
];
const decimalsOf = (name: string): number => DECIMALS.find(([unit]) => unit.test(name))?.[1] ?? 0;
const isShare = (name: string): boolean => name.endsWith('Bp');

/** One value as a person reads it: basis points as percent, fen as yuan, hundredths as hours; a list by commas, its codes with their words. */
export function valueText(name: string, value: RuleParameter, words: CodeWords = NO_WORDS): string {
  if (Array.isArray(value)) return value.map((code) => words.textOf(String(code))).join(', ');
  if (typeof value !== 'number') return plainText(value);
  if (isShare(name)) return percentText(value);
  const decimals = decimalsOf(name);
  if (decimals === 0) return String(value);
  const digits = String(value).padStart(decimals + 1, '0');
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`.replace(/\.?0+$/, '');
}

/** One value as it is kept: a number as its digits, a list by commas. */
function plainText(value: RuleParameter): string {
  return Array.isArray(value) ? value.join(', ') : String(value);
}

/**
 * The line read back, in any order, with half- or full-width signs. Under a label a value has the unit of the label, under the
 * name of the parameter the unit of the name. A list may be empty, a number must not be below 0.
 */
export function readParameters(
  text: string,
  before: Parameters,
  labels: ParameterLabels = NAMES_ONLY,
): { ok: true; parameters: Parameters } | { ok: false; reason: ParameterFault } {
  const given = new Map<string, RuleParameter>();
  const parts = text.split(/[;；\n]/u).flatMap((part) => (part.trim() === '' ? [] : [part]));
  for (const part of parts) {
    const [, label, value] = /^\s*(.+?)\s*[=＝]\s*(.*?)\s*$/u.exec(part) ?? [];
    if (label === undefined || value === undefined) return { ok: false, reason: 'parameter-form' };
    const isName = Object.hasOwn(before, label);
    const name = isName ? label : (labels.nameOf(label) ?? '');
    if (given.has(name)) return { ok: false, reason: 'parameter-form' };
    if (!Object.hasOwn(before, name)) return { ok: false, reason: 'parameter-unknown' };
    const read = readValue(value, before[name], { unitOf: isName ? '' : name, words: labels.wordsOf(name) });
    if (read === null) return { ok: false, reason: 'parameter-number' };
    given.set(name, read);
  }
  const names = Object.keys(before);
  if (names.some((name) => !given.has(name))) return { ok: false, reason: 'parameter-missing' };
  return { ok: true, parameters: Object.fromEntries(names.map((name) => [name, given.get(name) ?? ''])) };
}

/** `unitOf` = the parameter whose unit the text has, empty for the unit it is kept in; null = no number from 0 on where one is wanted. */
function readValue(
  text: string,
  before: RuleParameter | undefined,
  { unitOf, words }: { unitOf: string; words: CodeWords },
): RuleParameter | null {
  if (Array.isArray(before)) return readCodeList(text, words);
  if (typeof before !== 'number') return text;
  if (isShare(unitOf)) return readPercent(text);
  const decimals = unitOf === '' ? 0 : decimalsOf(unitOf);
  const [, whole, rest = ''] = /^(\d{1,12})(?:\.(\d*))?$/.exec(text.replace(/[,\s]/g, '')) ?? [];
  if (whole === undefined || rest.length > decimals || (rest === '' && text.includes('.'))) return null;
  const value = Number(whole + rest.padEnd(decimals, '0'));
  return Number.isSafeInteger(value) ? value : null;
}
