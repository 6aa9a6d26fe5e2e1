import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allowedPreparationSteps, preparationRefusal, type PreparationStatus } from './preparation-plan.ts';
import { proposePreparation, type PreparationNeed } from './propose-preparation.ts';

const NEED: PreparationNeed = {
  ...{ warehouseId: 'W', warehouseCode: 'S1', weekMeanMilli: 0, safetyMilli: 0, packMilli: 1000, availableMilli: 0 },
  ...{ onOrderMilli: 0, inTransitMilli: 0, backlogMilli: 0, vorMilli: 0 },
};
const TERMS = { weeks: 8, seasonBp: 10_000 };
const want = (warehouseCode: string, units: number, vorUnits = 0): PreparationNeed => ({
  ...{ ...NEED, warehouseCode, safetyMilli: (units - vorUnits) * 1000 },
  ...{ backlogMilli: vorUnits * 1000, vorMilli: vorUnits * 1000 },
});
const shares = (supplyUnits: number, needs: readonly PreparationNeed[]): (number | string)[][] =>
  proposePreparation({ isWhole: true, supplyMilli: supplyUnits * 1000 }, needs, TERMS).map((line) => [
    line.warehouseCode,
    line.proposedMilli / 1000,
  ]);

describe('what a preparation plan proposes', () => {
  it('is demand × weeks × season + safety − position, in whole packs (stock §4.8 without its campaign)', () => {
    const need = {
      ...{ ...NEED, weekMeanMilli: 12_500, safetyMilli: 8_000, packMilli: 10_000 },
      ...{ availableMilli: 18_000, onOrderMilli: 20_000, inTransitMilli: 15_000, backlogMilli: 12_000 },
    };
    // 12.5 · 8 · 1.2 + 8 = 128; 18 + 20 + 15 − 12 = 41; 87 → 90
    expect(
      proposePreparation({ isWhole: true, supplyMilli: 500_000 }, [need], { weeks: 8, seasonBp: 12_000 }),
    ).toMatchObject([
      { grossMilli: 128_000, positionMilli: 41_000, netMilli: 87_000, wantMilli: 90_000, proposedMilli: 90_000 },
    ]);
  });

  it('shares what is short fairly, as the worked example has it', () => {
    expect(shares(20, [want('A', 12), want('B', 9), want('C', 7)])).toEqual([
      ['A', 9],
      ['B', 6],
      ['C', 5],
    ]);
  });

  it('serves vehicles off the road first and leaves out who needs nothing', () => {
    expect(shares(10, [want('A', 30), want('B', 6, 6), { ...NEED, warehouseCode: 'C' }])).toEqual([
      ['A', 4],
      ['B', 6],
    ]);
    expect(shares(0, [want('A', 3)])).toEqual([['A', 0]]);
    expect(shares(-2, [want('A', 3)])).toEqual([['A', 0]]);
  });

  it('gives away no more than there is, no place more than it needs, and all of it when it is short', () => {
    const needs = fc.array(fc.record({ units: fc.nat(40), vor: fc.nat(10) }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(needs, fc.nat(150), (asked, supplyUnits) => {
        const lines = proposePreparation(
          { isWhole: true, supplyMilli: supplyUnits * 1000 },
          asked.map(({ units, vor }, at) => want(`S${String(at)}`, units + vor, vor)),
          TERMS,
        );
        const given = lines.reduce((sum, { proposedMilli }) => sum + proposedMilli, 0);
        const wanted = lines.reduce((sum, { wantMilli }) => sum + wantMilli, 0);
        const vor = lines.reduce((sum, { vorWantMilli }) => sum + vorWantMilli, 0);
        expect(given).toBe(Math.min(wanted, supplyUnits * 1000));
        for (const line of lines) {
          expect(line.proposedMilli).toBeLessThanOrEqual(line.wantMilli);
          if (vor <= supplyUnits * 1000) expect(line.proposedMilli).toBeGreaterThanOrEqual(line.vorWantMilli);
        }
      }),
    );
  });

  it('shares by thousandths what is not counted by the piece', () => {
    const oil = { ...NEED, safetyMilli: 1_500, packMilli: 500 };
    const lines = proposePreparation(
      { isWhole: false, supplyMilli: 1_001 },
      [oil, { ...oil, warehouseCode: 'S2' }],
      TERMS,
    );
    expect(lines.map(({ proposedMilli }) => proposedMilli)).toEqual([501, 500]);
  });
});

describe('who moves a preparation plan', () => {
  const state = (status: PreparationStatus) => ({ status, writers: ['maker', 'changer'] });
  it.each([
    ['COMPUTED', 'review', 'planner maker: ', null],
    ['COMPUTED', 'approve', 'partsManager boss: ', 'preparation-step-not-allowed'],
    ['REVIEWED', 'approve', 'partsManager boss: ', null],
    ['REVIEWED', 'approve', 'partsManager maker: ', 'preparation-own-plan'],
    ['REVIEWED', 'approve', 'partsManager changer: ', 'preparation-own-plan'],
    ['REVIEWED', 'approve', 'planner other: ', 'preparation-not-your-role'],
    ['REVIEWED', 'sendBack', 'partsManager boss:  ', 'preparation-needs-reason'],
    ['APPROVED', 'release', 'planner maker: ', null],
    ['RELEASED', 'release', 'planner maker: ', 'preparation-step-not-allowed'],
    ['RELEASED', 'cancel', 'planner maker: n', 'preparation-step-not-allowed'],
  ] as const)('%s, %s by %s → %s', (status, step, said, refusal) => {
    const [who = '', note = ''] = said.split(': ');
    const [role = '', userId = ''] = who.split(' ');
    expect(preparationRefusal(state(status), step, { actor: { userId, roles: [role] }, note })).toBe(refusal);
  });

  it('offers what it would take', () => {
    expect(allowedPreparationSteps(state('REVIEWED'), { userId: 'boss', roles: ['partsManager'] })).toEqual([
      ...['sendBack', 'approve', 'cancel'],
    ]);
    expect(allowedPreparationSteps(state('DONE'), { userId: 'boss', roles: ['partsManager'] })).toEqual([]);
  });
});
