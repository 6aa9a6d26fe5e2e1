import { sql } from 'kysely';
import { countRefusal } from '../../src-shared/domain/counts/sheet-transition.ts';
import type { BodyOf, CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import { keepPicture } from '../photos/keep-picture.ts';
import { actorOf, lockSheet, rejected, UNKNOWN_SHEET, type Db } from './counts.repository.ts';

/** A photograph of what a line differs by, kept once however often it is sent. Stock §2.3 (0355). */
export async function addCountPhoto(context: CommandContext, body: BodyOf<'count.photo'>): Promise<CommandOutcome> {
  const { db } = context;
  const found = await lockSheet(db, body.sheetId);
  if (found === undefined) return UNKNOWN_SHEET;
  const { sheet } = found;
  const refusal = countRefusal(sheet, 'photo', await actorOf(context, sheet));
  if (refusal !== null) return rejected(refusal, { sheetNo: sheet.sheetNo, status: sheet.status });
  const line = await db
    .selectFrom('countLine')
    .select('id')
    .where('id', '=', body.lineId)
    .where('sheetId', '=', sheet.id)
    .executeTakeFirst();
  if (line === undefined) return rejected('count-no-lines-chosen', { sheetNo: sheet.sheetNo });
  const owner = { ownerType: 'COUNT_LINE', ownerId: line.id, rootId: sheet.id, scope: sheet._scope };
  const unkept = await keepPicture(context, body, { ...owner, vehicleId: null, kind: 'OTHER' });
  if (unkept !== null) return unkept;
  return { status: 'applied', output: { lineId: line.id } };
}

/** Lines of a sheet that differ for a reason which must be seen, and of which there is no photograph. Stock §2.1. */
export async function linesWithoutPhoto(db: Db, sheetId: string): Promise<number[]> {
  const { rows } = await sql<{ lineNo: number }>`
    select l.line_no::int as "lineNo" from count_line l join variance_reason r on r.code = l.reason_code
     where l.sheet_id = ${sheetId} and r.requires_photo = 1 and coalesce(l.variance_milli, 0) <> 0
       and not exists (select 1 from attachment a where a.owner_id = l.id and a.owner_type = 'COUNT_LINE')
     order by l.line_no`.execute(db);
  return rows.map(({ lineNo }) => lineNo);
}
