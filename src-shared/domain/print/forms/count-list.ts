import type { FormTemplate } from '../form-template.ts';
import { PAPERS } from '../papers.ts';
import { columns, frame, joined, RULE_MM, signatures, table } from './sheet-parts.ts';

const PAPER = PAPERS.A4;
const X = 12;
const W = 186;
const ROW = 7;

const head = joined(
  frame('form.title.countList', PAPER, { margin: X }),
  table({ x: X, y: 20 }, [
    {
      h: ROW,
      cells: [
        { label: 'form.l.warehouse', labelW: 22, key: 'warehouseName', w: 66 },
        { label: 'form.l.countKind', labelW: 22, key: 'planName', w: 60 },
        { label: 'form.l.countDate', labelW: 22, key: 'countDate', w: 60, as: { format: 'date' } },
      ],
    },
    {
      h: ROW,
      cells: [
        { label: 'form.l.counter', labelW: 22, key: 'counterName', w: 66 },
        { label: 'form.l.recounter', labelW: 22, key: 'recounterName', w: 60 },
        { label: 'form.l.lineCount', labelW: 22, key: 'lineCount', w: 60, as: { format: 'integer' } },
      ],
    },
    {
      h: ROW,
      cells: [
        { label: 'form.l.countGain', labelW: 22, key: 'gainFen', w: 66, as: { format: 'fen' } },
        { label: 'form.l.countLoss', labelW: 22, key: 'lossFen', w: 60, as: { format: 'fen' } },
        { label: 'form.l.control', labelW: 22, key: 'control', w: 60, as: { bold: true } },
      ],
    },
  ]),
);

const lines = columns(X, { headHeight: ROW, rowHeight: ROW, size: 9 }, [
  { head: 'form.l.seq', w: 12, fields: [['seq', { format: 'integer', align: 'center' }]] },
  { head: 'form.l.bin', w: 22, fields: [['bin']] },
  { head: 'form.l.partNo', w: 32, fields: [['partNo']] },
  { head: 'form.l.partName', w: 36, fields: [['partName']] },
  { head: 'form.l.uom', w: 12, fields: [['uom', { align: 'center' }]] },
  { head: 'form.l.countExpected', w: 18, fields: [['expectedMilli', { format: 'quantity', align: 'right' }]] },
  { head: 'form.l.countFinal', w: 18, fields: [['finalMilli', { format: 'quantity', align: 'right' }]] },
  { head: 'form.l.countVariance', w: 16, fields: [['varianceMilli', { format: 'quantity', align: 'right' }]] },
  { head: 'form.l.countReason', w: 20, fields: [['reason']] },
]);

/**
 * 盘点结果签字表: what the count came to, to be signed by counter, recounter and manager; its control number is on the screen too.
 * Stock §6, grid-excel-print §6.
 */
export const COUNT_LIST_FORM: FormTemplate = {
  key: 'countList',
  paper: PAPER,
  copies: 1,
  copyNames: [],
  ...head,
  checks: [],
  dates: [],
  barcodes: [],
  lines: {
    firstTop: 45,
    nextTop: 45,
    bottom: 284,
    headHeight: ROW,
    rowHeight: ROW,
    ruleWidth: RULE_MM,
    ...lines,
  },
  foot: {
    top: 268,
    height: 14,
    art: signatures(['form.l.signCounter', 'form.l.signRecounter', 'form.l.signManager'], { x: X, y: 5, w: W }),
    fields: [],
    checks: [],
    dates: [],
  },
};
