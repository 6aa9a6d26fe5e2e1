import type { PurchaseLineRow, PurchaseRow } from '../../../src-shared/contract/purchase.contract.ts';
import type { PurchaseStatus } from '../../../src-shared/domain/parts/purchase-request.ts';
import type { GridColumn } from '../../grid/columns.tsx';
import { tagClass, type Tone } from '../../ui/Tag.tsx';
import { packText } from '../pack-text.ts';

export const PURCHASE_TONES: Readonly<Record<PurchaseStatus, Tone>> = {
  ...{ DRAFT: 'wait', RELEASED: 'info', ORDERED: 'ok', CANCELLED: 'done' },
};

export const PURCHASE_COLUMNS: readonly GridColumn<PurchaseRow>[] = [
  { key: 'requestNo', header: 'purchase.no', kind: 'code', width: 126, filter: 'text' },
  {
    ...{ key: 'status', header: 'purchase.status', kind: 'word', width: 104, filter: 'set' },
    words: 'purchaseStatus',
    draw: (row, t) =>
      row.id === ''
        ? []
        : [{ text: t(`purchaseStatus.${row.status}`), className: tagClass(PURCHASE_TONES[row.status]) }],
  },
  { key: 'warehouseName', header: 'purchase.receiver', kind: 'text', width: 110, flex: 1, filter: 'set' },
  { key: 'lineCount', header: 'preparation.lines', kind: 'integer', width: 62 },
  { key: 'valueFen', header: 'purchase.value', kind: 'fen', width: 110, filter: 'fen' },
  { key: 'planNo', header: 'preparation.no', kind: 'code', width: 126, filter: 'text' },
  { key: 'erpOrderNo', header: 'purchase.erpNo', kind: 'code', width: 116, filter: 'text' },
  { key: 'madeByName', header: 'purchase.madeBy', kind: 'text', width: 80, filter: 'set' },
  { key: 'madeAtMs', header: 'purchase.madeAt', kind: 'day', width: 92 },
  { key: 'releasedByName', header: 'purchase.releasedBy', kind: 'text', width: 80, filter: 'set' },
  { key: 'orderedByName', header: 'purchase.orderedBy', kind: 'text', width: 80, filter: 'set' },
  { key: 'stepNote', header: 'preparation.stepNote', kind: 'text', width: 110, flex: 1, filter: 'text' },
];

export const PURCHASE_LINE_COLUMNS: readonly GridColumn<PurchaseLineRow>[] = [
  { key: 'lineNo', header: 'preparation.lineNo', kind: 'integer', width: 50, hidden: true },
  { key: 'partNo', header: 'counts.partNo', kind: 'code', width: 108, filter: 'text' },
  { key: 'partName', header: 'counts.partName', kind: 'text', width: 104, flex: 1, filter: 'text' },
  { key: 'uom', header: 'counts.uom', kind: 'text', width: 48 },
  { key: 'supplierName', header: 'purchase.supplier', kind: 'text', width: 104, flex: 1, filter: 'set' },
  { key: 'wantedMilli', header: 'preparation.wanted', kind: 'qty', width: 78 },
  { key: 'supplyMilli', header: 'preparation.supply', kind: 'qty', width: 72 },
  { key: 'shortMilli', header: 'purchase.short', kind: 'qty', width: 66, filter: 'integer' },
  { key: 'aboveMilli', header: 'purchase.above', kind: 'qty', width: 78 },
  { key: 'openMilli', header: 'purchase.openQty', kind: 'qty', width: 72 },
  {
    ...{ key: 'packMilli', header: 'planning.pack', kind: 'qty', width: 60 },
    draw: (row) => [{ text: packText(row.packMilli), className: '' }],
  },
  { key: 'moqMilli', header: 'purchase.moq', kind: 'qty', width: 78 },
  {
    ...{ key: 'qtyMilli', header: 'purchase.qty', kind: 'qty', width: 78, filter: 'integer' },
    cellClass: () => 'strong',
  },
  { key: 'proposedMilli', header: 'purchase.proposed', kind: 'qty', width: 72 },
  { key: 'valueFen', header: 'purchase.value', kind: 'fen', width: 92, filter: 'fen' },
  { key: 'changeReason', header: 'purchase.changeReason', kind: 'text', width: 120, flex: 1, filter: 'text' },
  { key: 'changedByName', header: 'purchase.changedBy', kind: 'text', width: 80, hidden: true, filter: 'set' },
  { key: 'spec', header: 'purchase.spec', kind: 'text', width: 100, hidden: true, filter: 'text' },
];
