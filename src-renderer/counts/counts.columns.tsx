import type { CountLineRow, CountSheetRow } from '../../src-shared/contract/counts.contract.ts';
import { readCount } from '../../src-shared/domain/counts/count-text.ts';
import type { GridColumn } from '../grid/columns.tsx';
import { formatInstant, formatQty, formatTime } from '../ui/format.ts';
import { tagClass, type Tone } from '../ui/Tag.tsx';

export const COUNT_TONES: Readonly<Record<CountSheetRow['status'], Tone>> = {
  DRAFT: 'wait',
  RELEASED: 'info',
  COUNTING: 'info',
  RECOUNT: 'warn',
  REVIEW: 'warn',
  POSTED: 'done',
  CLOSED: 'done',
  CANCELLED: 'done',
};

export const SHEET_COLUMNS: readonly GridColumn<CountSheetRow>[] = [
  { key: 'sheetNo', header: 'counts.sheetNo', kind: 'code', width: 136, filter: 'text' },
  {
    key: 'status',
    header: 'counts.status',
    kind: 'word',
    width: 88,
    filter: 'set',
    words: 'countStatus',
    draw: (row, t) =>
      row.id === '' ? [] : [{ text: t(`countStatus.${row.status}`), className: tagClass(COUNT_TONES[row.status]) }],
  },
  { key: 'type', header: 'counts.type', kind: 'word', width: 92, filter: 'set', words: 'countType' },
  { key: 'planName', header: 'counts.name', kind: 'text', width: 110, flex: 1, filter: 'text' },
  { key: 'warehouseName', header: 'counts.warehouse', kind: 'text', width: 96, filter: 'set' },
  { key: 'zone', header: 'counts.zone', kind: 'text', width: 56, filter: 'set' },
  { key: 'counterName', header: 'counts.counter', kind: 'text', width: 70, filter: 'set' },
  { key: 'recounterName', header: 'counts.recounter', kind: 'text', width: 78, filter: 'set' },
  { key: 'round', header: 'counts.round', kind: 'integer', width: 54 },
  { key: 'lineCount', header: 'counts.lines', kind: 'integer', width: 62, filter: 'integer' },
  { key: 'leftCount', header: 'counts.left', kind: 'integer', width: 62, filter: 'integer' },
  { key: 'varianceCount', header: 'counts.differing', kind: 'integer', width: 74, filter: 'integer' },
  { key: 'gainFen', header: 'counts.gain', kind: 'fen', width: 82, filter: 'fen' },
  { key: 'lossFen', header: 'counts.loss', kind: 'fen', width: 82, filter: 'fen' },
  { key: 'plannedDate', header: 'counts.planned', kind: 'date', width: 92, filter: 'date' },
];

/** A line as it is counted; what a blind counter may not know is not even a field of it. */
export interface EntryLine {
  id: string;
  lineNo: number;
  binCode: string | null;
  partId: string;
  serialNo: string;
  partNo: string;
  drawingNo: string | null;
  partName: string;
  uom: string;
  isWhole: boolean;
  /** What the book says, on an open sheet; a blind one has none. */
  shownMilli: number | null;
  countedMilli: number | null;
  countedAtMs: number | null;
  packs: string;
  isUnreachable: boolean;
  isWaiting: boolean;
  note: string | null;
}

export const ENTRY_COLUMNS: readonly GridColumn<EntryLine>[] = [
  { key: 'binCode', header: 'counts.bin', kind: 'code', width: 84 },
  { key: 'partNo', header: 'counts.partNo', kind: 'code', width: 118 },
  { key: 'drawingNo', header: 'counts.drawingNo', kind: 'code', width: 104, cellClass: () => 'dim' },
  { key: 'partName', header: 'counts.partName', kind: 'text', width: 120, flex: 1 },
  { key: 'uom', header: 'counts.uom', kind: 'text', width: 52, cellClass: () => 'dim' },
  {
    key: 'countedMilli',
    header: 'counts.counted',
    kind: 'qty',
    width: 92,
    cellClass: () => 'count-cell',
    edit: {
      parse(text, at) {
        const row = at?.row as Partial<EntryLine> | undefined;
        const beforeMilli = typeof at?.before === 'number' ? at.before : null;
        const read = readCount(text, { beforeMilli, isWhole: row?.isWhole ?? false });
        return read.ok ? { ok: true, value: read.qtyMilli } : read;
      },
    },
  },
  {
    key: 'countedAtMs',
    header: 'counts.time',
    kind: 'integer',
    width: 64,
    draw: (row) =>
      row.countedAtMs === null || (row.countedMilli === null && !row.isUnreachable)
        ? []
        : [{ text: formatTime(row.countedAtMs), className: 'dim' }],
    tooltip: (row) => (row.countedAtMs === null ? '' : formatInstant(row.countedAtMs)),
  },
  {
    key: 'note',
    header: 'counts.note',
    kind: 'text',
    width: 130,
    draw: (row, t) => [
      ...(row.isUnreachable ? [{ text: t('counts.unreachable'), className: tagClass('warn') }] : []),
      ...(row.note === null ? [] : [{ text: ` ${row.note}`, className: '' }]),
      ...(row.isWaiting ? [{ text: ` ${t('counts.waiting')}`, className: 'dim' }] : []),
    ],
    tooltip: (row) => row.note ?? '',
  },
];

