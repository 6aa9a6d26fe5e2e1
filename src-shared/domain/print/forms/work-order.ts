import type { FormTemplate } from '../form-template.ts';
import { PAPERS } from '../papers.ts';
import { columns, frame, joined, RULE_MM, signatures, table } from './sheet-parts.ts';

const PAPER = PAPERS.continuous140;
const X = 15;
const W = 211;
const ROW = 6;

const head = joined(
  frame('form.title.workOrder', PAPER, { margin: X }),
  table({ x: X, y: 20 }, [
    {
      h: ROW,
      cells: [
        { label: 'form.l.station', labelW: 18, key: 'stationName', w: 106 },
        { label: 'form.l.phone', labelW: 16, key: 'stationPhone', w: 55 },
        { label: 'form.l.payType', labelW: 18, key: 'payType', w: 50, as: { format: 'choice', words: 'form.payType' } },
      ],
    },
    {
      h: ROW,
      cells: [
        { label: 'form.l.vin', labelW: 18, key: 'vin', w: 62 },
        { label: 'form.l.plate', labelW: 14, key: 'plateNo', w: 44 },
        { label: 'form.l.model', labelW: 14, key: 'modelName', w: 55 },
        { label: 'form.l.engineNo', labelW: 18, key: 'engineNo', w: 50 },
      ],
    },
    {
      h: ROW,
      cells: [
        { label: 'form.l.customer', labelW: 18, key: 'customerName', w: 62 },
        { label: 'form.l.inAt', labelW: 18, key: 'inAtMs', w: 54, as: { format: 'dateTime' } },
        { label: 'form.l.finishAt', labelW: 18, key: 'finishAtMs', w: 55, as: { format: 'dateTime' } },
        { label: 'form.l.mileage', labelW: 18, key: 'mileageInKm', w: 40, as: { format: 'integer', align: 'right' } },
      ],
    },
    {
      h: 9,
      cells: [{ label: 'form.l.complaint', labelW: 18, key: 'complaintText', w: W, as: { maxLines: 2 } }],
    },
  ]),
);

const lines = columns(X, { headHeight: ROW, rowHeight: ROW }, [
  { head: 'form.l.kind', w: 16, fields: [['kind', { format: 'choice', words: 'form.kind', align: 'center' }]] },
  { head: 'form.l.code', w: 38, fields: [['code']] },
  { head: 'form.l.item', w: 71, fields: [['name']] },
  { head: 'form.l.hours', w: 16, fields: [['hoursCenti', { format: 'hours', align: 'right' }]] },
  { head: 'form.l.quantity', w: 16, fields: [['qtyMilli', { format: 'quantity', align: 'right' }]] },
  { head: 'form.l.supplyMode', w: 22, fields: [['supplyMode', { format: 'choice', words: 'form.supplyMode' }]] },
  { head: 'form.l.technician', w: 32, fields: [['technician']] },
]);

/** 维修单: what was done to a vehicle, on continuous paper of half a sheet (claims §7). */
export const WORK_ORDER_FORM: FormTemplate = {
  key: 'workOrder',
  paper: PAPER,
  copies: 1,
  copyNames: [],
  ...head,
  checks: [],
  dates: [],
  barcodes: [],
  lines: {
    firstTop: 49,
    nextTop: 49,
    bottom: 129,
    headHeight: ROW,
    rowHeight: ROW,
    ruleWidth: RULE_MM,
    hasBlankRows: true,
    ...lines,
  },
  foot: {
    top: 118,
    height: 12,
    art: signatures(['form.l.signTechnician', 'form.l.signCustomer', 'form.l.signStation'], { x: X, y: 4, w: W }),
    fields: [],
    checks: [],
    dates: [],
  },
};
