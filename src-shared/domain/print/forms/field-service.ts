import type { FormTemplate } from '../form-template.ts';
import { PAPERS } from '../papers.ts';
import { columns, frame, joined, RULE_MM, signatures, table } from './sheet-parts.ts';

const PAPER = PAPERS.A5landscape;
const X = 10;
const W = 190;
const ROW = 7;

const head = joined(
  frame('form.title.fieldService', PAPER, { margin: X }),
  table({ x: X, y: 20 }, [
    {
      h: ROW,
      cells: [
        { label: 'form.l.station', labelW: 20, key: 'stationName', w: 110 },
        { label: 'form.l.engineer', labelW: 20, key: 'engineerName', w: 80 },
      ],
    },
    {
      h: ROW,
      cells: [
        { label: 'form.l.vin', labelW: 20, key: 'vin', w: 66 },
        { label: 'form.l.plate', labelW: 16, key: 'plateNo', w: 50 },
        { label: 'form.l.model', labelW: 16, key: 'modelName', w: 74 },
      ],
    },
    {
      h: ROW,
      cells: [
        { label: 'form.l.customer', labelW: 20, key: 'customerName', w: 116 },
        { label: 'form.l.mileage', labelW: 20, key: 'mileageInKm', w: 74, as: { format: 'integer' } },
      ],
    },
    { h: 11, cells: [{ label: 'form.l.complaint', labelW: 20, key: 'complaintText', w: W, as: { maxLines: 2 } }] },
  ]),
);

const lines = columns(X, { headHeight: ROW, rowHeight: 9 }, [
  {
    head: 'form.l.fromTo',
    w: 52,
    fields: [
      ['fromText', { size: 9 }],
      ['toText', { size: 9 }],
    ],
  },
  {
    head: 'form.l.departReturn',
    w: 33,
    fields: [
      ['departAtMs', { format: 'dateTime', size: 9 }],
      ['returnAtMs', { format: 'dateTime', size: 9 }],
    ],
  },
  {
    head: 'form.l.kmOutBack',
    w: 20,
    fields: [
      ['kmOut', { format: 'integer', align: 'right', size: 9 }],
      ['kmBack', { format: 'integer', align: 'right', size: 9 }],
    ],
  },
  { head: 'form.l.people', w: 13, fields: [['people', { format: 'integer', align: 'center' }]] },
  {
    head: 'form.l.tollLodging',
    w: 32,
    fields: [
      ['tollFen', { format: 'fen', align: 'right', size: 9 }],
      ['lodgingFen', { format: 'fen', align: 'right', size: 9 }],
    ],
  },
  {
    head: 'form.l.nightHoliday',
    w: 40,
    fields: [
      ['night', { format: 'choice', words: 'form.night', size: 9 }],
      ['holiday', { format: 'choice', words: 'form.holiday', size: 9 }],
    ],
  },
]);

/** 外出服务单: the trips of a repair on the road (claims §2.2 travel, §7). */
export const FIELD_SERVICE_FORM: FormTemplate = {
  key: 'fieldService',
  paper: PAPER,
  copies: 1,
  copyNames: [],
  ...head,
  checks: [],
  dates: [],
  barcodes: [],
  lines: {
    firstTop: 54,
    nextTop: 54,
    bottom: 138,
    headHeight: ROW,
    rowHeight: 9,
    ruleWidth: RULE_MM,
    hasBlankRows: true,
    ...lines,
  },
  foot: {
    top: 108,
    height: 30,
    ...joined(
      table({ x: X, y: 2 }, [
        {
          h: ROW,
          cells: [
            { label: 'form.l.kmTotal', labelW: 30, key: 'kmTotal', w: 95, as: { format: 'integer', align: 'right' } },
            { label: 'form.l.feeTotal', labelW: 30, key: 'feeTotalFen', w: 95, as: { format: 'fen', align: 'right' } },
          ],
        },
        { h: 9, cells: [{ label: 'form.l.customerOpinion', labelW: 30, w: W }] },
      ]),
      {
        art: signatures(['form.l.signTraveller', 'form.l.signCustomer', 'form.l.signStation'], { x: X, y: 22, w: W }),
        fields: [],
      },
    ),
    checks: [],
    dates: [],
  },
};
