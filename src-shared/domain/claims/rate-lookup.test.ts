import { describe, expect, it } from 'vitest';
import type { RateFact } from './evaluation-types.ts';
import { claimSettingsOf, FIRST_RATES, FIRST_SETTINGS, RATE_KEYS } from './first-rates.ts';
import { lineFactOf } from './line-fact.ts';
import { indexMasters } from './masters.ts';
import { rateInForce, type RateScope } from './rate-lookup.ts';
import { masterRows } from './testing/claim-fixture.ts';

const scope: RateScope = {
  ...{
    onDate: '2025-06-02',
    stationId: 'st-1',
    grade: 'B',
    regionId: 'reg-1',
    productLine: 'COACH',
    claimType: 'WARRANTY',
  },
};

function rate(id: string, change: Partial<RateFact> = {}): RateFact {
  return {
    ...{ id, rateKey: 'LABOUR_HOUR', costType: 'LABOUR', stationId: null, grade: null, regionId: null },
    ...{ productLine: null, claimType: null, value: 1, validFromDate: '2020-01-01', validToDate: null },
    ...change,
  };
}

function found(rates: RateFact[], change: Partial<RateScope> = {}): string | null {
  return rateInForce(indexMasters(masterRows({ rates })), 'LABOUR_HOUR', { ...scope, ...change })?.id ?? null;
}

describe('the rate in force', () => {
  const byStation = rate('station', { stationId: 'st-1' });
  const byGrade = rate('grade', { grade: 'B' });
  const byRegion = rate('region', { regionId: 'reg-1' });
  const byLine = rate('line', { productLine: 'COACH' });
  const general = rate('general');

  it('is the most specific: station, grade, region, product line, general', () => {
    const order = [byStation, byGrade, byRegion, byLine, general];
    order.forEach((expected, index) => expect(found(order.slice(index).toReversed())).toBe(expected.id));
  });

  it('is a station of its own before all of grade, region and line together', () => {
    const all = rate('all', { grade: 'B', regionId: 'reg-1', productLine: 'COACH', claimType: 'WARRANTY' });
    expect(found([all, byStation])).toBe('station');
  });

  it.each([
    ['another station', { stationId: 'st-2' }],
    ['another grade', { grade: 'A' }],
    ['another region', { regionId: 'reg-2' }],
    ['another product line', { productLine: 'TRUCK' }],
    ['another claim type', { claimType: 'PDI' }],
    ['a later start', { validFromDate: '2025-06-03' }],
    ['an earlier end', { validToDate: '2025-06-01' }],
  ])('is not that of %s', (_, change) => {
    expect(found([rate('other', change), general])).toBe('general');
  });

  it('holds on its first and its last day', () => {
    const dated = [rate('one', { validFromDate: '2025-06-02', validToDate: '2025-06-02' })];
    expect([found(dated), found(dated, { onDate: '2025-06-01' }), found(dated, { onDate: '2025-06-03' })]).toEqual([
      'one',
      null,
      null,
    ]);
  });

  it('is the later of two equally specific ones', () => {
    expect(found([rate('new', { validFromDate: '2025-01-01' }), rate('old')])).toBe('new');
  });

  it('is missing when no row fits', () => {
    expect(found([rate('x', { grade: 'A' })], { grade: null })).toBeNull();
  });
});

it('every key of the calculation has a first rate', () => {
  expect(RATE_KEYS.filter((key) => !FIRST_RATES.some((row) => row.rateKey === key))).toEqual([]);
});

it('settings are read from their rows; what is missing, foreign or no whole number leaves the first value', () => {
  const rows = [
    { settingKey: 'l1LimitFen', valueJson: '600000' },
    { settingKey: 'autoApproveLimitFen', valueJson: '"many"' },
    { settingKey: 'undoSeconds', valueJson: '' },
    { settingKey: 'demo', valueJson: 'true' },
  ];
  expect(claimSettingsOf(rows)).toEqual({ ...FIRST_SETTINGS, l1LimitFen: 600_000 });
});

it('a stored line whose amount and hours were put there by an evaluation is read as not stated', () => {
  const row = {
    ...{ seq: 1, costType: 'LABOUR', opId: 'op-1', partId: null, itemCode: null, description: '', qtyMilli: null },
    ...{ hoursCenti: 250, km: null, unitFen: 0, supplyMode: null, isMain: 1, isCausal: 0, claimedFen: 150_00 },
  };
  expect(lineFactOf({ ...row, detailJson: null })).toMatchObject({ claimedFen: 150_00, hoursCenti: 250, detail: {} });
  const detailJson = '{"amountStated":false,"hoursStated":false}';
  expect(lineFactOf({ ...row, detailJson })).toMatchObject({ claimedFen: null, hoursCenti: null });
});
