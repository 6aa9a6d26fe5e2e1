import { MOST_PHOTO_BYTES } from '../../src-shared/contract/picture.contract.ts';
import type { ErrorDetails } from '../../src-shared/errors.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import { contentHash, keepContent } from '../db/attachment-content.ts';
import { pictureTypeOf } from './picture-type.ts';

type Rejected = Extract<CommandOutcome, { status: 'rejected' }>;

/** The paper a picture is put on, or the line of one; `rootId` is the paper whose rows travel together. */
interface PictureOwner {
  ownerType: string;
  ownerId: string;
  rootId: string;
  scope: string;
  vehicleId: string | null;
  kind: string;
}

/** Puts a picture on a paper, once however often it is sent; null when it is there now, else why it is not taken. */
export async function keepPicture(
  { db, user, nowMs, newId }: CommandContext,
  { contentBase64, fileName }: { contentBase64: string; fileName: string },
  { scope, rootId, ...owner }: PictureOwner,
): Promise<Rejected | null> {
  const content = Buffer.from(contentBase64, 'base64');
  if (content.length > MOST_PHOTO_BYTES)
    return rejected('application-photo-too-large', { sizeKib: Math.ceil(content.length / 1024) });
  const contentType = pictureTypeOf(content);
  if (contentType === null) return rejected('application-photo-no-picture', {});
  const fileSha256 = contentHash(content);
  const same = await db
    .selectFrom('attachment')
    .select('id')
    .where('ownerId', '=', owner.ownerId)
    .where('fileSha256', '=', fileSha256)
    .executeTakeFirst();
  if (same !== undefined) return rejected('application-photo-again', { fileName });
  await keepContent(db, { fileSha256, content, nowMs });
  await db
    .insertInto('attachment')
    .values({
      ...rowIdentity(newId(), scope, rootId),
      ...owner,
      ...{ claimId: null, fileName, contentType, fileSha256 },
      ...{ sizeBytes: content.length, uploadedAtMs: nowMs, uploadedBy: user.id },
    })
    .execute();
  return null;
}

function rejected(reason: string, details: ErrorDetails): Rejected {
  return { status: 'rejected', reason, details };
}
