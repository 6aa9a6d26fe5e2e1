import { countRefusal } from '../../src-shared/domain/counts/sheet-transition.ts';
import type { CommandContext } from '../commands/command-handler.ts';
import { hideEntries } from './blindness.ts';
import { actorOf, lockSheet, recordCountEvent } from './counts.repository.ts';

/** What the exchange asks of the counts room when a sheet comes back from Excel. */
export const countFileRoom = { refusalOf, hideEntries: takeEntries };

async function refusalOf(context: CommandContext, sheetId: string): Promise<string | null> {
  const found = await lockSheet(context.db, sheetId);
  return found === undefined
    ? 'count-step-not-allowed'
    : countRefusal(found.sheet, 'enter', await actorOf(context, found.sheet));
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
