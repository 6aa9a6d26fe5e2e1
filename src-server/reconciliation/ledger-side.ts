import { sql } from 'kysely';
import type { OurDocument } from '../../src-shared/domain/reconciliation/document.ts';
import { keyOf, type Db } from './recon.repository.ts';

const NOT_HERE = 'IN_TRANSIT';

export interface PlaceRow {
  warehouseId: string;
  partId: string;
  place: string;
  qtyMilli: number;
}

const PLACE = sql<string>`concat_ws(' ', bin_id, owner, condition, batch_no, serial_no)`;

/** What the ledger says lay in each place of the warehouses at the cut-off; goods on the way lie nowhere. */
export async function readLedger(db: Db, warehouseIds: readonly string[], cutoffAtMs: number): Promise<PlaceRow[]> {
  return db
    .selectFrom('stockMovement')
    .select(['warehouseId', 'partId', PLACE.as('place')])
    .select(sql<number>`sum(qty_milli)::bigint`.as('qtyMilli'))
    .where('warehouseId', 'in', [...warehouseIds])
    .where('effectiveAtMs', '<=', cutoffAtMs)
    .where('condition', '<>', NOT_HERE)
    .groupBy(['warehouseId', 'partId', PLACE])
    .execute();
}

export interface FoundOurDocument extends OurDocument {
  warehouseId: string;
  partId: string;
  seq: number;
}

/** Movements of the warehouses up to `toMs`: those after `fromMs`, those booked after `afterSeq`, and those left open. */
export async function readOurDocuments(
  db: Db,
  asked: { warehouseIds: readonly string[]; fromMs: number; toMs: number; afterSeq: number },
  open: ReadonlyMap<string, { runsOpen: number; duplicate: boolean }>,
): Promise<FoundOurDocument[]> {
  const openIds = JSON.stringify([...open.keys()]);
  const rows = await db
    .selectFrom('stockMovement')
    .select(['id', 'warehouseId', 'partId', 'seq', 'qtyMilli', 'effectiveAtMs', 'type', 'docNo', 'lineUid'])
    .select(['erpDocNo', 'erpLine', 'reversesId'])
    .where('warehouseId', 'in', [...asked.warehouseIds])
    .where('condition', '<>', NOT_HERE)
    .where('qtyMilli', '<>', 0)
    .where('effectiveAtMs', '<=', asked.toMs)
    .where((where) =>
      where.or([
        where('effectiveAtMs', '>', asked.fromMs),
        where('seq', '>', asked.afterSeq),
        sql<boolean>`id in (select jsonb_array_elements_text(${openIds}::jsonb))`,
      ]),
    )
    .execute();
  return rows.map((row): FoundOurDocument => {
    const carried = open.get(row.id);
    return {
      ...{ id: row.id, warehouseId: row.warehouseId, partId: row.partId, seq: row.seq, docNo: row.docNo },
      ...{ lineNo: row.lineUid, qtyMilli: row.qtyMilli, atMs: row.effectiveAtMs, type: row.type },
      ...{ erpDocNo: row.erpDocNo, erpLine: row.erpLine, reversesId: row.reversesId },
      ...{ runsOpen: carried?.runsOpen ?? 0, duplicate: carried?.duplicate ?? false },
    };
  });
}

/**
 * The shelf of each key at the cut-off: the last count of every place that holds something, with what moved since it.
 * A key of which one filled place was never counted has no shelf: a part of the truth would look like a difference.
 */
export async function readShelf(
  db: Db,
  warehouseIds: readonly string[],
  cutoffAtMs: number,
  ledger: readonly PlaceRow[],
): Promise<Map<string, number>> {
  const ids = JSON.stringify(warehouseIds);
  const { rows } = await sql<PlaceRow>`
    with counted as (
      select distinct on (l.warehouse_id, l.part_id, l.bin_id, l.owner, l.condition, l.batch_no, l.serial_no)
             l.warehouse_id, l.part_id, l.bin_id, l.owner, l.condition, l.batch_no, l.serial_no, l.final_milli, l.counted_at_ms
        from count_line l join count_sheet s on s.id = l.sheet_id
       where l.warehouse_id in (select jsonb_array_elements_text(${ids}::jsonb)) and l.final_milli is not null
         and s.status in ('REVIEW', 'POSTED', 'CLOSED') and l.counted_at_ms <= ${cutoffAtMs}
       order by l.warehouse_id, l.part_id, l.bin_id, l.owner, l.condition, l.batch_no, l.serial_no, l.counted_at_ms desc)
    select c.warehouse_id as "warehouseId", c.part_id as "partId",
           concat_ws(' ', c.bin_id, c.owner, c.condition, c.batch_no, c.serial_no) as place,
           (c.final_milli + coalesce((select sum(m.qty_milli) from stock_movement m
              where m.warehouse_id = c.warehouse_id and m.part_id = c.part_id and m.bin_id is not distinct from c.bin_id
                and m.owner = c.owner and m.condition = c.condition and m.batch_no = c.batch_no
                and m.serial_no = c.serial_no and m.effective_at_ms > c.counted_at_ms
                and m.effective_at_ms <= ${cutoffAtMs}), 0))::bigint as "qtyMilli"
      from counted c`.execute(db);
  const counted = Map.groupBy(rows, ({ warehouseId, partId }) => keyOf(warehouseId, partId));
  const filled = Map.groupBy(
    ledger.filter(({ qtyMilli }) => Number(qtyMilli) !== 0),
    ({ warehouseId, partId }) => keyOf(warehouseId, partId),
  );
  const shelf = new Map<string, number>();
  for (const [key, places] of counted) {
    const known = new Set(places.map(({ place }) => place));
    if ((filled.get(key) ?? []).some(({ place }) => !known.has(place))) continue;
    shelf.set(
      key,
      places.reduce((sum, { qtyMilli }) => sum + Number(qtyMilli), 0),
    );
  }
  return shelf;
}
