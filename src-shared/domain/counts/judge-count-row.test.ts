import { describe, expect, it } from 'vitest';
import type { CountSheetValues } from '../exchange/things.ts';
import { countFileCode, countRowCheck, stopsCountFile } from './count-file.ts';
import { judgeCountRow, type CountFileFacts, type CountFileLine, type CountFileSheet } from './judge-count-row.ts';

const RELEASED_AT = Date.parse('2026-12-31T00:00:00Z');
const COUNTED_AT = Date.parse('2026-12-31T01:00:00Z');
const NOW = Date.parse('2026-12-31T04:00:00Z');

const sheet: CountFileSheet = {
  ...{ sheetNo: 'PD-1', round: 1, exportRev: 2, snapAtMs: RELEASED_AT },
  ...{ refusal: null, counterNames: ['U1', 'pandian01', '杨帆'] },
};
const line: CountFileLine = {
  ...{ lineUid: 'L1', sheetNo: 'PD-1', lineNo: 7, round: 1, partNo: '000123', binCode: 'A-01', isFound: false },
  ...{ uom: '个', uomWhole: null, conversions: { 箱: { num: 12, den: 1 } }, bookMilli: 240_000 },
  ...{ binCapacityMilli: null, last: null },
};
const entry = { qtyMilli: 5000, note: null, countedAtMs: COUNTED_AT, countedByName: '李四' };
const good = {
  ...{ sheetNo: 'PD-1', lineUid: 'L1', exportRev: 2, partNo: '000123', binCode: 'A-01', qtyMilli: 240_000 },
  rowCheck: countRowCheck({ ...line, exportRev: 2 }),
};
const found = { sheetNo: 'PD-1', binCode: 'A-02', partNo: '000456', qtyMilli: 1000 };

interface Given {
  values?: Partial<CountSheetValues>;
  sheet?: Partial<CountFileSheet>;
  line?: Partial<CountFileLine>;
  expectedSheetNo?: string;
  text?: string;
}

function judge(base: CountSheetValues, given: Given) {
  const facts: CountFileFacts = {
    nowMs: NOW,
    expectedSheetNo: given.expectedSheetNo ?? null,
    sheets: { 'PD-1': { ...sheet, ...given.sheet }, 'PD-2': { ...sheet, sheetNo: 'PD-2' } },
    lines: { L1: { ...line, ...given.line } },
    foundParts: { '000123': line, '000456': line },
    binCodes: { 'PD-1': { 'A-01': true, 'A-02': true } },
  };
  return judgeCountRow({ ...base, ...given.values }, facts, (field) =>
    field === 'qtyMilli' ? (given.text ?? null) : null,
  );
}

/** Every code of stock §5.3 that is found by holding a row against the sheet; E03, E04 and E05 are the reader's. */
const ERRORS: readonly (readonly [code: string, reason: string, given: Given])[] = [
  ['E01', 'count-file-of-another-sheet', { expectedSheetNo: 'PD-9' }],
  ['E01', 'count-line-of-another-sheet', { values: { sheetNo: 'PD-2' } }],
  ['E01', 'count-file-outdated', { sheet: { exportRev: 3 } }],
  ['E02', 'count-line-unknown', { values: { lineUid: 'NO' } }],
  ['E02', 'count-row-check-differs', { values: { rowCheck: '00000000' } }],
  ['E06', 'whole-unit-decimals', { values: { qtyMilli: 1500 } }],
  ['E07', 'unit-unknown', { values: { uom: '桶' } }],
  ['E08', 'part-code-differs', { values: { partNo: '123' } }],
  ['E08', 'bin-code-differs', { values: { binCode: 'A-02' } }],
  ['E09', 'date-in-the-future', { values: { countedAtMs: NOW + 1 } }],
  ['E09', 'count-time-outside', { values: { countedAtMs: RELEASED_AT - 3_600_000 } }],
  ['E09', 'count-entered-later', { line: { last: entry }, values: { countedAtMs: COUNTED_AT - 600_000 } }],
  ['E10', 'count-sheet-closed', { sheet: { refusal: 'count-step-not-allowed' } }],
  ['E10', 'count-line-not-in-round', { sheet: { round: 2 } }],
  ['E13', 'count-not-assigned', { sheet: { refusal: 'count-not-assigned' } }],
  ['E13', 'count-not-assigned', { values: { countedBy: '王五' } }],
  ['E13', 'count-same-person', { sheet: { refusal: 'count-same-person' } }],
];

