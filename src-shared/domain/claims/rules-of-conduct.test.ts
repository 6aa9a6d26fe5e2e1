import { describe, expect, it } from 'vitest';
import { evaluateClaim } from './evaluate-claim.ts';
import { FIRST_RULESET } from './first-ruleset.ts';
import { hammingDistance } from './photo-rules.ts';
import {
  claim,
  evaluationInput,
  labourLine,
  operation,
  station,
  travelLine,
  vehicle,
  VIN,
} from './testing/claim-fixture.ts';
import {
  byName,
  type BoundaryCase,
  DAY,
  HOUR,
  START,
  call,
  costs,
  edited,
  field,
  hitOf,
  known,
  masters,
  oldPart,
  order,
  peers,
  photo,
  photos,
  preauth,
  statistics,
  taken,
  tooFar,
  trip,
  visit,
  withOrder,
} from './testing/evidence-fixture.ts';

const CASES: readonly BoundaryCase[] = [
  ['T02', 'beyond the radius, and a nearer station', tooFar({}), 'WARN'],
  ['T02', 'within the radius', tooFar({}, 47), null],
  ['T02', 'the nearer one is suspended', tooFar({ status: 'SUSPENDED' }), null],
  ['T02', 'the nearer one is for trucks', tooFar({ productLines: 'TRUCK' }), null],
  ['T02', 'the other one is farther', tooFar({ latMicro: 28_000_000 }), null],
  [
    'T03',
    'a dispatch with its arrival',
    field({ dispatches: [{ dispatchedAtMs: 1, arrivedAtMs: 2, status: 'ARRIVED' }] }),
    null,
  ],
  [
    'T03',
    'a dispatch without arrival',
    field({ dispatches: [{ dispatchedAtMs: 1, arrivedAtMs: null, status: 'ACCEPTED' }] }),
    'WARN',
  ],
  [
    'T03',
    'only a refused dispatch',
    field({ dispatches: [{ dispatchedAtMs: 1, arrivedAtMs: 2, status: 'REFUSED' }] }),
    'WARN',
  ],
  ['T03', 'a trip without any order', { lines: [travelLine()], evidence: { order: null, dispatches: [] } }, 'WARN'],
  ['T03', 'no order and no trip', { evidence: { order: null, dispatches: [] } }, null],
  ['T03', 'no dispatch in the shop', withOrder({}, { dispatches: [] }), null],
  [
    'T04',
    'a trip that begins when the other ends',
    withOrder(
      { trip: trip({ claimId: null, vin: VIN, departAtMs: START + HOUR, returnAtMs: START + 2 * HOUR }) },
      { otherTrips: [trip()] },
    ),
    null,
  ],
  [
    'T04',
    'a trip that begins a millisecond before',
    withOrder(
      { trip: trip({ claimId: null, vin: VIN, departAtMs: START + HOUR - 1, returnAtMs: START + 2 * HOUR }) },
      { otherTrips: [trip()] },
    ),
    'WARN',
  ],
  [
    'T04',
    'the other without kilometres',
    withOrder({ trip: trip({ vin: VIN }) }, { otherTrips: [trip({ km: 0 })] }),
    null,
  ],
  ['T04', 'the same vehicle', withOrder({ trip: trip({ vin: VIN }) }, { otherTrips: [trip({ vin: VIN })] }), null],
  ['T05', 'travel in the field', { lines: [travelLine()], ...field({}) }, null],
  ['T05', 'travel in the shop', { lines: [travelLine()], ...withOrder({}) }, 'BLOCK'],
  ['T05', 'no travel in the shop', withOrder({}), null],
  ['T06', 'receipts that add up', { lines: [travelLine({ detail: { tollFen: 8500, tollReceiptFen: 8500 } })] }, null],
  [
    'T06',
    'a fen without a receipt',
    { lines: [travelLine({ detail: { tollFen: 8501, tollReceiptFen: 8500 } })] },
    'WARN',
  ],
  [
    'T06',
    'a receipt two hours before the trip',
    withOrder({ trip: trip({ vin: VIN }) }, { attachments: [photo({ kind: 'TOLL', takenAtMs: START - 2 * HOUR })] }),
    null,
  ],
  [
    'T06',
    'a receipt a millisecond earlier',
    withOrder(
      { trip: trip({ vin: VIN }) },
      { attachments: [photo({ kind: 'TOLL', takenAtMs: START - 2 * HOUR - 1 })] },
    ),
    'WARN',
  ],

  // 874.356 km × 1.3 at 90 km/h need 12 h 37 min 46.4 s
  [
    'G01',
    'time enough for the road',
    withOrder({}, { visits: [visit(START - 15.64 * HOUR, START - 12.63 * HOUR)] }),
    null,
  ],
  [
    'G01',
    'two minutes too little',
    withOrder({}, { visits: [visit(START - 15.64 * HOUR, START - 12.6 * HOUR)] }),
    'BLOCK',
  ],
  [
    'G01',
    'an overlap of a millisecond',
    withOrder(
      {},
      { visits: [{ ...visit(START + 3 * HOUR - 1, START + 5 * HOUR), latMicro: 29_079_000, lngMicro: 119_647_800 }] },
    ),
    'BLOCK',
  ],
  [
    'G01',
    'one after the other at one place',
    withOrder(
      {},
      { visits: [{ ...visit(START + 3 * HOUR, START + 5 * HOUR), latMicro: 29_079_000, lngMicro: 119_647_800 }] },
    ),
    null,
  ],
  ['G01', 'the same station', withOrder({}, { visits: [visit(START, START + HOUR, 'st-1')] }), null],
  ['G03', 'an amount changed unasked', edited({}), 'BLOCK'],
  ['G03', 'an amount changed after a return', edited({ wasReturned: true }), null],
  ['G03', 'a text changed', edited({ field: 'complaintText' }), null],
  ['G04', 'a repair confirmed', call({}), null],
  ['G04', 'a repair denied', call({ result: 'DENIED' }), 'BLOCK'],
  ['G04', 'not repaired', call({ result: 'PARTIAL', repaired: 0 }), 'BLOCK'],
  ['G04', 'partly confirmed', call({ result: 'PARTIAL', repaired: 1 }), null],
  ['G05', 'unreached twice', call({ result: 'UNREACHED', attemptCount: 2 }), null],
  ['G05', 'unreached three times', call({ result: 'UNREACHED', attemptCount: 3 }), 'WARN'],
  ['G05', "a station's phone", call({ isStationPhone: true }), 'WARN'],
  ['G05', 'a phone of five owners', call({ phoneOwners: 5 }), null],
  ['G05', 'a phone of six owners', call({ phoneOwners: 6 }), 'WARN'],
  [
    'G06',
    'at the amount that needs no approval',
    { lines: [labourLine({ claimedFen: 1_000_000 })], ...known({ preauth: null }) },
    null,
  ],
  ['G06', 'a fen above it', { lines: [labourLine({ claimedFen: 1_000_001 })], ...known({ preauth: null }) }, 'BLOCK'],
  [
    'G06',
    'work that always needs one',
    { ...masters({ operations: [operation({ needsPreauth: 1 })] }), ...known({ preauth: null }) },
    'BLOCK',
  ],
  ['G06', 'granted for the very amount and day', preauth(), null],
  ['G06', 'granted for a fen less', preauth({ amountLimitFen: 1_000_000 }), 'BLOCK'],
  ['G06', 'expired the day before', preauth({ validToDate: '2025-06-01' }), 'BLOCK'],
  ['G06', 'refused', preauth({ status: 'REFUSED' }), 'BLOCK'],
  ['G06', 'granted to another station', preauth({ stationId: 'st-2' }), 'BLOCK'],
  [
    'G07',
    'three persons',
    {
      claim: claim({ createdBy: 'a' }),
      ...known({
        decisions: [
          { level: 'L1', decidedBy: 'b' },
          { level: 'L2', decidedBy: 'c' },
        ],
      }),
    },
    null,
  ],
  [
    'G07',
    'the creator decides',
    { claim: claim({ createdBy: 'a' }), ...known({ decisions: [{ level: 'L1', decidedBy: 'a' }] }) },
    'BLOCK',
  ],
  [
    'G07',
    'both levels by one',
    {
      claim: claim({ createdBy: 'a' }),
      ...known({
        decisions: [
          { level: 'L1', decidedBy: 'b' },
          { level: 'L2', decidedBy: 'b' },
        ],
      }),
    },
    'BLOCK',
  ],

  ...(['COACH,TRUCK', 'TRUCK', ''] as const).map((productLines): BoundaryCase => [
    'S02',
    `authorised for "${productLines}"`,
    {
      station: station({
        terms: { grade: 'B', contractNo: null, contractFromDate: null, contractToDate: null, productLines },
      }),
    },
    productLines === 'TRUCK' ? 'BLOCK' : null,
  ]),
  ['S03', 'twice the mean', statistics({ claimsThisMonth: 20 }), null],
  ['S03', 'more than twice the mean', statistics({ claimsThisMonth: 21 }), 'INFO'],
  ['S03', 'three times the mean', statistics({ claimsThisMonth: 30 }), 'INFO'],
  ['S03', 'more than three times the mean', statistics({ claimsThisMonth: 31 }), 'WARN'],
  ['S03', 'nine claims after none', statistics({ claimsThisMonth: 9, claimsPriorMonths: [0, 0] }), null],
  ['S04', 'the outlier of the spec (z 34.130)', costs(215_000), 'WARN'],
  ['S04', 'within its peers (z 1.214)', costs(93_000), null],
  ['S04', 'seven peers', costs(215_000, peers.slice(3)), null],
  [
    'S05',
    'another customer',
    {
      station: station({ type: 'CUSTOMER_HOSTED', hostedCustomerId: 'c-1' }),
      vehicle: vehicle({ customerId: 'c-2' }),
    },
    null,
  ],
  [
    'S05',
    'the customer of the yard',
    {
      station: station({ type: 'CUSTOMER_HOSTED', hostedCustomerId: 'c-1' }),
      vehicle: vehicle({ customerId: 'c-1' }),
    },
    'INFO',
  ],
  ['S06', 'five visits', known({ visitsAtStation: 5 }), null],
  ['S06', 'six visits', known({ visitsAtStation: 6 }), 'WARN'],
  [
    'S06',
    'forty per cent of the value',
    statistics(
      { topTechnician: 'Li', topTechnicianFen: 400 },
      { order: order({ labour: [{ technician: 'Li', hoursCenti: 1 }] }) },
    ),
    null,
  ],
  [
    'S06',
    'more than forty per cent',
    statistics(
      { topTechnician: 'Li', topTechnicianFen: 401 },
      { order: order({ labour: [{ technician: 'Li', hoursCenti: 1 }] }) },
    ),
    'WARN',
  ],
  ['S07', 'digits of the law (χ² 0.120)', statistics({}), null],
  ['S07', 'invented digits (χ² 401.952)', statistics({ firstDigits: [20, 18, 16, 15, 14, 14, 13, 70, 20] }), 'INFO'],
  ['S07', 'too few amounts', statistics({ firstDigits: [20, 18, 16, 15, 14, 14, 13, 70, 19] }), null],
  ['S08', 'a quarter under the limit', statistics({ underLimit12: 25 }), null],
  ['S08', 'more than a quarter', statistics({ underLimit12: 26 }), 'WARN'],

  [
    'A01',
    'all photographs',
    {
      ...masters({ operations: [operation({ requiredPhotoKinds: 'FAULT_PART' })] }),
      ...known({ attachments: [photo()] }),
    },
    null,
  ],
  [
    'A01',
    'one missing',
    {
      ...masters({ operations: [operation({ requiredPhotoKinds: 'FAULT_PART,ODOMETER' })] }),
      ...known({ attachments: [photo()] }),
    },
    'BLOCK',
  ],
  ['A01', 'one the rule asks for', known({ attachments: [photo()] }), 'BLOCK', { kinds: ['FORM'] }],
  ['A02', 'another file', photos({}, {}), null],
  ['A02', 'the same file of another vehicle', photos({}, { sha256: 'a' }), 'BLOCK'],
  ['A02', 'the same file of this vehicle', photos({}, { sha256: 'a', vin: VIN }), null],
  ['A03', 'six bits apart', photos({}, { phash64: '000000000000003f' }), 'WARN'],
  ['A03', 'seven bits apart', photos({}, { phash64: '000000000000007f' }), null],
  ['A03', 'a whole vehicle', photos({ kind: 'VEHICLE_45' }, { phash64: '0000000000000000' }), null],
  ['A03', 'the same vehicle', photos({}, { phash64: '0000000000000000', vin: VIN }), null],
  ['A04', 'a day before the start', taken({ takenAtMs: START - DAY }), null],
  ['A04', 'a millisecond earlier', taken({ takenAtMs: START - DAY - 1 }), 'WARN'],
  ['A04', 'a day and a millisecond after the finish', taken({ takenAtMs: START + 3 * HOUR + DAY + 1 }), 'WARN'],
  // one degree of latitude is 111.195 km
  ['A04', '19.99 km away', taken({ latMicro: 29_258_770, lngMicro: 119_647_800 }), null],
  ['A04', '20.01 km away', taken({ latMicro: 29_258_960, lngMicro: 119_647_800 }), 'WARN'],
  ['A05', 'the plate as typed', known({ plateReadings: [{ attachmentId: 'at-1', vinText: VIN.toLowerCase() }] }), null],
  ['A05', 'another plate', known({ plateReadings: [{ attachmentId: 'at-1', vinText: 'LXCBUS7B6D1000346' }] }), 'WARN'],

  ['O01', 'the last day of grace', known({ oldParts: [oldPart()] }), null],
  ['O01', 'the day after', known({ oldParts: [oldPart({ dueDate: '2025-05-26' })] }), 'WARN'],
  ['O01', 'received', known({ oldParts: [oldPart({ dueDate: '2025-01-01', status: 'RECEIVED' })] }), null],
  ['O02', 'inspected well', known({ oldParts: [oldPart({ inspectResult: 'OK' })] }), null],
  ['O02', 'another part', known({ oldParts: [oldPart({ inspectResult: 'WRONG_PART' })] }), 'BLOCK'],
  ['O02', 'broken by its packing', known({ oldParts: [oldPart({ inspectResult: 'DAMAGED_BY_PACKING' })] }), null],
  ['O03', 'a serial that never came back', known({ oldParts: [oldPart({ serial: 'O1' })], serialReturns: [] }), null],
  [
    'O03',
    'a serial of another claim',
    known({
      oldParts: [oldPart({ serial: 'O1' })],
      serialReturns: [{ serial: 'O1', claimId: 'claim-9', claimNo: 'SP9', tagNo: 'JJ9' }],
    }),
    'BLOCK',
  ],
  [
    'O03',
    'its own return',
    known({
      oldParts: [oldPart({ serial: 'O1' })],
      serialReturns: [{ serial: 'O1', claimId: 'claim-1', claimNo: 'SP1', tagNo: 'JJ1' }],
    }),
    null,
  ],
  ['O04', 'a part not back', known({ oldParts: [oldPart()] }), 'WARN', { classes: ['OTHER'] }],
  ['O04', 'a part back', known({ oldParts: [oldPart({ status: 'RECEIVED' })] }), null, { classes: ['OTHER'] }],
  ['O04', 'a class that is paid before', known({ oldParts: [oldPart()] }), null],
  [
    'F05',
    'sixteen days left',
    known({ recovery: { supplierName: 'W', windowEndDate: '2025-06-19', hasSupplierClaim: false, amountFen: 1 } }),
    null,
  ],
  [
    'F05',
    'fifteen days left',
    known({ recovery: { supplierName: 'W', windowEndDate: '2025-06-18', hasSupplierClaim: false, amountFen: 1 } }),
    'INFO',
  ],
  [
    'F05',
    'claimed already',
    known({ recovery: { supplierName: 'W', windowEndDate: '2025-06-18', hasSupplierClaim: true, amountFen: 1 } }),
    null,
  ],
];

