import type { Insertable } from 'kysely';
import { countRefusal } from '../../src-shared/domain/counts/sheet-transition.ts';
import { isWholeUnit } from '../../src-shared/domain/parts/movement-types.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { BodyOf, CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import { insertRows, isAnyOf } from '../db/bulk-rows.ts';
import type { CountEntryTable } from '../db/central-tables.generated.ts';
import { hideEntries } from './blindness.ts';
import { actorOf, lockSheet, recordCountEvent, rejected, UNKNOWN_SHEET, type Db } from './counts.repository.ts';

/** What a counter entered: appended, never changed; the latest entry of a round stands. Stock §3.1 COUNTING. */
export async function enterCounts(context: CommandContext, body: BodyOf<'count.enter'>): Promise<CommandOutcome> {
  const { db, user, nowMs } = context;
  const found = await lockSheet(db, body.sheetId);
  if (found === undefined) return UNKNOWN_SHEET;
  const { sheet, plan } = found;
  const { sheetNo } = sheet;
  const refusal = countRefusal(sheet, 'enter', await actorOf(context, sheet));
  if (refusal !== null) return rejected(refusal, { sheetNo, status: sheet.status });
  if (body.round !== sheet.round) return rejected('count-round-over', { sheetNo, round: body.round });
  const lines = await linesNamed(db, sheet.id, body.entries);
  const entries: Insertable<CountEntryTable>[] = [];
  for (const entry of body.entries) {
    const line = lines.get(entry.lineId);
    if (line === undefined || line.round !== sheet.round) return rejected('count-line-closed', { sheetNo });
    if (isWholeUnit(line) && entry.qtyMilli % 1000 !== 0) {
      return rejected('count-whole-unit', { sheetNo, lineNo: line.lineNo, partNo: line.partNo });
    }
    entries.push({
      ...rowIdentity(entry.entryId, sheet._scope, sheet.id),
      ...{ lineId: line.id, round: sheet.round, kind: entry.kind, uom: line.uom, method: entry.method },
      ...{ qtyEnteredMilli: entry.qtyMilli, qtyMilli: entry.qtyMilli, note: entry.note, idemKey: entry.entryId },
      clockOffsetMs: entry.clockOffsetMs ?? 0,
      // A clock that runs ahead must not count what has not happened yet.
      ...{ countedAtMs: Math.min(entry.countedAtMs, nowMs), countedBy: user.id, deviceId: context.deviceId },
    });
  }
  const fresh = await withoutKnown(db, entries);
  await insertRows(db, 'countEntry', fresh);
  await hideEntries(
    context,
    found,
    fresh.map(({ id }) => id),
  );
  if (sheet.status === 'RELEASED') {
    await db.updateTable('countSheet').set({ status: 'COUNTING' }).where('id', '=', sheet.id).execute();
    await recordCountEvent(context, sheet, { action: 'count', to: 'COUNTING', note: '' });
  }
  return { status: 'applied', output: { entered: fresh.length, blind: plan.blind === 1 } };
}

interface OpenLine {
  id: string;
  lineNo: number;
  round: number;
  partNo: string;
  uom: string;
  uomWhole: number | null;
}

async function linesNamed(
  db: Db,
  sheetId: string,
  entries: readonly { lineId: string }[],
): Promise<Map<string, OpenLine>> {
  const rows = await db
    .selectFrom('countLine')
    .innerJoin('part', 'part.id', 'countLine.partId')
    .select(['countLine.id', 'countLine.lineNo', 'countLine.round', 'part.partNo', 'part.uom', 'part.uomWhole'])
    .where('countLine.sheetId', '=', sheetId)
    .where(
      isAnyOf(
        'countLine.id',
        entries.map(({ lineId }) => lineId),
      ),
    )
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

async function withoutKnown(
  db: Db,
  entries: readonly Insertable<CountEntryTable>[],
): Promise<(Insertable<CountEntryTable> & { id: string })[]> {
  const known = await db
    .selectFrom('countEntry')
    .select('id')
    .where(
      isAnyOf(
        'id',
        entries.map(({ id }) => id),
      ),
    )
    .execute();
  const ids = new Set(known.map(({ id }) => id));
  return entries.filter(({ id }) => !ids.has(id));
}
