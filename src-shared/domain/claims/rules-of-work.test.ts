import { describe, expect, it } from 'vitest';
import { claim, labourLine, materialLine, operation, part, vehicle, VIN } from './testing/claim-fixture.ts';
import {
  byName,
  type BoundaryCase,
  HOUR,
  freeLine,
  hitOf,
  known,
  masters,
  orderPart,
  photo,
  statistics,
  took,
  withOrder,
} from './testing/evidence-fixture.ts';

const REPLACED = [
  labourLine({ seq: 1, opId: 'op-1', hoursCenti: 250 }),
  materialLine({ seq: 2, supplyMode: 'FREE_ISSUE', unitFen: 0, claimedFen: 0 }),
];

function repairable(path: { hoursCenti: number; partsFen: number }) {
  return {
    claim: claim({ actionCode: 'REPLACE', causalPartId: 'part-1' }),
    ...known({ repairPath: { opCode: 'R', ...path } }),
  };
}

const CASES: readonly BoundaryCase[] = [
  ['L02', 'an operation for every model', {}, null],
  [
    'L02',
    'an operation of the model',
    { vehicle: vehicle({ modelId: 'm-1' }), ...masters({ operations: [operation({ modelId: 'm-1' })] }) },
    null,
  ],
  [
    'L02',
    'an operation of another model',
    { vehicle: vehicle({ modelId: 'm-2' }), ...masters({ operations: [operation({ modelId: 'm-1' })] }) },
    'BLOCK',
  ],
  ['L02', 'an operation of another line', masters({ operations: [operation({ productLine: 'TRUCK' })] }), 'BLOCK'],
  [
    'L03',
    'work another operation contains',
    {
      lines: [labourLine(), labourLine({ seq: 2, opId: 'op-2' })],
      ...masters({
        operations: [operation(), operation({ id: 'op-2' })],
        operationIncludes: [{ opId: 'op-1', includedOpId: 'op-2' }],
      }),
    },
    'INFO',
  ],
  [
    'L03',
    'the containing work alone',
    {
      lines: [labourLine()],
      ...masters({
        operations: [operation(), operation({ id: 'op-2' })],
        operationIncludes: [{ opId: 'op-1', includedOpId: 'op-2' }],
      }),
    },
    null,
  ],
  ...(
    [
      [700, null],
      [701, 'WARN'],
    ] as const
  ).map(([otherHoursCenti, severity]): BoundaryCase => [
    'L04',
    `${otherHoursCenti} hundredths of an hour besides 5.00`,
    withOrder(
      { labour: [{ technician: 'Li', hoursCenti: 500 }] },
      { technicianDays: [{ technician: 'Li', dayDate: '2025-06-02', otherHoursCenti }] },
    ),
    severity,
  ]),
  ['L05', 'thirty per cent of the standard', took(0.75 * HOUR), null],
  ['L05', 'a millisecond less', took(0.75 * HOUR - 1), 'WARN'],
  ['L07', 'one generic hour', { lines: [labourLine({ opId: null, hoursCenti: 100 })] }, null],
  ['L07', 'a hundredth more', { lines: [labourLine({ opId: null, hoursCenti: 101 })] }, 'WARN'],
  [
    'L07',
    'a fifth of the claims of the station',
    { lines: [labourLine({ opId: null, hoursCenti: 50 })], ...statistics({ genericLabour12: 20 }) },
    null,
  ],
  [
    'L07',
    'more than a fifth',
    { lines: [labourLine({ opId: null, hoursCenti: 50 })], ...statistics({ genericLabour12: 21 }) },
    'WARN',
  ],

  ...(
    [
      [1000, null],
      [2000, 'BLOCK'],
    ] as const
  ).map(([qtyMilli, severity]): BoundaryCase => [
    'P01',
    `${qtyMilli} thousandths after one within the year, of two`,
    {
      lines: [materialLine({ qtyMilli })],
      ...masters({ parts: [part({ maxQtyPerVehicleMilli: 2000 })] }),
      ...known({ fittedQty: [{ partId: 'part-1', qtyMilli: 1000, claimNo: 'SP0', finishDate: '2024-06-02' }] }),
    },
    severity,
  ]),
  [
    'P01',
    'what was fitted a year and a day ago',
    {
      lines: [materialLine({ qtyMilli: 2000 })],
      ...masters({ parts: [part({ maxQtyPerVehicleMilli: 2000 })] }),
      ...known({ fittedQty: [{ partId: 'part-1', qtyMilli: 1000, claimNo: 'SP0', finishDate: '2024-06-01' }] }),
    },
    null,
  ],
  ...(['2025-06-02', '2025-06-01'] as const).map((validToDate): BoundaryCase => [
    'P02',
    `a part listed until ${validToDate}`,
    {
      lines: [materialLine()],
      vehicle: vehicle({ modelId: 'm-1' }),
      ...masters({
        applicabilities: [
          { partId: 'part-1', modelId: 'm-1', vinFrom: null, vinTo: VIN, validFromDate: null, validToDate },
        ],
      }),
    },
    validToDate === '2025-06-02' ? null : 'BLOCK',
  ]),
  [
    'P02',
    'a part listed nowhere',
    { lines: [materialLine()], vehicle: vehicle({ modelId: 'm-1' }), ...masters({ applicabilities: [] }) },
    null,
  ],
  [
    'P02',
    'a part listed nowhere where every part must be',
    { lines: [materialLine()], vehicle: vehicle({ modelId: 'm-1' }), ...masters({ applicabilities: [] }) },
    'BLOCK',
    { unlistedFitsAll: 0 },
  ],
  [
    'P03',
    'an assembly of the cause',
    {
      claim: claim({ causalPartId: 'part-1', causeCode: 'Y1' }),
      ...masters({ faultParts: [{ code: 'Y1', componentGroupId: 'grp-pump' }] }),
    },
    null,
  ],
  [
    'P03',
    'another assembly',
    {
      claim: claim({ causalPartId: 'part-1', causeCode: 'Y1' }),
      ...masters({ faultParts: [{ code: 'Y1', componentGroupId: 'grp-wiper' }] }),
    },
    'WARN',
  ],
  [
    'P03',
    'a cause without a map',
    {
      claim: claim({ causalPartId: 'part-1', causeCode: 'Y2' }),
      ...masters({ faultParts: [{ code: 'Y1', componentGroupId: 'grp-wiper' }] }),
    },
    null,
  ],
  ['P04', 'a free part with its document', { ...freeLine(1000), ...withOrder({ parts: [orderPart()] }) }, null],
  [
    'P04',
    'a free part without a document',
    { ...freeLine(1000), ...withOrder({ parts: [orderPart({ issueDoc: null })] }) },
    'BLOCK',
  ],
  [
    'P04',
    'as many as were issued',
    {
      ...freeLine(2000),
      ...withOrder({ parts: [orderPart()] }, { issues: [{ docNo: 'LL1', partId: 'part-1', qtyMilli: 2000 }] }),
    },
    null,
  ],
  [
    'P04',
    'a thousandth more than were issued',
    {
      ...freeLine(2001),
      ...withOrder({ parts: [orderPart()] }, { issues: [{ docNo: 'LL1', partId: 'part-1', qtyMilli: 2000 }] }),
    },
    'BLOCK',
  ],
  ['P04', 'an order that does not name the part', { ...freeLine(1000), ...withOrder({ parts: [] }) }, 'BLOCK'],
  ['P04', 'no order at all', { ...freeLine(1000), evidence: { order: null } }, 'BLOCK'],
  ['P04', 'orders nobody looked at', { ...freeLine(1000), evidence: {} }, null],
  [
    'P04',
    'a document that issued nothing here',
    { ...freeLine(1000), ...withOrder({ parts: [orderPart()] }, { issues: [] }) },
    'BLOCK',
  ],
  [
    'P04',
    'two lines that take from one document',
    {
      lines: [
        materialLine({ supplyMode: 'FREE_ISSUE', qtyMilli: 1000 }),
        materialLine({ seq: 5, supplyMode: 'FREE_ISSUE', qtyMilli: 1000 }),
      ],
      ...withOrder({ parts: [orderPart()] }, { issues: [{ docNo: 'LL1', partId: 'part-1', qtyMilli: 1999 }] }),
    },
    'BLOCK',
  ],
  [
    'P04',
    'a part from stock',
    {
      lines: [materialLine()],
      ...withOrder({ parts: [orderPart({ supplyMode: 'STATION_STOCK', issueDoc: null })] }),
    },
    null,
  ],
  ['P06', 'a new serial number', withOrder({ parts: [orderPart({ newSerial: 'N1' })] }, { serialFittings: [] }), null],
  [
    'P06',
    'a serial number in another vehicle',
    withOrder(
      { parts: [orderPart({ newSerial: 'N1' })] },
      { serialFittings: [{ serial: 'N1', claimNo: 'SP9', vin: 'OTHER' }] },
    ),
    'BLOCK',
  ],
  [
    'P06',
    'a serial number that was shipped',
    withOrder({ parts: [orderPart({ newSerial: 'N1' })] }, { shippedSerials: ['N1'] }),
    null,
  ],
  [
    'P06',
    'a serial number nobody shipped',
    withOrder({ parts: [orderPart({ newSerial: 'N1' })] }, { shippedSerials: ['N2'] }),
    'BLOCK',
  ],
  [
    'P07',
    // 150.00 for two and a half hours and 800.00 for a part issued free, against 75.00 and 241.67
    'three times the repair, the free part at its list price',
    { lines: REPLACED, ...repairable({ hoursCenti: 125, partsFen: 241_67 }) },
    null,
  ],
  [
    'P07',
    'more than three times the repair by two fen',
    { lines: REPLACED, ...repairable({ hoursCenti: 125, partsFen: 241_66 }) },
    'WARN',
  ],
  [
    'P07',
    'work on another assembly beside the replacement does not count',
    {
      lines: [...REPLACED, labourLine({ seq: 3, opId: 'op-3', hoursCenti: 500 })],
      ...masters({ operations: [operation(), operation({ id: 'op-3', componentGroupId: 'grp-wiper' })] }),
      ...repairable({ hoursCenti: 125, partsFen: 241_67 }),
    },
    null,
  ],
  [
    'P07',
    'a repair',
    { ...repairable({ hoursCenti: 1, partsFen: 0 }), claim: claim({ actionCode: 'REPAIR', causalPartId: 'part-1' }) },
    null,
  ],
  [
    'P08',
    'bought with an invoice at 120 %',
    {
      lines: [materialLine({ supplyMode: 'LOCAL_BUY', unitFen: 960_00 })],
      ...known({ attachments: [photo({ kind: 'INVOICE' })] }),
    },
    null,
  ],
  [
    'P08',
    'a fen above 120 %',
    {
      lines: [materialLine({ supplyMode: 'LOCAL_BUY', unitFen: 960_01 })],
      ...known({ attachments: [photo({ kind: 'INVOICE' })] }),
    },
    'BLOCK',
  ],
  [
    'P08',
    'bought without an invoice',
    { lines: [materialLine({ supplyMode: 'LOCAL_BUY', unitFen: 1 })], ...known({ attachments: [] }) },
    'BLOCK',
  ],
];

describe('the rules on labour and parts at their boundary (claims §5)', () => {
  it.each(byName(CASES))('$ruleId on $title', ({ ruleId, change, severity, parameters }) => {
    expect(hitOf(ruleId, change, parameters)?.severity ?? null).toBe(severity);
  });
});
