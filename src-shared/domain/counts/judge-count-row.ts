import { halfWidth } from '../exchange/cell.ts';
import { finding, type ThingFinding } from '../exchange/field-definition.ts';
import type { CountSheetValues } from '../exchange/things.ts';
import { isWholeUnit } from '../parts/movement-types.ts';
import { businessMinuteOf } from '../units/business-date.ts';
import { mulDivRound } from '../units/rounding.ts';
import { countRowCheck } from './count-file.ts';
import { recountTriggers } from './recount-triggers.ts';

/** A sheet as a file that comes back is held against it. */
export interface CountFileSheet {
  sheetNo: string;
  round: number;
  exportRev: number;
  /** When the sheet went out; nothing of it was counted before. */
  snapAtMs: number | null;
  /** Why whoever brings the file may not enter counts now (`countRefusal`), or null. */
  refusal: string | null;
  /** What the person who counts this round may be called in the column of the counter: id, login and name; empty = anybody. */
  counterNames: readonly string[];
}

export interface CountFileLine {
  lineUid: string;
  sheetNo: string;
  lineNo: number;
  round: number;
  partNo: string;
  binCode: string | null;
  /** It was found and is not from the plan: found again, it is counted again. */
  isFound: boolean;
  uom: string;
  uomWhole: number | null;
  /** Larger units by name, as fractions of the base unit. */
  conversions: Readonly<Record<string, { num: number; den: number }>>;
  /** Null where it is withheld from whoever brings the file. */
  bookMilli: number | null;
  binCapacityMilli: number | null;
  /** The count of this round that stands by now. */
  last: CountFileEntry | null;
}

export interface CountFileEntry {
  qtyMilli: number;
  note: string | null;
  countedAtMs: number;
  countedByName: string;
}

/** Units of a part that may be found though it is on no line. */
export type FoundPart = Pick<CountFileLine, 'uom' | 'uomWhole' | 'conversions'>;

/** What a row is held against; on the desktop all lines of the sheets a file names, on the server those of one part of it. */
export interface CountFileFacts {
  nowMs: number;
  /** The sheet whose page the file was chosen on; null = the file may be of any sheet. */
  expectedSheetNo: string | null;
  sheets: Readonly<Record<string, CountFileSheet>>;
  lines: Readonly<Record<string, CountFileLine>>;
  /** For found items: the parts there are, by number; null where they are not known. */
  foundParts: Readonly<Record<string, FoundPart>> | null;
  /** By sheet number. */
  binCodes: Readonly<Record<string, Readonly<Record<string, true>>>> | null;
}

export interface JudgedCountRow {
  errors: ThingFinding[];
  warnings: ThingFinding[];
  /** The line the row is about; null for an item that is new to the sheet. */
  lineUid: string | null;
  /** In the base unit; null = stays uncounted. */
  qtyMilli: number | null;
  /** The row says what stands on the sheet already. */
  isUnchanged: boolean;
}

interface Row {
  values: CountSheetValues;
  facts: CountFileFacts;
  sheet: CountFileSheet | undefined;
  line: CountFileLine | undefined;
  unit: { num: number; den: number } | null;
  qtyMilli: number | null;
}

interface Problem {
  field: keyof CountSheetValues;
  reason: string;
  details?: ThingFinding['details'];
}

/**
 * Everything that is wrong with a row of a count sheet, at once, and what a person should know of it though it is taken. A row
 * without a line is a found item: it needs a bin and a part. Run over the file on the desktop and again on the server. Stock §5.3.
 */
