import type { FormTemplate } from '../form-template.ts';
import { PAPERS } from '../papers.ts';
import { columns, frame, joined, RULE_MM, signatures, table } from './sheet-parts.ts';

const PAPER = PAPERS.A4;
const X = 12;
const W = 186;
const ROW = 8;

const head = joined(
  frame('form.title.countSheet', PAPER, { margin: X }),
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
  ]),
);

/** The quantity of the books stands nowhere on the sheet: counting is blind (stock spec). */
const lines = columns(X, { headHeight: ROW, rowHeight: ROW }, [
  { head: 'form.l.seq', w: 12, fields: [['seq', { format: 'integer', align: 'center' }]] },
  { head: 'form.l.bin', w: 26, fields: [['bin']] },
  { head: 'form.l.partNo', w: 36, fields: [['partNo']] },
  { head: 'form.l.partName', w: 48, fields: [['partName']] },
  { head: 'form.l.uom', w: 12, fields: [['uom', { align: 'center' }]] },
  { head: 'form.l.counted', w: 26, fields: [['countedQtyMilli', { format: 'quantity', align: 'right' }]] },
  { head: 'form.l.remark', w: 26, fields: [['note']] },
]);

/** 盘点表: what to count where, with room to write the count (claims §7, stock spec). */
export const COUNT_SHEET_FORM: FormTemplate = {
  key: 'countSheet',
  paper: PAPER,
  copies: 1,
  copyNames: [],
  ...head,
  checks: [],
  dates: [],
  barcodes: [],
  lines: {
    firstTop: 40,
    nextTop: 40,
    bottom: 284,
    headHeight: ROW,
    rowHeight: ROW,
    ruleWidth: RULE_MM,
    hasBlankRows: true,
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
