import type { GoodsOrderRequest } from '../../../src-shared/contract/goods-orders.contract.ts';
import type { ApplicationLookup } from '../../../src-shared/contract/logistics.contract.ts';
import { orderFaults, type OrderFault } from '../../../src-shared/domain/logistics/order-faults.ts';
import { ORDER_REASONS, type OrderKind } from '../../../src-shared/domain/logistics/order-transition.ts';
import { milliOf } from '../application-draft.ts';
import type { WrittenLine } from '../PartLines.tsx';

/** An order as it is being typed; an empty id is nothing chosen. */
export interface OrderDraft extends Pick<GoodsOrderRequest, 'kind' | 'reason' | 'stationCode' | 'note'> {
  fromWarehouseId: string;
  toWarehouseId: string;
  lines: WrittenLine[];
}

/** A new order of a kind, with the first of its reasons. */
export function emptyOrder(kind: OrderKind): OrderDraft {
  return {
    ...{ kind, reason: ORDER_REASONS[kind][0] ?? null, fromWarehouseId: '', toWarehouseId: '', stationCode: '' },
    ...{ note: '', lines: [{ partNo: '', qty: '' }] },
  };
}

export function orderDraftOf({ fromWarehouseId, toWarehouseId, lines, ...request }: GoodsOrderRequest): OrderDraft {
  return {
    ...request,
    ...{ fromWarehouseId: fromWarehouseId ?? '', toWarehouseId: toWarehouseId ?? '' },
    lines: lines.map(({ partNo, qtyMilli }) => ({ partNo, qty: qtyMilli === null ? '' : String(qtyMilli / 1000) })),
  };
}

const trimmed = (text: string): string => text.normalize('NFKC').trim();
const orNull = (id: string): string | null => (id === '' ? null : id);

/** What is not written of an order of this kind, whatever stood there before its kind was chosen. */
const UNWRITTEN: Readonly<Record<GoodsOrderRequest['kind'], Partial<GoodsOrderRequest>>> = {
  TRANSFER: { stationCode: '' },
  SALE: { toWarehouseId: null, reason: null },
  RETURN: { fromWarehouseId: null },
};

/** What is sent: lines nobody has written anything into are left out. */
export function orderRequestOf({ fromWarehouseId, toWarehouseId, lines, ...draft }: OrderDraft): GoodsOrderRequest {
  return {
    ...draft,
    ...{ fromWarehouseId: orNull(fromWarehouseId), toWarehouseId: orNull(toWarehouseId) },
    ...UNWRITTEN[draft.kind],
    lines: lines
      .filter(({ partNo, qty }) => trimmed(partNo) !== '' || trimmed(qty) !== '')
      .map(({ partNo, qty }) => ({ partNo: trimmed(partNo), qtyMilli: milliOf(qty) })),
  };
}

/** What the server would refuse, by field, as far as the local copy knows the things that are named. */
export function orderFaultsOf(
  request: GoodsOrderRequest,
  {
    parts,
    warehouses,
    stations,
  }: {
    parts: ApplicationLookup['parts'];
    warehouses: readonly { id: string; level: number | null }[];
    stations: readonly { code: string }[];
  },
): Record<string, OrderFault> {
  const warehouseOf = (id: string | null): { id: string; level: number | null } | null =>
    warehouses.find((warehouse) => warehouse.id === id) ?? null;
  return orderFaults({
    ...request,
    ...{ fromWarehouse: warehouseOf(request.fromWarehouseId), toWarehouse: warehouseOf(request.toWarehouseId) },
    station: stations.some(({ code }) => code === request.stationCode) ? { status: 'ACTIVE' } : null,
    lines: request.lines.map((line) => ({ ...line, part: parts[line.partNo] ?? null })),
  });
}
