import type { BalanceRow, LedgerRow, MovementRow } from '../../src-shared/contract/parts.contract.ts';
import type { GridColumn } from '../grid/columns.tsx';
import { formatInstant } from '../ui/format.ts';

const minus = (value: number | null): string => (value !== null && value < 0 ? 'cut' : '');

export const BALANCE_COLUMNS: readonly GridColumn<BalanceRow>[] = [
  { key: 'warehouseName', header: 'counts.warehouse', kind: 'text', width: 96, filter: 'set' },
  { key: 'binCode', header: 'counts.bin', kind: 'code', width: 78, filter: 'text' },
  { key: 'partNo', header: 'counts.partNo', kind: 'code', width: 112, filter: 'text' },
  { key: 'drawingNo', header: 'counts.drawingNo', kind: 'code', width: 98, filter: 'text' },
  { key: 'partName', header: 'counts.partName', kind: 'text', width: 110, flex: 1, filter: 'text' },
  { key: 'uom', header: 'counts.uom', kind: 'text', width: 44 },
  { key: 'condition', header: 'parts.condition', kind: 'word', width: 66, filter: 'set', words: 'stockCondition' },
  { key: 'abcClass', header: 'parts.abc', kind: 'text', width: 48, filter: 'set' },
  { key: 'qtyMilli', header: 'parts.onHand', kind: 'qty', width: 70 },
  { key: 'reservedMilli', header: 'parts.reserved', kind: 'qty', width: 66 },
  {
    key: 'availableMilli',
    header: 'parts.available',
    kind: 'qty',
    width: 70,
    cellClass: (row) => minus(row.availableMilli),
  },
  { key: 'averageFen', header: 'parts.average', kind: 'fen', width: 82 },
  { key: 'valueFen', header: 'parts.value', kind: 'fen', width: 96, filter: 'fen' },
  { key: 'lastMoveAtMs', header: 'parts.lastMove', kind: 'day', width: 88 },
  { key: 'lastCountAtMs', header: 'parts.lastCount', kind: 'day', width: 88 },
];

const INSTANTS = {
  effectiveAtMs: {
    ...{ key: 'effectiveAtMs', header: 'parts.effective', kind: 'integer', width: 122 },
    draw: (row) => [{ text: formatInstant(row.effectiveAtMs), className: '' }],
    copyText: (row) => formatInstant(row.effectiveAtMs),
  },
  postedAtMs: {
    ...{ key: 'postedAtMs', header: 'parts.posted', kind: 'integer', width: 122 },
    draw: (row) => [{ text: formatInstant(row.postedAtMs), className: 'dim' }],
    copyText: (row) => formatInstant(row.postedAtMs),
  },
} satisfies Record<string, GridColumn<Pick<LedgerRow, 'effectiveAtMs' | 'postedAtMs'>>>;

export const LEDGER_COLUMNS: readonly GridColumn<LedgerRow>[] = [
  { key: 'seq', header: 'parts.seq', kind: 'integer', width: 70 },
  INSTANTS.effectiveAtMs,
  INSTANTS.postedAtMs,
  { key: 'type', header: 'parts.type', kind: 'word', width: 110, flex: 1, words: 'movement' },
  { key: 'docNo', header: 'parts.docNo', kind: 'code', width: 110 },
  { key: 'qtyMilli', header: 'parts.qty', kind: 'qty', width: 78, cellClass: (row) => minus(row.qtyMilli) },
  { key: 'valueFen', header: 'parts.value', kind: 'fen', width: 98, cellClass: (row) => minus(row.valueFen) },
  { key: 'afterMilli', header: 'parts.after', kind: 'qty', width: 78 },
  { key: 'afterFen', header: 'parts.afterValue', kind: 'fen', width: 104 },
];

export const MOVEMENT_COLUMNS: readonly GridColumn<MovementRow>[] = [
  { key: 'seq', header: 'parts.seq', kind: 'integer', width: 68 },
  { ...INSTANTS.effectiveAtMs, filter: 'date' },
  { ...INSTANTS.postedAtMs, filter: 'date' },
  { key: 'type', header: 'parts.type', kind: 'word', width: 88, filter: 'set', words: 'movement' },
  { key: 'docNo', header: 'parts.docNo', kind: 'code', width: 106, filter: 'text' },
  { key: 'warehouseName', header: 'counts.warehouse', kind: 'text', width: 92, filter: 'set' },
  { key: 'binCode', header: 'counts.bin', kind: 'code', width: 64, filter: 'text', sortable: false },
  { key: 'partNo', header: 'counts.partNo', kind: 'code', width: 106, filter: 'text' },
  {
    ...{ key: 'partName', header: 'counts.partName', kind: 'text', width: 110, flex: 1, filter: 'text' },
    sortable: false,
  },
  { key: 'uom', header: 'counts.uom', kind: 'text', width: 44, sortable: false },
  { key: 'condition', header: 'parts.condition', kind: 'word', width: 60, filter: 'set', words: 'stockCondition' },
  { key: 'qtyMilli', header: 'parts.qty', kind: 'qty', width: 66, cellClass: (row) => minus(row.qtyMilli) },
  {
    ...{ key: 'valueFen', header: 'parts.value', kind: 'fen', width: 88, filter: 'fen' },
    cellClass: (row) => minus(row.valueFen),
  },
  { key: 'erpDocNo', header: 'parts.erpDoc', kind: 'code', width: 100, filter: 'text' },
];
