import type { PreparationLineRow, PreparationRow } from '../../../src-shared/contract/preparation.contract.ts';
import type { PreparationStatus } from '../../../src-shared/domain/parts/preparation-plan.ts';
import type { GridColumn } from '../../grid/columns.tsx';
import { formatPercent } from '../../ui/format.ts';
import { tagClass, type Tone } from '../../ui/Tag.tsx';

export const PREPARATION_TONES: Readonly<Record<PreparationStatus, Tone>> = {
  COMPUTED: 'wait',
  REVIEWED: 'warn',
  APPROVED: 'info',
  RELEASED: 'ok',
  DONE: 'done',
  CANCELLED: 'done',
};

export const PREPARATION_COLUMNS: readonly GridColumn<PreparationRow>[] = [
  { key: 'planNo', header: 'preparation.no', kind: 'code', width: 122, filter: 'text' },
  {
    ...{ key: 'status', header: 'preparation.status', kind: 'word', width: 98, filter: 'set' },
    words: 'preparationStatus',
    draw: (row, t) =>
      row.id === ''
        ? []
        : [{ text: t(`preparationStatus.${row.status}`), className: tagClass(PREPARATION_TONES[row.status]) }],
  },
  { key: 'warehouseName', header: 'preparation.source', kind: 'text', width: 110, flex: 1, filter: 'set' },
  { key: 'fromDate', header: 'preparation.from', kind: 'date', width: 92, filter: 'date' },
  { key: 'toDate', header: 'preparation.to', kind: 'date', width: 92, filter: 'date' },
  { key: 'weeks', header: 'preparation.weeks', kind: 'integer', width: 56 },
  {
    ...{ key: 'seasonBp', header: 'preparation.season', kind: 'integer', width: 64, hidden: true },
    draw: (row) => (row.id === '' ? [] : [{ text: formatPercent(row.seasonBp), className: '' }]),
    copyText: (row) => formatPercent(row.seasonBp),
  },
  { key: 'lineCount', header: 'preparation.lines', kind: 'integer', width: 62 },
  {
    ...{ key: 'shortCount', header: 'preparation.short', kind: 'integer', width: 62, filter: 'integer' },
    cellClass: ({ shortCount }) => (shortCount > 0 ? 'warn' : ''),
  },
  { key: 'changedCount', header: 'preparation.changed', kind: 'integer', width: 62 },
  { key: 'transferCount', header: 'preparation.transfers', kind: 'integer', width: 66 },
  { key: 'purchaseNo', header: 'preparation.purchaseNo', kind: 'code', width: 122, hidden: true, filter: 'text' },
  { key: 'madeByName', header: 'preparation.madeBy', kind: 'text', width: 76, filter: 'set' },
  { key: 'madeAtMs', header: 'preparation.madeAt', kind: 'day', width: 92 },
  { key: 'approvedByName', header: 'preparation.approvedBy', kind: 'text', width: 76, filter: 'set' },
  { key: 'note', header: 'preparation.note', kind: 'text', width: 110, flex: 1, filter: 'text' },
];

export const PREPARATION_LINE_COLUMNS: readonly GridColumn<PreparationLineRow>[] = [
  { key: 'partNo', header: 'counts.partNo', kind: 'code', width: 104, filter: 'text' },
  { key: 'partName', header: 'counts.partName', kind: 'text', width: 90, flex: 1, filter: 'text' },
  { key: 'warehouseName', header: 'preparation.receiver', kind: 'text', width: 84, filter: 'set' },
  { key: 'grossMilli', header: 'preparation.gross', kind: 'qty', width: 60 },
  { key: 'availableMilli', header: 'preparation.available', kind: 'qty', width: 52 },
  { key: 'inTransitMilli', header: 'preparation.inTransit', kind: 'qty', width: 50 },
  { key: 'onOrderMilli', header: 'planning.onOrder', kind: 'qty', width: 50 },
  { key: 'backlogMilli', header: 'planning.backlog', kind: 'qty', width: 50 },
  { key: 'wantMilli', header: 'preparation.want', kind: 'qty', width: 62, filter: 'integer' },
  { key: 'supplyMilli', header: 'preparation.supply', kind: 'qty', width: 58 },
  {
    ...{ key: 'proposedMilli', header: 'preparation.proposed', kind: 'qty', width: 58, filter: 'integer' },
    cellClass: ({ proposedMilli, wantMilli }) => ((proposedMilli ?? 0) < (wantMilli ?? 0) ? 'warn' : ''),
  },
  {
    ...{ key: 'confirmedMilli', header: 'preparation.confirmed', kind: 'qty', width: 58, filter: 'integer' },
    cellClass: ({ confirmedMilli }) => ((confirmedMilli ?? 0) > 0 ? 'strong' : ''),
  },
  {
    ...{ key: 'outcome', header: 'preparation.outcome', kind: 'word', width: 72, filter: 'set' },
    words: 'preparationOutcome',
  },
  { key: 'changeReason', header: 'preparation.changeReason', kind: 'text', width: 72, flex: 1, filter: 'text' },
  { key: 'weekMeanMilli', header: 'planning.weekMean', kind: 'qty', width: 62, hidden: true },
  { key: 'safetyMilli', header: 'planning.safety', kind: 'qty', width: 66, hidden: true },
  { key: 'packMilli', header: 'planning.pack', kind: 'qty', width: 62, hidden: true },
  { key: 'positionMilli', header: 'planning.position', kind: 'qty', width: 66, hidden: true },
  { key: 'netMilli', header: 'preparation.net', kind: 'qty', width: 66, hidden: true },
  { key: 'vorWantMilli', header: 'preparation.vorWant', kind: 'qty', width: 66, hidden: true },
  { key: 'wantedMilli', header: 'preparation.wanted', kind: 'qty', width: 66, hidden: true },
  { key: 'orderNo', header: 'preparation.transferNo', kind: 'code', width: 110, hidden: true, filter: 'text' },
  { key: 'lineNo', header: 'preparation.lineNo', kind: 'integer', width: 46, hidden: true },
];
