import { describe, expect, it } from 'vitest';
import { claim, coverage, earlierClaim, materialLine, operation, part, vehicle } from './testing/claim-fixture.ts';
import {
  byName,
  type BoundaryCase,
  DAY,
  START,
  call,
  campaign,
  driven,
  edited,
  frozen,
  hitOf,
  known,
  masters,
  otherOp,
  seasonCheck,
  splitVisit,
  statistics,
  withOrder,
} from './testing/evidence-fixture.ts';

const CASES: readonly BoundaryCase[] = [
  [
    'V03',
    'the plate as on file, written otherwise',
    { claim: claim({ plateNo: '浙g·12345' }), vehicle: vehicle({ plateNo: '浙G12345' }) },
    null,
  ],
  [
    'V03',
    'another plate',
    { claim: claim({ plateNo: '浙G12346' }), vehicle: vehicle({ plateNo: '浙G12345' }) },
    'WARN',
  ],
  ['V03', 'another engine', { vehicle: vehicle({ engineNo: 'E1' }), ...withOrder({ engineNo: 'E2' }) }, 'WARN'],
  ['V03', 'no plate known', { claim: claim({ plateNo: null }), vehicle: vehicle({ plateNo: '浙G12345' }) }, null],
  ['V05', '3,000 km in two days on a coach', driven(73_000), null],
  ['V05', '3,001 km in two days on a coach', driven(73_001), 'WARN'],
  ['V05', '2,400 km in two days on a truck', driven(72_400, 'TRUCK'), null],
  ['V05', '2,401 km in two days on a truck', driven(72_401, 'TRUCK'), 'WARN'],
  ['V06', 'three visits over 60 days', frozen('2025-04-03', '2025-05-01'), 'WARN'],
  ['V06', 'three visits over 59 days', frozen('2025-04-04', '2025-05-01'), null],
  ['V06', 'two visits over 60 days', frozen('2025-04-03'), null],
  ['V06', 'two readings of one visit', frozen('2025-04-03', '2025-04-03'), null],
  ['V07', 'a vehicle sold', { vehicle: vehicle({ status: 'SOLD' }) }, null],
  ['V07', 'a vehicle exported', { vehicle: vehicle({ status: 'EXPORTED' }) }, null],
  ['V07', 'a vehicle in stock', { vehicle: vehicle({ status: 'STOCK' }) }, 'BLOCK'],
  ['V07', 'a vehicle scrapped', { vehicle: vehicle({ status: 'SCRAPPED' }) }, 'BLOCK'],
  [
    'V07',
    'the delivery inspection of a vehicle in stock',
    { claim: claim({ type: 'PDI' }), vehicle: vehicle({ status: 'STOCK' }) },
    null,
  ],

  ['W03', 'a part that does not wear', { lines: [materialLine()] }, null],
  ['W03', 'a wear part', { lines: [materialLine()], ...masters({ parts: [part({ isWear: 1 })] }) }, 'BLOCK'],
  [
    'W03',
    'a wear part on goodwill',
    { claim: claim({ type: 'GOODWILL' }), lines: [materialLine()], ...masters({ parts: [part({ isWear: 1 })] }) },
    null,
  ],
  ['W03', 'an assembly that is excluded', masters({ coverages: [coverage({ excluded: 1 })] }), 'BLOCK'],
  ['W05', 'the customer paid nothing', call({}), null],
  ['W05', 'the customer paid', call({ paidAnything: 1 }), 'BLOCK'],
  ['W05', 'an order that was paid work first', known({ orderWasPaid: true }), 'BLOCK'],
  [
    'W05',
    'a failure moved back from the first day out',
    edited({ field: 'failureDate', oldValue: '2026-03-15', newValue: '2026-03-14' }),
    'BLOCK',
  ],
  [
    'W05',
    'a failure moved within the cover',
    edited({ field: 'failureDate', oldValue: '2026-03-14', newValue: '2026-03-13' }),
    null,
  ],
  ['W06', 'twice the share of the peers', statistics({ endOfCover12: 20 }), null],
  ['W06', 'more than twice the share of the peers', statistics({ endOfCover12: 21 }), 'WARN'],
  ['W06', 'fewer than twenty', statistics({ endOfCover12: 19, claims12: 50 }), null],
  [
    'W07',
    'reported seven days after the failure',
    known({ request: { reportedAtMs: Date.UTC(2025, 5, 8, 15), latMicro: null, lngMicro: null } }),
    null,
  ],
  [
    'W07',
    'reported eight days after the failure',
    known({ request: { reportedAtMs: Date.UTC(2025, 5, 8, 16), latMicro: null, lngMicro: null } }),
    'WARN',
  ],
  ['W07', 'no request', known({ request: null }), 'WARN'],
  [
    'W07',
    'a request after the repair began',
    withOrder({}, { request: { reportedAtMs: START + 1, latMicro: null, lngMicro: null } }),
    'WARN',
  ],
  [
    'W07',
    'a request at the very start',
    withOrder({}, { request: { reportedAtMs: START, latMicro: null, lngMicro: null } }),
    null,
  ],
  ...(
    [
      [30, 'WARN'],
      [31, null],
      [-1, null],
    ] as const
  ).map(([days, severity]): BoundaryCase => [
    'W08',
    `the start moved ${days} days before the claim`,
    known({
      vehicleChanges: [
        {
          field: 'inServiceDate',
          oldValue: '2023-03-15',
          newValue: '2024-03-15',
          changedAtMs: Date.UTC(2025, 5, 3) - days * DAY,
          changedBy: 'u',
        },
      ],
    }),
    severity,
  ]),

  ['D02', 'another operation on the assembly three days before', otherOp({ repairFinishDate: '2025-05-30' }), 'WARN'],
  ['D02', 'four days before', otherOp({ repairFinishDate: '2025-05-29' }), null],
  ['D02', 'the same operation', otherOp({ mainOpId: 'op-1', repairFinishDate: '2025-05-30' }), null],
  ['D02', 'another assembly', otherOp({ componentGroupId: 'grp-wiper', repairFinishDate: '2025-05-30' }), null],
  [
    'D02',
    'an operation of the same overlap group',
    {
      ...masters({ operations: [operation({ overlapGroup: 'X' }), operation({ id: 'op-2', overlapGroup: 'X' })] }),
      ...otherOp({ componentGroupId: null, repairFinishDate: '2025-05-30' }),
    },
    'WARN',
  ],
  ['D04', 'the same work order', { history: [earlierClaim({ workOrderId: 'wo-1' })] }, 'BLOCK'],
  [
    'D04',
    'the same work order, rejected',
    { history: [earlierClaim({ workOrderId: 'wo-1', status: 'REJECTED' })] },
    null,
  ],
  ['D05', 'a campaign open for the vehicle', campaign('OPEN'), null],
  ['D05', 'a campaign this very claim has done', campaign('DONE', 'claim-1'), null],
  ['D05', 'a campaign another claim has done', campaign('DONE', 'claim-9'), 'BLOCK'],
  ['D05', 'a check in the summer before the last', seasonCheck('2024-08-20'), null],
  ['D05', 'a second check on the first day of the season', seasonCheck('2025-06-01'), 'BLOCK'],
  ['D05', 'a check the day before the season', seasonCheck('2025-05-31'), null],
  ['D06', 'a vehicle in the list', campaign('OPEN'), null],
  ['D06', 'a vehicle not in the list', campaign(null), 'BLOCK'],
  ['D07', 'two bills that add up to the limit', splitVisit(24_999), null],
  ['D07', 'two bills one fen above the limit', splitVisit(25_000), 'WARN'],
  ['D07', 'one bill above the limit by itself', splitVisit(50_001), null],
];

describe('the rules on vehicles, cover and repeated claims at their boundary (claims §5)', () => {
  it.each(byName(CASES))('$ruleId on $title', ({ ruleId, change, severity, parameters }) => {
    expect(hitOf(ruleId, change, parameters)?.severity ?? null).toBe(severity);
  });
});
