import type { FormTemplate } from '../form-template.ts';
import { PAPERS } from '../papers.ts';
import { columns, frame, joined, signatures, table } from './sheet-parts.ts';

const PAPER = PAPERS.A4;
const X = 8;
const W = 194;
const HEAD = 9;
const ROW = 9;
const MONEY = { format: 'fen', align: 'right', size: 8 } as const;
const SMALL = { size: 8 } as const;

const head = joined(
  frame('form.title.statement', PAPER, { margin: X }),
  table({ x: X, y: 20, size: 9 }, [
    {
      h: 6,
      cells: [
        { label: 'form.l.station', labelW: 18, key: 'claimant', w: 122 },
        { label: 'form.l.period', labelW: 16, key: 'period', w: 72 },
      ],
    },
    {
      h: 6,
      cells: [
        { label: 'form.l.grade', labelW: 18, key: 'grade', w: 44 },
        {
          label: 'form.l.taxpayer',
          labelW: 18,
          key: 'taxpayerType',
          w: 50,
          as: { format: 'choice', words: 'form.taxpayer' },
        },
        { label: 'form.l.taxNo', labelW: 16, key: 'taxNo', w: 100 },
      ],
    },
    {
      h: 6,
      cells: [
        { label: 'form.l.bank', labelW: 18, key: 'bankName', w: 94 },
        { label: 'form.l.bankAccount', labelW: 16, key: 'bankAccount', w: 100 },
      ],
    },
  ]),
);

/** Two lines to a claim, because seventeen columns at a readable size are wider than the paper. */
const lines = columns(X, { headHeight: HEAD, rowHeight: ROW, size: 8 }, [
  { head: 'form.l.seq', w: 8, fields: [['seq', { format: 'integer', align: 'center', ...SMALL }]] },
  {
    head: 'form.l.claimWorkOrder',
    w: 33,
    fields: [
      ['no', SMALL],
      ['workOrderNo', SMALL],
    ],
  },
  {
    head: 'form.l.vinModel',
    w: 33,
    fields: [
      ['vin', SMALL],
      ['modelName', SMALL],
    ],
  },
  {
    head: 'form.l.plateFinish',
    w: 18.5,
    fields: [
      ['plateNo', SMALL],
      ['finishDate', { format: 'date', ...SMALL }],
    ],
  },
  {
    head: 'form.l.type',
    w: 14.5,
    fields: [['type', { format: 'choice', words: 'claimType', align: 'center', maxLines: 2, ...SMALL }]],
  },
  {
    head: 'form.l.labourMaterial',
    w: 18,
    fields: [
      ['labourFen', MONEY],
      ['materialFen', MONEY],
    ],
  },
  {
    head: 'form.l.handlingTravel',
    w: 17,
    fields: [
      ['handlingFen', MONEY],
      ['travelFen', MONEY],
    ],
  },
  { head: 'form.l.other', w: 14, fields: [['otherFen', MONEY]] },
  {
    head: 'form.l.claimedApproved',
    w: 20,
    fields: [
      ['claimedFen', MONEY],
      ['approvedFen', MONEY],
    ],
  },
  {
    head: 'form.l.cutReason',
    w: 18,
    fields: [
      ['cutFen', MONEY],
      ['reasonCode', { align: 'right', ...SMALL }],
    ],
  },
]);

const foot = table({ x: X, y: 0, size: 9 }, [
  {
    h: 6,
    cells: [
      { label: 'form.l.claimCount', labelW: 24, key: 'claimCount', w: 44, as: { format: 'integer', align: 'right' } },
      { label: 'form.l.claimedYuan', labelW: 24, key: 'claimedFen', w: 50, as: { format: 'fen', align: 'right' } },
      { label: 'form.l.cutYuan', labelW: 22, key: 'cutFen', w: 46, as: { format: 'fen', align: 'right' } },
      { label: 'form.l.net', labelW: 22, key: 'netFen', w: 54, as: { format: 'fen', align: 'right' } },
    ],
  },
  {
    h: 14,
    cells: [{ label: 'form.l.taxGroups', labelW: 24, key: 'taxGroups', w: W, as: { maxLines: 3 } }],
  },
  {
    h: 6,
    cells: [
      { label: 'form.l.preTax', labelW: 24, key: 'preTaxAdjFen', w: 64, as: { format: 'fen', align: 'right' } },
      { label: 'form.l.tax', labelW: 24, key: 'taxFen', w: 65, as: { format: 'fen', align: 'right' } },
      { label: 'form.l.gross', labelW: 24, key: 'grossFen', w: 65, as: { format: 'fen', align: 'right', bold: true } },
    ],
  },
  {
    h: 6,
    cells: [
      { label: 'form.l.offset', labelW: 24, key: 'offsetFen', w: 64, as: { format: 'fen', align: 'right' } },
      { label: 'form.l.carryIn', labelW: 24, key: 'carryInFen', w: 65, as: { format: 'fen', align: 'right' } },
      { label: 'form.l.carryOut', labelW: 24, key: 'carryOutFen', w: 65, as: { format: 'fen', align: 'right' } },
    ],
  },
  {
    h: 8,
    cells: [
      {
        label: 'form.l.payable',
        labelW: 24,
        key: 'payableFen',
        w: 64,
        as: { format: 'fen', align: 'right', bold: true, size: 11 },
      },
      {
        label: 'form.l.words',
        labelW: 24,
        key: 'payableWordsFen',
        w: 130,
        as: { format: 'fenInWords', bold: true, size: 10 },
      },
    ],
  },
]);

/** 费用结算单: A4 portrait, three copies, the columns of claims §7 output 1. */
export const STATEMENT_FORM: FormTemplate = {
  key: 'statement',
  paper: PAPER,
  copies: 3,
  copyNames: ['form.copy.finance', 'form.copy.station', 'form.copy.file'],
  ...head,
  checks: [],
  dates: [],
  barcodes: [],
  lines: { firstTop: 41, nextTop: 41, bottom: 286, headHeight: HEAD, rowHeight: ROW, ruleWidth: 0.2, ...lines },
  foot: {
    top: 232,
    height: 55,
    art: [
      ...foot.art,
      ...signatures(['form.l.signMade', 'form.l.signChecked', 'form.l.signApproved', 'form.l.signSeal'], {
        x: X,
        y: 44,
        w: W,
      }),
    ],
    fields: foot.fields,
    checks: [],
    dates: [],
  },
};
