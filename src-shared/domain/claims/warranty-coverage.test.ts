import { describe, expect, it } from 'vitest';
import type { EvaluationInput, WarrantyCoverageFact, WarrantyPolicyFact } from './evaluation-types.ts';
import { indexMasters } from './masters.ts';
import { claim, coverage, evaluationInput, masterRows, reading, vehicle } from './testing/claim-fixture.ts';
import { resolveWarranty } from './warranty-coverage.ts';

const [POLICY] = masterRows().policies as [WarrantyPolicyFact];

function resolve(change: Partial<EvaluationInput>) {
  return resolveWarranty(evaluationInput(change));
}

function monthsWith(coverages: WarrantyCoverageFact[], ofClaim: Parameters<typeof claim>[0]): number | null {
  return resolve({ claim: claim(ofClaim), masters: indexMasters(masterRows({ coverages })) }).result.months;
}

const withPolicy = (change: Partial<WarrantyPolicyFact>) => ({
  masters: indexMasters(masterRows({ policies: [{ ...POLICY, ...change }] })),
});

describe('the coverage', () => {
  const all = [
    coverage({ id: 'default', months: 24 }),
    coverage({ id: 'engine', componentGroupId: 'grp-engine', months: 36 }),
    coverage({ id: 'pump', componentGroupId: 'grp-pump', months: 12 }),
    coverage({ id: 'part', partId: 'part-1', months: 6 }),
  ];

  it.each([
    ['the causal part', all, { causalPartId: 'part-1' }, 6],
    ["the part's group", all.slice(0, 3), { causalPartId: 'part-1' }, 12],
    ['the parent group', all.slice(0, 2), { causalPartId: 'part-1' }, 36],
    ["the claim's group", all, { componentGroupId: 'grp-engine' }, 36],
    ["the main operation's group", all, {}, 12],
    ["the policy's default", all, { componentGroupId: 'grp-wiper', mainOpId: null }, 24],
  ])('is that of %s', (_, coverages, ofClaim, months) => {
    expect(monthsWith(coverages, ofClaim)).toBe(months);
  });

  it('is missing without a default: nobody knows, and a person decides', () => {
    expect(resolve({ masters: indexMasters(masterRows({ coverages: [] })) }).result).toMatchObject({
      position: 'UNKNOWN',
      policyName: 'Coach 24',
    });
  });

  it('may have shorter windows for material than for labour', () => {
    const masters = indexMasters(masterRows({ coverages: [coverage({ materialMonths: 12 })] }));
    const warranty = resolve({ masters });
    expect(['LABOUR', 'MATERIAL', 'HANDLING', 'TRAVEL'].map((costType) => warranty.positionOf(costType))).toEqual([
      'IN',
      'OUT_BY_DATE',
      'OUT_BY_DATE',
      'IN',
    ]);
  });
});

describe('the policy', () => {
  it('is the one in force when the vehicle was sold', () => {
    const policies = [
      { ...POLICY, id: 'pol-0', name: 'old', validToDate: '2024-03-14' },
      { ...POLICY, id: 'pol-1', name: 'new', validFromDate: '2024-03-15' },
    ];
    const coverages = [coverage({ policyId: 'pol-0' }), coverage({ policyId: 'pol-1' })];
    const masters = indexMasters(masterRows({ policies, coverages }));
    const nameOf = (saleDate: string) => resolve({ masters, vehicle: vehicle({ saleDate }) }).result.policyName;
    expect([nameOf('2024-03-14'), nameOf('2024-03-15')]).toEqual(['old', 'new']);
  });

  it('is the highest version among those in force', () => {
    const policies = [POLICY, { ...POLICY, policyVersion: 4, name: 'v4' }, { ...POLICY, policyVersion: 2, name: 'v2' }];
    expect(resolve({ masters: indexMasters(masterRows({ policies })) }).result).toMatchObject({
      policyName: 'v4',
      policyVersion: 4,
    });
  });
});

