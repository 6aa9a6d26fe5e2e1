import type { Defect } from '../../src-shared/domain/logistics/damage-transition.ts';
import { photosNeeded } from '../../src-shared/domain/logistics/damage-transition.ts';
import { daysBetween } from '../../src-shared/domain/units/dates.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { CommandContext } from '../commands/command-handler.ts';
import { insertRows, takeDocumentNumbers } from '../db/bulk-rows.ts';
import { loadSettings, type Db } from './application.repository.ts';

/** What arrived of one part, in thousandths, with what it is worth: the good and the damaged together, and the damaged alone. */
export interface ReceivedLine {
  partId: string;
  sentMilli: number;
  okMilli: number;
  damagedMilli: number;
  wrongMilli: number;
  overMilli: number;
  valueFen: number;
  damagedFen: number;
  /** What is missing and will not be waited for: it is reported with its value. */
  lost?: { qtyMilli: number; valueFen: number };
}

export interface Arrival {
  source: 'TRANSFER' | 'PURCHASE';
  orderId: string | null;
  sourceDocNo: string;
  supplierId: string | null;
  warehouse: { id: string; regionId: string; regionCode: string };
  carrier: string | null;
  waybill: string | null;
  arrivedDate: string;
  note: string;
}

/** `SH-2603-00012` for receipts, `BS-…` for reports of damage. */
async function takeNumber({ db, today }: CommandContext, prefix: 'SH' | 'BS'): Promise<string> {
  const month = today.slice(2, 7).replace('-', '');
  const key = `goods${prefix}:${month}`;
  const taken = await takeDocumentNumbers(db, new Map([[key, 1]]));
  return `${prefix}-${month}-${String(taken.get(key) ?? 0).padStart(5, '0')}`;
}

/** The number of the receipt that is about to be written, so that its movements can carry it. */
export function takeReceiptNumber(context: CommandContext): Promise<string> {
  return takeNumber(context, 'SH');
}

interface Kept {
  receiptNo: string;
  reportId: string | null;
  reportNo: string | null;
}

/** Writes down what was found, for ever; damaged or wrong goods force a report of them. Stock §3.2. */
export async function keepReceipt(
  context: CommandContext,
  arrival: Arrival,
  { receiptNo, lines }: { receiptNo: string; lines: readonly ReceivedLine[] },
): Promise<Kept> {
  const { db, user, nowMs, newId } = context;
  const scope = `r:${arrival.warehouse.regionCode}`;
  const id = newId();
  const noted = await openArrival(db, arrival.sourceDocNo);
  const arrivedDate = noted?.arrivedDate ?? arrival.arrivedDate;
  const { warehouse, note, ...columns } = { ...arrival, arrivedDate };
  await db
    .insertInto('goodsReceipt')
    .values({
      ...{ ...rowIdentity(id, scope), ...columns, receiptNo, warehouseId: warehouse.id, regionId: warehouse.regionId },
      ...{ note: note.trim() === '' ? null : note.trim(), receivedBy: user.id, receivedByName: user.name },
      receivedAtMs: nowMs,
    })
    .execute();
  await insertRows(
    db,
    'goodsReceiptLine',
    lines.map((line, index) => ({
      ...{ ...rowIdentity(newId(), scope, id), receiptId: id, lineNo: index + 1, partId: line.partId },
      ...{ qtySentMilli: line.sentMilli, qtyOkMilli: line.okMilli, qtyOverMilli: line.overMilli },
      ...{ qtyDamagedMilli: line.damagedMilli, qtyWrongMilli: line.wrongMilli, valueFen: line.valueFen },
      qtyShortMilli: line.sentMilli + line.overMilli - line.okMilli - line.damagedMilli - line.wrongMilli,
    })),
  );
  if (noted !== undefined)
    await db
      .updateTable('goodsArrival')
      .set({ status: 'POSTED', receiptId: id, sinceMs: nowMs, changedByName: user.name, changedAtMs: nowMs })
      .where('id', '=', noted.id)
      .execute();
  const report = await openReport(context, { ...arrival, arrivedDate }, { receiptId: id, lines: reportedLines(lines) });
  return { receiptNo, reportId: report?.id ?? null, reportNo: report?.reportNo ?? null };
}

