import { ROAD } from './goods-on-the-road.repository.ts';

/** What is longer on the road than is allowed for where it comes from. Stock §3.2, §5. */
export const ROAD_EXCEPTIONS = `select s.id, s.sentAtMs as atMs, coalesce(s.toName, s.fromName) as warehouseName, s.docNo,
    s.partText, s.openMilli as qtyMilli, s.valueFen, s.holderRole as note, 'logistics' as room,
    coalesce('order.' || s.orderId, 'road') as thing, case when s.orderId is null then s.docNo end as search
  from ${ROAD} where s.overdueDays > 0`;
