import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auditSample } from './audit-sample.ts';
import { proveDraw, type DrawMember, type DrawStation } from './sample-proof.ts';
import { isSampled, minimumDraw, sampleLot } from './sampling.ts';

const PARAMS = { baseBp: 2000, newStationBp: 5000, newStationMonths: 3, ownFleetBp: 3000, minimumPerStationMonth: 1 };
const plan = { id: 'PLAN', params: PARAMS };
const ARRIVED = Date.parse('2026-03-12T02:00:00Z');
const station = (change: Partial<DrawStation> = {}): Map<string, DrawStation> =>
  new Map([['ST', { type: 'EXTERNAL', openedDate: '2020-01-01', fraudsAtMs: [], ...change }]]);
const member = (claimId: string, change: Partial<DrawMember> = {}): DrawMember => ({
  ...{ claimId, claimNo: claimId, stationId: 'ST', submittedDate: '2026-03-12', arrivedAtMs: ARRIVED },
  ...{ drawn: null, isOnStatement: false, ...change },
});
/** As the server draws at the arrival, at a rate. */
const drawnAt = (claimIds: readonly string[], rateBp: number): DrawMember[] =>
  claimIds.map((id) => member(id, { drawn: isSampled('PLAN', id, rateBp) ? { atMs: ARRIVED, later: false } : null }));
const ids = Array.from({ length: 200 }, (_, index) => `claim-${String(index)}`);
const verdicts = (members: readonly DrawMember[], stations = station()): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { verdict } of proveDraw(plan, members, stations)) counts[verdict] = (counts[verdict] ?? 0) + 1;
  return counts;
};

describe('a draw proved again', () => {
  it('agrees with what the server draws, whatever the claims are called', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.uuid(), { maxLength: 40 }), (claims) => {
        const { missing = 0, unexpected = 0 } = verdicts(drawnAt(claims, PARAMS.baseBp));
        expect([missing, unexpected]).toEqual([0, 0]);
      }),
    );
  });

  it('finds the sample somebody took away, and the one somebody put in', () => {
    const honest = drawnAt(ids, PARAMS.baseBp);
    const taken = honest.find(({ drawn }) => drawn !== null)?.claimId;
    const put = honest.find(({ drawn }) => drawn === null)?.claimId;
    const forged = honest.map((one) =>
      one.claimId === taken
        ? { ...one, drawn: null }
        : one.claimId === put
          ? { ...one, drawn: { atMs: ARRIVED, later: false } }
          : one,
    );
    const differing = proveDraw(plan, forged, station()).filter(({ verdict }) =>
      ['missing', 'unexpected'].includes(verdict),
    );
    expect(differing.map(({ claimId, verdict }) => [claimId, verdict]).sort()).toEqual(
      [
        [taken, 'missing'],
        [put, 'unexpected'],
      ].sort(),
    );
  });

  it.each([
    ['a new station', { openedDate: '2026-01-01' }, 5000, 'NEW_STATION'],
    ['a customer’s own fleet', { type: 'CUSTOMER_HOSTED' }, 3000, 'OWN_FLEET'],
    ['a fraud the day before', { fraudsAtMs: [ARRIVED - 86_400_000] }, 10_000, 'AFTER_FRAUD'],
    ['a fraud an hour later', { fraudsAtMs: [ARRIVED + 3_600_000] }, 2000, 'BASE'],
    ['a fraud four months before', { fraudsAtMs: [ARRIVED - 121 * 86_400_000] }, 2000, 'BASE'],
  ] as const)('%s has the rate of that day', (_name, change, rateBp, stratum) => {
    const stations = station(change);
    expect(verdicts(drawnAt(ids, rateBp), stations)).not.toHaveProperty('missing');
    expect(proveDraw(plan, [member('one')], stations)).toMatchObject([{ rateBp, stratum }]);
  });

  it('the month’s minimum is right for the lowest lot that could be taken, and for no other', () => {
    const undrawn = ids.filter((id) => sampleLot('PLAN', id) >= PARAMS.baseBp).slice(0, 6);
    const [lowest = '', ...others] = minimumDraw(
      plan,
      undrawn.map((id) => ({ id, submittedDate: '2026-03-12', isDrawn: false, isOpen: true })),
      { month: '2026-03', today: '2026-03-20' },
    );
    expect(others).toEqual([]);
    const later = { atMs: ARRIVED + 5 * 86_400_000, later: true };
    const with_ = (claimId: string, paid: string | null = null): unknown =>
      proveDraw(
        plan,
        undrawn.map((id) => member(id, { drawn: id === claimId ? later : null, isOnStatement: id === paid })),
        station(),
      ).find((one) => one.claimId === claimId)?.verdict;
    const second = undrawn
      .filter((id) => id !== lowest)
      .sort((a, b) => sampleLot('PLAN', a) - sampleLot('PLAN', b))[0] as string;
    expect([with_(lowest), with_(second), with_(second, lowest)]).toEqual(['minimum', 'unexpected', 'minimum']);
  });
});

describe('the auditor’s sample', () => {
  it('is the same whatever the order of the claims, another with another seed, and never larger than asked', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.uuid(), { minLength: 30, maxLength: 60 }), (claims) => {
        const drawn = auditSample('seed', claims, 10);
        expect(auditSample('seed', claims.toReversed(), 10)).toEqual(drawn);
        expect(drawn).toHaveLength(10);
        expect(auditSample('seed', claims, 20).slice(0, 10)).toEqual(drawn);
        expect(auditSample('other', claims, 10)).not.toEqual(drawn);
      }),
    );
    expect(auditSample('seed', ['a', 'b'], 10).toSorted()).toEqual(['a', 'b']);
  });
});