export function judgeCountRow(
  values: CountSheetValues,
  facts: CountFileFacts,
  textOf: (field: keyof CountSheetValues) => string | null = () => null,
): JudgedCountRow {
  const line = isBlank(values.lineUid) ? foundBefore(values, facts) : facts.lines[values.lineUid ?? ''];
  const sheet = facts.sheets[values.sheetNo];
  const unit = unitOf(values, line ?? null, facts);
  const row: Row = { values, facts, sheet, line, unit, qtyMilli: baseQuantity(values, unit) };
  const isUnchanged = saysTheSame(row);
  const checks = isBlank(values.lineUid) && line === undefined ? FOUND_CHECKS : LINE_CHECKS;
  const errors = checks.flatMap((check) => problems(check(row, isUnchanged), values));
  const warnings = errors.length > 0 ? [] : WARNINGS.flatMap((warn) => problems(warn(row, textOf), values));
  return { errors, warnings, lineUid: line?.lineUid ?? null, qtyMilli: row.qtyMilli, isUnchanged };
}

/** The line a found item has become by an earlier file, so that the same file again changes nothing. */
function foundBefore(values: CountSheetValues, facts: CountFileFacts): CountFileLine | undefined {
  return lineAt(values, facts, true);
}

function lineAt(values: CountSheetValues, { lines }: CountFileFacts, isFound: boolean): CountFileLine | undefined {
  return Object.values(lines).find(
    (line) =>
      line.isFound === isFound &&
      line.sheetNo === values.sheetNo &&
      line.partNo === values.partNo &&
      (line.binCode ?? '') === (values.binCode ?? ''),
  );
}

function problems(found: Problem | null, values: CountSheetValues): ThingFinding[] {
  if (found === null) return [];
  return [finding({ field: found.field }, values[found.field], found.reason, found.details ?? {})];
}

type Check = (row: Row, isUnchanged: boolean) => Problem | null;

const isBlank = (text: string | null | undefined): boolean => text === undefined || text === null || text === '';

const ofThisSheet: Check = ({ values, facts, line }) => {
  const { expectedSheetNo } = facts;
  if (expectedSheetNo !== null && values.sheetNo !== expectedSheetNo)
    return { field: 'sheetNo', reason: 'count-file-of-another-sheet', details: { sheetNo: expectedSheetNo } };
  if (line !== undefined && line.sheetNo !== values.sheetNo)
    return { field: 'sheetNo', reason: 'count-line-of-another-sheet', details: { sheetNo: line.sheetNo } };
  return null;
};

const ofThisExport: Check = ({ values: { exportRev }, sheet }) =>
  sheet !== undefined && typeof exportRev === 'number' && exportRev < sheet.exportRev
    ? { field: 'exportRev', reason: 'count-file-outdated', details: { exportRev, latestRev: sheet.exportRev } }
    : null;

const lineKnown: Check = ({ line }) => (line === undefined ? { field: 'lineUid', reason: 'count-line-unknown' } : null);

const sheetKnown: Check = ({ sheet }) =>
  sheet === undefined ? { field: 'sheetNo', reason: 'count-sheet-unknown' } : null;

const proofHolds: Check = ({ values, line }) => {
  const { rowCheck, exportRev } = values;
  if (line === undefined || line.sheetNo !== values.sheetNo || isBlank(rowCheck) || typeof exportRev !== 'number')
    return null;
  return countRowCheck({ ...line, exportRev }) === rowCheck
    ? null
    : { field: 'rowCheck', reason: 'count-row-check-differs', details: { lineNo: line.lineNo } };
};

/** The part a row is about, as far as it is known. */
function partOf({ line, values, facts }: Row): FoundPart | undefined {
  return line ?? facts.foundParts?.[values.partNo ?? ''];
}

const unitKnown: Check = (row) => {
  const part = partOf(row);
  if (part === undefined || row.unit !== null) return null;
  const units = [part.uom, ...Object.keys(part.conversions)].join(', ');
  return { field: 'uom', reason: 'unit-unknown', details: { units, suggested: part.uom } };
};

