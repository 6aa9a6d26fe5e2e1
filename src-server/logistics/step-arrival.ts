import type { Selectable } from 'kysely';
import { FoundLines } from '../../src-shared/contract/goods-receipts.contract.ts';
import { arrivalRefusal, type ArrivalStatus } from '../../src-shared/domain/logistics/arrival-transition.ts';
import { arrivalFault } from '../../src-shared/domain/logistics/receive-line.ts';
import { isWholeUnit } from '../../src-shared/domain/parts/movement-types.ts';
import { businessMinuteOf } from '../../src-shared/domain/units/business-date.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { BodyOf, CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import type { GoodsArrivalTable } from '../db/central-tables.generated.ts';
import { rejected, type Db, type Refused } from './application.repository.ts';
import { lockGoodsOrder, orderStepRefusal } from './goods-order.repository.ts';
import { openMilliOf } from './goods-in-transit.ts';
import { announcedParts, receivePurchase } from './receive-purchase.ts';
import { receiveTransfer } from './transfer-goods.ts';
import { warehouseOf, type PostMovements } from './warehouse-stock.ts';

type Arrival = Selectable<GoodsArrivalTable> & { status: ArrivalStatus };
type Body = BodyOf<'goods.arrival'>;

/** What of a document has not come yet, by part number. */
type Open = ReadonlyMap<string, { openMilli: number; isWhole: boolean }>;

/** A step of what is on the road, from its arrival to its receipt, on the version its sender saw. Stock §3.2. */
export async function stepArrival(
  context: CommandContext,
  body: Body,
  postMovements: PostMovements,
): Promise<CommandOutcome> {
  const known = await lockArrival(context.db, body);
  const refusal = refusalOf(context, known, body);
  if (refusal !== null) return refusal;
  if (known === undefined || body.step === 'arrive') return arrive(context, known, body);
  if (body.step === 'check') return check(context, known, body);
  if (body.step === 'takeBack')
    return kept(await change(context, known, { status: 'EXPECTED', foundJson: null, note: body.note.trim() }));
  return post(context, known, postMovements);
}

function lockArrival(db: Db, { arrivalId, sourceDocNo }: Body): Promise<Arrival | undefined> {
  const rows = db.selectFrom('goodsArrival').selectAll().forUpdate();
  const found =
    arrivalId === null
      ? rows.where('sourceDocNo', '=', sourceDocNo.trim()).where('status', '<>', 'POSTED')
      : rows.where('id', '=', arrivalId);
  return found.executeTakeFirst() as Promise<Arrival | undefined>;
}

function refusalOf({ user }: CommandContext, known: Arrival | undefined, body: Body): Refused | null {
  const { arrivalId, step, note } = body;
  if (known === undefined && arrivalId !== null) return rejected('arrival-unknown', {});
  const no = known?.sourceDocNo ?? body.sourceDocNo;
  if (known !== undefined && user.regionId !== null && user.regionId !== known.regionId)
    return rejected('order-other-region', { no });
  if (known !== undefined && (arrivalId === null ? known.status !== 'EXPECTED' : body.version !== known._v)) {
    const details = { no, byName: known.changedByName, at: businessMinuteOf(known.changedAtMs), status: known.status };
    return { status: 'conflict', reason: 'order-changed', details, current: { version: known._v } };
  }
  const reason = arrivalRefusal(known?.status ?? 'EXPECTED', step, { roles: user.roles, note });
  return reason === null ? null : rejected(reason, { no });
}

