import { describe, expect, it } from 'vitest';
import { FIRST_RATES, FIRST_RATES_FROM_DATE } from '../first-rates.ts';
import { indexMasters } from '../masters.ts';
import { REASON_CODES } from '../reason-codes.ts';
import { rateInForce } from '../rate-lookup.ts';
import { checkMasters, type MasterRows } from './check-masters.ts';
import { masterEdits, mastersWithEdits, withMasterEdits, type MasterRow } from './master-edits.ts';
import { endedRates, rateWrites, withMasterWrites } from './master-writes.ts';

const RATES: MasterRow[] = FIRST_RATES.map((rate, index) => ({
  ...{ id: `RATE-${String(index)}`, stationId: null, regionId: null, ...rate },
  ...{ validFromDate: FIRST_RATES_FROM_DATE, validToDate: null },
}));
const COVERAGES: MasterRow[] = [
  coverage('C-ALL', { months: 24, kmLimit: 200_000 }),
  coverage('C-ENGINE', { componentGroupId: 'G-ENGINE', months: 36, kmLimit: 300_000 }),
];
const REASONS: MasterRow[] = REASON_CODES.map((reason) => ({ id: reason.code, ...reason }));
const SOUND: MasterRows = { rates: RATES, coverages: COVERAGES, reasons: REASONS };

function coverage(id: string, more: MasterRow): MasterRow {
  return {
    ...{ id, policyId: 'P-1', componentGroupId: null, partId: null, months: null, kmLimit: null },
    ...{ mode: 'FIRST_REACHED', labourMonths: null, materialMonths: null, excluded: 0, note: null, ...more },
  };
}

const changed = (rows: readonly MasterRow[], id: string, change: MasterRow): MasterRow[] =>
  rows.map((row) => (row['id'] === id ? { ...row, ...change } : row));
const coachRate = RATES[0] ?? {};

describe('what keeps changed masters from standing names row and field', () => {
  it('the first masters stand', () => {
    expect(checkMasters(SOUND, { usedReasons: ['R01', 'R40'] })).toEqual([]);
  });

  it.each<[string, Partial<MasterRows>, object]>([
    [
      'two rates of one scope on one day',
      { rates: [...RATES, { ...coachRate, id: 'NEW', validFromDate: '2026-01-01' }] },
      { row: 'LABOUR_HOUR COACH', field: 'validFromDate', reason: 'master-rate-overlap' },
    ],
    [
      'a rate that ends before it begins',
      { rates: changed(RATES, 'RATE-0', { validToDate: '1999-01-01' }) },
      { row: 'LABOUR_HOUR COACH', field: 'validToDate', reason: 'master-rate-dates' },
    ],
    [
      'a rate nobody looks up',
      { rates: changed(RATES, 'RATE-0', { rateKey: 'LABOUR' }) },
      { row: 'LABOUR COACH', field: 'rateKey', reason: 'master-rate-key' },
    ],
    [
      'a rate below nothing',
      { rates: changed(RATES, 'RATE-0', { value: -1 }) },
      { row: 'LABOUR_HOUR COACH', field: 'value', reason: 'master-rate-value' },
    ],
    [
      'an assembly covered twice',
      { coverages: [...COVERAGES, coverage('C-2', { componentGroupId: 'G-ENGINE', months: 1 })] },
      { row: 'P-1 G-ENGINE', field: 'componentGroupId', reason: 'master-coverage-twice' },
    ],
    [
      'terms without an end',
      { coverages: changed(COVERAGES, 'C-ENGINE', { months: null, kmLimit: null }) },
      { row: 'P-1 G-ENGINE', field: 'months', reason: 'master-coverage-limit' },
    ],
    [
      'a policy that says nothing of everything else',
      { coverages: COVERAGES.slice(1) },
      { row: 'P-1', field: 'componentGroupId', reason: 'master-coverage-default' },
    ],
    [
      'a reason in one language only',
      { reasons: changed(REASONS, 'R07', { textEn: ' ' }) },
      { row: 'R07', field: 'textEn', reason: 'master-reason-text' },
    ],
    [
      'two reasons on one key',
      { reasons: changed(REASONS, 'R40', { suggestedRank: 1 }) },
      { row: 'R40', field: 'suggestedRank', reason: 'master-reason-rank' },
    ],
    [
      'a key for a reason that is not offered',
      { reasons: changed(REASONS, 'R07', { isOffered: 0 }) },
      { row: 'R07', field: 'suggestedRank', reason: 'master-reason-rank' },
    ],
    [
      'a reason that a rule proposes',
      { reasons: REASONS.slice(1) },
      { row: 'R01', field: 'code', reason: 'master-reason-in-rules' },
    ],
  ])('%s', (_what, rows, fault) => {
    expect(checkMasters({ ...SOUND, ...rows }, { usedReasons: ['R01'] })).toEqual([fault]);
  });
});

