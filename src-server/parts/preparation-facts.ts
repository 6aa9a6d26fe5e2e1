import { sql } from 'kysely';
import type { PreparationNeed } from '../../src-shared/domain/parts/propose-preparation.ts';
import type { Db, GoodsRoom } from './preparation.repository.ts';

interface Place {
  id: string;
  code: string;
  regionId: string;
  level: number | null;
  parentId: string | null;
  stationId: string | null;
}

/** One part of a source: what it may give of it, and who below it is to be looked at. */
interface PartOutlook {
  partId: string;
  partNo: string;
  uom: string;
  uomWhole: number | null;
  supplyMilli: number;
  needs: PreparationNeed[];
}

/** Sums by warehouse and part. */
class Sums {
  readonly #sums = new Map<string, number>();
  add(warehouseId: string, partId: string, milli: number): void {
    const key = `${warehouseId} ${partId}`;
    this.#sums.set(key, (this.#sums.get(key) ?? 0) + milli);
  }
  of(warehouseId: string, partId: string): number {
    return this.#sums.get(`${warehouseId} ${partId}`) ?? 0;
  }
}

/**
 * Every part that is planned or asked for in one of the warehouses the source supplies, with their positions and what the
 * source may still promise. Empty when it supplies nobody. Stock §4.8, decision 0255.
 */
export async function preparationFacts(db: Db, sourceId: string, goods: GoodsRoom): Promise<PartOutlook[]> {
  const places = await db
    .selectFrom('warehouse')
    .select(['id', 'code', 'regionId', 'level', 'parentId', 'stationId'])
    .where((where) => where.or([where('status', '=', 'ACTIVE'), where('status', 'is', null)]))
    .orderBy('code')
    .execute();
  const below = places.filter(({ parentId }) => parentId === sourceId);
  if (below.length === 0) return [];
  const ids = below.map(({ id }) => id);
  const stock = await readStock(db, [...ids, sourceId]);
  const written = await goods.writtenTransfers(db, ids, sourceId);
  const [coming, promised] = [new Sums(), new Sums()];
  for (const { toWarehouseId, fromWarehouseId, partId, qtyMilli, isHeld } of written) {
    coming.add(toWarehouseId, partId, qtyMilli);
    if (!isHeld) promised.add(fromWarehouseId, partId, qtyMilli);
  }
  const [asked, vor] = [new Sums(), new Sums()];
  const placeOf = placesOfStations(places);
  const planned = await plannedKeys(db, ids);
  const keys = new Map(planned.map((row) => [`${row.warehouseId} ${row.partId}`, row]));
  for (const { stationId, regionId, partId, qtyMilli, vorMilli } of await goods.openDemand(db)) {
    const warehouseId = placeOf(stationId, regionId);
    if (warehouseId === undefined || !ids.includes(warehouseId)) continue;
    asked.add(warehouseId, partId, qtyMilli);
    vor.add(warehouseId, partId, vorMilli);
    const key = `${warehouseId} ${partId}`;
    if (!keys.has(key)) keys.set(key, { warehouseId, partId, weekMeanMilli: 0, safetyMilli: 0, packMilli: 1 });
  }
  const codeOf = new Map(below.map(({ id, code }) => [id, code]));
  const needOf = ({ partId, warehouseId, ...figures }: PlannedKey): PreparationNeed => {
    const freeMilli = stock.onHand.of(warehouseId, partId) - stock.reserved.of(warehouseId, partId);
    return {
      ...{ warehouseId, warehouseCode: codeOf.get(warehouseId) ?? '', ...figures },
      ...{ availableMilli: Math.max(0, freeMilli), onOrderMilli: stock.onOrder.of(warehouseId, partId) },
      inTransitMilli: stock.inTransit.of(warehouseId, partId) + coming.of(warehouseId, partId),
      backlogMilli: Math.max(0, -freeMilli) + asked.of(warehouseId, partId),
      vorMilli: vor.of(warehouseId, partId),
    };
  };
  const byPart = Map.groupBy(keys.values(), ({ partId }) => partId);
  const parts = await db.selectFrom('part').select(['id', 'partNo', 'uom', 'uomWhole']).orderBy('partNo').execute();
  return parts.flatMap(({ id: partId, ...part }) => {
    const needs = byPart.get(partId)?.map(needOf) ?? [];
    const supplyMilli = freeIn(stock, promised, { warehouseId: sourceId, partId });
    return needs.length === 0 ? [] : [{ partId, ...part, supplyMilli, needs }];
  });
}

