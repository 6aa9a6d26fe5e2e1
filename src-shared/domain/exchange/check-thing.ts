import { isBusinessDate } from '../units/dates.ts';
import { finding, isFilled, type FieldDefinition, type FieldType, type ThingFinding } from './field-definition.ts';
import { IMPORT_KINDS } from './import-kinds.ts';
import type { ThingKind } from './things.ts';

const INTEGER_TYPES: ReadonlySet<FieldType> = new Set([
  'integer',
  'decimal',
  'moneyFen',
  'hoursCenti',
  'qtyMilli',
  'dateTime',
] satisfies FieldType[]);

/**
 * What keeps the thing from being taken in; an empty list means nothing. Run over the file on the desktop and again on
 * the server over what arrived: types, required values, choices, bounds, lines, order of dates, and the rules of the kind.
 */
export function checkThing(kind: ThingKind, values: Readonly<Record<string, unknown>>): ThingFinding[] {
  const definition = IMPORT_KINDS[kind];
  const findings = checkFields(headFields(kind), values, null);
  for (const check of definition.checks) findings.push(...check(values));
  findings.push(...checkLines(kind, values['lines']));
  for (const [early, late] of definition.dateOrders) findings.push(...checkDateOrder(values, early, late));
  return findings;
}

const headFieldsByKind = new Map<ThingKind, readonly FieldDefinition[]>();

/** The fields that belong to the whole thing; every row of a file asks for them. */
function headFields(kind: ThingKind): readonly FieldDefinition[] {
  const known = headFieldsByKind.get(kind);
  if (known !== undefined) return known;
  const head = IMPORT_KINDS[kind].fields.filter((field) => !field.perRow);
  headFieldsByKind.set(kind, head);
  return head;
}

function checkFields(
  fields: readonly FieldDefinition[],
  values: Readonly<Record<string, unknown>>,
  rowNo: number | null,
): ThingFinding[] {
  const findings: ThingFinding[] = [];
  for (const field of fields) {
    const value = values[field.key];
    if (!isFilled(value)) {
      if (field.required)
        findings.push(finding({ rowNo, field: field.key }, value, field.isKey ? 'key-missing' : 'value-missing'));
    } else {
      const reason = wrongValue(field, value);
      if (reason !== null) findings.push(finding({ rowNo, field: field.key }, value, reason));
    }
  }
  return findings;
}

function wrongValue(field: FieldDefinition, value: unknown): string | null {
  if (INTEGER_TYPES.has(field.type)) {
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) return 'not-a-number';
    const least = field.least ?? (field.signed ? -Number.MAX_SAFE_INTEGER : 0);
    if (value < least) return least === 0 ? 'negative-not-allowed' : 'out-of-bounds';
    return value > (field.most ?? Number.MAX_SAFE_INTEGER) ? 'out-of-bounds' : null;
  }
  if (field.type === 'flag') return typeof value === 'boolean' ? null : 'choice-unknown';
  if (typeof value !== 'string') return 'not-a-text';
  if (field.type === 'date') return isBusinessDate(value) ? null : 'not-a-date';
  if (field.type === 'choice') return field.choices.includes(value) ? null : 'choice-unknown';
  return value.length > field.maxLength ? 'text-too-long' : null;
}

function checkLines(kind: ThingKind, lines: unknown): ThingFinding[] {
  const { lines: rules, fields } = IMPORT_KINDS[kind];
  if (rules === null) return [];
  if (!Array.isArray(lines) || lines.length === 0) return [finding({ field: null }, null, rules.reasons.none)];
  const findings: ThingFinding[] = [];
  if (lines.length > rules.most) {
    findings.push(finding({ field: null }, lines.length, rules.reasons.tooMany, { limit: rules.most }));
  }
  const perRow = fields.filter((field) => field.perRow);
  for (const line of lines) {
    if (!isRecord(line) || typeof line['rowNo'] !== 'number')
      findings.push(finding({ field: null }, null, rules.reasons.none));
    else findings.push(...checkFields(perRow, line, line['rowNo']));
  }
  return findings;
}

function checkDateOrder(values: Readonly<Record<string, unknown>>, early: string, late: string): ThingFinding[] {
  const first = values[early];
  const second = values[late];
  if (typeof first !== 'string' || typeof second !== 'string' || first <= second) return [];
  return [finding({ field: late }, second, 'dates-out-of-order', { earlierField: early, earlierDate: first })];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
