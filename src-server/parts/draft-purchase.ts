import { sql } from 'kysely';
import { isWholeUnit } from '../../src-shared/domain/parts/movement-types.ts';
import { purchaseQty } from '../../src-shared/domain/parts/purchase-request.ts';
import { roundedTimes } from '../../src-shared/domain/units/fraction.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { CommandContext } from '../commands/command-handler.ts';
import { insertRows, takeDocumentNumbers } from '../db/bulk-rows.ts';
import type { HideNewRows } from './make-preparation.ts';
import { freeToGive } from './preparation-facts.ts';
import type { Db, GoodsRoom, Plan } from './preparation.repository.ts';

interface Rooms {
  goods: GoodsRoom;
  hideNewRows: HideNewRows;
}

/**
 * What a plan needs beyond what its source can give, as a drafted purchase request for the source: less what the warehouse above it
 * has free and what is on order or asked for already. The plan is locked: it happens once. Gives how many requests there are, 0 or 1.
 */
export async function draftPurchase(
  context: CommandContext,
  plan: Plan,
  { goods, hideNewRows }: Rooms,
): Promise<number> {
  const { db, user, nowMs, newId } = context;
  const short = await shortParts(db, plan.id);
  if (short.length === 0) return 0;
  const above = await freeAbove(db, plan.warehouseId, goods);
  const open = await openMilli(db, plan.warehouseId);
  const found = short.flatMap((part) => {
    const { partId, wantedMilli, supplyMilli, supplyPriceFen } = part;
    const terms = { packMilli: part.packMilli ?? 1, moqMilli: part.moqMilli ?? 0 };
    const figures = { wantedMilli, supplyMilli, aboveMilli: above(partId), openMilli: open.get(partId) ?? 0 };
    const { shortMilli, qtyMilli } = purchaseQty({ ...figures, ...terms, isWhole: isWholeUnit(part) });
    const valueFen = roundedTimes({ num: BigInt(qtyMilli), den: 1000n }, BigInt(supplyPriceFen));
    return qtyMilli === 0
      ? []
      : [{ partId, ...terms, ...figures, shortMilli, qtyMilli, proposedMilli: qtyMilli, valueFen }];
  });
  if (found.length === 0) return 0;
  const id = newId();
  await db
    .insertInto('purchaseRequest')
    .values({
      ...{ ...rowIdentity(id, plan._scope), requestNo: await takeRequestNumber(context) },
      ...{ planId: plan.id, warehouseId: plan.warehouseId, status: 'DRAFT' },
      ...{ madeBy: user.id, madeByName: user.name, madeAtMs: nowMs, changedByName: user.name, changedAtMs: nowMs },
    })
    .execute();
  const lines = found.map((figures, at) => ({
    ...{ ...rowIdentity(newId(), plan._scope, id), requestId: id, lineNo: at + 1 },
    ...figures,
  }));
  await insertRows(db, 'purchaseRequestLine', lines);
  await hideNewRows(
    context,
    'purchase_request_line',
    lines.map((line) => line.id),
  );
  return 1;
}

interface ShortPart {
  partId: string;
  uom: string;
  uomWhole: number | null;
  supplyPriceFen: number;
  wantedMilli: number;
  supplyMilli: number;
  packMilli: number | null;
  moqMilli: number | null;
}

/** The parts of which all warehouses of the plan need more than the source may give, with how the source buys them. */
async function shortParts(db: Db, planId: string): Promise<ShortPart[]> {
  return db
    .selectFrom('preparationLine')
    .innerJoin('preparationPlan', 'preparationPlan.id', 'preparationLine.planId')
    .innerJoin('part', 'part.id', 'preparationLine.partId')
    .leftJoin('partWarehouseSetting', (join) =>
      join
        .onRef('partWarehouseSetting.partId', '=', 'preparationLine.partId')
        .onRef('partWarehouseSetting.warehouseId', '=', 'preparationPlan.warehouseId'),
    )
    .select(['part.id as partId', 'part.partNo', 'part.uom', 'part.uomWhole', 'part.supplyPriceFen'])
    .select(['preparationLine.wantedMilli', 'preparationLine.supplyMilli'])
    .select(['partWarehouseSetting.packMilli', 'partWarehouseSetting.moqMilli'])
    .where('preparationLine.planId', '=', planId)
    .whereRef('preparationLine.wantedMilli', '>', 'preparationLine.supplyMilli')
    .distinct()
    .orderBy('part.partNo')
    .execute();
}

async function freeAbove(db: Db, warehouseId: string, goods: GoodsRoom): Promise<(partId: string) => number> {
  const { parentId } = await db
    .selectFrom('warehouse')
    .select('parentId')
    .where('id', '=', warehouseId)
    .executeTakeFirstOrThrow();
  return parentId === null ? () => 0 : freeToGive(db, parentId, goods);
}

/** By part: ordered in the ERP and not come, and asked for in requests whose order the ERP has not told of yet. */
async function openMilli(db: Db, warehouseId: string): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ partId: string; milli: number }>`
    select part_id as "partId", sum(milli)::bigint as milli from (
      select p.id as part_id, e.qty_milli - e.received_milli as milli
        from erp_document_line e join part p on p.part_no = e.part_no
             join warehouse w on w.erp_plant = e.plant and coalesce(w.erp_sloc, '') = coalesce(e.sloc, '')
       where w.id = ${warehouseId} and e.received_milli is not null and e.qty_milli > e.received_milli
         and upper(coalesce(e.status, '')) not in ('CANCELLED', 'CANCELED', 'VOID', 'CLOSED')
      union all
      select l.part_id, l.qty_milli from purchase_request r join purchase_request_line l on l.request_id = r.id
       where r.warehouse_id = ${warehouseId} and r.status in ('DRAFT', 'RELEASED', 'ORDERED')
         and not exists (select 1 from erp_document_line e where e.doc_no = r.erp_order_no)) open group by 1`.execute(
    db.withoutPlugins(),
  );
  return new Map(rows.map(({ partId, milli }) => [partId, Number(milli)]));
}

/** `CG-2603-00012`; the server alone gives numbers (stock §2). */
async function takeRequestNumber({ db, today }: CommandContext): Promise<string> {
  const month = today.slice(2, 7).replace('-', '');
  const key = `purchase:${month}`;
  const taken = await takeDocumentNumbers(db, new Map([[key, 1]]));
  return `CG-${month}-${String(taken.get(key) ?? 0).padStart(5, '0')}`;
}
