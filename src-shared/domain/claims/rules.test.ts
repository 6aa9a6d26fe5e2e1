import { describe, expect, it } from 'vitest';
import { CATALOGUES } from '../../i18n/index.ts';
import { evaluateClaim } from './evaluate-claim.ts';
import type { EvaluationInput, Hit } from './evaluation-types.ts';
import { FIRST_RULESET } from './first-ruleset.ts';
import { indexMasters } from './masters.ts';
import { RULE_FUNCTIONS } from './rule-registry.ts';
import {
  claim,
  coverage,
  earlierClaim,
  evaluationInput,
  labourLine,
  masterRows,
  materialLine,
  reading,
  rulesetWith,
  station,
  travelLine,
  vehicle,
  VIN,
} from './testing/claim-fixture.ts';

type Change = Partial<EvaluationInput>;

function hitsOf(change: Change): Hit[] {
  return evaluateClaim(evaluationInput(change), FIRST_RULESET).hits;
}

/** The severity with which the rule was hit, or null. */
function severityOf(ruleId: string, change: Change): string | null {
  return hitsOf(change).find((hit) => hit.ruleId === ruleId)?.severity ?? null;
}

const onDates = (failureDate: string, repairFinishDate = failureDate): Change => ({
  claim: claim({ failureDate, repairFinishDate, submittedDate: repairFinishDate }),
});
const submitted = (submittedDate: string): Change => ({ claim: claim({ submittedDate }) });
/** A trip twenty kilometres away: the route the station states, and the one that was dispatched. */
const sentOut = ({ km, stated, sent }: { km: number; stated: number | null; sent: number | null }): Change => ({
  lines: [travelLine({ km, detail: { routeKm: stated } })],
  station: station({ latMicro: 29_079_000, lngMicro: 119_647_800 }),
  evidence: {
    request: { reportedAtMs: 1, latMicro: 29_258_000, lngMicro: 119_647_800 },
    dispatches: [{ dispatchedAtMs: 1, arrivedAtMs: 2, status: 'ARRIVED', routeKm: sent }],
  },
});
const driven = (mileageKm: number | null): Change => ({ claim: claim({ mileageKm }) });
const readings = (...change: Parameters<typeof reading>[0][]): Change => ({
  mileageReadings: change.map((one) => reading(one)),
});
const history = (change: Parameters<typeof earlierClaim>[0]): Change => ({ history: [earlierClaim(change)] });
const withCoverage = (change: Parameters<typeof coverage>[0]): Change => ({
  masters: indexMasters(masterRows({ coverages: [coverage(change)] })),
});
const terms = (contractFromDate: string | null, contractToDate: string | null): Change => ({
  station: station({ terms: { grade: 'B', contractNo: 'HT-1', contractFromDate, contractToDate } }),
});
const labour = (hoursCenti: number): Change => ({ lines: [labourLine({ hoursCenti, claimedFen: null })] });

const jinhuaToHangzhou = {
  fromLatMicro: 29_079_000,
  fromLngMicro: 119_647_800,
  toLatMicro: 30_274_100,
  toLngMicro: 120_155_100,
};

