import type { FormTemplate } from '../form-template.ts';
import { PAPERS } from '../papers.ts';
import { frame, joined, label, signatures, table, tickBox, TICK_MM } from './sheet-parts.ts';

const PAPER = PAPERS.continuous140;
const X = 15;
const W = 211;
const ROW = 8;

const parts = joined(
  frame('form.title.dispatch', PAPER, { margin: X }),
  table({ x: X, y: 22 }, [
    {
      h: ROW,
      cells: [
        { label: 'form.l.requestNo', labelW: 24, key: 'requestNo', w: 76 },
        { label: 'form.l.reportedAt', labelW: 24, key: 'reportedAtMs', w: 70, as: { format: 'dateTime' } },
        { label: 'form.l.channel', labelW: 24, key: 'channel', w: 65, as: { format: 'choice', words: 'form.channel' } },
      ],
    },
    {
      h: ROW,
      cells: [
        { label: 'form.l.caller', labelW: 24, key: 'caller', w: 76 },
        { label: 'form.l.phone', labelW: 24, key: 'phone', w: 70 },
        { label: 'form.l.plate', labelW: 24, key: 'plateNo', w: 65 },
      ],
    },
    {
      h: ROW,
      cells: [
        { label: 'form.l.vin', labelW: 24, key: 'vin', w: 76 },
        { label: 'form.l.model', labelW: 24, key: 'modelName', w: 70 },
        { label: 'form.l.mileage', labelW: 24, key: 'mileageKm', w: 65, as: { format: 'integer' } },
      ],
    },
    { h: ROW + 2, cells: [{ label: 'form.l.location', labelW: 24, key: 'locationText', w: W, as: { maxLines: 2 } }] },
    { h: ROW + 6, cells: [{ label: 'form.l.complaint', labelW: 24, key: 'complaintText', w: W, as: { maxLines: 3 } }] },
    {
      h: ROW,
      cells: [
        { label: 'form.l.dispatchedTo', labelW: 24, key: 'targetName', w: 146 },
        { label: 'form.l.phone', labelW: 24, key: 'targetPhone', w: 65 },
      ],
    },
    {
      h: ROW,
      cells: [
        { label: 'form.l.dispatchedAt', labelW: 24, key: 'dispatchedAtMs', w: 76, as: { format: 'dateTime' } },
        { label: 'form.l.eta', labelW: 24, key: 'etaAtMs', w: 70, as: { format: 'dateTime' } },
        { label: 'form.l.dispatcher', labelW: 24, key: 'dispatcherName', w: 65 },
      ],
    },
  ]),
);

/** 派工单: who goes where to which vehicle (claims §3.1, §7). */
export const DISPATCH_FORM: FormTemplate = {
  key: 'dispatch',
  paper: PAPER,
  copies: 1,
  copyNames: [],
  art: [
    ...parts.art,
    label('form.l.breakdown', { x: X, y: 91, w: 24, h: 5 }),
    ...tickBox('form.yes', { x: X + 26, y: 92, w: 16 }),
    ...tickBox('form.no', { x: X + 44, y: 92, w: 16 }),
    label('form.l.accepted', { x: X + 78, y: 91, w: 24, h: 5 }),
    ...tickBox('form.yes', { x: X + 104, y: 92, w: 16 }),
    ...tickBox('form.no', { x: X + 122, y: 92, w: 16 }),
    ...signatures(['form.l.signDispatcher', 'form.l.signTaken', 'form.l.signCustomer'], { x: X, y: 108, w: W }),
  ],
  fields: parts.fields,
  checks: [
    { key: 'breakdown', value: 1, x: X + 26, y: 92, size: TICK_MM },
    { key: 'breakdown', value: 0, x: X + 44, y: 92, size: TICK_MM },
    { key: 'accepted', value: 1, x: X + 104, y: 92, size: TICK_MM },
    { key: 'accepted', value: 0, x: X + 122, y: 92, size: TICK_MM },
  ],
  dates: [],
  barcodes: [],
  lines: null,
  foot: null,
};
