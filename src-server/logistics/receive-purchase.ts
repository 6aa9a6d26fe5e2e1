import { arrivalFault } from '../../src-shared/domain/logistics/receive-line.ts';
import type { MovementDraft } from '../../src-shared/domain/parts/movement-draft.ts';
import { isWholeUnit } from '../../src-shared/domain/parts/movement-types.ts';
import { mulDivRound } from '../../src-shared/domain/units/rounding.ts';
import type { BodyOf, CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import { isAnyOf } from '../db/bulk-rows.ts';
import { rejected, type Db } from './application.repository.ts';
import { binFor } from './goods-in-transit.ts';
import { keepReceipt, takeReceiptNumber, type ReceivedLine } from './goods-receipt.repository.ts';
import { warehouseOf, type PostMovements } from './warehouse-stock.ts';

/** Ten thousand millionths of a yuan are a fen. */
const MICRO_PER_FEN = 10_000;

/** One part of a supplier's document. */
interface Announced {
  partId: string;
  partNo: string;
  isWhole: boolean;
  sentMilli: number;
  openMilli: number;
  /** Millionths of a yuan for a piece. */
  priceMicro: number;
}

/**
 * Takes in what came of a supplier's delivery against its document: good goods onto the shelf and damaged ones into quarantine,
 * both at the document's price, and a report of what was damaged or wrong. Stock §2.4, §3.2.
 */
export async function receivePurchase(
  context: CommandContext,
  body: BodyOf<'goods.receive'>,
  postMovements: PostMovements,
): Promise<CommandOutcome> {
  const { db, today, nowMs, commandId } = context;
  const warehouse = await warehouseOf(db, body.warehouseId);
  if (warehouse === undefined) return rejected('order-warehouse-missing', {});
  if (body.arrivedDate > today) return rejected('receipt-in-the-future', {});
  const announced = await announcedParts(db, body.sourceDocNo.trim());
  if (announced.size === 0) return rejected('receipt-document-unknown', { docNo: body.sourceDocNo });
  const come = body.lines.filter(({ okMilli, damagedMilli, wrongMilli }) => okMilli + damagedMilli + wrongMilli > 0);
  if (come.length === 0) return rejected('order-nothing-received', {});
  const receiptNo = await takeReceiptNumber(context);
  const lines: ReceivedLine[] = [];
  const drafts: MovementDraft[] = [];
  for (const [index, { partNo, ...found }] of come.entries()) {
    const part = announced.get(partNo);
    const lineNo = index + 1;
    if (part === undefined || !announced.delete(partNo)) return rejected('receipt-part-not-announced', { partNo });
    if (part.isWhole && Object.values(found).some((milli) => milli % 1000 !== 0))
      return rejected('order-qty-not-whole', { lineNo });
    const fault = arrivalFault({ ...found, openMilli: part.openMilli });
    if (fault !== null) return rejected(`order-arrival-${fault}`, { lineNo });
    const worth = (milli: number): number => mulDivRound(milli, part.priceMicro, 1000 * MICRO_PER_FEN);
    const damagedFen = worth(found.damagedMilli);
    const okFen = worth(found.okMilli);
    lines.push({
      ...found,
      ...{ partId: part.partId, sentMilli: part.openMilli, damagedFen, valueFen: okFen + damagedFen },
    });
    const place = { warehouseId: warehouse.id, partId: part.partId };
    const kinds = [
      ['NEW', found.okMilli, okFen],
      ['DAMAGED', found.damagedMilli, damagedFen],
    ] as const;
    for (const [condition, qtyMilli, valueFen] of kinds) {
      if (qtyMilli === 0) continue;
      drafts.push({
        ...{ ...place, binId: await binFor(db, { ...place, condition }), owner: 'HQ', condition, batchNo: '' },
        ...{
          serialNo: '',
          regionCode: warehouse.regionCode,
          qtyMilli,
          valueFen,
          effectiveAtMs: nowMs,
          type: 'RECEIPT',
        },
        ...{ idemKey: `receipt:${commandId}:${part.partId}:${condition}`, docType: 'RECEIPT', docNo: receiptNo },
        ...{ lineUid: null, erpDocNo: body.sourceDocNo.trim(), erpLine: null, note: null },
      });
    }
  }
  await postMovements(context, drafts);
  const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());
  const kept = await keepReceipt(
    context,
    {
      ...{ source: 'PURCHASE', orderId: null, sourceDocNo: body.sourceDocNo.trim(), warehouse, note: body.note },
      ...{ supplierId: await supplierOf(db, body.sourceDocNo.trim()), arrivedDate: body.arrivedDate },
      ...{ carrier: orNull(body.carrier), waybill: orNull(body.waybill) },
    },
    { receiptNo, lines },
  );
  return { status: 'applied', output: { ...kept } };
}

/** What the document announces by part, less what earlier receipts of it account for; whoever receives next waits for this one. */
export async function announcedParts(db: Db, docNo: string): Promise<Map<string, Announced>> {
  const rows = await db
    .selectFrom('erpDocumentLine')
    .innerJoin('part', 'part.partNo', 'erpDocumentLine.partNo')
    .select(['part.id as partId', 'part.partNo', 'part.uom', 'part.uomWhole', 'part.supplyPriceFen'])
    .select(['erpDocumentLine.qtyMilli', 'erpDocumentLine.unitPriceMicro'])
    .where('erpDocumentLine.docNo', '=', docNo)
    .where('erpDocumentLine.qtyMilli', '>', 0)
    .orderBy('part.partNo')
    .forUpdate('erpDocumentLine')
    .execute();
  const before = await db
    .selectFrom('goodsReceipt')
    .innerJoin('goodsReceiptLine', 'goodsReceiptLine.receiptId', 'goodsReceipt.id')
    .select(['goodsReceiptLine.partId', 'qtyOkMilli', 'qtyDamagedMilli', 'qtyOverMilli'])
    .where('goodsReceipt.source', '=', 'PURCHASE')
    .where('goodsReceipt.sourceDocNo', '=', docNo)
    .execute();
  const announced = new Map<string, Announced>();
  for (const row of rows) {
    const known = announced.get(row.partNo);
    const qtyMilli = row.qtyMilli ?? 0;
    announced.set(row.partNo, {
      ...{ partId: row.partId, partNo: row.partNo, isWhole: isWholeUnit(row) },
      ...{ sentMilli: (known?.sentMilli ?? 0) + qtyMilli, openMilli: (known?.openMilli ?? 0) + qtyMilli },
      priceMicro: row.unitPriceMicro ?? row.supplyPriceFen * MICRO_PER_FEN,
    });
  }
  for (const row of before) {
    for (const part of announced.values())
      if (part.partId === row.partId) part.openMilli -= row.qtyOkMilli + row.qtyDamagedMilli - row.qtyOverMilli;
  }
  return announced;
}

async function supplierOf(db: Db, docNo: string): Promise<string | null> {
  const partners = await db
    .selectFrom('erpDocumentLine')
    .select('partnerCode')
    .where('docNo', '=', docNo)
    .where('partnerCode', 'is not', null)
    .execute();
  const supplier = await db
    .selectFrom('supplier')
    .select('id')
    .where(
      isAnyOf(
        'code',
        partners.flatMap(({ partnerCode }) => partnerCode ?? []),
      ),
    )
    .executeTakeFirst();
  return supplier?.id ?? null;
}