describe('each rule at its boundary (claims §5)', () => {
  it.each<[string, string, Change, string | null]>([
    ['V01', 'a vehicle on file', {}, null],
    ['V01', 'a vehicle not on file', { vehicle: null }, 'BLOCK'],

    ['V02', 'a right VIN', {}, null],
    ['V02', 'a VIN in small letters with blanks', { claim: claim({ vinText: ` ${VIN.toLowerCase()} ` }) }, null],
    ['V02', 'a wrong check digit on our own chassis', { claim: claim({ vinText: 'LXCBUS7B5D1000345' }) }, 'BLOCK'],
    ['V02', 'a letter O', { claim: claim({ vinText: 'LXCBUS7B4D100O345' }) }, 'BLOCK'],
    ['V02', 'sixteen characters', { claim: claim({ vinText: VIN.slice(1) }) }, 'BLOCK'],
    ['V02', 'an imported chassis without check digit', { claim: claim({ vinText: 'WDB9634031L123456' }) }, null],

    ['V04', 'no earlier reading', driven(80_000), null],
    ['V04', '50 km less than before', { ...driven(69_950), ...readings({}) }, null],
    ['V04', '51 km less than before', { ...driven(69_949), ...readings({}) }, 'BLOCK'],
    ['V04', 'a higher reading of the same day', { ...driven(60_000), ...readings({ readDate: '2025-06-02' }) }, null],
    ['V04', 'a higher reading later on', { ...driven(60_000), ...readings({ readDate: '2025-07-01' }) }, null],
    ['V04', "the claim's own reading", { ...driven(60_000), ...readings({ sourceDocId: 'wo-1' }) }, null],
    ['V04', 'no mileage on the claim', { ...driven(null), ...readings({}) }, null],
    [
      'V04',
      'a new instrument that starts at zero',
      {
        ...driven(500),
        ...readings({}, { id: 'r2', meterSeq: 2, offsetKm: 70_100, readingKm: 0, readDate: '2025-04-01' }),
      },
      null,
    ],
    [
      'V04',
      'a lower reading of the new instrument',
      {
        ...driven(500),
        ...readings({}, { id: 'r2', meterSeq: 2, offsetKm: 70_100, readingKm: 900, readDate: '2025-04-01' }),
      },
      'BLOCK',
    ],

    ['W01', 'the last day in', onDates('2026-03-14'), null],
    ['W01', 'the first day out', onDates('2026-03-15'), 'BLOCK'],
    ['W01', 'goodwill out of warranty', { claim: claim({ type: 'GOODWILL', failureDate: '2026-03-15' }) }, null],
    [
      'W01',
      'the first day out where both limits must be passed',
      { ...onDates('2026-03-15'), ...withCoverage({ mode: 'LATER' }) },
      null,
    ],
    ['W01', 'no limit of time', { ...onDates('2036-03-15'), ...withCoverage({ months: null }) }, null],

    ['W02', 'at the limit', driven(200_000), null],
    ['W02', 'one kilometre beyond', driven(200_001), 'BLOCK'],
    [
      'W02',
      'beyond the limit on a first service',
      { claim: claim({ type: 'FIRST_SERVICE', mileageKm: 200_001 }) },
      null,
    ],
    ['W02', 'no limit of distance', { ...driven(900_000), ...withCoverage({ kmLimit: null }) }, null],

    ['W04', 'a failure on the day of sale', onDates('2024-03-15'), null],
    ['W04', 'a failure the day before', onDates('2024-03-14'), 'BLOCK'],
    [
      'W04',
      'an inspection before delivery',
      { claim: claim({ type: 'PDI', failureDate: '2024-03-14', repairFinishDate: '2024-03-14' }) },
      null,
    ],
    ['W04', 'no date of sale', { ...onDates('2024-03-14'), vehicle: vehicle({ saleDate: null }) }, null],

    ['D01', 'the same operation a day apart', history({ repairFinishDate: '2025-06-01' }), 'BLOCK'],
    ['D01', 'the same operation two days apart', history({ repairFinishDate: '2025-05-31' }), null],
    ['D01', 'finished a day later but submitted first', history({ repairFinishDate: '2025-06-03' }), 'BLOCK'],
    ['D01', 'another operation', history({ repairFinishDate: '2025-06-01', mainOpId: 'op-9' }), null],
    ['D01', 'a rejected claim', history({ repairFinishDate: '2025-06-01', status: 'REJECTED' }), null],
    [
      'D01',
      'a claim that was submitted later: it is the copy',
      history({ repairFinishDate: '2025-06-01', submittedAtMs: Date.UTC(2025, 5, 4) }),
      null,
    ],

    ['D03', '30 days before', history({ repairFinishDate: '2025-05-03' }), 'WARN'],
    ['D03', '31 days before', history({ repairFinishDate: '2025-05-02' }), null],
    ['D03', 'an exact duplicate, which D01 tells', history({ repairFinishDate: '2025-06-01' }), null],
    [
      'D03',
      'the same causal part by another operation',
      { claim: claim({ causalPartId: 'part-1' }), ...history({ mainOpId: 'op-9', causalPartId: 'part-1' }) },
      'WARN',
    ],
    [
      'D03',
      '90 days before on an engine',
      { claim: claim({ componentGroupId: 'grp-engine' }), ...history({ repairFinishDate: '2025-03-04' }) },
      'WARN',
    ],
    [
      'D03',
      '91 days before on an engine',
      { claim: claim({ componentGroupId: 'grp-engine' }), ...history({ repairFinishDate: '2025-03-03' }) },
      null,
    ],
    ['D03', 'a season check', { claim: claim({ type: 'SEASON_CHECK' }), ...history({}) }, null],

    ['L01', 'the standard', labour(250), null],
    ['L01', 'a hundredth above', labour(251), 'INFO'],
    ['L01', '150 % of the standard', labour(375), 'INFO'],
    ['L01', 'above 150 % of the standard', labour(376), 'WARN'],

    ['L06', 'the base rate', {}, null],
    ['L06', 'no rate stated', { lines: [labourLine({ unitFen: 0 })] }, null],
    [
      'L06',
      'the rate after the coefficient',
      { station: station({}, 'A'), lines: [labourLine({ unitFen: 66_00 })] },
      null,
    ],
    ['L06', 'a fen more', { lines: [labourLine({ unitFen: 60_01 })] }, 'INFO'],

    ['P05', 'the list price', { lines: [materialLine()] }, null],
    ['P05', 'a fen more', { lines: [materialLine({ unitFen: 800_01 })] }, 'INFO'],
    ['P05', 'a part issued free', { lines: [materialLine({ unitFen: 900_00, supplyMode: 'FREE_ISSUE' })] }, null],

    ['T01', 'the route with its tolerance', { lines: [travelLine({ km: 110, detail: { routeKm: 100 } })] }, null],
    [
      'T01',
      'a kilometre over the dispatch, within what the station states',
      sentOut({ km: 111, stated: 500, sent: 100 }),
      'INFO',
    ],
    ['T01', 'the dispatched route', sentOut({ km: 110, stated: 90, sent: 100 }), null],
    // 19.904 km as the crow flies: 52 km there and back
    ['T01', 'what the coordinates say', sentOut({ km: 57, stated: null, sent: null }), null],
    [
      'T01',
      'a kilometre over the coordinates, whatever is stated',
      sentOut({ km: 58, stated: 500, sent: null }),
      'INFO',
    ],
    ['T01', 'a kilometre more', { lines: [travelLine({ km: 111, detail: { routeKm: 100 } })] }, 'INFO'],
    ['T01', 'an unknown route', { lines: [travelLine({ km: 900 })] }, null],
    [
      'T01',
      'the estimate from the coordinates (141.638 km × 1.3 × 2 = 368 km, 405 allowed)',
      { lines: [travelLine({ km: 406, detail: jinhuaToHangzhou })] },
      'INFO',
    ],
    ['T01', 'within the estimate', { lines: [travelLine({ km: 404, detail: jinhuaToHangzhou })] }, null],

    ['S01', 'an active station with a contract', {}, null],
    ['S01', 'a suspended station', { station: station({ status: 'SUSPENDED' }) }, 'BLOCK'],
    ['S01', 'the last day of the contract', terms('2024-01-01', '2025-06-02'), null],
    ['S01', 'the day after the contract', terms('2024-01-01', '2025-06-01'), 'BLOCK'],
    ['S01', 'the day before the contract', terms('2025-06-03', null), 'BLOCK'],
    ['S01', 'a contract without dates', terms(null, null), null],
    ['S01', 'no terms in force', { station: station({ terms: null }) }, 'BLOCK'],
    ['S01', 'an own workshop without contract', { station: station({ type: 'OWN', terms: null }) }, null],

    ['G02', '30 days after', submitted('2025-07-02'), null],
    ['G02', '31 days after', submitted('2025-07-03'), 'WARN'],
    ['G02', '60 days after', submitted('2025-08-01'), 'WARN'],
    ['G02', '61 days after', submitted('2025-08-02'), 'BLOCK'],
  ])('%s on %s', (ruleId, _, change, severity) => {
    expect(severityOf(ruleId, change)).toBe(severity);
  });
});

