import { sql } from 'kysely';
import { erpHasAdjustment } from '../../src-shared/domain/counts/erp-has-adjustment.ts';
import { codesIn, erpMeaning, normaliseCode } from '../../src-shared/domain/reconciliation/document.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { insertRows, isAnyOf, updateRows } from '../db/bulk-rows.ts';
import type { CentralDb } from '../db/open-central.ts';
import type { DueStep } from '../due/due-steps.ts';

/** So many sheets are closed at once; a year's end has more and is gone on with at once. */
const MOST_AT_ONCE = 2000;

interface Posted {
  id: string;
  scope: string;
  round: number;
  adjustmentId: string | null;
  adjNo: string | null;
  isInErp: boolean;
}

/** A posted sheet of which nothing is missing in the ERP: why, and by which documents. */
interface Closing extends Posted {
  action: 'closeOutside' | 'closeEqual' | 'closeErp';
  erpDocNo: string | null;
}

/**
 * Closes posted sheets of which nothing is missing in the ERP: it has the whole adjustment under its number, the count differed in
 * nothing, or the ERP does not keep the warehouse. Returns how many. Stock §3.1 POSTED → CLOSED (0352).
 */
export const closeCounts: DueStep = async (db, { nowMs, newId }) => {
  const ready = await readyToClose(db);
  if (ready.length === 0) return 0;
  const free = await heldForClosing(db, ready.slice(0, MOST_AT_ONCE));
  const closing = ready.filter(({ id }) => free.has(id));
  await updateRows(
    db,
    'countSheet',
    closing.map(({ id }) => ({ id, status: 'CLOSED' })),
  );
  await updateRows(
    db,
    'countAdjustment',
    closing.flatMap(({ adjustmentId, erpDocNo }) =>
      erpDocNo === null || adjustmentId === null ? [] : [{ id: adjustmentId, erpDocNo }],
    ),
  );
  await insertRows(
    db,
    'countEvent',
    closing.map(({ id, scope, round, action, erpDocNo }) => ({
      ...{ ...rowIdentity(newId(), scope, id), sheetId: id, action },
      ...{ statusFrom: 'POSTED', statusTo: 'CLOSED', round, note: erpDocNo },
      ...{ doneBy: 'system', doneByName: 'ERP', doneAtMs: nowMs },
    })),
  );
  return closing.length;
};

async function readyToClose(db: CentralDb): Promise<Closing[]> {
  const posted = await postedSheets(db);
  if (posted.length === 0) return [];
  const ours = await adjustedQuantities(db, posted);
  const waiting = new Set(posted.flatMap(({ adjNo, isInErp, id }) => (isInErp && ours.has(id) ? (adjNo ?? []) : [])));
  const erp = waiting.size === 0 ? new Map<string, ErpSide>() : await erpDocuments(db, waiting);
  return posted.flatMap((sheet): Closing[] => {
    if (!sheet.isInErp) return [{ ...sheet, action: 'closeOutside', erpDocNo: null }];
    const adjusted = ours.get(sheet.id);
    if (adjusted === undefined) return [{ ...sheet, action: 'closeEqual', erpDocNo: null }];
    const found = erp.get(normaliseCode(sheet.adjNo ?? ''));
    if (found === undefined || !erpHasAdjustment(adjusted, found.qtyByPart)) return [];
    return [{ ...sheet, action: 'closeErp', erpDocNo: found.docNos.join(' ') }];
  });
}

async function postedSheets(db: CentralDb): Promise<Posted[]> {
  const { rows } = await sql<Posted>`
    select s.id, s._scope as scope, s.round, a.id as "adjustmentId", a.adj_no as "adjNo",
           w.erp_plant is not null as "isInErp"
      from count_sheet s join warehouse w on w.id = s.warehouse_id
           left join count_adjustment a on a.sheet_id = s.id and a.status = 'POSTED'
     where s.status = 'POSTED' order by s.id`.execute(db);
  return rows;
}

/** Those of them that are posted still and that nobody else is at: only what is closed is locked, not everything that waits. */
async function heldForClosing(db: CentralDb, ready: readonly Closing[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('countSheet')
    .select('id')
    .where(
      isAnyOf(
        'id',
        ready.map(({ id }) => id),
      ),
    )
    .where('status', '=', 'POSTED')
    .orderBy('id')
    .forUpdate()
    .skipLocked()
    .execute();
  return new Set(rows.map(({ id }) => id));
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

/**
 * Documents of the ERP whose text names an adjustment, by its number; what was cancelled there does not count. The index of the lines that
 * name any adjustment answers: the condition stands as it does there (0382).
 */
async function erpDocuments(db: CentralDb, adjNos: ReadonlySet<string>): Promise<Map<string, ErpSide>> {
  const wanted = new Set([...adjNos].map((no) => normaliseCode(no)));
  const rows = await db
    .selectFrom('erpDocumentLine')
    .select(['docNo', 'partNo', 'qtyMilli', 'status', 'ourDocNo'])
    .where(sql<boolean>`normalize(our_doc_no, NFKC) ilike '%PY-%'`)
    .where(
      sql<boolean>`codes_in(our_doc_no) && array(select jsonb_array_elements_text(${JSON.stringify([...wanted])}::jsonb))`,
    )
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
