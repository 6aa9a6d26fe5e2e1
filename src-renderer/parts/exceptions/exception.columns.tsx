import type { ExceptionKind, ExceptionRow } from '../../../src-shared/contract/stock-exceptions.contract.ts';
import type { StockException } from '../../../src-shared/domain/parts/stock-exceptions.ts';
import type { GridColumn } from '../../grid/columns.tsx';
import { tagClass } from '../../ui/Tag.tsx';

/** A kind as its list shows it: the sentence that says what to do follows from the kind. */
export type KindLine = ExceptionKind & { advice: string };

export const KIND_COLUMNS: readonly GridColumn<KindLine>[] = [
  { key: 'kind', header: 'exception.kind', kind: 'word', width: 230, words: 'exceptionKind' },
  {
    ...{ key: 'number', header: 'exception.number', kind: 'integer', width: 72 },
    draw: ({ number, kind }) => [{ text: String(number), className: number === 0 ? 'dim' : tagClass(TONES[kind]) }],
  },
  { key: 'oldestAtMs', header: 'exception.oldest', kind: 'day', width: 92 },
  { key: 'valueFen', header: 'parts.value', kind: 'fen', width: 110 },
  { key: 'advice', header: 'exception.advice', kind: 'text', width: 300, flex: 1 },
];

const TONES = {
  PROOF: 'bad',
  REFUSED: 'warn',
  LATE: 'warn',
  PROMISE: 'warn',
  ROAD: 'warn',
  ERP: 'warn',
  UNBOOKED: 'warn',
  SHEET: 'info',
  CLOCK: 'warn',
} as const satisfies Record<StockException, string>;

/** What a kind calls its columns by, and which it has no use for. */
const NOTES: Readonly<Record<StockException, { header: string; words?: string } | null>> = {
  PROOF: null,
  REFUSED: { header: 'exception.triedBy' },
  LATE: { header: 'exception.sheet' },
  PROMISE: { header: 'logistics.holder', words: 'holder' },
  ROAD: { header: 'logistics.holder', words: 'holder' },
  ERP: { header: 'exception.run' },
  UNBOOKED: { header: 'report.approvedBy' },
  SHEET: { header: 'logistics.status', words: 'countStatus' },
  CLOCK: { header: 'counts.counter' },
};

/** What the paper of a row is, where it is none of ours for goods. */
const DOCUMENTS: Readonly<Partial<Record<StockException, string>>> = { ERP: 'parts.erpDoc', UNBOOKED: 'report.adjNo' };

/** Kinds whose rows are count sheets, which name their plan instead of a part. */
const SHEETS: ReadonlySet<StockException> = new Set(['UNBOOKED', 'SHEET', 'CLOCK']);

/** The columns of the rows of a kind. */
export function exceptionColumns(kind: StockException): readonly GridColumn<ExceptionRow>[] {
  const note = NOTES[kind];
  return [
    { key: 'atMs', header: 'exception.since', kind: 'day', width: 92 },
    { key: 'warehouseName', header: 'counts.warehouse', kind: 'text', width: 120, filter: 'set' },
    { key: 'docNo', header: DOCUMENTS[kind] ?? 'parts.docNo', kind: 'code', width: 150, filter: 'text' },
    {
      ...{ key: 'partText', kind: 'text', width: 200, flex: 1, filter: 'text' },
      header: SHEETS.has(kind) ? 'exception.plan' : 'goodsOrder.part',
    },
    { key: 'qtyMilli', header: 'parts.qty', kind: 'qty', width: 80 },
    { key: 'valueFen', header: 'parts.value', kind: 'fen', width: 100, filter: 'fen' },
    ...(note === null
      ? []
      : [
          {
            ...{ key: 'note', header: note.header, width: 130, filter: 'set' },
            ...(note.words === undefined ? { kind: 'text' } : { kind: 'word', words: note.words }),
          } satisfies GridColumn<ExceptionRow>,
        ]),
  ];
}
