import { describe, expect, it } from 'vitest';
import { evaluateClaim } from './evaluate-claim.ts';
import type { EvaluationInput, LineFact } from './evaluation-types.ts';
import { FIRST_RULESET } from './first-ruleset.ts';
import { indexMasters } from './masters.ts';
import {
  claim,
  coverage,
  evaluationInput,
  labourLine,
  masterRows,
  materialLine,
  operation,
  part,
  station,
  travelLine,
  vehicle,
} from './testing/claim-fixture.ts';

function evaluate(change: Partial<EvaluationInput> = {}) {
  return evaluateClaim(evaluationInput(change), FIRST_RULESET);
}

const unstated = { claimedFen: null, unitFen: 0 };

describe('the money of a claim (claims §4.6)', () => {
  it('SV01: 2.50 hours at 60.00 with grade A are 165.00', () => {
    const { lines, payableFen } = evaluate({ station: station({}, 'A'), lines: [labourLine(unstated)] });
    expect(lines[0]).toMatchObject({ claimedFen: 16_500, stdFen: 16_500, splitRuleId: 'SR-IN-MAKER', mfrFen: 16_500 });
    expect(payableFen).toBe(16_500);
  });

  it('SV03: 4.00 hours against a standard of 2.50 pay 150.00 of 240.00 by rule L01', () => {
    const { lines, claimedFen } = evaluate({ lines: [labourLine({ hoursCenti: 400, claimedFen: null })] });
    expect(lines[0]).toMatchObject({ claimedFen: 24_000, stdFen: 15_000, payableFen: 15_000, ruleId: 'L01' });
    expect(claimedFen).toBe(24_000);
  });

  it('SV04: an overlapping operation gives up its deduction', () => {
    const masters = indexMasters(
      masterRows({
        operations: [
          operation({ id: 'op-1', stdHoursCenti: 300, overlapGroup: 'cooling' }),
          operation({
            id: 'op-2',
            opCode: 'OP-002',
            stdHoursCenti: 120,
            overlapGroup: 'cooling',
            overlapDeductCenti: 50,
          }),
        ],
      }),
    );
    const lines = [
      labourLine({ hoursCenti: 300, ...unstated }),
      labourLine({ seq: 2, opId: 'op-2', hoursCenti: 120, isMain: 0, ...unstated }),
    ];
    const result = evaluate({ masters, lines });
    expect(result.lines.map((line) => line.payableFen)).toEqual([18_000, 4_200]);
    expect(result.payableFen).toBe(22_200);
    expect(result.hits[0]).toMatchObject({
      ruleId: 'L01',
      lineSeq: 2,
      facts: { overlapCenti: 50, overlapsWith: 'OP-001' },
    });
  });

  it('pays nothing for an operation contained in another of the claim', () => {
    const masters = indexMasters(
      masterRows({
        operations: [operation(), operation({ id: 'op-2', opCode: 'OP-002', stdHoursCenti: 80 })],
        operationIncludes: [{ opId: 'op-1', includedOpId: 'op-2' }],
      }),
    );
    const second = labourLine({ seq: 2, opId: 'op-2', hoursCenti: 80, isMain: 0, ...unstated });
    expect(evaluate({ masters, lines: [labourLine(), second] }).lines[1]).toMatchObject({
      claimedFen: 4_800,
      payableFen: 0,
    });
  });

  it('counts no more lines of an operation than its number per claim', () => {
    const masters = indexMasters(masterRows({ operations: [operation({ maxPerClaim: 1 })] }));
    const lines = [labourLine(), labourLine({ seq: 2, isMain: 0 })];
    expect(evaluate({ masters, lines }).lines.map((line) => line.payableFen)).toEqual([15_000, 0]);
  });

  it('SV05: a part issued free pays nothing, its handling 125.00', () => {
    const masters = indexMasters(masterRows({ parts: [part({ issuePriceFen: 125_000 })] }));
    const free = { supplyMode: 'FREE_ISSUE', qtyMilli: 2000, ...unstated };
    const lines = [materialLine(free), materialLine({ ...free, seq: 3, costType: 'HANDLING' })];
    const result = evaluate({ masters, lines });
    expect(result.lines.map((line) => line.payableFen)).toEqual([0, 12_500]);
    expect(result.lines[0]?.trace[2]?.facts).toMatchObject({ issueValueFen: 250_000 });
  });

  it('SV06a: a unit price above the list is cut to it and marked up', () => {
    const { lines, hits } = evaluate({ lines: [materialLine({ unitFen: 86_000, qtyMilli: 3000 })] });
    expect(lines[0]).toMatchObject({ claimedFen: 283_800, stdFen: 264_000, ruleId: 'P05' });
    expect(hits[0]).toMatchObject({ ruleId: 'P05', facts: { claimedUnitFen: 86_000, listPriceFen: 80_000 } });
  });

  it('SV06b: the unit is rounded, then multiplied', () => {
    const masters = indexMasters(masterRows({ parts: [part({ issuePriceFen: 3_335 })] }));
    expect(evaluate({ masters, lines: [materialLine({ qtyMilli: 3000, ...unstated })] }).payableFen).toBe(11_007);
  });

  it('SV07: goodwill just out of warranty is shared 70/0/30 on labour and 50/50/0 on material', () => {
    const lines = [labourLine(unstated), materialLine({ qtyMilli: 3000 })];
    const result = evaluate({
      ...{ claim: claim({ type: 'GOODWILL', failureDate: '2026-04-01', repairFinishDate: '2026-04-01' }) },
      ...{ lines, station: station({}, 'A') },
    });
    expect(result.warranty.position).toBe('OUT_BY_DATE');
    expect(result.lines[0]).toMatchObject({ splitRuleId: 'SR-GW-NEAR', mfrFen: 11_550, custFen: 0, stationFen: 4_950 });
    expect(result.lines[1]).toMatchObject({ mfrFen: 132_000, custFen: 132_000, stationFen: 0 });
  });

  it('SV09a: a night trip of 172 km with toll is 291.40', () => {
    const line = travelLine({ detail: { night: true, tollFen: 8_500, tollReceiptFen: 8_500 } });
    expect(evaluate({ lines: [line] }).lines[0]).toMatchObject({ claimedFen: 29_140, stdFen: 29_140, ruleId: null });
  });

  it('SV09b: kilometres beyond the route with its tolerance are cut by T01', () => {
    const { lines, hits } = evaluate({ lines: [travelLine({ km: 240, detail: { routeKm: 160 } })] });
    expect(lines[0]).toMatchObject({ claimedFen: 24_000, stdFen: 17_600, ruleId: 'T01' });
    expect(hits[0]).toMatchObject({
      ruleId: 'T01',
      severity: 'INFO',
      facts: { claimedKm: 240, routeKm: 160, limitKm: 176 },
    });
  });

  it('SV10: labour, handling and travel of one claim come to 581.40', () => {
    const masters = indexMasters(masterRows({ parts: [part({ issuePriceFen: 125_000 })] }));
    const lines: LineFact[] = [
      labourLine(unstated),
      materialLine({ costType: 'HANDLING', supplyMode: 'FREE_ISSUE', qtyMilli: 2000, ...unstated }),
      travelLine({ detail: { night: true, tollFen: 8_500, tollReceiptFen: 8_500 } }),
    ];
    expect(evaluate({ masters, lines, station: station({}, 'A') }).payableFen).toBe(58_140);
  });

  it('SV17: a cap on the claim is shared pro rata without losing a fen', () => {
    const cap = {
      id: 'CAP-1',
      level: 'CLAIM',
      costType: null,
      claimType: null,
      productLine: null,
      capFen: 300_000,
    } as const;
    const ruleset = {
      ...FIRST_RULESET,
      tables: { ...FIRST_RULESET.tables, caps: [{ ...cap, validFrom: null, validTo: null }] },
    };
    const lines = [
      labourLine(unstated),
      materialLine({ qtyMilli: 3000 }),
      travelLine({ detail: { night: true, tollFen: 8_500, tollReceiptFen: 8_500 } }),
    ];
    const result = evaluateClaim(evaluationInput({ lines, station: station({}, 'A') }), ruleset);
    expect(result.lines.map((line) => line.payableFen)).toEqual([15_986, 255_781, 28_233]);
    expect(result.lines[0]?.trace.map((step) => step.step)).toEqual([
      'claimed',
      'quantity',
      'price',
      'standard',
      'split',
      'cap',
      'payable',
    ]);
    expect(result.lines[0]?.trace[5]).toMatchObject({ ruleId: 'CAP-1', amountFen: 15_986, rulesetVersion: 1 });
  });

  it('SV18: a regional coefficient multiplies with the grade', () => {
    const rows = masterRows();
    const region = {
      ...rows.rates[0]!,
      id: 'rate-region',
      rateKey: 'REGION_COEFFICIENT',
      regionId: 'reg-1',
      value: 10_500,
    };
    const masters = indexMasters({ ...rows, rates: [...rows.rates, { ...region, productLine: null }] });
    expect(evaluate({ masters, station: station({}, 'A'), lines: [labourLine(unstated)] }).payableFen).toBe(17_325);
  });

  it('SV20: a season check costs its fixed price once, on its first labour line', () => {
    const lines = [labourLine(unstated), labourLine({ seq: 2, isMain: 0, ...unstated })];
    const result = evaluate({ claim: claim({ type: 'SEASON_CHECK' }), lines });
    expect(result.lines.map((line) => line.payableFen)).toEqual([6_000, 0]);
    expect(result.lines[0]?.splitRuleId).toBe('SR-FIXED');
  });

  it('claims the standard hours and the standard price where a station states neither', () => {
    const { lines } = evaluate({ lines: [labourLine({ hoursCenti: null, ...unstated })] });
    expect(lines[0]).toMatchObject({ hoursCenti: 250, claimedFen: 15_000, payableFen: 15_000 });
    expect(lines[0]?.trace[0]?.facts).toMatchObject({ amountStated: false });
    expect(lines[0]?.trace[1]?.facts).toMatchObject({ hoursStated: false });
  });

  it('never pays more than was claimed', () => {
    const { lines } = evaluate({ lines: [labourLine({ claimedFen: 100_00 })] });
    expect(lines[0]).toMatchObject({ claimedFen: 10_000, stdFen: 10_000, payableFen: 10_000 });
  });

  it('cuts a quantity above the maximum of a vehicle', () => {
    const masters = indexMasters(masterRows({ parts: [part({ maxQtyPerVehicleMilli: 2000 })] }));
    const { lines } = evaluate({ masters, lines: [materialLine({ qtyMilli: 3000 })] });
    expect(lines[0]).toMatchObject({ claimedFen: 264_000, stdFen: 176_000, ruleId: 'P01' });
  });
});

