import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ErpDocument, OurDocument } from './document.ts';
import { reconcileRun, type RunFrame, type RunKey } from './reconcile-run.ts';

const DAY_MS = 86_400_000;
const T = Date.parse('2026-03-31T15:59:59.999Z');
const FRAME: RunFrame = { cutoffAtMs: T, windowDays: 7, nearDays: 3, accepted: [] };
const daysBefore = (days: number): number => T - days * DAY_MS;

let next = 0;
const ours = (pieces: number, daysAgo: number, more: Partial<OurDocument> = {}): OurDocument => ({
  ...{ id: `L${String((next += 1))}`, docNo: null, lineNo: null, qtyMilli: pieces * 1000, atMs: daysBefore(daysAgo) },
  ...{ runsOpen: 0, duplicate: false, type: 'RECEIPT', erpDocNo: null, erpLine: null, reversesId: null },
  ...more,
});
const erp = (pieces: number, daysAgo: number, more: Partial<ErpDocument> = {}): ErpDocument => ({
  ...{ id: `E${String((next += 1))}`, docNo: null, lineNo: null, qtyMilli: pieces * 1000, atMs: daysBefore(daysAgo) },
  ...{ runsOpen: 0, duplicate: false, type: 'WE', ourDocNo: null, inTransit: false },
  ...more,
});

interface Side {
  ours?: OurDocument[];
  erp?: ErpDocument[];
  begin?: number;
}

const isIn = ({ atMs }: { atMs: number }): boolean => atMs <= T;
const sum = (rows: readonly { qtyMilli: number }[]): number => rows.reduce((all, row) => all + row.qtyMilli, 0);

/** A key whose two books began alike and moved by their documents, so that nothing may stay unexplained. */
function key(id: string, { ours: mine = [], erp: theirs = [], begin = 10 }: Side, more: Partial<RunKey> = {}): RunKey {
  return {
    ...{ id, warehouseId: 'W1', partId: id, chainId: id, shelf: null, openingDiffMilli: 0, packFactors: [12] },
    partnersUntilMs: -Infinity,
    ...{ ledgerMilli: begin * 1000 + sum(mine.filter(isIn)), erpMilli: begin * 1000 + sum(theirs.filter(isIn)) },
    ...{ ours: mine, erp: theirs },
    ...more,
  };
}

function classes(keys: RunKey[], frame: Partial<RunFrame> = {}): Record<string, Record<string, number>> {
  const results = reconcileRun(keys, { ...FRAME, ...frame });
  return Object.fromEntries(
    results.map(({ id, contributions }) => [
      id,
      Object.fromEntries(contributions.map((each) => [each.class, each.qtyMilli / 1000])),
    ]),
  );
}

const rulesOf = (one: RunKey, frame: Partial<RunFrame> = {}): (string | null)[] =>
  (reconcileRun([one], { ...FRAME, ...frame })[0]?.groups ?? []).map(({ rule }) => rule);

