import type { FormTemplate } from '../form-template.ts';
import { PAPERS } from '../papers.ts';
import { field, label } from './sheet-parts.ts';

/** 旧件标签: a label of 100 × 60 mm with the tag's barcode, for the part that goes back (claims §7, output 9). */
export const OLD_PART_LABEL: FormTemplate = {
  key: 'oldPartLabel',
  paper: PAPERS.label100x60,
  copies: 1,
  copyNames: [],
  art: [
    label('form.title.oldPartLabel', { x: 4, y: 3, w: 24, h: 8 }, { size: 18, bold: true }),
    label('form.l.partNo', { x: 4, y: 26, w: 16, h: 5 }),
    label('form.l.partName', { x: 4, y: 32, w: 16, h: 5 }),
    label('form.l.quantity', { x: 74, y: 32, w: 10, h: 5 }),
    label('form.l.dueBack', { x: 64, y: 52, w: 14, h: 5 }, { size: 8 }),
    label('form.l.vinTail', { x: 4, y: 38, w: 16, h: 5 }),
    label('form.l.failureDate', { x: 54, y: 38, w: 18, h: 5 }),
    label('form.l.fault', { x: 4, y: 45, w: 16, h: 5 }),
    label('form.l.claimNo', { x: 4, y: 52, w: 16, h: 5 }, { size: 8 }),
  ],
  fields: [
    field('stationName', { x: 30, y: 3, w: 48, h: 5 }, { size: 9 }),
    field('reprint', { x: 78, y: 3, w: 18, h: 5 }, { size: 9, align: 'right', bold: true }),
    field('tagNo', { x: 30, y: 20, w: 66, h: 5 }, { font: 'mono', size: 10, align: 'center' }),
    field('partNo', { x: 20, y: 26, w: 76, h: 5 }, { size: 12, bold: true }),
    field('partName', { x: 20, y: 32, w: 54, h: 5 }),
    field('qtyMilli', { x: 84, y: 32, w: 12, h: 5 }, { format: 'quantity', align: 'right' }),
    field('vinTail', { x: 20, y: 38, w: 32, h: 5 }, { size: 12, bold: true }),
    field('failureDate', { x: 72, y: 38, w: 24, h: 5 }, { format: 'date' }),
    field('faultText', { x: 20, y: 44, w: 76, h: 7.2 }, { size: 9, maxLines: 2 }),
    field('claimNo', { x: 20, y: 52, w: 42, h: 5 }, { size: 8 }),
    field('dueDate', { x: 78, y: 52, w: 18, h: 5 }, { size: 8, format: 'date', align: 'right' }),
  ],
  checks: [],
  dates: [],
  barcodes: [{ key: 'tagNo', x: 30, y: 9, w: 66, h: 11 }],
  lines: null,
  foot: null,
};
