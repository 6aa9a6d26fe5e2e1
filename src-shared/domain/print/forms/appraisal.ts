import type { FormTemplate } from '../form-template.ts';
import { PAPERS } from '../papers.ts';
import { columns, field, frame, joined, label, RULE_MM, signatures, table, tickBox, TICK_MM } from './sheet-parts.ts';

const PAPER = PAPERS.continuous280;
const X = 15;
const W = 211;
const ROW = 7;
const TICKS_Y = 78.5;
const RESPONSIBLE = ['MAKER', 'SUPPLIER', 'STATION', 'CUSTOMER', 'UNKNOWN'] as const;
const tickX = (index: number): number => X + 28 + index * 36;

const head = joined(
  frame('form.title.appraisal', PAPER, { margin: X }),
  table({ x: X, y: 20 }, [
    {
      h: ROW,
      cells: [
        { label: 'form.l.station', labelW: 24, key: 'stationName', w: 136 },
        { label: 'form.l.workOrderNo', labelW: 24, key: 'workOrderNo', w: 75 },
      ],
    },
    {
      h: ROW,
      cells: [
        { label: 'form.l.vin', labelW: 24, key: 'vin', w: 72 },
        { label: 'form.l.plate', labelW: 18, key: 'plateNo', w: 64 },
        { label: 'form.l.model', labelW: 24, key: 'modelName', w: 75 },
      ],
    },
    {
      h: ROW,
      cells: [
        { label: 'form.l.customer', labelW: 24, key: 'customerName', w: 136 },
        { label: 'form.l.engineNo', labelW: 24, key: 'engineNo', w: 75 },
      ],
    },
    {
      h: ROW,
      cells: [
        { label: 'form.l.inService', labelW: 24, key: 'inServiceDate', w: 56, as: { format: 'date' } },
        { label: 'form.l.failureDate', labelW: 24, key: 'failureDate', w: 56, as: { format: 'date' } },
        { label: 'form.l.mileage', labelW: 24, key: 'mileageKm', w: 56, as: { format: 'integer' } },
        { label: 'form.l.ageMonths', labelW: 22, key: 'ageMonths', w: 43, as: { format: 'integer' } },
      ],
    },
    { h: 12, cells: [{ label: 'form.l.complaint', labelW: 24, key: 'complaintText', w: W, as: { maxLines: 2 } }] },
    {
      h: ROW,
      cells: [
        { label: 'form.l.cause', labelW: 24, key: 'causeText', w: 112 },
        { label: 'form.l.action', labelW: 24, key: 'actionText', w: 99 },
      ],
    },
    {
      h: ROW,
      cells: [
        { label: 'form.l.causalPart', labelW: 24, key: 'causalPart', w: 112 },
        { label: 'form.l.supplier', labelW: 24, key: 'supplierName', w: 99 },
      ],
    },
  ]),
);

const lines = columns(X, { headHeight: ROW, rowHeight: ROW }, [
  { head: 'form.l.kind', w: 20, fields: [['costType', { format: 'choice', words: 'form.costType', align: 'center' }]] },
  { head: 'form.l.code', w: 36, fields: [['code']] },
  { head: 'form.l.item', w: 67, fields: [['name']] },
  { head: 'form.l.quantity', w: 20, fields: [['quantity', { align: 'right' }]] },
  { head: 'form.l.claimedYuan', w: 24, fields: [['claimedFen', { format: 'fen', align: 'right' }]] },
  { head: 'form.l.approvedYuan', w: 24, fields: [['approvedFen', { format: 'fen', align: 'right' }]] },
  {
    head: 'form.l.decision',
    w: 20,
    fields: [['decision', { format: 'choice', words: 'form.decision', align: 'center' }]],
  },
]);

const foot = table({ x: X, y: 2 }, [
  {
    h: 8,
    cells: [
      { label: 'form.l.claimedYuan', labelW: 30, key: 'claimedFen', w: 70, as: { format: 'fen', align: 'right' } },
      { label: 'form.l.approvedYuan', labelW: 30, key: 'approvedFen', w: 70, as: { format: 'fen', align: 'right' } },
      { label: 'form.l.reasonCode', labelW: 30, key: 'reasonCode', w: 71, as: { format: 'choice', words: 'reason' } },
    ],
  },
  {
    h: 8,
    cells: [
      {
        label: 'form.l.approvedWords',
        labelW: 30,
        key: 'approvedWordsFen',
        w: W,
        as: { format: 'fenInWords', bold: true },
      },
    ],
  },
  { h: 14, cells: [{ label: 'form.l.verdict', labelW: 30, key: 'verdictText', w: W, as: { maxLines: 2 } }] },
]);

/** 三包鉴定单: what failed, who answers for it, and what is paid (claims §7). */
export const APPRAISAL_FORM: FormTemplate = {
  key: 'appraisal',
  paper: PAPER,
  copies: 1,
  copyNames: [],
  art: [
    ...head.art,
    label('form.l.responsibility', { x: X, y: TICKS_Y - 1, w: 26, h: 5 }),
    ...RESPONSIBLE.flatMap((who, index) =>
      tickBox(`form.responsibility.${who}`, { x: tickX(index), y: TICKS_Y, w: 34 }),
    ),
  ],
  fields: head.fields,
  checks: RESPONSIBLE.map((value, index) => ({
    key: 'responsibility',
    value,
    x: tickX(index),
    y: TICKS_Y,
    size: TICK_MM,
  })),
  dates: [],
  barcodes: [],
  lines: {
    firstTop: 86,
    nextTop: 86,
    bottom: 268,
    headHeight: ROW,
    rowHeight: ROW,
    ruleWidth: RULE_MM,
    hasBlankRows: true,
    ...lines,
  },
  foot: {
    top: 214,
    height: 54,
    art: [
      ...foot.art,
      ...signatures(['form.l.signAppraiser', 'form.l.signChecked', 'form.l.signStation'], { x: X, y: 38, w: W }),
      label('form.l.decidedDate', { x: X, y: 47, w: 24, h: 6 }),
      label('form.year', { x: X + 40, y: 47, w: 6, h: 6 }, { align: 'center' }),
      label('form.month', { x: X + 56, y: 47, w: 6, h: 6 }, { align: 'center' }),
      label('form.day', { x: X + 72, y: 47, w: 6, h: 6 }, { align: 'center' }),
    ],
    fields: [...foot.fields, field('decidedByName', { x: X + 32, y: 38, w: 33, h: 6 })],
    checks: [],
    dates: [
      {
        key: 'decidedDate',
        y: 47,
        h: 6,
        font: 'hei',
        size: 10,
        year: { x: X + 26, w: 14 },
        month: { x: X + 46, w: 10 },
        day: { x: X + 62, w: 10 },
      },
    ],
  },
};