describe('a run of the reconciliation (stock §4.11)', () => {
  it('matches in the order of the rules, each document once', () => {
    const byLine = key('A', {
      ours: [ours(5, 20, { erpDocNo: '5000217731', erpLine: '00010', docNo: 'RK-1' })],
      erp: [erp(5, 18, { docNo: '5000217731', lineNo: '10' })],
    });
    const byNumber = key('B', {
      ours: [ours(5, 20, { docNo: 'RK-2' })],
      erp: [erp(5, 11, { docNo: '5001', ourDocNo: '参考 rk-2' })],
    });
    const bySum = key('C', {
      ours: [ours(3, 20, { docNo: 'RK-3', lineNo: '1' }), ours(4, 20, { docNo: 'RK-3', lineNo: '2' })],
      erp: [erp(7, 20, { docNo: '5002' })],
    });
    const byNearest = key('D', { ours: [ours(5, 20), ours(5, 14)], erp: [erp(5, 13), erp(5, 21)] });
    expect([byLine, byNumber, bySum, byNearest].map((each) => rulesOf(each))).toEqual([
      ['ERP_LINE'],
      ['OUR_NO'],
      ['SUM'],
      ['NEAREST', 'NEAREST'],
    ]);
    expect(classes([byLine, byNumber, bySum, byNearest])).toEqual({ A: {}, B: {}, C: {}, D: {} });
  });

  it('only suggests what is not unique, and takes it from a person', () => {
    const [first, second] = [ours(5, 20), ours(5, 20)];
    const theirs = erp(5, 20);
    const both = key('A', { ours: [first, second], erp: [theirs] });
    const [result] = reconcileRun([both], FRAME);
    expect(result?.groups.map(({ rule }) => rule)).toEqual([null, null, null]);
    expect(result?.suggestions).toEqual([
      { oursId: first.id, erpId: theirs.id },
      { oursId: second.id, erpId: theirs.id },
    ]);
    const accepted = [{ oursId: second.id, erpId: theirs.id }];
    expect(classes([both], { accepted })).toEqual({ A: { MISSING_IN_ERP: 5 } });
  });

  it('finds every class', () => {
    const paper = { docNo: 'RK-9', lineNo: '1' };
    const found = classes([
      key('timing', { ours: [ours(-6, 2)] }),
      key('crossing', { ours: [ours(4, 1, { docNo: 'DB-1' })], erp: [erp(4, -2, { ourDocNo: 'DB-1' })] }),
      key('transit', { erp: [erp(4, 30, { inTransit: true })] }),
      key('unit', { ours: [ours(240, 9, { docNo: 'RK-1' })], erp: [erp(20, 9, { ourDocNo: 'RK-1' })] }),
      key('twice', { ours: [ours(10, 9, paper), ours(10, 9, paper)], erp: [erp(10, 9, { ourDocNo: 'RK-9' })] }),
      key('twice-there', {
        ours: [ours(10, 9, paper)],
        erp: [erp(10, 9, { docNo: '1', ourDocNo: 'RK-9' }), erp(10, 9, { docNo: '2', ourDocNo: 'RK-9' })],
      }),
      key('missing-there', { ours: [ours(5, 21)] }),
      key('missing-here', { erp: [erp(5, 21)] }),
      key('sign', { ours: [ours(3, 9, { docNo: 'XS-1' })], erp: [erp(-3, 9, { ourDocNo: 'XS-1' })] }),
      key('quantity', { ours: [ours(13, 9, { docNo: 'RK-2' })], erp: [erp(10, 9, { ourDocNo: 'RK-2' })] }),
      key('old', { erp: [erp(7, 9)] }, { chainId: 'old' }),
      key('new', { ours: [ours(7, 10)] }, { chainId: 'old' }),
      key('here', { ours: [ours(8, 12)] }, { partId: 'P' }),
      key('there', { erp: [erp(8, 12)] }, { partId: 'P', warehouseId: 'W2' }),
      key('carried', {}, { openingDiffMilli: 2000, ledgerMilli: 12_000, erpMilli: 10_000 }),
      key('unexplained', {}, { ledgerMilli: 12_000, erpMilli: 10_000 }),
    ]);
    expect(found).toEqual({
      timing: { TIMING_IN_TRANSIT: -6 },
      crossing: { TIMING_IN_TRANSIT: 4 },
      transit: { TIMING_IN_TRANSIT: -4 },
      unit: { UOM: 220 },
      twice: { DUPLICATE_POSTING: 10 },
      'twice-there': { DUPLICATE_POSTING: -10 },
      'missing-there': { MISSING_IN_ERP: 5 },
      'missing-here': { MISSING_IN_SYSTEM: -5 },
      sign: { SIGN_ERROR: 6 },
      quantity: { QTY_MISMATCH: 3 },
      old: { SUBSTITUTION: -7 },
      new: { SUBSTITUTION: 7 },
      here: { LOCATION: 8 },
      there: { LOCATION: -8 },
      carried: { OPENING: 2 },
      unexplained: { UNEXPLAINED: 2 },
    });
  });

  it('calls what stayed open for more than two runs missing', () => {
    expect(classes([key('A', { erp: [erp(4, 3, { inTransit: true, runsOpen: 3 })] })])).toEqual({
      A: { MISSING_IN_SYSTEM: -4 },
    });
  });

  it('finds a difference without documents on the other code', () => {
    const old = key('old', {}, { chainId: 'c', ledgerMilli: 0, erpMilli: 7000 });
    const fresh = key('new', {}, { chainId: 'c', ledgerMilli: 7000, erpMilli: 0 });
    expect(classes([old, fresh])).toEqual({ old: { SUBSTITUTION: -7 }, new: { SUBSTITUTION: 7 } });
  });

  it('takes what came before the first document of the ERP as a partner only', () => {
    const early = { ours: [ours(5, 21), ours(3, 20)], erp: [erp(5, 20)] };
    expect(classes([key('A', early, { partnersUntilMs: daysBefore(19.5) })])).toEqual({ A: { UNEXPLAINED: 3 } });
  });

  it('lets reversals and moves within the warehouse cancel each other', () => {
    const wrong = ours(5, 20);
    const moved = { docNo: 'YK-1', type: 'TRANSFER_OUT' };
    const one = key('A', {
      ours: [wrong, ours(-5, 19, { reversesId: wrong.id }), ours(-2, 9, moved), ours(2, 9, moved)],
    });
    expect(classes([one])).toEqual({ A: {} });
    expect(rulesOf(one)).toEqual(['REVERSAL', 'REVERSAL']);
  });

  const document = fc.record({
    pieces: fc.integer({ min: -4, max: 4 }).filter((pieces) => pieces !== 0),
    daysAgo: fc.integer({ min: -6, max: 40 }),
    docNo: fc.option(fc.constantFrom('RK-1', 'RK-2', 'XS-3'), { nil: null }),
    erpDocNo: fc.option(fc.constantFrom('51', '52'), { nil: null }),
    runsOpen: fc.integer({ min: 0, max: 4 }),
    duplicate: fc.boolean(),
    inTransit: fc.boolean(),
  });
  const side = fc.record({
    part: fc.constantFrom('P1', 'P2', 'P3'),
    warehouseId: fc.constantFrom('W1', 'W2'),
    ours: fc.array(document, { maxLength: 8 }),
    erp: fc.array(document, { maxLength: 8 }),
    opening: fc.integer({ min: -3, max: 3 }),
    rest: fc.integer({ min: -2, max: 2 }),
  });
  const keyOf = (one: typeof side extends fc.Arbitrary<infer Value> ? Value : never, at: number): RunKey => {
    const mine = one.ours.map(({ pieces, daysAgo, docNo, erpDocNo, runsOpen, duplicate }) =>
      ours(pieces, daysAgo, { docNo, erpDocNo, runsOpen, duplicate }),
    );
    const theirs = one.erp.map(({ pieces, daysAgo, docNo, erpDocNo, runsOpen, duplicate, inTransit }) =>
      erp(pieces, daysAgo, { docNo: erpDocNo, ourDocNo: docNo, runsOpen, duplicate, inTransit }),
    );
    const made = key(`${one.part} ${String(at)}`, { ours: mine, erp: theirs });
    return {
      ...made,
      ...{ partId: one.part, warehouseId: one.warehouseId, chainId: one.part === 'P3' ? 'P3' : 'P1' },
      ...{ openingDiffMilli: one.opening * 1000, ledgerMilli: made.ledgerMilli + (one.opening + one.rest) * 1000 },
    };
  };

  it('explains every difference to the last piece, whatever the documents', () => {
    fc.assert(
      fc.property(fc.array(side, { minLength: 1, maxLength: 6 }), (sides) => {
        const keys = sides.map(keyOf);
        for (const [at, result] of reconcileRun(keys, FRAME).entries()) {
          const { ledgerMilli = 0, erpMilli = 0, openingDiffMilli = 0 } = keys[at] ?? {};
          const difference = ledgerMilli - erpMilli;
          expect(result.differenceMilli).toBe(difference);
          expect(sum(result.contributions)).toBe(difference);
          // what the documents add up to, what was carried and the rest are the difference as well: none is used twice
          const rest = (sides[at]?.rest ?? 0) * 1000;
          expect(sum(result.groups) + openingDiffMilli + rest).toBe(difference);
          const used = result.groups.flatMap((group) => [...group.ours, ...group.erp]).map(({ id }) => id);
          expect(new Set(used).size).toBe(used.length);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('finds the same whatever the order the documents came in', () => {
    fc.assert(
      fc.property(side, (one) => {
        const given = keyOf(one, 0);
        const turned = { ...given, ours: [...given.ours].reverse(), erp: [...given.erp].reverse() };
        expect(classes([turned])).toEqual(classes([given]));
      }),
      { numRuns: 200 },
    );
  });
});
