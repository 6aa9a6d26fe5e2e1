import type { FormTemplate } from '../form-template.ts';
import { PAPERS } from '../papers.ts';
import { columns, frame, joined, RULE_MM, signatures, table } from './sheet-parts.ts';

const PAPER = PAPERS.A4;
const X = 15;
const W = 180;
const ROW = 8;
const MONEY = { format: 'fen', align: 'right' } as const;

const head = joined(
  frame('form.title.invoiceNotice', PAPER, { margin: X }),
  table({ x: X, y: 22 }, [
    { h: ROW, cells: [{ label: 'form.l.invoicer', labelW: 32, key: 'claimant', w: W }] },
    {
      h: ROW,
      cells: [
        { label: 'form.l.statementNo', labelW: 32, key: 'statementNo', w: 96 },
        { label: 'form.l.period', labelW: 18, key: 'period', w: 84 },
      ],
    },
    { h: ROW, cells: [{ label: 'form.l.buyerName', labelW: 32, key: 'buyerName', w: W }] },
    { h: ROW, cells: [{ label: 'form.l.buyerTaxNo', labelW: 32, key: 'buyerTaxNo', w: W }] },
    { h: ROW, cells: [{ label: 'form.l.buyerAddress', labelW: 32, key: 'buyerAddress', w: W }] },
    { h: ROW, cells: [{ label: 'form.l.buyerBank', labelW: 32, key: 'buyerBank', w: W }] },
  ]),
);

const lines = columns(X, { headHeight: ROW, rowHeight: ROW }, [
  { head: 'form.l.invoiceItem', w: 62, fields: [['item', { format: 'choice', words: 'form.invoiceItem' }]] },
  { head: 'form.l.netYuan', w: 32, fields: [['netFen', MONEY]] },
  { head: 'form.l.rate', w: 20, fields: [['taxRateBp', { format: 'percent', align: 'right' }]] },
  { head: 'form.l.taxYuan', w: 32, fields: [['taxFen', MONEY]] },
  { head: 'form.l.grossYuan', w: 34, fields: [['grossFen', MONEY]] },
]);

const foot = table({ x: X, y: 2 }, [
  {
    h: ROW,
    cells: [
      { label: 'form.l.gross', labelW: 32, key: 'grossFen', w: 70, as: { ...MONEY, bold: true } },
      { label: 'form.l.words', labelW: 24, key: 'grossWordsFen', w: 110, as: { format: 'fenInWords', bold: true } },
    ],
  },
  {
    h: ROW,
    cells: [{ label: 'form.l.deadline', labelW: 32, key: 'deadlineDate', w: W, as: { format: 'date', bold: true } }],
  },
  { h: 12, cells: [{ label: 'form.l.mailTo', labelW: 32, key: 'mailAddress', w: W, as: { maxLines: 2 } }] },
  { h: 14, cells: [{ label: 'form.l.invoiceRemark', labelW: 32, key: 'invoiceRemark', w: W, as: { maxLines: 3 } }] },
]);

/** 开票通知单: what the station invoices, to whom, at which rate and by when (claims §7 output 2). */
export const INVOICE_NOTICE_FORM: FormTemplate = {
  key: 'invoiceNotice',
  paper: PAPER,
  copies: 1,
  copyNames: [],
  ...head,
  checks: [],
  dates: [],
  barcodes: [],
  lines: { firstTop: 76, nextTop: 76, bottom: 280, headHeight: ROW, rowHeight: ROW, ruleWidth: RULE_MM, ...lines },
  foot: {
    top: 130,
    height: 60,
    art: [...foot.art, ...signatures(['form.l.signMade', 'form.l.signChecked'], { x: X, y: 52, w: W })],
    fields: foot.fields,
    checks: [],
    dates: [],
  },
};
