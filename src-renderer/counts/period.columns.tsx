import type { StockPeriodRow } from '../../src-shared/contract/count-periods.ts';
import type { GridColumn } from '../grid/columns.tsx';
import { formatInstant } from '../ui/format.ts';
import { tagClass } from '../ui/Tag.tsx';

export const PERIOD_COLUMNS: readonly GridColumn<StockPeriodRow>[] = [
  { key: 'month', header: 'period.month', kind: 'code', width: 72 },
  {
    key: 'isClosed',
    header: 'counts.status',
    kind: 'word',
    width: 76,
    words: 'periodIs',
    draw: ({ isClosed }, t) => [
      { text: t(`periodIs.${String(isClosed)}`), className: tagClass(isClosed ? 'done' : 'info') },
    ],
  },
  { key: 'openingFen', header: 'period.opening', kind: 'fen', width: 100 },
  { key: 'closingFen', header: 'period.closing', kind: 'fen', width: 100 },
  { key: 'movementCount', header: 'period.movements', kind: 'integer', width: 70 },
  { key: 'lateCount', header: 'period.lateCount', kind: 'integer', width: 80 },
  { key: 'lateFen', header: 'period.lateValue', kind: 'fen', width: 76 },
  { key: 'afterCount', header: 'period.afterCount', kind: 'integer', width: 80 },
  { key: 'closedByName', header: 'period.closedBy', kind: 'text', width: 70 },
  {
    key: 'closedAtMs',
    header: 'period.closedAt',
    kind: 'day',
    width: 122,
    draw: ({ closedAtMs }) => (closedAtMs === null ? [] : [{ text: formatInstant(closedAtMs), className: '' }]),
  },
  { key: 'closedSeq', header: 'period.seq', kind: 'integer', width: 90, hidden: true },
  { key: 'note', header: 'counts.note', kind: 'text', width: 72, flex: 1, tooltip: ({ note }) => note ?? '' },
];
