import type { LimitDetail, LimitRow } from '../../../src-shared/contract/limits.contract.ts';
import type { GridColumn } from '../../grid/columns.tsx';

export const LIMIT_COLUMNS: readonly GridColumn<LimitRow>[] = [
  { key: 'stationCode', header: 'limit.stationCode', kind: 'code', width: 92, filter: 'text' },
  { key: 'stationName', header: 'limit.station', kind: 'text', width: 120, flex: 1, filter: 'text' },
  { key: 'regionName', header: 'logistics.region', kind: 'text', width: 70, filter: 'set' },
  { key: 'priceLevel', header: 'limit.priceLevel', kind: 'integer', width: 58 },
  { key: 'creditLimitFen', header: 'limit.credit', kind: 'fen', width: 92 },
  { key: 'tempLimitFen', header: 'limit.temp', kind: 'fen', width: 84 },
  { key: 'tempUntilDate', header: 'limit.until', kind: 'date', width: 88, hidden: true },
  { key: 'cashFen', header: 'limit.cash', kind: 'fen', width: 90 },
  { key: 'cashHeldFen', header: 'limit.cashHeld', kind: 'fen', width: 80 },
  { key: 'heldFen', header: 'limit.held', kind: 'fen', width: 84 },
  { key: 'usedFen', header: 'limit.used', kind: 'fen', width: 84 },
  {
    ...{ key: 'oldPartsFen', header: 'limit.oldParts', kind: 'fen', width: 86, filter: 'fen' },
    cellClass: ({ oldPartsFen }) => (oldPartsFen > 0 ? 'bad' : ''),
  },
  {
    ...{ key: 'availableFen', header: 'limit.available', kind: 'fen', width: 104 },
    cellClass: ({ availableFen }) => (availableFen < 0 ? 'bad' : ''),
  },
  {
    ...{ key: 'overdueDays', header: 'limit.overdue', kind: 'integer', width: 70, filter: 'integer' },
    cellClass: ({ overdueDays }) => (overdueDays > 0 ? 'bad' : ''),
  },
  { key: 'openChanges', header: 'limit.openChanges', kind: 'integer', width: 70, filter: 'integer' },
  { key: 'entryCount', header: 'limit.entries', kind: 'integer', width: 58 },
  { key: 'changedAtMs', header: 'limit.changed', kind: 'day', width: 88, hidden: true },
];

export const LIMIT_ENTRY_COLUMNS: readonly GridColumn<LimitDetail['entries'][number]>[] = [
  { key: 'entryNo', header: 'limit.entryNo', kind: 'integer', width: 56 },
  { key: 'entryDate', header: 'limit.date', kind: 'date', width: 92 },
  { key: 'type', header: 'limit.type', kind: 'word', width: 92, words: 'limitEntry' },
  { key: 'amountFen', header: 'limit.amount', kind: 'fen', width: 110 },
  { key: 'cashPartFen', header: 'limit.cashPart', kind: 'fen', width: 100 },
  { key: 'availableFen', header: 'limit.after', kind: 'fen', width: 110 },
  { key: 'docNo', header: 'limit.doc', kind: 'code', width: 124 },
  { key: 'note', header: 'limit.note', kind: 'text', width: 140, flex: 1 },
  { key: 'doneByName', header: 'limit.by', kind: 'text', width: 76 },
];