describe('the rules on travel, conduct, stations, photographs and old parts at their boundary (claims §5)', () => {
  it.each(byName(CASES))('$ruleId on $title', ({ ruleId, change, severity, parameters }) => {
    expect(hitOf(ruleId, change, parameters)?.severity ?? null).toBe(severity);
  });

  it('finds nothing where nothing was looked at', () => {
    const all = { ...FIRST_RULESET, rules: FIRST_RULESET.rules.map((row) => ({ ...row, mode: 'SHADOW' as const })) };
    expect(evaluateClaim(evaluationInput({ lines: [labourLine()] }), all).hits).toEqual([]);
    expect(evaluateClaim(evaluationInput(known({})), all).hits).toEqual([]);
  });

  it('names both photographs of a pair', () => {
    expect(hitOf('A02', photos({}, { sha256: 'a' }))?.facts).toMatchObject({
      ...{ attachmentId: 'at-1', otherAttachmentId: 'at-9', otherClaimNo: 'SP9', otherStationName: 'Jinan' },
    });
  });

  it('tells the speed G01 of the specification needs: 284 km/h', () => {
    const at = (hour: number) => Date.UTC(2026, 2, 2, hour);
    const change = withOrder({ startAtMs: at(8), finishAtMs: at(10) }, { visits: [visit(at(14), at(16))] });
    expect(hitOf('G01', change)?.facts).toMatchObject({ requiredKmh: 284, distanceKm: 874, overlap: false });
  });

  it.each([
    ['0000000000000000', '0000000000000000', 0],
    ['ffffffffffffffff', '0000000000000000', 64],
    ['8000000000000001', '0000000000000000', 2],
    ['xyz0000000000000', '0000000000000000', null],
    ['00', '0000000000000000', null],
    [null, '0000000000000000', null],
  ])('counts the differing bits of %s and %s', (a, b, bits) => {
    expect(hammingDistance(a, b)).toBe(bits);
  });
});