describe('the evidence', () => {
  it('names both mileages with their dates', () => {
    const [hit] = hitsOf({ ...driven(60_000), ...readings({}) });
    expect(hit?.facts).toEqual({
      ...{
        claimedKm: 60_000,
        readDate: '2025-06-02',
        earlierKm: 70_000,
        earlierDate: '2025-03-01',
        differenceKm: 10_000,
      },
      ...{ earlierStationId: 'st-2', readingId: 'read-1' },
    });
  });

  it('names the other claim', () => {
    const [hit] = hitsOf(history({ repairFinishDate: '2025-06-01' }));
    expect(hit?.facts).toMatchObject({
      otherClaimId: 'claim-0',
      otherClaimNo: 'SPJH250500001',
      days: 1,
      operation: 'OP-001',
    });
  });

  it('names the expected digit', () => {
    const [hit] = hitsOf({ claim: claim({ vinText: 'LXCBUS7B5D1000345' }) });
    expect(hit?.facts).toMatchObject({ context: 'digit', foundDigit: '5', expectedDigit: '4' });
  });
});

describe('what a rule does besides telling', () => {
  it('costs a tenth of the price for lateness, and loses no fen', () => {
    const change = { ...submitted('2025-07-03'), lines: [labourLine({ hoursCenti: 101, claimedFen: null })] };
    const [line] = evaluateClaim(evaluationInput(change), FIRST_RULESET).lines;
    expect(line).toMatchObject({ stdFen: 6_060, mfrFen: 6_060, payableFen: 5_454 });
    expect(line?.trace.find((step) => step.ruleId === 'G02')).toMatchObject({
      step: 'cap',
      facts: { cutBp: 1_000, beforeFen: 6_060 },
    });
  });

  it('makes the station bear the labour of its own rework', () => {
    const { lines } = evaluateClaim(
      evaluationInput({ ...history({}), lines: [labourLine(), materialLine()] }),
      FIRST_RULESET,
    );
    expect(lines.map((line) => [line.splitRuleId, line.mfrFen])).toEqual([
      ['SR-REWORK', 0],
      ['SR-REWORK', 88_000],
    ]);
  });

  it('does not blame a station for the work of another', () => {
    const { lines } = evaluateClaim(evaluationInput(history({ stationId: 'st-2' })), FIRST_RULESET);
    expect(lines[0]?.splitRuleId).toBe('SR-IN-MAKER');
  });

  it.each(['SHADOW', 'OFF'] as const)('changes no amount, queue or headline while it is %s', (mode) => {
    const late = evaluationInput({ ...submitted('2025-08-02'), lines: [labourLine()] });
    const result = evaluateClaim(late, rulesetWith('G02', mode));
    expect(result).toMatchObject({
      payableFen: 15_000,
      disposition: 'AUTO_APPROVED',
      signature: '',
      riskScore: 0,
      headline: null,
    });
    expect(result.hits.map((hit) => [hit.ruleId, hit.mode])).toEqual(mode === 'SHADOW' ? [['G02', 'SHADOW']] : []);
  });

  it.each([
    ['L01', { lines: [labourLine({ hoursCenti: 400, claimedFen: null })] }, 24_000],
    ['L06', { lines: [labourLine({ unitFen: 70_00, claimedFen: null })] }, 17_500],
    ['P05', { lines: [materialLine({ unitFen: 860_00 })] }, 94_600],
    ['T01', { lines: [travelLine({ km: 240, detail: { routeKm: 160 } })] }, 24_000],
  ] as const)('%s in shadow records and leaves the money alone', (ruleId, change, payableFen) => {
    const result = evaluateClaim(
      evaluationInput({ ...change, lines: [...change.lines] }),
      rulesetWith(ruleId, 'SHADOW'),
    );
    expect(result.payableFen).toBe(payableFen);
    expect(result.hits).toMatchObject([{ ruleId, mode: 'SHADOW' }]);
  });
});

