import type { FaultReason } from './application-faults.ts';
import { ORDER_REASONS, type OrderKind, type OrderReason } from './order-transition.ts';

/** What is written on an order, with what is known of the things it names; null = there is no such thing. */
export interface OrderFacts {
  kind: OrderKind;
  reason: OrderReason | null;
  fromWarehouse: { id: string; level: number | null } | null;
  toWarehouse: { id: string; level: number | null } | null;
  /** Of a sale and a return. */
  station: { status: string } | null;
  lines: readonly { partNo: string; part: { isWhole: boolean } | null; qtyMilli: number | null }[];
}

export type OrderFault = FaultReason | 'sameWarehouse' | 'wrongWay';

/**
 * What stands in the way of keeping an order, by field (`to`, `lines.2.qty`, …): nothing is left for a second attempt to
 * find. Quantities are in thousandths of the part's unit. Stock §2.4.
 */
export function orderFaults(facts: OrderFacts): Record<string, OrderFault> {
  const faults: Record<string, OrderFault> = {};
  const note = (field: string, fault: OrderFault | null): void => {
    if (fault !== null) faults[field] = fault;
  };
  const { kind, reason, fromWarehouse: from, toWarehouse: to } = facts;
  const reasons: readonly string[] = ORDER_REASONS[kind];
  note('reason', reasons.length > 0 && (reason === null || !reasons.includes(reason)) ? 'missing' : null);
  if (kind === 'TRANSFER') {
    note('from', from === null ? 'missing' : null);
    note('to', to === null ? 'missing' : wayFault(from, to));
  }
  if (kind === 'SALE') note('from', from === null ? 'missing' : null);
  if (kind === 'RETURN') note('to', to === null ? 'missing' : null);
  if (kind !== 'TRANSFER')
    note('station', facts.station === null ? 'missing' : facts.station.status === 'ACTIVE' ? null : 'inactive');
  if (facts.lines.length === 0) note('lines', 'missing');
  const seen = new Set<string>();
  for (const [index, { partNo, part, qtyMilli }] of facts.lines.entries()) {
    const place = `lines.${String(index)}`;
    note(`${place}.part`, partNo === '' ? 'missing' : part === null ? 'unknown' : seen.has(partNo) ? 'repeated' : null);
    note(`${place}.qty`, qtyFault(part, qtyMilli));
    seen.add(partNo);
  }
  return faults;
}

type Place = NonNullable<OrderFacts['fromWarehouse']>;

/** Goods go down HQ → central → station, or across one level; they come up as a return. A level nobody wrote down is a central one. */
function wayFault(from: Place | null, to: Place): OrderFault | null {
  if (from === null) return null;
  if (from.id === to.id) return 'sameWarehouse';
  const [fromLevel, toLevel] = [from.level ?? 2, to.level ?? 2];
  return toLevel === fromLevel || toLevel === fromLevel + 1 ? null : 'wrongWay';
}

function qtyFault(part: { isWhole: boolean } | null, qtyMilli: number | null): OrderFault | null {
  if (qtyMilli === null) return 'missing';
  if (qtyMilli <= 0) return 'notPositive';
  return part?.isWhole === true && qtyMilli % 1000 !== 0 ? 'notWhole' : null;
}
