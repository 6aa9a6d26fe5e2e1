import type { RuleParameter, RuleRow } from '../ruleset-types.ts';

type Parameters = RuleRow['parameters'];
export type ParameterFault = 'parameter-form' | 'parameter-unknown' | 'parameter-missing' | 'parameter-number';

const BETWEEN = '; ';

/** The parameters of a rule in one line: `days = 7; claimTypes = WARRANTY, GOODWILL`; empty for a rule without any. */
export function parameterText(parameters: Parameters): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name} = ${valueText(value)}`)
    .join(BETWEEN);
}

/** One value: a number as its digits, a list by commas. */
export function valueText(value: RuleParameter): string {
  return Array.isArray(value) ? value.join(', ') : String(value);
}

/**
 * The line read back; names and kinds are those of `before`, in any order, with half- or full-width signs. A list may be
 * empty, a number must be a whole one from 0 on.
 */
export function readParameters(
  text: string,
  before: Parameters,
): { ok: true; parameters: Parameters } | { ok: false; reason: ParameterFault } {
  const given = new Map<string, RuleParameter>();
  const parts = text.split(/[;；\n]/u).flatMap((part) => (part.trim() === '' ? [] : [part]));
  for (const part of parts) {
    const [, name, value] = /^\s*(\w+)\s*[=＝]\s*(.*?)\s*$/u.exec(part) ?? [];
    if (name === undefined || value === undefined || given.has(name)) return { ok: false, reason: 'parameter-form' };
    if (!Object.hasOwn(before, name)) return { ok: false, reason: 'parameter-unknown' };
    const read = readValue(value, before[name]);
    if (read === null) return { ok: false, reason: 'parameter-number' };
    given.set(name, read);
  }
  const names = Object.keys(before);
  if (names.some((name) => !given.has(name))) return { ok: false, reason: 'parameter-missing' };
  return { ok: true, parameters: Object.fromEntries(names.map((name) => [name, given.get(name) ?? ''])) };
}

/** null = not a whole number from 0 on where one is wanted. */
function readValue(text: string, before: RuleParameter | undefined): RuleParameter | null {
  if (Array.isArray(before)) return [...new Set(text.split(/[,，\s]+/u).filter((code) => code !== ''))];
  if (typeof before !== 'number') return text;
  const digits = text.replace(/[,\s]/g, '');
  const value = /^\d{1,15}$/.test(digits) ? Number(digits) : Number.NaN;
  return Number.isSafeInteger(value) ? value : null;
}
