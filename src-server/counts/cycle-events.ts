import { sql, type RawBuilder } from 'kysely';
import type { CountEvent } from '../../src-shared/domain/counts/cycle.ts';
import { STOCK_REFUSALS } from '../../src-shared/domain/parts/stock-refusal.ts';
import type { Db } from './counts.repository.ts';

const EVENT_OF_REFUSAL = Object.entries(STOCK_REFUSALS)
  .map(([reason, event]) => `when '${reason}' then '${event}'`)
  .join(' ');

const SAME_KEY = (other: string): RawBuilder<unknown> =>
  sql.raw(`${other}.warehouse_id = b.warehouse_id and ${other}.part_id = b.part_id
    and coalesce(${other}.bin_id, '') = coalesce(b.bin_id, '') and ${other}.owner = b.owner
    and ${other}.condition = b.condition and ${other}.batch_no = b.batch_no and ${other}.serial_no = b.serial_no`);

/**
 * What has happened to the keys of a warehouse since they were last counted, so that their turn comes earlier: the last count was out
 * of tolerance; the last reconciliation found another quantity on the shelf; less left than was approved, of an order or of an
 * application, or a posting was refused for want of stock (0350); a late movement was set against a count (0292). By key.
 * Stock §4.5.
 */
export async function cycleEvents(db: Db, warehouseId: string): Promise<ReadonlyMap<string, CountEvent[]>> {
  const { rows } = await sql<{ id: string; event: CountEvent }>`
    with b as (select *, coalesce(last_count_at_ms, 0) as since from stock_balance where warehouse_id = ${warehouseId})
    select b.id, 'OUT_OF_TOLERANCE' as event
      from b join count_line l on ${SAME_KEY('l')} join count_sheet s on s.id = l.sheet_id
     where s.status in ('POSTED', 'CLOSED') and l.counted_at_ms = b.since and l.within = 0
    union
    select b.id, 'PHYSICAL_VARIANCE' from b
      join (select distinct on (i.part_id) i.part_id, i.verdict, r.cutoff_at_ms
              from recon_item i join recon_run r on r.id = i.run_id
             where i.warehouse_id = ${warehouseId} and r.status <> 'CANCELLED'
             order by i.part_id, r.cutoff_at_ms desc, r.id desc) i on i.part_id = b.part_id
     where i.verdict = 'PHYSICAL_VARIANCE' and i.cutoff_at_ms > b.since
    union
    select b.id, 'SHORT_PICK' from b join goods_order_line l on l.part_id = b.part_id join goods_order o on o.id = l.order_id
     where o.from_warehouse_id = b.warehouse_id and o.shipped_at_ms > b.since and l.qty_out_milli < l.qty_appr_milli
    union
    select b.id, 'SHORT_PICK'
      from b join parts_application_line l on coalesce(l.substitute_part_id, l.part_id) = b.part_id
           join parts_application a on a.id = l.application_id
     where l.source_warehouse_id = b.warehouse_id and a.since_ms > b.since and a.status <> 'CANCELLED'
       and l.qty_ship_milli > 0 and l.qty_ship_milli < l.qty_appr_milli
    union
    select b.id, case f.reason ${sql.raw(EVENT_OF_REFUSAL)} end
      from b join stock_refusal f on f.part_id = b.part_id and f.warehouse_id = b.warehouse_id
     where f.refused_at_ms > b.since and f.reason in (${sql.join(Object.keys(STOCK_REFUSALS))})
    union
    select b.id, 'NEGATIVE' from b join stock_movement m on ${SAME_KEY('m')}
     where m.type = 'COUNT_REANCHOR' and m.posted_at_ms > b.since`.execute(db);
  const byKey = Map.groupBy(rows, ({ id }) => id);
  return new Map([...byKey].map(([id, events]) => [id, events.map(({ event }) => event)]));
}
