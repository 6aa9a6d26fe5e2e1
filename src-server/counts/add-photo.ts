import { sql } from 'kysely';
import { countRefusal } from '../../src-shared/domain/counts/sheet-transition.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { BodyOf, CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import { contentHash, keepContent } from '../db/attachment-content.ts';
import { pictureRefusal } from '../photos/picture-refusal.ts';
import { actorOf, lockSheet, rejected, UNKNOWN_SHEET, type Db } from './counts.repository.ts';

/** A photograph of what a line differs by, kept once however often it is sent. Stock §2.3 (0355). */
export async function addCountPhoto(context: CommandContext, body: BodyOf<'count.photo'>): Promise<CommandOutcome> {
  const { db, user, nowMs, newId } = context;
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
  const content = Buffer.from(body.contentBase64, 'base64');
  const checked = pictureRefusal(content);
  if ('refusal' in checked) return checked.refusal;
  const fileSha256 = contentHash(content);
  const same = await db
    .selectFrom('attachment')
    .select('id')
    .where('ownerId', '=', line.id)
    .where('fileSha256', '=', fileSha256)
    .executeTakeFirst();
  if (same !== undefined) return rejected('application-photo-again', { fileName: body.fileName });
  await keepContent(db, { fileSha256, content, nowMs });
  await db
    .insertInto('attachment')
    .values({
      ...rowIdentity(newId(), sheet._scope, sheet.id),
      ...{ ownerType: 'COUNT_LINE', ownerId: line.id, claimId: null, vehicleId: null, kind: 'OTHER' },
      ...{ fileName: body.fileName, contentType: checked.contentType, fileSha256 },
      ...{ sizeBytes: content.length, uploadedAtMs: nowMs, uploadedBy: user.id },
    })
    .execute();
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
