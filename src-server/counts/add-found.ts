import type { Insertable } from 'kysely';
import { countRefusal, OPEN_COUNT_STATUSES } from '../../src-shared/domain/counts/sheet-transition.ts';
import { isWholeUnit } from '../../src-shared/domain/parts/movement-types.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { ErrorDetails } from '../../src-shared/errors.ts';
import type { BodyOf, CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import { insertRows } from '../db/bulk-rows.ts';
import type { CountEntryTable, CountLineTable } from '../db/central-tables.generated.ts';
import { hideEntries, hideLines } from './blindness.ts';
import {
  actorOf,
  lockSheet,
  recordCountEvent,
  rejected,
  UNKNOWN_SHEET,
  type Db,
  type PlanRow,
  type SheetRow,
} from './counts.repository.ts';

/** What lies in a bin and is not on the sheet; the line and its entry are named by whoever found it. */
export interface FoundItem {
  entryId: string;
  lineId: string;
  partId: string;
  binId: string;
  /** In the base unit. */
  qtyMilli: number;
  qtyEnteredMilli: number;
  uom: string;
  countedAtMs: number;
  clockOffsetMs?: number | undefined;
  method: 'GRID' | 'SCAN' | 'EXCEL';
  note: string | null;
  idemKey: string;
}

export type FoundOutcome = { ok: true; lineId: string } | { ok: false; reason: string; details: ErrorDetails };

/** Found items of the person who counts: the whole message is refused when one of them cannot be taken. Stock §5.2, finding 6. */
export async function enterFound(context: CommandContext, body: BodyOf<'count.found'>): Promise<CommandOutcome> {
  const found = await lockSheet(context.db, body.sheetId);
  if (found === undefined) return UNKNOWN_SHEET;
  const { sheet } = found;
  const { sheetNo } = sheet;
  const refusal = countRefusal(sheet, 'enter', await actorOf(context, sheet));
  if (refusal !== null) return rejected(refusal, { sheetNo, status: sheet.status });
  if (body.round !== sheet.round) return rejected('count-round-over', { sheetNo, round: body.round });
  for (const item of body.items) {
    const { uom } = (await partOf(context.db, item.partId)) ?? { uom: '' };
    const countedAtMs = Math.min(item.countedAtMs, context.nowMs);
    const outcome = await addFound(context, found, {
      ...item,
      ...{ uom, countedAtMs, qtyEnteredMilli: item.qtyMilli, idemKey: item.entryId },
    });
    if (!outcome.ok) return rejected(outcome.reason, { sheetNo, ...outcome.details });
  }
  return { status: 'applied', output: { found: body.items.length } };
}

/**
 * Adds a line of origin FOUND with its first entry: the book of its key at the snapshot stands beside it, so that the difference
 * is the true one. The same item again changes nothing. The caller has locked the sheet and knows that the person may count it.
 */
export async function addFound(
  context: CommandContext,
  found: { sheet: SheetRow; plan: PlanRow },
  item: FoundItem,
): Promise<FoundOutcome> {
  const { db } = context;
  const { sheet } = found;
  const known = await db.selectFrom('countLine').select('id').where('id', '=', item.lineId).executeTakeFirst();
  if (known !== undefined) return { ok: true, lineId: known.id };
  const part = await partOf(db, item.partId);
  if (part === undefined) return refusedFound('part-unknown');
  const bin = await db
    .selectFrom('warehouseBin')
    .select('code')
    .where('id', '=', item.binId)
    .where('warehouseId', '=', sheet.warehouseId)
    .executeTakeFirst();
  if (bin === undefined) return refusedFound('bin-unknown');
  if (isWholeUnit(part) && item.qtyMilli % 1000 !== 0) return refusedFound('whole-unit-decimals');
  const taken = await lineAt(db, sheet, item);
  if (taken !== undefined) {
    const isHere = taken.sheetId === sheet.id;
    return refusedFound(isHere ? 'count-already-on-sheet' : 'count-on-another-sheet', taken);
  }
  const line: Insertable<CountLineTable> & { id: string } = {
    ...rowIdentity(item.lineId, sheet._scope, sheet.id),
    ...{ sheetId: sheet.id, lineNo: await nextLineNo(db, sheet.id), warehouseId: sheet.warehouseId },
    ...{ ...KEY_OF_FOUND, binId: item.binId, partId: item.partId, round: sheet.round, state: 'OPEN' },
    ...{ bookQtyMilli: await bookAt(db, sheet, item), origin: 'FOUND', rowCheck: null },
  };
  await insertRows(db, 'countLine', [line]);
  await db
    .updateTable('countSheet')
    .set((set) => ({
      lineCount: set('lineCount', '+', 1),
      ...(sheet.status === 'RELEASED' ? { status: 'COUNTING' } : {}),
    }))
    .where('id', '=', sheet.id)
    .execute();
  // Before its first entry is there: that is the finder's own.
  await hideLines(context, found, [line.id]);
  await insertRows(db, 'countEntry', [entryOf(context, sheet, item)]);
  await hideEntries(context, found, [item.entryId]);
  await recordCountEvent(context, sheet, {
    action: 'found',
    to: sheet.status === 'RELEASED' ? 'COUNTING' : sheet.status,
    note: `${bin.code} · ${part.partNo}`,
  });
  return { ok: true, lineId: line.id };
}

/** Whoever finds something does not know whose it is: it is new stock of the headquarters until somebody says otherwise. */
const KEY_OF_FOUND = { owner: 'HQ', condition: 'NEW', batchNo: '', serialNo: '' } as const;

function refusedFound(reason: string, details: ErrorDetails = {}): FoundOutcome {
  return { ok: false, reason, details };
}

async function partOf(db: Db, partId: string) {
  return db.selectFrom('part').select(['partNo', 'uom', 'uomWhole']).where('id', '=', partId).executeTakeFirst();
}

/** The stock key of a found item on a sheet. */
function keyOf(sheet: SheetRow, { partId, binId }: FoundItem) {
  return { warehouseId: sheet.warehouseId, partId, binId, ...KEY_OF_FOUND };
}

/** The line of an open sheet that has the key already. */
async function lineAt(
  db: Db,
  sheet: SheetRow,
  item: FoundItem,
): Promise<{ sheetId: string; sheetNo: string; lineNo: number } | undefined> {
  return db
    .selectFrom((from) =>
      from
        .selectFrom('countLine')
        .select(['countLine.sheetId', 'countLine.lineNo'])
        .where((where) => where.and(keyOf(sheet, item)))
        .as('line'),
    )
    .innerJoin('countSheet', 'countSheet.id', 'line.sheetId')
    .select(['countSheet.id as sheetId', 'countSheet.sheetNo', 'line.lineNo'])
    .where('countSheet.status', 'in', [...OPEN_COUNT_STATUSES])
    .executeTakeFirst();
}

async function nextLineNo(db: Db, sheetId: string): Promise<number> {
  const row = await db
    .selectFrom('countLine')
    .select((select) => select.fn.max('lineNo').as('last'))
    .where('sheetId', '=', sheetId)
    .executeTakeFirst();
  return (row?.last ?? 0) + 1;
}

/** What the ledger said of the key when the sheet went out; most often nothing. */
async function bookAt(db: Db, sheet: SheetRow, item: FoundItem): Promise<number> {
  const row = await db
    .selectFrom('stockMovement')
    .select((select) => select.fn.sum<number | null>('qtyMilli').as('qtyMilli'))
    .where((where) => where.and(keyOf(sheet, item)))
    .where('seq', '<=', sheet.snapSeq ?? 0)
    .executeTakeFirst();
  return Number(row?.qtyMilli ?? 0);
}

function entryOf(
  { user, deviceId }: CommandContext,
  sheet: SheetRow,
  item: FoundItem,
): Insertable<CountEntryTable> & { id: string } {
  const { entryId, lineId, qtyMilli, qtyEnteredMilli, uom, countedAtMs, method, note, idemKey } = item;
  return {
    ...rowIdentity(entryId, sheet._scope, sheet.id),
    ...{ lineId, round: sheet.round, kind: 'COUNT', uom, method, qtyMilli, qtyEnteredMilli, note, idemKey },
    ...{ countedAtMs, clockOffsetMs: item.clockOffsetMs ?? 0, countedBy: user.id, deviceId },
  };
}
