import type { SuggestedPair } from '../../src-shared/domain/reconciliation/match-documents.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { BodyOf, CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import { takeDocumentNumbers } from '../db/bulk-rows.ts';
import { computeRun, cutoffOf, type ComputedRun } from './compute-run.ts';
import { keyOf, rejected, warehouseIdsOf, type Db } from './recon.repository.ts';
import { insertItems, type HideItems } from './store-run.ts';

const NOTHING_ACCEPTED: readonly SuggestedPair[] = [];

/** Loads, checks the ERP's totals, matches and explains, all in one transaction. Stock §3.2, §4.11. */
export async function startRun(
  context: CommandContext,
  { request }: BodyOf<'recon.start'>,
  hide: HideItems,
): Promise<CommandOutcome> {
  const { db, newId, nowMs, today, user } = context;
  const warehouseIds = [...new Set(request.warehouseIds)].sort();
  const places = await placesOf(db, warehouseIds);
  if (places.length < warehouseIds.length) return rejected('warehouse-unknown', {});
  const isElsewhere = user.regionId !== null && places.some(({ regionId }) => regionId !== user.regionId);
  if (isElsewhere) return rejected('recon-other-region', {});
  const unmapped = places.find(({ erpPlant }) => erpPlant === null);
  if (unmapped !== undefined) return rejected('recon-warehouse-unmapped', { warehouseCode: unmapped.code });
  const { cutoffDate, erpSystem } = request;
  if (cutoffDate > today) return rejected('recon-cutoff-ahead', { cutoffDate });
  const blocked = await otherRun(db, warehouseIds, cutoffDate);
  if (blocked !== undefined) return blocked;
  const computed = await computeRun(context, { warehouseIds, cutoffDate, erpSystem, accepted: NOTHING_ACCEPTED });
  const refusal = totalsRefusal(request, computed);
  if (refusal !== null) return refusal;
  const month = cutoffDate.slice(2, 7).replace('-', '');
  const taken = await takeDocumentNumbers(db, new Map([[`reconRun:${month}`, 1]]));
  const runNo = `DZ-${month}-${String(taken.get(`reconRun:${month}`) ?? 0).padStart(3, '0')}`;
  const regions = new Set(places.map(({ regionCode }) => regionCode));
  const scope = regions.size === 1 ? `r:${String(places[0]?.regionCode)}` : 'g';
  const run = await db
    .insertInto('reconRun')
    .values({
      ...rowIdentity(newId(), scope),
      ...{ cutoffAtMs: cutoffOf(cutoffDate), cutoffDate, erpSystem, runNo, status: 'MATCHED' },
      ...{
        scopeJson: JSON.stringify({ warehouseIds }),
        ledgerSeq: computed.ledgerSeq,
        erpExtractAtMs: computed.cutoffAtMs,
      },
      ...{ erpRows: computed.erpRows, erpQtyMilli: computed.erpQtyMilli, ...carriedOf(computed) },
      ...{ unmappedJson: JSON.stringify(computed.unmapped), startedBy: user.id, startedByName: user.name },
      startedAtMs: nowMs,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await insertItems(context, run, computed, hide);
  return { status: 'applied', output: { runId: run.id, runNo, keyCount: computed.items.length } };
}

interface Place {
  id: string;
  code: string;
  regionId: string;
  regionCode: string;
  erpPlant: string | null;
}

async function placesOf(db: Db, warehouseIds: readonly string[]): Promise<Place[]> {
  return db
    .selectFrom('warehouse')
    .innerJoin('region', 'region.id', 'warehouse.regionId')
    .select(['warehouse.id', 'warehouse.code', 'warehouse.regionId', 'warehouse.erpPlant', 'region.code as regionCode'])
    .where('warehouse.id', 'in', [...warehouseIds])
    .execute();
}

/** A run of one of the warehouses that is not signed yet, or one signed for this day or a later one. */
async function otherRun(
  db: Db,
  warehouseIds: readonly string[],
  cutoffDate: string,
): Promise<CommandOutcome | undefined> {
  const runs = await db
    .selectFrom('reconRun')
    .select(['runNo', 'status', 'cutoffDate', 'scopeJson'])
    .where('status', '<>', 'CANCELLED')
    .orderBy('cutoffDate', 'desc')
    .execute();
  const mine = runs.filter((run) => warehouseIdsOf(run).some((id) => warehouseIds.includes(id)));
  const open = mine.find(({ status }) => status !== 'SIGNED');
  if (open !== undefined) return rejected('recon-run-open', { runNo: open.runNo });
  const later = mine.find((run) => run.cutoffDate >= cutoffDate);
  return later === undefined
    ? undefined
    : rejected('recon-cutoff-signed', { runNo: later.runNo, cutoffDate: later.cutoffDate });
}

/** The extract must be whole: rows and quantities as its foot says. */
function totalsRefusal(
  { cutoffDate, erpSystem, controlRows, controlQtyMilli }: BodyOf<'recon.start'>['request'],
  { erpRows, erpQtyMilli }: ComputedRun,
): CommandOutcome | null {
  if (erpRows === 0) return rejected('recon-no-extract', { erpSystem, cutoffDate });
  if (controlRows !== null && controlRows !== erpRows)
    return rejected('recon-control-rows', { loaded: erpRows, expected: controlRows });
  if (controlQtyMilli !== null && controlQtyMilli !== erpQtyMilli)
    return rejected('recon-control-qty', { loadedQty: erpQtyMilli / 1000, expectedQty: controlQtyMilli / 1000 });
  return null;
}

/** How many differences the last signed runs left, and how many of them are gone. */
export function carriedOf({ lastRuns, items }: ComputedRun): { carriedCount: number; clearedCount: number } {
  const now = new Map(items.map((item) => [keyOf(item.warehouseId, item.partId), item.differenceMilli]));
  const left = new Set<string>();
  for (const [warehouseId, last] of lastRuns) {
    for (const [key, item] of last.items) {
      if (item.warehouseId === warehouseId && (item.differenceMilli ?? 0) !== 0) left.add(key);
    }
  }
  return { carriedCount: left.size, clearedCount: [...left].filter((key) => (now.get(key) ?? 0) === 0).length };
}