describe('the split of claims §4.3', () => {
  const decision = (change: Partial<EvaluationInput>) => evaluate(change).lines.map((line) => line.splitRuleId);

  it.each([
    ['a campaign', { claim: claim({ type: 'CAMPAIGN', responsibility: 'UNKNOWN' }) }, 'SR-CAMP'],
    ['the first service', { claim: claim({ type: 'FIRST_SERVICE' }) }, 'SR-FIXED'],
    ["a station's own fault", { claim: claim({ responsibility: 'STATION' }) }, 'SR-STFAULT'],
    ["the customer's fault", { claim: claim({ responsibility: 'CUSTOMER' }) }, 'SR-CUST'],
    [
      'an excluded component',
      { masters: indexMasters(masterRows({ coverages: [coverage({ excluded: 1 })] })) },
      'SR-EXCL',
    ],
    ['grade A in warranty', { station: station({}, 'A') }, 'SR-IN-MAKER'],
    ['grade C in warranty', { station: station({}, 'C') }, 'SR-IN-C'],
    ['an unknown responsibility', { claim: claim({ responsibility: 'UNKNOWN' }) }, 'SR-IN-UNK'],
    [
      'an engineer of the maker',
      { claim: claim({ claimantType: 'ENGINEER', stationId: null }), station: null },
      'SR-IN-ENG',
    ],
    ['a repair out of warranty', { claim: claim({ failureDate: '2026-03-15' }) }, 'SR-NONE'],
    ['goodwill long after warranty', { claim: claim({ type: 'GOODWILL', failureDate: '2026-06-15' }) }, 'SR-NONE'],
    [
      'goodwill on the last day of three months',
      { claim: claim({ type: 'GOODWILL', failureDate: '2026-06-14' }) },
      'SR-GW-NEAR',
    ],
    ['a vehicle without papers', { vehicle: null }, 'SR-NONE'],
  ])('%s goes by %s', (_, change, ruleId) => {
    expect(decision(change)).toEqual([ruleId]);
  });

  it('leaves a fifth of the travel to a station of grade C', () => {
    const { lines } = evaluate({ station: station({}, 'C'), lines: [travelLine({ km: 120 })] });
    expect(lines[0]).toMatchObject({ stdFen: 12_000, mfrFen: 9_600, stationFen: 2_400 });
  });
});