describe('the start', () => {
  it.each([
    ['in service', {}, {}, { startDate: '2024-03-15', startSource: 'INVOICE' }],
    ['sold', { startRule: 'SALE' }, { saleDate: '2024-04-01' }, { startDate: '2024-04-01', startSource: 'SALE' }],
    [
      'made, and some days',
      { startRule: 'MFG_PLUS_DAYS', startDays: 30 },
      {},
      { startDate: '2024-02-09', startSource: 'MFG' },
    ],
    [
      'made, and the default days, when the date in service is unknown',
      {},
      { inServiceDate: null },
      { startDate: '2024-04-09', startSource: 'DEFAULT' },
    ],
  ])('is the day the vehicle was %s', (_, policy, ofVehicle, start) => {
    const warranty = resolve({ ...withPolicy(policy), vehicle: vehicle(ofVehicle) });
    expect(warranty.result).toMatchObject(start);
  });

  it('is unknown without any date', () => {
    const papers = { mfgDate: null, saleDate: null, inServiceDate: null };
    expect(resolve({ vehicle: vehicle(papers) }).result).toMatchObject({ position: 'UNKNOWN', startDate: null });
  });
});

describe('what extends it', () => {
  const out = { claim: claim({ failureDate: '2026-05-01', causalPartId: 'part-1' }) };
  const approval = { componentGroupId: null, months: 36, kmLimit: null, validFromDate: null, validToDate: null };
  const fitted = { partId: 'part-1', fittedDate: '2025-12-01', months: 6 };

  it.each([
    ['a special approval of the vehicle', { warrantyOverrides: [approval] }, 'IN'],
    ['one of the parent group', { warrantyOverrides: [{ ...approval, componentGroupId: 'grp-engine' }] }, 'IN'],
    ['one of another group', { warrantyOverrides: [{ ...approval, componentGroupId: 'grp-wiper' }] }, 'OUT_BY_DATE'],
    ['one that has ended', { warrantyOverrides: [{ ...approval, validToDate: '2026-04-30' }] }, 'OUT_BY_DATE'],
    ['the causal part fitted lately', { fittedParts: [fitted] }, 'IN'],
    ['another part fitted lately', { fittedParts: [{ ...fitted, partId: 'part-2' }] }, 'OUT_BY_DATE'],
    ['a part fitted too long ago', { fittedParts: [{ ...fitted, fittedDate: '2025-11-01' }] }, 'OUT_BY_DATE'],
    ['nothing', {}, 'OUT_BY_DATE'],
  ])('%s', (_, change, position) => {
    expect(resolve({ ...out, ...change }).result.position).toBe(position);
  });
});

describe('how far out it is', () => {
  it.each([
    ['2026-03-14', 0],
    ['2026-03-15', 1],
    ['2026-04-14', 1],
    ['2026-04-15', 2],
    ['2026-06-14', 3],
    ['2026-06-15', 4],
  ])('a failure on %s lies in month %i after the warranty', (failureDate, monthsOver) => {
    expect(resolve({ claim: claim({ failureDate }) }).monthsOver).toBe(monthsOver);
  });

  it.each([
    [200_000, 10_000],
    [220_000, 11_000],
    [220_001, 11_001],
    [null, null],
  ])('%s km are %s bp of the limit', (mileageKm, kmUsedBp) => {
    expect(resolve({ claim: claim({ mileageKm }) }).kmUsedBp).toBe(kmUsedBp);
  });

  it('counts the kilometres of a replaced instrument', () => {
    const mileageReadings = [reading({ meterSeq: 2, offsetKm: 150_000, readingKm: 0 })];
    expect(resolve({ mileageReadings, claim: claim({ mileageKm: 60_000 }) }).result).toMatchObject({
      ...{ effectiveKm: 210_000, kmLeft: -10_000, position: 'OUT_BY_KM' },
    });
  });
});
