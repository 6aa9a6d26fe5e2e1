import type { GoodsOrderRequest } from '../../../src-shared/contract/goods-orders.contract.ts';
import type { ApplicationLookup } from '../../../src-shared/contract/logistics.contract.ts';
import { orderFaults, type OrderFault } from '../../../src-shared/domain/logistics/order-faults.ts';
import { milliOf } from '../application-draft.ts';
import type { WrittenLine } from '../PartLines.tsx';

/** An order as it is being typed; an empty id is nothing chosen. */
export interface OrderDraft extends Pick<GoodsOrderRequest, 'kind' | 'reason' | 'stationCode' | 'note'> {
  fromWarehouseId: string;
  toWarehouseId: string;
  lines: WrittenLine[];
}

export const EMPTY_ORDER: OrderDraft = {
  ...{ kind: 'TRANSFER', reason: 'REPLEN', fromWarehouseId: '', toWarehouseId: '', note: '' },
  stationCode: '',
  lines: [{ partNo: '', qty: '' }],
};

export function orderDraftOf({ fromWarehouseId, toWarehouseId, lines, ...request }: GoodsOrderRequest): OrderDraft {
  return {
    ...request,
    ...{ fromWarehouseId: fromWarehouseId ?? '', toWarehouseId: toWarehouseId ?? '' },
    lines: lines.map(({ partNo, qtyMilli }) => ({ partNo, qty: qtyMilli === null ? '' : String(qtyMilli / 1000) })),
  };
}

const trimmed = (text: string): string => text.normalize('NFKC').trim();
const orNull = (id: string): string | null => (id === '' ? null : id);

/** What is sent: lines nobody has written anything into are left out. */
export function orderRequestOf({ fromWarehouseId, toWarehouseId, lines, ...draft }: OrderDraft): GoodsOrderRequest {
  return {
    ...draft,
    ...{ fromWarehouseId: orNull(fromWarehouseId), toWarehouseId: orNull(toWarehouseId) },
    ...(draft.kind === 'TRANSFER' ? { stationCode: '' } : { toWarehouseId: null, reason: null }),
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