it('edits are the rows that differ, and bring the other rows back', () => {
  const after = [...changed(COVERAGES, 'C-ALL', { months: 30 }).slice(0, 1), coverage('NEW', { months: 6 })];
  const edits = masterEdits('coverages', COVERAGES, after);
  expect(edits.map(({ id, before, after: now }) => [id, before?.['months'] ?? null, now?.['months'] ?? null])).toEqual([
    ['C-ALL', 24, 30],
    ['C-ENGINE', 36, null],
    ['NEW', null, 6],
  ]);
  expect(withMasterEdits('coverages', COVERAGES, edits)).toEqual(after);
});

describe('rates from a day on', () => {
  const FROM = '2026-04-01';
  const written = (after: readonly MasterRow[], before: readonly MasterRow[] = RATES): MasterRow[] =>
    withMasterWrites(before, rateWrites(masterEdits('rates', before, after), FROM)).filter(
      (row) => row['rateKey'] === 'LABOUR_HOUR' && row['productLine'] === 'COACH',
    );
  const spans = (rows: readonly MasterRow[]): unknown[] =>
    rows.map(({ value, validFromDate, validToDate }) => [value, validFromDate, validToDate]);

  it('a changed rate ends the day before and begins anew', () => {
    const rows = written(changed(RATES, 'RATE-0', { value: 66_00 }));
    expect(spans(rows)).toEqual([
      [60_00, FIRST_RATES_FROM_DATE, '2026-03-31'],
      [66_00, FROM, null],
    ]);
    expect(checkMasters({ ...SOUND, rates: rows }, { usedReasons: [] })).toEqual([]);
  });

  it('one that begins later changes in place, one that goes ends, a new one begins on the day', () => {
    const later = changed(RATES, 'RATE-0', { validFromDate: '2026-05-01' });
    expect(spans(written(changed(later, 'RATE-0', { value: 1 }), later))).toEqual([[1, '2026-05-01', null]]);
    expect(spans(written(RATES.slice(1)))).toEqual([[60_00, FIRST_RATES_FROM_DATE, '2026-03-31']]);
    expect(spans(written(changed(RATES, 'RATE-0', { validToDate: '2026-12-31' })))).toEqual([
      [60_00, FIRST_RATES_FROM_DATE, '2026-12-31'],
    ]);
    const added: MasterRow = { ...coachRate, id: 'NEW', grade: 'A', value: 70_00, validFromDate: null };
    expect(spans(written([...RATES, added]))).toEqual([
      [60_00, FIRST_RATES_FROM_DATE, null],
      [70_00, FROM, null],
    ]);
  });

  it('one that has ended is told', () => {
    const ended = changed(RATES, 'RATE-0', { validToDate: '2026-03-31' });
    const edits = masterEdits('rates', ended, changed(ended, 'RATE-0', { value: 1 }));
    expect(endedRates(edits, FROM).map(({ id }) => id)).toEqual(['RATE-0']);
    expect(endedRates(edits, '2026-03-31')).toEqual([]);
  });
});

it('a comparison sees a changed rate as if it had held all along', () => {
  const masters = indexMasters({
    ...{ rates: RATES as never, coverages: COVERAGES as never, operations: [], operationIncludes: [] },
    ...{ parts: [], componentGroups: [], policies: [] },
  });
  const edits = masterEdits('rates', RATES, [
    ...changed(RATES, 'RATE-0', { value: 66_00 }),
    { ...coachRate, id: 'NEW', grade: 'A', value: 70_00, validFromDate: null },
  ]);
  const scope = { onDate: '2025-10-01', stationId: null, regionId: null, productLine: 'COACH', claimType: 'WARRANTY' };
  const valueFor = (grade: string, by: typeof masters) => rateInForce(by, 'LABOUR_HOUR', { ...scope, grade })?.value;
  const draft = mastersWithEdits(masters, edits);
  expect([valueFor('B', masters), valueFor('B', draft), valueFor('A', draft)]).toEqual([60_00, 66_00, 70_00]);
  expect(mastersWithEdits(masters, edits)).toBe(draft);
  expect(mastersWithEdits(masters, [])).toBe(masters);
});
