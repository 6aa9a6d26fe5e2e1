import { sql } from 'kysely';
import type { MovementDraft } from '../../src-shared/domain/parts/movement-draft.ts';
import type { CommandContext } from '../commands/command-handler.ts';
import type { Db } from './application.repository.ts';
import type { GoodsLine, GoodsOrder } from './goods-order.repository.ts';

/** What is on the road of one line, told apart as the ledger does. */
export interface Layer {
  id: string;
  owner: string;
  batchNo: string;
  serialNo: string;
  qtyMilli: number;
  valueFen: number;
}

type Sent = Pick<GoodsLine, 'qtyOutMilli' | 'qtyOverMilli' | 'qtyInMilli' | 'qtyDamagedMilli' | 'qtyLostMilli'>;

/** Sent and not accounted for, in thousandths. */
export function openMilliOf(line: Sent): number {
  return line.qtyOutMilli + line.qtyOverMilli - line.qtyInMilli - line.qtyDamagedMilli - line.qtyLostMilli;
}

/** What the ledger itself says is on the road of a line, quantity and value together. */
export async function layersInTransit(db: Db, order: GoodsOrder, line: GoodsLine): Promise<Layer[]> {
  const { rows } = await sql<{ owner: string; batchNo: string; serialNo: string; qty: string; value: string }>`
    select owner, batch_no as "batchNo", serial_no as "serialNo", sum(qty_milli)::bigint as qty,
           sum(value_fen)::bigint as value
      from stock_movement
     where doc_type = ${order.kind} and doc_no = ${order.orderNo} and line_uid = ${line.id} and condition = 'IN_TRANSIT'
     group by owner, batch_no, serial_no order by owner, batch_no, serial_no`.execute(db);
  return rows.map(({ qty, value, ...key }) => ({
    ...{ ...key, id: [key.owner, key.batchNo, key.serialNo].join('/') },
    ...{ qtyMilli: Number(qty), valueFen: Number(value) },
  }));
}

type Own = Pick<
  MovementDraft,
  | 'warehouseId'
  | 'regionCode'
  | 'binId'
  | 'owner'
  | 'condition'
  | 'batchNo'
  | 'serialNo'
  | 'type'
  | 'qtyMilli'
  | 'valueFen'
>;

/** Makes the legs of one movement of a line: the same stem, a name for each leg. Stock §2.2. */
export function draftOf(
  { commandId, nowMs }: CommandContext,
  { order, line, stem }: { order: GoodsOrder; line: GoodsLine; stem: string },
): (leg: string, own: Own) => MovementDraft {
  return (leg, own) => ({
    ...own,
    ...{ partId: line.partId, idemKey: `order:${commandId}:${line.id}:${stem}:${leg}`, effectiveAtMs: nowMs },
    ...{ docType: order.kind, docNo: order.orderNo, lineUid: line.id, erpDocNo: order.erpOrderNo },
    ...{ erpLine: null, note: null },
  });
}

const BIN_TYPE: Readonly<Record<string, string>> = {
  NEW: 'RECEIVING',
  DAMAGED: 'QUARANTINE',
  QUARANTINE: 'QUARANTINE',
};

/** Where goods are put: where the part lies already, else where goods of this condition are put; null = the warehouse says nothing. */
export async function binFor(
  db: Db,
  { warehouseId, partId, condition }: { warehouseId: string; partId: string; condition: string },
): Promise<string | null> {
  const lying = await db
    .selectFrom('stockBalance')
    .select('binId')
    .where('warehouseId', '=', warehouseId)
    .where('partId', '=', partId)
    .where('condition', '=', condition)
    .where('binId', 'is not', null)
    .orderBy('qtyMilli', 'desc')
    .orderBy('id')
    .executeTakeFirst();
  if (lying !== undefined) return lying.binId;
  const bin = await db
    .selectFrom('warehouseBin')
    .select('id')
    .where('warehouseId', '=', warehouseId)
    .where('type', '=', BIN_TYPE[condition] ?? 'RECEIVING')
    .orderBy('walkSeq')
    .orderBy('id')
    .executeTakeFirst();
  return bin?.id ?? null;
}
