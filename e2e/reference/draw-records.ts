import type { ClaimEvidence, StationStatistics } from '../../src-shared/domain/claims/evidence-types.ts';
import type { MasterRows } from '../../src-shared/domain/claims/evaluation-types.ts';

export type Pick = <T>(...values: readonly T[]) => T;
type Some = <T>(make: () => T, most?: number) => T[];

/** Right ones, one with another digit in position 9, one with a letter O, a short one, one of a maker without check digit. */
export function drawVin(pick: Pick, right: string): string {
  return pick(
    right,
    right,
    right,
    right,
    'LXCBUS7B5D1000345',
    'LXCBUS7B4D100O345',
    right.slice(1),
    'WDB9634031L000001',
  );
}

/** Which parts fit which model, and which groups belong to a fault; sometimes nothing is recorded. */
export function drawCatalogue(pick: Pick, date: (offset: number) => string): Partial<MasterRows> {
  const fits = {
    ...{ partId: 'part-1', modelId: pick('m-1', 'm-2') },
    ...{ vinFrom: pick(null, 'LXCBUS7B4D1000345', 'LXCBUS7B4D1000346'), vinTo: pick(null, 'LXCBUS7B4D1000345', 'LXC') },
    ...{ validFromDate: pick(null, date(0), date(1)), validToDate: pick(null, date(0), date(-1)) },
  };
  const faultParts = [{ code: pick('F1', 'F2'), componentGroupId: pick('grp-pump', 'grp-wiper') }];
  return {
    ...pick<Partial<MasterRows>>({}, { applicabilities: [] }, { applicabilities: [fits] }),
    ...pick<Partial<MasterRows>>({}, { faultParts: [] }, { faultParts }),
  };
}

/** Serial numbers, decisions and a vehicle that comes often. */
export function drawRecords(pick: Pick, some: Some): Partial<ClaimEvidence> {
  const serial = (): string => pick('S1', 'S2', 'S3');
  return {
    visitsAtStation: pick(1, 5, 6),
    serialReturns: some(
      () => ({ serial: serial(), claimId: pick('claim-1', 'claim-9'), claimNo: null, tagNo: 'T' }),
      1,
    ),
    serialFittings: some(() => ({ serial: serial(), claimNo: null, vin: 'OTHER' }), 1),
    ...pick<Partial<ClaimEvidence>>({}, {}, { shippedSerials: ['S1', 'S2'] }),
    decisions: some(() => ({ level: pick('L1', 'L2', 'AUTO'), decidedBy: pick('u-1', 'u-2') }), 2),
  };
}

const HOUR = 3_600_000;

/** A trip, trips of the same people to other vehicles, and the stations around; `startAtMs` is when the work began. */
export function drawTrips(pick: Pick, some: Some, startAtMs: number) {
  const trip = (vin: string) => ({
    ...{ claimId: pick('claim-9', null), claimNo: null, vin, km: pick(0, 100, 176) },
    departAtMs: pick(null, startAtMs - HOUR, startAtMs + HOUR, startAtMs + 2 * HOUR),
    returnAtMs: pick(null, startAtMs + HOUR, startAtMs + 2 * HOUR, startAtMs + 4 * HOUR),
  });
  const place = () => ({ latMicro: pick(29_079_000, 29_258_000, 29_438_000), lngMicro: 119_647_800 });
  return {
    trip: pick(null, trip('LXCBUS7B4D1000345')),
    otherTrips: some(() => trip(pick('LXCBUS7B4D1000345', 'OTHER')), 2),
    stationPlaces: some(
      () => ({
        ...{ id: pick('st-1', 'st-2'), code: 'S', name: 'S', productLines: 'COACH,TRUCK', ...place() },
        status: pick('ACTIVE', 'SUSPENDED'),
      }),
      2,
    ),
    breakdown: pick<{ latMicro: number | null; lngMicro: number | null }>({ latMicro: null, lngMicro: null }, place()),
  };
}

/** Figures on both sides of each limit of the rules about stations. */
export function drawFigures(
  pick: Pick,
): Omit<StationStatistics, 'asOfDate' | 'claims12' | 'endOfCover12' | 'peerEndOfCoverBp' | 'underLimit12'> {
  const average = pick(10_000, 10_518, 10_519, 10_600);
  const peersFen = [9_800, 9_900, 9_900, 10_000, 10_000, 10_100, 10_100, average];
  const skewed = pick(60, 61, 74, 80);
  return {
    claimsThisMonth: pick(9, 10, 20, 21, 30, 31),
    claimsPriorMonths: pick([], [10, 10, 10, 10, 10, 10], [4, 5, 6, 5, 4, 6]),
    ...{ genericLabour12: pick(0, 20, 21), value12Fen: 1_000_000, topTechnicianFen: pick(400_000, 400_001) },
    topTechnician: pick(null, 'Li'),
    firstDigits: pick([60, 35, 25, 19, 16, 13, 12, 10, 9], [60, 35, 25, 19, 16, 13, 12, 10, skewed]),
    costs: [
      {
        ...{ groupId: pick('grp-pump', 'grp-wiper'), modelId: pick('m-1', 'm-2'), averageFen: average },
        peersFen: pick(peersFen, peersFen.slice(1), [...peersFen, 10_000]),
      },
    ],
  };
}
