import { unguardedText } from './formula-guard.ts';
import { cellText, cleanText, halfWidth, type Cell } from './cell.ts';
import { CHOICE_WORDS } from './choice-words.ts';
import type { FieldDefinition, FieldType } from './field-definition.ts';
import { dateFromSerial, instantFromSerial, parseDateText, parseInstantText, type DateOrder } from './parse-date.ts';
import { parseScaled, type Parsed } from './parse-number.ts';

export type FieldValue = string | number | boolean | null;

const MAX_CODE = 64;
/** Excel keeps 15 digits of a number: a longer code written as a number has lost its end. */
const MAX_NUMBER_CODE_DIGITS = 15;
const SCALES: Partial<Record<FieldType, number>> = { integer: 0, decimal: 6, moneyFen: 2, hoursCenti: 2, qtyMilli: 3 };
const YES = new Set(['1', 'y', 'yes', 'true', '是', '√', '有']);
const NO = new Set(['0', 'n', 'no', 'false', '否', '×', '无', '']);

export interface ReadingRules {
  dateOrder: DateOrder;
  /** Decimals beyond the scale are rounded half up instead of refused; the person asked for it in the mapping. */
  rounds: boolean;
}

/** The typed value of a cell for a field, or the reason it is refused; an empty cell is null. */
export function parseCell(cell: Cell, field: FieldDefinition, rules: ReadingRules): Parsed<FieldValue> {
  if (cell.is === 'error') return { ok: false, reason: 'cell-has-error' };
  const text = cellText(cell);
  if (text === '') return { ok: true, value: null };
  const scale = SCALES[field.type];
  if (scale !== undefined) return parseAmount(cell, text, field, { scale, rounds: rules.rounds });
  switch (field.type) {
    case 'date':
      return parseDate(cell, text, rules.dateOrder);
    case 'dateTime':
      return parseInstant(cell, text, rules.dateOrder);
    case 'choice':
      return parseChoice(text, field.choices);
    case 'flag':
      return parseFlag(text);
    case 'code':
      return parseCode(cell, text);
    default:
      return parseText(cell, text, field.maxLength);
  }
}

function parseAmount(
  cell: Cell,
  text: string,
  field: FieldDefinition,
  { scale, rounds }: { scale: number; rounds: boolean },
): Parsed<FieldValue> {
  if (cell.is === 'date') return { ok: false, reason: 'date-instead-of-number' };
  if (cell.is === 'flag') return { ok: false, reason: 'not-a-number' };
  const parsed = parseScaled(text, scale, rounds);
  const isSigned = field.signed || (field.least ?? 0) < 0;
  if (parsed.ok && parsed.value < 0 && !isSigned) return { ok: false, reason: 'negative-not-allowed' };
  return parsed;
}

function parseDate(cell: Cell, text: string, dateOrder: DateOrder): Parsed<FieldValue> {
  if (cell.is === 'date') return dateFromSerial(cell.digits, cell.from1904);
  if (cell.is === 'number' && text.length !== 8) return dateFromSerial(cell.digits, false);
  return parseDateText(text, dateOrder);
}

function parseInstant(cell: Cell, text: string, dateOrder: DateOrder): Parsed<FieldValue> {
  if (cell.is === 'date') return instantFromSerial(cell.digits, cell.from1904);
  if (cell.is === 'number' && text.length !== 8) return instantFromSerial(cell.digits, false);
  return parseInstantText(text, dateOrder);
}

function parseChoice(text: string, choices: readonly string[]): Parsed<FieldValue> {
  const wanted = halfWidth(text).toLowerCase();
  const found = choices.find(
    (choice) => choice.toLowerCase() === wanted || (CHOICE_WORDS[choice] ?? []).includes(wanted),
  );
  return found === undefined ? { ok: false, reason: 'choice-unknown' } : { ok: true, value: found };
}

function parseFlag(text: string): Parsed<FieldValue> {
  const wanted = halfWidth(text).toLowerCase();
  if (YES.has(wanted)) return { ok: true, value: true };
  return NO.has(wanted) ? { ok: true, value: false } : { ok: false, reason: 'choice-unknown' };
}

/** A code of one cell as it ought to be: nothing to strip, nothing to convert. Most are such. */
const PLAIN_CODE = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$/;

function parseCode(cell: Cell, text: string): Parsed<FieldValue> {
  if (cell.is === 'text' && PLAIN_CODE.test(text)) return { ok: true, value: text };
  if (cell.is === 'date') return { ok: false, reason: 'date-instead-of-code' };
  if (cell.is === 'number') {
    if (/[.eE]/.test(text)) return { ok: false, reason: 'code-is-not-whole' };
    if (text.replace('-', '').length > MAX_NUMBER_CODE_DIGITS) return { ok: false, reason: 'code-lost-digits' };
  }
  const code = halfWidth(withoutGuard(text)).trim();
  return code.length > codeLimit(code) ? { ok: false, reason: 'text-too-long' } : { ok: true, value: code };
}

/** A code joined from several columns may be longer than a code of one cell. */
function codeLimit(code: string): number {
  return code.includes(' | ') ? 500 : MAX_CODE;
}

function parseText(cell: Cell, text: string, maxLength: number): Parsed<FieldValue> {
  if (cell.is === 'date') return dateFromSerial(cell.digits, cell.from1904);
  const value = withoutGuard(text);
  return value.length > maxLength ? { ok: false, reason: 'text-too-long' } : { ok: true, value };
}

/** The text without the apostrophe our own csv puts before = + - @; also where Excel has saved that csv as a workbook since. */
function withoutGuard(text: string): string {
  return text.startsWith("'") ? cleanText(unguardedText(text)) : text;
}