describe('the ruleset', () => {
  it('has a function for every row, and a row for every function', () => {
    const ofClaims = FIRST_RULESET.rules.filter((row) => !row.classes.includes('invoice'));
    expect(ofClaims.map((row) => row.id).sort()).toEqual(Object.keys(RULE_FUNCTIONS).sort());
  });

  it('has the 72 rules of claims §5, each once, about twenty live, and a reason for each that is off', () => {
    const letters = { V: 7, W: 8, D: 7, L: 7, P: 8, T: 6, G: 7, S: 8, A: 5, O: 4, F: 5 };
    const ids = Object.entries(letters).flatMap(([letter, count]) =>
      Array.from({ length: count }, (_, index) => `${letter}0${String(index + 1)}`),
    );
    expect(FIRST_RULESET.rules.map((row) => row.id).sort()).toEqual(ids.sort());
    const live = FIRST_RULESET.rules.filter((row) => row.mode === 'LIVE').length;
    expect([live >= 14, live <= 24]).toEqual([true, true]);
    const silent = FIRST_RULESET.rules.filter(
      (row) => row.mode === 'OFF' && !(`rule.off.${row.offReason}` in CATALOGUES.en),
    );
    expect(silent).toEqual([]);
  });

  it('survives being stored as JSON', () => {
    expect(JSON.parse(JSON.stringify(FIRST_RULESET))).toEqual(FIRST_RULESET);
  });

  it('ends with a split rule without conditions, so that every line gets a rule', () => {
    const last = FIRST_RULESET.tables.split.toSorted((a, b) => a.priority - b.priority).at(-1);
    expect(last).toMatchObject({ id: 'SR-NONE', conditions: [] });
  });

  it('is worded in both languages, split rules included', () => {
    const keys = [
      ...FIRST_RULESET.rules.flatMap((row) => [`rule.${row.id}.title`, `rule.${row.id}.sentence`]),
      ...FIRST_RULESET.tables.split.map((rule) => `rule.${rule.id}.title`),
    ];
    expect(keys.filter((key) => !(key in CATALOGUES['zh-CN']) || !(key in CATALOGUES.en))).toEqual([]);
  });
});