const wholeWhereWhole: Check = (row) => {
  const { qtyMilli } = row.values;
  const part = partOf(row);
  const breaks =
    part !== undefined &&
    row.unit !== null &&
    typeof qtyMilli === 'number' &&
    isWholeUnit(part) &&
    !isWhole(qtyMilli, row.unit);
  return breaks ? { field: 'qtyMilli', reason: 'whole-unit-decimals' } : null;
};

const samePart: Check = ({ values: { partNo }, line }) =>
  line !== undefined && !isBlank(partNo) && partNo !== line.partNo
    ? { field: 'partNo', reason: 'part-code-differs', details: { suggested: line.partNo } }
    : null;

const sameBin: Check = ({ values: { binCode }, line }) =>
  line !== undefined && !isBlank(binCode) && binCode !== (line.binCode ?? '')
    ? { field: 'binCode', reason: 'bin-code-differs', details: { suggested: line.binCode ?? '' } }
    : null;

const inTime: Check = ({ values, facts, sheet, line }, isUnchanged) => {
  const { countedAtMs } = values;
  if (typeof countedAtMs !== 'number' || isUnchanged) return null;
  if (countedAtMs > facts.nowMs) return { field: 'countedAtMs', reason: 'date-in-the-future' };
  // A cell shows minutes: a count of the very minute the sheet went out is none from before.
  if (sheet?.snapAtMs !== null && sheet !== undefined && countedAtMs < sheet.snapAtMs - MINUTE_MS)
    return { field: 'countedAtMs', reason: 'count-time-outside', details: { from: businessMinuteOf(sheet.snapAtMs) } };
  const last = line?.last ?? null;
  if (last !== null && countedAtMs < last.countedAtMs - MINUTE_MS)
    return {
      field: 'countedAtMs',
      reason: 'count-entered-later',
      details: { by: last.countedByName, at: businessMinuteOf(last.countedAtMs) },
    };
  return null;
};

const MINUTE_MS = 60_000;

const stillOpen: Check = ({ sheet, line }) => {
  if (sheet?.refusal === 'count-step-not-allowed') return { field: 'sheetNo', reason: 'count-sheet-closed' };
  if (sheet !== undefined && line !== undefined && line.sheetNo === sheet.sheetNo && line.round !== sheet.round)
    return { field: 'lineUid', reason: 'count-line-not-in-round', details: { round: sheet.round } };
  return null;
};

const byWhoeverCounts: Check = ({ values: { countedBy }, sheet }) => {
  if (sheet === undefined) return null;
  if (sheet.refusal !== null && sheet.refusal !== 'count-step-not-allowed')
    return { field: 'countedBy', reason: sheet.refusal };
  if (isBlank(countedBy) || sheet.counterNames.length === 0 || sheet.counterNames.includes(countedBy ?? ''))
    return null;
  return { field: 'countedBy', reason: 'count-not-assigned', details: { suggested: sheet.counterNames.at(-1) ?? '' } };
};

/** In the order of the codes E01 to E13. */
const LINE_CHECKS: readonly Check[] = [
  ofThisSheet,
  ofThisExport,
  lineKnown,
  proofHolds,
  wholeWhereWhole,
  unitKnown,
  samePart,
  sameBin,
  inTime,
  stillOpen,
  byWhoeverCounts,
];

const partKnown: Check = ({ values: { partNo }, facts }) =>
  isBlank(partNo) || (facts.foundParts !== null && facts.foundParts[partNo ?? ''] === undefined)
    ? { field: 'partNo', reason: 'part-unknown' }
    : null;

const binKnown: Check = ({ values: { binCode, sheetNo }, facts }) =>
  isBlank(binCode) || (facts.binCodes !== null && facts.binCodes[sheetNo]?.[binCode ?? ''] !== true)
    ? { field: 'binCode', reason: 'bin-unknown' }
    : null;

const countGiven: Check = ({ values: { qtyMilli } }) =>
  typeof qtyMilli === 'number' ? null : { field: 'qtyMilli', reason: 'count-value-missing' };

