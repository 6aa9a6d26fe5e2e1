/** How a cell is read; the same names as in the contract. `decimal` is kept in millionths, `dateTime` in milliseconds. */
export type FieldType =
  | 'text'
  | 'code'
  | 'integer'
  | 'decimal'
  | 'moneyFen'
  | 'hoursCenti'
  | 'qtyMilli'
  | 'date'
  | 'dateTime'
  | 'choice'
  | 'flag';

/** What a code of a file may have to exist as; `REFERENCES` says where. */
export type ReferenceName = 'region' | 'station' | 'operation' | 'part' | 'warehouse' | 'supplier';

export interface FieldDefinition {
  key: string;
  type: FieldType;
  required: boolean;
  /** Part of the row key. */
  isKey: boolean;
  choices: readonly string[];
  /** For kinds with lines: belongs to the row (a line), not to the whole thing. */
  perRow: boolean;
  /** Headers this field is known by, lower case without spaces and signs. */
  headers: readonly string[];
  /** A code that must exist already. */
  references: ReferenceName | null;
  /** May be negative. */
  signed: boolean;
  /** Longest text in characters. */
  maxLength: number;
  least: number | null;
  most: number | null;
}

export interface FieldOptions {
  required?: boolean;
  isKey?: boolean;
  perRow?: boolean;
  choices?: readonly string[];
  references?: ReferenceName;
  signed?: boolean;
  maxLength?: number;
  least?: number;
  most?: number;
}

/** Longest ordinary text and longest code of one cell, in characters. */
const MAX_TEXT = 500;

/** A field of a kind; `headers` are the words its column is known by, separated by spaces. Keys are required unless said otherwise. */
export function field(key: string, type: FieldType, headers: string, options: FieldOptions = {}): FieldDefinition {
  return {
    key,
    type,
    required: options.required ?? options.isKey ?? false,
    isKey: options.isKey ?? false,
    choices: options.choices ?? [],
    perRow: options.perRow ?? false,
    headers: headers.split(' '),
    references: options.references ?? null,
    signed: options.signed ?? false,
    maxLength: options.maxLength ?? MAX_TEXT,
    least: options.least ?? null,
    most: options.most ?? null,
  };
}

/** A finding about a thing; `rowNo` is null when it concerns all its rows. */
export interface ThingFinding {
  rowNo: number | null;
  field: string | null;
  value: string | null;
  reason: string;
  details: Record<string, string | number | boolean | null>;
}

/** A rule over the whole thing, beyond the rules of its fields. */
export type ThingCheck = (values: Readonly<Record<string, unknown>>) => ThingFinding[];

/** Several rows of a file make one thing. */
export interface LineRules {
  /** More lines than this are not one document but a wrong key. */
  most: number;
  /** Reasons told when there are none or too many. */
  reasons: { none: string; tooMany: string; disagree: string };
  /** Fills in what a line leaves open. */
  complete?: (line: Record<string, unknown>) => void;
}

/** Everything the engine knows of one kind of file. */
export interface KindDefinition {
  fields: readonly FieldDefinition[];
  /** `set`: the key names the thing, and importing again changes what differs. `append`: every row is a new thing, named by file and row. */
  mode: 'set' | 'append';
  lines: LineRules | null;
  checks: readonly ThingCheck[];
  /** Pairs of date fields: the first may not lie after the second. */
  dateOrders: readonly (readonly [string, string])[];
  /** Things travel in the order of the first of these fields that is filled; an empty list keeps the file's order. */
  orderedBy: readonly string[];
}

/** A kind with the usual rules; only what differs is named. */
export function kind(
  fields: readonly FieldDefinition[],
  more: Partial<Omit<KindDefinition, 'fields'>> = {},
): KindDefinition {
  return { fields, mode: 'set', lines: null, checks: [], dateOrders: [], orderedBy: [], ...more };
}

/** A finding about one value; the value is cut to what a person needs to recognise it. */
export function finding(
  at: { rowNo?: number | null; field: string | null },
  value: unknown,
  reason: string,
  details: ThingFinding['details'] = {},
): ThingFinding {
  const text = value === undefined || value === null ? null : String(value).slice(0, 200);
  return { rowNo: at.rowNo ?? null, field: at.field, value: text, reason, details };
}

export function isFilled(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

export const KEY = { isKey: true } as const;
export const OPTIONAL_KEY = { isKey: true, required: false } as const;
export const REQUIRED = { required: true } as const;
export const PER_ROW = { perRow: true } as const;
export const PRODUCT_LINES = ['COACH', 'TRUCK'] as const;
/** Longest remark, e.g. the summary of a recall document. */
export const LONG_TEXT = { maxLength: 4000 } as const;
