import { isBusinessDate } from '../units/dates.ts';
import { IMPORT_KINDS, type FieldDefinition, type FieldType } from './import-kinds.ts';
import type { RowFinding } from './read-row.ts';
import type { ThingKind } from './things.ts';

/** A finding about a thing; `rowNo` is null when it concerns all its rows. */
export type ThingFinding = Omit<RowFinding, 'rowNo'> & { rowNo: number | null };

const VIN = /^[0-9A-HJ-NPR-Z]{17}$/;
const MAX_LINES = 200;
const MAX_TEXT = 500;
const INTEGER_TYPES: ReadonlySet<FieldType> = new Set([
  'integer',
  'decimal',
  'moneyFen',
  'hoursCenti',
  'qtyMilli',
] satisfies FieldType[]);

interface Bounds {
  least: number;
  most: number;
}
const COORDINATES: Readonly<Record<string, Bounds>> = {
  latMicro: { least: -90_000_000, most: 90_000_000 },
  lngMicro: { least: -180_000_000, most: 180_000_000 },
  mileageKm: { least: 0, most: 3_000_000 },
  lastMileageKm: { least: 0, most: 3_000_000 },
};

/** Pairs of dates of one thing: the first may not lie after the second. */
const DATE_ORDERS: Readonly<Record<ThingKind, readonly (readonly [string, string])[]>> = {
  stations: [['contractFromDate', 'contractToDate']],
  vehicles: [
    ['mfgDate', 'saleDate'],
    ['mfgDate', 'inServiceDate'],
  ],
  labourOperations: [['validFromDate', 'validToDate']],
  claims: [
    ['failureDate', 'finishDate'],
    ['finishDate', 'submittedDate'],
  ],
};

/**
 * What keeps the thing from being taken in; an empty list means nothing. Run over the file on the desktop and again on
 * the server over what arrived: types, required values, choices, bounds, order of dates, how the vehicle is named.
 */
export function checkThing(kind: ThingKind, values: Readonly<Record<string, unknown>>): ThingFinding[] {
  const fields = IMPORT_KINDS[kind];
  const head = fields.filter((field) => !field.perRow);
  const findings = checkFields(head, values, null);
  if (kind === 'vehicles') findings.push(...checkVin(values['vin']));
  if (kind === 'claims') findings.push(...checkClaim(fields, values));
  for (const [early, late] of DATE_ORDERS[kind]) findings.push(...checkDateOrder(values, early, late));
  return findings;
}

function checkFields(
  fields: readonly FieldDefinition[],
  values: Readonly<Record<string, unknown>>,
  rowNo: number | null,
): ThingFinding[] {
  const findings: ThingFinding[] = [];
  for (const field of fields) {
    const value = values[field.key];
    if (value === undefined || value === null || value === '') {
      if (field.required) findings.push(found(rowNo, field.key, value, field.isKey ? 'key-missing' : 'value-missing'));
    } else {
      const reason = wrongValue(field, value);
      if (reason !== null) findings.push(found(rowNo, field.key, value, reason));
    }
  }
  return findings;
}

function wrongValue(field: FieldDefinition, value: unknown): string | null {
  if (INTEGER_TYPES.has(field.type)) {
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) return 'not-a-number';
    const bounds = COORDINATES[field.key] ?? { least: 0, most: Number.MAX_SAFE_INTEGER };
    if (value < bounds.least) return bounds.least === 0 ? 'negative-not-allowed' : 'out-of-bounds';
    return value > bounds.most ? 'out-of-bounds' : null;
  }
  if (field.type === 'flag') return typeof value === 'boolean' ? null : 'choice-unknown';
  if (typeof value !== 'string') return 'not-a-text';
  if (field.type === 'date') return isBusinessDate(value) ? null : 'not-a-date';
  if (field.type === 'choice') return field.choices.includes(value) ? null : 'choice-unknown';
  return value.length > MAX_TEXT ? 'text-too-long' : null;
}

function checkVin(vin: unknown): ThingFinding[] {
  if (typeof vin !== 'string' || vin === '' || VIN.test(vin)) return [];
  return [found(null, 'vin', vin, 'vin-malformed')];
}

function checkClaim(fields: readonly FieldDefinition[], values: Readonly<Record<string, unknown>>): ThingFinding[] {
  const findings: ThingFinding[] = [];
  const named = isFilled(values['vin']) || (isFilled(values['plateNo']) && isFilled(values['modelName']));
  if (!named) findings.push(found(null, 'vin', null, 'vehicle-not-named'));
  const lines = values['lines'];
  if (!Array.isArray(lines) || lines.length === 0) return [...findings, found(null, null, null, 'claim-without-lines')];
  if (lines.length > MAX_LINES) findings.push(found(null, null, String(lines.length), 'claim-too-many-lines'));
  const perRow = fields.filter((field) => field.perRow);
  for (const line of lines) findings.push(...checkLine(perRow, line));
  return findings;
}

function checkLine(fields: readonly FieldDefinition[], line: unknown): ThingFinding[] {
  if (!isRecord(line) || typeof line['rowNo'] !== 'number') return [found(null, null, null, 'claim-without-lines')];
  return checkFields(fields, line, line['rowNo']);
}

function checkDateOrder(values: Readonly<Record<string, unknown>>, early: string, late: string): ThingFinding[] {
  const first = values[early];
  const second = values[late];
  if (typeof first !== 'string' || typeof second !== 'string' || first <= second) return [];
  return [
    {
      rowNo: null,
      field: late,
      value: second,
      reason: 'dates-out-of-order',
      details: { earlierField: early, earlierDate: first },
    },
  ];
}

function found(rowNo: number | null, field: string | null, value: unknown, reason: string): ThingFinding {
  return {
    rowNo,
    field,
    value: value === undefined || value === null ? null : String(value).slice(0, 200),
    reason,
    details: {},
  };
}

function isFilled(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
