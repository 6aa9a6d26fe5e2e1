import type { DamageDetail, DamageRow, ReceiptRow } from '../../../src-shared/contract/goods-receipts.contract.ts';
import type { DamageStatus } from '../../../src-shared/domain/logistics/damage-transition.ts';
import type { GridColumn } from '../../grid/columns.tsx';
import { tagClass, type Tone } from '../../ui/Tag.tsx';

export const RECEIPT_COLUMNS: readonly GridColumn<ReceiptRow>[] = [
  { key: 'receiptNo', header: 'receipt.no', kind: 'code', width: 112, filter: 'text' },
  { key: 'source', header: 'receipt.source', kind: 'word', width: 72, filter: 'set', words: 'receiptSource' },
  { key: 'sourceDocNo', header: 'receipt.sourceDoc', kind: 'code', width: 112, filter: 'text' },
  { key: 'fromName', header: 'goodsOrder.from', kind: 'text', width: 100, flex: 1, filter: 'text' },
  { key: 'warehouseName', header: 'receipt.warehouse', kind: 'text', width: 96, flex: 1, filter: 'set' },
  { key: 'partText', header: 'receipt.part', kind: 'text', width: 118, flex: 1, filter: 'text' },
  { key: 'qtySentMilli', header: 'receipt.sent', kind: 'qty', width: 54 },
  { key: 'qtyOkMilli', header: 'goodsOrder.in', kind: 'qty', width: 54 },
  { key: 'qtyDamagedMilli', header: 'goodsOrder.damaged', kind: 'qty', width: 54 },
  { key: 'qtyWrongMilli', header: 'receipt.wrong', kind: 'qty', width: 54 },
  { key: 'qtyShortMilli', header: 'receipt.short', kind: 'qty', width: 54 },
  { key: 'qtyOverMilli', header: 'goodsOrder.over', kind: 'qty', width: 54 },
  { key: 'valueFen', header: 'receipt.value', kind: 'fen', width: 86 },
  { key: 'arrivedDate', header: 'receipt.arrived', kind: 'date', width: 88, filter: 'date' },
  { key: 'reportNo', header: 'damage.no', kind: 'code', width: 112, filter: 'text' },
  { key: 'carrier', header: 'goodsOrder.carrier', kind: 'text', width: 84, hidden: true, filter: 'text' },
  { key: 'waybill', header: 'goodsOrder.waybill', kind: 'code', width: 110, hidden: true, filter: 'text' },
  { key: 'receivedByName', header: 'receipt.receivedBy', kind: 'text', width: 70, hidden: true, filter: 'set' },
];

export const DAMAGE_TONES: Readonly<Record<DamageStatus, Tone>> = {
  DRAFT: 'wait',
  SUBMITTED: 'info',
  LIABILITY_SET: 'info',
  APPROVED: 'info',
  DISPOSED: 'warn',
  CLAIMED: 'warn',
  CLOSED: 'done',
};

export const DAMAGE_COLUMNS: readonly GridColumn<DamageRow>[] = [
  { key: 'reportNo', header: 'damage.no', kind: 'code', width: 112, filter: 'text' },
  {
    ...{ key: 'status', header: 'logistics.status', kind: 'word', width: 100, filter: 'set', words: 'damageStatus' },
    draw: (row, t) =>
      row.id === '' ? [] : [{ text: t(`damageStatus.${row.status}`), className: tagClass(DAMAGE_TONES[row.status]) }],
  },
  { key: 'holderRole', header: 'logistics.holder', kind: 'word', width: 104, filter: 'set', words: 'holder' },
  { key: 'stayDays', header: 'logistics.stayDays', kind: 'integer', width: 54, filter: 'integer' },
  { key: 'sourceDocNo', header: 'receipt.sourceDoc', kind: 'code', width: 108, filter: 'text' },
  { key: 'warehouseName', header: 'receipt.warehouse', kind: 'text', width: 84, flex: 1, filter: 'set' },
  { key: 'partText', header: 'damage.part', kind: 'text', width: 100, flex: 1, filter: 'text' },
  { key: 'qtyMilli', header: 'logistics.qty', kind: 'qty', width: 66 },
  { key: 'liability', header: 'damage.liability', kind: 'word', width: 66, filter: 'set', words: 'liability' },
  { key: 'valueFen', header: 'damage.value', kind: 'fen', width: 78 },
  { key: 'claimFen', header: 'damage.claim', kind: 'fen', width: 78 },
  { key: 'claimNo', header: 'damage.claimNo', kind: 'code', width: 102, filter: 'text' },
  { key: 'photoCount', header: 'damage.photos', kind: 'integer', width: 42 },
  { key: 'carrier', header: 'goodsOrder.carrier', kind: 'text', width: 72, filter: 'text' },
  { key: 'waybill', header: 'goodsOrder.waybill', kind: 'code', width: 100, hidden: true, filter: 'text' },
  { key: 'supplierName', header: 'damage.supplier', kind: 'text', width: 110, hidden: true, filter: 'text' },
  { key: 'disposition', header: 'damage.disposition', kind: 'word', width: 70, filter: 'set', words: 'disposition' },
  { key: 'arrivedDate', header: 'receipt.arrived', kind: 'date', width: 92, hidden: true, filter: 'date' },
  { key: 'reportedByName', header: 'damage.reportedBy', kind: 'text', width: 70, hidden: true, filter: 'set' },
];

export const DAMAGE_LINE_COLUMNS: readonly GridColumn<DamageDetail['lines'][number]>[] = [
  { key: 'lineNo', header: 'logistics.lineNo', kind: 'integer', width: 48, hidden: true },
  { key: 'partNo', header: 'counts.partNo', kind: 'code', width: 120 },
  { key: 'partName', header: 'counts.partName', kind: 'text', width: 140, flex: 1 },
  { key: 'uom', header: 'counts.uom', kind: 'text', width: 48 },
  { key: 'defect', header: 'damage.defect', kind: 'word', width: 84, words: 'defect' },
  { key: 'qtyMilli', header: 'logistics.qty', kind: 'qty', width: 70 },
  { key: 'valueFen', header: 'damage.value', kind: 'fen', width: 100 },
];
