import { ReconGroups } from '../../src-shared/contract/reconciliation.contract.ts';
import { itemsOf, keyOf, warehouseIdsOf, type Db, type ItemRow, type RunRow } from './recon.repository.ts';

/** What the last signed run of a warehouse hands on to the next one. */
export interface LastRun {
  run: RunRow;
  items: Map<string, ItemRow>;
  /** Documents left open, by id, with the number of runs they have been open in. */
  open: Map<string, { runsOpen: number; duplicate: boolean }>;
  /** For each key the difference that no open document carries. */
  openingByKey: Map<string, number>;
}

/** The last signed run before the cut-off for each of the warehouses that has one. */
export async function lastSignedRuns(
  db: Db,
  warehouseIds: readonly string[],
  cutoffDate: string,
): Promise<Map<string, LastRun>> {
  const runs = await db
    .selectFrom('reconRun')
    .selectAll()
    .where('status', '=', 'SIGNED')
    .where('cutoffDate', '<', cutoffDate)
    .orderBy('cutoffDate', 'desc')
    .execute();
  const found = new Map<string, LastRun>();
  const read = new Map<string, LastRun>();
  for (const warehouseId of warehouseIds) {
    const run = runs.find((each) => warehouseIdsOf(each).includes(warehouseId));
    if (run === undefined) continue;
    const last = read.get(run.id) ?? (await readRun(db, run));
    read.set(run.id, last);
    found.set(warehouseId, last);
  }
  return found;
}

async function readRun(db: Db, run: RunRow): Promise<LastRun> {
  const rows = await itemsOf(db, run.id);
  const last: LastRun = {
    ...{ run, items: new Map(), open: new Map(), openingByKey: new Map() },
  };
  for (const item of rows) {
    const key = keyOf(item.warehouseId, item.partId);
    last.items.set(key, item);
    let carriedMilli = 0;
    for (const { isOpen, duplicate, ours, erp } of ReconGroups.parse(JSON.parse(item.documentsJson ?? '[]'))) {
      if (!isOpen) continue;
      const sides = [
        { rows: ours, sign: 1 },
        { rows: erp, sign: -1 },
      ];
      for (const { rows: documents, sign } of sides) {
        // what came after the cut-off is read again by its date
        for (const { id, qtyMilli, runsOpen } of documents.filter(({ atMs }) => atMs <= run.cutoffAtMs)) {
          last.open.set(id, { runsOpen: runsOpen + 1, duplicate });
          carriedMilli += sign * qtyMilli;
        }
      }
    }
    last.openingByKey.set(key, (item.differenceMilli ?? 0) - carriedMilli);
  }
  return last;
}
