import { sql } from 'kysely';
import { erpHasAdjustment } from '../../src-shared/domain/counts/erp-has-adjustment.ts';
import { codesIn, erpMeaning, normaliseCode } from '../../src-shared/domain/reconciliation/document.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { isAnyOf } from '../db/bulk-rows.ts';
import type { CentralDb } from '../db/open-central.ts';
import type { DueStep } from '../due/due-steps.ts';

/** So many sheets are closed at once; a year's end has more and is gone on with at once. */
const MOST_AT_ONCE = 200;

/** What every number of an adjustment begins with. */
const ADJUSTMENT_NUMBERS = 'PY-';

interface Posted {
  id: string;
  scope: string;
  round: number;
  adjustmentId: string | null;
  adjNo: string | null;
  isInErp: boolean;
}

/**
 * Closes posted sheets of which nothing is missing in the ERP: it has the whole adjustment under its number, the count differed in
 * nothing, or the ERP does not keep the warehouse. Returns how many. Stock §3.1 POSTED → CLOSED (0352).
 */
export const closeCounts: DueStep = async (db, { nowMs, newId }) => {
  const posted = await postedSheets(db);
  if (posted.length === 0) return 0;
  const ours = await adjustedQuantities(db, posted);
  const waiting = new Set(posted.flatMap(({ adjNo, isInErp, id }) => (isInErp && ours.has(id) ? (adjNo ?? []) : [])));
  const erp = waiting.size === 0 ? new Map<string, ErpSide>() : await erpDocuments(db, waiting);
  let closed = 0;
  for (const sheet of posted) {
    const found = erp.get(normaliseCode(sheet.adjNo ?? ''));
    const adjusted = ours.get(sheet.id);
    const action = !sheet.isInErp ? 'closeOutside' : adjusted === undefined ? 'closeEqual' : 'closeErp';
    if (action === 'closeErp' && !erpHasAdjustment(adjusted ?? new Map(), found?.qtyByPart ?? new Map())) continue;
    const erpDocNo = action === 'closeErp' ? (found?.docNos.join(' ') ?? null) : null;
    await db.updateTable('countSheet').set({ status: 'CLOSED' }).where('id', '=', sheet.id).execute();
    if (erpDocNo !== null && sheet.adjustmentId !== null)
      await db.updateTable('countAdjustment').set({ erpDocNo }).where('id', '=', sheet.adjustmentId).execute();
    await db
      .insertInto('countEvent')
      .values({
        ...{ ...rowIdentity(newId(), sheet.scope, sheet.id), sheetId: sheet.id, action },
        ...{ statusFrom: 'POSTED', statusTo: 'CLOSED', round: sheet.round, note: erpDocNo },
        ...{ doneBy: 'system', doneByName: 'ERP', doneAtMs: nowMs },
      })
      .execute();
    if (++closed === MOST_AT_ONCE) break;
  }
  return closed;
};

async function postedSheets(db: CentralDb): Promise<Posted[]> {
  const { rows } = await sql<Posted>`
    select s.id, s._scope as scope, s.round, a.id as "adjustmentId", a.adj_no as "adjNo",
           w.erp_plant is not null as "isInErp"
      from count_sheet s join warehouse w on w.id = s.warehouse_id
           left join count_adjustment a on a.sheet_id = s.id and a.status = 'POSTED'
     where s.status = 'POSTED' order by s.id for update of s skip locked`.execute(db);
  return rows;
}

/** What each sheet's adjustment moved, in thousandths by part; a sheet that differed in nothing has none. */
async function adjustedQuantities(db: CentralDb, posted: readonly Posted[]): Promise<Map<string, Map<string, number>>> {
  const rows = await db
    .selectFrom('countAdjustmentLine')
    .innerJoin('countAdjustment', 'countAdjustment.id', 'countAdjustmentLine.adjustmentId')
    .innerJoin('countLine', 'countLine.id', 'countAdjustmentLine.lineId')
    .innerJoin('part', 'part.id', 'countLine.partId')
    .select(['countAdjustment.sheetId', 'part.partNo', 'countAdjustmentLine.qtyMilli'])
    .where(
      isAnyOf(
        'countAdjustment.id',
        posted.flatMap(({ adjustmentId }) => adjustmentId ?? []),
      ),
    )
    .execute();
  const bySheet = new Map<string, Map<string, number>>();
  for (const { sheetId, partNo, qtyMilli } of rows) {
    const byPart = bySheet.get(sheetId ?? '') ?? new Map<string, number>();
    byPart.set(normaliseCode(partNo), (byPart.get(normaliseCode(partNo)) ?? 0) + qtyMilli);
    bySheet.set(sheetId ?? '', byPart);
  }
  return bySheet;
}

interface ErpSide {
  docNos: string[];
  qtyByPart: Map<string, number>;
}

/** Documents of the ERP whose text names an adjustment, by its number; what was cancelled there does not count. */
async function erpDocuments(db: CentralDb, adjNos: ReadonlySet<string>): Promise<Map<string, ErpSide>> {
  const wanted = new Set([...adjNos].map((no) => normaliseCode(no)));
  const rows = await db
    .selectFrom('erpDocumentLine')
    .select(['docNo', 'partNo', 'qtyMilli', 'status', 'ourDocNo'])
    .where('ourDocNo', 'ilike', `%${ADJUSTMENT_NUMBERS}%`)
    .orderBy('docNo')
    .execute();
  const found = new Map<string, ErpSide>();
  for (const { docNo, partNo, qtyMilli, status, ourDocNo } of rows) {
    if (erpMeaning(status) === 'VOID') continue;
    const part = normaliseCode(partNo ?? '');
    for (const no of codesIn(ourDocNo).filter((code) => wanted.has(code))) {
      const side = found.get(no) ?? { docNos: [], qtyByPart: new Map<string, number>() };
      if (!side.docNos.includes(docNo)) side.docNos.push(docNo);
      side.qtyByPart.set(part, (side.qtyByPart.get(part) ?? 0) + (qtyMilli ?? 0));
      found.set(no, side);
    }
  }
  return found;
}
