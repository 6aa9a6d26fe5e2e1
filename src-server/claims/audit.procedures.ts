import { sql } from 'kysely';
import { AppError } from '../../src-shared/errors.ts';
import type { CentralDb } from '../db/open-central.ts';
import type { Caller } from '../http/caller.ts';
import { signedIn } from '../http/procedures.ts';
import { mayReplicate } from '../sync/scopes.ts';
import { notePresence } from './presence.repository.ts';

/** What the audit asks beside the replica: contents of attachments, and who else has a claim open. */
export function auditProcedures({ db, nowMs }: { db: CentralDb; nowMs(): number }) {
  return {
    picture: signedIn.audit.picture.handler(({ input, context: { caller } }) => {
      assertHeadquarters(caller);
      return findPicture(db, caller, input.fileSha256);
    }),
    presence: signedIn.audit.presence.handler(async ({ input, context: { caller } }) => {
      assertHeadquarters(caller);
      const { user, deviceId } = caller;
      const others = await notePresence(db, { claimId: input.claimId, deviceId, user, nowMs: nowMs() }, input.open);
      return { others };
    }),
  };
}

function assertHeadquarters(caller: Caller): void {
  if (!mayReplicate(caller)) throw new AppError('FORBIDDEN', 'replica-not-for-role');
}

/**
 * A content is given out only by way of an attachment of the region of the caller, or as the other half of a pair that a hit on
 * a claim of the region is about. Refuses `picture-not-kept`.
 */
export async function findPicture(
  db: CentralDb,
  { user }: Caller,
  fileSha256: string,
): Promise<{ contentType: string; contentBase64: string }> {
  let attachments = db
    .selectFrom('attachment')
    // the paper behind a station's word belongs to its claim without being one of its photographs (0341)
    .leftJoin('claim', (join) =>
      join.on((on) => on('claim.id', '=', on.fn.coalesce('attachment.claimId', 'attachment.ownerId'))),
    )
    .leftJoin('partsApplication', 'partsApplication.id', 'attachment.ownerId')
    .leftJoin('damageReport', 'damageReport.id', 'attachment.ownerId')
    .leftJoin('countLine', 'countLine.id', 'attachment.ownerId')
    .leftJoin('warehouse', 'warehouse.id', 'countLine.warehouseId')
    .select('attachment.contentType')
    .where('attachment.fileSha256', '=', fileSha256)
    .where((where) =>
      where.or([
        where('claim.id', 'is not', null),
        where('partsApplication.id', 'is not', null),
        where('damageReport.id', 'is not', null),
        where('countLine.id', 'is not', null),
      ]),
    );
  const { regionId } = user;
  if (regionId !== null)
    attachments = attachments.where((where) =>
      where.or([
        where('claim.regionId', '=', regionId),
        where('partsApplication.regionId', '=', regionId),
        where('damageReport.regionId', '=', regionId),
        where('warehouse.regionId', '=', regionId),
        isHalfOfPair(regionId),
      ]),
    );
  const attachment = await attachments.limit(1).executeTakeFirst();
  const stored =
    attachment === undefined
      ? undefined
      : await db
          .selectFrom('attachmentContent')
          .select('content')
          .where('fileSha256', '=', fileSha256)
          .executeTakeFirst();
  if (attachment === undefined || stored === undefined) throw new AppError('NOT_FOUND', 'picture-not-kept');
  return { contentType: attachment.contentType, contentBase64: Buffer.from(stored.content).toString('base64') };
}

/** The attachment is named by a live hit about a pair of photographs on a claim of the region: who judges it sees both (0332). */
function isHalfOfPair(regionId: string) {
  return sql<boolean>`exists (select 1 from rule_hit h join claim own on own.id = h.claim_id
    where h.rule_id in ('A02', 'A03') and h.mode = 'LIVE' and h.evidence_json::jsonb ->> 'otherAttachmentId' = attachment.id
      and own.region_id = ${regionId})`;
}