const notOnSheet: Check = ({ values, facts }) => {
  const line = lineAt(values, facts, false);
  return line === undefined
    ? null
    : { field: 'partNo', reason: 'count-already-on-sheet', details: { lineNo: line.lineNo } };
};

const FOUND_CHECKS: readonly Check[] = [
  ofThisSheet,
  ofThisExport,
  sheetKnown,
  countGiven,
  wholeWhereWhole,
  unitKnown,
  inTime,
  stillOpen,
  partKnown,
  binKnown,
  notOnSheet,
  byWhoeverCounts,
];

type Warning = (row: Row, textOf: (field: keyof CountSheetValues) => string | null) => Problem | null;

/** W01 to W04: what a person should look at though the row is taken. */
const WARNINGS: readonly Warning[] = [
  ({ line, qtyMilli }) =>
    line !== undefined && qtyMilli === null && line.last === null
      ? { field: 'qtyMilli', reason: 'count-left-blank' }
      : null,
  ({ line, qtyMilli }) => {
    const fired = line === undefined || qtyMilli === null ? [] : oddTriggers(line, qtyMilli);
    return fired.length === 0
      ? null
      : { field: 'qtyMilli', reason: 'count-looks-odd', details: { triggers: fired.join(', ') } };
  },
  (_row, textOf) => {
    const text = textOf('qtyMilli');
    return text === null || halfWidth(text) === text ? null : { field: 'qtyMilli', reason: 'text-normalised' };
  },
  (row) => {
    const last = row.line?.last ?? null;
    if (last === null || row.qtyMilli === null || saysTheSame(row)) return null;
    const { countedByName, countedAtMs } = last;
    return {
      field: 'qtyMilli',
      reason: 'count-overwrites',
      details: { by: countedByName, at: businessMinuteOf(countedAtMs) },
    };
  },
];

const ODD: ReadonlySet<string> = new Set(['R4', 'R5', 'R7']);

/** Boxes for pieces, swapped digits, far too many: against the book of the snapshot, where it may be known. */
function oddTriggers(line: CountFileLine, countedMilli: number): string[] {
  if (line.bookMilli === null) return [];
  return recountTriggers({
    line: {
      ...{ expectedMilli: line.bookMilli, countedMilli, unitCostFen: 0 },
      ...{ partId: line.partNo, binId: line.binCode ?? '', chainId: null },
    },
    tolerance: { pctBp: 0, absFloorMilli: 0, valueLimitFen: 0, strict: false },
    packFactors: Object.values(line.conversions).flatMap(({ num, den }) => (den === 1 ? [num] : [])),
    binCapacityMilli: line.binCapacityMilli,
    otherLines: [],
  }).filter((trigger) => ODD.has(trigger));
}

function unitOf(
  { uom, partNo }: CountSheetValues,
  line: CountFileLine | null,
  facts: CountFileFacts,
): { num: number; den: number } | null {
  const part = line ?? facts.foundParts?.[partNo ?? ''] ?? null;
  if (isBlank(uom) || uom === part?.uom) return { num: 1, den: 1 };
  return part?.conversions[uom ?? ''] ?? null;
}

function isWhole(qtyMilli: number, { num, den }: { num: number; den: number }): boolean {
  return (BigInt(qtyMilli) * BigInt(num)) % (BigInt(den) * 1000n) === 0n;
}

function baseQuantity({ qtyMilli }: CountSheetValues, unit: { num: number; den: number } | null): number | null {
  if (typeof qtyMilli !== 'number' || unit === null || qtyMilli < 0) return null;
  return mulDivRound(qtyMilli, unit.num, unit.den);
}

function saysTheSame({ line, qtyMilli, values }: Row): boolean {
  if (line === undefined) return false;
  if (qtyMilli === null) return true;
  const { last } = line;
  return last !== null && last.qtyMilli === qtyMilli && (last.note ?? '') === (values.note ?? '');
}