/** It stands at the gate: from this day damage is late or not (stock §3.2), and it is no longer on the road. */
async function arrive(context: CommandContext, known: Arrival | undefined, body: Body): Promise<CommandOutcome> {
  const { db, user, nowMs, today, newId } = context;
  if (body.arrivedDate > today) return rejected('receipt-in-the-future', {});
  const docNo = body.sourceDocNo.trim();
  const order =
    body.source === 'TRANSFER'
      ? await db.selectFrom('goodsOrder').selectAll().where('orderNo', '=', docNo).executeTakeFirst()
      : undefined;
  const open = await openOf(db, { source: body.source, sourceDocNo: docNo, orderId: order?.id ?? null });
  if (![...open.values()].some(({ openMilli }) => openMilli > 0))
    return rejected('arrival-nothing-open', { no: docNo });
  const warehouse = await warehouseOf(db, order?.toWarehouseId ?? body.warehouseId);
  if (warehouse === undefined) return rejected('order-warehouse-missing', {});
  if (user.regionId !== null && user.regionId !== warehouse.regionId)
    return rejected('order-other-region', { no: docNo });
  const facts = {
    ...{ warehouseId: warehouse.id, regionId: warehouse.regionId, arrivedDate: body.arrivedDate },
    ...{
      carrier: orNull(body.carrier) ?? order?.carrier ?? null,
      waybill: orNull(body.waybill) ?? order?.waybill ?? null,
    },
    ...{ note: orNull(body.note), arrivedByName: user.name },
  };
  if (known !== undefined) return kept(await change(context, known, { ...facts, status: 'ARRIVED' }));
  const row = await db
    .insertInto('goodsArrival')
    .values({
      ...{ ...rowIdentity(newId(), `r:${warehouse.regionCode}`), ...facts, source: body.source, sourceDocNo: docNo },
      ...{
        orderId: order?.id ?? null,
        status: 'ARRIVED',
        sinceMs: nowMs,
        changedByName: user.name,
        changedAtMs: nowMs,
      },
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return kept(row as Arrival);
}

/** What was found of every part; nothing is posted yet, and it may be counted again until it is. */
async function check(context: CommandContext, known: Arrival, { lines, note }: Body): Promise<CommandOutcome> {
  const open = await openOf(context.db, known);
  const seen = new Set<string>();
  for (const [index, { partNo, ...found }] of lines.entries()) {
    const part = open.get(partNo);
    const lineNo = index + 1;
    if (part === undefined || seen.has(partNo)) return rejected('receipt-part-not-announced', { partNo });
    seen.add(partNo);
    if (part.isWhole && Object.values(found).some((milli) => milli % 1000 !== 0))
      return rejected('order-qty-not-whole', { lineNo });
    const fault = arrivalFault({ ...found, openMilli: part.openMilli });
    if (fault !== null) return rejected(`order-arrival-${fault}`, { lineNo });
  }
  if (!lines.some(({ okMilli, damagedMilli, wrongMilli }) => okMilli + damagedMilli + wrongMilli > 0))
    return rejected('order-nothing-received', {});
  const checked = { status: 'CHECKED' as const, foundJson: JSON.stringify(lines), checkedByName: context.user.name };
  return kept(await change(context, known, { ...checked, note: orNull(note) ?? known.note }));
}

/** What was found becomes the receipt, with its postings and a report of what was damaged; the receipt closes the arrival. */
async function post(context: CommandContext, known: Arrival, postMovements: PostMovements): Promise<CommandOutcome> {
  const lines = FoundLines.parse(JSON.parse(known.foundJson ?? '[]'));
  const paper = { carrier: known.carrier ?? '', waybill: known.waybill ?? '', note: known.note ?? '' };
  const outcome =
    known.source === 'PURCHASE'
      ? await receivePurchase(
          context,
          {
            ...{ ...paper, kind: 'goods.receive', sourceDocNo: known.sourceDocNo, warehouseId: known.warehouseId },
            ...{ arrivedDate: known.arrivedDate, lines },
          },
          postMovements,
        )
      : await postTransfer(context, known, { lines, paper, postMovements });
  if (outcome.status !== 'applied') return outcome;
  const posted = await context.db.selectFrom('goodsArrival').selectAll().where('id', '=', known.id).executeTakeFirst();
  return kept((posted ?? known) as Arrival, await receiptOf(context.db, posted?.receiptId ?? ''));
}

async function postTransfer(
  context: CommandContext,
  known: Arrival,
  checked: {
    lines: FoundLines;
    paper: { carrier: string; waybill: string; note: string };
    postMovements: PostMovements;
  },
): Promise<CommandOutcome> {
  const found = await lockGoodsOrder(context.db, known.orderId ?? '');
  if (found === undefined) return rejected('order-unknown', {});
  const { order, lines } = found;
  const refusal = orderStepRefusal(context, order, { action: 'receive', version: order._v });
  if (refusal !== null) return refusal;
  const parts = await partsOf(context.db, order.id);
  const asked = checked.lines.flatMap(({ partNo, okMilli: qtyMilli, ...rest }) => {
    const lineId = parts.get(partNo)?.lineId;
    return lineId === undefined ? [] : [{ ...rest, lineId, qtyMilli }];
  });
  const body = {
    ...{ ...checked.paper, orderId: order.id, version: order._v, step: 'receive' as const },
    ...{ number: '', untilDate: null, lines: asked },
  };
  return receiveTransfer(context, { order, lines, body, postMovements: checked.postMovements });
}

async function openOf(db: Db, of: Pick<Arrival, 'sourceDocNo' | 'orderId'> & { source: string }): Promise<Open> {
  return of.source === 'PURCHASE' ? announcedParts(db, of.sourceDocNo) : partsOf(db, of.orderId ?? '');
}

/** The parts of a transfer that is on the road, with what has not come of them. */
async function partsOf(
  db: Db,
  orderId: string,
): Promise<Map<string, { lineId: string; openMilli: number; isWhole: boolean }>> {
  const rows = await db
    .selectFrom('goodsOrderLine')
    .innerJoin('goodsOrder', 'goodsOrder.id', 'goodsOrderLine.orderId')
    .innerJoin('part', 'part.id', 'goodsOrderLine.partId')
    .select(['goodsOrderLine.id as lineId', 'part.partNo', 'part.uom', 'part.uomWhole'])
    .select(['qtyOutMilli', 'qtyOverMilli', 'qtyInMilli', 'qtyDamagedMilli', 'qtyLostMilli'])
    .where('goodsOrder.id', '=', orderId)
    .where('goodsOrder.status', 'in', ['IN_TRANSIT', 'PARTLY_IN'])
    .execute();
  return new Map(
    rows.map((row) => [row.partNo, { lineId: row.lineId, openMilli: openMilliOf(row), isWhole: isWholeUnit(row) }]),
  );
}

type Change = Partial<Omit<Arrival, 'id' | '_v' | '_k' | '_bucket'>> & { status: ArrivalStatus };

async function change({ db, user, nowMs }: CommandContext, known: Arrival, to: Change): Promise<Arrival> {
  const sinceMs = to.status === known.status ? known.sinceMs : nowMs;
  const row = await db
    .updateTable('goodsArrival')
    .set({ ...to, sinceMs, changedByName: user.name, changedAtMs: nowMs })
    .where('id', '=', known.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return row as Arrival;
}

interface Kept {
  receiptNo: string | null;
  reportId: string | null;
  reportNo: string | null;
}

async function receiptOf(db: Db, receiptId: string): Promise<Kept> {
  const row = await db
    .selectFrom('goodsReceipt')
    .leftJoin('damageReport', 'damageReport.receiptId', 'goodsReceipt.id')
    .select(['goodsReceipt.receiptNo', 'damageReport.id as reportId', 'damageReport.reportNo'])
    .where('goodsReceipt.id', '=', receiptId)
    .executeTakeFirst();
  return row ?? { receiptNo: null, reportId: null, reportNo: null };
}

function kept(
  { status, sourceDocNo }: Arrival,
  receipt: Kept = { receiptNo: null, reportId: null, reportNo: null },
): CommandOutcome {
  return { status: 'applied', output: { status, sourceDocNo, ...receipt } };
}

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());