const FOUND_ERRORS: readonly (readonly [code: string, reason: string, given: Given])[] = [
  ['E04', 'count-value-missing', { values: { qtyMilli: null } }],
  ['E11', 'part-unknown', { values: { partNo: '999' } }],
  ['E11', 'bin-unknown', { values: { binCode: 'Z-99' } }],
  ['E06', 'whole-unit-decimals', { values: { qtyMilli: 1 } }],
  ['E07', 'unit-unknown', { values: { uom: '桶' } }],
  ['E12', 'count-already-on-sheet', { values: { binCode: 'A-01', partNo: '000123' } }],
];

const WARNINGS: readonly (readonly [code: string, reason: string, given: Given])[] = [
  ['W01', 'count-left-blank', { values: { qtyMilli: null } }],
  ['W02', 'count-looks-odd', { values: { qtyMilli: 20_000 } }],
  ['W02', 'count-looks-odd', { values: { qtyMilli: 420_000 } }],
  ['W02', 'count-looks-odd', { values: { qtyMilli: 2_401_000 } }],
  ['W03', 'text-normalised', { text: '２４０' }],
  ['W04', 'count-overwrites', { line: { last: entry } }],
];

describe('a row of a count sheet that comes back', () => {
  it('a good row is taken, in its own unit or in boxes', () => {
    expect(judge(good, {})).toEqual({
      ...{ errors: [], warnings: [], lineUid: 'L1', qtyMilli: 240_000, isUnchanged: false },
    });
    expect(judge(good, { values: { qtyMilli: 20_000, uom: '箱' } })).toMatchObject({ errors: [], qtyMilli: 240_000 });
  });

  it.each(ERRORS)('%s %s', (code, reason, given) => {
    const { errors } = judge(good, given);
    expect(errors.map((each) => each.reason)).toEqual([reason]);
    expect(countFileCode(reason)).toBe(code);
  });

  it.each(FOUND_ERRORS)('found item: %s %s', (code, reason, given) => {
    expect(judge(found, {}).errors).toEqual([]);
    const { errors } = judge(found, given);
    expect(errors.map((each) => each.reason)).toEqual([reason]);
    expect(countFileCode(reason)).toBe(code);
  });

  it.each(WARNINGS)('%s %s', (code, reason, given) => {
    const { errors, warnings } = judge(good, given);
    expect([errors, warnings.map((each) => each.reason)]).toEqual([[], [reason]]);
    expect(countFileCode(reason)).toBe(code);
  });

  it('a row tells everything that is wrong with it at once, and what was meant', () => {
    const { errors } = judge(good, { values: { partNo: '123', qtyMilli: 1500, countedBy: '王五' } });
    expect(errors.map(({ reason, details }) => [reason, details['suggested'] ?? null])).toEqual([
      ['whole-unit-decimals', null],
      ['part-code-differs', '000123'],
      ['count-not-assigned', '杨帆'],
    ]);
  });

  it('the same count again changes nothing, even when its time is older', () => {
    const given = { line: { last: entry }, values: { qtyMilli: 5000, countedAtMs: RELEASED_AT } };
    expect(judge(good, given)).toMatchObject({ errors: [], warnings: [], isUnchanged: true });
  });

  it('a found item that is on the sheet by now is counted again, not found twice', () => {
    const given = { line: { isFound: true, partNo: '000456', binCode: 'A-02', last: { ...entry, qtyMilli: 1000 } } };
    expect(judge(found, given)).toMatchObject({ errors: [], lineUid: 'L1', isUnchanged: true });
    expect(judge({ ...found, qtyMilli: 3000 }, given)).toMatchObject({ errors: [], lineUid: 'L1', qtyMilli: 3000 });
  });

  it('W02 says nothing where the book is withheld', () => {
    expect(judge(good, { line: { bookMilli: null }, values: { qtyMilli: 20_000 } }).warnings).toEqual([]);
  });

  it('only E01 stops a whole file; the reader has the other codes', () => {
    expect(stopsCountFile('count-file-outdated')).toBe(true);
    expect(stopsCountFile('count-line-unknown')).toBe(false);
    expect(['key-already-in-file', 'not-a-number', 'negative-not-allowed'].map(countFileCode)).toEqual([
      'E03',
      'E04',
      'E05',
    ]);
  });
});
