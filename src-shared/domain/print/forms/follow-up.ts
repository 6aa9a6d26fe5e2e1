import type { FormTemplate } from '../form-template.ts';
import { PAPERS } from '../papers.ts';
import { frame, joined, label, signatures, table, tickBox, TICK_MM } from './sheet-parts.ts';

const PAPER = PAPERS.A5;
const X = 10;
const W = 128;
const ROW = 8;
const QUESTIONS_Y = 84;
const STEP = 9;

const parts = joined(
  frame('form.title.followUp', PAPER, { margin: X }),
  table({ x: X, y: 22 }, [
    { h: ROW, cells: [{ label: 'form.l.station', labelW: 24, key: 'stationName', w: W }] },
    {
      h: ROW,
      cells: [
        { label: 'form.l.customer', labelW: 24, key: 'customerName', w: 74 },
        { label: 'form.l.phone', labelW: 16, key: 'phone', w: 54 },
      ],
    },
    {
      h: ROW,
      cells: [
        { label: 'form.l.vin', labelW: 24, key: 'vin', w: 74 },
        { label: 'form.l.plate', labelW: 16, key: 'plateNo', w: 54 },
      ],
    },
    {
      h: ROW,
      cells: [
        { label: 'form.l.finishAt', labelW: 24, key: 'finishAtMs', w: 64, as: { format: 'dateTime' } },
        { label: 'form.l.dueAt', labelW: 24, key: 'dueAtMs', w: 64, as: { format: 'dateTime' } },
      ],
    },
    { h: 12, cells: [{ label: 'form.l.complaint', labelW: 24, key: 'complaintText', w: W, as: { maxLines: 2 } }] },
    {
      h: ROW,
      cells: [
        { label: 'form.l.calledAt', labelW: 24, key: 'calledAtMs', w: 64, as: { format: 'dateTime' } },
        { label: 'form.l.calledBy', labelW: 24, key: 'calledByName', w: 64 },
      ],
    },
  ]),
);

const remarks = table({ x: X, y: 142 }, [
  {
    h: ROW,
    cells: [{ label: 'form.l.mileageConfirm', labelW: 34, key: 'mileageConfirmKm', w: W, as: { format: 'integer' } }],
  },
  { h: 20, cells: [{ label: 'form.l.note', labelW: 34, key: 'note', w: W, as: { maxLines: 4 } }] },
]);

/** Question, key, and the answers with what they are stored as. */
const QUESTIONS: readonly (readonly [string, string, readonly (readonly [string, string | number])[]])[] = [
  ['form.q.reached', 'reached', ['Y', 'N', 'WRONG_NO', 'REFUSED'].map((value) => [`form.reached.${value}`, value])],
  [
    'form.q.repaired',
    'repaired',
    [
      ['form.yes', 1],
      ['form.no', 0],
    ],
  ],
  [
    'form.q.paid',
    'paidAnything',
    [
      ['form.yes', 1],
      ['form.no', 0],
    ],
  ],
  [
    'form.q.travel',
    'travelHappened',
    [
      ['form.yes', 1],
      ['form.no', 0],
    ],
  ],
  [
    'form.q.satisfaction',
    'satisfaction',
    [1, 2, 3, 4, 5].map((value) => [`form.satisfaction.${String(value)}`, value]),
  ],
  [
    'form.q.result',
    'result',
    ['CONFIRMED', 'PARTIAL', 'DENIED', 'UNREACHED'].map((value) => [`form.result.${value}`, value]),
  ],
];
const place = (question: number, answer: number, answers: number): { x: number; y: number } => ({
  x: X + 44 + answer * (84 / answers),
  y: QUESTIONS_Y + question * STEP,
});

/** 回访单: the questions of the follow-up call with their answers ticked (claims §2.2, §7). */
export const FOLLOW_UP_FORM: FormTemplate = {
  key: 'followUp',
  paper: PAPER,
  copies: 1,
  copyNames: [],
  art: [
    ...parts.art,
    ...QUESTIONS.flatMap(([question, , answers], row) => [
      label(question, { x: X, y: QUESTIONS_Y + row * STEP - 1, w: 43, h: 5 }),
      ...answers.flatMap(([text], index) => {
        const { x, y } = place(row, index, answers.length);
        return tickBox(text, { x, y, w: 84 / answers.length });
      }),
    ]),
    ...remarks.art,
    ...signatures(['form.l.signCaller', 'form.l.signChecked'], { x: X, y: 180, w: W }),
  ],
  fields: [...parts.fields, ...remarks.fields],
  checks: QUESTIONS.flatMap(([, key, answers], row) =>
    answers.map(([, value], index) => ({ key, value, ...place(row, index, answers.length), size: TICK_MM })),
  ),
  dates: [],
  barcodes: [],
  lines: null,
  foot: null,
};
