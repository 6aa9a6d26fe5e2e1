import { evaluateClaim } from '../evaluate-claim.ts';
import type { EvaluationInput } from '../evaluation-types.ts';
import type { ClaimEvidence, OrderEvidence, StationStatistics } from '../evidence-types.ts';
import { FIRST_RULESET } from '../first-ruleset.ts';
import { indexMasters } from '../masters.ts';
import type { RuleRow } from '../ruleset-types.ts';
import {
  claim,
  earlierClaim,
  evaluationInput,
  labourLine,
  masterRows,
  materialLine,
  reading,
  station,
  vehicle,
} from './claim-fixture.ts';

/** What else is known about the plain claim; every case changes the one thing it is about. */

export type Change = Partial<EvaluationInput>;
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** 10:00 on the finish day of the plain claim, in China. */
export const START = Date.UTC(2025, 5, 2, 2);

/** Every rule judges here, whatever its first mode; parameters may be changed. */
export function rulesetWhere(ruleId: string, parameters: RuleRow['parameters'] = {}) {
  const rules = FIRST_RULESET.rules.map((row) =>
    row.id === ruleId
      ? { ...row, mode: 'SHADOW' as const, parameters: { ...row.parameters, ...parameters } }
      : { ...row, mode: 'OFF' as const },
  );
  return { ...FIRST_RULESET, rules };
}

export function hitOf(ruleId: string, change: Change, parameters: RuleRow['parameters'] = {}) {
  return evaluateClaim(evaluationInput(change), rulesetWhere(ruleId, parameters)).hits[0] ?? null;
}

export const known = (evidence: ClaimEvidence): Change => ({ evidence });
export const masters = (change: Parameters<typeof masterRows>[0]): Change => ({
  masters: indexMasters(masterRows(change)),
});

export function order(change: Partial<OrderEvidence> = {}): OrderEvidence {
  return {
    ...{ place: 'SHOP', startAtMs: START, finishAtMs: START + 3 * HOUR, plateNo: null, engineNo: null },
    ...{ latMicro: 29_079_000, lngMicro: 119_647_800, labour: [], parts: [], trip: null },
    ...change,
  };
}
export const withOrder = (change: Partial<OrderEvidence>, more: ClaimEvidence = {}): Change =>
  known({ order: order(change), ...more });
export const took = (ms: number): Change => ({
  claim: claim({ repairStartAtMs: START, repairFinishAtMs: START + ms }),
});

export const visit = (startAtMs: number, finishAtMs: number, stationId = 'st-2') => ({
  ...{ workOrderId: 'wo-9', no: 'WX9', stationId, stationName: 'Jinan', startAtMs, finishAtMs },
  ...{ latMicro: 36_651_200, lngMicro: 117_120_100 },
});
export const orderPart = (change: object = {}) => ({
  ...{ partId: 'part-1', qtyMilli: 1000, supplyMode: 'FREE_ISSUE', issueDoc: 'LL1', oldSerial: null, newSerial: null },
  ...change,
});
export const freeLine = (qtyMilli: number) => ({ lines: [materialLine({ supplyMode: 'FREE_ISSUE', qtyMilli })] });
export const trip = (change: object = {}) => ({
  ...{ claimId: 'claim-9', claimNo: 'SP9', vin: 'OTHER', departAtMs: START, returnAtMs: START + HOUR, km: 50 },
  ...change,
});
export const call = (change: object = {}): Change =>
  known({
    call: {
      ...{ result: 'CONFIRMED', repaired: 1, paidAnything: 0, attemptCount: 1, calledAtMs: START + 3 * DAY },
      ...{ phone: '138', isStationPhone: false, phoneOwners: 1 },
      ...change,
    },
  });
export const photo = (change: object = {}) => ({
  ...{ id: 'at-1', kind: 'FAULT_PART', sha256: 'a', phash64: '0000000000000000', takenAtMs: START, latMicro: null },
  ...{ lngMicro: null },
  ...change,
});
export const otherPhoto = (change: object = {}) => ({
  ...{ id: 'at-9', kind: 'FAULT_PART', sha256: 'b', phash64: 'ffffffffffffffff', claimId: 'claim-9', claimNo: 'SP9' },
  ...{ vin: 'OTHER', stationName: 'Jinan', uploadedAtMs: START - DAY },
  ...change,
});
export const photos = (own: object, other: object): Change =>
  known({ attachments: [photo(own)], otherAttachments: [otherPhoto(other)] });