describe('what becomes of a claim', () => {
  it('is approved by itself when nothing speaks against it', () => {
    expect(evaluate()).toMatchObject({
      disposition: 'AUTO_APPROVED',
      worstSeverity: 0,
      signature: '',
      headline: null,
      hits: [],
    });
  });

  it.each([
    ['the sample plan drew it', { sampled: true }],
    ['the station is not eligible', { station: station({ autoEligible: 0 }) }],
    ['it is one fen above the limit', { settings: { autoApproveLimitFen: 14_999 } }],
    ['nothing is left to pay', { claim: claim({ responsibility: 'STATION' }) }],
    ['no catalogue stands behind a line', { lines: [labourLine({ opId: null })] }],
    ['the warranty position is unknown', { vehicle: vehicle({ productLine: 'TRUCK' }), claim: claim({ type: 'PDI' }) }],
    ['an engineer claims', { claim: claim({ claimantType: 'ENGINEER', stationId: null }), station: null }],
  ])('is left to a person when %s', (_, change) => {
    expect(evaluate(change).disposition).toBe('IN_REVIEW');
  });

  it('is approved at exactly the limit', () => {
    expect(evaluate({ settings: { autoApproveLimitFen: 15_000 } }).disposition).toBe('AUTO_APPROVED');
  });

  it('is approved with hits that only inform', () => {
    const result = evaluate({ lines: [labourLine({ hoursCenti: 300, claimedFen: 18_000 })] });
    expect(result).toMatchObject({
      disposition: 'AUTO_APPROVED',
      worstSeverity: 1,
      signature: 'L01',
      payableFen: 15_000,
    });
  });

  it('tells the worst hit first and sorts the signature', () => {
    const result = evaluate({
      claim: claim({ failureDate: '2026-03-15', repairFinishDate: '2026-03-16', submittedDate: '2026-03-17' }),
      lines: [labourLine({ hoursCenti: 300, claimedFen: 18_000 })],
      station: station({ auditRisk: 50 }),
    });
    expect(result).toMatchObject({
      signature: 'L01,W01',
      worstSeverity: 3,
      headline: { ruleId: 'W01' },
      riskScore: 77,
    });
  });

  it('keeps the score within 100', () => {
    const result = evaluate({ vehicle: null, claim: claim({ vinText: 'X', submittedDate: '2026-01-01' }) });
    expect(result.riskScore).toBe(100);
    expect(result.entryBlocks.map((hit) => hit.ruleId)).toEqual(['V01', 'V02']);
    expect(result).toMatchObject({ disposition: 'AUTO_REJECTED', proposedReasonCode: 'R02' });
  });
});