/** What was noted of a document when it came to the gate, locked: its receipt closes it, and its day is the day of arrival. */
function openArrival(db: Db, sourceDocNo: string): Promise<{ id: string; arrivedDate: string } | undefined> {
  return db
    .selectFrom('goodsArrival')
    .select(['id', 'arrivedDate'])
    .where('sourceDocNo', '=', sourceDocNo)
    .where('status', 'in', ['ARRIVED', 'CHECKED'])
    .forUpdate()
    .executeTakeFirst();
}

interface ReportedLine {
  partId: string;
  defect: Defect;
  qtyMilli: number;
  valueFen: number;
}

function reportedLines(lines: readonly ReceivedLine[]): ReportedLine[] {
  return lines.flatMap(({ partId, damagedMilli, damagedFen, wrongMilli, lost }) => {
    const found: ReportedLine[] = [
      { partId, defect: 'BROKEN', qtyMilli: damagedMilli, valueFen: damagedFen },
      // what is wrong is not in the books as what was ordered: it is worth nothing here until somebody knows what it is
      { partId, defect: 'WRONG', qtyMilli: wrongMilli, valueFen: 0 },
      { partId, defect: 'SHORT', qtyMilli: lost?.qtyMilli ?? 0, valueFen: lost?.valueFen ?? 0 },
    ];
    return found.filter(({ qtyMilli }) => qtyMilli > 0);
  });
}

/** Opens a report of what is damaged, wrong or missing, with a claim over its value proposed; none where there is nothing. */
export async function openReport(
  context: CommandContext,
  arrival: Arrival,
  { receiptId, lines }: { receiptId: string | null; lines: readonly ReportedLine[] },
): Promise<{ id: string; reportNo: string } | null> {
  if (lines.length === 0) return null;
  const { db, user, nowMs, today, newId } = context;
  const { warehouse, orderId, sourceDocNo, supplierId, carrier, waybill, arrivedDate } = arrival;
  const scope = `r:${warehouse.regionCode}`;
  const id = newId();
  const reportNo = await takeNumber(context, 'BS');
  const { damageReportHours } = await loadSettings(db);
  const valueFen = lines.reduce((sum, line) => sum + line.valueFen, 0);
  await db
    .insertInto('damageReport')
    .values({
      ...{ ...rowIdentity(id, scope), reportNo, receiptId, orderId, sourceDocNo, supplierId },
      ...{ warehouseId: warehouse.id, regionId: warehouse.regionId, status: 'DRAFT', carrier, waybill, arrivedDate },
      ...{ isLate: daysBetween(arrivedDate, today) * 24 > damageReportHours ? 1 : 0, valueFen, claimFen: valueFen },
      ...{ holderRole: 'warehouse', sinceMs: nowMs, reportedBy: user.id, reportedByName: user.name },
      ...{ reportedAtMs: nowMs, changedByName: user.name, changedAtMs: nowMs },
    })
    .execute();
  await insertRows(
    db,
    'damageReportLine',
    lines.map((line, index) => ({
      ...{ ...rowIdentity(newId(), scope, id), reportId: id, lineNo: index + 1, ...line },
    })),
  );
  await db
    .insertInto('damageReportEvent')
    .values({
      ...{ ...rowIdentity(newId(), scope, id), reportId: id, action: 'open', statusFrom: 'DRAFT', statusTo: 'DRAFT' },
      ...{ note: sourceDocNo, doneBy: user.id, doneByName: user.name, doneAtMs: nowMs },
    })
    .execute();
  return { id, reportNo };
}

/** Photographs a report needs before it is submitted. */
export async function minPhotosOf(db: Db, reportId: string): Promise<number> {
  const lines = await db.selectFrom('damageReportLine').select('defect').where('reportId', '=', reportId).execute();
  const { damageMinPhotos } = await loadSettings(db);
  return photosNeeded(
    lines.map(({ defect }) => defect as Defect),
    damageMinPhotos,
  );
}