/** The same with what the book says, for a sheet that is not blind. */
export const OPEN_ENTRY_COLUMNS: readonly GridColumn<EntryLine>[] = ENTRY_COLUMNS.flatMap((column) =>
  column.key === 'countedMilli'
    ? [{ key: 'shownMilli', header: 'counts.book', kind: 'qty', width: 76, cellClass: () => 'dim' } as const, column]
    : [column],
);

const signed = (milli: number | null): string => (milli !== null && milli < 0 ? 'cut' : '');

const TRIGGER_TONE = 'warn';

/** Everything about a line, for those who judge it. */
export const REVIEW_COLUMNS: readonly GridColumn<CountLineRow>[] = [
  { key: 'binCode', header: 'counts.bin', kind: 'code', width: 72 },
  { key: 'partNo', header: 'counts.partNo', kind: 'code', width: 106 },
  { key: 'partName', header: 'counts.partName', kind: 'text', width: 84, flex: 1 },
  { key: 'uom', header: 'counts.uom', kind: 'text', width: 42, hidden: true, cellClass: () => 'dim' },
  { key: 'bookMilli', header: 'counts.book', kind: 'qty', width: 52 },
  { key: 'expectedMilli', header: 'counts.expected', kind: 'qty', width: 52 },
  { key: 'firstMilli', header: 'counts.first', kind: 'qty', width: 46 },
  { key: 'secondMilli', header: 'counts.second', kind: 'qty', width: 46 },
  { key: 'thirdMilli', header: 'counts.third', kind: 'qty', width: 46 },
  { key: 'finalMilli', header: 'counts.final', kind: 'qty', width: 46 },
  {
    key: 'varianceMilli',
    header: 'counts.variance',
    kind: 'qty',
    width: 52,
    draw: (row) => varianceParts(row.varianceMilli),
    cellClass: (row) => signed(row.varianceMilli),
  },
  {
    key: 'varianceFen',
    header: 'counts.varianceValue',
    kind: 'fen',
    width: 78,
    cellClass: (row) => signed(row.varianceFen),
  },
  {
    key: 'triggers',
    header: 'counts.triggers',
    kind: 'text',
    width: 118,
    draw: (row, t) =>
      row.triggers.map((trigger) => ({ text: t(`countTrigger.${trigger}`), className: tagClass(TRIGGER_TONE) })),
    tooltip: (row, t) => row.triggers.map((trigger) => t(`countTrigger.${trigger}`)).join(' · '),
    copyText: (row) => row.triggers.join(' '),
  },
  {
    key: 'reasonCode',
    header: 'counts.reason',
    kind: 'word',
    width: 108,
    words: 'countReason',
    draw: (row, t) =>
      row.reasonCode === null
        ? row.varianceMilli === null || row.varianceMilli === 0
          ? []
          : [{ text: t('counts.reasonMissing'), className: 'faint' }]
        : [{ text: t(`countReason.${row.reasonCode}`), className: '' }],
    tooltip: (row, t) =>
      [row.reasonCode === null ? '' : t(`countReason.${row.reasonCode}`), row.reasonText ?? '']
        .filter((text) => text !== '')
        .join(' · '),
  },
];

function varianceParts(milli: number | null): { text: string; className: string }[] {
  if (milli === null) return [];
  return [{ text: `${milli > 0 ? '+' : ''}${formatQty(milli)}`, className: '' }];
}
