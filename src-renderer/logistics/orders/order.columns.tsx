import type { TFunction } from 'i18next';
import type { GoodsOrderLine, GoodsOrderRow } from '../../../src-shared/contract/goods-orders.contract.ts';
import type { OrderStatus } from '../../../src-shared/domain/logistics/order-transition.ts';
import type { GridColumn } from '../../grid/columns.tsx';
import { tagClass, type Tone } from '../../ui/Tag.tsx';

export const ORDER_TONES: Readonly<Record<OrderStatus, Tone>> = {
  DRAFT: 'wait',
  SUBMITTED: 'info',
  CREDIT_HOLD: 'warn',
  CREDIT_OK: 'info',
  APPROVED: 'info',
  ERP_SENT: 'info',
  IN_TRANSIT: 'info',
  PARTLY_IN: 'warn',
  SHIPPED: 'info',
  SIGNED: 'ok',
  INVOICED: 'info',
  PAID: 'done',
  SENT: 'info',
  RECEIVED: 'info',
  INSPECTED: 'info',
  CREDITED: 'done',
  REFUSED: 'bad',
  CLOSED: 'done',
  CANCELLED: 'done',
};

/** The number, or for a draft the end of its id: the server gives numbers. */
export function orderNumberText({ id, orderNo }: Pick<GoodsOrderRow, 'id' | 'orderNo'>, t: TFunction): string {
  return orderNo ?? t('logistics.draftNo', { tail: id.slice(-5) });
}

export const ORDER_COLUMNS: readonly GridColumn<GoodsOrderRow>[] = [
  {
    ...{ key: 'orderNo', header: 'goodsOrder.no', kind: 'code', width: 112, filter: 'text' },
    draw: (row, t) =>
      row.id === '' ? [] : [{ text: orderNumberText(row, t), className: row.orderNo === null ? 'dim' : '' }],
    copyText: orderNumberText,
  },
  { key: 'kind', header: 'goodsOrder.kind', kind: 'word', width: 64, filter: 'set', words: 'orderKind' },
  { key: 'reason', header: 'goodsOrder.reason', kind: 'word', width: 84, filter: 'set', words: 'orderReason' },
  {
    ...{ key: 'status', header: 'logistics.status', kind: 'word', width: 90, filter: 'set', words: 'orderStatus' },
    draw: (row, t) =>
      row.id === '' ? [] : [{ text: t(`orderStatus.${row.status}`), className: tagClass(ORDER_TONES[row.status]) }],
  },
  { key: 'holderRole', header: 'logistics.holder', kind: 'word', width: 104, filter: 'set', words: 'holder' },
  { key: 'stayDays', header: 'logistics.stayDays', kind: 'integer', width: 50, filter: 'integer' },
  { key: 'fromName', header: 'goodsOrder.from', kind: 'text', width: 84, flex: 1, filter: 'text' },
  { key: 'toName', header: 'goodsOrder.to', kind: 'text', width: 84, flex: 1, filter: 'text' },
  { key: 'partText', header: 'goodsOrder.part', kind: 'text', width: 100, flex: 1, filter: 'text' },
  { key: 'lineCount', header: 'goodsOrder.lines', kind: 'integer', width: 52, hidden: true },
  { key: 'qtyReqMilli', header: 'logistics.qtyReq', kind: 'qty', width: 54 },
  { key: 'qtyApprMilli', header: 'logistics.qtyAppr', kind: 'qty', width: 54 },
  { key: 'qtyOutMilli', header: 'goodsOrder.out', kind: 'qty', width: 54 },
  { key: 'qtyInMilli', header: 'goodsOrder.in', kind: 'qty', width: 54 },
  { key: 'transitMilli', header: 'goodsOrder.transit', kind: 'qty', width: 54 },
  { key: 'transitValueFen', header: 'goodsOrder.transitValue', kind: 'fen', width: 76 },
  { key: 'amountFen', header: 'goodsOrder.amount', kind: 'fen', width: 76 },
  { key: 'carrier', header: 'goodsOrder.carrier', kind: 'text', width: 84, hidden: true, filter: 'text' },
  { key: 'waybill', header: 'goodsOrder.waybill', kind: 'code', width: 110, hidden: true, filter: 'text' },
  {
    ...{ key: 'requestedByName', header: 'goodsOrder.requestedBy', kind: 'text', width: 70, filter: 'set' },
    hidden: true,
  },
  { key: 'requestedAtMs', header: 'goodsOrder.requestedAt', kind: 'day', width: 92, hidden: true },
];

export const ORDER_LINE_COLUMNS: readonly GridColumn<GoodsOrderLine>[] = [
  { key: 'lineNo', header: 'logistics.lineNo', kind: 'integer', width: 48, hidden: true },
  { key: 'partNo', header: 'counts.partNo', kind: 'code', width: 104 },
  { key: 'partName', header: 'counts.partName', kind: 'text', width: 110, flex: 1 },
  { key: 'uom', header: 'counts.uom', kind: 'text', width: 44 },
  { key: 'availableMilli', header: 'parts.available', kind: 'qty', width: 76 },
  { key: 'qtyReqMilli', header: 'logistics.qtyReq', kind: 'qty', width: 54 },
  { key: 'qtyApprMilli', header: 'logistics.qtyAppr', kind: 'qty', width: 54 },
  { key: 'qtyOutMilli', header: 'goodsOrder.out', kind: 'qty', width: 54 },
  { key: 'qtyInMilli', header: 'goodsOrder.in', kind: 'qty', width: 54 },
  { key: 'qtyDamagedMilli', header: 'goodsOrder.damaged', kind: 'qty', width: 54 },
  { key: 'qtyOverMilli', header: 'goodsOrder.over', kind: 'qty', width: 54 },
  { key: 'qtyLostMilli', header: 'goodsOrder.lost', kind: 'qty', width: 54 },
  { key: 'transitMilli', header: 'goodsOrder.transit', kind: 'qty', width: 54 },
  { key: 'transitValueFen', header: 'goodsOrder.transitValue', kind: 'fen', width: 80 },
  { key: 'priceFen', header: 'goodsOrder.price', kind: 'fen', width: 80, hidden: true },
];
