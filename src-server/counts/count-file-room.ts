import { countRefusal } from '../../src-shared/domain/counts/sheet-transition.ts';
import type { CommandContext } from '../commands/command-handler.ts';
import { addFound, type FoundItem, type FoundOutcome } from './add-found.ts';
import { hideEntries } from './blindness.ts';
import { actorOf, lockSheet, recordCountEvent, type Db } from './counts.repository.ts';

/** What the exchange asks of the counts room when a sheet comes back from Excel. */
export const countFileRoom = { refusalOf, hideEntries: takeEntries, addFound: addFoundByCode };

async function refusalOf(context: CommandContext, sheetId: string): Promise<string | null> {
  const found = await lockSheet(context.db, sheetId);
  if (found === undefined) return 'count-step-not-allowed';
  return countRefusal(found.sheet, 'enter', await actorOf(context, found.sheet));
}

/** Entries that came by a file are withheld like those of the grid, and a sheet with a first count is being counted. */
async function takeEntries(context: CommandContext, sheetId: string, entryIds: readonly string[]): Promise<void> {
  const found = await lockSheet(context.db, sheetId);
  if (found === undefined) return;
  await hideEntries(context, found, entryIds);
  if (found.sheet.status !== 'RELEASED') return;
  await context.db.updateTable('countSheet').set({ status: 'COUNTING' }).where('id', '=', sheetId).execute();
  await recordCountEvent(context, found.sheet, { action: 'count', to: 'COUNTING', note: '' });
}

type FileItem = Omit<FoundItem, 'entryId' | 'lineId' | 'partId' | 'binId' | 'method' | 'uom'> & {
  partNo: string;
  binCode: string;
  uom: string | null;
};

/** A found item as a file names it, by the codes of part and bin. */
async function addFoundByCode(context: CommandContext, sheetNo: string, item: FileItem): Promise<FoundOutcome> {
  const { db, newId } = context;
  const sheet = await db.selectFrom('countSheet').select('id').where('sheetNo', '=', sheetNo).executeTakeFirst();
  const found = sheet === undefined ? undefined : await lockSheet(db, sheet.id);
  if (found === undefined) return { ok: false, reason: 'count-sheet-unknown', details: {} };
  const part = await db.selectFrom('part').select(['id', 'uom']).where('partNo', '=', item.partNo).executeTakeFirst();
  if (part === undefined) return { ok: false, reason: 'part-unknown', details: {} };
  const binId = await binOf(db, found.sheet.warehouseId, item.binCode);
  if (binId === null) return { ok: false, reason: 'bin-unknown', details: {} };
  const { partNo: _partNo, binCode: _binCode, ...counted } = item;
  return addFound(context, found, {
    ...counted,
    ...{ entryId: newId(), lineId: newId(), partId: part.id, binId, uom: item.uom ?? part.uom, method: 'EXCEL' },
  });
}

async function binOf(db: Db, warehouseId: string, code: string): Promise<string | null> {
  const bin = await db
    .selectFrom('warehouseBin')
    .select('id')
    .where('warehouseId', '=', warehouseId)
    .where('code', '=', code)
    .executeTakeFirst();
  return bin?.id ?? null;
}