export const taken = (change: object): Change => withOrder({}, { attachments: [photo(change)] });
export const oldPart = (change: object = {}) => ({
  ...{ tagNo: 'JJ1', partId: 'part-1', policy: 'RETURN', dueDate: '2025-05-27', status: 'DUE', inspectResult: null },
  ...{ serial: null },
  ...change,
});
export const preauth = (change: object = {}): Change => ({
  lines: [labourLine({ claimedFen: 1_000_001 })],
  ...known({
    preauth: {
      ...{ no: 'YS1', status: 'GRANTED', stationId: 'st-1', amountLimitFen: 1_000_001, validFromDate: '2025-06-02' },
      ...{ validToDate: '2025-06-02' },
      ...change,
    },
  }),
});
export const statistics = (change: Partial<StationStatistics>, more: ClaimEvidence = {}): Change =>
  known({
    statistics: {
      ...{ asOfDate: '2025-06-02', claimsThisMonth: 0, claimsPriorMonths: [10, 10, 10, 10, 10, 10], claims12: 100 },
      ...{ value12Fen: 1000, endOfCover12: 0, peerEndOfCoverBp: 1000, genericLabour12: 0, underLimit12: 0 },
      ...{ firstDigits: [60, 35, 25, 19, 16, 13, 12, 10, 10], costs: [], topTechnician: null, topTechnicianFen: 0 },
      ...change,
    },
    ...more,
  });
export const peers = [82000, 84500, 86000, 87000, 88000, 89000, 90500, 91000, 93000, 215000];
export const costs = (averageFen: number, peersFen = peers): Change => ({
  vehicle: vehicle({ modelId: 'm-1' }),
  ...statistics({ costs: [{ groupId: 'grp-pump', modelId: 'm-1', averageFen, peersFen }] }),
});
export const campaign = (status: string | null, doneClaimId: string | null = null) => ({
  ...{ claim: claim({ type: 'CAMPAIGN', campaignId: 'c-1' }) },
  ...known({
    campaign: { code: 'JG1', title: 'Hose', status, doneClaimId, doneClaimNo: 'SP9', doneDate: '2025-05-01' },
  }),
});
export const seasonCheck = (finishDate: string): Change => ({
  claim: claim({ type: 'SEASON_CHECK', repairFinishDate: '2025-08-20' }),
  history: [earlierClaim({ type: 'SEASON_CHECK', mainOpId: null, repairFinishDate: finishDate })],
});
export const splitVisit = (otherFen: number, ownFen = 25_001): Change => ({
  lines: [labourLine({ claimedFen: ownFen })],
  history: [earlierClaim({ repairFinishDate: '2025-06-02', mainOpId: 'op-2', claimedFen: otherFen })],
});
export const otherOp = (change: object): Change => ({
  history: [earlierClaim({ mainOpId: 'op-2', componentGroupId: 'grp-pump', ...change })],
});
export const field = (change: Partial<ClaimEvidence>): Change =>
  known({
    order: order({ place: 'FIELD' }),
    request: { reportedAtMs: START - HOUR, latMicro: 29_500_000, lngMicro: 119_647_800 },
    ...change,
  });
export const near = (change: object = {}) => ({
  ...{ id: 'st-2', code: 'S2', name: 'Near', status: 'ACTIVE', productLines: 'COACH,TRUCK' },
  ...{ latMicro: 29_450_000, lngMicro: 119_647_800 },
  ...change,
});
export const tooFar = (place: object, serviceRadiusKm = 46): Change => ({
  station: station({ latMicro: 29_079_000, lngMicro: 119_647_800, serviceRadiusKm }),
  ...field({ stationPlaces: [near(place)] }),
});
export const edited = (change: object): Change =>
  known({
    edits: [
      {
        ...{
          field: 'claimedFen',
          oldValue: '1',
          newValue: '2',
          changedAtMs: START,
          changedBy: 'u',
          wasReturned: false,
        },
        ...change,
      },
    ],
  });
export const driven = (mileageKm: number, productLine = 'COACH'): Change => ({
  claim: claim({ mileageKm, productLine }),
  mileageReadings: [reading({ readDate: '2025-05-31', readingKm: 70_000 })],
});
export const frozen = (...dates: string[]): Change => ({
  mileageReadings: dates.map((readDate, index) => reading({ id: `r${index}`, readDate, readingKm: 80_000 })),
});

export type BoundaryCase = readonly [
  ruleId: string,
  title: string,
  change: Change,
  severity: string | null,
  parameters?: RuleRow['parameters'],
];

/** Cases by name, for `it.each`. */
export function byName(cases: readonly BoundaryCase[]) {
  return cases.map(([ruleId, title, change, severity, parameters = {}]) => ({
    ...{ ruleId, title, change, severity, parameters },
  }));
}