/** What a warehouse has of a part and may still promise: headquarters' own new goods less what is held or written for. Stock §4.8. */
export async function freeToGive(db: Db, warehouseId: string, goods: GoodsRoom): Promise<(partId: string) => number> {
  const stock = await readStock(db, [warehouseId]);
  const promised = new Sums();
  for (const { fromWarehouseId, partId, qtyMilli, isHeld } of await goods.writtenTransfers(db, [], warehouseId))
    if (!isHeld) promised.add(fromWarehouseId, partId, qtyMilli);
  return (partId) => freeIn(stock, promised, { warehouseId, partId });
}

function freeIn(
  stock: Stock,
  promised: Sums,
  { warehouseId, partId }: { warehouseId: string; partId: string },
): number {
  return (
    stock.toGive.of(warehouseId, partId) - stock.reserved.of(warehouseId, partId) - promised.of(warehouseId, partId)
  );
}

/** A station's wishes are met from its own store, else from the first central warehouse of its region. */
function placesOfStations(places: readonly Place[]): (stationId: string, regionId: string) => string | undefined {
  const own = new Map(places.flatMap(({ id, stationId }) => (stationId === null ? [] : [[stationId, id] as const])));
  const central = new Map(
    places
      .filter(({ level }) => (level ?? 2) === 2)
      .toReversed()
      .map(({ regionId, id }) => [regionId, id] as const),
  );
  return (stationId, regionId) => own.get(stationId) ?? central.get(regionId);
}

interface PlannedKey {
  partId: string;
  warehouseId: string;
  weekMeanMilli: number;
  safetyMilli: number;
  packMilli: number;
}

/** What was approved goes before what was computed. */
async function plannedKeys(db: Db, warehouseIds: readonly string[]): Promise<PlannedKey[]> {
  const rows = await db
    .selectFrom('partWarehouseSetting')
    .select(['partId', 'warehouseId', 'weekMeanMilli', 'safetyMilli', 'computedSafetyMilli', 'packMilli'])
    .where('warehouseId', 'in', [...warehouseIds])
    .execute();
  return rows.map(({ partId, warehouseId, weekMeanMilli, safetyMilli, computedSafetyMilli, packMilli }) => ({
    ...{ partId, warehouseId, weekMeanMilli: weekMeanMilli ?? 0, packMilli: packMilli ?? 1 },
    safetyMilli: safetyMilli ?? computedSafetyMilli ?? 0,
  }));
}

interface Stock {
  onHand: Sums;
  /** Of that: headquarters' own new goods, which a transfer takes. */
  toGive: Sums;
  inTransit: Sums;
  reserved: Sums;
  onOrder: Sums;
}

async function readStock(db: Db, warehouseIds: readonly string[]): Promise<Stock> {
  const ids = [...warehouseIds];
  const found: Stock = {
    ...{ onHand: new Sums(), toGive: new Sums(), inTransit: new Sums(), reserved: new Sums(), onOrder: new Sums() },
  };
  const { rows: balances } = await sql<Record<string, string>>`
    select warehouse_id as w, part_id as p,
           coalesce(sum(qty_milli) filter (where condition in ('NEW', 'WARRANTY')), 0)::bigint as hand,
           coalesce(sum(qty_milli) filter (where condition = 'NEW' and owner = 'HQ'), 0)::bigint as give,
           coalesce(sum(qty_milli) filter (where condition = 'IN_TRANSIT'), 0)::bigint as transit
      from stock_balance where warehouse_id = any(${ids}::text[]) group by 1, 2`.execute(db.withoutPlugins());
  for (const row of balances) {
    const key = [String(row.w), String(row.p)] as const;
    found.onHand.add(...key, Number(row.hand));
    found.toGive.add(...key, Number(row.give));
    found.inTransit.add(...key, Number(row.transit));
  }
  const { rows: reserved } = await sql<Record<string, string>>`
    select warehouse_id as w, part_id as p, sum(qty_milli)::bigint as qty from stock_reservation
     where state in ('HELD', 'PICKED') and warehouse_id = any(${ids}::text[]) group by 1, 2`.execute(
    db.withoutPlugins(),
  );
  for (const row of reserved) found.reserved.add(String(row.w), String(row.p), Number(row.qty));
  const { rows: ordered } = await sql<Record<string, string>>`
    select w.id as w, p.id as p, sum(e.qty_milli - e.received_milli)::bigint as qty
      from erp_document_line e join part p on p.part_no = e.part_no
           join warehouse w on w.erp_plant = e.plant and coalesce(w.erp_sloc, '') = coalesce(e.sloc, '')
     where e.received_milli is not null and e.qty_milli > e.received_milli and w.id = any(${ids}::text[])
       and upper(coalesce(e.status, '')) not in ('CANCELLED', 'CANCELED', 'VOID', 'CLOSED')
     group by 1, 2`.execute(db.withoutPlugins());
  for (const row of ordered) found.onOrder.add(String(row.w), String(row.p), Number(row.qty));
  return found;
}
