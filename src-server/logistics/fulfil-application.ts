import type { ApplicationStepInput } from '../../src-shared/contract/logistics.contract.ts';
import { needsVerdict } from '../../src-shared/domain/logistics/application-transition.ts';
import { pickStock } from '../../src-shared/domain/logistics/pick-stock.ts';
import type { MovementDraft } from '../../src-shared/domain/parts/movement-draft.ts';
import { isWholeUnit } from '../../src-shared/domain/parts/movement-types.ts';
import { addDays } from '../../src-shared/domain/units/dates.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { refusedStock } from '../../src-shared/domain/parts/stock-refusal.ts';
import type { CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import { insertRows, isAnyOf, takeDocumentNumbers, updateRows } from '../db/bulk-rows.ts';
import {
  kept,
  linesOf,
  loadSettings,
  moveApplication,
  rejected,
  type ApplicationRow,
  type Db,
  type LineRow,
  type Refused,
} from './application.repository.ts';
import { freePaid, holdPaid, usePaid } from './pay-application.ts';
import {
  availableMilli,
  freeWithoutPromise,
  lockedBalances,
  warehouseOf,
  type PostMovements,
} from './warehouse-stock.ts';

interface Step {
  application: ApplicationRow;
  lines: readonly LineRow[];
  body: Pick<ApplicationStepInput, 'lines' | 'note' | 'isWithoutErp' | 'erpOrderNo'>;
}

type Asked = ApplicationStepInput['lines'][number] & { line: LineRow };

/** Every line that is asked for once and belongs here, with a quantity its unit allows; else why not. */
async function askedLines(db: Db, { lines, body }: Step): Promise<Asked[] | Refused> {
  const byId = new Map(lines.map((line) => [line.id, line]));
  const parts = await db
    .selectFrom('part')
    .select(['id', 'uom', 'uomWhole'])
    .where(isAnyOf('id', lines.map(partOf)))
    .execute();
  const isWhole = new Map(parts.map((part) => [part.id, isWholeUnit(part)]));
  const asked: Asked[] = [];
  for (const each of body.lines) {
    const line = byId.get(each.lineId);
    if (line === undefined || !byId.delete(each.lineId)) return rejected('application-line-unknown', {});
    if (isWhole.get(partOf(line)) === true && each.qtyMilli % 1000 !== 0)
      return rejected('application-qty-not-whole', { lineNo: line.lineNo });
    asked.push({ ...each, line });
  }
  return asked;
}

const DAY_MS = 86_400_000;

/** The part that is sent: what has replaced the one that was asked for. */
function partOf({ partId, substitutePartId }: LineRow): string {
  return substitutePartId ?? partId;
}

/** Approved quantities and where they come from: what is approved is held for this application. Stock §2.2, §3.2. */
export async function allocateApplication(context: CommandContext, step: Step): Promise<CommandOutcome> {
  const { db, newId, nowMs } = context;
  const { application } = step;
  const { reservationDays } = await loadSettings(db);
  const asked = await askedLines(db, step);
  if (!Array.isArray(asked)) return asked;
  if (!asked.some(({ qtyMilli }) => qtyMilli > 0)) return rejected('application-nothing-approved', {});
  const isWarranty = needsVerdict(application.kind);
  const changes: {
    id: string;
    qtyApprMilli: number;
    sourceWarehouseId: string | null;
    reservationId: string | null;
  }[] = [];
  const byPart = asked
    .filter(({ qtyMilli }) => qtyMilli > 0)
    .sort((a, b) => (partOf(a.line) < partOf(b.line) ? -1 : 1));
  for (const { line, qtyMilli, warehouseId } of byPart) {
    const warehouse = await warehouseOf(db, warehouseId);
    if (warehouse === undefined) return rejected('application-warehouse-missing', { lineNo: line.lineNo });
    if (qtyMilli > line.qtyReqMilli) return rejected('application-over-request', { lineNo: line.lineNo });
    const partId = partOf(line);
    const freeMilli = await availableMilli(db, partId, warehouse.id, isWarranty);
    if (freeMilli < qtyMilli)
      return rejected('application-stock-short', { lineNo: line.lineNo, freeQty: Math.max(0, freeMilli) / 1000 });
    const reservationId = newId();
    await db
      .insertInto('stockReservation')
      .values({
        ...rowIdentity(reservationId, `r:${warehouse.regionCode}`),
        ...{ warehouseId: warehouse.id, partId, qtyMilli, state: 'HELD' },
        ...{ docType: 'APPLICATION', docNo: application.appNo ?? '', expiresAtMs: nowMs + reservationDays * DAY_MS },
      })
      .execute();
    changes.push({ id: line.id, qtyApprMilli: qtyMilli, sourceWarehouseId: warehouse.id, reservationId });
  }
  await updateRows(db, 'partsApplicationLine', changes);
  const refusal = await holdPaid(context, application, byPart);
  if (refusal !== null) return refusal;
  return kept(
    await moveApplication(context, application, { action: 'allocate', to: 'ALLOCATED', note: step.body.note }),
  );
}

/** The ERP has the order under this number. */
export async function sendToErp(context: CommandContext, { application, body }: Step): Promise<CommandOutcome> {
  const erpOrderNo = body.erpOrderNo.trim();
  if (erpOrderNo === '') return rejected('application-erp-number', {});
  const change = { erpOrderNo };
  return kept(
    await moveApplication(context, application, { action: 'sendErp', to: 'ERP_SENT', note: erpOrderNo, change }),
  );
}

/**
 * Sends goods off: as the ERP's documents say, or with the ERP down, which is flagged. What leaves is posted into the ledger
 * in the same transaction, and only then no longer held. Stock §3.2, §4.10.
 */
export async function shipApplication(
  context: CommandContext,
  step: Step,
  postMovements: PostMovements,
): Promise<CommandOutcome> {
  const { db } = context;
  const { application, body } = step;
  const asked = await askedLines(db, step);
  if (!Array.isArray(asked)) return asked;
  const going = asked.filter(({ qtyMilli }) => qtyMilli > 0);
  if (going.length === 0)
    return rejected('application-nothing-to-ship', { no: application.appNo, status: application.status });
  if (body.isWithoutErp && body.note.trim() === '') return rejected('application-needs-note', {});
  const over = going.find(({ line, qtyMilli }) => qtyMilli > line.qtyApprMilli - line.qtyShipMilli);
  if (over !== undefined) return rejected('application-over-approved', { lineNo: over.line.lineNo });
  if (!body.isWithoutErp) {
    const refusal = await erpRefusal(db, step, going);
    if (refusal !== null) return refusal;
  }
  const drafts: MovementDraft[] = [];
  for (const each of going.sort((a, b) => (partOf(a.line) < partOf(b.line) ? -1 : 1))) {
    const issued = await issueOf(context, application, each);
    if (!Array.isArray(issued)) return issued;
    drafts.push(...issued);
  }
  await postMovements(context, drafts);
  await usePaid(context, application, going);
  await useReservations(db, going);
  await updateRows(
    db,
    'partsApplicationLine',
    going.map(({ line, qtyMilli }) => ({ id: line.id, qtyShipMilli: line.qtyShipMilli + qtyMilli })),
  );
  const change = body.isWithoutErp ? { isWithoutErp: 1 } : {};
  return kept(await moveApplication(context, application, { action: 'ship', to: 'SHIPPED', note: body.note, change }));
}

/** The ERP must have sent at least what is shipped here by now, part by part of its documents of this application. */
async function erpRefusal(db: Db, { application, lines }: Step, going: readonly Asked[]): Promise<Refused | null> {
  const documents = await db
    .selectFrom('erpDocumentLine')
    .innerJoin('part', 'part.partNo', 'erpDocumentLine.partNo')
    .select(['part.id as partId', 'erpDocumentLine.qtyMilli'])
    .where('erpDocumentLine.ourDocNo', '=', application.appNo)
    .execute();
  for (const { line } of going) {
    const partId = partOf(line);
    const sentMilli = documents
      .filter((document) => document.partId === partId)
      .reduce((sum, row) => sum + Math.abs(row.qtyMilli ?? 0), 0);
    // Two lines may ask for the same part: what the ERP has sent covers them together.
    const before = lines.filter((each) => partOf(each) === partId);
    const now = going.filter((each) => partOf(each.line) === partId);
    const shippedMilli =
      before.reduce((sum, each) => sum + each.qtyShipMilli, 0) + now.reduce((sum, each) => sum + each.qtyMilli, 0);
    if (sentMilli < shippedMilli)
      return rejected('application-erp-missing', { lineNo: line.lineNo, erpQty: sentMilli / 1000 });
  }
  return null;
}

/** One line's movements out of its bins, at the average they lie there with. */
async function issueOf(
  context: CommandContext,
  application: ApplicationRow,
  { line, qtyMilli }: Asked,
): Promise<MovementDraft[] | Refused> {
  const { db, nowMs, commandId } = context;
  const isWarranty = needsVerdict(application.kind);
  const warehouse = await warehouseOf(db, line.sourceWarehouseId);
  const { reservationId, lineNo, sourceWarehouseId } = line;
  const place = { reservationId, partId: partOf(line), warehouseId: sourceWarehouseId ?? '', isWarranty };
  const freeMilli = await freeWithoutPromise(db, place);
  if (freeMilli !== null && freeMilli < qtyMilli)
    return rejected('application-promise-ended', { lineNo, freeQty: Math.max(0, freeMilli) / 1000 });
  const balances = await lockedBalances(db, place.partId, place.warehouseId, isWarranty);
  const picks = pickStock(balances, qtyMilli);
  if (picks === null || warehouse === undefined) {
    const onHand = balances.reduce((sum, row) => sum + row.qtyMilli, 0);
    const { warehouseId, partId } = place;
    return rejected('application-stock-gone', {
      ...{ lineNo, stockQty: Math.max(0, onHand) / 1000 },
      ...refusedStock({ warehouseId, partId, qtyMilli, docNo: application.appNo }),
    });
  }
  const byId = new Map(balances.map((balance) => [balance.id, balance]));
  return picks.flatMap((pick): MovementDraft[] => {
    const balance = byId.get(pick.balanceId);
    if (balance === undefined) return [];
    const { warehouseId, binId, partId, owner, condition, batchNo, serialNo } = balance;
    return [
      {
        ...{ warehouseId, binId, partId, owner, condition, batchNo, serialNo, regionCode: warehouse.regionCode },
        ...{ idemKey: `application:${commandId}:${line.id}:${balance.id}`, effectiveAtMs: nowMs },
        ...{ qtyMilli: -pick.qtyMilli, valueFen: -pick.valueFen },
        ...{ type: isWarranty ? 'ISSUE_WARRANTY' : 'ISSUE_SALE', docType: 'APPLICATION', docNo: application.appNo },
        ...{ lineUid: line.id, erpDocNo: application.erpOrderNo, erpLine: String(line.lineNo), note: null },
      },
    ];
  });
}

async function useReservations(db: Db, going: readonly Asked[]): Promise<void> {
  const held = await db
    .selectFrom('stockReservation')
    .select('id')
    .where(
      isAnyOf(
        'id',
        going.flatMap(({ line }) => line.reservationId ?? []),
      ),
    )
    .where('state', 'in', ['HELD', 'PICKED'])
    .execute();
  const isHeld = new Set(held.map(({ id }) => id));
  const changes = going.flatMap(({ line, qtyMilli }) => {
    const restMilli = line.qtyApprMilli - line.qtyShipMilli - qtyMilli;
    if (line.reservationId === null || !isHeld.has(line.reservationId)) return [];
    // A reservation that is used up keeps its quantity: its state says that it holds nothing any more.
    const kept = restMilli === 0 ? line.qtyApprMilli : restMilli;
    return [{ id: line.reservationId, state: restMilli === 0 ? 'CONSUMED' : 'PICKED', qtyMilli: kept }];
  });
  await updateRows(db, 'stockReservation', changes);
}

/** The rest will not come: what was shipped is what was approved, and nothing is held any more. */
export async function endShipping(
  context: CommandContext,
  { application, lines, body }: Step,
): Promise<CommandOutcome> {
  const open = lines.filter((line) => line.qtyApprMilli > line.qtyShipMilli);
  await updateRows(
    context.db,
    'partsApplicationLine',
    open.map((line) => ({ id: line.id, qtyApprMilli: line.qtyShipMilli })),
  );
  await updateRows(
    context.db,
    'stockReservation',
    open.flatMap(({ reservationId }) => (reservationId === null ? [] : [{ id: reservationId, state: 'RELEASED' }])),
  );
  await freePaid(context, application);
  return kept(await moveApplication(context, application, { action: 'endShipping', to: 'SHIPPED', note: body.note }));
}

/** The station has the goods. What was replaced under warranty is owed from this moment, each with its tag and day. Stock §3.2. */
export async function signApplication(context: CommandContext, step: Step): Promise<CommandOutcome> {
  const { db } = context;
  const { application, lines, body } = step;
  const asked = await askedLines(db, step);
  if (!Array.isArray(asked)) return asked;
  const received = new Map(asked.map(({ lineId, qtyMilli }) => [lineId, qtyMilli]));
  const rows = lines.map((line) => ({ line, qtyMilli: received.get(line.id) ?? 0 }));
  const over = rows.find(({ line, qtyMilli }) => qtyMilli > line.qtyShipMilli);
  if (over !== undefined) return rejected('application-over-shipped', { lineNo: over.line.lineNo });
  const isShort = rows.some(({ line, qtyMilli }) => qtyMilli < line.qtyShipMilli);
  if (isShort && body.note.trim() === '') return rejected('application-short-needs-note', {});
  await updateRows(
    db,
    'partsApplicationLine',
    rows.map(({ line, qtyMilli }) => ({ id: line.id, qtyRecvMilli: qtyMilli })),
  );
  const signed = await moveApplication(context, application, { action: 'sign', to: 'SIGNED', note: body.note });
  const owed = needsVerdict(application.kind) ? await oweOldParts(context, signed) : 0;
  const to = owed > 0 ? 'OLD_DUE' : 'CLOSED';
  return kept(await moveApplication(context, signed, { action: 'settleOld', to }));
}

/** One old part for every line that was received and whose part is to come back. */
async function oweOldParts(context: CommandContext, application: ApplicationRow): Promise<number> {
  const { db, today, newId } = context;
  const lines = await linesOf(db, application.id);
  const parts = await db
    .selectFrom('part')
    .select(['id', 'oldPartPolicy', 'returnDays', 'holdDays'])
    .where(
      isAnyOf(
        'id',
        lines.map(({ partId }) => partId),
      ),
    )
    .where('oldPartPolicy', 'in', ['RETURN', 'HOLD'])
    .execute();
  const byId = new Map(parts.map((part) => [part.id, part]));
  const owed = lines.filter((line) => line.qtyRecvMilli > 0 && byId.has(line.partId));
  if (owed.length === 0) return 0;
  const month = today.slice(2, 7).replace('-', '');
  const key = `oldPartTag:${month}`;
  const last = (await takeDocumentNumbers(db, new Map([[key, owed.length]]))).get(key) ?? 0;
  const { oldPartReturnDays } = await loadSettings(db);
  const dueDateOf = (line: LineRow): string => {
    const part = byId.get(line.partId);
    return addDays(today, part?.returnDays ?? part?.holdDays ?? oldPartReturnDays);
  };
  await insertRows(
    db,
    'oldPart',
    owed.map((line, index) => ({
      ...rowIdentity(newId(), application._scope, application.id),
      ...{ tagNo: `JJ-${month}-${String(last - owed.length + index + 1).padStart(5, '0')}` },
      ...{ applicationLineId: line.id, partId: line.partId, qtyMilli: line.qtyRecvMilli, status: 'DUE' },
      ...{ stationId: application.stationId, policy: byId.get(line.partId)?.oldPartPolicy ?? 'RETURN' },
      dueDate: dueDateOf(line),
    })),
  );
  await updateRows(
    db,
    'partsApplicationLine',
    owed.map((line) => ({ id: line.id, returnRequired: 1, returnDueDate: dueDateOf(line) })),
  );
  return owed.length;
}

/** Old parts that are still owed or on their way. */
const OUTSTANDING = ['DUE', 'TAGGED', 'BOXED', 'SHIPPED', 'OVERDUE'];

/** Closed when nothing is owed any more. */
export async function closeApplication(context: CommandContext, { application, lines }: Step): Promise<CommandOutcome> {
  const owed = await context.db
    .selectFrom('oldPart')
    .select('tagNo')
    .where(
      isAnyOf(
        'applicationLineId',
        lines.map(({ id }) => id),
      ),
    )
    .where('status', 'in', OUTSTANDING)
    .orderBy('tagNo')
    .execute();
  const [first] = owed;
  if (first !== undefined) return rejected('application-old-parts-owed', { number: owed.length, tagNo: first.tagNo });
  return kept(await moveApplication(context, application, { action: 'close', to: 'CLOSED' }));
}
